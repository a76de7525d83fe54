from pathlib import Path

import pytest

from cms.blocks.pictures import focus, has_alpha, letter_picture, rendition, web_pictures, without_file
from cms.core.skeleton import sections
from tests.cms.blocks.conftest import BODY
from tests.cms.conftest import BASE


@pytest.mark.parametrize(
    ("name", "mode", "file_format", "expected"),
    [
        ("a.jpg", "RGB", "JPEG", "jpeg"),
        ("a.jpg", "CMYK", "JPEG", "jpeg"),
        ("a.png", "RGB", "PNG", "jpeg"),
        ("a.png", "RGBA", "PNG", "png"),
        ("a.webp", "RGB", "WEBP", "jpeg"),
        ("a.webp", "RGBA", "WEBP", "png"),
        ("a.avif", "RGB", "AVIF", "jpeg"),
    ],
)
def test_letters_get_jpeg_or_png_whatever_was_uploaded(add_picture, name, mode, file_format, expected):
    image = add_picture(name=name, mode=mode, file_format=file_format, size=(1400, 700))
    picture = letter_picture(image, base=BASE)

    assert (picture.format, picture.width) == (expected, 1200)
    assert picture.url.startswith("https://site.example.org/media/")


def test_the_web_gets_each_width_once_and_none_enlarged(add_picture):
    image = add_picture(size=(1000, 500))

    assert [picture.width for picture in web_pictures(image, base=BASE)] == [400, 800, 1000]


def test_a_lost_file_breaks_no_page(add_picture, media):
    image = add_picture(name="lost.png", mode="RGBA", file_format="PNG")
    image.file.storage.delete(image.file.name)

    assert letter_picture(image, base=BASE).width == 0
    assert has_alpha(image) is False


@pytest.fixture(params=["gone", "half"])
def broken(request, add_picture):
    """A picture whose file is lost, or was cut in the middle."""
    image = add_picture()
    path = Path(image.file.path)
    whole = path.read_bytes()
    path.unlink() if request.param == "gone" else path.write_bytes(whole[: len(whole) // 2])
    return image


def test_a_picture_in_a_page_template_has_no_width_without_a_whole_file(broken):
    assert rendition(broken, "fill-600x800").width == 0


def test_a_whole_picture_in_a_page_template_has_the_size_that_was_asked_for(add_picture):
    assert rendition(add_picture(), "fill-60x80").width == 60


def shown(**image):
    return BODY.to_python([{"type": "image", "value": {"image": {"image": 1, **image}}, "id": "i"}])


def test_a_page_describes_what_should_stand_there_instead_of_showing_a_broken_picture(broken):
    html = BODY.render(shown(decorative=False, alt_text="A dark window"))

    assert "<img" not in html
    assert '<p class="gap">A dark window</p>' in html
    assert web_pictures(broken, base=BASE) == ()


def test_a_broken_decoration_leaves_nothing(broken):
    html = BODY.render(shown(decorative=True, alt_text=""))

    assert "<img" not in html
    assert "gap" not in html


def test_the_api_says_that_there_is_no_file_and_keeps_the_words(broken):
    (document,) = BODY.get_api_representation(shown(decorative=False, alt_text="A dark window"), {"base_url": BASE})
    value = document["value"]

    assert (value["src"], value["width"], value["renditions"], value["alt"]) == (None, None, [], "A dark window")


def test_a_letter_keeps_the_broken_picture_for_preflight_to_stop(broken):
    assert letter_picture(broken, base=BASE).url == "https://site.example.org/media/not-found"


def test_the_pictures_without_a_file_are_named(add_picture):
    kept, lost = add_picture(pk=1), add_picture(pk=2)
    lost.file.storage.delete(lost.file.name)

    assert without_file([kept.pk, lost.pk, 99]) == {lost.pk, 99}


def test_the_focal_point_is_told_in_percent(add_picture):
    image = add_picture(size=(1000, 500))
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 250, 250, 10, 10

    assert focus(image) == "25% 50%"


def test_a_decorative_picture_says_so_in_every_face(stream, letter):
    image = {"image": 1, "decorative": True, "alt_text": ""}
    value = stream({"type": "image", "value": {"image": image}, "id": "i"})
    skeleton = sections(BODY.render_email_runs(value, {"letter": letter}))
    (document,) = BODY.get_api_representation(value, {"base_url": BASE})

    assert ' alt="" ' in skeleton
    assert 'alt=""' in BODY.render(value)
    assert BODY.render_text(value, {"letter": letter}) == ""
    assert (document["value"]["alt"], document["value"]["decorative"]) == ("", True)


def test_a_small_picture_is_not_stretched_in_a_letter(add_picture, letter):
    add_picture(size=(300, 200), pk=2)
    image = {"image": 2, "decorative": True, "alt_text": ""}
    value = BODY.to_python([{"type": "image", "value": {"image": image}, "id": "i"}])

    assert 'width="300px"' in sections(BODY.render_email_runs(value, {"letter": letter}))
