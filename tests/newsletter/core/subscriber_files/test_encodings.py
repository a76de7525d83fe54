import pytest
from hypothesis import given, strategies as st

from newsletter.core.subscriber_files.encodings import EncodingWatch


def encoding_of(data: bytes, *, pieces: int = 7):
    watch = EncodingWatch()
    for start in range(0, len(data), pieces):
        watch.feed(data[start : start + pieces])
    return watch.encoding()


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_at_the_beginning_tells_the_encoding(name):
    assert encoding_of("email\nzoë@example.org\n".encode(name)).name == name


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_wide_characters_without_a_mark_are_a_guess(name):
    found = encoding_of("email,name\nada@example.org,Ada\n".encode(name))

    assert (found.name, found.is_guess) == (name, True)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(min_value=1, max_value=9))
def test_utf_8_is_known_wherever_its_pieces_are_cut(text, pieces):
    data = text.encode()
    if data.startswith((b"\xff", b"\xfe")):
        return

    found = encoding_of(b"email\n" + data, pieces=pieces)

    assert (found.name, found.is_guess) == ("utf-8-sig", False)


def test_one_wrong_byte_late_in_the_file_is_seen():
    data = b"ada@example.org,Ada\n" * 20_000 + "zoë@example.org,Zoë Müller\n".encode("cp1252")
    found = encoding_of(data, pieces=65_536)

    assert found.is_guess
    assert "Zoë Müller".encode("cp1252").decode(found.name) == "Zoë Müller"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp1251", "Имя подписчика: Анна Каренина, Москва. Письма раз в неделю, спасибо за внимание."),
        ("cp932", "メールアドレス、名前：さくら。毎週の手紙をありがとうございます。"),
    ],
)
def test_what_is_guessed_can_be_read(name, text):
    found = encoding_of((f"email,words\nada@example.org,{text}\n" * 5).encode(name))

    assert found.is_guess
    assert text.encode(name).decode(found.name) == text


def test_a_character_cut_off_at_the_end_is_no_utf_8():
    assert encoding_of(b"email\nzo" + "ë".encode()[:1]).is_guess
