"""A cover for a series that has none: an endpaper of one motif, the same for a name every time.

The colors are class names; the site's style sheet gives them the tokens, so that the cover follows the dark.
"""

import hashlib
from dataclasses import dataclass

WIDTH, HEIGHT, TILE = 300, 400, 50  # units of the drawing: a book's 3 to 4

# Each drawn in a tile whose left upper corner is 0,0. A turn is about the middle of the tile.
MOTIFS = (
    "M0 0A50 50 0 0 1 50 50A50 50 0 0 1 0 0Z",  # a leaf
    "M0 0H50A50 50 0 0 1 0 50Z",  # a quarter of a moon
    "M0 50V25A25 25 0 0 1 50 25V50Z",  # a door
    "M0 25A25 25 0 0 1 50 25A25 25 0 0 1 0 25ZM25 0V50A25 25 0 0 0 25 0Z",  # a stone, half in light
    "M0 50A50 50 0 0 1 50 0V20A30 30 0 0 0 20 50Z",  # a ripple
)
SHAPES = ("deep", "soft", "deep", "mild", "faint", "soft", "mild", "faint")
GROUNDS = ("note", "is", "note", "not")


@dataclass(frozen=True)
class Tile:
    """One square of the left half; `turn` counts quarters."""

    column: int
    row: int
    turn: int
    shape: str
    ground: str


def motif(slug: str) -> str:
    """The one motif of a cover, as a path."""
    return MOTIFS[_chance(slug)[0] % len(MOTIFS)]


def tiles(slug: str) -> tuple[Tile, ...]:
    """The left half of a cover, row by row; the right half mirrors it, which makes it look meant."""
    columns = WIDTH // TILE // 2
    count = columns * (HEIGHT // TILE)
    return tuple(
        _tile(byte, row=place // columns, column=place % columns)
        for place, byte in enumerate(_chance(slug)[1 : count + 1])
    )


def svg(slug: str) -> str:
    """The cover as inline SVG, hidden from those who listen; it holds no byte of the slug."""
    half = "".join(_drawn(tile, motif(slug)) for tile in tiles(slug))
    return (
        f'<svg class="pattern" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice"'
        f' aria-hidden="true" focusable="false">'
        f'<g>{half}</g><g transform="matrix(-1 0 0 1 {WIDTH} 0)">{half}</g></svg>'
    )


def _chance(slug: str) -> bytes:
    return hashlib.sha256(slug.encode()).digest()


def _tile(byte: int, *, row: int, column: int) -> Tile:
    return Tile(
        column=column,
        row=row,
        turn=byte & 3,
        shape=SHAPES[byte >> 2 & 7],
        ground=GROUNDS[byte >> 5 & 3],
    )


def _drawn(tile: Tile, path: str) -> str:
    middle = TILE // 2
    # A hair wider than the tile: no seam of paper shows between two squares at odd zooms.
    square = f'<path class="ground-{tile.ground}" d="M0 0H50.5V50.5H0Z"/>'
    shape = f'<path class="shape-{tile.shape}" transform="rotate({tile.turn * 90} {middle} {middle})" d="{path}"/>'
    return f'<g transform="translate({tile.column * TILE} {tile.row * TILE})">{square}{shape}</g>'
