"""The locks install the same everywhere: names, versions, hashes, and no address."""

import json
import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
LOCKS = ["lock.txt", "dev.txt"]


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_no_address(name):
    text = (REQUIREMENTS / name).read_text()
    assert not re.findall(r"://|^\s*(?:-i|-f|--index-url|--extra-index-url|--find-links)|@ |file:", text, re.M)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_a_version_and_a_hash(name):
    packages = re.split(r"\n(?=\S)", (REQUIREMENTS / name).read_text().strip())
    assert len(packages) > 20
    for package in packages:
        assert re.match(r"[a-z0-9.-]+(\[\w+\])?==\S+", package), package
        assert "--hash=sha256:" in package


@pytest.mark.parametrize("folder", ["clients/typescript", "examples/astro"])
def test_so_do_the_locks_of_what_is_written_in_typescript(folder):
    lock = (REQUIREMENTS.parent / folder / "package-lock.json").read_text()
    packages = {name: package for name, package in json.loads(lock)["packages"].items() if name}
    assert len(packages) > 20 and "resolved" not in lock
    assert [name for name, package in packages.items() if not package.get("integrity", "").startswith("sha512-")] == []


def test_tests_run_on_what_production_runs_on():
    def pins(name):
        return set(re.findall(r"^\S+==\S+", (REQUIREMENTS / name).read_text(), re.M))

    assert pins("lock.txt") <= pins("dev.txt")
