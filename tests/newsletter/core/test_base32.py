import base64

from hypothesis import given, strategies as st

from newsletter.core.base32 import base32


@given(st.binary(max_size=40))
def test_it_says_what_the_standard_library_says_in_lower_case_and_without_padding(raw):
    assert base32(raw) == base64.b32encode(raw).decode().rstrip("=").lower()
