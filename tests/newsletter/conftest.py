import pytest

from newsletter.send import start
from newsletter.transports.memory import MemoryTransport
from tests.cast import build_cast
from tests.factories import due_issue


@pytest.fixture
def cast(db):
    """Slow Letters and its five readers."""
    return build_cast()


@pytest.fixture
def issue(cast):
    """An issue whose letters are leaving: Ada and Esra wait for theirs."""
    row = due_issue(cast.newsletter)
    start(row.pk)
    row.refresh_from_db()
    return row


@pytest.fixture
def transport():
    return MemoryTransport()
