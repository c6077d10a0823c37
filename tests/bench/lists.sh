#!/bin/sh
# Pages of account.list in a book of a million accounts: one of the sample generator comes in through the real programs, then
# bench_lists reads it as the server would. $1 is the release build. $QUITS_CONTACTS (default 900000: some have several
# accounts); $QUITS_BOOK: a folder where the book is made once and kept. Needs about 3 GiB in $TMPDIR or /tmp.
set -eu
build=${1:?release build}
contacts=${QUITS_CONTACTS:-900000}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/quits-bench-XXXXXX")
dir=${QUITS_BOOK:-$scratch/data}
server=""
finish() {
	[ -z "$server" ] || kill -TERM "$server" 2>/dev/null || true
	[ -z "$server" ] || wait "$server" 2>/dev/null || true
	rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

if [ ! -e "$dir/key" ]; then
	"$build/bin/quitsd" sample --contacts "$contacts" --seed 1 >"$scratch/book.csv"
	"$build/bin/quitsd" init "$dir" >/dev/null
	: >"$scratch/log"
	"$build/bin/quitsd" serve "$dir" --listen 127.0.0.1:0 >>"$scratch/log" 2>&1 &
	server=$!
	tries=0
	until grep -q "^quitsd ready" "$scratch/log"; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] && kill -0 "$server" || { cat "$scratch/log"; exit 1; }
		sleep 0.1
	done
	"$build/bin/quitsctl" -d "$dir" --json book.import file="$scratch/book.csv" >"$scratch/report"
	grep -q '"state": *"done"' "$scratch/report" || { cat "$scratch/report"; exit 1; }
	kill -TERM "$server"
	wait "$server" || true
	server=""
	rm -f "$scratch/book.csv"
fi
echo "lists: $(sqlite3 "$dir/quits.db" "SELECT count(*) FROM account") accounts, $(($(stat -c %s "$dir/quits.db") >> 20)) MiB"
"$build/bench/bench_lists" "$dir"
