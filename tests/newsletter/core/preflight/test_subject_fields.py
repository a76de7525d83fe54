from newsletter.core.preflight.subject_fields import check

SUBJECT = "A letter for you, [[first_name|friend]]"


def test_readers_without_a_name_are_counted_and_their_subject_is_shown(a_letter):
    (finding,) = check(a_letter(subject=SUBJECT, nameless=1204))

    assert finding.words == "1,204 readers gave no name and will see the subject “A letter for you, friend”."
    assert (finding.check, finding.field) == ("W19", "subject")


def test_nothing_is_asked_while_everyone_has_a_name_or_none_is_used(a_letter):
    assert not list(check(a_letter(subject=SUBJECT, nameless=0)))
    assert not list(check(a_letter(subject="From [[newsletter]]", nameless=3)))


def test_one_reader_is_one_reader(a_letter):
    (finding,) = check(a_letter(subject=SUBJECT, nameless=1))

    assert finding.words.startswith("1 reader gave no name")
