"""A mailed link's token can be made again by us and by nobody else."""

from uuid import UUID

from newsletter.core.mailed_links import LIFE, PATHS, LinkPurpose, link_token, link_url, token_hash

ID = UUID(int=7).bytes


def test_a_token_is_the_same_each_time_and_differs_by_row_and_key():
    token = link_token(ID, key=b"a")

    assert token == link_token(ID, key=b"a")
    assert token not in {link_token(ID, key=b"b"), link_token(UUID(int=8).bytes, key=b"a")}
    assert len(token) == 22


def test_the_hash_of_a_token_does_not_hold_it():
    token = link_token(ID, key=b"a")

    assert len(token_hash(token)) == 64
    assert token not in token_hash(token)


def test_every_purpose_has_a_life_and_a_path_of_its_own():
    assert set(LIFE) == set(PATHS) == set(LinkPurpose)
    assert len(set(PATHS.values())) == len(PATHS)
    assert link_url("t", purpose=LinkPurpose.CONFIRM, base_url="https://example.org") == "https://example.org/c/t"
