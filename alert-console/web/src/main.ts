import { createApp } from 'vue';
import App from './App.vue';
import { startTicking } from './clock/clock';
import { router } from './routes';
import { forget, me } from './session/session';
import './style/tokens.css';
import './style/console.css';
import './style/desk.css';
import { language, speak, type Language } from './words/words';
import { whenSessionIsLost } from './wire/http';

whenSessionIsLost((refused) => {
  if (refused.reason === 'password-change-required') {
    void router.replace({ name: 'password' });
  } else if (me.value) {
    forget(refused.reason);
    void router.replace({ name: 'login' });
  }
});

startTicking();
const kept = sessionStorage.getItem('convoy.language') as Language | null;
// the texts of the first screen are there before it is drawn
void speak(kept === 'en' ? 'en' : language()).then(() => createApp(App).use(router).mount('#app'));
