import pytest

from newsletter.core.preflight.image_sources import check

URL = "https://letters.example.org/media/a1"


@pytest.mark.parametrize("src", [f"{URL}.jpg", f"{URL}.png?v=1", f"{URL}.gif"])
def test_an_image_that_all_programs_show_passes(a_letter, src):
    assert not list(check(a_letter(body=f'<img src="{src}" alt="x">')))


@pytest.mark.parametrize(
    "src",
    [
        "",
        "/media/a1.jpg",
        "http://letters.example.org/a1.jpg",
        "data:image/png;base64,AA==",
        f"{URL}.webp",
        f"{URL}.SVG",
    ],
)
def test_an_image_that_some_readers_would_not_see_stops(a_letter, src):
    (finding,) = check(a_letter(body=f'<img src="{src}" alt="x">'))

    assert finding.check == "B7"


def test_a_missing_file_stops_with_its_block(a_letter):
    letter = a_letter(body=f'<img src="{URL}.jpg" alt="Cups">', missing_files=frozenset({f"{URL}.jpg"}))
    (finding,) = check(letter)

    assert finding.block_id == "block-1"
    assert "no file" in finding.words


def test_a_site_on_a_private_address_may_show_its_own_images(a_letter):
    letter = a_letter(body='<img src="http://127.0.0.1:8000/a.jpg" alt="x">', own_hosts=frozenset({"127.0.0.1"}))

    assert not list(check(letter))
