"""A real cache in front of the site that keeps what it was told not to: nginx, with the module that understands PURGE
(Debian: nginx-light, libnginx-mod-http-cache-purge)."""

from __future__ import annotations

import http.client
import os
import pwd
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from demo.services.ports import LOOPBACK, find_free
from demo.services.processes import Child

MODULE = Path("/usr/lib/nginx/modules/ngx_http_cache_purge_module.so")
_CONFIGURATION = """
load_module {module};
worker_processes 1;
{user}daemon off;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  proxy_cache_path {folder}/kept keys_zone=kept:1m inactive=1d use_temp_path=off;
  server {{
    listen {host}:{port};
    # The module's own way to say so (`proxy_cache_purge PURGE from …`) ends Debian's nginx with signal 11.
    location @forget {{
      allow {host}; deny all;
      proxy_cache_purge kept $host$request_uri;
    }}
    location / {{
      error_page 418 = @forget;
      if ($request_method = PURGE) {{ return 418; }}
      proxy_pass {site};
      proxy_set_header Host $http_host;
      # One copy for each address, whoever asks: nginx's purge finds no other (docs/operations.md, "Take-downs").
      proxy_set_header Accept-Encoding "";
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires;
      proxy_cache kept;
      proxy_cache_key $host$request_uri;
      proxy_cache_valid 200 301 302 1d;
      add_header X-Kept $upstream_cache_status always;
    }}
  }}
}}
"""


class Answer(NamedTuple):
    """`is_kept`: the cache gave it without asking the site."""

    status: int
    body: str
    is_kept: bool


class Cache:
    """It is started and stopped by the test; what it keeps is on disk, and stays meanwhile."""

    def __init__(self, folder: Path, site: str) -> None:
        self.port, self.site, self._folder = find_free(), site, folder
        self._child: Child | None = None
        self.url = f"http://{LOOPBACK}:{self.port}"
        text = _CONFIGURATION.format(
            module=MODULE, folder=folder, host=LOOPBACK, port=self.port, site=site,
            user=f"user {pwd.getpwuid(0).pw_name};\n" if os.geteuid() == 0 else "",
        )  # fmt: skip
        (folder / "nginx.conf").write_text(text)

    def start(self) -> None:
        program = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
        assert program, "nginx is missing: on Debian, install nginx-light."
        assert MODULE.exists(), "nginx cannot purge: on Debian, install libnginx-mod-http-cache-purge."
        errors = self._folder / "error.log"
        self._child = Child([program, "-c", str(self._folder / "nginx.conf"), "-e", str(errors)])
        for _ in range(200):
            assert self._child.exit_code is None, errors.read_text()
            try:
                socket.create_connection((LOOPBACK, self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(errors.read_text())

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop(patience=3)
            self._child = None

    def ask(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """As a reader of the site asks, by its public name."""
        return ask(self.url, address, method, **headers)


def ask(server: str, address: str, method: str = "GET", **headers: str) -> Answer:
    """The same of any server on this machine."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=60)
    try:
        host = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, address, headers={"Host": host, **named})
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
        return Answer(answer.status, body, answer.getheader("X-Kept") == "HIT")
    finally:
        connection.close()


@contextmanager
def cache_in_front_of(site: str) -> Iterator[Cache]:
    """A cache that keeps for a day whatever this server answers with 200, 301 or 302."""
    with tempfile.TemporaryDirectory() as place:
        cache = Cache(Path(place), site)
        cache.start()
        try:
            yield cache
        finally:
            cache.stop()
