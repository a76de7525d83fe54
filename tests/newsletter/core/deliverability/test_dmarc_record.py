import pytest

from newsletter.core.deliverability.dmarc_record import DmarcBroken, is_dmarc, read


@pytest.mark.parametrize("text", ["v=DMARC1", "v=DMARC1; p=none", "v = DMARC1 ;p=none", "v=DMARC1;"])
def test_a_record_is_known_by_its_beginning(text):
    assert is_dmarc(text)


@pytest.mark.parametrize("text", ["V=DMARC2; p=none", "v=dmarc1; p=none", "p=none; v=DMARC1", "v=DMARC10", "v=spf1"])
def test_anything_else_is_none(text):
    assert not is_dmarc(text)


def test_a_record_is_read_in_any_spacing():
    record = read("v=DMARC1 ; p = Reject; adkim=s ;aspf=r; rua = mailto:a@x.example , mailto:b@Y.example!10m ;")

    assert (record.policy, record.dkim_strict, record.spf_strict) == ("reject", True, False)
    assert record.report_hosts == ("x.example", "y.example")
    assert record.hints == ()


@pytest.mark.parametrize("text", ["v=DMARC1; p", "v=DMARC1; p=none; p=reject", "v=DMARC1;; p=none", "v=DMARC1; p=no"])
def test_what_receivers_ignore_is_broken(text):
    with pytest.raises(DmarcBroken):
        read(text)


@pytest.mark.parametrize("tag", ["adkim=x", "psd=maybe", "t=yes", "foo=1", "pct=100", "ruf=me@example.org"])
def test_what_receivers_pass_over_is_a_hint(tag):
    assert len(read(f"v=DMARC1; p=none; {tag}").hints) == 1
