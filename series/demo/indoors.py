"""Three drawings of rooms: a kettle, two chairs, a coat on a hook."""

from PIL.Image import Image

from series.demo import ink
from series.demo.ink import BLUSH, GREEN, INK, LEAF, LINE, MINT, NOTE, PAPER, SOFT, WARM, Point, Sheet, mix


def kettle() -> Image:
    """A kettle on the stove, steam, and hills in the window."""
    sheet = Sheet(mix(BLUSH, WARM, 0.22), mix(LINE, WARM, 0.3))
    _window(sheet, 930, 110, 1400, 620)
    sheet.glow(1240, 360, 620, PAPER, 0.4)
    sheet.fade(ink.slab(-20, 800, 1620, 1020), mix(WARM, SOFT, 0.34), mix(WARM, SOFT, 0.7))
    sheet.fill(ink.slab(-20, 800, 1620, 811), mix(WARM, PAPER, 0.4))
    sheet.fill(ink.oval(600, 812, 330, 26), INK, alpha=0.3, blur=16)
    sheet.fade(ink.slab(330, 776, 870, 806, 10), mix(SOFT, INK, 0.3), mix(SOFT, INK, 0.7))
    _steam(sheet)
    _pot(sheet)
    _cup(sheet, 1120, 806)
    return sheet.finish()


def _pot(sheet: Sheet) -> None:
    deep = mix(GREEN, INK, 0.3)
    handle = ink.curve([(452, 520), (448, 388), (600, 318), (752, 388), (748, 520)])
    sheet.stroke(handle, mix(SOFT, INK, 0.55), 22)
    spout = ink.curve([(734, 668), (826, 590), (850, 500), (884, 492), (896, 512), (884, 620), (776, 738)], closed=True)
    sheet.fade(spout, mix(GREEN, LEAF, 0.16), deep)
    outline = [(430, 776), (404, 690), (436, 560), (520, 492), (680, 492), (764, 560), (796, 690), (770, 776)]
    body = [*ink.curve(outline), (770, 776), (430, 776)]
    sheet.fade(body, mix(GREEN, LEAF, 0.26), deep)
    shine = ink.curve([(458, 690), (478, 588), (534, 530), (522, 590), (492, 640), (482, 720)], closed=True)
    sheet.fill(shine, mix(LEAF, PAPER, 0.3), alpha=0.42, blur=5)
    sheet.fade(ink.slab(508, 478, 692, 500, 11), mix(GREEN, LEAF, 0.4), GREEN)
    sheet.fade(ink.curve([(536, 480), (560, 456), (600, 448), (640, 456), (664, 480)]), mix(GREEN, LEAF, 0.3), GREEN)
    sheet.fade(ink.oval(600, 436, 19, 17), mix(SOFT, INK, 0.3), INK)


def _steam(sheet: Sheet) -> None:
    for shift, width, alpha in ((0, 34, 0.5), (26, 22, 0.6), (-16, 16, 0.5)):
        way = [(892 + shift / 3, 486), (910 + shift, 410), (876 + shift, 330), (926 + shift, 240), (890 + shift, 130)]
        for share in (1.0, 0.74, 0.5):
            line = ink.curve(way)
            sheet.stroke(line[: round(len(line) * share)], PAPER, width * (1.5 - share), alpha=alpha * 0.8, blur=10)


def _cup(sheet: Sheet, x: float, foot: float) -> None:
    sheet.fill(ink.oval(x, foot + 8, 110, 12), INK, alpha=0.26, blur=9)
    grip = ink.oval(x + 88, foot - 76, 36, 40)
    sheet.stroke([*grip, grip[0]], mix(PAPER, SOFT, 0.12), 13)
    side: list[Point] = [(x - 86, foot - 136), (x - 74, foot - 36), (x - 44, foot), (x + 44, foot), (x + 74, foot - 36)]
    sheet.fade([*ink.curve(side), (x + 86, foot - 136)], PAPER, mix(PAPER, SOFT, 0.22))
    sheet.fill(ink.oval(x, foot - 136, 86, 13), mix(PAPER, SOFT, 0.3))


