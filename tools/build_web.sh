#!/usr/bin/env bash
# Builds the web front end into web/dist when a source is newer than the last build.
set -euo pipefail
cd "$(dirname "$0")/../web"
[ -f package.json ] || { echo "no web front end in this tree"; exit 0; }
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  # Not `npm ci`: newer ones demand that the lock file names the binaries of every platform, and the registry in use
  # may have this one's only. The versions are the lock file's all the same, and nothing is written to it.
  npm install --no-save --no-audit --no-fund --loglevel=error
fi
if [ ! -f dist/index.html ] ||
   [ -n "$(find . ../docs/manual \( -name node_modules -o -name dist -o -name .generated \) -prune -o -type f -newer dist/index.html -print -quit)" ]; then
  npm run build
fi
