"""Three drawings of what lies on a table: a phone, a letter, a mended bowl."""

from PIL.Image import Image

from series.demo import ink
from series.demo.ink import (
    BLUSH,
    GREEN,
    INK,
    LEAF,
    LINE,
    MINT,
    NOTE,
    PAPER,
    SOFT,
    WARM,
    WHITE,
    Color,
    Point,
    Sheet,
    mix,
)


def phone_between_cups() -> Image:
    """Seen from above: a phone face down, a cup on either side."""
    sheet = _table()
    _cup_from_above(sheet, 420, 480, mix(GREEN, LEAF, 0.3))
    _cup_from_above(sheet, 1190, 540, mix(WARM, PAPER, 0.2))
    middle = (806.0, 510.0)
    back = ink.turn(ink.slab(706, 308, 906, 712, 34), 9, middle)
    sheet.fill([(x + 14, y + 18) for x, y in back], INK, alpha=0.34, blur=14)
    sheet.fade(back, mix(SOFT, INK, 0.66), mix(SOFT, INK, 0.9))
    sheet.fade(ink.turn(ink.slab(712, 314, 900, 706, 30), 9, middle), mix(SOFT, INK, 0.46), mix(SOFT, INK, 0.74))
    sheet.fill(ink.turn(ink.slab(726, 330, 800, 404, 22), 9, middle), mix(SOFT, INK, 0.82))
    for x, y in ((748, 352), (778, 382)):
        lens = ink.turn(ink.oval(x, y, 13, 13), 9, middle)
        sheet.fill(lens, INK)
        sheet.fill(ink.turn(ink.oval(x - 4, y - 4, 3.4, 3.4), 9, middle), PAPER, alpha=0.6)
    return sheet.finish()


def unopened_letter() -> Image:
    """Seen from above: a sealed envelope, a pen, a cup, morning light."""
    sheet = _table()
    _cup_from_above(sheet, 1230, 330, mix(GREEN, LEAF, 0.3))
    middle = (680.0, 540.0)
    cover = ink.turn(ink.slab(360, 340, 1000, 740, 6), -7, middle)
    sheet.fill([(x + 12, y + 16) for x, y in cover], INK, alpha=0.26, blur=15)
    sheet.fade(cover, WHITE, mix(PAPER, BLUSH, 0.5))
    for fold in ([(362, 738), (640, 560)], [(998, 738), (720, 560)]):
        sheet.stroke(ink.turn(fold, -7, middle), mix(LINE, SOFT, 0.16), 3)
    flap = ink.turn([(360, 342), (640, 574), (680, 592), (720, 574), (1000, 342)], -7, middle)
    sheet.fill([(x + 3, y + 8) for x, y in flap], INK, alpha=0.2, blur=7)
    sheet.fade(flap, mix(WHITE, PAPER, 0.5), mix(PAPER, NOTE, 0.8))
    seal = ink.turn(
        ink.curve([(640, 566), (684, 546), (722, 572), (716, 618), (676, 634), (640, 612)], closed=True), -7, middle
    )
    sheet.fill([(x + 2, y + 5) for x, y in seal], INK, alpha=0.25, blur=4)
    sheet.fade(seal, GREEN, mix(GREEN, INK, 0.3))
    ring = ink.turn(ink.oval(680, 590, 24, 24), -7, middle)
    sheet.stroke([*ring, ring[0]], mix(GREEN, LEAF, 0.3), 3, alpha=0.7)
    _pen(sheet)
    return sheet.finish()


def mended_bowl() -> Image:
    """A pale bowl with a warm seam where it was mended."""
    sheet = Sheet(mix(MINT, LEAF, 0.2), mix(MINT, PAPER, 0.5))
    sheet.glow(560, 300, 820, PAPER, 0.95)
    sheet.fade(ink.slab(-20, 740, 1620, 1020), mix(LINE, WARM, 0.3), mix(LINE, SOFT, 0.3))
    sheet.fill(ink.slab(-20, 738, 1620, 744), PAPER, alpha=0.7)
    sheet.fill(ink.oval(860, 846, 420, 42), INK, alpha=0.3, blur=26)
    sheet.fade([(690, 796), (910, 796), (930, 850), (670, 850)], mix(PAPER, SOFT, 0.2), mix(PAPER, SOFT, 0.44))
    left = ink.curve([(390, 446), (410, 590), (520, 720), (690, 806)])
    right = ink.curve([(910, 806), (1080, 720), (1190, 590), (1210, 446)])
    sheet.fade([*left, *right], PAPER, mix(PAPER, SOFT, 0.34))
    shade = [*ink.curve([(930, 520), (960, 640), (880, 760), (820, 806)]), *right]
    sheet.fill(shade, mix(SOFT, GREEN, 0.4), alpha=0.13, blur=34)
    sheet.fade(ink.oval(800, 446, 410, 74), mix(LINE, SOFT, 0.36), mix(PAPER, LINE, 0.5))
    rim = ink.oval(800, 446, 410, 74)
    sheet.stroke([*rim, rim[0]], PAPER, 9)
    _seams(sheet)
    return sheet.finish()


