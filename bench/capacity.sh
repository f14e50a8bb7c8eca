#!/usr/bin/env bash
# Capacity of one core, side by side with Asterisk: interleaved runs (A, B, A, B) and a table of ratios.
# usage: BENCH_DIR=DIR [PEER_DIR=DIR] bench/capacity.sh YINGHE RESULTS [--rounds N] [--quick] [figure…]
#   BENCH_DIR  the folder of the load generator (bench.py and callbench.cpp); it is copied, never written to
#   PEER_DIR   where the Asterisk peer is installed (peers/asterisk/setup.sh); without it Yinghe runs alone
#   RESULTS    a folder outside the tree: one JSON line a run, and table.txt
#   figure     latency rate media recorded cps            (default: latency rate media recorded)
# Run it on a quiet machine: the server has core 0, the generator core 1.
set -euo pipefail

yinghe=$(realpath "${1:?the yinghe program}")
results=${2:?a folder for the results}
shift 2
rounds=2
quick=no
figures=()
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=${2:?}; shift ;;
    --quick) quick=yes; rounds=1 ;;
    latency|rate|media|recorded|cps) figures+=("$1") ;;
    *) sed -n '3,7s/^# //p' "$0" >&2; exit 2 ;;
  esac
  shift
done
[ ${#figures[@]} -gt 0 ] || figures=(latency rate media recorded)
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$results"
results=$(realpath "$results")
work=$(mktemp -d)
cp -r "${BENCH_DIR:?the folder of bench.py}/." "$work/"
chmod -R u+w "$work"

agents=300
server=
peer=
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$peer" ] || kill "$peer" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

start_yinghe() {
  rm -rf "$work/data"
  python3 "$here/capacity_site.py" $agents > "$work/site.toml"
  "$yinghe" apply "$work/site.toml" --data "$work/data" > /dev/null
  ulimit -n "$(ulimit -Hn)"
  taskset -c 0 "$yinghe" serve --data "$work/data" --http 127.0.0.1:8080 --sip 127.0.0.1:5060 \
    --rtp 127.0.0.1:10000-19999 --media-threads 1 > "$work/yinghe.log" 2>&1 &
  server=$!
  until grep -qs '^ready ' "$work/yinghe.log"; do
    kill -0 $server || { cat "$work/yinghe.log"; exit 1; }
    sleep 0.1
  done
}
stop_yinghe() {
  kill -TERM "$server" && kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}

# One figure of one server: who, figure, address, pid, the queue to talk in, extra options.
measure() {
  local who=$1 figure=$2 address=$3 pid=$4 queue=$5
  shift 5
  local common=(--server "$address" --pid "$pid" --agents $agents --quiet-wait 30 "$@")
  local out=$results/$who-$figure.jsonl
  case $figure in
    latency) set -- latency --to 8001 --rate 5 --calls 60 ;;
    rate) set -- rate --to 8001 --rate 20 --secs 8 --ring 0.02 --hold 0.3 ;;
    media) set -- media --to "$queue" --levels 100 --ramp 20 --window 8 ;;
    recorded) set -- media --to 8000 --levels 100 --ramp 20 --window 8 ;;
    cps) set -- cps --to 8001 --lo 50 --hi 1500 --ring 0.02 --hold 0.2 ;;
  esac
  [ $quick = no ] || set -- "$@" --window 4 --calls 30
  "$work/bench.py" "$@" "${common[@]}" >> "$out" || echo "$who $figure: FAILED" >&2
}

for ((round = 1; round <= rounds; round++)); do
  for figure in "${figures[@]}"; do
    echo "== round $round, $figure" >&2
    start_yinghe
    measure yinghe "$figure" 127.0.0.1:5060 "$server" 8001 --register
    stop_yinghe
    [ -n "${PEER_DIR:-}" ] || continue
    record=0
    [ "$figure" != recorded ] || record=1
    peer=$("$work/peers/asterisk/start.sh" $agents $record rrmemory 0)
    # What the peer records is set at its start, not by queue: its 8000 serves with and without.
    measure asterisk "$figure" 127.0.0.1:5070 "$peer" 8000
    kill "$peer" 2>/dev/null || true
    peer=
  done
done
python3 "$here/capacity_table.py" "$results" | tee "$results/table.txt"
