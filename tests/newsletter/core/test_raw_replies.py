from hypothesis import given, strategies as st

from newsletter.core.raw_replies import MOST, most_frequent

SPF = "550 5.7.26 Unauthenticated mail from {} is not accepted. {} - gsmtp"


def test_answers_that_differ_in_names_alone_are_one():
    said = [(SPF.format(f"reader{n}@example.org", f"4fb4d7f45d1cf-57e5ddc1{n}"), "policy") for n in range(40)]

    (refusal,) = most_frequent(said)
    assert refusal.count == 40
    assert "example.org" not in refusal.reply
    assert refusal.reply.startswith("550 5.7.26 Unauthenticated mail from …")
    assert "objects to us" in refusal.meaning


def test_the_three_most_frequent_come_first():
    said = [("550 5.1.1 No such user", "hard")] * 3 + [("552 5.2.2 Full", "soft")] * 5 + [("554 no", "unknown")]
    said += [("550 5.7.1 Blocked", "policy")] * 2

    assert [refusal.count for refusal in most_frequent(said)] == [5, 3, 2]


def test_an_answer_without_words_says_so():
    assert most_frequent([("", "unknown")])[0].reply == "No words were given."


@given(st.lists(st.tuples(st.text(max_size=60), st.sampled_from(["policy", "hard", "soft", "unknown"]))))
def test_no_answer_is_counted_twice(said):
    found = most_frequent(said)

    assert len(found) <= MOST
    assert sum(refusal.count for refusal in found) <= len(said)
