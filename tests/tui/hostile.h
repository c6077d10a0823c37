/* Texts that strangers might choose as their names. Each may show as anything, inside its cells. */
#ifndef QUITS_TESTS_TUI_HOSTILE_H
#define QUITS_TESTS_TUI_HOSTILE_H

#include <stddef.h>

struct hostile {
	const char *p;
	size_t n;
};

#define HOSTILE(lit) { lit, sizeof(lit) - 1 }

static const struct hostile hostile[] = {
	/* moves the cursor home and clears */
	HOSTILE("evil\033[H\033[2J"),
	/* changes the title */
	HOSTILE("\033]2;pwned\007after"),
	/* the same by the eight-bit forms */
	HOSTILE("\302\2352;pwned\302\234after\302\2332J"),
	/* raw eight-bit forms */
	HOSTILE("\2332J\2352;x\007\220"),
	/* new lines, tabs, backspaces, bells */
	HOSTILE("a\012b\015c\011d\010e\007f\013g\014h"),
	/* shifts to another character set */
	HOSTILE("\016abc\017\033(0qqq\033(B"),
	/* reverses the line */
	HOSTILE("abc\342\200\256gnp.exe\342\200\254"),
	/* isolates and marks of direction */
	HOSTILE("\342\201\246a\342\201\247b\342\201\250c\342\201\251d\342\200\216e\342"
	        "\200\217f\330\234g"),
	/* line and paragraph separators */
	HOSTILE("a\342\200\250b\342\200\251c"),
	/* a family joined by ZWJ */
	HOSTILE("\360\237\221\250\342\200\215\360\237\221\251\342\200\215\360\237\221\247"
	        " x"),
	/* flags */
	HOSTILE("\360\237\207\251\360\237\207\252\360\237\207\253\360\237\207\267 x"),
	/* a keycap and variation selectors */
	HOSTILE("1\357\270\217\342\203\243 \342\235\244\357\270\217 x"),
	/* tags */
	HOSTILE("a\363\240\201\241\363\240\201\277b"),
	/* eighty marks on one letter */
	HOSTILE("Z\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314"
	        "\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314"
	        "\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314"
	        "\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314"
	        "\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314"
	        "\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314"
	        "\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314"
	        "\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314"
	        "\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201\314\201y"),
	/* marks before anything */
	HOSTILE("\314\201\314\202\314\203abc"),
	/* marks on a wide one */
	HOSTILE("\344\270\255\314\201\314\202\314\203\314\204x"),
	/* invalid UTF-8 */
	HOSTILE("a\377\376\300\257\355\240\200\364\220\200\200\342\202z"),
	/* a truncated character at the end */
	HOSTILE("abc\360\237\230"),
	/* NUL and DEL */
	HOSTILE("a\000b\177c"),
	/* wide ones to the edge */
	HOSTILE("\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255"
	        "\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255"
	        "\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255"
	        "\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255"
	        "\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255"
	        "\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255\344\270\255"
	        "\344\270\255\344\270\255\344\270\255\344\270\255"),
	/* private use and noncharacters */
	HOSTILE("\356\202\260\357\243\277\357\277\276\357\277\277\363\277\277\277x"),
	/* vowels that join */
	HOSTILE("\341\204\222\341\205\241\341\206\253 \340\270\201\340\270\263\340\270"
	        "\231\340\271\211\340\270\263"),
	/* a script of its own direction */
	HOSTILE("\327\251\327\234\327\225\327\235 \331\205\330\261\330\255\330\250\330"
	        "\247"),
	/* zero widths */
	HOSTILE("a\342\200\213b\342\200\214c\342\200\215d\342\201\240e\357\273\277f\302"
	        "\255g"),
	/* very long */
	HOSTILE("long long long long long long long long long long long long long long lo"
	        "ng long long long long long long long long long long long long long long"
	        " long long long long long long long long long long long long long long l"
	        "ong long long long long long long long long long long long long long lon"
	        "g long long long long long long long long long long long long long long "
	        "long long long long long long long long long long long long long long lo"
	        "ng long long long long long long long long long long long long long long"
	        " long long long long long long long long long long long long long long l"
	        "ong long long long long long long long long long long long long long lon"
	        "g long long long long long long long long long long long long long long "
	        "long long long long long long long long long long long long long long lo"
	        "ng long long long long long long long long long long long long long long"
	        " long long long long long long long long long long long long long long l"
	        "ong long long long long long long long long long long long long long lon"
	        "g long long long long long long long long long long long long long long "
	        "long long long long long long long long long long long long long long lo"
	        "ng long long long long long long long long long long long long long long"
	        " long long long long long long long long long long long long long long l"
	        "ong long long long long long long long long long long long long long lon"
	        "g long long long long long long long long long long long long long long "
	        "long long long long long long long long long long long long long long lo"
	        "ng long long long long long long long long long long long long long long"
	        " long long long long long long long long long long long long long long l"
	        "ong long long long long long long long long long long long long long lon"
	        "g long long long long long long long long long long long long long long "
	        "long long long long long long long long long long long long long long lo"
	        "ng long long long long long long long long long long long long long long"
	        " long long long long long long long long long long long long long long l"
	        "ong long long long long long long long long long long long long long lon"
	        "g long long long long long long long long long long long long long long "
	        "long long long long long long long long long long long long long long lo"
	        "ng long long long long long long long long long long long long long long"
	        " long long long long long long long long long long long long long long l"
	        "ong long long long long long long long long long long long long long lon"
	        "g long long long long long long long long long long "),
};

#endif
