"""What runs during a benchmark: one PostgreSQL, two sites, one web server with files. All on 127.0.0.1, all ours."""

import os
import pwd
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg

from bench.options import FOLDER, REPOSITORY, WORKERS
from bench.refusals import Missing
from demo.services.ports import LOOPBACK, find_free
from demo.services.postgres import PrivatePostgres
from demo.services.processes import Child

# As `docs/operations.md` has it, for both sites.
GRANIAN = (
    *("--interface", "wsgi", "--host", LOOPBACK, "--log-level", "warning"),
    *("--workers", str(WORKERS), "--blocking-threads", "1", "--backpressure", "64"),
)
_NGINX = """
worker_processes {workers};
{user}daemon off;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; etag on;
  open_file_cache max=200000 inactive=600s; open_file_cache_valid 600s;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  types {{ application/json json; text/html html; }}
  server {{ listen {host}:{port} reuseport; root {folder}/files; }}
}}
"""


class Site:
    """One of the two sites: its environment, and where it listens."""

    def __init__(self, name: str, settings: str, application: str, database: str) -> None:
        self.name, self._application = name, application
        self.port = find_free()
        self.environment = {
            **os.environ,
            "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{REPOSITORY / 'site'}",
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": database,
            "SECRET_KEY": "a benchmark's, which nobody else reads: 0123456789abcdefghijklmnopqrstuvwxyz",
            "ALLOWED_HOSTS": f"{LOOPBACK},localhost",
            "BASE_URL": f"http://{LOOPBACK}:{self.port}",
            "MAIL_FROM": "newsroom@example.org",
            "CONSENT_KEYS": "YSBiZW5jaG1hcmsncywgbm9ib2R5IHJlYWRzIGl0Li4=",
            "EMAIL_URL": f"filemail:///{FOLDER / 'mail'}",
            "MEDIA_ROOT": str(FOLDER / "media"),
            "STATIC_ROOT": str(FOLDER / "static" / name),
            "LOG_LEVEL": "ERROR",
        }

    def run(self, *arguments: str, hasty: bool = False) -> str:
        """Run a module with this site's settings and give what it printed. `hasty` does not wait for the disk: for what
        nobody measures. Raises Missing when it fails."""
        command = [sys.executable, "-W", "ignore", "-m", *arguments]
        environment = {**self.environment, **({"PGOPTIONS": "-c synchronous_commit=off"} if hasty else {})}
        done = subprocess.run(command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"'{' '.join(arguments)}' of {self.name} failed: {done.stderr.strip()[-2000:]}")
        return done.stdout

    def serve(self, running: ExitStack) -> Child:
        """Start two processes of it, and return once they answer."""
        command = [sys.executable, "-m", "granian", self._application, *GRANIAN, "--port", str(self.port)]
        server = Child(command, environment=self.environment)
        running.callback(server.stop)
        _wait_for(self.port, server)
        return server


def programs() -> None:
    """Raises Missing unless the two programs that no package of ours brings are there."""
    for program, package in (("wrk", "wrk"), ("nginx", "nginx-light")):
        if nginx_or(program) is None:
            raise Missing(f"The benchmark needs '{program}': install Debian's package '{package}'.")


def nginx_or(program: str) -> str | None:
    """Where a program is; nginx lies where only root's PATH leads."""
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")


def postgres(running: ExitStack) -> PrivatePostgres:
    """A PostgreSQL that writes to disk as production's does, with its folder kept for the next run."""
    cluster = PrivatePostgres(FOLDER / "postgres")
    running.callback(cluster.stop)
    cluster.start()
    return cluster


def new_database(cluster: PrivatePostgres, name: str, like: str = "template1") -> str:
    """Make a database anew, as a copy of another one, and return its address."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return cluster.url(name)


def has_database(cluster: PrivatePostgres, name: str) -> bool:
    """Whether there is one of this name."""
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        return bool(connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchall())


def nginx(running: ExitStack, files: dict[str, bytes]) -> int:
    """Serve these bytes from disk; return the port."""
    folder, port = FOLDER / "nginx", find_free()
    shutil.rmtree(folder, ignore_errors=True)
    for name, body in files.items():
        path = folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    user = f"user {pwd.getpwuid(0).pw_name};\n" if os.geteuid() == 0 else ""
    text = _NGINX.format(workers=WORKERS, user=user, folder=folder, host=LOOPBACK, port=port)
    configuration = Path(folder / "nginx.conf")
    configuration.write_text(text)
    server = Child([nginx_or("nginx") or "nginx", "-c", str(configuration), "-e", str(folder / "error.log")])
    running.callback(server.stop)
    _wait_for(port, server)
    return port


def _wait_for(port: int, server: Child) -> None:
    deadline = time.monotonic() + 240
    while server.exit_code is None and time.monotonic() < deadline:
        question = HTTPConnection(LOOPBACK, port, timeout=10)
        try:
            question.request("GET", "/nothing-is-here/")
            question.getresponse()
            return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            question.close()
    raise Missing("A server did not answer; its last lines are above.")
