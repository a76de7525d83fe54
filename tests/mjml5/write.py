"""Writes every skeleton and what npm mjml 5 makes of it: `make mjml5`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))


def write() -> None:
    """Write today's skeletons and their reference; a skeleton that is no more loses its files. Needs Node."""
    from tests.mjml5.reference import FOLDER
    from tests.temporary import temporary_site

    with temporary_site():
        from tests.mjml5.skeletons import skeletons  # models can be imported only now

        today = skeletons()
    for old in FOLDER.iterdir():
        old.unlink()
    for name, skeleton in today.items():
        (FOLDER / f"{name}.mjml").write_text(skeleton, "ascii")
    subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)
    subprocess.run(["node", "compile.mjs", FOLDER], cwd=HERE, check=True)


if __name__ == "__main__":
    write()
