from cms.core.directions import direction_of


def test_languages_run_in_their_own_direction():
    codes = ("en", "ar", "he-IL", "pt-BR", "ps", "yi", "tlh")

    assert [direction_of(code) for code in codes] == ["ltr", "rtl", "rtl", "ltr", "rtl", "rtl", "ltr"]
