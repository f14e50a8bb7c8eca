import 'element-plus/theme-chalk/base.css';
import './styles/tokens.css';
import './styles/element_plus.css';
import './styles/base.css';
import './styles/utilities.css';
import './styles/controls.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { configureClient } from './api/client';
import App from './App.vue';
import { i18n, useLanguage } from './i18n';
import { router } from './router';
import { usePreferences } from './stores/preferences';
import { useSession } from './stores/session';

const app = createApp(App);
app.use(createPinia()).use(i18n);

const preferences = usePreferences();
const session = useSession();
configureClient({
  language: () => preferences.language,
  onSignedOut: () => {
    if (session.isSignedIn) {
      session.forget('ended');
      void router.push({ name: 'sign_in', query: { next: router.currentRoute.value.fullPath } });
    }
  },
  onDuty: () => {
    const here = router.currentRoute.value;
    if (session.isSignedIn && !session.owes) {
      void session
        .restore()
        .catch(() => false)
        .then((known) => {
          if (known && session.owes) void router.push({ name: 'duty', query: { next: here.fullPath } });
        });
    }
  },
});

void useLanguage(preferences.language).then(() => {
  app.use(router).mount('#app');
});
