// Writes .gz and .br beside every text asset, so that the server never compresses while it serves.
// usage: node tools/compress.mjs DIR
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = process.argv[2] ?? 'dist';
rmSync(join(root, '.vite', 'manifest.json.gz'), { force: true });

function* files_under(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      if (name !== '.vite') yield* files_under(path);
    } else {
      yield path;
    }
  }
}

let written = 0;
for (const path of files_under(root)) {
  if (!/\.(js|css|html|svg|json|txt)$/.test(path)) continue;
  const bytes = readFileSync(path);
  if (bytes.length < 256) continue;
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
  written += 1;
}
console.log(`compressed ${written} files`);
