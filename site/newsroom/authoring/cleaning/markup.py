"""The XML within office files: parsed without entities and without the net, and written anew without comments."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from lxml import etree

from newsroom.authoring.cleaning import refusals
from newsroom.authoring.cleaning.refusals import RefusedFile


def parse(data: bytes) -> Any:
    """The root of a document. Raises RefusedFile for one that declares a type, and with it entities."""
    if len(data) > settings.XML_MAX_SIZE:
        raise RefusedFile(refusals.ZIP_BOMB)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as broken:
        raise RefusedFile(refusals.BROKEN) from broken
    if root.getroottree().docinfo.doctype:
        raise RefusedFile(refusals.BROKEN)
    for comment in list(root.iter(etree.Comment)):
        drop(comment)
    return root


def written(root: Any) -> bytes:
    """The document as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def local(element: Any) -> str:
    """The name of an element or attribute without its namespace."""
    name = element if isinstance(element, str) else element.tag
    return etree.QName(name).localname if isinstance(name, str) else ""


def namespace(element: Any) -> str:
    """The namespace of an element; "" where it has none."""
    return (etree.QName(element.tag).namespace or "") if isinstance(element.tag, str) else ""


def drop(element: Any) -> None:
    """Take an element out, and leave the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
