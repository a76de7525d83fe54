"""How far an issue is, for a person at a terminal and for a program; the admin shows the same figures."""

import json
from io import StringIO

from django.core.management import call_command
from django.urls import reverse

from newsletter.core.receipts import Receipt, Stage
from newsletter.issues import pause
from newsletter.models import Delivery
from newsletter.send import deliver, sweep
from newsletter.transports.memory import MemoryTransport


def told(**options):
    out = StringIO()
    call_command("issue_status", "slow-letters", 1, stdout=out, **options)
    return out.getvalue()


def test_the_json_of_the_command_and_of_the_admin_agree(issue, transport, admin_client):
    deliver(transport=transport, run="a", limit=1)

    said = json.loads(told(json=True))
    shown = admin_client.get(reverse("newsletter_issues:numbers", args=[issue.pk])).json()

    assert {key: shown[key] for key in said} == said
    assert (said["deliveries"]["handed_over"], said["deliveries"]["pending"], said["balances"]) == (1, 1, True)
    assert said["seconds_left"] is None


def test_following_draws_the_bar_until_the_issue_is_over(issue, transport):
    deliver(transport=transport, run="a", limit=10)
    sweep()

    assert told(follow=True).splitlines()[0] == f"[{'#' * 30}] 100 %  2 of 2"


def test_following_ends_when_the_issue_waits_for_a_person(issue):
    pause(issue.pk, by=None)

    assert "Paused at" in told(follow=True)


class Refusing(MemoryTransport):
    """Every letter is refused for our fault."""

    def offer(self, messages, *, mark):
        for message in messages:
            mark([message])
            yield Receipt(
                delivery_id=message.delivery_id,
                stage=Stage.DOT,
                code=550,
                enhanced="5.7.26",
                reply="550 5.7.26 Unauthenticated mail is not accepted.",
            )


def test_the_last_refusal_is_told_with_its_meaning(issue):
    deliver(transport=Refusing(), run="a", limit=1)

    said = "550 5.7.26 Unauthenticated mail is not accepted.: The next server objects to us as the sender"
    assert said in told()


def test_each_group_of_mailboxes_is_counted(issue, transport):
    Delivery.objects.filter(subscription__subscriber__email="ada@example.org").update(receiver="gmail")
    deliver(transport=transport, run="a", limit=1)

    groups = json.loads(told(json=True))["receivers"]
    assert sorted((group["name"], group["recipients"]) for group in groups) == [("example.org", 1), ("gmail", 1)]
    assert sum(group["ended"] for group in groups) == 1
