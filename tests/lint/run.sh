#!/bin/sh
# All linters over all sources of the tree; exits 1 at the end if any complained.
set -u
cd "$(dirname "$0")/../.."
files=$(find common protocol server tui tests -name '*.[ch]' | sort)
ours=$(find common protocol server tui -name '*.[ch]' | sort)
bad=0
awk -f tests/lint/layers.awk $files || bad=1
awk -f tests/lint/banned.awk $ours || bad=1
awk -f tests/lint/shape.awk $ours || bad=1
# A linter that can not fail is no linter: each must refuse a sample of what it is for.
probe=$(mktemp -d)
mkdir -p "$probe/server/rule"
printf '/* x */\n#include "server/store/store.h"\n#include <sqlite3.h>\nvoid f(void)\n{\n\tstrcpy(a, b);\n}\n' >"$probe/server/rule/x.c"
(cd "$probe" && awk -f "$OLDPWD/tests/lint/layers.awk" server/rule/x.c >/dev/null) && { echo "layers.awk finds nothing"; bad=1; }
(cd "$probe" && awk -f "$OLDPWD/tests/lint/banned.awk" server/rule/x.c >/dev/null) && { echo "banned.awk finds nothing"; bad=1; }
awk 'BEGIN { print "int x;"; for (i = 0; i < 700; i++) print "" }' >"$probe/long.c"
awk -f tests/lint/shape.awk "$probe/long.c" >/dev/null && { echo "shape.awk finds nothing"; bad=1; }
rm -rf "$probe"
[ $bad = 0 ] && echo "lint: $(echo "$files" | wc -l) files, layers, banned calls and shape are good"
exit $bad
