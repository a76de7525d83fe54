"""The demo's drawings as pictures of the library."""

from io import BytesIO

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from series.demo.drawings import DRAWINGS

QUALITY = 88  # JPEG; the drawings have soft edges


def load_pictures() -> dict[str, int]:
    """The id of each drawing's picture by its name; a drawing that is there already is not drawn again."""
    model = get_image_model()
    found = dict(model.objects.filter(title__in=map(title_of, DRAWINGS)).values_list("title", "pk"))
    return {name: found.get(title_of(name)) or _draw(name, model).pk for name in DRAWINGS}


def title_of(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _draw(name: str, model):
    drawn = BytesIO()
    DRAWINGS[name]().save(drawn, "JPEG", quality=QUALITY)
    picture = model(title=title_of(name), file=ContentFile(drawn.getvalue(), name=f"{name}.jpg"))
    picture.save()
    return picture
