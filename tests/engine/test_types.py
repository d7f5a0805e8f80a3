"""TypeScript has nothing against the browser's scripts, whose types stand in their comments. `make peers` runs it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow
STRICT = {"strict": True, "checkJs": True, "allowJs": True, "noEmit": True, "target": "es2024", "types": []}
WHERE = {"module": "es2022", "moduleResolution": "bundler", "lib": ["es2024", "dom", "dom.iterable"]}


def npm(folder: Path, *packages: str) -> Path:
    """Installs packages by name into a folder. Gives its `node_modules`; skips where there is no npm or no registry."""
    if not shutil.which("npm"):
        pytest.skip("there is no npm")
    done = subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", *packages],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode:
        pytest.skip(f"npm cannot install {' '.join(packages)}: {(done.stderr or done.stdout)[-200:]}")
    return folder / "node_modules"


def test_the_scripts_have_the_types_they_say(tmp_path: Path) -> None:
    tsc = npm(tmp_path, "typescript") / ".bin" / "tsc"
    scripts = [str(ROOT / "hooks" / "coursebook" / "assets" / "*.mjs")]
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": STRICT | WHERE, "include": scripts}))
    done = subprocess.run([tsc, "-p", tmp_path], capture_output=True, text=True)
    assert done.stdout == ""
    assert done.returncode == 0
