import { i18n } from '.';

/**
 * What every company's book begins with (fields, stages) is kept by its Chinese name, so that it can be renamed like
 * anything else; as long as nobody has, it reads in the language of whoever looks.
 */
export function builtInName(name: string): string {
  const key = `built_in.${name}`;
  return i18n.global.te(key) ? i18n.global.t(key) : name;
}
export const withBuiltInName = <T extends { name: string; system: boolean }>(one: T): T =>
  one.system ? { ...one, name: builtInName(one.name) } : one;
