"""The walk ends, whatever a hostile name server answers; the zones say the rest."""

import pytest

from cms.core.names import Answer, Heard, conduct
from newsletter.core.deliverability.spf_walk import PATIENCE, Unusable, Walk


@pytest.mark.parametrize("term", ["redirect=", "include:"])
def test_a_chain_without_an_end_is_left_soon(term):
    asked = []

    def answer(question):
        asked.append(question.name)
        onward = f"v=spf1 {term}n{len(asked)}.example.net"
        return Answer(heard=Heard.FOUND, values=(onward,))

    with pytest.raises(Unusable, match=f"{PATIENCE} or more"):
        conduct(Walk().through("bounce.example.org", f"v=spf1 {term}n.example.net"), answer=answer)

    assert len(asked) <= PATIENCE


def test_a_record_that_branches_everywhere_is_left_soon():
    asked = []

    def answer(question):
        asked.append(question.name)
        branches = " ".join(f"include:b{branch}.{len(asked)}.example.net" for branch in range(30))
        return Answer(heard=Heard.FOUND, values=(f"v=spf1 {branches} -all",))

    with pytest.raises(Unusable):
        conduct(Walk().through("bounce.example.org", "v=spf1 include:b.example.net -all"), answer=answer)

    assert len(asked) <= PATIENCE
