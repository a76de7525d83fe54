"""npm mjml 5 on the same skeleton, warm in one Node process; where it cannot run, the reason."""

import shutil
import subprocess
import tempfile
from pathlib import Path

MJML5 = Path(__file__).parents[1] / "mjml5"
WARM, RUNS = 50, 200


def measure_npm_mjml(skeleton: str) -> tuple[float | None, str]:
    """CPU ms of one compile (the median), and an empty reason; or None, and why there is no figure."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None, "Node is not installed"
    if not (MJML5 / "node_modules" / "mjml").is_dir():
        installed = _run("npm", "ci", "--silent")
        if installed.returncode:
            return None, f"npm ci failed: {_last_line(installed.stderr)}"
    with tempfile.NamedTemporaryFile("w", suffix=".mjml", encoding="ascii") as file:
        file.write(skeleton)
        file.flush()
        measured = _run("node", "measure.mjs", file.name, str(WARM), str(RUNS))
    return (None, _last_line(measured.stderr)) if measured.returncode else (float(measured.stdout), "")


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=MJML5, capture_output=True, text=True, check=False)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no words"])[-1]
