import { nextTick } from 'vue';
import { createI18n } from 'vue-i18n';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

const bundles: Record<Language, () => Promise<{ default: Record<string, unknown> }>> = {
  'zh-CN': () => import('@/locales/zh-CN/index'),
  en: () => import('@/locales/en/index'),
};

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  messages: {},
  missingWarn: false,
  fallbackWarn: false,
});

export function isLanguage(text: unknown): text is Language {
  return languages.includes(text as Language);
}

/** The browser's wish when nobody has chosen yet. */
export function preferredLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export async function useLanguage(language: Language): Promise<void> {
  if (!i18n.global.availableLocales.includes(language)) {
    i18n.global.setLocaleMessage(language, (await bundles[language]()).default);
  }
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
  await nextTick();
}

/** Names as a sentence lists them: A, B and C. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(i18n.global.locale.value, { type: 'conjunction' }).format(names);
}

/** A number as it is written here: 12,345. For code outside components, which have `n`. */
export function counted(count: number): string {
  return i18n.global.n(count);
}

/** For code outside components (page titles, notifications). */
export function translate(key: string, values: Record<string, unknown> = {}): string {
  return i18n.global.t(key, values);
}
