// Words: zh-CN and en carry the same keys and the same {placeholders}; every literal key that is used exists; no Chinese
// text stands in the sources outside the locales.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { transformWithEsbuild } from 'vite';

const problems = [];
const locales = ['zh-CN', 'en'];

async function load(locale) {
  const folder = join('src/locales', locale);
  const words = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts')) {
    const { code } = await transformWithEsbuild(readFileSync(join(folder, file), 'utf8'), file, { loader: 'ts' });
    const module = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
    flatten(module.default, file.slice(0, -3), words);
  }
  return words;
}

function flatten(value, path, into) {
  if (typeof value === 'string') {
    into[path] = value;
    return;
  }
  for (const [key, inner] of Object.entries(value)) flatten(inner, `${path}.${key}`, into);
}

function* sources(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      if (name !== 'locales') yield* sources(path);
    } else if (/\.(ts|vue)$/.test(name) && !name.endsWith('.test.ts')) {
      yield path;
    }
  }
}

const [chinese, english] = await Promise.all(locales.map(load));
const holes = (text) =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1])
    .sort()
    .join();
for (const key of new Set([...Object.keys(chinese), ...Object.keys(english)])) {
  if (!(key in chinese)) problems.push(`zh-CN lacks ${key}`);
  else if (!(key in english)) problems.push(`en lacks ${key}`);
  else if (english[key].includes('|') ? false : holes(chinese[key]) !== holes(english[key]))
    problems.push(`${key}: placeholders differ`);
}
for (const path of sources('src')) {
  const text = readFileSync(path, 'utf8');
  for (const [, key] of text.matchAll(/\bt\(\s*'([a-z_]+(?:\.[a-z0-9_]+)+)'/g)) {
    if (!(key in chinese)) problems.push(`${path}: no word ${key}`);
  }
  text.split('\n').forEach((line, index) => {
    if (/[\u4e00-\u9fff]/.test(line) && !/^\s*(\/\/|\/?\*|<!--)/.test(line) && !line.includes('words-ok'))
      problems.push(`${path}:${index + 1}: Chinese text outside the locales`);
  });
}
for (const problem of problems) console.error(problem);
console.log(`${Object.keys(chinese).length} words in ${locales.length} languages, ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
