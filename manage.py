#!/usr/bin/env python3
"""Put `site/` on the path and hand over to Django."""

import os
import sys
from pathlib import Path

SOURCE_ROOT = Path(__file__).resolve().parent / "site"


def main() -> None:
    """Run the management command named on the command line."""
    sys.path.insert(0, str(SOURCE_ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
