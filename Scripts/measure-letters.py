#!/usr/bin/env python3
"""Measure how much of each twelfth of a cell an ASCII glyph inks, for Sources/ViewerTUI/Picture/LetterShape+Table.swift.

  measure-letters.py FONT.ttf... > LetterShape+Table.swift

The numbers are means over the fonts (DejaVu Sans Mono, Noto Mono and Noto Sans Mono), in thousandths; the last one is
the mean of the squared share over a cell of 8 x 16 pixels. Needs Pillow and numpy.
"""
import sys
import numpy as np
from PIL import Image, ImageDraw, ImageFont

GLYPHS = " ._-=+:;!'\"`^,~|/\\()[]{}<>*#%&@$?"


def shape(glyph, path):
    font = ImageFont.truetype(path, 132)
    image = Image.new("L", (round(font.getlength("M")), sum(font.getmetrics())))
    ImageDraw.Draw(image).text((0, 0), glyph, fill=255, font=font)
    return np.asarray(image.resize((8, 48), Image.Resampling.BOX), float) / 255


print("// Made by Scripts/measure-letters.py from DejaVu Sans Mono, Noto Mono and Noto Sans Mono.")
print("extension LetterShape {")
print("  /// Glyph, shares of its twelfths row by row, and mean of the squared share, in thousandths.")
print("  static let measured: [(glyph: Unicode.Scalar, shares: [Float], power: Float)] = [")
for glyph in dict.fromkeys(GLYPHS):
    shapes = [shape(glyph, path) for path in sys.argv[1:]]
    shares = np.mean([s.reshape(6, 8, 2, 4).mean((1, 3)).ravel() for s in shapes], 0)
    power = np.mean([(s.reshape(16, 3, 8).mean(1) ** 2).mean() for s in shapes])
    text = glyph.replace("\\", "\\\\").replace('"', '\\"')
    print(f'    ("{text}", [{", ".join(str(round(1000 * x)) for x in shares)}], {round(1000 * power)}),')
print("  ]")
print("}")
