#!/usr/bin/env python3
"""Compare the viewer's picture with those of chafa and timg at the same cell grid.

For every rung (colours x glyphs) slices are drawn by the programs, their cells are drawn again as pixels by the exact
geometry of the glyphs, and the result is compared with the area mean of the same slice (PSNR and SSIM over the three
colour channels, inside the bounding box of the head). The others get that area mean as their input. In 16 and 8 colours
chafa draws greys in yellow and red where that comes nearer in brightness; in a picture where a hue is a mark that says
something else, so hues count; --luminance compares brightness alone, and the depth 8-greys holds chafa to black and white. chafa runs its
most thorough search (-w 9) with the glyphs of the rung, and the better of its results with and without preprocessing
counts; it has no octants before 1.16, so beside octants stand its sextants. timg has half blocks and quadrants, in
24-bit colour and 256.

  compare_glyphs.py --program .build/release/flairscope [--markdown] CASE_FOLDER...

The sixteen colours that differ from terminal to terminal are xterm's, which flairscope reckons with; chafa reckons with
others, in which --palette own draws it.

Without colours the darkest and the lightest cell depend on the font, so there both are compared after the best linear
fit of brightness. Strokes of letters are finer than what an eye makes of them from where a screen is read, so beside the
plain SSIM stands that of the pictures as they look from there: blurred by half a cell. Marked samples (--marks): the
fraction of samples whose reference has a hue that are drawn with a hue within 30 degrees of it.

Times are the processor's for a whole process that reads the slice and draws it, the shortest of five, so that what else the
machine does counts little; a viewer's frame alone takes a small part of ours.

Needs: chafa 1.12, timg, Python 3 with numpy, scipy, Pillow, nibabel; DejaVu Sans Mono for the geometry of letters.
"""
import argparse, glob, os, re, resource, subprocess, sys, tempfile
import nibabel, numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter
from glyph_pixels import H, W, drawn

XTERM = [0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
         0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff]
CHAFA = [0x000000, 0x800000, 0x007000, 0x707000, 0x000070, 0x700070, 0x007070, 0xc0c0c0,
         0x404040, 0xff0000, 0x00ff00, 0xffff00, 0x0000ff, 0xff00ff, 0x00ffff, 0xffffff]
SYMBOLS = {"octants": "space+solid+half+quad+sextant", "sextants": "space+solid+half+quad+sextant",
           "quadrants": "space+solid+half+quad", "half": "space+solid+half", "ascii": "ascii"}
DEPTHS = {"true": "full", "256": "240", "16": "16", "8": "8", "8-greys": "2", "mono": "none"}
FEW = ("16", "8", "8-greys", "mono")
TIMG = {"quadrants": "quarter", "half": "half"}


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


def ssim_of_channels(a, b):
    """Over the three colour channels; once where neither picture has a hue."""
    if all(np.array_equal(p[..., 0], p[..., k]) for p in (a, b) for k in (1, 2)):
        return ssim(a[..., 0], b[..., 0])
    return np.mean([ssim(a[..., k], b[..., k]) for k in range(3)])


def from_afar(picture):
    """What is left of a picture whose strokes the eye no longer resolves."""
    return gaussian_filter(picture.astype(np.float64), (H / 4, W / 2))


def marks_kept(reference, picture):
    """Of the pixels with a hue, the fraction drawn with nearly the same hue."""
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
    spots = {"axial": [.45, .55, .65, .5], "coronal": [.4, .5, .6, .45], "sagittal": [.36, .46, .62, .4]}
    # A plane of few slices has voxels too long to be a picture.
    planes = [p for p in counts if counts[p] >= 60] or ["axial"]
    if min(shape) < 60:
        planes = [min(counts, key=counts.get)]
    pairs = [(plane, max(1, round(counts[plane] * spots[plane][i]))) for i in range(4) for plane in planes]
    return pairs[:wanted]


