// First load must stay small: what sign-in and the work desk load, gzip, at most 300 KB. Fails the build above it.
// usage: node tools/check_budget.mjs DIR
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const limit_bytes = 300 * 1024;
const root = process.argv[2] ?? 'dist';
const manifest = JSON.parse(readFileSync(join(root, '.vite', 'manifest.json'), 'utf8'));
// Everything an agent has loaded when the work desk stands: the entry, one language, the frame, the desk, the telephone.
const first = [
  'index.html',
  'src/locales/zh-CN/index.ts',
  'src/frame/AppFrame.vue',
  'src/views/sign_in/index.vue',
  'src/views/desk/index.vue',
  'src/softphone/assemble.ts',
];

const seen = new Set();
const visit = (key) => {
  const entry = manifest[key];
  if (!entry || seen.has(key)) return;
  seen.add(key);
  for (const next of entry.imports ?? []) visit(next);
};
first.forEach(visit);

const assets = new Set(['index.html']);
for (const key of seen) {
  assets.add(manifest[key].file);
  for (const css of manifest[key].css ?? []) assets.add(css);
}
const size_of = (name) =>
  statSync(existsSync(join(root, `${name}.gz`)) ? join(root, `${name}.gz`) : join(root, name)).size;
let total = 0;
for (const name of [...assets].sort((a, b) => size_of(b) - size_of(a))) {
  total += size_of(name);
  console.log(`${(size_of(name) / 1024).toFixed(1).padStart(8)} KB  ${name}`);
}
console.log(`first load ${(total / 1024).toFixed(1)} KB gzip of ${limit_bytes / 1024} KB`);
if (total > limit_bytes) {
  console.error('first load is above its budget');
  process.exit(1);
}
