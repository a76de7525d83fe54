"""Says which committed letters of npm mjml 5 are no longer what it makes of today's skeletons; a part of `make check`.

Without Node 20 or npm's registry it says why it compared nothing: production and the other tests need neither.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

OLDEST_NODE = 20


def check() -> int:
    """0 where nothing changed or nothing could be compared, 1 where a committed file is stale."""
    reason = reason_to_skip()
    if reason:
        sys.stdout.write(f"mjml 5's letters were not compared: {reason}.\n")
        return 0
    from tests.mjml5.reference import FOLDER
    from tests.mjml5.write import write

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        stale = changed(FOLDER, Path(folder))
    if stale:
        sys.stdout.write(f"Not what mjml 5 makes today: {', '.join(stale)}. Run `make mjml5` and read the diff.\n")
    return 1 if stale else 0


def changed(committed: Path, fresh: Path) -> list[str]:
    """The names of files that differ, or that only one of the folders holds."""
    before, after = _files(committed), _files(fresh)
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def reason_to_skip() -> str:
    """Why mjml 5 cannot run here, or an empty string."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "Node is not installed"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.removeprefix("v").split(".")[0]) < OLDEST_NODE:
        return f"Node is {version}, and mjml 5 needs {OLDEST_NODE}"
    if (HERE / "node_modules" / "mjml").is_dir():
        return ""
    installed = subprocess.run(["npm", "ci", "--silent"], cwd=HERE, capture_output=True, check=False, timeout=120)
    return "npm could not install it" if installed.returncode else ""


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


if __name__ == "__main__":
    sys.exit(check())
