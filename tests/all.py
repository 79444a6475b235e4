"""
Run everything that must pass: form, types, tests, the wheel without the sources, the strict build.

Sets up what the tests drive, where it is missing: Debian's Chromium, and
axe-core and html-validate from npm. One step after the other; the first that
fails ends the run with its exit code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable


def main() -> None:
    """Run the steps."""
    os.chdir(ROOT)
    step("browser", browser)
    step(
        "node tools",
        "npm",
        "install",
        "--prefix",
        "tests/browser",
        "--no-audit",
        "--no-fund",
        "--no-package-lock",
    )
    step("form", PYTHON, "-m", "ruff", "format", "--check", "plugins", "tests")
    step("lint", PYTHON, "-m", "ruff", "check", "plugins", "tests")
    step("types", PYTHON, "-m", "mypy")
    step(
        "sample: mkdocs build --strict",
        PYTHON,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--site-dir",
        scratch("site"),
    )
    step("wheel without the sources", wheel)
    # Last, so that the closing line of the run is the test runner's.
    step("tests", PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadscope", "--durations", "10")


def step(name: str, *command: object) -> None:
    """Run one step and say how long it took; end the run if it fails."""
    print(f"── {name}", flush=True)
    started = perf_counter()
    if callable(command[0]):
        command[0]()
    else:
        code = subprocess.run([str(part) for part in command], check=False).returncode
        if code:
            sys.exit(code)
    print(f"   {perf_counter() - started:.1f} s", flush=True)


def browser() -> None:
    """Install Debian's Chromium where no Chromium is found."""
    if shutil.which("chromium"):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run([*sudo, "apt-get", "update", "-qq"], check=True)
    subprocess.run(
        [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=True
    )


def wheel() -> None:
    """Build the wheel, install it beside the same dependencies, and build the sample with the sources away."""
    folder = Path(scratch("wheel"))
    subprocess.run(
        [PYTHON, "-m", "build", "--wheel", "--outdir", folder, "-q"], check=True, stdout=subprocess.DEVNULL
    )
    [built] = folder.glob("*.whl")
    target = folder / "installed"
    subprocess.run(
        [PYTHON, "-m", "pip", "install", "-q", "--no-deps", "--target", target, str(built)], check=True
    )
    handbook = folder / "handbook"
    handbook.mkdir()
    shutil.copytree(ROOT / "standards", handbook / "standards")
    shutil.copytree(ROOT / "overrides", handbook / "overrides")
    shutil.copy(ROOT / "mkdocs.yml", handbook)
    code = (
        "import sys, service_standards;"
        f"assert service_standards.__file__.startswith({str(target)!r}), service_standards.__file__;"
        "from mkdocs.__main__ import cli; cli(['build', '--strict', '-q'])"
    )
    subprocess.run(
        [PYTHON, "-c", code], cwd=handbook, check=True, env={**os.environ, "PYTHONPATH": str(target)}
    )
    assert (handbook / "site" / "email-reply" / "index.html").is_file()


def scratch(name: str) -> str:
    """A new folder outside the project."""
    return tempfile.mkdtemp(prefix=f"service-standards-{name}-")


if __name__ == "__main__":
    main()
