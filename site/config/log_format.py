"""One JSON object a line, and nothing in it that says where a reader is."""

import json
import logging
import re
from datetime import UTC, datetime

# Django says which address it refused. The address of a preview is the key to it.
_PREVIEW = re.compile(r"(/preview/)[^/\s]+")
FIELDS = ("status_code", "task_name", "page", "locale")


class JsonLines(logging.Formatter):
    """Render a record as one line of JSON.

    Only the fields named here leave the process. Django attaches the request to its records, and
    with it the reader's address: a formatter that copied every attribute would log it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return `record` as JSON text without a line break."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _PREVIEW.sub(r"\1…", record.getMessage()),
        }
        line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
