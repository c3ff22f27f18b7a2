"""Text for XML."""

import re

# XML 1.0 has no way to write these, so one of them in a title would break the answer for everybody.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml_text(text: str) -> str:
    """A text without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
