"""`python -m dependencies licences | advisories`: what `make lint` and `make audit` run.

0: checked, and all is well. 1: checked, and something is not. 2: advisories could not be checked, which is said plainly
and is no pass: a machine without a way to an advisory service knows nothing about weaknesses. Only CI, which may run on
such a machine, goes on after saying so (`--where-reachable`).

OSV_URL names another service than OSV's own that speaks as it does, such as a mirror within a network.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
LOCK = REPOSITORY / "requirements" / "lock.txt"
ALLOWED = REPOSITORY / "dependencies" / "allowed.toml"

WELL, WRONG, NOT_CHECKED = 0, 1, 2

# Licences under which a network may run, change and give on what it installs, without giving its own work away.
# Copyleft of a file or a library (MPL, LGPL) asks for its own source only, which pip installs.
_FREE = re.compile(
    r"\b(MIT(-CMU)?|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|LGPL|Lesser General Public|"
    r"HPND|Historical Permission|Unlicense|Public Domain|Zlib|ZPL|Zope|CC0|CNRI|Artistic)",
    re.IGNORECASE,
)
_NOT_FREE = re.compile(
    r"\b(A?GPL|Affero|(?<!Lesser )General Public|SSPL|BUSL|Commercial|Proprietary|NonCommercial|NC)\b", re.I
)


def locked() -> dict[str, str]:
    """The packages that production installs: {name: version}."""
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[^\]]*\])?==([^\s;]+)", LOCK.read_text(), re.M))


def allowed(kind: str, today: datetime.date) -> tuple[list[dict[str, Any]], list[str]]:
    """The entries of a kind that hold today, and a sentence about each that does not."""
    entries = tomllib.loads(ALLOWED.read_text()).get(kind, [])
    faults = [
        f"allowed.toml: {entry.get('package')} ({kind}) needs a reason and an end"
        for entry in entries
        if not entry.get("why") or not isinstance(entry.get("until"), datetime.date)
    ]
    if not faults:
        faults = [
            f"allowed.toml: the exception for {entry['package']} ({kind}) ended on {entry['until']}: look again"
            for entry in entries
            if entry["until"] < today
        ]
    return entries, faults


def licence_of(name: str) -> str | None:
    """What a package says its licence is; None where it is not installed here (it is for another platform)."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    expression = said.get("License-Expression")
    classifiers = [
        each.rpartition(" :: ")[2] for each in said.get_all("Classifier", []) if each.startswith("License ::")
    ]
    return expression or "; ".join(classifiers) or (said.get("License") or "").split("\n")[0] or "unknown"


def is_free(licence: str) -> bool:
    """Whether one of the licences that a package offers is free enough; of "A AND B" both have to be."""
    parts = re.split(r"\s+AND\s+", licence, flags=re.IGNORECASE)
    return all(
        any(_FREE.search(each) and not _NOT_FREE.search(each) for each in re.split(r"\s+OR\s+|;|,| or ", part))
        for part in parts
    )


def licences(today: datetime.date) -> tuple[int, list[str]]:
    """Check each package's licence."""
    entries, faults = allowed("licence", today)
    excepted, used = {entry["package"] for entry in entries}, set()
    found = {name: licence_of(name) for name in locked()}
    for name, licence in found.items():
        if licence is None or is_free(licence):
            continue
        used.add(name)
        if name not in excepted:
            faults.append(f"{name}: its licence is {licence!r}, which is not one of those that may be used")
    faults += [f"allowed.toml: {name} (licence) needs no exception any more" for name in sorted(excepted - used)]
    checked = [name for name, licence in found.items() if licence]
    return (WRONG, faults) if faults else (WELL, [f"The licences of {len(checked)} packages may be used."])


def advisories(today: datetime.date, ask: Any = None) -> tuple[int, list[str]]:
    """Ask for the known weaknesses of each package, of PyPI and then of OSV; `ask(service)` gives pip-audit's JSON."""
    ask = ask or _pip_audit
    packages = locked()
    for service in ("pypi", "osv"):
        said = [each for each in ask(service) if each["name"] in packages]
        known = {each["name"]: each["vulns"] for each in said if "vulns" in each and "skip_reason" not in each}
        if missing := sorted(set(packages) - set(known)):
            print(f"{service}: nothing is known about {len(missing)} of {len(packages)} packages", file=sys.stderr)
            continue
        return _judged(known, today)
    return NOT_CHECKED, [
        "NOT CHECKED: no advisory service could be asked about every package. Nothing is known about weaknesses:",
        "run `make audit` where PyPI or OSV can be reached, before each release.",
    ]


def _judged(known: dict[str, list[Any]], today: datetime.date) -> tuple[int, list[str]]:
    entries, faults = allowed("advisory", today)
    used = set()
    for name, weaknesses in known.items():
        for weakness in weaknesses:
            names = {weakness["id"], *weakness.get("aliases", [])}
            matching = [entry["id"] for entry in entries if entry["package"] == name and entry["id"] in names]
            used.update(matching)
            if not matching:
                fixed = ", ".join(weakness.get("fix_versions", [])) or "no version yet"
                faults.append(f"{name}: {weakness['id']} (mended in {fixed})")
    faults += [f"allowed.toml: {entry['id']} is not needed any more" for entry in entries if entry["id"] not in used]
    return (WRONG, faults) if faults else (WELL, [f"No weakness is known of {len(known)} packages."])


def _pip_audit(service: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "pip_audit", "-r", "/dev/stdin", "--no-deps", "--disable-pip", "-f", "json"]
    command += ["-s", service, "--progress-spinner", "off", "--timeout", "15"]
    if service == "osv" and (mirror := os.environ.get("OSV_URL")):
        command += ["--osv-url", mirror]
    # The lock itself also says for which machines a package is: those for others would be passed over.
    pins = "".join(f"{name}=={version}\n" for name, version in locked().items())
    try:
        answer = subprocess.run(  # noqa: S603 - our own
            command, input=pins, capture_output=True, text=True, timeout=120, check=False
        )
        return json.loads(answer.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return []


def main() -> int:
    """Run one check and say what it found."""
    parser = argparse.ArgumentParser(prog="dependencies", description="Check what the site is made of.")
    parser.add_argument("check", choices=["licences", "advisories"])
    parser.add_argument(
        "--where-reachable", action="store_true", help="where no service answers, say NOT CHECKED and end with 0"
    )
    arguments = parser.parse_args()
    check = {"licences": licences, "advisories": advisories}[arguments.check]
    state, said = check(datetime.datetime.now(datetime.UTC).date())
    print("\n".join(said), file=sys.stderr if state else sys.stdout)
    return WELL if state == NOT_CHECKED and arguments.where_reachable else state


if __name__ == "__main__":
    sys.exit(main())
