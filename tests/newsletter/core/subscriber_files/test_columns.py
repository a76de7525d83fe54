import pytest

from newsletter.core.subscriber_files.columns import Column, is_header, known, meanings, plain


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Email Address", Column.EMAIL),
        ("E-MAIL-ADRESSE", Column.EMAIL),
        ("Adresse électronique", Column.EMAIL),
        ("Dirección de correo electrónico", Column.EMAIL),
        ("メールアドレス", Column.EMAIL),
        ("ｅｍａｉｌ", Column.EMAIL),
        ("Vorname", Column.FIRST_NAME),
        ("CONFIRM_TIME", Column.CONFIRMED_AT),
        ("UNSUB_TIME", Column.LEFT_AT),
        ("Favorite color", None),
    ],
)
def test_a_header_is_known_in_several_languages_however_it_is_written(header, column):
    assert known(header) == column


def test_a_first_row_with_an_address_names_no_columns():
    assert is_header(["Email", "Name"])
    assert not is_header(["Ada", "ada@example.org"])


def test_columns_are_found_in_any_order_and_each_meaning_once():
    found = meanings(["Name", "city", "E-mail", "Mail", "shoe"], [], own={}, attributes=["city"])

    assert found == ["name", "attribute:city", "email", "", ""]


def test_without_a_known_header_the_addresses_are_found_by_their_cells():
    sample = [["1", "Ada <ada@example.org>"], ["2", ""], ["3", "bob@example.org"]]

    assert meanings(["no", "wie erreichbar"], sample, own={}, attributes=[]) == ["", "email"]
    assert meanings(["no", "wie"], [["1", "x"]], own={}, attributes=[]) == ["", ""]


def test_what_a_vendor_means_wins_and_may_leave_a_column_out():
    own = {plain("TIMEZONE"): None, plain("created_at"): Column.AGREED_AT}

    assert meanings(["TIMEZONE", "created_at"], [], own=own, attributes=[]) == ["", "agreed_at"]
