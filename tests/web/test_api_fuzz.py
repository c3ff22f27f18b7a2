"""Schemathesis against the site as it is served: whatever is asked, the answer is one that openapi.json promises.

In CI a bounded run, the same each time; `make fuzz` asks 20,000 times and more (`FUZZ_EXAMPLES` for each operation,
with a seed of its own), the thousands of values at the edges of what is allowed among them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom.web.api.page_types import card_fields, field_names, filters_of, page_types
from tests import factories

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "")
# How often an operation is asked in CI, and in which ways: of all values at the edges there are 3,000.
IN_CI, PHASES_IN_CI = "30", "examples,fuzzing"


def the_site():
    picture, file = factories.image(), factories.document()
    ally = factories.partner()
    story = factories.campaign_story(
        body=[("picture", factories.picture_block(image=picture))],
        toolkit=[("file", factories.file_block(file=file))],
        partners=[("page", ally)],
    )
    spanish = factories.translated(story)
    factories.publish(ally, campaigns=[("page", story)])
    factories.announcement(campaigns=[("page", story)])
    return {
        "pages": [story.pk, spanish.pk],
        "keys": [str(story.translation_key)],
        "images": [picture.pk],
        "documents": [file.pk],
        "fields": sorted(field_names("campaign_story")),
        "include": card_fields("campaign_story"),
        "filters": {name: list(filters_of(name)) for name in page_types()},
    }


@pytest.mark.django_db(transaction=True)
def test_no_question_breaks_the_promise(live_server, tmp_path):
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{live_server.url}/api/v1/openapi.json"),
        *("--checks", "all", "--phases", "examples,coverage,fuzzing" if EXAMPLES else PHASES_IN_CI),
        *("--no-color", "--max-failures", "20"),
        *("--max-examples", EXAMPLES or IN_CI, "--request-timeout", "60"),
        *("--suppress-health-check", "all", "--warnings", "off", "--report-dir", str(tmp_path)),
        *(("--generation-database", "none") if EXAMPLES else ("--generation-deterministic", "--seed", "1")),
    ]
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "tests.web.fuzzing",
        "FUZZED_SITE": json.dumps(the_site()),
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONHASHSEED": "0",
    }
    run = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]
    cases = int(re.search(r"([\d,]+) generated", run.stdout)[1].replace(",", ""))
    if EXAMPLES:
        sys.stdout.write(run.stdout[-1_500:])
    # 20,000 where each operation is asked 1,500 times, as `make fuzz` has it.
    assert cases >= (500 if EXAMPLES else 0) + 13 * int(EXAMPLES or IN_CI)
