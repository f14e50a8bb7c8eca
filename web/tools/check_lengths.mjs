// A source file of more than 300 lines fails: it holds more than one idea.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const limit = 300;
let failed = false;
const walk = (folder) => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      walk(path);
    } else if (/\.(ts|vue|css|mjs)$/.test(name)) {
      const lines = readFileSync(path, 'utf8').split('\n').length;
      if (lines > limit) {
        console.error(`${path}: ${lines} lines, ${limit} allowed`);
        failed = true;
      }
    }
  }
};
walk('src');
walk('tools');
process.exit(failed ? 1 : 0);
