"""A part whose letter did not end well, at the desk of messages to single readers."""

from django.urls import reverse

from newsletter.core.courses.facts import Held, Standing
from newsletter.models import Delivery
from tests.answering import Answering

PAGE = reverse("newsletter_sending:single_readers")


def decide(client, reading, decision):
    client.force_login(reading.world.staff["mara"])
    part = Delivery.objects.get(purpose="part")
    said = client.post(
        PAGE, {"decision": decision, "delivery": [part.pk], "why": "The relay was rebuilt."}, follow=True
    )
    return said.content.decode()


def test_a_part_in_doubt_is_left_by_a_person_and_its_reader_goes_on(client, reading):
    reading.join()
    reading.tick(Answering(0))
    assert (reading.way.state, reading.way.hold_reason) == (Standing.HELD, Held.UNCERTAIN)

    assert "A part by mail: " in decide(client, reading, "leave")

    reading.tick()
    assert (reading.way.state, reading.way.hold_reason) == (Standing.ACTIVE, "")


def test_a_part_in_doubt_is_sent_again_at_a_persons_word(client, reading):
    reading.join()
    reading.tick(Answering(0))

    assert "1 delivery will be offered again now." in decide(client, reading, "send_again")

    [subject] = reading.tick()
    assert subject == Delivery.objects.get(purpose="part").compiled.subject
    assert reading.way.state == Standing.ACTIVE


def test_a_refused_part_is_left_to_its_course(client, reading):
    reading.join()
    reading.tick(Answering(552, "5.2.2 mailbox full"))

    said = decide(client, reading, "try_again")

    assert "Nothing was left to do" in said
    assert "Nothing to look at" in said
