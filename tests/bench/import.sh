#!/bin/sh
# How fast a book comes in: a million accounts of the sample generator through the real programs, beside `sqlite3
# .import` of the same file into a plain table. $1 is the folder of the release programs; the number of contacts is
# $QUITS_CONTACTS (default 900000: some have several accounts). Needs about 4 GiB in $TMPDIR or /tmp.
set -eu
bin=${1:?folder of the release programs}
contacts=${QUITS_CONTACTS:-900000}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/quits-bench-XXXXXX")
server=""
finish() {
	[ -z "$server" ] || kill -TERM "$server" 2>/dev/null || true
	[ -z "$server" ] || wait "$server" 2>/dev/null || true
	rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP
now() { date +%s%3N; }
rate() { # ROWS MS
	awk -v r="$1" -v ms="$2" 'BEGIN { printf "%.0f", r * 1000 / (ms + 1) }'
}
rss() { # memory of the server in KiB: WHAT
	sed -n "s/^$1:[ \t]*\([0-9]*\).*/\1/p" "/proc/$server/status"
}

"$bin/quitsd" sample --contacts "$contacts" --seed 1 >"$scratch/book.csv"
rows=$(($(wc -l <"$scratch/book.csv") - 1))
echo "import: $rows rows, $contacts contacts, $(($(wc -c <"$scratch/book.csv") >> 20)) MiB"

began=$(now)
sqlite3 "$scratch/plain.db" ".mode csv" ".import $scratch/book.csv book" 2>/dev/null
plain=$(($(now) - began))
rm -f "$scratch/plain.db"
echo "import: sqlite3 .import into a plain table: $(rate $rows $plain) rows/s ($plain ms; no checks, no index)"

"$bin/quitsd" init "$scratch/data" >/dev/null
: >"$scratch/log"
"$bin/quitsd" serve "$scratch/data" --listen 127.0.0.1:0 >>"$scratch/log" 2>&1 &
server=$!
tries=0
until grep -q "^quitsd ready" "$scratch/log"; do
	tries=$((tries + 1))
	[ $tries -lt 300 ] && kill -0 "$server" || { cat "$scratch/log"; exit 1; }
	sleep 0.1
done
before=$(rss VmRSS)
began=$(now)
"$bin/quitsctl" -d "$scratch/data" --json book.import file="$scratch/book.csv" >"$scratch/report"
took=$(($(now) - began))
field() { tr -d '\n' <"$scratch/report" | sed 's/"totals".*//' | sed -n "s/.*\"$1\": *\"\{0,1\}\([^,\"}]*\).*/\1/p"; }
[ "$(field state)" = "done" ] || { cat "$scratch/report"; exit 1; }
echo "import: quits: $(rate $rows $took) rows/s ($took ms: sent, checked in $(field check_ms) ms, applied)"
echo "import: $(field accounts_new) accounts, $(field contacts_new) contacts, $(field invoices_new) invoices; $(field good) good rows, $(field bad) bad"
echo "import: pause while applying: $(field pause_ms) ms"
echo "import: longest of its other writes: $(grep -o 'what=writer.slow .*' "$scratch/log" | grep -v 'name=book.apply ' |
	sed 's/.*us=//' | sort -n | tail -1 | awk '{ printf "%.1f ms", $1 / 1000 }') (over 5 ms: $(grep 'what=writer.slow' "$scratch/log" |
	grep -vc 'name=book.apply '))"
echo "import: resident memory $before KiB before, $(rss VmRSS) KiB after, $(rss VmHWM) KiB at most"
