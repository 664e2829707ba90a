"""Makes the environment .venv from the pinned requirements/*.txt, or finds in a blink that it already stands.

Standard library only, and no syntax newer than Python 3.7, so that an old Python gets the sentence that tells it so.
Nothing here knows the site: what happens once the environment stands is in catalogue/serving.py.
"""

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
OLDEST_PIP = (22, 3)  # the first that can install into an environment other than its own (--python)

# The interpreter below any environment that happens to be active: .venv may be rebuilt under its own feet.
PYTHON = getattr(sys, "_base_executable", None) or sys.executable


class CannotSetUp(Exception):
    """Carries the one sentence that says what is wrong and what to do about it."""


def too_old(version):
    """The sentence for a Python that cannot run the site; empty when it can."""
    if tuple(version[:2]) >= OLDEST_PYTHON:
        return ""
    found = ".".join(str(part) for part in version[:3])
    needed = ".".join(str(part) for part in OLDEST_PYTHON)
    return f"Python {found} is too old: install {needed} or newer and name it, as in `make run PYTHON=python{needed}`."


def wanted_state(groups):
    """What the record must say for the environment to be good as it is: the interpreter and each file's hash."""
    files = {group: ROOT / "requirements" / f"{group}.txt" for group in groups}
    return {
        "python": f"{PYTHON} {sys.version}",
        "files": {group: hashlib.sha256(path.read_bytes()).hexdigest() for group, path in files.items()},
    }


def recorded_state(venv):
    """What the last finished set-up wrote down; empty where there was none or it was cut short."""
    try:
        record = json.loads((venv / "installed.json").read_text())
        (venv / "bin" / "python").resolve(strict=True)
    except (OSError, ValueError):
        return {"python": "", "files": {}}
    return record


def write_record(venv, state):
    draft = venv / "installed.json.new"
    draft.write_text(json.dumps(state, indent=1))
    draft.replace(venv / "installed.json")


def pip_command(venv):
    """How to call pip for this environment: the system's where it is new enough, else one put inside."""
    answer = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    words = answer.stdout.split()
    if answer.returncode == 0 and tuple(int(part) for part in words[1].split(".")[:2]) >= OLDEST_PIP:
        return [PYTHON, "-m", "pip", "--python", str(venv / "bin" / "python")]
    inside = [str(venv / "bin" / "python"), "-m"]
    if subprocess.run([*inside, "ensurepip"], capture_output=True, check=False).returncode == 0:
        return [*inside, "pip"]
    raise CannotSetUp("pip is missing here: on Debian, `apt-get install python3-pip`, then run this again.")


def make_environment(venv):
    """An empty environment; without pip, since Debian's Python cannot put one in."""
    if venv.exists():
        shutil.rmtree(venv)
    made = subprocess.run(
        [PYTHON, "-m", "venv", "--without-pip", str(venv)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise CannotSetUp(
            f"Python could not make {venv} (on Debian, try `apt-get install python3-venv`): {made.stderr.strip()}"
        )


def why_pip_failed(words, log):
    """One sentence with the remedy, from what pip wrote."""
    if "DO NOT MATCH THE HASHES" in words:
        return f"A package that came is not the one that requirements/ names, so none was installed: see {log}."
    if "No space left" in words:
        return "The disk is full: make room (about 300 MB), then run this again."
    remedy = "check the network, or pip's index and proxy settings, then run this again"
    return f"The packages could not be fetched: {remedy}; pip's own words are in {log}."


def install(venv, groups):
    log = venv / "pip.log"
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--log", str(log)]
    strict = ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
    files = [word for group in groups for word in ("-r", str(ROOT / "requirements" / f"{group}.txt"))]
    environment = {**os.environ, "PIP_USER": "0", "PIP_NO_WARN_SCRIPT_LOCATION": "1"}
    command = [*pip_command(venv), "install", *options, *strict, *files]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotSetUp(why_pip_failed(done.stdout + done.stderr, log))


def set_up(venv, groups):
    """Brings the environment to the wanted state; a changed file or Python means a new one, so nothing stale stays."""
    wanted, recorded = wanted_state(groups), recorded_state(venv)
    changed = [
        group for group in groups if recorded["files"].get(group, wanted["files"][group]) != wanted["files"][group]
    ]
    usable = recorded["python"] == wanted["python"] and not changed
    missing = [group for group in groups if not usable or group not in recorded["files"]]
    if not missing:
        return
    print(
        f"Installing the packages of requirements/ ({', '.join(missing)}) into {venv.name}; this is done once ...",
        flush=True,
    )
    if not usable:
        make_environment(venv)
    # Without its record a half-made environment is made anew next time.
    (venv / "installed.json").unlink(missing_ok=True)
    install(venv, missing)
    kept = recorded["files"] if usable else {}
    write_record(venv, {"python": wanted["python"], "files": {**kept, **wanted["files"]}})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "groups", nargs="+", metavar="GROUP", help="run, test, lint, bench, lock: the file in requirements/"
    )
    parser.add_argument("--into", default=".venv", help="folder of the environment")
    asked = parser.parse_args()
    if too_old(sys.version_info):
        return too_old(sys.version_info)
    with Path(__file__).open() as turnstile:
        fcntl.flock(turnstile, fcntl.LOCK_EX)  # two commands started together: the second waits for the first
        try:
            set_up(ROOT / asked.into, asked.groups)
        except CannotSetUp as problem:
            return str(problem)
        except OSError as problem:
            return f"The environment could not be written ({problem}): make the folder writable, then run this again."
        except KeyboardInterrupt:
            print("\nStopped before the environment was ready; run this again to make it anew.", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
