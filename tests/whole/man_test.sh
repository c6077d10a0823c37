# The manual page as troff reads it: no warning, and every key, action and flag is in it.
set -u
bin=${1:?folder of the programs}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bin/quits" --man >"$work/quits.1" || exit 1
groff -man -Tutf8 -ww -P-cbou "$work/quits.1" >"$work/page" 2>"$work/warnings" || { cat "$work/warnings"; exit 1; }
[ ! -s "$work/warnings" ] || { echo "NOT TRUE: no warnings"; cat "$work/warnings"; exit 1; }
cp "$work/page" "$work/plain"
facts=0
for word in SYNOPSIS "LINEAR MODE" FILTERS --demo --host link.send Backspace "is:promised"; do
	grep -q -e "$word" "$work/plain" || { echo "NOT TRUE: the page has $word"; exit 1; }
	facts=$((facts + 1))
done
"$bin/quits" --keys | sed -n '2,/^$/p' | sed 's/  (.*//' | cut -c17-30 | grep . >"$work/names"
while read -r name; do
	grep -q -F -e "$name" "$work/plain" || { echo "NOT TRUE: the page has the action $name"; exit 1; }
	facts=$((facts + 1))
done <"$work/names"
[ $facts -gt 50 ] || { echo "NOT TRUE: $facts facts are enough"; exit 1; }
echo "man: $facts facts"
