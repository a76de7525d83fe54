import pytest

from newsletter.transports.memory import MemoryTransport
from tests.contracts.transports import TransportContract


class TestMemory(TransportContract):
    @pytest.fixture
    def transport(self):
        self.memory = MemoryTransport()
        return self.memory

    def arrived(self):
        return [message.envelope_to for message in self.memory.kept]

    def bodies(self):
        return [message.data for message in self.memory.kept]
