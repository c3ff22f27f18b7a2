"""`python -m bench [--growth] [--write] [--keep-going]`: what `make bench` and its like run."""

import argparse
import signal
import sys
from contextlib import ExitStack

from bench import growth, measuring, questions, report
from bench.floors import FLOORS, broken
from bench.options import FOLDER, REPOSITORY, Options, from_environment
from bench.refusals import Failed, Missing
from bench.services import nginx, programs
from bench.sites import make
from demo.console import complain, say
from demo.services.postgres import PostgresError


def compare(options: Options, command: str, target: str) -> list[str]:
    """Ours against stock Wagtail and nginx; what is broken of the floors, in words."""
    with ExitStack() as running:
        sites = make(options.pages, running)
        say("Asking for everything once")
        stories = questions.addresses(sites, options.pages)
        plan = questions.plan(sites, stories)
        port = nginx(running, plan.files)
        results = measuring.measure_questions(sites, plan, port, options)
        results.append(measuring.measure_search(sites, options))
        results += measuring.measure_cold(sites, stories, options)
        results.append(measuring.measure_publishing(sites, stories, options))
    text = report.page(results, options, command)
    print(f"\n{text}")
    (FOLDER / "report.md").write_text(text)
    if target:
        (REPOSITORY / target).write_text(text)
    return [
        f"{result.name}: {part} (floor: {FLOORS[result.name].words()})" for result in results for part in broken(result)
    ]


def main() -> int:
    """Obey the command line and return the exit code: 1 where a floor is broken, 2 where nothing could be measured."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure us against stock Wagtail and nginx.")
    parser.add_argument("--growth", action="store_true", help="measure how we grow, in place of how fast we are")
    parser.add_argument("--write", default="", metavar="FILE", help="write the report there too")
    parser.add_argument("--keep-going", action="store_true", help="a broken floor is reported and is no error")
    asked = parser.parse_args()
    # However it is ended, it ends what it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        options = from_environment()
        programs()
        if asked.growth:
            growth.run(options, asked.write)
            return 0
        found = compare(options, f"make bench{'-report' if asked.write else ''}", asked.write)
    except (Missing, Failed, PostgresError, ValueError) as reason:
        complain(str(reason))
        return 2
    except KeyboardInterrupt:
        return 130
    for sentence in found:
        complain(f"Broken: {sentence}")
    return 1 if found and not asked.keep_going else 0


if __name__ == "__main__":
    sys.exit(main())
