import pytest

from cms.blocks.pictures import focus, has_alpha, letter_picture, web_pictures
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
