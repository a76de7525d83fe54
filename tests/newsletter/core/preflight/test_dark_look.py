from newsletter.core.preflight.dark_look import check
from newsletter.core.preflight.facts import PictureFile

SRC = "https://letters.example.org/media/logo.png"
LOGO = f'<img src="{SRC}" alt="Slow Letters" width="120">'


def test_a_see_through_picture_may_vanish_in_the_dark(a_letter):
    clear = PictureFile(width=240, size=9_000, is_transparent=True)
    (finding,) = check(a_letter(body=LOGO, picture_files={SRC: clear}))

    assert (finding.check, finding.block_id) == ("W13", "block-1")
    assert "may vanish on a dark ground" in finding.words


def test_pure_black_on_white_is_said_once(a_letter):
    (finding,) = check(a_letter(body='<p style="color:#000">One</p><p style="color:#000">Two</p>'))

    assert "pure black and white" in finding.words


def test_an_opaque_picture_and_soft_colors_pass(a_letter):
    assert not list(check(a_letter(body=LOGO, picture_files={SRC: PictureFile(width=240, size=9_000)})))
