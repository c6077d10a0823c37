# The helps of the settings as C that xgettext reads: the server says them in English, the console in its language. Run over
# server/store/setting.def and section.def; entries may go on over several lines.
function literals(s,   n) { # text[1..]
	n = 0
	while (match(s, /"([^"\\]|\\.)*"/)) {
		text[++n] = substr(s, RSTART + 1, RLENGTH - 2)
		s = substr(s, RSTART + RLENGTH)
	}
	return n
}
function help(from, n,   i, s) { # literals beside each other are one
	for (i = from; i <= n; i++) s = s text[i]
	if (s != "") print "N_(\"" s "\");"
}
function entry(s,   n, kind) {
	n = literals(s)
	kind = s
	sub(/\(.*/, "", kind)
	if (kind == "TEXT_SETTING" || kind == "SECTION_ROW") help(3, n)
	else if (kind == "NUMBER_SETTING" || kind == "LANGUAGE_SETTING") help(2, n)
	else if (kind in before) print "N_(\"" before[kind] text[n] after[kind] "\");"
}
/^#define ROUTING/ { # ROUTING(field, reason, words) TEXT_SETTING(..., \ on the next line: "text before " words "text behind"
	routing = $2
	sub(/\(.*/, "", routing)
	next
}
routing != "" && /^\t"/ {
	literals($0)
	before[routing] = text[1]
	after[routing] = text[2]
	routing = ""
	next
}
/^[A-Z_]+\(/ { whole = "" }
/^[A-Z_]+\(/ || whole != "" {
	whole = whole $0
	if ($0 ~ /\)[ \t]*$/) {
		entry(whole)
		whole = ""
	}
}
