#!/usr/bin/env python3
"""Compare the viewer's picture with chafa's at the same cell grid.

For every rung (colours x glyphs) slices are drawn by both programs, their cells are drawn again as pixels by the
exact geometry of the glyphs, and the result is compared with the area mean of the same slice (PSNR over the colour
channels, SSIM of the luminance; inside the bounding box of the head). chafa gets that area mean as its input, its
most thorough search (-w 9), the glyphs of the rung, and the better of its results with and without preprocessing.

  compare_chafa.py --program .build/release/flairscope CASE_FOLDER...

Without colours the darkest and the lightest cell depend on the font, so there both are compared after the best linear
fit of brightness. Marked samples: the share of samples whose reference has a hue that are drawn with a hue within 30
degrees of it.

Needs: chafa 1.12, Python 3 with numpy, scipy, Pillow, nibabel; DejaVu Sans Mono for the geometry of letters.
"""
import argparse, colorsys, glob, io, os, re, subprocess, sys, tempfile, time
import nibabel, numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
W, H = 8, 16
XTERM = [0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
         0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff]
CHAFA = [0x000000, 0x800000, 0x007000, 0x707000, 0x000070, 0x700070, 0x007070, 0xc0c0c0,
         0x404040, 0xff0000, 0x00ff00, 0xffff00, 0x0000ff, 0xff00ff, 0x00ffff, 0xffffff]
GLYPHS = {"sextant": "space+solid+half+quad+sextant", "quadrant": "space+solid+half+quad",
          "half": "space+solid+hhalf", "ascii": "ascii"}
DEPTHS = {"true": "full", "256": "240", "16": "16", "mono": "none"}


def rgb(value):
    return (value >> 16 & 255, value >> 8 & 255, value & 255)


def palette(number, first):
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


# ---------------------------------------------------------------- glyphs as shares of pixels

def boxes(*parts):
    """Shares of ink from rectangles given in cell lengths (x0, y0, x1, y1)."""
    fine = np.zeros((48, 8), np.float32)
    for x0, y0, x1, y1 in parts:
        fine[round(y0 * 48):round(y1 * 48), round(x0 * 8):round(x1 * 8)] = 1
    return fine.reshape(H, 3, W).mean(1)


FONT_FINE = ImageFont.truetype(FONT, 132)
FONT_TALL = sum(FONT_FINE.getmetrics())
FONT_WIDE = FONT_FINE.getlength("M")
known = {}


def share(glyph):
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
    else:
        image = Image.new("L", (round(FONT_WIDE), FONT_TALL))
        ImageDraw.Draw(image).text((0, 0), glyph, fill=255, font=FONT_FINE)
        result = np.asarray(image.resize((W, H), Image.Resampling.BOX), np.float32) / 255
    known[glyph] = result
    return result


def drawn(text, columns, rows, first):
    glyphs, ink, paper = cells(text, columns, rows, first)
    shares = np.stack([[share(g) for g in line] for line in glyphs])[..., None]
    picture = paper[:, :, None, None] + shares * (ink - paper)[:, :, None, None]
    return picture.transpose(0, 2, 1, 3, 4).reshape(rows * H, columns * W, 3)


# ---------------------------------------------------------------- distances

def luminance(picture):
    return picture @ np.array([.2126, .7152, .0722], np.float32)


def psnr(a, b):
    return 10 * np.log10(255 ** 2 / max(1e-9, np.mean((a - b) ** 2)))


def ssim(a, b, sigma=1.5):
    a, b = a.astype(np.float64), b.astype(np.float64)
    blur = lambda x: gaussian_filter(x, sigma, truncate=3.5)
    ma, mb = blur(a), blur(b)
    va, vb, vab = blur(a * a) - ma * ma, blur(b * b) - mb * mb, blur(a * b) - ma * mb
    c1, c2 = (.01 * 255) ** 2, (.03 * 255) ** 2
    return np.mean((2 * ma * mb + c1) * (2 * vab + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2)))


def marks_kept(reference, picture):
    """Of the pixels with a hue, the share drawn with nearly the same hue."""
    def hue(p):
        high, low = p.max(-1), p.min(-1)
        spread = np.maximum(high - low, 1e-6)
        r, g, b = p[..., 0], p[..., 1], p[..., 2]
        h = np.where(high == r, (g - b) / spread % 6, np.where(high == g, (b - r) / spread + 2, (r - g) / spread + 4))
        return h * 60, high - low
    wanted, strength = hue(reference)
    got, got_strength = hue(picture)
    marked = strength > 20
    if not marked.any():
        return np.nan
    apart = np.abs((got - wanted + 180) % 360 - 180)
    return np.mean(((apart < 30) & (got_strength > 10))[marked])


def fitted(picture, reference):
    a, b = luminance(picture).ravel(), luminance(reference).ravel()
    gain, offset = np.polyfit(a, b, 1) if a.std() > 0 else (0, b.mean())
    return np.repeat((gain * luminance(picture) + offset)[..., None], 3, 2)


# ---------------------------------------------------------------- programs

