#!/bin/sh
# Whole-program tests: the real binaries (folder given as $1) driven from outside. Each *_test.py and *_test.sh
# gets that folder, prints a line per fact, and fails by its exit code. No test run is a failure.
set -u
cd "$(dirname "$0")/../.."
bin=${1:?folder of the programs}
passed=0 failed=0
for t in tests/whole/*_test.py tests/whole/*_test.sh; do
	[ -e "$t" ] || continue
	began=$(date +%s)
	case $t in
	*.py) python3 -B "$t" "$bin" ;;
	*.sh) sh "$t" "$bin" ;;
	esac
	code=$?
	if [ $code = 0 ]; then
		passed=$((passed + 1))
		echo "ok   $t ($(($(date +%s) - began)) s)"
	else
		failed=$((failed + 1))
		echo "FAIL $t (exit $code)"
	fi
done
echo "whole: $passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