def _window(sheet: Sheet, left: float, top: float, right: float, bottom: float) -> None:
    frame = mix(PAPER, LINE, 0.25)
    sheet.fill(ink.slab(left - 18, top - 12, right + 30, bottom + 34, 4), INK, alpha=0.14, blur=14)
    sheet.fill(ink.slab(left - 22, top - 22, right + 22, bottom + 22, 4), frame)
    sheet.fade(ink.slab(left, top, right, bottom), mix(LEAF, PAPER, 0.66), mix(BLUSH, PAPER, 0.3))
    tall = bottom - top
    for height, depth in ((0.6, 0.2), (0.72, 0.42), (0.86, 0.66)):
        hill = [
            (x, y * tall / 1000 + top) for x, y in ink.ridge(height * 1000, 74, [(120, depth * 13), (52, depth * 7)])
        ]
        inside = [(x, y) for x, y in hill if left <= x <= right and y <= bottom]
        color = mix(mix(MINT, LEAF, 0.35), GREEN, depth)
        sheet.fade(
            [(left, inside[0][1]), *inside, (right, inside[-1][1]), (right, bottom), (left, bottom)],
            color,
            mix(color, PAPER, 0.3),
        )
    middle, across = (left + right) / 2, top + tall * 0.46
    for bar in (ink.slab(middle - 7, top, middle + 7, bottom), ink.slab(left, across - 7, right, across + 7)):
        sheet.fill(bar, frame)
    sheet.fade(ink.slab(left - 44, bottom + 18, right + 44, bottom + 44, 4), PAPER, LINE)


def two_chairs() -> Image:
    """Two empty chairs, turned half toward each other, in the light of a window."""
    sheet = Sheet(mix(MINT, NOTE, 0.5), mix(MINT, LINE, 0.35))
    _window(sheet, 590, 90, 1010, 520)
    sheet.fade(ink.slab(-20, 730, 1620, 1020), mix(LINE, WARM, 0.35), mix(LINE, SOFT, 0.34))
    sheet.fade(ink.slab(-20, 706, 1620, 732), PAPER, LINE)
    for left, right in ((480, 740), (790, 1050)):
        pane: list[Point] = [(left + 60, 770), (right + 10, 770), (right - 20, 960), (left - 50, 960)]
        sheet.fill(pane, PAPER, alpha=0.62, blur=9)
    sheet.glow(800, 330, 820, PAPER, 0.42)
    _chair(sheet, 360, 1)
    _chair(sheet, 1240, -1)
    return sheet.finish()


def _chair(sheet: Sheet, x: float, way: int) -> None:
    """A plain wooden chair whose seat points right (1) or left (-1)."""

    def at(points: list[Point]) -> list[Point]:
        return [(x + way * dx, dy) for dx, dy in points]

    dark, wood = mix(GREEN, INK, 0.5), mix(GREEN, INK, 0.22)
    sheet.fill(at([(-90, 880), (150, 860), (250, 905), (10, 935)]), INK, alpha=0.26, blur=16)
    for foot in ([(148, 690), (158, 862)], [(-60, 690), (-74, 862)]):
        sheet.stroke(at(foot), dark, 15)
    sheet.stroke(at([(-66, 800), (154, 800)]), dark, 8)
    for post in ([(-120, 372), (-96, 690), (-104, 912)], [(-34, 352), (-22, 690)]):
        sheet.stroke(at(ink.curve(post)), wood, 17)
    for rail in (396, 466, 536):
        upper = ink.curve([(-116, rail - 2), (-76, rail - 20), (-34, rail - 22)])
        lower = ink.curve([(-32, rail + 2), (-76, rail + 6), (-112, rail + 24)])
        sheet.fade(at([*upper, *lower]), mix(GREEN, LEAF, 0.3), wood)
    sheet.stroke(at([(112, 716), (124, 912)]), wood, 17)
    sheet.stroke(at([(-100, 838), (120, 838)]), wood, 9)
    seat = at(ink.curve([(-112, 704), (-58, 668), (160, 668), (132, 712)], closed=True))
    sheet.fill([(a, b + 14) for a, b in seat], dark)
    sheet.fade(seat, mix(GREEN, LEAF, 0.42), mix(GREEN, LEAF, 0.2))


