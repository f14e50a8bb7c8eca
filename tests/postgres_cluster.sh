#!/bin/sh
# A private PostgreSQL for tests: postgres_cluster.sh start|stop|crash DIR
# start prints the address; crash stops it as a killed server stops; start after either goes on with the same data.
# Nothing listens on the network: the socket is in DIR, which must be new or made by an earlier start.
set -eu

fail() { echo "postgres_cluster: $*" >&2; exit 1; }

[ $# -eq 2 ] || fail "usage: $0 start|stop|crash DIR"
action=$1
dir=$2

bin=
for candidate in /usr/lib/postgresql/*/bin; do
    [ -x "$candidate/initdb" ] && bin=$candidate
done
[ -n "$bin" ] || fail "PostgreSQL is not installed; install it with: apt-get install postgresql"

# The server refuses to run as root, so then it runs as the package's own user.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups env -C "$dir" HOME="$dir" "$@"
    else
        env -C "$dir" "$@"
    fi
}

case $action in
start)
    mkdir -p "$dir"
    [ "$(id -u)" -ne 0 ] || chown postgres: "$dir"
    if [ ! -f "$dir/data/PG_VERSION" ]; then
        as_server "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 ||
            { cat "$dir/initdb.log" >&2; fail "initdb failed"; }
    fi
    # fsync is off: these data need not survive the machine, only the server.
    as_server "$bin/pg_ctl" -D "$dir/data" -w -t 30 -l "$dir/server.log" \
        -o "-k '$dir' -c listen_addresses='' -c fsync=off -c max_connections=60 -c shared_buffers=32MB" \
        start >"$dir/pg_ctl.log" 2>&1 || { cat "$dir/pg_ctl.log" "$dir/server.log" >&2; fail "start failed"; }
    echo "postgresql://postgres@/postgres?host=$dir"
    ;;
stop)
    as_server "$bin/pg_ctl" -D "$dir/data" -w -t 30 -m fast stop >"$dir/pg_ctl.log" 2>&1 || fail "stop failed"
    ;;
crash)
    as_server "$bin/pg_ctl" -D "$dir/data" -w -t 30 -m immediate stop >"$dir/pg_ctl.log" 2>&1 || fail "crash failed"
    ;;
*)
    fail "unknown action $action"
    ;;
esac
