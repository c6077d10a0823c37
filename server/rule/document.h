/* Codes of documents, as they are printed and typed: twenty letters and digits in groups of five, without 0, O, 1 and I
 * ("7K3F9-QXA2M-4TWRB-9HCDE"): a hundred bits, so nobody finds one by trying. Pure. */
#ifndef QUITS_SERVER_RULE_DOCUMENT_H
#define QUITS_SERVER_RULE_DOCUMENT_H

#include <stdbool.h>

#include "common/text.h"

enum { CODE_LETTERS = 20, CODE_TEXT = CODE_LETTERS + 3 };

/* The first hundred bits of `bytes` (at least 13) as a code. */
void document_code_of(const unsigned char *bytes, char ret[CODE_TEXT + 1]);
/* What was typed: small letters, blanks, any hyphens, 1 and I for L. False if it can be no code. */
bool document_code_read(struct sv typed, char ret[CODE_TEXT + 1]);
/* A SHA-256 as it is pasted: 64 hex digits, blanks and colons between them, a file's name behind them. */
bool document_sha256_read(struct sv typed, unsigned char ret[32]);

#endif
