import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { skins } from '@/stores/preferences';

type Roles = Record<string, string>;
const css = readFileSync(`${process.cwd()}/src/styles/tokens.css`, 'utf8');

/** The colours that one rule of the file sets. */
function rolesOf(selector: string): Roles {
  const at = css.indexOf(`\n${selector} {`);
  const body = at < 0 ? '' : css.slice(at, css.indexOf('}', at));
  return Object.fromEntries([...body.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map((found) => [found[1], found[2]]));
}
function luminance(colour: string): number {
  const full = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(full.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(a = '', b = ''): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

describe('the skins (R083)', () => {
  const cases = skins.flatMap((skin) => ['', 'html.dark'].map((mode) => ({ skin, mode })));

  it.each(cases)('$skin is read in every place where it stands $mode', ({ skin, mode }) => {
    const base = { ...rolesOf(':root'), ...(mode ? rolesOf(mode) : {}) };
    const own = rolesOf(`${mode || 'html'}[data-skin='${skin}']`);
    expect(Object.keys(own)).toHaveLength(skin === 'indigo' ? 0 : 4);
    const roles = { ...base, ...own };
    for (const ground of ['surface', 'bg', 'brand-soft']) {
      expect(contrast(roles.brand, roles[ground]), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(roles['on-brand'], roles.brand)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(roles['on-brand'], roles['brand-hover'])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(roles.ink, roles['brand-soft'])).toBeGreaterThanOrEqual(4.5);
  });
});
