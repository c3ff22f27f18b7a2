"""What the site is made of is checked, an exception ends, and what could not be checked is no pass."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dependencies import __main__ as dependencies

REPOSITORY = Path(__file__).resolve().parents[2]
TODAY = datetime.date(2026, 12, 1)
FLAW = {"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fix_versions": ["9"]}


@pytest.fixture
def let(tmp_path, monkeypatch):
    """Write the list of exceptions."""

    def let(text: str) -> None:
        (tmp_path / "allowed.toml").write_text(text)

    monkeypatch.setattr(dependencies, "ALLOWED", tmp_path / "allowed.toml")
    let("")
    return let


def answers(**weaknesses):
    return lambda service: [{"name": name, "vulns": weaknesses.get(name, [])} for name in dependencies.locked()]


def test_every_licence_may_be_used():
    state, said = dependencies.licences(datetime.date.today())
    assert state == dependencies.WELL, said


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True), ("BSD-3-Clause OR Apache-2.0", True), ("GPL-3.0-only", False), ("unknown", False),
        ("SSPL-1.0", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-only", False), ("LGPL-3.0-only", True), ("GPL-2.0 OR MIT", True),
        ("GNU General Public License v3 (GPLv3)", False), ("GNU Lesser General Public License v3 (LGPLv3)", True),
    ],
)  # fmt: skip
def test_a_licence_is_judged_by_what_it_asks_of_us(licence, free):
    assert dependencies.is_free(licence) is free


def test_a_known_weakness_fails_until_somebody_says_why_not_and_until_when(let):
    ask = answers(django=[FLAW])
    state, said = dependencies.advisories(TODAY, ask)
    assert state == dependencies.WRONG and said == ["django: PYSEC-1 (mended in 9)"]
    entry = '[[advisory]]\nid = "CVE-2026-1"\npackage = "django"\n'
    let(entry)
    assert dependencies.advisories(TODAY, ask)[0] == dependencies.WRONG
    let(f'{entry}why = "We do not use it."\nuntil = 2026-12-31')
    assert dependencies.advisories(TODAY, ask)[0] == dependencies.WELL
    assert dependencies.advisories(datetime.date(2027, 1, 1), ask)[0] == dependencies.WRONG
    state, said = dependencies.advisories(TODAY, answers())
    assert state == dependencies.WRONG and "not needed any more" in said[0]


@pytest.mark.parametrize("kept", [0, 1])
def test_what_could_not_be_asked_about_is_no_pass(let, kept):
    names = list(dependencies.locked())
    partly = [{"name": name, "vulns": []} for name in names[: kept * 10]]
    skipped = [{"name": name, "skip_reason": "not found"} for name in names[kept * 10 :]]
    state, said = dependencies.advisories(TODAY, lambda service: partly + skipped)
    assert state == dependencies.NOT_CHECKED and said[0].startswith("NOT CHECKED")


@pytest.fixture
def osv():
    """A function that serves advisories as OSV does, and gives the environment that asks there. What it knows is made
    up: a machine that tests reaches no real service, and the rest, pip-audit too, is."""
    servers = []

    def serve(**known: list[dict]) -> dict[str, str]:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                found = {"vulns": known[asked["package"]["name"]]} if asked["package"]["name"] in known else {}
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(found).encode())

            def log_message(self, *args: Any) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return {**os.environ, "OSV_URL": f"http://127.0.0.1:{server.server_port}/v1/query"}

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def audit(environment, *options):
    """What the command that CI runs ends with, and says."""
    command = [sys.executable, "-m", "dependencies", "advisories", *options]
    # PyPI's own service is asked first; the tests are the same where it can be reached and where not.
    environment = {**environment, "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_ci_turns_red_for_a_weakness_that_the_service_knows(osv):
    flaw = {"id": "GHSA-1", "affected": [{"package": {"name": "django", "ecosystem": "PyPI"}, "ranges": []}]}
    ended, said = audit(osv(django=[flaw]), "--where-reachable")
    assert ended == dependencies.WRONG and "django: GHSA-1" in said, said
    ended, said = audit(osv(), "--where-reachable")
    assert ended == dependencies.WELL and f"No weakness is known of {len(dependencies.locked())} packages." in said


def test_ci_says_that_it_does_not_know_and_goes_on_where_no_service_answers():
    nobody = {**os.environ, "OSV_URL": "http://127.0.0.1:9/v1/query"}
    ended, said = audit(nobody, "--where-reachable")
    assert ended == dependencies.WELL and "NOT CHECKED" in said and "No weakness" not in said
    assert audit(nobody)[0] == dependencies.NOT_CHECKED


def test_the_bill_of_materials_names_every_package_with_its_hashes(tmp_path):
    file = tmp_path / "sbom.json"
    command = [
        "requirements",
        "requirements/lock.txt",
        "--output-reproducible",
        "--of",
        "JSON",
        "--output-file",
        str(file),
    ]
    subprocess.run([sys.executable, "-m", "cyclonedx_py", *command], cwd=REPOSITORY, check=True, capture_output=True)
    bill = json.loads(file.read_text())
    assert bill["bomFormat"] == "CycloneDX"
    named = {each["name"]: each for each in bill["components"]}
    assert set(dependencies.locked()) <= set(named)
    assert named["django"]["purl"].startswith("pkg:pypi/django@5.2")
    assert "SHA-256" in file.read_text()


def test_each_exception_to_the_security_rules_of_the_linter_says_why():
    found = []
    for folder in ("site", "bench", "dependencies"):
        for path in (REPOSITORY / folder).rglob("*.py"):
            for line in path.read_text().splitlines():
                if re.search(r"# noqa: [A-Z0-9, ]*\bS\d+", line) and not re.search(
                    r"\bS\d+[A-Z0-9, ]*( - |\s+\()\w+", line
                ):
                    found.append(f"{path.relative_to(REPOSITORY)}: {line.strip()}")
    assert found == []
