"""Cut the fonts of the papers and write their colour profile; run rarely, results are committed.

Needs ``pip install fonttools fontpkg-inter pillow``. Static Latin cuts of Inter (SIL OFL 1.1), with
tabular digits on the plain characters, since ReportLab reads neither variable fonts nor features.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import fontpkg_inter
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from PIL import ImageCms

PAPER = Path(__file__).parent.parent / "lt_admin/core/paper"
CUTS = {
    "Regular": ("Inter[opsz,wght].ttf", {"wght": 400, "opsz": 14}),
    "Bold": ("Inter[opsz,wght].ttf", {"wght": 620, "opsz": 14}),
    "Italic": ("Inter-Italic[opsz,wght].ttf", {"wght": 400, "opsz": 14}),
    "Display": ("Inter[opsz,wght].ttf", {"wght": 600, "opsz": 32}),
}
LETTERS = [*range(0x20, 0x180), *range(0x218, 0x21C), *range(0x1E80, 0x1E86)]
SIGNS = [*range(0x2010, 0x2027), 0x2030, 0x2039, 0x203A, 0x20AC, 0x2116, 0x2122, 0x2212, 0x2248]
SHAPES = [*range(0x2190, 0x2194), 0x2260, 0x2264, 0x2265, 0x25A0, 0x25B2, 0x25CF, 0x25C6]
STATES = [0x26A0, 0x2713, 0x2717]
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def cut(name: str, source: Path, axes: Mapping[str, float]) -> None:
    """Write one static font."""
    font = instancer.instantiateVariableFont(TTFont(source), axes, updateFontNames=False)
    rename(font, name)
    use_tabular_digits(font)
    options = subset.Options()
    options.layout_features, options.hinting, options.glyph_names = [], False, False
    options.name_IDs = ["*"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*LETTERS, *SIGNS, *SHAPES, *STATES])
    cutter.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(PAPER / "fonts" / f"Inter-{name}.ttf")


def rename(font: TTFont, name: str) -> None:
    """Give the cut its own names, as the licence of changed fonts asks."""
    names = {1: f"LT Paper {name}", 16: "LT Paper", 2: "Regular", 17: name, 4: f"LT Paper {name}"}
    for record in font["name"].names:
        own = f"LTPaper-{name}" if record.nameID == 6 else names.get(record.nameID)
        record.string = own or record.toUnicode()


def use_tabular_digits(font: TTFont) -> None:
    """Map the characters 0-9 to the glyphs of one width."""
    for table in font["cmap"].tables:
        for code, glyph in enumerate(DIGITS, start=ord("0")):
            if code in table.cmap:
                table.cmap[code] = f"{glyph}.tf"


def write_profile() -> None:
    """The sRGB profile of LittleCMS, with a fixed date."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    (PAPER / "srgb.icc").write_bytes(profile)


if __name__ == "__main__":
    files = Path(str(fontpkg_inter.__file__)).parent
    for cut_name, (file, cut_axes) in CUTS.items():
        cut(cut_name, files / "files" / file, cut_axes)
    (PAPER / "fonts/OFL.txt").write_bytes((files / "LICENSE").read_bytes())
    write_profile()
