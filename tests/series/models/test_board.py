from django.utils import timezone

from series.models.board import board_rows


def seen(series):
    return [(row.title, row.words, row.readers_see) for row in board_rows(series, now=timezone.now())]


def test_the_board_shows_every_part_with_what_readers_see(world, plan):
    before = seen(world.sequence)
    plan(world.parts["back"])

    assert before == [
        ("What is burnout?", "Part 1 of 3", "The whole text"),
        ("Signs", "Part 2 of 3", "The whole text"),
        ("Coming back slowly", "", "Nothing"),
    ]
    assert seen(world.sequence)[2] == ("Coming back slowly", "Part 3 of 3", "Title and date, no link")


def test_the_board_says_when_a_part_goes_live(world, plan, soon):
    plan(world.parts["back"])

    row = board_rows(world.sequence, now=timezone.now())[2]

    assert (row.is_live, row.planned_for) == (False, soon)


def test_the_board_stands_in_the_editor_of_the_series(world, client):
    client.force_login(world.staff["mara"])

    editor = client.get(f"/admin/pages/{world.sequence.pk}/edit/").content.decode()

    assert "What readers see today" in editor
    assert f"/admin/series/{world.sequence.pk}/release/" in editor
