import pytest

from newsletter.core.preflight.alt_missing import check


@pytest.mark.parametrize("alt", ['alt="Two cups"', 'alt=""', "alt"])
def test_a_described_or_decorative_image_passes(a_letter, alt):
    assert not list(check(a_letter(body=f'<img src="https://x.example/a.jpg" {alt}>')))


def test_an_image_without_description_stops_with_its_block(a_letter):
    (finding,) = check(a_letter(body='<img src="https://x.example/a.jpg">'))

    assert (finding.check, finding.block_id) == ("B8", "block-1")
