from hypothesis import given, strategies as st

from cms.core import pattern

slugs = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-", max_size=40)


@given(slugs)
def test_same_name_gives_the_same_cover(slug):
    assert pattern.svg(slug) == pattern.svg(slug)


def test_different_names_give_different_covers():
    names = [f"series-{number}" for number in range(200)]

    covers = {pattern.svg(name) for name in names}

    assert len(covers) == len(names)


@given(st.text())
def test_cover_holds_no_word_of_its_name(slug):
    assert "zq" not in pattern.svg(f"zq{slug}zq")


@given(slugs)
def test_tiles_fill_the_left_half(slug):
    places = {(tile.column, tile.row) for tile in pattern.tiles(slug)}

    assert places == {(column, row) for column in range(3) for row in range(8)}


def test_every_motif_is_drawn_for_some_name():
    drawn = {pattern.motif(f"series-{number}") for number in range(100)}

    assert drawn == set(pattern.MOTIFS)


def test_colors_are_left_to_the_style_sheet():
    assert "#" not in pattern.svg("after-the-long-year")
    assert "fill=" not in pattern.svg("after-the-long-year")
