from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.translation import gettext
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks import fields, shapes
from cms.blocks.faces import FacedBlock, base_of, or_null
from cms.blocks.pictures import letter_picture, web_pictures
from cms.core.players import player_of
from cms.rich_text import targets
from cms.rich_text.json import rich_json

PLAY_SIGN = "\u25b6\ufe0e "  # the selector keeps it from becoming an emoji
FILES = (".mp4", ".m4v", ".webm")

# A page of our own inside the frame, with one link: following it loads the player there, without a script.
FRAME = (
    '<!doctype html><meta charset="utf-8"><title>{title}</title><style>html{{color-scheme:light dark}}'
    "body{{margin:0;height:100vh;display:grid;place-items:center;font:600 1rem/1.4 system-ui,sans-serif}}"
    "body>*{{grid-area:1/1}}img{{width:100%;height:100vh;object-fit:cover}}"
    "a{{padding:.8em 1.4em;border-radius:8px;background:Canvas;color:LinkText}}"
    "a:focus-visible{{outline:2px solid;outline-offset:2px}}</style>{poster}"
    '<a href="{player}">{words}</a>'
)


class VideoBlock(FacedBlock):
    """A film, and its words for those who cannot play it."""

    slug = "video"
    url = fields.address("The page of the video, or an .mp4 file of your own.", label="Address")
    title = fields.plain("Readers see it under the picture and in letters.")
    summary = fields.rich("What is said in it, in a few sentences.")
    speaker = fields.plain("Who speaks.")
    duration = fields.plain("How long it is, such as 12:30.")
    transcript = fields.words("Every word of it. Readers can open it below the video.")
    poster = ImageChooserBlock(required=False, help_text="The still picture that readers see before they play it.")

    json_fields = {"provider": shapes.or_null(shapes.WORDS), "poster": shapes.or_null(shapes.ADDRESS)}

    class Meta:
        icon = "media"
        group = "Show"
        description = "A video that loads only when a reader asks for it, with its words beside it."
        preview_value = {
            "url": "https://example.org/films/slow-evening.mp4",
            "title": "A slow evening",
            "summary": "<p>Twenty seconds of a kettle, a window and no hurry.</p>",
            "speaker": "Mara Ellison",
            "duration": "0:20",
            "transcript": "The kettle takes its time. So may you.",
        }

    def face_context(self, value, context):
        target = targets.web(value["url"], base=base_of(context))
        title = value["title"] or gettext("Video")
        length = f" ({value['duration']})" if value["duration"] else ""
        poster = _poster(value, context)
        return {
            "frame": _frame(target.href, title=title, poster=poster),
            "target": target,
            "title": title,
            "sign": PLAY_SIGN,
            "watch": gettext("Watch: %(title)s") % {"title": f"{title}{length}"},
            "is_own_file": provider_of(target.href, base=base_of(context)) == "own",
            "poster": poster,
        }

    def get_api_representation(self, value, context=None):
        base = base_of(context)
        url = targets.web(value["url"], base=base).href
        poster = web_pictures(value["poster"], base=base)[-1:] if value["poster"] else ()
        return {
            "url": or_null(url),
            "provider": or_null(provider_of(url, base=base)),
            **{name: or_null(value[name]) for name in ("title", "speaker", "duration", "transcript")},
            "summary": rich_json(value["summary"], base=base),
            "poster": poster[0].url if poster else None,
        }


def provider_of(url: str, *, base: str) -> str:
    """`own` for a file of this site, else the host without its www, or an empty string."""
    parts = urlsplit(url)
    if parts.netloc == urlsplit(base).netloc and parts.path.lower().endswith(FILES):
        return "own"
    return (parts.hostname or "").removeprefix("www.")


def _frame(url: str, *, title: str, poster) -> str:
    """What stands in the frame before anybody asks for the video; nothing where its host has no player that we know."""
    player = player_of(url)
    if not player:
        return ""
    picture = format_html('<img src="{}" alt="">', poster.url) if poster and poster.url else ""
    host = provider_of(url, base="")
    words = gettext("Play it here, from %(host)s") % {"host": host}
    return format_html(FRAME, title=title, poster=picture, player=player, words=words)


def _poster(value, context):
    if not value["poster"]:
        return None
    return letter_picture(value["poster"], base=base_of(context))