def _seams(sheet: Sheet) -> None:
    main: list[Point] = [(676, 516), (700, 566), (668, 622), (718, 676), (704, 742), (742, 806)]
    side: list[Point] = [(668, 622), (588, 640), (540, 704)]
    upper: list[Point] = [(700, 566), (790, 590), (860, 560), (938, 596), (1010, 560), (1046, 512)]
    inside: list[Point] = [(676, 516), (650, 470), (690, 430), (668, 378)]
    for seam, width in ((main, 8), (side, 6), (upper, 6.5), (inside, 5)):
        sheet.stroke(seam, mix(WARM, SOFT, 0.5), width + 3, alpha=0.5, blur=1.5)
        sheet.stroke(seam, mix(WARM, SOFT, 0.16), width)
        sheet.stroke(seam, mix(WARM, PAPER, 0.6), width / 3.2, alpha=0.9)


def _table() -> Sheet:
    """A wooden table from above, with the light of a window across it."""
    sheet = Sheet(mix(NOTE, WARM, 0.26), mix(LINE, WARM, 0.44))
    for y in (186, 402, 634, 842):
        sheet.stroke([(-20, y), (1620, y - 10)], mix(LINE, SOFT, 0.4), 3, alpha=0.5)
    for left in (80, 640):
        pane: list[Point] = [(left + 380, -20), (left + 860, -20), (left + 420, 1020), (left - 60, 1020)]
        sheet.fill(pane, PAPER, alpha=0.36, blur=18)
    return sheet


def _cup_from_above(sheet: Sheet, x: float, y: float, glaze: Color) -> None:
    sheet.fill(ink.oval(x + 18, y + 22, 186, 186), INK, alpha=0.26, blur=18)
    sheet.fade(ink.oval(x, y, 184, 184), PAPER, mix(PAPER, SOFT, 0.14))
    dip = ink.oval(x, y, 128, 128)
    sheet.stroke([*dip, dip[0]], mix(PAPER, SOFT, 0.16), 4)
    grip = ink.turn(ink.slab(x + 92, y - 17, x + 164, y + 17, 16), 38, (x, y))
    sheet.fill([(a + 5, b + 7) for a, b in grip], INK, alpha=0.26, blur=6)
    sheet.fill(grip, mix(glaze, INK, 0.12))
    sheet.fill(ink.oval(x + 8, y + 10, 110, 110), INK, alpha=0.28, blur=9)
    sheet.fade(ink.oval(x, y, 108, 108), mix(glaze, PAPER, 0.3), mix(glaze, INK, 0.16))
    sheet.fade(ink.oval(x, y, 92, 92), mix(SOFT, INK, 0.6), mix(SOFT, WARM, 0.3))
    gleam = ink.curve([(x - 58, y + 18), (x - 50, y - 26), (x - 14, y - 54)])
    sheet.stroke(gleam, PAPER, 6, alpha=0.4, blur=2.5)


def _pen(sheet: Sheet) -> None:
    heart = (1180.0, 730.0)
    barrel = ink.turn(ink.slab(1000, 719, 1330, 741, 10), -52, heart)
    sheet.fill([(x + 10, y + 12) for x, y in barrel], INK, alpha=0.26, blur=8)
    sheet.fade(barrel, mix(GREEN, INK, 0.2), mix(GREEN, INK, 0.6))
    sheet.fill(ink.turn([(1002, 720), (966, 728), (966, 732), (1002, 740)], -52, heart), mix(WARM, SOFT, 0.3))
    sheet.fill(ink.turn(ink.slab(1196, 718, 1204, 742), -52, heart), mix(WARM, PAPER, 0.3))
