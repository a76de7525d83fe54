"""MJML without author bytes: runs of column content, merged and wrapped in as few sections as can be."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True)
class Run:
    """Neighbouring blocks that share one section and one column.

    `parts` are MJML column content (mj-text, mj-image, mj-button, mj-divider ...). `own_section` keeps a run
    apart from its neighbours, as a full-width image needs.
    """

    parts: tuple[str, ...]
    own_section: bool = False


def merge_runs(*groups: Iterable[Run]) -> tuple[Run, ...]:
    """All groups in their order, with neighbours joined where neither asks for its own section.

    A section costs about 1,370 bytes of HTML and a part in an open column about 220, so long letters
    stay under Gmail's clip only when runs are merged.
    """
    merged: list[Run] = []
    for run in chain.from_iterable(groups):
        if not run.parts:
            continue
        if merged and not run.own_section and not merged[-1].own_section:
            merged[-1] = Run(merged[-1].parts + run.parts)
        else:
            merged.append(run)
    return tuple(merged)


def sections(runs: Iterable[Run]) -> str:
    """One section and column for each run; the shell gives `run` and `wide` their padding and colors.

    The class `surface` is what the shell's dark-mode rules recolor.
    """
    return "\n".join(_section(run) for run in runs if run.parts)


def _section(run: Run) -> str:
    look = "wide" if run.own_section else "run"
    content = "\n".join(run.parts)
    return f'<mj-section mj-class="{look}" css-class="surface {look}"><mj-column>\n{content}\n</mj-column></mj-section>'
