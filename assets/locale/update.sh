#!/bin/sh
# The catalogues' texts, gathered from templates, C and tables: writes assets/locale/quits.pot of the portal and
# assets/locale/console/console.pot of the operators' console, and merges each into every LANGUAGE.po beside it, keeping what
# is translated. With --check nothing is written: exits 1 if a template is out of date, or a catalogue lacks a text, has one
# too many, or has one marked fuzzy. Run by ./dev messages and by ./dev lint.
set -eu
cd "$(dirname "$0")/../.."
check=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# gather FOLDER TITLE XGETTEXT_OPTION...: every file under the folder, as FOLDER.pot
gather() {
	(cd "$1" && find . -type f | sed 's|^\./||' | LC_ALL=C sort >../files)
	folder=$1 title=$2
	shift 2
	(cd "$folder" && xgettext --language=C --from-code=UTF-8 --keyword --add-location=file --sort-by-file --no-wrap \
		--package-name=quits "$@" --files-from=../files --output="../$folder.pot" 2>../warnings) || {
		cat "$work/warnings" >&2
		exit 1
	}
	# what would change with every run, or says nothing
	sed -i -e '/^"POT-Creation-Date/d' -e '/^"Report-Msgid-Bugs-To/d' -e "s/^# SOME DESCRIPTIVE TITLE\\./# $title/" \
		-e '/^# Copyright (C)/d' -e '/^# This file is distributed/d' -e '/^# FIRST AUTHOR/d' -e '/^#$/d' \
		-e 's/FULL NAME <EMAIL@ADDRESS>/none/' -e 's/LANGUAGE <LL@li.org>/none/' \
		-e 's/YEAR-MO-DA HO:MI+ZONE/2026-11-25 22:00+0000/' -e 's/charset=CHARSET/charset=UTF-8/' "$folder.pot"
}

# settle FOLDER POT: the template and the catalogues beside it
settle() {
	if [ "$check" = --check ]; then
		cmp -s "$2" "$1/$(basename "$2")" || { echo "$1/$(basename "$2") is out of date: ./dev messages"; bad=1; }
	else
		cp "$2" "$1/$(basename "$2")"
	fi
	for po in "$1"/*.po; do
		if [ "$check" = --check ]; then
			msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$work/merged.po" "$po" "$2"
			counts=$(LC_ALL=C msgfmt --check --statistics -o /dev/null "$work/merged.po" 2>&1)
			case $counts in
			*untranslated* | *fuzzy*) echo "$po: $counts"; bad=1 ;;
			esac
		else
			msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap --sort-by-file "$po" "$2"
			msgattrib --no-obsolete --no-wrap --sort-by-file -o "$work/clean.po" "$po"
			cp "$work/clean.po" "$po"
			echo "$po: $(LC_ALL=C msgfmt --statistics -o /dev/null "$po" 2>&1)"
		fi
	done
}

# copy FILE FOLDER [AWK]: what xgettext reads of it
copy() {
	mkdir -p "$2/$(dirname "$1")"
	if [ $# = 3 ]; then awk -f "$3" "$1" >"$2/$1"; else cp "$1" "$2/$1"; fi
}

portal=$work/quits console=$work/console
for f in assets/portal/*.html assets/templates/*.txt; do
	copy "$f" "$portal" assets/locale/extract.awk
done
find common server -name '*.c' -o -name '*.h' -o -name '*.def' | LC_ALL=C sort | while read -r f; do
	if grep -q 'N_(' "$f"; then copy "$f" "$portal"; fi
done
find tui -name '*.c' | LC_ALL=C sort | while read -r f; do
	if grep -Eq '\<(T|TS|TN|TX|N_|NX_|NN_)\(' "$f"; then copy "$f" "$console"; fi
done
for f in tui/actions.def tui/screens/screens.def protocol/lists.def protocol/schema/*.def; do
	copy "$f" "$console" assets/locale/tables.awk
done
for f in server/store/setting.def server/store/section.def; do
	copy "$f" "$console" assets/locale/settings.awk
done
# and the faults that the server answers with; what the storage says of itself no caller reads
for f in server/service/*.c server/rule/*.c server/call/*.c server/runtime/*.c server/store/*.c common/filter*.c \
	common/record_check.c common/record_text.c common/status.def protocol/client.c; do
	case $f in */migrate.c | */sqlite.c | */store.c) continue ;; esac
	copy "$f" "$work/faults" assets/locale/faults.awk
	if grep -q 'TX("fault"' "$work/faults/$f"; then
		mkdir -p "$console/$(dirname "$f")"
		mv "$work/faults/$f" "$console/$f"
	fi
done
cd "$work"
gather quits "Texts of the Quits portal." --keyword=N_ --keyword=P_:1,2
# xgettext knows no brace format for C: the flag that lets msgfmt check placeholders is added here
awk 'BEGIN { RS = ""; ORS = "\n\n" } NR > 1 && /\nmsgid[^\n]*{/ { sub(/\nmsgid/, "\n#, python-brace-format\nmsgid") } 1' \
	quits.pot >flagged.pot
mv flagged.pot quits.pot
gather console "Texts of the console of Quits." --keyword=N_ --keyword=T --keyword=TS --keyword=TN:1,2 --keyword=TX:1c,2 \
	--keyword=NX_:1c,2 --keyword=NN_:1,2 --flag=T:1:pass-c-format --flag=TN:1:pass-c-format --flag=TN:2:pass-c-format --flag=TX:2:pass-c-format \
	--flag=buf_print:2:c-format --flag=ui_say:3:c-format --flag=console_say:3:c-format --flag=linear_say:2:c-format \
	--flag=grid_print:6:c-format --flag=arena_print:2:c-format --flag=snprintf:3:c-format
cd "$OLDPWD"
settle assets/locale "$work/quits.pot"
settle assets/locale/console "$work/console.pot"
exit $bad