class Programs:
    def __init__(self, program, size):
        self.program, self.size = program, size

    def run(self, *command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def reference(self, case, plane, number, layers, path):
        self.run(self.program, "render", "--case", case, "--plane", plane, "--slice", str(number), "--layers", layers,
                 "--size", self.size, "--bare", "--output", path)
        return np.asarray(Image.open(path).convert("RGB"), np.float32)

    def ours(self, case, plane, number, layers, depth, glyphs, letters="density"):
        return self.run(self.program, "render", "--case", case, "--plane", plane, "--slice", str(number), "--layers", layers,
                        "--size", self.size, "--bare", "--text", "--colors", depth.removesuffix("-greys"), "--glyphs", glyphs, "--set",
                        f"letters={letters}")

    def chafa(self, path, depth, glyphs):
        symbols = SYMBOLS[glyphs] + ("+stipple" if depth in FEW and glyphs != "ascii" else "")
        for extra in (["-p", "off"], ["-p", "on"]) if depth in FEW else (["-p", "off"],):
            yield self.run("chafa", "-f", "symbols", "-c", DEPTHS[depth], "--symbols", symbols, "-s", self.size, "--stretch",
                           "-w", "9", "--bg", "black", "--fg", "white", *extra, path)

    def timg(self, path, depth, glyphs):
        if glyphs not in TIMG or depth not in ("true", "256"):
            return None
        colours = ["--color8"] if depth == "256" else []
        return self.run("timg", "-p", TIMG[glyphs], "-g", self.size, "--threads=1", *colours, path)


def timed(work):
    def spent():
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    def once():
        start = spent()
        work()
        return spent() - start

    return min(once() for _ in range(5))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/flairscope")
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--slices", type=int, default=20)
    parser.add_argument("--colors", default="true,256,16,8,mono")
    parser.add_argument("--glyphs", default="octants,sextants,quadrants,half,ascii")
    parser.add_argument("--marks", action="store_true", help="with the raters' masks too")
    parser.add_argument("--times", action="store_true", help="also how long each program takes for a slice")
    parser.add_argument("--palette", default="xterm", choices=["xterm", "own"], help="the sixteen colours for chafa's cells")
    parser.add_argument("--luminance", action="store_true", help="SSIM of the brightness alone")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--keep", help="a folder for the pictures drawn from the cells")
    parser.add_argument("cases", nargs="+")
    o = parser.parse_args()
    columns, rows = map(int, o.size.split("x"))
    each = -(-o.slices // len(o.cases))
    chosen = [(case, *pair) for case in o.cases for pair in slices_of(case, each)][:o.slices]
    programs = Programs(o.program, o.size)
    print(f"{len(chosen)} slices of {len({c[0] for c in chosen})} folders, {o.size} cells\n")
    names = ["colours", "glyphs", "SSIM", "chafa", "timg", "PSNR dB", "chafa", "timg", "SSIM from afar", "chafa", "slices ahead"]
    names = (["marks"] if o.marks else []) + names + (["marks kept", "chafa"] if o.marks else []) + (
        ["ms", "chafa", "timg"] if o.times else [])
    print("| " + " | ".join(names) + " |\n|" + "---|" * len(names) if o.markdown else "  ".join(f"{n:>9}" for n in names))
    behind = []
    with tempfile.TemporaryDirectory() as scratch:
        for title, layers in (("none", "none"), ("raters", "1,2,3"))[:2 if o.marks else 1]:
            paths = [f"{scratch}/{title}{k}.png" for k in range(len(chosen))]
            references = [programs.reference(*slice, layers, path) for slice, path in zip(chosen, paths)]

            def measured(text, first, k, depth, name):
                picture, reference = drawn(text, columns, rows, first), references[k]
                seen = np.argwhere(reference.max(-1) > 20)
                (top, left), (bottom, right) = seen.min(0), seen.max(0) + 1
                box = np.s_[top:bottom, left:right]
                if o.keep:
                    os.makedirs(o.keep, exist_ok=True)
                    Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(f"{o.keep}/{title}-{name}-{k}.png")
                kept = marks_kept(reference, picture)
                if depth == "mono":
                    picture = fitted(picture, reference)
                a, b = luminance(picture), luminance(reference)
                near = ssim(a[box], b[box]) if o.luminance else ssim_of_channels(picture[box], reference[box])
                return (near, psnr(picture[box], reference[box]),
                        ssim(from_afar(a)[box], from_afar(b)[box], 6), kept)

            for depth in o.colors.split(","):
                for glyphs in o.glyphs.split(","):
                    styles = ["density", "edges"] if glyphs == "ascii" and depth in FEW else ["density"]
                    if title == "raters" and depth == "mono":
                        continue
                    for style in styles:
                        label = glyphs + (f", {style}" if len(styles) > 1 else "")
                        key = f"{depth}-{label}"
                        ours, theirs, others = [], [], []
                        for k, slice in enumerate(chosen):
                            ours.append(measured(programs.ours(*slice, layers, depth, glyphs, style), XTERM, k, depth, f"{key}-ours"))
                            theirs.append(max((measured(t, CHAFA if o.palette == "own" else XTERM, k, depth, f"{key}-chafa")
                                               for t in programs.chafa(paths[k], depth, glyphs)), key=lambda m: m[0]))
                            text = programs.timg(paths[k], depth, glyphs)
                            others.append(measured(text, XTERM, k, depth, f"{key}-timg") if text else (np.nan,) * 4)
                        table = np.array([ours, theirs, others])
                        with np.errstate(all="ignore"):
                            mean = table.mean(1) if title == "none" else np.nanmean(table, 1)
                        rivals = [m for m in mean[1:] if not np.isnan(m[0])]
                        is_behind = any(round(m[0], 3) > round(mean[0, 0], 3) or round(m[1], 2) > round(mean[0, 1], 2) for m in rivals)
                        if is_behind:
                            behind.append(f"{title} {key}")
                        ahead = (table[0, :, :2] >= table[1, :, :2]).sum(0)
                        show = lambda v, digits: "" if np.isnan(v) else f"{v:.{digits}f}"
                        row = ([title] if o.marks else []) + [depth, label]
                        row += [show(mean[i, 0], 3) for i in range(3)] + [show(mean[i, 1], 2) for i in range(3)]
                        row += [show(mean[i, 2], 3) for i in range(2)] + [f"{ahead[0]}, {ahead[1]}"]
                        if o.marks:
                            row += [f"{mean[i, 3]:.1%}" if title == "raters" else "" for i in range(2)]
                        if o.times:
                            last = len(chosen) - 1
                            works = [lambda: programs.ours(*chosen[last], layers, depth, glyphs, style),
                                     lambda: next(programs.chafa(paths[last], depth, glyphs)),
                                     lambda: programs.timg(paths[last], depth, glyphs)]
                            row += [f"{1000 * timed(w):.0f}" if i < 2 or not np.isnan(mean[2, 0]) else "" for i, w in enumerate(works)]
                        print("| " + " | ".join(row) + " |" if o.markdown else "  ".join(f"{v:>9}" for v in row), flush=True)
    print(f"\nbehind: {'; '.join(behind) or 'nowhere'}")
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main())
