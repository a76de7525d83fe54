from django.conf import settings

from cms.languages import LanguageField, language_choices, language_name


def codes(groups):
    return [code for _, rows in groups for code, _ in rows]


def test_the_languages_that_our_own_words_speak_come_first():
    (_, spoken), (_, others) = language_choices()

    assert [code for code, _ in spoken] == [code for code, _ in settings.LANGUAGES]
    assert {"ar", "he", "it", "pt"} <= {code for code, _ in others}
    assert len(codes(language_choices())) == len(set(codes(language_choices())))


def test_a_language_is_named_in_itself_and_in_english():
    assert language_name("de") == "Deutsch (German)"
    assert language_name("en") == "English"


def test_what_is_stored_stays_choosable_and_nothing_else_is():
    assert LanguageField(stored="gd").clean("gd") == "gd"
    assert "gd" not in codes(LanguageField().choices)
    assert "de" in codes(LanguageField(stored="de").choices)
