/* colour: see colour.h. sRGB is IEC 61966-2-1; OKLab is B. Ottosson's (2020), matrices as published there. */
#include "server/rule/colour.h"

#include <math.h>

struct lab {
	double l, a, b; /* lightness 0 to 1; green to red, blue to yellow */
};

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool colour_parse(struct sv text, struct rgb *ret)
{
	unsigned char byte[3];

	if (text.n != 7 || text.p[0] != '#')
		return false;
	for (size_t i = 0; i < 3; i++) {
		int high = hex(text.p[1 + 2 * i]), low = hex(text.p[2 + 2 * i]);

		if (high < 0 || low < 0)
			return false;
		byte[i] = (unsigned char)(high * 16 + low);
	}
	*ret = (struct rgb){ byte[0], byte[1], byte[2] };
	return true;
}

struct sv colour_text(struct arena *a, struct rgb c)
{
	return sv_print(a, "#%02x%02x%02x", c.r, c.g, c.b);
}

static double linear(double c) /* of one channel, 0 to 1 */
{
	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double gamma_of(double c) /* and back */
{
	return c <= 0.0031308 ? c * 12.92 : 1.055 * pow(c, 1 / 2.4) - 0.055;
}

double colour_luminance(struct rgb c)
{
	return 0.2126 * linear(c.r / 255.0) + 0.7152 * linear(c.g / 255.0) + 0.0722 * linear(c.b / 255.0);
}

double colour_contrast(struct rgb a, struct rgb b)
{
	double la = colour_luminance(a), lb = colour_luminance(b);

	return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

static struct lab to_lab(struct rgb c)
{
	double r = linear(c.r / 255.0), g = linear(c.g / 255.0), b = linear(c.b / 255.0);
	double l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	double m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	double s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);

	return (struct lab){ 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
			     1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
			     0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s };
}

/* False where sRGB has no such colour. */
static bool to_rgb(struct lab c, double ret[3])
{
	double l = c.l + 0.3963377774 * c.a + 0.2158037573 * c.b;
	double m = c.l - 0.1055613458 * c.a - 0.0638541728 * c.b;
	double s = c.l - 0.0894841775 * c.a - 1.2914855480 * c.b;
	bool inside = true;

	l = l * l * l;
	m = m * m * m;
	s = s * s * s;
	ret[0] = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
	ret[1] = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
	ret[2] = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
	for (int i = 0; i < 3; i++)
		inside &= ret[i] >= -1e-6 && ret[i] <= 1 + 1e-6;
	return inside;
}

static unsigned char byte_of(double c)
{
	double v = gamma_of(c < 0 ? 0 : c > 1 ? 1 : c) * 255.0;

	return (unsigned char)(v + 0.5);
}

/* The colour of this hue at lightness l, with as much of its chroma as sRGB can show there. */
static struct rgb at_lightness(struct lab c, double l)
{
	double none = 0, all = 1, rgb[3];

	if (!to_rgb((struct lab){ l, c.a, c.b }, rgb)) {
		for (int i = 0; i < 20; i++) {
			double some = (none + all) / 2;

			if (to_rgb((struct lab){ l, c.a * some, c.b * some }, rgb))
				none = some;
			else
				all = some;
		}
		(void)to_rgb((struct lab){ l, c.a * none, c.b * none }, rgb);
	}
	return (struct rgb){ byte_of(rgb[0]), byte_of(rgb[1]), byte_of(rgb[2]) };
}

struct rgb colour_nearest(struct rgb c, struct rgb ground)
{
	struct lab from = to_lab(c);

	if (colour_contrast(c, ground) >= COLOUR_RATIO)
		return c;
	for (int step = 1; step < 1000; step++)
		for (int way = -1; way <= 1; way += 2) {
			double l = from.l + way * step / 1000.0;
			struct rgb moved;

			if (l < 0 || l > 1)
				continue;
			moved = at_lightness(from, l);
			if (colour_contrast(moved, ground) >= COLOUR_RATIO)
				return moved;
		}
	/* black or white stands out from any ground by 4.58:1 at least */
	return colour_luminance(ground) > 0.18 ? (struct rgb){ 0, 0, 0 } : COLOUR_WHITE;
}

static struct rgb lightened(struct rgb c, double by)
{
	struct lab from = to_lab(c);
	double l = from.l + by;

	return at_lightness(from, l < 0 ? 0 : l > 1 ? 1 : l);
}

static unsigned char mix_byte(unsigned char a, unsigned char b, int share) /* share of a, per cent */
{
	return (unsigned char)((a * share + b * (100 - share) + 50) / 100);
}

/* The ground with as much of the colour in it, `most` per cent at most, as lets `text` pass on it. */
static struct rgb tinted(struct rgb colour, struct rgb ground, struct rgb text, int most)
{
	for (int share = most; share > 0; share--) {
		struct rgb mixed = { mix_byte(colour.r, ground.r, share), mix_byte(colour.g, ground.g, share),
				     mix_byte(colour.b, ground.b, share) };

		if (colour_contrast(text, mixed) >= COLOUR_RATIO)
			return mixed;
	}
	return ground;
}

struct palette colour_light(struct rgb brand)
{
	struct palette p = { .fill = brand, .on = COLOUR_WHITE };

	p.text = colour_nearest(brand, COLOUR_PAPER);
	p.deep = lightened(p.text, -0.08);
	p.pale = tinted(brand, COLOUR_WHITE, p.text, 10);
	return p;
}

struct palette colour_dark(struct rgb brand)
{
	struct palette p = { .on = { 0x06, 0x0f, 0x0c } };

	p.text = p.fill = colour_nearest(brand, COLOUR_DARK_CARD);
	p.deep = lightened(p.text, 0.06);
	p.pale = tinted(p.text, COLOUR_DARK_CARD, p.text, 14);
	return p;
}
