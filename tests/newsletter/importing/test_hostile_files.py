"""Whatever stands in a file of readers, the import goes to its end, and says of every odd row what is odd."""

import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cms.core.csv_cells import csv_line
from newsletter.core.subscriber_files.limits import FileRefused
from newsletter.core.subscriber_files.own_columns import READERS, SUPPRESSIONS
from newsletter.importing.deeds import ImportRefused, read, start
from newsletter.importing.files import read_anew
from newsletter.importing.work import STUMBLED
from newsletter.models import AttributeField, ImportRow, ReaderTag, Subscriber
from newsletter.suppressions import find
from tests.newsletter.importing.conftest import PROOF, fresh, work

NEVER_KEPT = ["a\x00b", "\x00", "a\udcffb"]
HOSTILE = [
    *NEVER_KEPT,
    "x" * 8_000,
    "\ufffe\uffff",
    "\U0001f469\u200d\U0001f467" * 90,
    "\u202e\u2066gnp.exe",
    "[" * 4_000,
    '["\\u0000"]',
    '["\\ud800"]',
    json.dumps(["t" * 300]),
    json.dumps([str(number) for number in range(2_000)]),
    "[1, null]",
    "NaN",
    "1e400",
    "9" * 4_400,
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31",
    "\u0661\u0662\u0663",
    "-0",
    "\\N",
    "\\.",
    "'; --",
    "",
]
PLAIN = [
    *("email", "first name", "name", "language", "time zone", "tags", "status"),
    *("subscribed at", "confirmed at", "optin ip", "city", "visits"),
]
GOOD = {"email": "{}@example.org", "status": "active", "subscribed at": "2024-05-03T10:00:00Z"}
OWN = {
    "address": "{}@example.org",
    "newsletter": "slow-letters",
    "state": "active",
    "reader_since": "2024-05-03T10:00:00+00:00",
    "subscribed_since": "2024-05-03T10:00:00+00:00",
    "consent_given_on": "2024-05-03T10:00:00+00:00",
    "consent_wording": "Send me letters.",
    "consent_evidence": "A form.",
}
BARRED = {"address": "{}@example.org", "reason": "complaint", "at": "2024-05-03T10:00:00+00:00"}
TABLES = {
    "plain": (PLAIN, GOOD),
    "own readers": ([*READERS, "attribute:city", "attribute:visits"], OWN),
    "own suppressions": (list(SUPPRESSIONS), BARRED),
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _attributes(db):
    AttributeField.objects.create(slug="city", label="City", kind="text")
    AttributeField.objects.create(slug="visits", label="Visits", kind="number")


def made_of(columns, rows) -> bytes:
    """A table of these rows; bytes that are no UTF-8 where a cell holds half of a pair."""
    lines = [csv_line(columns), *(csv_line([row.get(name, "") for name in columns]) for row in rows)]
    return "".join(lines).encode("utf-8", "surrogateescape")


def every_cell(columns, good):
    """One row for each column and each hostile cell, and a good row before and behind them all."""
    odd = [(name, cell) for name in columns for cell in HOSTILE]
    rows = [{**good, name: cell} for name, cell in odd]
    return [named(good, "first"), *(named(row, f"r{place}") for place, row in enumerate(rows)), named(good, "last")]


def named(row, name):
    return {column: cell.format(name) if cell == "{}@example.org" else cell for column, cell in row.items()}


def read_as_utf8(importer, data: bytes):
    """Imported as UTF-8 whatever it is, as a person may choose."""
    job = importer.opened(data)
    tables = [
        read_anew(kept, encoding="utf-8-sig", delimiter=",", layout=kept["table"]["layout"]) for kept in job.tables
    ]
    read(job, tables=tables, basis=PROOF)
    work()
    job = fresh(job)
    assert (job.state, job.failure) == ("review", "")
    start(job, by=importer.staff)
    work()
    return fresh(job)


def whole_or_refused(importer, data: bytes, **kwargs):
    """The import, or None where a person was told why there is none."""
    try:
        job = importer.dry(data, **kwargs)
        if job.failure:
            return job
        start(job, by=importer.staff)
        work()
        return fresh(job)
    except (FileRefused, ImportRefused):
        return None


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_stops_an_import(importer, name):
    columns, good = TABLES[name]
    rows = every_cell(columns, good)

    job = read_as_utf8(importer, made_of(columns, rows))

    assert (job.state, job.failure) == ("applied", "")
    assert job.rows == sum(job.made.values()) == len(rows)
    for known in ("first@example.org", "last@example.org"):
        assert Subscriber.objects.filter(email_key=known).exists() or find(known).exists()


@pytest.mark.parametrize("odd", ["\u212a", "\u0130", "\u0131", "\u1e9e", "\u017f"])
def test_a_tag_whose_capitals_are_another_letters_is_found_or_made(importer, odd):
    for name in ("k", "i", "ss", "s"):
        ReaderTag.objects.create(name=name)

    job = importer.whole(f"email,tags\nfay@example.org,{odd}\n")

    assert (job.state, job.failure) == ("applied", "")
    assert Subscriber.objects.get(email_key="fay@example.org").tags.count() == 1


@pytest.mark.parametrize("name", ["plain", "own readers"])
def test_a_cell_that_no_database_keeps_is_named_in_the_report(importer, name):
    columns, good = TABLES[name]
    city = "attribute:city" if name == "own readers" else "city"
    rows = [named({**good, city: "Lis\x00bon"}, "nul"), named({**good, city: "Lis\udce9bon"}, "half")]

    job = read_as_utf8(importer, made_of(columns, rows))

    assert job.made == {"active": 2}
    for row in ImportRow.objects.filter(job=job):
        assert row.column in {"city", city}
        assert "a character that no database keeps" in row.reason
    kept = {reader.attributes.get("city", "") for reader in Subscriber.objects.filter(email_key__regex="^(nul|half)@")}
    assert kept == ({"Lisbon"} if name == "own readers" else {""})


def test_a_suppression_is_put_back_whatever_its_words(importer):
    columns, good = TABLES["own suppressions"]

    job = read_as_utf8(importer, made_of(columns, [named({**good, "evidence": "by\x00phone\udce9"}, "gone")]))

    assert job.made == {"restored": 1}
    assert find("gone@example.org").get().evidence == "byphone"


def test_a_header_that_no_database_keeps_is_shown_with_a_sign(importer):
    data = b"email,ci\x00ty,\x00\nfay@example.org,x,y\x00\n"
    job = importer.whole(data)

    assert job.read_tables[0].header == ("email", "ci\ufffdty", "\ufffd")
    assert job.made == {"pending": 1}


SLOW = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
ODD = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30), st.text("\x00\udcff,\"'\n\r\t;=[]{}\\", max_size=12))


