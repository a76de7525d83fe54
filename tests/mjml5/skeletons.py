"""What both compilers are given: the shell, every block's face, all blocks in one letter, and a whole article."""

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.blocks.body import BLOCKS, BodyBlock
from cms.blocks.loading import load_stream
from cms.core.letter import LetterContext
from cms.core.skeleton import Run
from cms.letter import render_skeleton
from cms.rich_text import targets
from cms.shell import Logo, Shell, SupportEntry, SupportWay, WayOut
from cms.theme import site_theme
from series.demo import texts
from series.faces import article_runs
from series.models import ArticlePage
from tests.cms.blocks.specimens import specimen

LONGEST = "coming-home-without-bringing-work-with-you"
BASE = "https://site.example.org/reading/"
BODY = BodyBlock()
RELATED = [{"id": 7, "slug": "signs", "title": "Signs", "url": "https://site.example.org/signs/"}]
BARE = Shell(subject="A block", name="Slow Letters")
FULL = Shell(
    subject="All that a shell can say",
    name="Slow Letters",
    preview_text="Forty characters that carry the point of it",
    logo=Logo("https://site.example.org/media/logo.png", 160),
    home_url="https://site.example.org/",
    web_url="https://site.example.org/view/1/",
    web_first=True,
    kicker="Start here, Part 2 of 3",
    greeting="Dear Ada,\ngood morning.",
    support=(
        SupportEntry(
            name="A line to call",
            ways=(SupportWay("0800 1 2 3", targets.phone("0800123")),),
            hours="day and night",
            text="HOME to 123",
            words="for everyone",
        ),
    ),
    disclaimer="Reading is no treatment.",
    why="You asked for it.",
    ways_out=(WayOut("Unsubscribe", "[[unsubscribe_url]]"), WayOut("Pause", "[[preferences_url]]")),
    address="Slow Letters\nRua do Sol 1\nLisbon",
)


def skeletons() -> dict[str, str]:
    """Every skeleton by its name. Needs a database, since the width of a picture is asked of its file."""
    picture = library_picture()
    blocks = {slug: {"type": slug, "value": _specimen(slug, picture), "id": slug} for slug, _ in BLOCKS}
    return {
        "shell": _shell(LetterContext(theme=site_theme(), base_url=BASE)),
        "shell-right-to-left": _shell(LetterContext(theme=site_theme(), base_url=BASE, lang="ar", dir="rtl")),
        **{f"block-{slug}": _letter_of([row], shell=BARE) for slug, row in blocks.items()},
        "every-block": _letter_of(blocks.values(), shell=FULL),
        "longest-article": _article_letter(demo_article(LONGEST, picture=picture)),
    }


def demo_article(slug: str, *, picture: int) -> ArticlePage:
    """An article of the demo, not saved; each of its pictures is the one with that id."""
    words = texts.articles()[slug]
    body = load_stream([_stored(row, picture) for row in words["body"]], block=BODY)
    return ArticlePage(title=words["title"], slug=slug, content_note_text=words["content_note_text"], body=body)


def library_picture() -> int:
    """The id of a picture wide enough for every face."""
    found = get_image_model().objects.filter(title="A wide window").first()
    return (found or _drawn()).pk


def _drawn():
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    data = BytesIO()
    Pillow.new("RGB", (1700, 850)).save(data, "JPEG")
    data.seek(0)
    return get_image_model().objects.create(title="A wide window", file=ImageFile(data, name="window.jpg"))


def _shell(letter: LetterContext) -> str:
    return _skeleton((), shell=FULL, letter=letter)


def _letter_of(rows: Iterable[Mapping[str, Any]], *, shell: Shell) -> str:
    letter = LetterContext(theme=site_theme(), base_url=BASE)
    runs = BODY.render_email_runs(load_stream(rows, block=BODY), {"letter": letter, "related": RELATED})
    return _skeleton(runs, shell=shell, letter=letter)


def _article_letter(article: ArticlePage) -> str:
    letter = LetterContext(theme=site_theme(), base_url=BASE)
    return _skeleton(article_runs(article, letter=letter, shown="whole"), shell=FULL, letter=letter)


def _skeleton(runs: Iterable[Run], *, shell: Shell, letter: LetterContext) -> str:
    return render_skeleton(runs, context={"shell": shell, "letter": letter, "theme": letter.theme})


def _specimen(slug: str, picture: int) -> dict[str, Any]:
    value = specimen(slug)
    if slug == "image":
        value["image"]["image"] = picture
    if slug == "video":
        value["poster"] = picture
    return value


def _stored(row: Mapping[str, Any], picture: int) -> dict[str, Any]:
    """A row of the demo's files as a stream stores it; where it names other pages, they are not there yet."""
    settings = {name: row[name] for name in ("anchor", "shown_in") if name in row}
    change = _CHANGES.get(row["type"], lambda value, _: value)
    return {"type": row["type"], "value": {**change(row["value"], picture), **settings}}


def _image(value: Mapping[str, Any], picture: int) -> dict[str, Any]:
    chosen = {"image": picture, "decorative": value["decorative"], "alt_text": value["alt"]}
    return {"image": chosen, "caption": value["caption"], "credit": value["credit"]}


_CHANGES: Mapping[str, Callable[[Mapping[str, Any], int], Mapping[str, Any]]] = {
    "image": _image,
    "video": lambda value, picture: {**value, "poster": picture},
    "related": lambda value, _: {**value, "articles": []},
    "action": lambda value, _: {**value, "target": {"url": f"{BASE}{value['target']['value']}/"}},
}
