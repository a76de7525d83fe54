import json
from dataclasses import replace
from hashlib import sha256

from newsletter.core.consent_proof import ACTION_WORDS, METHOD_WORDS, proved_chain
from newsletter.models import ConsentEvent
from tests.newsletter.core.test_consent_chain import WHEN, chain


def proof_of(lines):
    return proved_chain(lines, recorded=[WHEN] * len(lines), actors=[""] * len(lines))


def digest(text):
    return sha256(text.encode()).hexdigest()


def holds_by_the_recipe(lines):
    """What somebody without this program does who follows the words of the proof, with its file alone."""
    before = ""
    for seq, line in enumerate(lines, start=1):
        names = ("subject", "purpose", "seq", "action", "method")
        said = [*(line[name] for name in names), digest(line["wording"])]
        said += [line["given_on"], line["commitment"], line["prev_hash"]]
        is_its_own = line["salt"] == "" or line["commitment"] == digest(f"{line['salt']}\n{line['evidence']}")
        whole = digest(json.dumps(said, ensure_ascii=True, separators=(",", ":"))) == line["hash"]
        if not (whole and is_its_own and line["seq"] == seq and line["prev_hash"] == before):
            return False
        before = line["hash"]
    return True


def test_a_proof_can_be_checked_from_its_file_alone():
    proof = json.loads(json.dumps(proof_of(chain(3, evidence="a form – süß"))))

    assert proof["verified"]
    assert holds_by_the_recipe(proof["lines"])


def test_both_ways_of_checking_see_a_change():
    good = chain(3)
    for changed in (
        [good[0], replace(good[1], wording="Other words."), good[2]],
        [good[0], replace(good[1], evidence="another form"), good[2]],
        [good[0], good[2]],
    ):
        proof = proof_of(changed)

        assert not proof["verified"]
        assert proof["faults"]
        assert not holds_by_the_recipe(proof["lines"])


def test_erased_evidence_is_told_as_erased_and_the_chain_holds():
    proof = proof_of([replace(line, evidence="", salt="") for line in chain(2)])

    assert proof["verified"]
    assert holds_by_the_recipe(proof["lines"])
    assert [line["evidence_erased"] for line in proof["lines"]] == [True, True]


def test_each_action_and_method_has_words():
    assert set(ACTION_WORDS) == set(ConsentEvent.Action.values)
    assert set(METHOD_WORDS) == set(ConsentEvent.Method.values)
