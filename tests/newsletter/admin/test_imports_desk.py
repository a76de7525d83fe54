"""Files of readers at the desk: upload, columns, dry run, start, report, undo; and the export that is taken once."""

import csv
import io
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsletter.exporting.work import work_on_exports
from newsletter.importing.work import work_on_imports
from newsletter.models import (
    AccessRecord,
    AttributeField,
    ConsentEvent,
    ImportJob,
    PassingFile,
    ReaderExport,
    Subscriber,
)

LIST, ADD = "newsletter_imports:list", "newsletter_imports:add"
EXPORT, TAKE = "newsletter_imports:export", "newsletter_imports:take"
FILE = "Mail;Vorname;Stadt;Anmeldedatum\nfay@example.org;Fay;Lisbon;03.05.2024\ngus@example.org;Gus;;\nnobody;;;\n"
PASSWORD = "a long password for tests"


def work():
    work_on_imports(run="a", over=lambda: False)
    work_on_exports(run="a")


def upload(client, world, *files, data=FILE, name="readers.csv"):
    """The job of a new upload, or the answer that asked again."""
    given = [SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode()), *files]
    answer = client.post(reverse(ADD), {"newsletter": world.newsletter.pk, "files": given})
    return ImportJob.objects.first() if answer.status_code == 302 else answer


def url(name, job):
    return reverse(f"newsletter_imports:{name}", args=[job.public_id])


def chosen(client, job, **changes):
    """What the page of columns would post, with some choices changed."""
    page = client.get(job.get_absolute_url())
    given = {"basis": "proof", "wording": "Send me letters.", "agreed_on": "", "evidence": ""}
    for table in page.context["tables"]:
        for field in table["form"]:
            given[field.html_name] = field.value() or ""
    return given | changes


def read(client, job, **changes):
    answer = client.post(url("read", job), chosen(client, job, **changes))
    work()
    job.refresh_from_db()
    return answer


def do(client, job, deed):
    client.post(url("deed", job), {"deed": deed})
    work()
    job.refresh_from_db()
    return job


def test_from_the_file_to_the_readers_and_back(desk, world):
    AttributeField.objects.create(slug="city", label="City", kind="text")
    job = upload(desk, world)
    page = desk.get(job.get_absolute_url()).content.decode()
    assert "fay@example.org" in page
    read(desk, job, **{"t0-column2": "attribute:city"})

    review = desk.get(job.get_absolute_url())
    assert review.context["sums"] == [
        ("become readers who get letters", 1),
        ("wait: there is no proof that they agreed", 1),
        ("cannot be read", 1),
    ]
    assert review.context["total"] == job.rows == 3
    assert not Subscriber.objects.filter(email_key="fay@example.org").exists()

    do(desk, job, "start")
    reader = Subscriber.objects.get(email_key="fay@example.org")
    assert (job.state, reader.first_name, reader.attributes) == ("applied", "Fay", {"city": "Lisbon"})
    assert ConsentEvent.objects.get(method="import").actor == world.staff["mara"]

    do(desk, job, "undo")
    assert job.state == "undone"
    words = desk.get(job.get_absolute_url()).content.decode()
    assert "What had become of the rows, before it was undone" in words
    assert "All that it made is gone again." in words
    assert "<td>Another table</td>" in desk.get(reverse(LIST)).content.decode()
    assert not Subscriber.objects.filter(email_key="fay@example.org").exists()
    assert [record.action for record in AccessRecord.objects.order_by("pk")] == ["imported", "undone"]


def test_the_report_names_rows_and_lines_and_nobody(desk, world):
    job = upload(desk, world)
    read(desk, job)
    for state in ("review", "applied"):
        answer = desk.get(url("report", job))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(text))
        assert header == ["Row", "File", "Line", "Outcome", "Column", "Why"]
        assert [row[:5] for row in rows] == [
            ["2", "readers.csv", "3", "waits", ""],
            ["3", "readers.csv", "4", "cannot be read", "Address"],
        ]
        assert rows[0][5] == "Nothing shows that they agreed, and when."
        assert "fay" not in text
        if state == "review":
            do(desk, job, "start")
    assert job.state == "applied"


def test_the_cells_of_a_file_are_shown_to_whoever_brought_it(desk, client, world):
    job = upload(desk, world)
    client.force_login(world.staff["jonah"])
    page = client.get(job.get_absolute_url()).content.decode()

    assert "Mail" in page
    assert "fay@example.org" not in page


def test_a_guessed_encoding_is_said_and_can_be_changed(desk, world):
    job = upload(desk, world, data="email;name\nzoe@example.org;Zoë\nada@example.org;Jürgen\n".encode("cp1252"))
    assert "is a guess" in desk.get(job.get_absolute_url()).content.decode()

    desk.post(url("read", job), chosen(desk, job, again="0", **{"t0-encoding": "cp1252", "t0-delimiter": ";"}))

    page = desk.get(job.get_absolute_url()).content.decode()
    assert "Jürgen" in page
    assert "is a guess" not in page


