#!/bin/sh
# The catalogues' texts, gathered from templates and C: writes assets/locale/quits.pot and merges it into every
# LANGUAGE.po, keeping what is translated. With --check nothing is written: exits 1 if the template is out of date, or a
# catalogue lacks a text, has one too many, or has one marked fuzzy. Run by ./dev messages and by ./dev lint.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for f in assets/portal/*.html assets/templates/*.txt; do
	mkdir -p "$work/$(dirname "$f")"
	awk -f assets/locale/extract.awk "$f" >"$work/$f"
done
find common server -name '*.c' -o -name '*.h' -o -name '*.def' | LC_ALL=C sort | while read -r f; do
	grep -q 'N_(' "$f" || continue
	mkdir -p "$work/$(dirname "$f")"
	cp "$f" "$work/$f"
done
(cd "$work" && find . -type f | sed 's|^\./||' | LC_ALL=C sort >files && xgettext --language=C --from-code=UTF-8 --keyword \
	--keyword=N_ --keyword=P_:1,2 --add-location=file --sort-by-file --no-wrap --package-name=quits \
	--files-from=files --output=quits.pot 2>warnings) || { cat "$work/warnings" >&2; exit 1; }
# what would change with every run, or says nothing; and every text with a placeholder is checked for it
sed -i -e '/^"POT-Creation-Date/d' -e '/^"Report-Msgid-Bugs-To/d' -e 's/^# SOME DESCRIPTIVE TITLE\./# Texts of the Quits portal./' \
	-e '/^# Copyright (C)/d' -e '/^# This file is distributed/d' -e '/^# FIRST AUTHOR/d' -e '/^#$/d' \
	-e 's/FULL NAME <EMAIL@ADDRESS>/none/' -e 's/LANGUAGE <LL@li.org>/none/' -e 's/YEAR-MO-DA HO:MI+ZONE/2026-11-25 22:00+0000/' \
	-e 's/charset=CHARSET/charset=UTF-8/' "$work/quits.pot"
# xgettext knows no brace format for C: the flag that lets msgfmt check placeholders is added here
awk 'BEGIN { RS = ""; ORS = "\n\n" } NR > 1 && /\nmsgid[^\n]*{/ { sub(/\nmsgid/, "\n#, python-brace-format\nmsgid") } 1' \
	"$work/quits.pot" >"$work/flagged.pot"
mv "$work/flagged.pot" "$work/quits.pot"
bad=0
if [ "${1:-}" = --check ]; then
	cmp -s "$work/quits.pot" assets/locale/quits.pot || { echo "assets/locale/quits.pot is out of date: ./dev messages"; bad=1; }
fi
for po in assets/locale/*.po; do
	if [ "${1:-}" = --check ]; then
		msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$work/merged.po" "$po" "$work/quits.pot"
		counts=$(LC_ALL=C msgfmt --check --statistics -o /dev/null "$work/merged.po" 2>&1)
		case $counts in
		*untranslated* | *fuzzy*) echo "$po: $counts"; bad=1 ;;
		esac
	else
		msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap --sort-by-file "$po" "$work/quits.pot"
		msgattrib --no-obsolete --no-wrap --sort-by-file -o "$work/clean.po" "$po"
		cp "$work/clean.po" "$po"
		echo "$po: $(LC_ALL=C msgfmt --statistics -o /dev/null "$po" 2>&1)"
	fi
done
[ "${1:-}" = --check ] || cp "$work/quits.pot" assets/locale/quits.pot
exit $bad
