"""Both sites, filled and running."""

import sys
from contextlib import ExitStack
from typing import NamedTuple

from bench.services import Site, has_database, new_database, postgres
from demo.console import say
from demo.services.processes import Child


class Sites(NamedTuple):
    """Ours and the peer; both have the same stories, in databases of one PostgreSQL."""

    ours: Site
    peer: Site
    servers: list[Child]


def make(pages: int, running: ExitStack) -> Sites:
    """Two new databases with so many stories in each language, and their servers. Empty databases are kept for the next
    time: to migrate from nothing takes a minute. Our worker runs, as it does in production."""
    cluster = postgres(running)
    made = []
    for name, settings, application in (
        ("ours", "config.settings.demo", "config.wsgi:application"),
        ("peer", "bench.peer.settings", "bench.peer.wsgi:application"),
    ):
        empty = f"{name}_empty"
        if not has_database(cluster, empty):
            new_database(cluster, empty)
        say(f"Filling {name}: {pages} stories in each language")
        Site(name, settings, application, cluster.url(empty)).run("django", "migrate", "--verbosity=0", hasty=True)
        site = Site(name, settings, application, new_database(cluster, name, like=empty))
        site.run(f"bench.{name}.filling", str(pages), hasty=True)
        made.append(site)
    made[0].run("django", "compile_catalogues")
    made[0].run("django", "collectstatic", "--no-input", "--verbosity=0")
    worker = Child([sys.executable, "-m", "django", "db_worker", "--verbosity=0"], environment=made[0].environment)
    running.callback(worker.stop)
    return Sites(*made, [site.serve(running) for site in made])
