"""What every transport must do; a sibling's test subclasses this and gives `transport` and `arrived`."""

import pytest
from django.db import transaction

from newsletter.core.receipts import Said, Stage
from newsletter.transports.base import InsideTransaction
from tests.factories import message


def everyone(waiting):
    return {each.delivery_id for each in waiting}


def nobody(waiting):
    return frozenset()


class TransportContract:
    """`transport` is a fixture; `arrived()` says which recipients have a message now, `bodies()` its bytes.

    `most_built` messages may exist at a time: built, and not told yet what became of them.
    """

    most_built = 1

    def arrived(self):
        raise NotImplementedError

    def test_an_accepted_message_has_arrived(self, transport):
        receipts = list(transport.offer([message("ada")], mark=everyone))

        assert [(receipt.delivery_id, receipt.said, receipt.stage) for receipt in receipts] == [
            ("ada", Said.ACCEPTED, Stage.DOT)
        ]
        assert self.arrived() == ["ada@example.org"]

    def test_every_message_has_one_receipt(self, transport):
        receipts = list(transport.offer(map(message, ["ada", "bram", "esra"]), mark=everyone))

        assert sorted(receipt.delivery_id for receipt in receipts) == ["ada", "bram", "esra"]

    def test_a_withheld_message_is_not_handed_over(self, transport):
        receipts = list(transport.offer([message("ada")], mark=nobody))

        assert self.arrived() == []
        assert [receipt.said for receipt in receipts] == [Said.SILENCE]
        assert receipts[0].stage is not Stage.DOT

    def test_half_a_batch_is_withheld_and_the_other_half_arrives(self, transport):
        def mark(waiting):
            return everyone(waiting) - {"bram"}

        list(transport.offer(map(message, ["ada", "bram", "esra"]), mark=mark))

        assert sorted(self.arrived()) == ["ada@example.org", "esra@example.org"]

    def test_nothing_has_arrived_when_the_mark_is_asked(self, transport):
        seen = []

        def mark(waiting):
            seen.extend(self.arrived())
            return everyone(waiting)

        list(transport.offer([message("ada")], mark=mark))

        assert seen == []

    def test_what_goes_wrong_in_the_mark_hands_nothing_over(self, transport):
        def mark(waiting):
            raise ArithmeticError

        with pytest.raises(ArithmeticError):
            list(transport.offer([message("ada")], mark=mark))

        assert self.arrived() == []

    def test_a_message_is_built_when_it_can_leave_and_not_before(self, transport):
        built, told, most = 0, 0, 0

        def messages():
            nonlocal built, most
            for number in range(60):
                built += 1
                most = max(most, built - told)
                yield message(f"reader{number}")

        for _ in transport.offer(messages(), mark=everyone):
            told += 1

        assert told == 60
        assert most <= self.most_built

    def test_a_mark_is_asked_for_each_message_once(self, transport):
        asked = []

        def mark(waiting):
            asked.extend(each.delivery_id for each in waiting)
            return everyone(waiting)

        list(transport.offer(map(message, ["ada", "bram", "esra"]), mark=mark))

        assert sorted(asked) == ["ada", "bram", "esra"]

    def test_it_may_be_closed_and_used_again(self, transport):
        list(transport.offer([message("ada")], mark=everyone))
        transport.close()
        list(transport.offer([message("esra")], mark=everyone))

        assert sorted(self.arrived()) == ["ada@example.org", "esra@example.org"]

    @pytest.mark.django_db
    def test_it_refuses_to_work_inside_a_transaction(self, transport):
        with pytest.raises(InsideTransaction), transaction.atomic():
            list(transport.offer([message("ada")], mark=everyone))

        assert self.arrived() == []

    def test_a_line_with_a_dot_arrives_as_it_is(self, transport):
        dotted = message("ada", data=message("ada").data + b".\r\n..\r\n.end\r\n")

        receipts = list(transport.offer([dotted], mark=everyone))

        assert receipts[0].said is Said.ACCEPTED
        assert self.bodies()[0].endswith(b"Hello.\r\n.\r\n..\r\n.end\r\n")
