/** The pages. The fragment holds the page, so that any server that gives index.html will do. */
import { createRouter, createWebHashHistory } from 'vue-router';
import DeskPage from './desk/DeskPage.vue';
import { me, whoAmI } from './session/session';
import { withWords } from './words/words';

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'desk', component: DeskPage },
    { path: '/login', name: 'login', component: () => withWords(import('./session/LoginPage.vue')) },
    { path: '/password', name: 'password', component: () => withWords(import('./session/PasswordPage.vue')) },
    { path: '/:rest(.*)', redirect: '/' },
  ],
});

router.beforeEach(async (to) => {
  if (to.name === 'login') {
    return true;
  }
  const known = me.value ?? (await whoAmI());
  if (!known) {
    return { name: 'login' };
  }
  return known.passwordChangeRequired && to.name !== 'password' ? { name: 'password' } : true;
});