def coat_on_a_hook() -> Image:
    """A long coat and a bag on their hooks, beside a closed green door."""
    sheet = Sheet(mix(NOTE, PAPER, 0.4), mix(NOTE, LINE, 0.5))
    sheet.glow(520, 330, 760, PAPER, 0.9)
    sheet.fade(ink.slab(-20, 872, 1620, 1020), mix(LINE, WARM, 0.4), mix(LINE, SOFT, 0.4))
    sheet.fade(ink.slab(-20, 842, 1620, 874), PAPER, LINE)
    _door(sheet)
    sheet.fill(ink.slab(196, 250, 830, 296, 6), INK, alpha=0.16, blur=8)
    sheet.fade(ink.slab(190, 238, 824, 282, 6), mix(LINE, SOFT, 0.28), mix(LINE, SOFT, 0.44))
    for x in (270, 428, 586, 744):
        sheet.stroke(ink.curve([(x, 258), (x, 300), (x + 12, 314), (x + 22, 302)]), mix(SOFT, INK, 0.6), 9)
    _coat(sheet)
    _bag(sheet)
    return sheet.finish()


def _door(sheet: Sheet) -> None:
    sheet.fade(ink.slab(1010, 92, 1482, 874), PAPER, LINE)
    sheet.fade(ink.slab(1042, 124, 1450, 874), mix(GREEN, LEAF, 0.14), mix(GREEN, INK, 0.16))
    for left in (1082, 1264):
        for top, bottom in ((170, 440), (500, 820)):
            sheet.fill(ink.slab(left, top, left + 146, bottom, 4), mix(GREEN, INK, 0.26))
            sheet.fade(ink.slab(left + 7, top + 8, left + 146, bottom, 3), GREEN, mix(GREEN, LEAF, 0.12))
    sheet.fill(ink.oval(1070, 486, 13, 13), INK, alpha=0.3, blur=5)
    sheet.fade(ink.oval(1066, 480, 13, 13), mix(WARM, PAPER, 0.3), mix(WARM, SOFT, 0.4))


def _coat(sheet: Sheet) -> None:
    left = [(428, 306), (372, 336), (330, 396), (318, 520), (304, 800)]
    right = [(552, 800), (540, 520), (528, 396), (484, 336), (428, 306)]
    body = [*ink.curve(left), *ink.curve([(304, 800), (428, 818), (552, 800)]), *ink.curve(right)]
    sheet.fill([(a + 16, b + 14) for a, b in body], INK, alpha=0.22, blur=14)
    sheet.fade(body, mix(SOFT, WARM, 0.3), mix(SOFT, INK, 0.28))
    for side in (-1, 1):
        sleeve = [(88, 366), (120, 440), (128, 560), (112, 664), (72, 660), (76, 560), (66, 430)]
        arm = ink.curve([(428 + side * a, b) for a, b in sleeve], closed=True)
        sheet.fade(arm, mix(SOFT, WARM, 0.36), mix(SOFT, INK, 0.2))
        collar = ink.curve([(428, 312), (428 + side * 52, 338), (428 + side * 46, 420), (428, 470)])
        sheet.fill(collar, mix(SOFT, WARM, 0.46))
    lining = ink.curve([(428, 316), (458, 340), (450, 392), (428, 432), (406, 392), (398, 340)], closed=True)
    sheet.fill(lining, mix(SOFT, INK, 0.5))
    sheet.stroke(ink.curve([(428, 470), (430, 640), (426, 810)]), mix(SOFT, INK, 0.5), 4, alpha=0.8)
    for y in (520, 590, 660):
        sheet.fill(ink.oval(446, y, 7, 7), mix(SOFT, INK, 0.6))


def _bag(sheet: Sheet) -> None:
    sheet.stroke(ink.curve([(680, 600), (716, 420), (752, 308), (772, 420), (806, 600)]), mix(GREEN, INK, 0.5), 11)
    sheet.fill(ink.slab(666, 600, 840, 776, 20), INK, alpha=0.24, blur=13)
    sheet.fade(ink.slab(652, 586, 828, 762, 20), mix(GREEN, INK, 0.1), mix(GREEN, INK, 0.44))
    sheet.fade(
        [(652, 604), (666, 586), (814, 586), (828, 604), (828, 662), (740, 690), (652, 662)],
        GREEN,
        mix(GREEN, INK, 0.3),
    )
    sheet.fill(ink.slab(729, 672, 751, 702, 5), mix(WARM, PAPER, 0.2))
