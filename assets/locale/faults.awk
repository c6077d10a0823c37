# What the server answers instead of a result, as C that xgettext reads: the sentence of every fail() becomes
# TX("fault", "..."), for the console to say in its language (tui/widget/tr_fault.c). Phrases for debtors (N_) are the portal's.
# Run over one C file or common/status.def.
{
	gsub(/N_\(/, "debtor(")
	gsub(/SV_FMT/, "\"%.*s\"")
	gsub(/PRI[du]64/, "\"lld\"")
	gsub(/fail_field\(ST_[A-Z_]+, *("[^"]*"|[a-z_>.-]+),/, "TX(\"fault\",")
	gsub(/fail\(ST_[A-Z_]+,/, "TX(\"fault\",")
	gsub(/return wrong\(&?at,/, "TX(\"fault\",")
	gsub(/TX\("fault", *"[%.*:s ]+" *,/, "(\"\",") # no words of its own
	if (match($0, /^STATUS\(.*, "/))
		$0 = "TX(\"fault\", " substr($0, RSTART + RLENGTH - 1)
	print
}
