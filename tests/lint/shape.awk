# The shape of files: at most 600 lines, functions at most 60, an opening comment in every .c and .h.
#   awk -f tests/lint/shape.awk FILES
function close_file() {
	if (name && lines > 600) {
		printf "%s: %d lines: split it (600 at most)\n", name, lines
		bad = 1
	}
}
FNR == 1 {
	close_file()
	name = FILENAME
	begun = 0
	if ($0 !~ /^\/\*/ ) {
		printf "%s:1: begins without its paragraph: what it is for, who calls it\n", FILENAME
		bad = 1
	}
}
{ lines = FNR }
FILENAME ~ /\.c$/ && /^\{$/ { begun = FNR }
FILENAME ~ /\.c$/ && /^\}/ {
	if (begun && FNR - begun - 1 > 60) {
		printf "%s:%d: a function of %d lines: split it (60 at most)\n", FILENAME, begun, FNR - begun - 1
		bad = 1
	}
	begun = 0
}
END { close_file(); exit bad }
