from hypothesis import given, strategies as st

from cms.core.mjml import compile_mjml
from cms.core.skeleton import Run, merge_runs, sections

runs_of_letters = st.lists(
    st.builds(Run, st.lists(st.sampled_from("abc"), max_size=3).map(tuple), st.booleans()), max_size=12
)


def test_neighbours_share_one_section():
    merged = merge_runs([Run(("a",)), Run(("b",))], [Run(("c",))])

    assert merged == (Run(("a", "b", "c")),)


def test_block_with_its_own_section_stays_apart():
    wide = Run(("image",), own_section=True)

    assert merge_runs([Run(("a",)), wide, Run(("b",))]) == (Run(("a",)), wide, Run(("b",)))


def test_two_wide_blocks_do_not_share():
    wide = Run(("image",), own_section=True)

    assert merge_runs([wide, wide]) == (wide, wide)


def test_empty_runs_leave_no_section():
    assert merge_runs([Run(()), Run(("a",))]) == (Run(("a",)),)
    assert sections([Run(())]) == ""


@given(runs_of_letters)
def test_merging_keeps_every_part_in_order(runs):
    merged = merge_runs(runs)

    assert [part for run in merged for part in run.parts] == [part for run in runs for part in run.parts]


@given(runs_of_letters)
def test_merging_twice_changes_nothing(runs):
    merged = merge_runs(runs)

    assert merge_runs(merged) == merged


def test_sections_carry_the_names_that_dark_mode_recolors():
    written = sections([Run(("<mj-text>x</mj-text>",)), Run(("<mj-text>y</mj-text>",), own_section=True)])
    compiled = compile_mjml(f'<mjml lang="en" dir="ltr"><mj-body>{written}</mj-body></mjml>')

    assert 'class="surface run"' in compiled
    assert 'class="surface wide"' in compiled
