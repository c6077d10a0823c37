#!/bin/sh
# ./dev bench: numbers, not assertions. $1 is the release build; then what to measure (default all but console, live, slow, lists, import and pages).
set -eu
cd "$(dirname "$0")/../.."
build=$1
shift
[ $# -gt 0 ] || set -- home promise rpc paint memory pdf
for what in "$@"; do
	case $what in
	import) sh tests/bench/import.sh "$build/bin" ;;
	lists) sh tests/bench/lists.sh "$build" ;;
	pages)
		sh tests/browser/install.sh tests/browser
		sh tests/browser/install.sh tests/bench/pages
		QUITS_BIN=$build/bin node tests/bench/pages/bench.mjs ;;
	slow) python3 -B tests/bench/slow.py "$build" ;;
	live) python3 -B tests/bench/live.py "$build" ;;
	console) python3 -B tests/bench/console.py "$build" ;;
	home | promise | rpc | paint | memory | pdf) python3 -B tests/bench/bench.py "$build" "$what" ;;
	*) echo "bench: home promise rpc paint memory pdf console live slow lists import pages" >&2; exit 2 ;;
	esac
done
