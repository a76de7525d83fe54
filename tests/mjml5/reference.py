"""The committed skeletons, and what npm mjml 5 made of them."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden" / "mjml5"
NAMES = sorted(path.stem for path in FOLDER.glob("*.mjml"))


def skeleton(name: str) -> str:
    return (FOLDER / f"{name}.mjml").read_text("ascii")


def compiled(name: str) -> str:
    return (FOLDER / f"{name}.html").read_text("ascii")
