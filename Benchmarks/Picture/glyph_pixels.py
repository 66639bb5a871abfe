"""Text with colours as a terminal would show it: cells, and the pixels that their glyphs ink."""
import re
import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
# Width and height of a cell in pixels.
W, H = 8, 16


def rgb(value):
    return (value >> 16 & 255, value >> 8 & 255, value & 255)


def palette(number, first):
    """The colour of a number; `first` has the sixteen that differ from terminal to terminal."""
    if number < 16:
        return rgb(first[number])
    if number < 232:
        steps = [0, 95, 135, 175, 215, 255]
        number -= 16
        return (steps[number // 36], steps[number // 6 % 6], steps[number % 6])
    return (8 + (number - 232) * 10,) * 3


# ---------------------------------------------------------------- cells

def cells(text, columns, rows, first):
    """Glyph, ink and paper of every cell of ANSI text."""
    glyphs = np.full((rows, columns), " ", dtype="<U1")
    ink = np.zeros((rows, columns, 3), np.float32)
    paper = np.zeros((rows, columns, 3), np.float32)
    fg, bg, reverse = (255, 255, 255), (0, 0, 0), False
    y = 0
    for line in text.split("\n"):
        x = 0
        for match in re.finditer(r"\x1b\[([0-9;?]*)([A-Za-z])|([^\x1b])", line):
            if match.group(2) == "m":
                codes = [int(c or 0) for c in match.group(1).split(";")]
                i = 0
                while i < len(codes):
                    c = codes[i]
                    if c == 0: fg, bg, reverse = (255, 255, 255), (0, 0, 0), False
                    elif c == 7: reverse = True
                    elif c == 27: reverse = False
                    elif 30 <= c <= 37: fg = palette(c - 30, first)
                    elif 40 <= c <= 47: bg = palette(c - 40, first)
                    elif 90 <= c <= 97: fg = palette(c - 82, first)
                    elif 100 <= c <= 107: bg = palette(c - 92, first)
                    elif c == 39: fg = (255, 255, 255)
                    elif c == 49: bg = (0, 0, 0)
                    elif c in (38, 48):
                        if codes[i + 1] == 5:
                            colour, i = palette(codes[i + 2], first), i + 2
                        else:
                            colour, i = tuple(codes[i + 2:i + 5]), i + 4
                        if c == 38: fg = colour
                        else: bg = colour
                    i += 1
            elif match.group(3) and x < columns and y < rows and match.group(3) != "\r":
                glyphs[y, x] = match.group(3)
                ink[y, x], paper[y, x] = (bg, fg) if reverse else (fg, bg)
                x += 1
        y += 1
    return glyphs, ink, paper


# ---------------------------------------------------------------- glyphs as fractions of pixels

def boxes(*parts):
    """Fractions of ink from rectangles given in cell lengths (x0, y0, x1, y1)."""
    fine = np.zeros((48, 8), np.float32)
    for x0, y0, x1, y1 in parts:
        fine[round(y0 * 48):round(y1 * 48), round(x0 * 8):round(x1 * 8)] = 1
    return fine.reshape(H, 3, W).mean(1)


def octants():
    """Patterns of the octants, bit k for the eighth k in reading order (Unicode 16: names list of U+1CC00)."""
    others = {0x1cea8: 1, 0x1ceab: 2, 0x1fb82: 3, 0x1fbe6: 20, 0x1fbe7: 40, 0x1fb85: 63, 0x1cea3: 64, 0x1cea0: 128}
    quarters = {0, 5, 10, 15}
    left = [p for p in range(256) if not (p & 15 in quarters and p >> 4 in quarters)
            and p not in others.values() and p not in (192, 252)]
    return others | {0x1cd00 + place: pattern for place, pattern in enumerate(left)}


OCTANTS = octants()
FONT_FINE = ImageFont.truetype(FONT, 132)
FONT_TALL = sum(FONT_FINE.getmetrics())
FONT_WIDE = FONT_FINE.getlength("M")
known = {}


def inked(glyph):
    if glyph in known:
        return known[glyph]
    code = ord(glyph)
    if glyph == " ": result = boxes()
    elif code == 0x2588: result = boxes((0, 0, 1, 1))
    elif code == 0x2580: result = boxes((0, 0, 1, .5))
    elif code == 0x2584: result = boxes((0, .5, 1, 1))
    elif 0x2581 <= code <= 0x2587: result = boxes((0, 1 - (code - 0x2580) / 8, 1, 1))
    elif 0x2589 <= code <= 0x258f: result = boxes((0, 0, (0x2590 - code) / 8, 1))
    elif code == 0x2590: result = boxes((.5, 0, 1, 1))
    elif 0x2591 <= code <= 0x2593: result = np.full((H, W), (code - 0x2590) / 4, np.float32)
    elif 0x2596 <= code <= 0x259f:
        bits = {0x2596: 4, 0x2597: 8, 0x2598: 1, 0x2599: 13, 0x259a: 9, 0x259b: 7, 0x259c: 11, 0x259d: 2,
                0x259e: 6, 0x259f: 14}[code]
        result = boxes(*[(k % 2 / 2, k // 2 / 2, k % 2 / 2 + .5, k // 2 / 2 + .5) for k in range(4) if bits >> k & 1])
    elif 0x1fb00 <= code <= 0x1fb3b:
        bits = code - 0x1fb00 + 1
        bits += bits >= 21
        bits += bits >= 42
        result = boxes(*[(k % 2 / 2, k // 2 / 3, k % 2 / 2 + .5, (k // 2 + 1) / 3) for k in range(6) if bits >> k & 1])
    elif code in OCTANTS:
        bits = OCTANTS[code]
        result = boxes(*[(k % 2 / 2, k // 2 / 4, k % 2 / 2 + .5, (k // 2 + 1) / 4) for k in range(8) if bits >> k & 1])
    else:
        image = Image.new("L", (round(FONT_WIDE), FONT_TALL))
        ImageDraw.Draw(image).text((0, 0), glyph, fill=255, font=FONT_FINE)
        result = np.asarray(image.resize((W, H), Image.Resampling.BOX), np.float32) / 255
    known[glyph] = result
    return result


def drawn(text, columns, rows, first):
    glyphs, ink, paper = cells(text, columns, rows, first)
    fractions = np.stack([[inked(g) for g in line] for line in glyphs])[..., None]
    picture = paper[:, :, None, None] + fractions * (ink - paper)[:, :, None, None]
    return picture.transpose(0, 2, 1, 3, 4).reshape(rows * H, columns * W, 3)
