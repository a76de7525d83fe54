from newsletter.tasks import wake_scheduler, wake_sender
from newsletter.transports.choose import memory
from tests.factories import due_issue, states


def test_two_wakes_do_what_the_loops_would(cast):
    issue = due_issue(cast.newsletter)

    for _ in range(2):
        wake_scheduler.enqueue()
        wake_sender.enqueue()

    assert states(issue) == {"ada": "handed_over", "esra": "handed_over"}
    assert len(memory().kept) == 2
    memory().kept.clear()
