#!/usr/bin/env bash
# Proves on a bare Debian 12 that ./run serves and ./test passes, and how long each takes. Needs root.
# usage: tests/bare_machine.sh FOLDER [--uncommitted] [--keep] [packages] [run] [test]     (default: run test)
#   FOLDER         outside this tree; the machine is made in FOLDER/root, packages are cached in FOLDER/debs
#   --uncommitted  takes the files as they are, not the last commit
#   --keep         leaves the machine for a second look; else it is removed, the cache stays
# The chroot shares the network with this machine: ports 18080 and 15060 must be free.
set -euo pipefail

folder=
take=committed
keep=no
steps=()
for word in "$@"; do
  case $word in
    --uncommitted) take=uncommitted ;;
    --keep) keep=yes ;;
    packages|run|test) steps+=("$word") ;;
    *) folder=$word ;;
  esac
done
tree=$(cd "$(dirname "$0")/.." && pwd)
[ -n "$folder" ] || { sed -n '3,7s/^# //p' "$0" >&2; exit 2; }
[ ${#steps[@]} -gt 0 ] || steps=(run test)
mkdir -p "$folder/debs"
folder=$(cd "$folder" && pwd)
case $folder/ in "$tree"/*) echo "FOLDER must be outside the tree" >&2; exit 2 ;; esac
root=$folder/root
server=

mounts=(proc sys dev dev/shm var/cache/apt/archives)
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  local i
  for ((i = ${#mounts[@]} - 1; i >= 0; i--)); do
    ! mountpoint -q "$root/${mounts[i]}" || umount "$root/${mounts[i]}" || umount -l "$root/${mounts[i]}"
  done
  [ "$keep" = yes ] || rm -rf --one-file-system "$root"
}
trap clean_up EXIT

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }
timed() { # what, command…
  local what=$1 start=$SECONDS
  shift
  if "$@"; then say "$what: ok after $((SECONDS - start)) s"; else say "$what: FAILED after $((SECONDS - start)) s"; exit 1; fi
}
# What the machine around knows about its network: whose certificates to trust when packages are fetched.
bare=(env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 NODE_EXTRA_CA_CERTS=/etc/ssl/host.crt)
inside() { chroot "$root" "${bare[@]}" "$@"; }

make_machine() {
  command -v debootstrap >/dev/null || apt-get -qq install -y debootstrap
  [ -x "$root/usr/bin/apt-get" ] || debootstrap --variant=minbase --cache-dir="$folder/debs" bookworm "$root" >"$folder/debootstrap.log"
  mount -t proc proc "$root/proc"
  mount --bind /sys "$root/sys"
  mount --bind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/dev/shm" 2>/dev/null || mount --bind /dev/shm "$root/dev/shm"
  mount --bind "$folder/debs" "$root/var/cache/apt/archives"
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  mkdir -p "$root/etc/ssl"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/host.crt"
  mkdir -p "$root/srv/yinghe"
  if [ $take = committed ]; then
    git -C "$tree" archive HEAD | tar -x -C "$root/srv/yinghe"
  else
    git -C "$tree" ls-files -z --cached --others --exclude-standard |
      (cd "$tree" && tar --null --ignore-failed-read -T - -c) | tar -x -C "$root/srv/yinghe"
  fi
}

serve_until_ready() {
  # Not through the function: the signal must reach the server itself, not a shell that waits for it.
  chroot "$root" "${bare[@]}" \
    sh -c 'cd /srv/yinghe && exec ./run --http 127.0.0.1:18080 --sip 127.0.0.1:15060' >"$folder/run.log" 2>&1 &
  server=$!
  until grep -q '^ready ' "$folder/run.log"; do
    kill -0 $server 2>/dev/null || { tail -30 "$folder/run.log"; server=; return 1; }
    sleep 0.2
  done
}
stop_serving() {
  kill -TERM $server
  wait $server || { say "the server's exit status was $?"; return 1; }
  server=
}
speaks() { # the page, the health page and SIP, asked from outside
  PYTHONPATH=$tree/tests PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 - <<'PY'
import http.client
from harness.phone import Phone
for path in ("/", "/healthz", "/api/openapi.json"):
    connection = http.client.HTTPConnection("127.0.0.1", 18080, timeout=5)
    connection.request("GET", path)
    reply = connection.getresponse()
    print(path, reply.status, len(reply.read()), "bytes")
    assert reply.status == 200
phone = Phone(("127.0.0.1", 15060), "probe")
print("SIP OPTIONS", phone.options().start_line)
PY
}

timed 'bare machine' make_machine
say "its size: $(du -sxm "$root" | cut -f1) MB, processors: $(nproc)"
for step in "${steps[@]}"; do
  case $step in
    packages)
      timed 'packages to build and run' inside sh -c 'cd /srv/yinghe && tools/install_packages.sh build run'
      say "size: $(du -sxm "$root" | cut -f1) MB"
      timed 'packages to test' inside sh -c 'cd /srv/yinghe && tools/install_packages.sh test'
      say "size: $(du -sxm "$root" | cut -f1) MB, cache $(du -sm "$folder/debs" | cut -f1) MB"
      timed 'all installed already' inside sh -c 'cd /srv/yinghe && tools/install_packages.sh build run test' ;;
    run)
      timed './run, first time, to ready' serve_until_ready
      timed 'page, health, SIP' speaks
      timed 'SIGTERM' stop_serving
      timed './run, second time, to ready' serve_until_ready
      timed 'SIGTERM' stop_serving ;;
    test)
      timed './test' inside sh -c 'cd /srv/yinghe && ./test' >"$folder/test.log" 2>&1 || { tail -40 "$folder/test.log"; exit 1; }
      tail -2 "$folder/test.log" ;;
  esac
done
