"""A file in the database is read like any other, from anywhere in it."""

import io
import random

import pytest

from cms.clock import Now
from newsletter.models import FilePiece, PassingFile
from newsletter.models.passing_files import PIECE


@pytest.fixture
def data():
    return random.Random(7).randbytes(2 * PIECE + 12_345)


@pytest.fixture
def file(db, data):
    made = PassingFile.objects.begin(name="readers.csv")
    made.write(data[start : start + 300_001] for start in range(0, len(data), 300_001))
    return PassingFile.objects.get(pk=made.pk)


def test_what_was_written_is_read_in_pieces_of_a_megabyte(file, data):
    assert file.size == len(data)
    assert [len(piece) for piece in file.read()] == [PIECE, PIECE, 12_345]
    assert b"".join(file.read()) == data


@pytest.mark.parametrize("place", [0, 1, PIECE - 1, PIECE, 2 * PIECE + 12_000, 3 * PIECE])
def test_it_is_searched_like_a_file(file, data, place):
    with file.open() as opened:
        opened.seek(place)
        assert opened.read(500) == data[place : place + 500]
        opened.seek(-10, io.SEEK_END)
        assert opened.read() == data[-10:]


def test_an_empty_file_is_empty(db):
    made = PassingFile.objects.begin()
    made.write([])

    assert made.size == 0
    assert made.open().read() == b""


def test_after_a_day_it_is_over_and_its_pieces_go_with_it(file):
    assert not PassingFile.objects.over()
    PassingFile.objects.update(expires_at=Now())
    PassingFile.objects.over().forget()

    assert not FilePiece.objects.exists()
    assert not PassingFile.objects.exists()
