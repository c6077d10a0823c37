# Calls that have a wrapper, outside the file that wraps them. Comments and strings are taken out first.
#   awk -f tests/lint/banned.awk FILES
BEGIN {
	ban("strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|strncpy|strncat", "^tests/bench/", "common/text.h")
	ban("malloc|calloc|realloc|free|strdup", "^(common/(arena|map|queue)\\.c|tests/bench/)", "an arena or mem_new")
	ban("time|gettimeofday", "^common/clock\\.c$", "clock_now")
	ban("clock_gettime", "^(common/(clock|queue|latch)\\.c|tests/)", "clock_now or clock_mono_ms")
	ban("usleep|sleep|nanosleep", "^tests/bench/", "a deadline")
	ban("system|popen", "^$", "nothing: do not start shells")
	ban("rand|random|srand", "^$", "crypt_random")
	ban("pthread_mutex_lock|pthread_mutex_init|mtx_lock", "^common/(queue|latch)\\.c$", "queue.h or latch.h")
	ban("setenv|putenv", "^tests/", "a parameter")
}
function ban(names, home, instead,   n, list, i) {
	n = split(names, list, "|")
	any = any (any ? "|" : "") names
	for (i = 1; i <= n; i++) {
		banned[list[i]] = instead
		where[list[i]] = home
	}
}
FNR == 1 { in_comment = 0 }
{
	line = $0
	gsub(/\\"/, "", line)
	gsub(/"[^"]*"/, "\"\"", line)
	if (in_comment) {
		if (!sub(/^.*\*\//, "", line)) next
		in_comment = 0
	}
	gsub(/\/\*[^*]*\*\//, "", line)
	if (sub(/\/\*.*$/, "", line)) in_comment = 1
	sub(/\/\/.*$/, "", line)
	if (line !~ "(^|[^A-Za-z0-9_.>])(" any ")[ \t]*\\(") # one look before thirty
		next
	for (name in banned)
		if (match(line, "(^|[^A-Za-z0-9_.>])" name "[ \t]*\\(") && FILENAME !~ where[name]) {
			printf "%s:%d: %s() is banned: use %s\n", FILENAME, FNR, name, banned[name]
			bad = 1
		}
}
END { exit bad }
