/* CSV as RFC 4180 has it, row after row, through libcsv in its strict mode.
 *
 * Input is UTF-8 with or without a byte order mark, lines end in LF or CR LF, empty lines are passed over.
 * A row that is not right (a stray quote, a NUL, bytes that are not UTF-8, a lone carriage return, too long,
 * too many fields) is told as such with its line, and reading goes on with the line behind the one on which it
 * began, so that one unclosed quote does not swallow the rest of the file. Spaces belong to their field.
 *
 * A reader may begin anywhere a row begins: who remembers `end` and `end_line` of a row can go on there later
 * with another reader. A reader belongs to one thread. */
#ifndef QUITS_SERVER_EXCHANGE_CSV_H
#define QUITS_SERVER_EXCHANGE_CSV_H

#include "common/text.h"

enum { CSV_FIELD_MAX = 64 << 10, CSV_ROW_MAX = 1 << 20, CSV_FIELDS_MAX = 256 };

/* Reads up to n bytes; *ret 0 is the end. */
typedef enum status csv_read(void *arg, char *p, size_t n, size_t *ret);

struct csv_row {
	int64_t line;     /* on which the row begins, from 1 */
	int64_t end;      /* bytes of the file up to and with the row: where the next one begins */
	int64_t end_line; /* the line of that place */
	struct sv fields[CSV_FIELDS_MAX]; /* borrowed until the next call */
	size_t n;
	const char *bad; /* NULL, or why the row can not be read; fields is empty then */
};

struct csv_reader;

/* offset and line: where `read` begins in the file; 0 and 1 at its start, where a byte order mark is passed over. */
struct csv_reader *csv_reader_new(csv_read *read, void *arg, int64_t offset, int64_t line);
void csv_reader_free(struct csv_reader *c);
/* *ret_row false: the end. Fails only as `read` fails. */
MUST_USE enum status csv_reader_next(struct csv_reader *c, struct csv_row *ret, bool *ret_row);

#endif
