from email import message_from_bytes

import pytest

from newsletter.transports.base import RouteFailed
from newsletter.transports.outbox import OutboxTransport
from tests.contracts.transports import TransportContract, everyone
from tests.factories import message


class TestOutbox(TransportContract):
    @pytest.fixture
    def transport(self, tmp_path):
        self.folder = tmp_path / "outbox"
        return OutboxTransport(self.folder)

    def arrived(self):
        return sorted(message_from_bytes(data)["Delivered-To"].strip("<>") for data in self.bodies())

    def bodies(self):
        return [path.read_bytes() for path in sorted(self.folder.glob("*.eml"))]

    def test_a_message_that_is_offered_again_is_the_same_file(self, transport):
        for _ in range(2):
            list(transport.offer([message("ada")], mark=everyone))

        assert [path.name for path in self.folder.iterdir()] == ["ada0.eml"]

    def test_a_withheld_message_leaves_no_file_at_all(self, transport):
        list(transport.offer([message("ada")], mark=lambda _: frozenset()))

        assert list(self.folder.iterdir()) == []

    def test_a_folder_that_cannot_be_written_is_the_fault_of_the_route(self, transport):
        self.folder.write_text("a file in the way")

        with pytest.raises(RouteFailed, match="outbox cannot be written"):
            list(transport.offer([message("ada")], mark=everyone))
