"""What the site is made of, for programs that look for known holes: `python requirements/bill.py` writes CycloneDX.

Made from requirements/run.txt, which is what is installed, or with `sign-in` behind it from that of the extra. Nothing
is fetched. Standard library only.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)(\[[a-z,]+\])?==(?P<version>[^ ;\\]+)(?: *; *(?P<when>[^\\]+?))? *\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(text):
    """Each pinned package with the hashes of its files, any one of which may be the one installed."""
    found = []
    for line in text.splitlines():
        if pin := PIN.match(line):
            name, version = pin["name"], pin["version"]
            found.append(
                {
                    "type": "library",
                    "bom-ref": f"pkg:pypi/{name}@{version}",
                    "name": name,
                    "version": version,
                    "purl": f"pkg:pypi/{name}@{version}",
                    "properties": [{"name": "installed when", "value": pin["when"] or "always"}],
                }
            )
        for digest in HASH.findall(line):
            found[-1]["properties"].append({"name": "sha256 of a file", "value": digest})
    return found


def bill(text):
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "bc-microcredentials", "bom-ref": "site"}},
        "components": components(text),
    }


if __name__ == "__main__":
    json.dump(bill((HERE / f"{[*sys.argv, 'run'][1]}.txt").read_text()), sys.stdout, indent=1)
