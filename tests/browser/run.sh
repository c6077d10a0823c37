#!/bin/sh
# The portal in a real browser: run.sh [--all] [TEST...]. TEST is the name of a file before .test.mjs; without one, all
# of them run in one process, on one server and one browser.
set -eu
cd "$(dirname "$0")/../.."
if [ "${1:-}" = --all ]; then
	export ALL=1
	shift
fi
sh tests/browser/install.sh tests/browser
[ $# -gt 0 ] || set -- all
files=""
for t in "$@"; do files="$files tests/browser/$t.test.mjs"; done
exec node --test --test-concurrency=1 --test-reporter=./tests/browser/harness/reporter.mjs \
	--test-reporter-destination=stdout $files
