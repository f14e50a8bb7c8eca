import { defineStore } from 'pinia';
import { computed, reactive, ref, toRefs, watch } from 'vue';
import { isLanguage, preferredLanguage, useLanguage, type Language } from '@/i18n';

export type Theme = 'light' | 'dark' | 'system';
export const themes: readonly Theme[] = ['light', 'dark', 'system'];
export const skins = ['indigo', 'teal', 'plum', 'ink'] as const;
export type Skin = (typeof skins)[number];

/** What belongs to this browser, not to the person: nothing secret may ever be added here. */
export interface Preferences {
  language: Language;
  theme: Theme;
  skin: Skin;
  microphone: string;
  speaker: string;
  ringDevice: string;
  ringVolume: number;
  keysEnabled: boolean;
  notifications: boolean;
  devicesChecked: boolean;
  navOpen: boolean | null;
}

const storageKey = 'yinghe.preferences';
const dark = window.matchMedia?.('(prefers-color-scheme: dark)');

function initial(): Preferences {
  const defaults: Preferences = {
    language: preferredLanguage(),
    theme: 'system',
    skin: 'indigo',
    microphone: '',
    speaker: '',
    ringDevice: '',
    ringVolume: 0.7,
    keysEnabled: true,
    notifications: true,
    devicesChecked: false,
    navOpen: null,
  };
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Preferences>;
    return { ...defaults, ...stored, language: isLanguage(stored.language) ? stored.language : defaults.language };
  } catch {
    return defaults;
  }
}

export const usePreferences = defineStore('preferences', () => {
  const chosen = reactive<Preferences>(initial());
  const systemIsDark = ref(Boolean(dark?.matches));
  dark?.addEventListener('change', (event) => (systemIsDark.value = event.matches));
  const isDark = computed(() => chosen.theme === 'dark' || (chosen.theme === 'system' && systemIsDark.value));

  watch(
    [isDark, () => chosen.skin],
    () => {
      document.documentElement.classList.toggle('dark', isDark.value);
      document.documentElement.dataset.skin = chosen.skin;
    },
    { immediate: true },
  );
  watch(chosen, () => localStorage.setItem(storageKey, JSON.stringify(chosen)));
  watch(
    () => chosen.language,
    (language) => void useLanguage(language),
  );
  return { ...toRefs(chosen), isDark };
});
