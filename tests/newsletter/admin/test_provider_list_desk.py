"""A provider's list at the desk: first shown as it would be taken, then taken by a second press, and nothing kept."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsletter.admin import suppress_list
from newsletter.core.subscriber_files.list_rows import UNKNOWN
from newsletter.models import AccessRecord, PassingFile, Suppression
from newsletter.suppressions import find

ADD = "newsletter_suppressions:add"
WHY = "Postmark, the export of 3 May."
LIST = (
    "EmailAddress,SuppressionReason,Origin,CreatedAt\n"
    "ada@example.org,HardBounce,Recipient,2024-05-03T10:00:00Z\n"
    "bram@example.org,HardBounce,Recipient,2024-05-03T10:00:00Z\n"
    "new@example.org,ManualSuppression,Recipient,2024-05-03T10:00:00Z\n"
    "odd,HardBounce,Recipient,\n"
)


def look(desk, text=LIST, **given):
    file = SimpleUploadedFile("suppressions.csv", text.encode() if isinstance(text, str) else text)
    return desk.post(reverse(ADD), {"file": file, "why": WHY, **given})


def press(desk, shown, **changes):
    form = shown.context["form"]
    given = {name: form[name].value() or "" for name in ("why", "kept")}
    return desk.post(reverse(ADD), {**given, **changes})


def test_it_is_shown_first_and_nothing_changes(desk, world):
    shown = look(desk)
    page = shown.content.decode()

    assert Suppression.objects.count() == 1
    assert "Suppress 2 addresses" in page
    assert "a***@e***.org" in page
    assert "The reader left there" in page
    assert "new@example.org" not in page
    assert list(dict(shown.context["refused"])) == [5]
    assert not AccessRecord.objects.exists()


def test_the_press_takes_what_was_shown_and_the_file_goes(desk, world):
    done = press(desk, look(desk))

    assert done.context["taken"].new == 2
    assert find("ada@example.org").get().reason == "hard_bounce"
    assert find("new@example.org").get().reason == "imported"
    assert not PassingFile.objects.exists()
    record = AccessRecord.objects.get()
    assert (record.action, record.fields, record.why) == ("suppressed", "2 addresses", f"Postmark: {WHY}")


def test_what_they_left_is_kept_from_the_chosen_newsletter_alone(desk, world):
    press(desk, look(desk, newsletter=world.newsletter.pk), newsletter=world.newsletter.pk)

    assert find("new@example.org").get().newsletter == world.newsletter
    assert find("ada@example.org").get().newsletter is None


@pytest.mark.parametrize("kept", [uuid.uuid4(), "odd"])
def test_a_file_that_is_gone_is_asked_for_again(desk, world, kept):
    answer = press(desk, look(desk), kept=kept)

    assert suppress_list.GONE in answer.context["form"].non_field_errors()
    assert Suppression.objects.count() == 1


def test_no_file_of_another_kind_is_opened(desk, world):
    other = PassingFile.objects.begin(name="readers.csv")
    other.write([LIST.encode()])
    press(desk, look(desk), kept=other.public_id)

    assert Suppression.objects.count() == 1


@pytest.mark.parametrize("text", ["email,first name\nada@example.org,Ada\n", b"PK\x03\x04" + bytes(90), '{"a": [1]}'])
def test_what_we_do_not_know_is_refused_and_not_kept(desk, world, text):
    answer = look(desk, text)

    assert answer.context["form"].non_field_errors()
    assert not PassingFile.objects.exists()
    assert Suppression.objects.count() == 1


def test_an_unknown_table_says_what_to_do(desk, world):
    assert UNKNOWN in look(desk, "email,first name\nada@example.org,Ada\n").context["form"].non_field_errors()


def test_who_may_not_add_presses_nothing(desk, client, person, world):
    shown = look(desk)
    client.force_login(person("view_suppression"))
    press(client, shown)

    assert Suppression.objects.count() == 1
