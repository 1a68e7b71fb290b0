import type { Shape } from '../words';
import type zh from '../zh/login';

const en: Shape<typeof zh> = {
  login: {
    title: 'Log in',
    tagline: 'Somebody presses, somebody hears.',
    user: 'Login',
    password: 'Password',
    submit: 'Log in',
    fine: 'You are logged out after 15 minutes without activity; a case in hand is never dropped, you are only warned. Logins, views and exports are recorded.',
    wrong: 'Login or password is wrong.',
    wait: 'Too many failures, try again in {n} s.',
    busy: 'Too many logins at once, try again.',
    unreachable: 'The server cannot be reached, check the network.',
    ended: 'Your login has ended, log in again.',
    forbidden: 'This role may not open the duty desk.',
    about: 'About',
    push: 'live feed',
    durable: 'stored, then answered',
    privacy: 'names masked in lists',
    change: 'Set a new password',
    changeWhy: 'A one-time password only serves to set a new one. At least 12 characters, no special ones needed; not your login, not a common password.',
    changeOwn: 'At least 12 characters. All your other logins end.',
    current: 'Current password',
    next: 'New password',
    repeat: 'Once more',
    save: 'Save and enter',
    weak: 'This password is too short or too common.',
    differ: 'The two are not alike.',
    wrongCurrent: 'The current password is wrong.',
    cancel: 'Back to the desk',
  },
};

export default en;
