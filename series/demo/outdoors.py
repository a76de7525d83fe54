"""Four drawings in the open: hills, a lit house, stones in water, a garden fence."""

from PIL.Image import Image

from series.demo import ink
from series.demo.ink import BLUSH, GREEN, INK, LEAF, MINT, NOTE, PAPER, SOFT, WARM, Sheet, mix

_NIGHT = mix(GREEN, INK, 0.62)


def hills_at_evening() -> Image:
    """Layers of hills that grow paler with distance, and a low sun."""
    sheet = Sheet(mix(LEAF, PAPER, 0.62), mix(BLUSH, WARM, 0.25))
    sheet.glow(1130, 400, 620, PAPER, 0.9)
    sheet.fill(ink.oval(1130, 400, 62, 62), PAPER)
    lines = [
        (470, 46, [(170, 0.4), (71, 2.0)], 0.24),
        (545, 60, [(230, 2.6), (90, 0.3)], 0.38),
        (625, 64, [(190, 4.4), (120, 1.2)], 0.54),
        (705, 58, [(270, 0.9), (101, 3.1)], 0.72),
        (800, 66, [(310, 3.6), (140, 0.2)], 0.9),
    ]
    for height, swell, waves, depth in lines:
        color = mix(mix(MINT, LEAF, 0.3), GREEN, depth)
        sheet.fade(ink.ridge(height, swell, waves), color, mix(color, PAPER, 0.34))
    for x, tall in ((226, 112), (262, 150), (302, 124), (1394, 96), (1426, 126)):
        _poplar(sheet, x, 948, tall)
    near = ink.ridge(905, 44, [(360, 5.2), (160, 2.2)])
    sheet.fade(near, mix(GREEN, INK, 0.42), mix(GREEN, INK, 0.62))
    return sheet.finish()


def lamp_in_a_window() -> Image:
    """A dark house on a hill at dusk; one window is awake."""
    sheet = Sheet(mix(GREEN, INK, 0.55), mix(LEAF, BLUSH, 0.62))
    for x, y, size in (
        (180, 120, 2.4),
        (410, 220, 1.8),
        (655, 90, 2),
        (1010, 170, 1.6),
        (1290, 96, 2.4),
        (1470, 250, 2),
    ):
        sheet.fill(ink.oval(x, y, size, size), PAPER, alpha=0.8)
    sheet.fade(ink.ridge(690, 40, [(210, 1.0), (90, 2.0)]), mix(GREEN, LEAF, 0.34), mix(GREEN, LEAF, 0.1))
    sheet.fade(ink.ridge(770, 52, [(290, 3.0), (130, 0.6)]), mix(GREEN, INK, 0.2), mix(GREEN, INK, 0.5))
    hill = ink.curve([(-40, 1010), (120, 905), (480, 800), (850, 752), (1180, 800), (1500, 900), (1660, 990)])
    _house(sheet)
    sheet.fade([*hill, (1660, 1040), (-40, 1040)], mix(GREEN, INK, 0.6), mix(GREEN, INK, 0.82))
    sheet.fill([(764, 768), (838, 764), (950, 930), (640, 930)], WARM, alpha=0.2, blur=18)
    sheet.glow(800, 800, 300, WARM, 0.16)
    return sheet.finish()


def _house(sheet: Sheet) -> None:
    wall = mix(GREEN, INK, 0.86)
    sheet.fill(ink.slab(934, 470, 982, 600), wall)
    sheet.fill([(690, 790), (690, 596), (870, 462), (1050, 596), (1050, 790)], wall)
    sheet.stroke([(664, 614), (870, 460), (1076, 614)], mix(wall, INK, 0.5), 14)
    sheet.glow(800, 672, 420, WARM, 0.55)
    sheet.fill(ink.slab(752, 622, 848, 728, 3), mix(WARM, PAPER, 0.45))
    sheet.glow(800, 680, 90, PAPER, 0.95)
    sheet.fill([(784, 664), (816, 664), (832, 700), (768, 700)], mix(WARM, PAPER, 0.86))
    sheet.fill(ink.slab(796, 700, 804, 728), mix(WARM, SOFT, 0.75))
    for bar in (ink.slab(798, 622, 802, 668), ink.slab(752, 648, 848, 652)):
        sheet.fill(bar, mix(wall, WARM, 0.3))
    sheet.fill(ink.slab(744, 728, 856, 737), mix(wall, WARM, 0.3))
    sheet.fill(ink.slab(924, 668, 982, 792, 2), mix(wall, INK, 0.6))
    sheet.fill(ink.oval(972, 726, 3, 3), mix(WARM, SOFT, 0.4))


def stones_in_water() -> Image:
    """Flat stones that lead over still water to low hills."""
    sheet = Sheet(mix(LEAF, PAPER, 0.8), mix(GREEN, LEAF, 0.55))
    sheet.fill(ink.slab(-240, -240, 1840, 352), mix(BLUSH, PAPER, 0.4), blur=50)
    sheet.glow(620, 330, 560, PAPER, 0.9)
    far = ink.ridge(326, 34, [(190, 0.6), (83, 1.9)])[:-2]
    for points, color in ((far, mix(LEAF, GREEN, 0.3)), (_flip(far, 360), mix(LEAF, GREEN, 0.22))):
        sheet.fill([*points, (1620, 360), (-20, 360)], color, alpha=0.75)
    near = [(float(x), 360 - ((x - 860) / 740) ** 1.4 * 130) for x in range(860, 1621, 20)]
    sheet.fill([*near, (1620, 361)], mix(GREEN, INK, 0.12))
    sheet.fill([*_flip(near, 360), (1620, 360)], mix(GREEN, LEAF, 0.24), alpha=0.7, blur=3)
    for y, left, right in ((402, 200, 640), (440, 980, 1420), (520, 90, 420), (610, 1120, 1560), (742, 70, 350)):
        sheet.fill(ink.oval((left + right) / 2, y, (right - left) / 2, 2.2), PAPER, alpha=0.34, blur=1)
    path = ((742, 398, 30), (700, 440, 44), (738, 502, 66), (668, 590, 92), (770, 708, 132), (628, 872, 186))
    for x, y, size in path:
        _stone(sheet, x, y, size)
    return sheet.finish()


