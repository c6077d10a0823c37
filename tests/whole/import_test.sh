#!/bin/sh
# Imports with the real programs: two public data sets through their shipped mappings, whose totals per currency
# and status are compared with sums made here by awk in integer cents; a file with bad rows; a wrong header; a
# kill -9 in the middle. $1 is the folder of the programs. The data sets lie in $QUITS_DATA or ../shared/data.
set -u
bin=${1:?folder of the programs}
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${QUITS_DATA:-$root/../shared/data}
scratch=$(mktemp -d /tmp/quits-import-XXXXXX)
server=""
failed=0

stop() {
	[ -n "$server" ] && kill "$1" "$server" 2>/dev/null
	[ -n "$server" ] && wait "$server" 2>/dev/null
	server=""
}
finish() {
	stop -TERM
	rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

serve() { # DIR: starts and waits until it is ready
	: >"$scratch/log"
	"$bin/quitsd" serve "$1" --listen 127.0.0.1:0 >>"$scratch/log" 2>&1 &
	server=$!
	tries=0
	until grep -q "^quitsd ready" "$scratch/log"; do
		tries=$((tries + 1))
		if [ $tries -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
			cat "$scratch/log"
			exit 1
		fi
		sleep 0.1
	done
}
fresh() { # NAME: a new data directory, served
	stop -TERM
	"$bin/quitsd" init "$scratch/$1" >/dev/null || exit 1
	serve "$scratch/$1"
	dir=$scratch/$1
}
import() { # words: the report as JSON in $report
	"$bin/quitsctl" -d "$dir" --json book.import "$@" >"$scratch/report" 2>"$scratch/errors"
	code=$?
	report=$(cat "$scratch/report")
}
same() { # WHAT WANT GOT
	if [ "$2" = "$3" ]; then
		echo "  ok: $1"
	else
		echo "  WRONG: $1"
		echo "    want: $2"
		echo "    got:  $3"
		failed=1
	fi
}
field() { # NAME: a top field of the report
	printf '%s' "$report" | tr -d '\n' | sed 's/"totals".*//' | sed -n "s/.*\"$1\": *\"\{0,1\}\([^,\"}]*\).*/\1/p"
}
totals() { # "CURRENCY state count amount open" per line, from the report
	printf '%s' "$report" | tr -d '\n' | sed 's/.*"totals": *\[//; s/\].*//' | tr '}' '\n' | sed -n \
		's/.*"currency": *"\([A-Z]*\)".*"state": *"\([a-z_]*\)".*"count": *\([0-9]*\).*"amount": *\([0-9-]*\).*"open": *\([0-9-]*\).*/\1 \2 \3 \4 \5/p' |
		sort
}

# Cents as whole numbers (awk holds them exactly up to 2^53): digits in front and the first two behind the point.
sums='
function cents(s,  p) { p = index(s, "."); if (!p) return s "00"; return substr(s, 1, p - 1) substr(substr(s, p + 1) "00", 1, 2) }
NR > 1 { k = currency($0) " " ($clear == "" ? "open" : "paid"); n[k]++; a[k] += cents($amount); if ($clear == "") o[k] += cents($amount) }
END { for (k in n) printf "%s %d %.0f %.0f\n", k, n[k], a[k], o[k] }'

data_set() { # NAME FILE ROWS AWK-CURRENCY AMOUNT-COLUMN CLEAR-COLUMN ACCOUNTS-EXPRESSION
	file="$data/$1/$2"
	if [ ! -r "$file" ]; then
		echo "SKIP: $1: $file is not there: THE IMPORT OF $3 INVOICES WAS NOT TESTED" >&2
		return
	fi
	gunzip -c "$file" >"$scratch/$1.csv"
	fresh "$1"
	import file="$scratch/$1.csv" map="$root/assets/import/$1.map"
	same "$1: quitsctl ends well" 0 $code
	[ $code = 0 ] || cat "$scratch/errors"
	same "$1: rows" "$3" "$(field rows)"
	same "$1: good" "$3" "$(field good)"
	same "$1: invoices" "$3" "$(field invoices_new)"
	same "$1: accounts" "$(awk -F, "NR > 1 { print $7 }" "$scratch/$1.csv" | sort -u | wc -l)" "$(field accounts_new)"
	same "$1: totals per currency and status" \
		"$(awk -F, -v amount="$5" -v clear="$6" "function currency(l) { return $4 } $sums" "$scratch/$1.csv" | sort)" \
		"$(totals)"
	echo "  $1: checked in $(field check_ms) ms, applied in $(field pause_ms) ms"
	import file="$scratch/$1.csv" map="$root/assets/import/$1.map"
	same "$1: a second import changes nothing" "0 0 0 0" \
		"$(field invoices_new) $(field invoices_changed) $(field accounts_changed) $(field adjustments)"
}

data_set ar_ibm "invoices_as_of_2013-05-01.csv.gz" 1460 '"USD"' 6 10 '$2'
data_set ar_highradius "invoices_as_of_2019-09-01.csv.gz" 22490 '$3 == "CA02" ? "CAD" : "USD"' 9 10 '$2 "-" $3'

fresh book
head='contact_id,contact_name,account_no,creditor,currency,balance,reference'
printf '\357\273\277%s\r\nc1,"Lima, Ana",A-1,Northwind,EUR,10.50,R1234\r\nc2,Bo,A-2,Northwind,EUR,1.234,R1234\r\n' "$head" \
	>"$scratch/a.csv"
import file="$scratch/a.csv"
same "a bad row is left out, the good one applied" "1 1 1" "$(field good) $(field bad) $(field accounts_new)"
same "the report names line and column" yes "$(printf '%s' "$report" | tr -d ' \n' | grep -q '"line":3,"column":"balance"' && echo yes)"
printf 'contact_id,contact_nmae\nc3,Cy\n' >"$scratch/b.csv"
import file="$scratch/b.csv"
same "a wrong header is refused" "failed 0" "$(field state) $(field good)"
printf '%s\nc4,Di,A-4,Northwind,EUR,1.00,R1234\n' "$head" >"$scratch/c.csv"
import file="$scratch/c.csv" dry_run=true
same "a dry run applies nothing" "dry 1" "$(field state) $(field accounts_new)"
same "one account is in the book" 1 \
	"$("$bin/quitsctl" -d "$dir" --json account.find limit=200 | tr -d ' \n' | grep -o '"account":"' | wc -l)"

# A kill in the middle: of the 20,000 rows none is there after the restart, and the next import works.
awk -v head="$head" 'BEGIN { print head; for (i = 1; i <= 20000; i++)
	printf "k%d,Name %d,K-%d,Northwind,EUR,%d.00,R%06d\n", i, i, i, i, i }' >"$scratch/k.csv"
"$bin/quitsctl" -d "$dir" --json book.import file="$scratch/k.csv" >/dev/null 2>&1 &
sender=$!
tries=0
until [ -s "$(ls "$dir"/scratch/import-*.csv 2>/dev/null | head -1)" ] || [ $tries -gt 100 ]; do
	tries=$((tries + 1))
	sleep 0.02
done
[ $tries -le 100 ] || { echo "NOT TRUE: the first piece never came, so there is no middle to kill in"; exit 1; }
stop -KILL
kill "$sender" 2>/dev/null
wait "$sender" 2>/dev/null
serve "$dir"
found=$("$bin/quitsctl" -d "$dir" --json account.find text=K-1 limit=5 | tr -d ' \n' | grep -o '"account":"K-' | wc -l)
same "a kill in the middle changes nothing" 0 "$found"
import file="$scratch/k.csv"
same "the next import is taken whole" "done 20000" "$(field state) $(field accounts_new)"
exit $failed
