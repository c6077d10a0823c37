#!/bin/sh
# The portal in a real browser: run.sh [--all] [TEST...]. Installs the packages of package-lock.json under build/browser
# when they have changed; TEST is the name of a file before .test.mjs (default all of them in one process).
set -eu
cd "$(dirname "$0")/../.."
if [ "${1:-}" = --all ]; then
	export ALL=1
	shift
fi
want=$(cat tests/browser/package-lock.json tests/browser/package.json | cksum)
if [ "$(cat build/browser/installed 2>/dev/null)" != "$want" ]; then
	mkdir -p build/browser
	cp tests/browser/package.json tests/browser/package-lock.json tests/browser/.npmrc build/browser/
	(cd build/browser && npm ci --no-progress >npm.log 2>&1) || { tail -20 build/browser/npm.log >&2; exit 1; }
	echo "$want" >build/browser/installed
fi
# A package is looked for in the folders above the file that wants it.
[ -L tests/browser/node_modules ] || { rm -rf tests/browser/node_modules; ln -s ../../build/browser/node_modules tests/browser/node_modules; }
[ "${1:-}" != --only-install ] || exit 0
[ $# -gt 0 ] || set -- all
files=""
for t in "$@"; do files="$files tests/browser/$t.test.mjs"; done
exec node --test --test-concurrency=1 --test-reporter=./tests/browser/harness/reporter.mjs --test-reporter-destination=stdout $files
