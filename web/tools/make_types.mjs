// Makes .generated/openapi.d.ts from the server's own document: `yinghe openapi`, or a running server.
// usage: node tools/make_types.mjs        YINGHE=path of the program   YINGHE_SERVER=http://ADDR:PORT
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import openapiTypeScript, { astToString } from 'openapi-typescript';

const folder = new URL('../.generated/', import.meta.url);
const target = new URL('openapi.d.ts', folder);
const programs = [process.env.YINGHE, '../build/release/yinghe', '../build/dev/yinghe'].filter(Boolean);

function from_program() {
  const found = programs.filter((path) => existsSync(path)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const path of process.env.YINGHE ? [process.env.YINGHE] : found) {
    try {
      return JSON.parse(execFileSync(path, ['openapi'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    } catch {
      continue; // An older program without this command.
    }
  }
  return undefined;
}

async function from_server() {
  const answer = await fetch(`${process.env.YINGHE_SERVER ?? 'http://127.0.0.1:8080'}/api/openapi.json`);
  return answer.json();
}

let document = process.env.YINGHE_SERVER ? await from_server() : from_program();
try {
  document ??= await from_server();
} catch {
  if (existsSync(target)) {
    console.log('no server to ask; keeping the types of the last time');
    process.exit(0);
  }
  console.error('no program with `openapi` and no running server: build the server first, or set YINGHE_SERVER');
  process.exit(1);
}
const text = astToString(await openapiTypeScript(document));
mkdirSync(folder, { recursive: true });
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text);
console.log(`types of ${Object.keys(document.paths).length} addresses`);