@SLOW
@given(data=st.data(), name=st.sampled_from(list(TABLES)))
def test_any_mixture_of_odd_cells_is_read_to_its_end(importer, data, name):
    columns, good = TABLES[name]
    tail = [named(good, "last")]
    odd = data.draw(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(columns, ODD)), max_size=12))
    rows = [named({**good, **row}, f"r{place}") for place, row in enumerate(odd)]

    job = read_as_utf8(importer, made_of(columns, [*rows, *tail]))

    assert (job.state, job.failure) == ("applied", "")
    assert job.rows == sum(job.made.values())
    assert Subscriber.objects.filter(email_key="last@example.org").exists() or find("last@example.org").exists()


@SLOW
@given(raw=st.binary(max_size=400) | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_at_all_are_read_or_refused_in_words(importer, raw):
    job = whole_or_refused(importer, b"email,city\nfay@example.org,x\n" + raw)

    assert job is None or (job.state, job.failure) == ("applied", "")


@SLOW
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255), packing=st.sampled_from([0, 8, 12, 14]))
def test_a_zip_with_a_wrong_byte_is_read_or_refused_in_words(importer, place, byte, packing):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        archive.writestr("réaders.csv", "email,city\n" + "".join(f"r{n}@example.org,x\n" for n in range(60)))
    raw = bytearray(packed.getvalue())
    raw[int(place * len(raw))] = byte
    job = whole_or_refused(importer, bytes(raw), names=["readers.zip"])

    # A byte that is wrong within what is packed is met later, and leads back to the columns with words.
    assert job is None or (job.failure != STUMBLED and (job.state == "applied" or job.failure))
