/* colour: the organisation's colour on the portal's grounds.
 *
 * The rule: text, and images of text, stand out from their ground by at least 4.5:1 (WCAG 2.2, success criterion 1.4.3
 * Contrast (Minimum), level AA); the ratio is (L1 + 0.05) / (L2 + 0.05) of the relative luminances that WCAG 2.2 defines
 * for sRGB. A colour that fails is moved in lightness only, hue kept and chroma as much of it as sRGB can show (OKLab, a
 * space in which equal steps look equal), to the nearest that passes: the same answer every time.
 *
 * What the organisation sets is checked on save against white: it is the ground of cards and the text on buttons. It need
 * not itself pass on a dark screen, nor on the page's pale grey: for those grounds the nearest that passes is derived when
 * the style sheet is made, unless the organisation set a colour for the dark of its own, which is checked against our dark
 * card. Pure; any thread. */
#ifndef QUITS_SERVER_RULE_COLOUR_H
#define QUITS_SERVER_RULE_COLOUR_H

#include <stdbool.h>

#include "common/text.h"

struct rgb {
	unsigned char r, g, b;
};

#define COLOUR_WHITE     ((struct rgb){ 0xff, 0xff, 0xff })
#define COLOUR_PAPER     ((struct rgb){ 0xf4, 0xf5, 0xf2 }) /* --paper of portal.css: a page around its cards */
#define COLOUR_DARK_CARD ((struct rgb){ 0x19, 0x21, 0x1e }) /* --card of portal.css in the dark: lighter than its page */
#define COLOUR_RATIO     4.5

bool colour_parse(struct sv text, struct rgb *ret); /* "#0b5c4a" and nothing else; letters of either case */
struct sv colour_text(struct arena *a, struct rgb c); /* lower case */
double colour_luminance(struct rgb c);                /* 0 to 1 */
double colour_contrast(struct rgb a, struct rgb b);   /* 1 to 21 */
/* The nearest colour that stands out from `ground` by 4.5:1; `c` itself if it does. */
struct rgb colour_nearest(struct rgb c, struct rgb ground);

/* What the style sheet needs. Every text of it passes on every ground it stands on. */
struct palette {
	struct rgb text; /* links, figures, quiet buttons: on card, page and `pale` */
	struct rgb fill; /* buttons */
	struct rgb on;   /* text on `fill` and `deep` */
	struct rgb deep; /* the same under the pointer */
	struct rgb pale; /* the ground of notices */
};
struct palette colour_light(struct rgb brand); /* brand must pass on white */
struct palette colour_dark(struct rgb brand);  /* any colour */

#endif
