#!/usr/bin/env bash
# Installs the Debian packages that one purpose needs; does nothing, quickly, when all are there.
# usage: tools/install_packages.sh [--list] build|web|run|test|browser|pictures|check…
# This is the only place that names packages. Works on a bare Debian 12 as root, or with sudo.
set -euo pipefail

build=(g++ cmake ninja-build ccache mold pkg-config
  libboost1.81-dev libssl-dev nlohmann-json3-dev libsqlite3-dev libpq-dev libspdlog-dev libfmt-dev
  libcli11-dev libtomlplusplus-dev libsodium-dev libopus-dev libspandsp-dev libsndfile1-dev
  libc-ares-dev libcurl4-openssl-dev prometheus-cpp-dev libxlsxwriter-dev libarchive-dev libexpat1-dev
  python3 python3-phonenumbers)
web=(nodejs npm)
run=(espeak-ng)
test=(libgtest-dev python3 sip-tester baresip-core sox postgresql kamailio linphone-cli
  sipvicious espeak-ng)
# What the browser tests drive; the pictures of the documents need Chinese letters as well.
browser=(chromium firefox-esr nodejs npm xvfb dbus python3-dbus python3-gi)
pictures=(chromium nodejs npm fonts-noto-cjk espeak-ng)
# Linters, fuzzers and micro benchmarks: not needed by ./run and ./test.
check=(clang-14 libclang-rt-14-dev clang-format-14 clang-tidy-14 libbenchmark-dev git)

list_only=no
wanted=()
for purpose in "$@"; do
  case $purpose in
    --list) list_only=yes ;;
    build) wanted+=("${build[@]}") ;;
    web) wanted+=("${web[@]}") ;;
    run) wanted+=("${run[@]}") ;;
    test) wanted+=("${test[@]}") ;;
    browser) wanted+=("${browser[@]}") ;;
    pictures) wanted+=("${pictures[@]}") ;;
    check) wanted+=("${check[@]}") ;;
    *) echo "$0: unknown purpose '$purpose'; known: build web run test browser pictures check" >&2; exit 2 ;;
  esac
done
[ ${#wanted[@]} -gt 0 ] || { echo "usage: $0 [--list] build|web|run|test|browser|pictures|check…" >&2; exit 2; }
if [ "$list_only" = yes ]; then printf '%s\n' "${wanted[@]}" | sort -u; exit 0; fi

installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
missing=()
for name in "${wanted[@]}"; do
  # A Node.js from elsewhere serves as well, brings npm along and conflicts with Debian's package of that name.
  case $name in nodejs|npm) ! command -v "${name%js}" >/dev/null || continue ;; esac
  grep -qx "ii  *$name" <<<"$installed" || missing+=("$name")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Run as root once (or install sudo): needs ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing ${#missing[@]} packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@"; }

# Tests start their own PostgreSQL and Kamailio: none may start by itself on this machine because we
# installed it. A policy file that is already there is somebody else's wish and stays.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
  "${as_root[@]}" chmod +x $policy
  trap '"${as_root[@]}" rm -f $policy' EXIT
fi
apt update
apt install -y --no-install-recommends "${missing[@]}" >/dev/null
