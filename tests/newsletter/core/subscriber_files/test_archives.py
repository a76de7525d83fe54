"""A zip is looked at before anything in it is read, and bombs are not opened."""

import io
import stat
import time
import zipfile

import pytest

from newsletter.core.subscriber_files import archives
from newsletter.core.subscriber_files.archives import is_zip, table_in, tables_in
from newsletter.core.subscriber_files.limits import FileRefused, Limits
from tests.newsletter.core.subscriber_files.files import zipped

ROW = "email\nada@example.org\n"


def refusal(data: bytes, **limits) -> str:
    with pytest.raises(FileRefused) as refused:
        tables_in(io.BytesIO(data), limits=Limits(**limits))
    return str(refused.value)


def linking() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("readers.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return packed.getvalue()


def test_tables_are_found_by_their_names_and_read():
    data = zipped({"b.csv": ROW, "a/c.TXT": ROW, "read me.pdf": "x", "__MACOSX/x.csv": ROW, ".DS_Store": "x"})

    assert is_zip(data)
    assert not is_zip(ROW.encode())
    assert tables_in(io.BytesIO(data)) == ["a/c.TXT", "b.csv"]
    with table_in(io.BytesIO(data), "b.csv") as file:
        assert file.read() == ROW.encode()


@pytest.mark.parametrize(
    ("files", "limits", "words"),
    [
        ({"../../etc/cron.csv": ROW}, {}, archives.ODD_NAME),
        ({"/etc/cron.csv": ROW}, {}, archives.ODD_NAME),
        ({"a\\..\\b.csv": ROW}, {}, archives.ODD_NAME),
        ({"inner.zip": zipped({"a.csv": ROW})}, {}, archives.NESTED),
        ({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}, {}, archives.SPREADSHEET),
        ({"pictures.png": "x"}, {}, archives.NO_TABLE),
        ({"a.csv": ROW, "b.csv": ROW}, {"entries": 1}, archives.TOO_MANY),
        ({"a.csv": ROW, "b.csv": ROW}, {"unpacked": 30}, archives.TOO_LARGE),
    ],
)
def test_what_is_not_safe_to_open_is_refused_in_words(files, limits, words):
    assert refusal(zipped(files), **limits) == words


def test_a_link_a_broken_zip_and_a_bomb_are_refused():
    assert refusal(linking()) == archives.ODD_NAME
    assert refusal(zipped({"a.csv": ROW})[:40]) == archives.NOT_A_ZIP
    started = time.perf_counter()
    assert refusal(zipped({"bomb.csv": b"0" * 100_000_000})) == archives.BOMB
    assert time.perf_counter() - started < 10  # of which packing it takes most


def test_a_zip_that_lies_about_a_size_gives_no_more_than_it_said():
    data = bytearray(zipped({"a.csv": "x" * 5_000}))
    real = (5_000).to_bytes(4, "little")
    lying = bytes(data).replace(real, (50).to_bytes(4, "little"))

    assert tables_in(io.BytesIO(lying)) == ["a.csv"]
    with pytest.raises(FileRefused), table_in(io.BytesIO(lying), "a.csv") as file:
        assert len(file.read()) <= 50
