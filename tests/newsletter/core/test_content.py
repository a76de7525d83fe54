import pytest

from newsletter.core.receipts import Receipt, Said, Stage


@pytest.mark.parametrize(
    ("code", "stage", "said"),
    [
        (250, Stage.DOT, Said.ACCEPTED),
        (250, Stage.RCPT, Said.SILENCE),
        (250, Stage.DATA, Said.SILENCE),
        (354, Stage.DOT, Said.SILENCE),
        (451, Stage.RCPT, Said.DEFERRED),
        (550, Stage.DOT, Said.REFUSED),
        (0, Stage.DOT, Said.SILENCE),
    ],
)
def test_only_a_yes_to_the_dot_is_a_yes(code, stage, said):
    assert Receipt(delivery_id="ada", code=code, stage=stage).said is said