def _flip(points: list[ink.Point], level: float) -> list[ink.Point]:
    return [(x, 2 * level - y) for x, y in points]


def _stone(sheet: Sheet, x: float, y: float, size: float) -> None:
    for ring, alpha in ((1.5, 0.22), (1.26, 0.34)):
        outline = ink.oval(x, y + size * 0.12, size * ring, size * ring * 0.27)
        sheet.stroke([*outline, outline[0]], PAPER, max(1.5, size / 60), alpha=alpha, blur=0.8)
    sheet.fill(ink.oval(x, y + size * 0.2, size * 1.04, size * 0.3), mix(GREEN, INK, 0.3), alpha=0.5, blur=size / 16)
    shape = ((-1, 0.06), (-0.72, -0.16), (-0.1, -0.26), (0.58, -0.2), (0.98, 0.02), (0.7, 0.2), (0, 0.26), (-0.7, 0.2))
    body = ink.curve([(x + size * a, y + size * b) for a, b in shape], closed=True)
    sheet.fade(body, mix(NOTE, SOFT, 0.3), mix(SOFT, GREEN, 0.3))
    top = ink.curve([(x + size * a * 0.9, y - size * 0.045 + size * b * 0.72) for a, b in shape], closed=True)
    sheet.fade(top, mix(PAPER, NOTE, 0.5), mix(NOTE, SOFT, 0.34))


def garden_fence() -> Image:
    """A low white fence with its gate ajar, and a field behind it."""
    sheet = Sheet(mix(LEAF, PAPER, 0.72), PAPER)
    sheet.glow(1090, 420, 620, PAPER, 0.9)
    for height, depth in ((500, 0.16), (566, 0.34), (640, 0.52)):
        color = mix(mix(MINT, LEAF, 0.35), GREEN, depth)
        sheet.fade(ink.ridge(height, 34, [(260, depth * 9), (110, depth * 5)]), color, mix(color, PAPER, 0.42))
    sheet.fade(ink.ridge(760, 10, [(330, 1.4), (90, 0.2)]), mix(GREEN, LEAF, 0.3), mix(GREEN, INK, 0.3))
    left_edge = ink.curve([(1084, 757), (1050, 800), (986, 880), (880, 1020)])
    right_edge = ink.curve([(1410, 1020), (1216, 880), (1132, 800), (1100, 757)])
    sheet.fade([*left_edge, *right_edge], mix(NOTE, LEAF, 0.3), mix(NOTE, WARM, 0.12))
    for left, right in ((-40, 968), (1204, 1660)):
        _rails(sheet, left, right)
    _gate(sheet)
    for step in range(46):
        _grass(sheet, 18 + step * 36 + (step * 37) % 23, 34 + (step * 53) % 46)
    return sheet.finish()


def _rails(sheet: Sheet, left: float, right: float) -> None:
    for y in (690, 800):
        sheet.fill(ink.slab(left, y, right, y + 20), mix(PAPER, SOFT, 0.16))
    for x in range(round(left) + 6, round(right) - 30, 66):
        picket = [(x, 880), (x, 640), (x + 17, 612), (x + 34, 640), (x + 34, 880)]
        sheet.fill([(a + 7, b + 5) for a, b in picket], INK, alpha=0.16, blur=4)
        sheet.fade(picket, PAPER, mix(PAPER, SOFT, 0.1))


def _gate(sheet: Sheet) -> None:
    for y in (676, 806):
        sheet.fill([(1204, y + 14), (1204, y + 36), (1090, y + 62), (1090, y + 42)], mix(PAPER, SOFT, 0.18))
    for step in range(4):
        x, drop = 1178 - step * 28, step * 12
        slat = [(x, 902 + drop), (x, 652 + drop), (x + 8, 628 + drop), (x + 17, 650 + drop), (x + 17, 900 + drop)]
        sheet.fade(slat, PAPER, mix(PAPER, SOFT, 0.16))
    for x in (968, 1204):
        sheet.fill([(x + 8, 906), (x + 8, 600), (x + 44, 600), (x + 44, 906)], INK, alpha=0.14, blur=5)
        sheet.fade(ink.slab(x, 590, x + 36, 906, 5), PAPER, mix(PAPER, SOFT, 0.14))


def _grass(sheet: Sheet, x: float, tall: float) -> None:
    if 900 < x < 1290:
        return
    foot = 900 + (x * 7) % 60
    for lean in (-0.34, 0.02, 0.3):
        blade = ink.curve([(x, foot), (x + lean * tall * 0.4, foot - tall * 0.6), (x + lean * tall, foot - tall)])
        sheet.stroke(blade, mix(LEAF, GREEN, 0.5 + lean), 4)


def _poplar(sheet: Sheet, x: float, foot: float, tall: float) -> None:
    crown = [(x, foot), (x - tall * 0.13, foot - tall * 0.34), (x, foot - tall), (x + tall * 0.13, foot - tall * 0.34)]
    sheet.fill(ink.curve(crown, closed=True), _NIGHT)
