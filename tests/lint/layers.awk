# Who may include whom (architecture 2.3), and which room may name which library. Run over all sources:
#   awk -f tests/lint/layers.awk FILES
# Prints every trespass; exits 1 if there is one.
BEGIN {
	may("common", "")
	may("protocol", "common")
	may("server/rule", "common protocol")
	may("server/store", "common protocol")
	may("server/feed", "common protocol server/store")
	may("server/runtime", "common server/store server/feed")
	may("server/call", "common protocol server/store server/runtime")
	may("server/document", "common protocol")
	may("server/exchange", "common protocol")
	may("server/service", "common protocol server/rule server/store server/feed server/runtime server/document server/exchange")
	may("server/http", "common protocol server/call server/runtime")
	may("server/rpc", "common protocol server/call server/runtime")
	may("server/portal", "common protocol server/http server/service server/rule server/runtime")
	may("server/api", "common protocol server/call server/service server/rule server/runtime")
	may("server/engine", "common protocol server/service server/rule server/runtime server/feed server/document")
	may("server", "*")
	may("tui/term", "common")
	may("tui/remote", "common protocol")
	may("tui/widget", "common protocol tui/term")
	may("tui/screens", "common protocol tui/term tui/widget tui/remote tui")
	may("tui", "common protocol tui/term tui/widget tui/remote tui/screens")
	may("tests", "*")
	# The snapshot types of the store are what doors and engines hand through, its lifecycle what they end.
	also["server/http server/store/store.h"] = also["server/rpc server/store/store.h"] = 1
	also["server/engine server/store/store.h"] = 1
	also["server/http server/rule/file_type.h"] = 1 # pure: what an uploaded file is
	also["server/rpc server/feed/feed.h"] = also["server/http server/feed/feed.h"] = 1
	home("sqlite3.h", "^(server/store|tests)/")
	home("ncurses.h", "^tui/term/")
	home("microhttpd.h", "^(server/http|tests)/")
	home("pango/", "^server/document/")
	home("cairo", "^server/document/")
	home("fontconfig/", "^server/document/")
	home("seccomp.h", "^server/document/")
	home("csv.h", "^server/exchange/")
	home("unicode/", "^(common|tests)/")
	home("glib.h", "^(common|tests)/")
	home("jansson.h", "^(common|tests)/")
	home("sodium.h", "^common/")
	home("pthread.h", "^(common|tests)/")
	home("msgpack", "^(protocol|tests)/")
	home("nng/", "^(protocol/client\\.c|server/rpc/|tests/)")
}
function may(room, list) { allowed[room] = " " list " " }
function home(name, where) { homes[name] = where }
function room_of(path,   n, part) {
	n = split(path, part, "/")
	if (part[1] == "server" && n > 2) return part[1] "/" part[2]
	if (part[1] == "tui" && n > 2) return part[1] "/" part[2]
	return part[1]
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, q, "\"")
	from = room_of(FILENAME)
	to = room_of(q[2])
	if (from == to || allowed[from] == " * " || index(allowed[from], " " to " ") || (from " " q[2]) in also)
		next
	printf "%s:%d: %s may not know %s (%s)\n", FILENAME, FNR, from, to, q[2]
	bad = 1
}
/^[ \t]*#[ \t]*include[ \t]*</ {
	split($0, q, /[<>]/)
	for (h in homes)
		if (index(q[2], h) == 1 && FILENAME !~ homes[h]) {
			printf "%s:%d: <%s> has its home elsewhere (%s)\n", FILENAME, FNR, q[2], homes[h]
			bad = 1
		}
}
END { exit bad }
