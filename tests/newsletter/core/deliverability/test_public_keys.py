import base64

import pytest
from hypothesis import given, strategies as st

from newsletter.core.deliverability.public_keys import KeyNotUnderstood, PublicKey, from_dns, from_pem
from tests.newsletter.core.deliverability.zones import KEYS


def pem(name):
    return from_pem((KEYS / f"{name}.pem").read_text())


def test_every_kind_of_key_file_holds_the_same_public_key():
    found = {pem(name) for name in ("public", "rsapublic", "pkcs1", "pkcs8")}

    assert len(found) == 1
    assert found.pop().bits == 2048


def test_what_is_published_is_what_openssl_writes():
    lines = (KEYS / "public.pem").read_text().splitlines()

    assert pem("public").published == "".join(line for line in lines[1:] if "-" not in line)


@given(bits=st.integers(512, 4096), odd=st.integers(1, 2**60), exponent=st.sampled_from([3, 17, 65537]))
def test_a_key_is_read_back_as_it_was_published(bits, odd, exponent):
    key = PublicKey(modulus=(1 << bits - 1) | odd, exponent=exponent)

    assert from_dns(key.published) == key


@pytest.mark.parametrize("text", ["", "MII!", "AAAA", base64.b64encode(b"\x30\x82\xff\xff").decode(), "MA==", "=" * 4])
def test_other_bytes_are_no_key(text):
    with pytest.raises(KeyNotUnderstood):
        from_dns(text)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_stumble(raw):
    try:
        from_dns(base64.b64encode(raw).decode())
    except KeyNotUnderstood as told:
        assert str(told)  # noqa: PT017 - whatever the bytes are, it is this answer or a key


def test_a_key_that_was_cut_says_so():
    with pytest.raises(KeyNotUnderstood, match="cut"):
        from_dns(pem("public").published[:200])


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----"])
def test_a_file_without_a_key_is_told(text):
    with pytest.raises(KeyNotUnderstood):
        from_pem(text)


def test_an_ed25519_key_file_is_told_apart():
    with pytest.raises(KeyNotUnderstood):
        pem("ed25519")
