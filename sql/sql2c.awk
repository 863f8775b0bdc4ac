# Turn sql/query/*.sql into C.
#
#   awk -f sql2c.awk -v out=h query/*.sql > sql.h
#   awk -f sql2c.awk -v out=c query/*.sql > sql.c
#
# A statement stands under its signature:
#
#   -- scenario_find(key) scenario        one row, FAULT_unknown without one
#   -- scenario_list(filter) listing[]    any number of rows
#   -- scenario_drop(key)                 a change
#
# and ends with a semicolon at the end of a line.  :name is a parameter, bound
# from the member of that name of the input struct.  Every name becomes a
# function sql_NAME(); see db.h.  Text in quotes must not hold a colon
# followed by a letter.

function fail(text) {
	printf "%s:%d: %s\n", FILENAME, FNR, text > "/dev/stderr"
	failed = 1
	exit 1
}

function finish(    rest, name, text) {
	sub(/;[ \t]*$/, "", sql)
	gsub(/[ \t\n]+/, " ", sql)
	sub(/^ /, "", sql)
	gsub(/\\/, "\\\\", sql)
	gsub(/"/, "\\\"", sql)
	rest = sql
	text = ""
	n = 0
	while (match(rest, /:[a-z_][a-z_0-9]*/)) {
		parameter[n++] = substr(rest, RSTART + 1, RLENGTH - 1)
		text = text substr(rest, 1, RSTART - 1) "?"
		rest = substr(rest, RSTART + RLENGTH)
	}
	text = text rest
	if (n > 0 && input == "")
		fail(query " has parameters but no input record")
	if (out == "c")
		emit_c(text)
	else
		emit_h()
	names[count++] = query
	records[input] = 1
	records[output] = 1
	query = ""
}

function emit_c(text,    i) {
	if (n > 0) {
		printf "static const char *const %s_parameters[] = {", query
		for (i = 0; i < n; i++)
			printf " \"%s\",", parameter[i]
		print " };"
	}
	printf "const struct query query_%s = {\n\t%d, \"%s\", %s,\n\t\"%s\",\n\t%d, %s, %d, %s, %s };\n\n", query, count,
	    query, kind, text, length_of(text), (n > 0 ? query "_parameters" : "NULL"), n,
	    (input == "" ? "NULL" : "&" input "_record"), (output == "" ? "NULL" : "&" output "_record")
}

# Bytes of the C string once the compiler has read its escapes.
function length_of(text) {
	gsub(/\\\\/, "b", text)
	gsub(/\\"/, "q", text)
	return length(text)
}

function emit_h(    in_type, in_value) {
	in_type = input == "" ? "" : ", const struct " input " *in"
	in_value = input == "" ? "NULL" : "in"
	printf "extern const struct query query_%s;\n", query
	print "static inline enum fault"
	if (kind == "QUERY_one") {
		printf "sql_%s(struct db *db, struct arena *arena%s, struct %s *row)\n", query, in_type, output
		printf "{\n\treturn db_one(db, arena, &query_%s, %s, row);\n}\n\n", query, in_value
	} else if (kind == "QUERY_list") {
		printf "sql_%s(struct db *db, struct arena *arena%s, struct %s **rows, size_t *count)\n", query, in_type, output
		printf "{\n\tvoid *list = NULL;\n\tenum fault fault = db_list(db, arena, &query_%s, %s, &list, count);\n\n", query, in_value
		print "\t*rows = list;\n\treturn fault;\n}\n"
	} else {
		printf "sql_%s(struct db *db%s, uint64_t *affected)\n", query, in_type
		printf "{\n\treturn db_change(db, &query_%s, %s, affected);\n}\n\n", query, in_value
	}
}

BEGIN {
	print "/* Made by sql2c.awk from sql/query; do not edit. */"
	if (out == "h")
		print "#ifndef PARLANCE_SQL_H\n#define PARLANCE_SQL_H\n\n#include \"db.h\"\n#include \"records.h\"\n"
	else
		print "#include \"db.h\"\n#include \"records.h\"\n#include \"sql.h\"\n"
}

/^-- [a-z_0-9]+\(/ {
	if (query != "")
		fail(query " does not end with a semicolon")
	if (!match($0, /^-- [a-z_0-9]+\([a-z_0-9]*\)( [a-z_0-9]+(\[\])?)?$/))
		fail("this is not a signature: " $0)
	query = input = output = $0
	sub(/^-- /, "", query)
	sub(/\(.*/, "", query)
	sub(/^[^(]*\(/, "", input)
	sub(/\).*/, "", input)
	sub(/^[^)]*\) ?/, "", output)
	kind = output == "" ? "QUERY_change" : output ~ /\[\]$/ ? "QUERY_list" : "QUERY_one"
	sub(/\[\]$/, "", output)
	if (query in seen)
		fail(query " is there twice")
	seen[query] = 1
	sql = ""
	next
}

/^[ \t]*--/ || /^[ \t]*$/ { next }

{
	if (query == "")
		fail("SQL without a signature")
	sql = sql "\n" $0
	if ($0 ~ /;[ \t]*$/)
		finish()
}

END {
	if (failed)
		exit 1
	if (query != "")
		fail(query " does not end with a semicolon")
	if (out == "h") {
		print "#endif"
		exit
	}
	print "const struct query *const sql_queries[] = {"
	for (i = 0; i < count; i++)
		printf "\t&query_%s,\n", names[i]
	printf "};\nconst size_t sql_query_count = %d;\n", count
}
