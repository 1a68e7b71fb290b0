/** The pages. The fragment holds the page, so that any server that gives index.html will do. */
import { createRouter, createWebHashHistory } from 'vue-router';
import DeskPage from './desk/DeskPage.vue';
import { may, me, whoAmI } from './session/session';
import { withWords } from './words/words';

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', name: 'desk', component: DeskPage },
    { path: '/login', name: 'login', component: () => withWords(import('./session/LoginPage.vue')) },
    { path: '/password', name: 'password', component: () => withWords(import('./session/PasswordPage.vue')) },
    { path: '/devices', name: 'devices', component: () => withWords(import('./engineer/DevicesPage.vue')) },
    { path: '/devices/:id', name: 'device', component: () => withWords(import('./engineer/DevicePage.vue')), props: true },
    { path: '/quarantine', name: 'quarantine', component: () => withWords(import('./engineer/QuarantinePage.vue')) },
    { path: '/carrier', name: 'carrier', component: () => withWords(import('./carrier/CarrierPage.vue')) },
    { path: '/warnings', name: 'warnings', component: () => withWords(import('./warnings/WarningsPage.vue')) },
    { path: '/residents/:id/health', name: 'health', component: () => withWords(import('./health/HealthPage.vue')), props: true },
    { path: '/residents/:id/week', name: 'week', component: () => withWords(import('./health/WeekPage.vue')), props: true },
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
  if (known.passwordChangeRequired && to.name !== 'password') {
    return { name: 'password' };
  }
  // who brings or runs devices answers no alarm
  return to.name === 'desk' && !may('feed') && may('listDevices') ? { name: 'devices' } : true;
});
