"""Writes every skeleton and what npm mjml 5 makes of it: `make mjml5`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))


def write(folder: Path) -> None:
    """Write today's skeletons and their reference into `folder`, where what is no more is deleted. Needs Node."""
    from tests.temporary import temporary_site

    with temporary_site():
        from tests.mjml5.skeletons import skeletons  # models can be imported only now

        today = skeletons()
    for old in folder.iterdir():
        old.unlink()
    for name, skeleton in today.items():
        (folder / f"{name}.mjml").write_text(skeleton, "ascii")
    if not (HERE / "node_modules" / "mjml").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)
    subprocess.run(["node", "compile.mjs", folder], cwd=HERE, check=True)


if __name__ == "__main__":
    from tests.mjml5.reference import FOLDER

    write(FOLDER)
