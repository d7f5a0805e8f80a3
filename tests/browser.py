"""The browser of the tests: the system's Chromium. `python tests/browser.py --install` gets it where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find() -> str | None:
    """The path of a Chromium, or None. COURSEBOOK_CHROMIUM names one that is not on the PATH."""
    named = os.environ.get("COURSEBOOK_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> int:
    """Gets Chromium from the system's packages where there is none. 0 if there is one then."""
    if find():
        return 0
    apt = shutil.which("apt-get")
    if not apt:
        print("no Chromium found\n    hint: install one, or name it in COURSEBOOK_CHROMIUM", file=sys.stderr)
        return 1
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    print("installing chromium from the system's packages")
    subprocess.run([*sudo, apt, "update", "-qq"], check=False)
    wanted = ["chromium", "fonts-dejavu-core"]
    done = subprocess.run(
        [
            *sudo,
            apt,
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "-o",
            "DPkg::Lock::Timeout=300",
            *wanted,
        ],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return 0 if find() else done.returncode or 1


if __name__ == "__main__":
    sys.exit(install() if "--install" in sys.argv else print(find()))
