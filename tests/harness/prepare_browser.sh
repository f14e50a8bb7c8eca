#!/usr/bin/env bash
# Makes ready what the browser tests stand on: the browsers, what drives them, and the built pages.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ ! -f web/package.json ]; then
  echo "There is no web/ in this tree: the browser suite will be skipped."
  exit 0
fi
tools/install_packages.sh web browser
cd tests/harness
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci
fi
cd ../..
tools/build_web.sh
