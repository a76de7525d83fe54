"""A sheet of paper for the demo's drawings: flat shapes, soft light and the site's own colors."""

import itertools
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

Point = tuple[float, float]
Color = tuple[int, int, int]

WIDTH, HEIGHT = 1600, 1000  # pixels of the finished drawing
_FINE = 2  # drawn this many times larger, then scaled down: smooth edges

PAPER: Color = (251, 248, 243)
WHITE: Color = (255, 255, 255)
INK: Color = (36, 33, 29)
SOFT: Color = (95, 88, 79)
LINE: Color = (229, 221, 209)
GREEN: Color = (31, 92, 87)
LEAF: Color = (124, 196, 187)
MINT: Color = (232, 241, 236)
BLUSH: Color = (246, 235, 230)
NOTE: Color = (243, 239, 230)
WARM: Color = (232, 188, 158)  # the tint of the "is not" side, deepened: lamplight, clay, a mended seam


def mix(one: Color, other: Color, share: float) -> Color:
    """The color that lies `share` (0 to 1) of the way from one to the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def curve(points: Sequence[Point], *, closed: bool = False, steps: int = 16) -> list[Point]:
    """A smooth line through the points (Catmull-Rom)."""
    ring = list(points)
    padded = [ring[-1], *ring, ring[0], ring[1]] if closed else [ring[0], *ring, ring[-1]]
    spans = zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    return [_between(span, step / steps) for span in spans for step in range(steps)] + ([] if closed else [ring[-1]])


def _between(span: tuple[Point, Point, Point, Point], t: float) -> Point:
    def axis(i: int) -> float:
        a, b, c, d = (point[i] for point in span)
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return axis(0), axis(1)


def ridge(height: float, swell: float, waves: Sequence[tuple[float, float]]) -> list[Point]:
    """The outline of a hill line from edge to edge, closed along the bottom. Waves are (length in px, shift)."""
    line = []
    for x in range(-20, WIDTH + 21, 10):
        lift = sum(math.sin(x / length + shift) for length, shift in waves) / len(waves)
        line.append((float(x), height - swell * lift))
    return [*line, (WIDTH + 20.0, HEIGHT + 20.0), (-20.0, HEIGHT + 20.0)]


def turn(points: Sequence[Point], degrees: float, about: Point) -> list[Point]:
    """The points turned about one of them, clockwise as seen on the sheet."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    moved = ((x - about[0], y - about[1]) for x, y in points)
    return [(about[0] + x * cos - y * sin, about[1] + x * sin + y * cos) for x, y in moved]


def slab(left: float, top: float, right: float, bottom: float, radius: float = 0) -> list[Point]:
    """The outline of a box with round corners."""
    corners = ((right, top, -90), (right, bottom, 0), (left, bottom, 90), (left, top, 180))
    outline = []
    for x, y, start in corners:
        cx = x - radius if x == right else x + radius
        cy = y + radius if y == top else y - radius
        angles = (math.radians(start + 90 * step / 12) for step in range(13))
        outline += [(cx + radius * math.cos(a), cy + radius * math.sin(a)) for a in angles]
    return outline


def oval(x: float, y: float, rx: float, ry: float) -> list[Point]:
    """The outline of an ellipse about (x, y)."""
    angles = (math.tau * step / 120 for step in range(120))
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


class Sheet:
    """One drawing in the making. Coordinates are those of the finished picture."""

    def __init__(self, top: Color, bottom: Color) -> None:
        size = (WIDTH * _FINE, HEIGHT * _FINE)
        fade = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
        self._image = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), fade)

    def fill(self, points: Sequence[Point], color: Color, *, alpha: float = 1, blur: float = 0) -> None:
        """Lay a flat shape on the sheet; `blur` in pixels softens its edge."""
        corner, mask = _shape(points, alpha, blur)
        self._lay(corner, mask, color)

    def fade(self, points: Sequence[Point], top: Color, bottom: Color) -> None:
        """Lay a shape whose color runs from its top to its bottom."""
        (left, upper), mask = _shape(points, 1, 0)
        run = Image.linear_gradient("L").resize(mask.size, Image.Resampling.BICUBIC)
        cloth = Image.composite(Image.new("RGB", mask.size, bottom), Image.new("RGB", mask.size, top), run)
        self._image.paste(cloth, (left, upper), mask)

    def stroke(self, points: Sequence[Point], color: Color, width: float, *, alpha: float = 1, blur: float = 0) -> None:
        """Draw a line with round ends; `width` and `blur` in pixels."""
        corner, size, fine = _frame(points, width + 3 * blur)
        mask, reach = Image.new("L", size), width * _FINE / 2
        pen, shade = ImageDraw.Draw(mask), round(255 * alpha)
        for one, other in itertools.pairwise(fine):
            pen.polygon(_plank(one, other, reach), fill=shade)
        for x, y in fine:
            pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=shade)
        self._lay(corner, _soften(mask, blur), color)

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float) -> None:
        """Let light (or shade) spread from a point and die away at `radius` pixels."""
        side = round(2 * radius * _FINE)
        falloff = Image.radial_gradient("L").resize((side, side), Image.Resampling.BICUBIC)
        mask = falloff.point([round(255 * strength * max(0.0, 1 - v / 180) ** 2) for v in range(256)])
        self._lay((round((x - radius) * _FINE), round((y - radius) * _FINE)), mask, color)

    def finish(self) -> Image.Image:
        """The finished picture, 1600 x 1000, RGB."""
        return self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def _lay(self, corner: tuple[int, int], mask: Image.Image, color: Color) -> None:
        left, top = corner
        self._image.paste(color, (left, top, left + mask.width, top + mask.height), mask)


def _shape(points: Sequence[Point], alpha: float, blur: float) -> tuple[tuple[int, int], Image.Image]:
    corner, size, fine = _frame(points, 3 * blur)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon(fine, fill=round(255 * alpha))
    return corner, _soften(mask, blur)


def _frame(points: Sequence[Point], margin: float) -> tuple[tuple[int, int], tuple[int, int], list[Point]]:
    """The corner and size of the least mask that holds the points, and the points inside it."""
    xs, ys = [x * _FINE for x, _ in points], [y * _FINE for _, y in points]
    pad = math.ceil(margin * _FINE) + 2
    left, top = math.floor(min(xs)) - pad, math.floor(min(ys)) - pad
    size = (math.ceil(max(xs)) + pad - left, math.ceil(max(ys)) + pad - top)
    return (left, top), size, [(x - left, y - top) for x, y in zip(xs, ys, strict=True)]


def _plank(one: Point, other: Point, reach: float) -> list[Point]:
    """A straight piece of a line, as wide as twice `reach`."""
    length = math.dist(one, other) or 1
    dx, dy = (other[1] - one[1]) / length * reach, (one[0] - other[0]) / length * reach
    return [
        (one[0] + dx, one[1] + dy),
        (other[0] + dx, other[1] + dy),
        (other[0] - dx, other[1] - dy),
        (one[0] - dx, one[1] - dy),
    ]


def _soften(mask: Image.Image, blur: float) -> Image.Image:
    return mask.filter(ImageFilter.GaussianBlur(blur * _FINE)) if blur else mask
