"""Brings BC Sans to the pages: npm fetches it, cut.py keeps the letters that pages use.

Standard library only, and no syntax newer than Python 3.7, like bootstrap.py. Nothing here ends a command: a page
without the typeface is whole, in the fonts of whoever reads it (docs/decisions/0062).
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FACES = ROOT / "static" / "css" / "fonts.css"
FETCHED = ROOT / "var" / "fonts"
MADE = ROOT / "var" / "made" / "fonts"
RECORD = ROOT / "var" / "fonts-made"
ENVIRONMENT = ".venv-fonts"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
SECONDS = 120  # for npm, which tries long where there is no network


class NoFonts(Exception):
    """Carries the sentence that says why, and what to do about it."""


def wanted_state():
    """What the record must say for the fonts to be good as they are."""
    files = [*(HERE / name for name in NPM_FILES), HERE / "cut.py", FACES, ROOT / "requirements" / "fonts.txt"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def is_made(state):
    return RECORD.exists() and RECORD.read_text() == state and MADE.is_dir()


def fetch(npm):
    FETCHED.mkdir(parents=True, exist_ok=True)
    for name in NPM_FILES:
        shutil.copy(str(HERE / name), str(FETCHED / name))
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--loglevel=error"]
    try:
        done = subprocess.run(
            [npm, "ci", *options], cwd=str(FETCHED), capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoFonts(f"npm did not fetch it within {SECONDS} seconds; the next run tries again") from None
    if done.returncode:
        (FETCHED / "npm.log").write_text(done.stdout + done.stderr)
        raise NoFonts("npm could not fetch it (its own words are in var/fonts/npm.log); the next run tries again")


def cut():
    """Into a folder of its own first, so that nobody ever reads half a font."""
    bootstrap = [sys.executable, str(ROOT / "requirements" / "bootstrap.py"), "fonts", "--into", ENVIRONMENT]
    if subprocess.run(bootstrap, check=False).returncode:
        raise NoFonts("the tool that cuts it could not be installed; the next run tries again")
    draft = FETCHED / "cut"
    shutil.rmtree(str(draft), ignore_errors=True)
    package = FETCHED / "node_modules" / "@bcgov" / "bc-sans"
    command = [str(ROOT / ENVIRONMENT / "bin" / "python"), str(HERE / "cut.py"), str(package), str(draft)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        (FETCHED / "cut.log").write_text(done.stdout + done.stderr)
        raise NoFonts("it could not be cut down (see var/fonts/cut.log)")
    shutil.rmtree(str(MADE), ignore_errors=True)
    MADE.parent.mkdir(parents=True, exist_ok=True)
    draft.rename(MADE)


def set_up(npm):
    """`npm`: where it is, or None."""
    state = wanted_state()
    if is_made(state):
        return
    if not npm:
        raise NoFonts("npm is not installed here; with it (on Debian: apt-get install npm) the next run adds it")
    print("Fetching BC Sans and cutting it down; this is done once ...", flush=True)
    RECORD.parent.mkdir(mode=0o700, exist_ok=True)
    if RECORD.exists():
        RECORD.unlink()
    fetch(npm)
    cut()
    RECORD.write_text(state)


def main():
    with Path(__file__).open() as turnstile:
        fcntl.flock(turnstile, fcntl.LOCK_EX)  # two commands started together: the second waits for the first
        try:
            set_up(shutil.which("npm"))
        except (NoFonts, OSError) as reason:
            print(f"Pages go without the typeface BC Sans: {reason}.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
