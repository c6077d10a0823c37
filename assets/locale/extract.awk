# The texts of templates as C that xgettext reads: {{_Text}} becomes N_("Text"), {{+n|one|many}} becomes
# P_("one", "many"). Lines are kept, so that places are right. Run over one template.
function quoted(s) {
	gsub(/\\/, "\\\\", s)
	gsub(/"/, "\\\"", s)
	return "\"" s "\""
}
{
	line = $0
	out = ""
	while ((at = index(line, "{{")) > 0) {
		line = substr(line, at + 2)
		depth = 0
		n = length(line)
		for (i = 1; i <= n; i++) {
			c = substr(line, i, 1)
			if (c == "{") depth++
			else if (c == "}" && depth > 0) depth--
			else if (c == "}" && substr(line, i + 1, 1) == "}") break
		}
		tag = substr(line, 1, i - 1)
		line = substr(line, i + 2)
		if (substr(tag, 1, 1) == "_")
			out = out " N_(" quoted(substr(tag, 2)) ");"
		else if (substr(tag, 1, 1) == "+") {
			split(substr(tag, 2), part, "|")
			out = out " P_(" quoted(part[2]) ", " quoted(part[3]) ");"
		}
	}
	print out
}
