"""CPU time and memory of compiling the demo's longest article into a whole issue: `make bench-compile`.

Works alone: an embedded database of its own, thrown away afterwards. The last line is JSON.
"""

import json
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

WARM, RUNS = 50, 200
MEMORY_RUNS = 5_000
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") / 1024


def main() -> None:
    """Measure everything in one process, print a table and the line of JSON."""
    from tests.temporary import temporary_site

    with temporary_site():
        figures, reason = _figures()
    print(f"Python {platform.python_version()}, mjml-python {version('mjml-python')}, median of {RUNS} runs, CPU time")
    for name, value in figures.items():
        print(f"{name:18} {'-' if value is None else value}")
    if reason:
        print(f"npm_mjml_ms has no figure: {reason}")
    print(json.dumps(figures))


def _figures() -> tuple[dict[str, float | None], str]:
    from tests.bench.full_issue import FullIssue  # models can be imported only now
    from tests.bench.reference_compiler import measure_npm_mjml

    issue = FullIssue.of_the_longest_article()
    skeleton = issue.render().skeleton
    npm_ms, reason = measure_npm_mjml(skeleton)
    return {
        "compile_ms": _median_ms(issue.compile),
        "compile_cold_ms": _median_ms(issue.compile, before=issue.forget_words),
        "npm_mjml_ms": npm_ms,
        "django_render_ms": _median_ms(issue.render),
        "mjml_ms": _median_ms(lambda: issue.compile_skeleton(skeleton)),
        "mjml_alone_ms": _median_ms(lambda: issue.compile_unchecked(skeleton)),
        "html_bytes": len(issue.compile().html.encode()),
        "text_bytes": len(issue.compile().text.encode()),
        "skeleton_bytes": len(skeleton),
        "rss_growth_mb": _rss_growth_mb(issue.compile),
        "rss_runs": MEMORY_RUNS,
    }, reason


def _median_ms(work: Callable[[], object], *, before: Callable[[], object] = lambda: None) -> float:
    for _ in range(WARM):
        work()
    return round(median(_once(work, before) for _ in range(RUNS)) * 1000, 3)


def _once(work: Callable[[], object], before: Callable[[], object]) -> float:
    before()
    start = process_time()
    work()
    return process_time() - start


def _rss_growth_mb(work: Callable[[], object]) -> float | None:
    """Resident memory after 5,000 runs less that of a warm process; None where the system has no /proc."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return None
    before = _rss_mb(statm)
    for _ in range(MEMORY_RUNS):
        work()
    return round(_rss_mb(statm) - before, 2)


def _rss_mb(statm: Path) -> float:
    return int(statm.read_text().split()[1]) * PAGE_KIB / 1024


if __name__ == "__main__":
    main()