def test_another_system_can_be_named_and_its_columns_are_understood(desk, world):
    job = upload(desk, world, data="email,created_at,state\nfay@example.org,2024-05-03,cancelled\n")
    desk.post(url("read", job), chosen(desk, job, again="0", **{"t0-layout": "kit"}))
    read(desk, ImportJob.objects.get())

    assert ImportJob.objects.get().counts == {"left": 1}


@pytest.mark.parametrize("choice", ["t0-encoding", "t0-delimiter", "t0-layout"])
def test_what_is_not_offered_is_not_taken(desk, world, choice):
    job = upload(desk, world)
    before = job.tables
    desk.post(url("read", job), chosen(desk, job, again="0", **{choice: "rot13"}))

    assert ImportJob.objects.get().tables == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wording": ""}, "Give the words"),
        ({"basis": "declared", "agreed_on": ""}, "Give the day"),
        ({"basis": "declared", "agreed_on": "0001-01-01"}, "in 1995 or later"),
        ({"basis": "declared", "agreed_on": "2024-01-01"}, "Say how you know"),
        ({"t0-column0": ""}, "holds the addresses"),
        ({"t0-column1": "email"}, "Two columns"),
        ({"basis": "surely"}, "is not offered here"),
    ],
)
def test_nothing_is_read_before_everything_is_said(desk, world, changes, words):
    job = upload(desk, world)
    answer = desk.post(url("read", job), chosen(desk, job, **changes), follow=True)

    assert words in answer.content.decode()
    assert ImportJob.objects.get().state == "mapping"


def test_several_files_come_in_as_one(desk, world):
    more = SimpleUploadedFile("left.txt", b"hal@example.org\n")
    job = upload(desk, world, more)
    read(desk, job, **{"t1-stance": "left"})

    assert job.counts == {"active": 1, "pending": 1, "refused": 1, "left": 1}


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "empty"), (b"PK\x03\x04 no zip", "zip is broken"), (b"\n\n", "This file is empty")]
)
def test_a_file_that_cannot_be_read_is_said_at_once_and_kept_nowhere(desk, world, data, words):
    answer = upload(desk, world, data=data)

    assert words in answer.content.decode()
    assert not ImportJob.objects.exists()
    assert not PassingFile.objects.exists()


def test_the_same_file_twice_is_pointed_out(desk, world):
    first = upload(desk, world)
    read(desk, first)
    do(desk, first, "start")
    second = upload(desk, world)
    read(desk, second)

    assert desk.get(second.get_absolute_url()).context["again"] == first
    assert second.counts == {"unchanged": 2, "refused": 1}


def test_columns_can_be_looked_at_again_and_a_file_given_up(desk, world):
    job = upload(desk, world)
    read(desk, job)
    assert do(desk, job, "look_again").state == "mapping"
    read(desk, job, basis="unknown")
    assert job.counts == {"pending": 2, "refused": 1}
    assert do(desk, job, "give_up").state == "forgotten"
    assert not PassingFile.objects.exists()
    assert desk.get(job.get_absolute_url()).status_code == 200
    assert desk.post(url("deed", job), {"deed": "dance"}).status_code == 404


def test_the_numbers_are_json_for_the_page_that_keeps_fresh(desk, world):
    job = upload(desk, world)
    desk.post(url("read", job), chosen(desk, job))
    told = desk.get(url("numbers", job)).json()

    assert (told["state"], told["is_over"]) == ("reading", False)
    assert "rows read" in told["html"]


def test_an_own_export_needs_no_word_about_consent(desk, world):
    desk.post(reverse(EXPORT), {"why": "A copy.", "form": "csv", "password": PASSWORD})
    work()
    data = b"".join(desk.post(reverse(TAKE), {"token": ReaderExport.objects.get().token}).streaming_content)
    job = upload(desk, world, data=data, name="readers.zip")
    read(desk, job, wording="", basis="unknown")

    assert list(job.staged.filter(verdict="refused").values_list("table", "column", "reason")) == []
    assert set(job.counts) == {"unchanged", "barred"}


@pytest.mark.parametrize("name", ["job", "numbers", "report"])
def test_somebody_elses_import_is_not_there(desk, client, person, world, name):
    job = upload(desk, world)
    client.force_login(person("add_importjob"))

    assert client.get(url(name, job)).status_code == 404
    assert client.get(reverse(LIST)).context["jobs"].count() == 0


@pytest.mark.parametrize("name", ["read", "deed"])
def test_somebody_elses_import_cannot_be_moved(desk, client, person, world, name):
    job = upload(desk, world)
    client.force_login(person("add_importjob"))

    assert client.post(url(name, job), {"deed": "give_up"}).status_code == 404
    assert ImportJob.objects.get().state == "mapping"


def test_who_may_see_all_imports_sees_them(desk, client, person, world):
    job = upload(desk, world)
    client.force_login(person("add_importjob", "view_importjob"))

    assert client.get(url("job", job)).status_code == 200


