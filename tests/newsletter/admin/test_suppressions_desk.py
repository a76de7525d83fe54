"""Suppressions at the desk: no address is shown, every question and every lifting is on record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsletter.admin import suppress_list, suppressions
from newsletter.models import AccessRecord, Suppression
from newsletter.suppressions import find, suppress

LIST, ASK, ADD = "newsletter_suppressions:list", "newsletter_suppressions:ask", "newsletter_suppressions:add"
WHY = "A letter of 3 May, in the green folder."


@pytest.fixture
def objection(world):
    return suppress("gone@example.org", reason="objection", evidence="said gone@example.org on the phone")


def lift(client, row, **given):
    client.post(reverse("newsletter_suppressions:lift", args=[row.pk]), given)
    row.refresh_from_db()
    return row.lifted_at is not None


def test_the_list_shows_reasons_and_no_address_and_no_evidence(desk, objection):
    page = desk.get(reverse(LIST)).content.decode()

    assert "The reader objected" in page
    assert "gone@" not in page


def test_the_list_is_filtered_by_its_choices_and_paged_by_key(desk, objection, monkeypatch):
    assert len(desk.get(reverse(LIST), {"reason": "hard_bounce"}).context["rows"]) == 1
    assert desk.get(reverse(LIST), {"standing": "lifted"}).context["rows"] == []
    assert desk.get(reverse(LIST), {"reason": "1"}).context["rows"] == []
    monkeypatch.setattr(suppressions, "PER_PAGE", 1)
    first = desk.get(reverse(LIST))
    assert first.context["rows"] == [objection]
    assert len(desk.get(reverse(LIST), {"before": first.context["older"]}).context["rows"]) == 1


def test_a_question_by_the_whole_address_is_answered_and_recorded(desk, world):
    page = desk.post(reverse(ASK), {"address": "Bram@Example.org"})

    record = AccessRecord.objects.get()
    assert [row.reason for row in page.context["rows"]] == ["hard_bounce"]
    assert (record.action, record.reader) == ("looked_up", world.readers["bram"].subscriber.public_id)
    assert "example.org" not in str(vars(record))


def test_a_question_about_an_unknown_address_is_recorded_too(desk, world):
    page = desk.post(reverse(ASK), {"address": "nobody@example.org"})

    assert "never was" in page.content.decode()
    assert AccessRecord.objects.get().address_hmac
    assert desk.post(reverse(ASK), {"address": "nobody"}).url == reverse(LIST)


def test_lifting_needs_a_reason_and_is_recorded(desk, world):
    row = Suppression.objects.get()

    assert not lift(desk, row, why=" ")
    assert lift(desk, row, why="The mailbox is back, they say.")
    assert AccessRecord.objects.get().why == "The mailbox is back, they say."


def test_what_readers_said_themselves_is_lifted_on_their_written_wish_only(desk, objection):
    assert not lift(desk, objection, why="They surely want it.")
    assert lift(desk, objection, why="They wrote on 3 June.", wish="1")


def test_without_the_permission_nothing_is_lifted(client, person, objection):
    client.force_login(person("view_subscriber", "view_suppression"))

    assert not lift(client, objection, why="so", wish="1")


def test_a_pasted_list_is_suppressed_with_a_report_of_each_refused_line(desk, world):
    lines = "ada@example.org\r\n\nADA@example.org\nnot an address\nnew@example.org,\n"
    page = desk.post(reverse(ADD), {"addresses": lines, "why": WHY})

    done = page.context["done"]
    assert (done.new, done.stood, done.doubled, list(done.refused)) == (2, 0, 1, [4])
    assert find("ada@example.org").get().evidence == WHY
    assert AccessRecord.objects.get().fields == "2 addresses"
    assert desk.post(reverse(ADD), {"addresses": lines, "why": WHY}).context["done"].stood == 2


def test_a_file_for_one_newsletter_is_suppressed(desk, world):
    file = SimpleUploadedFile("list.txt", b"\xef\xbb\xbfesra@example.org\n")
    desk.post(reverse(ADD), {"file": file, "why": WHY, "newsletter": world.newsletter.pk})

    assert find("esra@example.org").get().newsletter == world.newsletter


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"addresses": ""}, suppress_list.NOTHING),
        ({"file": SimpleUploadedFile("list.xls", b"\xff\xfe\x00")}, suppress_list.NOT_TEXT),
        ({"addresses": "a@example.org\n" * 3}, suppress_list.TOO_LONG),
        ({"addresses": "a@example.org", "file": SimpleUploadedFile("l.txt", b"b@example.org")}, suppress_list.BOTH),
    ],
)
def test_a_list_that_cannot_be_read_changes_nothing(desk, world, monkeypatch, given, words):
    monkeypatch.setattr(suppress_list, "MOST_ROWS", 2)
    page = desk.post(reverse(ADD), given | {"why": WHY})

    assert words in page.context["form"].non_field_errors()
    assert Suppression.objects.count() == 1


def test_why_is_asked_and_who_may_not_add_is_turned_away(desk, client, person, world):
    desk.post(reverse(ADD), {"addresses": "ada@example.org", "why": ""})
    client.force_login(person("view_suppression"))
    client.post(reverse(ADD), {"addresses": "ada@example.org", "why": WHY})

    assert Suppression.objects.count() == 1
