# The texts of the console's and the protocol's tables as C that xgettext reads: labels and helps become N_("..."), words of
# choices TX("CHOICE", "words"), names of fields TX("field", "words"). Of fields only those are helped with that a form may
# ask for. Lines are kept, so that places are right. Run over one table.
BEGIN {
	while (("cat protocol/schema/*.def" | getline line) > 0)
		if (line ~ /^(QUERY|COMMAND)/) {
			split(line, arg, /[ \t]*,[ \t]*/)
			asked[arg[4]] = 1
		}
}
function texts(s,   n) { # the string literals of a line, in order: text[1..]
	n = 0
	while (match(s, /"([^"\\]|\\.)*"/)) {
		text[++n] = substr(s, RSTART, RLENGTH)
		s = substr(s, RSTART + RLENGTH)
	}
	return n
}
function put(s) { out = out " " s ";" }
function some(s) { if (s != "\"\"") put("N_(" s ")") }
function words(s) { gsub(/_/, " ", s); return s }
{
	out = ""
	kind = $0
	sub(/[ \t]*\(.*/, "", kind)
	args = $0
	sub(/^[A-Z_]+[ \t]*\([ \t]*/, "", args)
	split(args, arg, /[ \t]*,[ \t]*/)
	n = kind ~ /^[A-Z_]+$/ ? texts($0) : 0
	if (kind == "ACTION") { some(text[n - 1]); some(text[n]) }
	else if (kind == "SCREEN" || kind == "WORD") some(text[n])
	else if (kind == "LIST_FIELD" || kind == "LIST_SIGN" || kind == "QUERY" || kind == "COMMAND") some(text[n])
	else if (kind == "CHOICE" && arg[1] != "feed_code") put("TX(\"" arg[1] "\", " words(text[1]) ")")
	else if (kind ~ /^FIELD(_OF|_LIST)?$/) {
		put("TX(\"field\", \"" words(arg[2]) "\")")
		if (arg[1] in asked) some(text[n])
	}
	print out
}
