import pytest

from newsletter.core.preflight.facts import PictureFile
from newsletter.core.preflight.picture_sizes import check

SRC = "https://letters.example.org/media/a1.jpg"
WORDS = "word " * 40
IMG = f'<p>{WORDS}</p><img src="{SRC}" alt="Two cups" width="552">'
GOOD = PictureFile(width=1104, size=90_000)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (PictureFile(width=1104, size=1_400_000), "“Two cups” weighs 1.4 MB."),
        (PictureFile(width=1104, size=1_400_000, is_animated=True), "“Two cups” moves and weighs 1.4 MB."),
        (PictureFile(width=3000, size=90_000), "is 3000 px wide and shown at 552"),
        (PictureFile(width=600, size=90_000), "looks soft"),
    ],
)
def test_a_picture_that_does_not_fit_its_place_gets_a_hint(a_letter, file, words):
    (finding,) = check(a_letter(body=IMG, picture_files={SRC: file}))

    assert words in finding.words
    assert (finding.check, finding.block_id) == ("W9", "block-1")


def test_a_picture_without_width_makes_the_letter_jump(a_letter, said):
    assert "says no width" in said(check, a_letter(body=IMG.replace(' width="552"', "")))


def test_all_pictures_are_weighed_together(a_letter, said):
    heavy = {f"{SRC}?{number}": PictureFile(width=1104, size=900_000) for number in range(3)}

    assert "All pictures together weigh 2.7 MB." in said(check, a_letter(body=IMG, picture_files=heavy))


def test_many_pictures_with_few_words_get_a_hint(a_letter, said):
    alone = f'<img src="{SRC}" alt="A" width="552">' * 3

    assert "3 pictures and few words" in said(check, a_letter(body=alone))


def test_a_fitting_picture_and_one_of_another_host_pass(a_letter):
    assert not list(check(a_letter(body=IMG, picture_files={SRC: GOOD})))
    assert not list(check(a_letter(body=IMG)))


@pytest.mark.parametrize(
    "file",
    [
        PictureFile(width=1104, size=1_000_000),
        PictureFile(width=1214, size=90_000),
        PictureFile(width=828, size=90_000),
    ],
)
def test_a_picture_at_the_very_bound_fits(a_letter, file):
    assert not list(check(a_letter(body=IMG, picture_files={SRC: file})))


@pytest.mark.parametrize("width", [827, 1215])
def test_a_pixel_beyond_it_is_told(a_letter, width):
    assert list(check(a_letter(body=IMG, picture_files={SRC: PictureFile(width=width, size=90_000)})))


def test_small_pictures_are_logos_and_may_be_any_width(a_letter):
    small, tiny = IMG.replace("552", "200"), IMG.replace("552", "199")

    assert list(check(a_letter(body=small, picture_files={SRC: PictureFile(width=200, size=9_000)})))
    assert not list(check(a_letter(body=tiny, picture_files={SRC: PictureFile(width=199, size=9_000)})))


def test_sixty_words_are_enough_for_two_pictures(a_letter):
    two = f'<img src="{SRC}" alt="" width="552">' * 2

    assert not list(check(a_letter(body=f"<p>{'word ' * 60}</p>{two}")))
    assert list(check(a_letter(body=f"<p>{'word ' * 40}</p>{two}")))
    assert not list(check(a_letter(body=f'<p>Hello</p><img src="{SRC}" alt="" width="552">')))
