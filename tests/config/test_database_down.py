"""Production without its database: readers are asked to come back, in their language, and machines too."""

import json

from tests.config.test_environment import COMPLETE

ASK = """
import json
from django.test import Client
reader = Client(raise_request_exception=False)
asked = [reader.get(url, secure=True, headers={"host": "example.org"}) for url in ("/", "/ar/", "/api/v1/pages/")]
said = [[each.status_code, each["Retry-After"], each["Content-Type"], each.content.decode()] for each in asked]
print(json.dumps(said))
"""


def test_without_a_database_every_address_asks_readers_to_come_back(run):
    result = run("manage.py", "shell", "--no-imports", "-c", ASK, **COMPLETE)
    front, arabic, api = json.loads(result.stdout.splitlines()[-1])
    assert [each[:2] for each in (front, arabic, api)] == [[503, "300"]] * 3
    assert '<html lang="ar" dir="rtl">' in arabic[3]
    assert api[2] == "application/problem+json"
