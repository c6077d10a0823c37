#!/bin/sh
# Every header compiles alone.
set -u
cd "$(dirname "$0")/../.."
bad=0
cflags=$(pkg-config --cflags glib-2.0 pangocairo)
for h in $(find common protocol server tui tests/support -name '*.h'); do
	cc -std=gnu17 -D_GNU_SOURCE -I. $cflags -fsyntax-only -x c "$h" || { echo "$h does not compile alone"; bad=1; }
done
exit $bad
