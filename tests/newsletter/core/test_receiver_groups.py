import pytest

from newsletter.core.receiver_groups import receiver_group


@pytest.mark.parametrize(
    ("mailbox", "group"),
    [
        ("ada@gmail.com", "gmail"),
        ("ada@GoogleMail.com", "gmail"),
        ("ada@hotmail.com", "microsoft"),
        ("ada@example.org", "example.org"),
        ("ada@notgmail.com", "notgmail.com"),
    ],
)
def test_a_domain_belongs_to_its_receiver_or_stands_for_itself(mailbox, group):
    assert receiver_group(mailbox) == group