@pytest.mark.parametrize("name", ["list", "add", "export"])
def test_without_the_permission_nobody_comes_in(client, person, world, name):
    client.force_login(person("view_subscriber", "see_address"))

    assert client.get(reverse(f"newsletter_imports:{name}")).status_code == 302


def test_reader_care_imports_and_does_not_export(client, person, world):
    client.force_login(person("add_importjob"))

    assert client.get(reverse(ADD)).status_code == 200
    assert client.get(reverse(EXPORT)).status_code == 302
    assert "Take readers along" not in client.get(reverse(LIST)).content.decode()


def test_an_export_asks_why_and_for_ones_password(desk, world):
    for given in ({"why": "", "password": PASSWORD}, {"why": "A copy.", "password": "guessed"}):
        assert desk.post(reverse(EXPORT), {"form": "csv", **given}).status_code == 200
    assert not ReaderExport.objects.exists()


def test_whoever_guesses_passwords_is_logged_out(desk, world):
    for _ in range(5):
        answer = desk.post(reverse(EXPORT), {"form": "csv", "why": "A copy.", "password": "guessed"})

    assert answer.url == reverse("wagtailadmin_login")
    assert desk.get(reverse(EXPORT)).status_code == 302


def test_an_export_is_taken_once_by_a_press(desk, client, world):
    desk.post(reverse(EXPORT), {"why": "The move.", "form": "json", "password": PASSWORD})
    work()
    given = {"token": ReaderExport.objects.get().token}
    assert given["token"] in desk.get(reverse(LIST)).content.decode()
    assert desk.get(reverse(TAKE), given).status_code == 405

    client.force_login(world.staff["jonah"])
    assert given["token"] not in client.get(reverse(LIST)).content.decode()
    assert "The move." in client.get(reverse(LIST)).content.decode()
    assert client.post(reverse(TAKE), given).status_code == 302

    client.force_login(get_user_model().objects.get(username="mara"))
    answer = client.post(reverse(TAKE), given)
    assert b"ada@example.org" in b"".join(answer.streaming_content)
    assert "no-store" in answer["Cache-Control"]
    assert "readers-" in answer["Content-Disposition"]
    assert client.post(reverse(TAKE), given).status_code == 302


def test_looking_changes_nothing(desk, world):
    job = upload(desk, world)
    read(desk, job)
    before = ImportJob.objects.values().get(), AccessRecord.objects.count()
    for name in ("job", "numbers", "report"):
        answer = desk.get(url(name, job))
        b"".join(answer) if answer.streaming else answer.content

    assert (ImportJob.objects.values().get(), AccessRecord.objects.count()) == before


def test_a_picture_named_csv_is_refused_beside_its_field_and_not_kept(desk, world):
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4
    answer = upload(desk, world, data=picture, name="readers.csv")

    [error] = answer.context["form"].errors["files"]
    assert error == "“readers.csv” is a picture. Export the readers as CSV or text, and give that file."
    assert not ImportJob.objects.exists()
    assert not PassingFile.objects.exists()


def test_a_picture_in_a_zip_is_refused_by_its_name_there(desk, world):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("good.csv", FILE)
        archive.writestr("photo.csv", b"\xff\xd8\xff\xe0" + bytes(300))

    [error] = upload(desk, world, data=packed.getvalue(), name="readers.csv").context["form"].errors["files"]
    assert error.startswith("“photo.csv” is a picture.")
    assert not ImportJob.objects.exists()


def test_an_import_is_called_by_its_day_and_its_file_where_readers_are_chosen(desk, world):
    job = upload(desk, world)
    read(desk, job)
    do(desk, job, "start")

    name = f"import of {job.made_at:%-d %B %Y}, readers.csv (Another table)"
    new = reverse("newsletter_segments:add", args=[world.newsletter.pk])
    assert name in desk.post(new, {"add": "include", "new-include": "source"}).content.decode()
    fay = Subscriber.objects.get(email_key="fay@example.org")
    assert f"by {name}" in desk.get(reverse("newsletter_readers:reader", args=[fay.public_id])).content.decode()


def test_the_dry_run_counts_readers_who_would_lose_their_letters_and_says_what_to_do(desk, world):
    job = upload(desk, world, data="email,state,subscribed at\nada@example.org,unsubscribed,2021-01-01\n")
    read(desk, job)
    words = desk.get(job.get_absolute_url()).content.decode()

    assert "1 of those who left there gets letters here today, and would get none any more" in words
    assert "The row does not say when they left there" in words

    do(desk, job, "start")
    work()
    reader = world.readers["ada"].subscriber
    story = desk.get(reverse("newsletter_readers:reader", args=[reader.public_id])).content.decode()
    assert "1 of those who left there got letters here" in desk.get(job.get_absolute_url()).content.decode()
    assert "Nothing of it leaves: the address is suppressed" in story