def slices_of(case, wanted):
    flair = next(p for p in sorted(glob.glob(case + "/**/*", recursive=True)) if re.search(r"FLAIR\.nii(\.gz)?$", p, re.I))
    shape = nibabel.as_closest_canonical(nibabel.load(flair)).shape
    counts = {"axial": shape[2], "coronal": shape[1], "sagittal": shape[0]}
    spots = {"axial": [.45, .55, .65], "coronal": [.4, .5, .6], "sagittal": [.36, .46, .62]}
    pairs = [(plane, max(1, round(counts[plane] * spots[plane][i]))) for i in range(3) for plane in counts]
    return pairs[:wanted]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/flairscope")
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--slices", type=int, default=20)
    parser.add_argument("--colors", default="true,256,16,mono")
    parser.add_argument("--glyphs", default="sextant,quadrant,half,ascii")
    parser.add_argument("--keep", help="a folder for the pictures drawn from the cells")
    parser.add_argument("cases", nargs="+")
    arguments = parser.parse_args()
    columns, rows = map(int, arguments.size.split("x"))
    each = -(-arguments.slices // len(arguments.cases))
    chosen = [(case, *pair) for case in arguments.cases for pair in slices_of(case, each)][:arguments.slices]
    print(f"{len(chosen)} slices, {arguments.size} cells; flairscope against chafa")
    print(f"{'marks':8} {'colours':7} {'glyphs':9} | {'SSIM':>6} {'chafa':>6} | {'PSNR':>6} {'chafa':>6} | {'marks kept':>10} {'chafa':>6} | slices won (SSIM, PSNR)")
    behind = 0
    with tempfile.TemporaryDirectory() as scratch:
        for title, layers in (("none", "none"), ("raters", "1,2,3")):
            references = []
            for k, (case, plane, slice) in enumerate(chosen):
                path = f"{scratch}/{title}{k}.png"
                subprocess.run([arguments.program, "render", "--case", case, "--plane", plane, "--slice", str(slice), "--layers",
                                layers, "--size", arguments.size, "--bare", "--output", path], check=True, capture_output=True)
                references.append((path, np.asarray(Image.open(path).convert("RGB"), np.float32)))
            for depth in arguments.colors.split(","):
                for glyphs in arguments.glyphs.split(","):
                    if title == "raters" and depth == "mono":
                        continue
                    numbers = []
                    for k, (case, plane, slice) in enumerate(chosen):
                        path, reference = references[k]
                        ours = subprocess.run(
                            [arguments.program, "render", "--case", case, "--plane", plane, "--slice", str(slice), "--layers", layers,
                             "--size", arguments.size, "--bare", "--text", "--colors", depth, "--glyphs", glyphs],
                            check=True, capture_output=True, text=True).stdout
                        theirs = []
                        symbols = GLYPHS[glyphs] + ("+stipple" if depth in ("16", "mono") and glyphs != "ascii" else "")
                        for extra in (["-p", "off"], ["-p", "on"]) if depth in ("16", "mono") else (["-p", "off"],):
                            theirs.append(subprocess.run(
                                ["chafa", "-f", "symbols", "-c", DEPTHS[depth], "--symbols", symbols, "-s", arguments.size, "--stretch",
                                 "-w", "9", "--bg", "black", "--fg", "white", *extra, path], check=True, capture_output=True, text=True).stdout)
                        seen = np.argwhere(reference.max(-1) > 20)
                        (top, left), (bottom, right) = seen.min(0), seen.max(0) + 1
                        box = np.s_[top:bottom, left:right]

                        def measured(text, first, name):
                            picture = drawn(text, columns, rows, first)
                            if arguments.keep:
                                os.makedirs(arguments.keep, exist_ok=True)
                                Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(
                                    f"{arguments.keep}/{title}-{depth}-{glyphs}-{k}-{name}.png")
                            if depth == "mono":
                                picture = fitted(picture, reference)
                            return (ssim(luminance(picture)[box], luminance(reference)[box]), psnr(picture[box], reference[box]),
                                    marks_kept(reference, picture))

                        best = max((measured(t, CHAFA, "chafa") for t in theirs), key=lambda m: m[0])
                        numbers.append((measured(ours, XTERM, "ours"), best))
                    table = np.array(numbers)
                    mean = np.nanmean(table, 0) if title == "raters" else table.mean(0)
                    won = (table[:, 0] >= table[:, 1]).sum(0)
                    ahead = mean[0, 0] >= mean[1, 0] and mean[0, 1] >= mean[1, 1]
                    behind += not ahead
                    kept = f"{mean[0, 2]:10.1%} {mean[1, 2]:6.1%}" if title == "raters" else f"{'':10} {'':6}"
                    print(f"{title:8} {depth:7} {glyphs:9} | {mean[0, 0]:6.3f} {mean[1, 0]:6.3f} | {mean[0, 1]:6.2f} {mean[1, 1]:6.2f} | "
                          f"{kept} | {won[0]}, {won[1]}{'' if ahead else '   behind'}", flush=True)
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main())
