import { i18n } from '.';
import names from '@/locales/zh-CN/built_in';

/**
 * What every company's book begins with (fields, stages) is kept by its Chinese name, so that it can be renamed like
 * anything else; as long as nobody has, it reads in the language of whoever looks.
 */
export function builtInName(name: string): string {
  const key = `built_in.${name}`;
  return i18n.global.te(key) ? i18n.global.t(key) : name;
}

interface Named {
  name: string;
  system?: boolean;
}
export const shownName = ({ name, system }: Named): string => (system ? builtInName(name) : name);
export const withBuiltInName = <T extends Named>(one: T): T => (one.system ? { ...one, name: shownName(one) } : one);

/** What is kept when this was typed as the name of something built in: its own name in any language is no new one. */
export function keptName({ system }: Named, typed: string): string {
  return (system && Object.keys(names).find((name) => builtInName(name) === typed)) || typed;
}
