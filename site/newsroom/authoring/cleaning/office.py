"""Office files are zips of XML and pictures. Properties, printers, previews and the marks of each session go. Comments
and tracked changes are refused and not removed: whether a change holds is for whoever made the file to say."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from newsroom.authoring.cleaning import kinds, markup, pictures, refusals, zips
from newsroom.authoring.cleaning.refusals import RefusedFile

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
# Parts of an OOXML package that nobody sees, by how their path begins or what it holds.
_NO_LINKS = ("file:", "\\\\", "javascript:", "vbscript:", "data:")
_UNSEEN = (
    *("docProps/", "docMetadata/", "customXml/", "[trash]/"),
    *("xl/revisions/", "ppt/changesInfos/", "ppt/revisionInfo"),
)
_UNSEEN_WITHIN = (
    *("printerSettings", "/thumbnail.", "xl/calcChain.xml"),
    *("/people.xml", "/persons/", "/commentAuthors", "/authors.xml"),  # Who could have commented.
)
_LINKING = ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/", "webextensions/")
_MACROS = ("vbaproject", "vbadata", "activex/", "macrosheets/", "ctrlprops/", "attachedtoolbars", "dialogsheets/")
_FONTS = (".odttf", ".fntdata", ".ttf", ".otf")
_COMMENT = {"comment", "threadedComment", "cm"}
_TRACKED = {
    *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"),
    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange"),
    *("tblPrExChange", "moveFromRangeStart", "moveToRangeStart", "customXmlInsRangeStart", "customXmlDelRangeStart"),
    *("customXmlMoveFromRangeStart", "customXmlMoveToRangeStart"),
}
# Word's own words, as it saves them and as it saves "Strict Open XML".
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
# What a field or a formula fetches or runs as soon as somebody opens the file. (QUOTE can spell out any of them.)
_FETCHING_FIELD = re.compile(
    r"(?:^|\s)(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|LINK|DATABASE|RD|QUOTE)\s", re.I | re.M
)
_FETCHING_FORMULA = re.compile(r"\b(?:WEBSERVICE|IMAGE|DDE|RTD|CALL|REGISTER\.ID)\s*\(|'file:", re.I)
_FORMULAS = {"f", "formula", "formula1", "formula2", "definedName"}
# Elements that tell who, where or with what.
_TELLING = {
    *("rsids", "docVars", "attachedTemplate", "absPath", "fileSharing", "fileRecoveryPr", "mailMerge", "revisionPtr"),
    *("documentProtection", "writeProtection", "modifyVerifier", "webPublishing"),
    *("customWorkbookViews", "customSheetViews"),
}
_TELLING_ATTRIBUTES = {"refreshedBy", "refreshedDate", "refreshedDateIso"}
_ANNOTATIONS = {"annotation", "annotation-end", "changed-region", "change", "change-start", "change-end"}


def clean(data: bytes, kind: str) -> bytes:
    """The file, written anew. Raises RefusedFile."""
    members = zips.read(data)
    if kind in kinds.OPEN_DOCUMENTS:
        return _clean_open_document(members)
    return zips.write(_packaged(members))


def _packaged(members: list[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    kept = [(name, content) for name, content in members if not _is_unseen(name)]
    names = {name for name, _ in kept}
    for name, content in kept:
        lowered = name.lower()
        if any(part in lowered for part in _MACROS) or (b"macroEnabled" in content[:200_000] and name == _TYPES):
            raise RefusedFile(refusals.MACROS)
        if any(part in name for part in _LINKING):
            raise RefusedFile(refusals.LINKED)
        if name == _TYPES:
            yield name, _xml(content, lambda root: _keep_types(root, names))
        elif name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            yield name, _xml(content, partial(_keep_relationships, base=base, names=names))
        elif name.endswith(".xml"):
            yield name, _xml(content, _clean_part)
        else:
            yield name, _clean_binary(name, content)


def _is_unseen(name: str) -> bool:
    return name.startswith(_UNSEEN) or any(part in f"/{name}" for part in _UNSEEN_WITHIN)


def _xml(content: bytes, change: Callable[[Any], None]) -> bytes:
    root = markup.parse(content)
    change(root)
    return markup.written(root)


def _keep_types(root: Any, names: set[str]) -> None:
    for each in list(root):
        if markup.local(each) == "Override" and each.get("PartName", "").lstrip("/") not in names:
            markup.drop(each)


def _keep_relationships(root: Any, base: str, names: set[str]) -> None:
    for each in list(root):
        target, kind = each.get("Target", ""), each.get("Type", "")
        if each.get("TargetMode") == "External":
            if kind.endswith("/attachedTemplate"):
                markup.drop(each)
            elif not kind.endswith("/hyperlink") or target.lower().startswith(_NO_LINKS):
                raise RefusedFile(refusals.LINKED)
        elif posixpath.normpath(posixpath.join("/" + base, target)).lstrip("/") not in names:
            markup.drop(each)


def _clean_part(root: Any) -> None:
    _require_nothing_fetched(root)
    for each in list(root.iter()):
        name = markup.local(each)
        if name in _COMMENT or (name in _TRACKED and markup.namespace(each) in _WORD):
            raise RefusedFile(refusals.COMMENTS)
        if name == "pageSetup":
            # It names the printer's settings, which are gone.
            for attribute in [key for key in each.attrib if key.endswith("}id")]:
                del each.attrib[attribute]
        if name in _TELLING:
            markup.drop(each)
            continue
        for attribute in list(each.attrib):
            if markup.local(attribute).startswith("rsid") or markup.local(attribute) in _TELLING_ATTRIBUTES:
                del each.attrib[attribute]
    # Word and Excel wrap what only some versions know; a wrapper that is empty by now is an error to them.
    for wrapper in [each for each in root.iter() if markup.local(each) == "AlternateContent"]:
        if all(len(choice) == 0 for choice in wrapper):
            markup.drop(wrapper)


def _require_nothing_fetched(root: Any) -> None:
    # A field's words may lie in several runs, and a new field begins where the last one ended.
    words = []
    for each in root.iter():
        name = markup.local(each)
        if name == "fldChar":
            words.append("\n")
        elif name == "fldSimple":
            words.append("\n" + "".join(value for key, value in each.attrib.items() if markup.local(key) == "instr"))
        elif name in ("instrText", "delInstrText"):
            words.append(each.text or "")
        elif name in _FORMULAS and _FETCHING_FORMULA.search(each.text or ""):
            raise RefusedFile(refusals.LINKED)
    if _FETCHING_FIELD.search("".join(words)):
        raise RefusedFile(refusals.LINKED)


def _clean_binary(name: str, content: bytes) -> bytes:
    extension = kinds.extension_of(name)
    if name.lower().endswith(_FONTS):
        return content
    if extension in kinds.OFFICE and kinds.kind_of(content, name) == extension:
        return clean(content, extension)
    if extension in ("jpg", "jpeg", "png", "gif", "webp"):
        return _clean_picture(name, content)
    raise RefusedFile(refusals.HOLDS, member=posixpath.basename(name))


def _clean_picture(name: str, content: bytes) -> bytes:
    kind = kinds.kind_of(content, name)
    return pictures.clean(content, kind, name)[0]


# Open documents

_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>"
)
# An address that leads out of the package; of links that somebody clicks, those to the web and to people may stay.
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]|\.\.[/\\]", re.I)
_CLICKED = re.compile(r"(?:https?|mailto|tel):", re.I)
_LINKED_OPEN = {"dde-source", "dde-connection-decl", "dde-connection"}
_UNSEEN_OPEN = ("Thumbnails/", "Configurations2/", "META-INF/documentsignatures.xml", "layout-cache", "manifest.rdf")


def _clean_open_document(members: list[tuple[str, bytes]]) -> bytes:
    kept = [
        (name, content)
        for name, content in members
        if not name.startswith(_UNSEEN_OPEN) and posixpath.basename(name) != "settings.xml"
    ]
    names = {name for name, _ in kept}
    return zips.write(_opened(kept, names), stored=frozenset({"mimetype"}))


def _opened(members: list[tuple[str, bytes]], names: set[str]) -> Iterator[tuple[str, bytes]]:
    for name, content in members:
        if name.startswith(("Basic/", "Scripts/", "Dialogs/")):
            raise RefusedFile(refusals.MACROS)
        if name == "mimetype":
            yield name, content.strip()
        elif posixpath.basename(name) == "meta.xml":
            yield name, _META
        elif name == "META-INF/manifest.xml":
            yield name, _xml(content, lambda root: _keep_entries(root, names))
        elif name.endswith(".xml"):
            yield name, _xml(content, _clean_open_part)
        elif name.startswith("ObjectReplacements/"):
            raise RefusedFile(refusals.HOLDS, member=posixpath.basename(name))
        else:
            yield name, _clean_binary(name, content)


def _keep_entries(root: Any, names: set[str]) -> None:
    for each in list(root):
        if markup.local(each) != "file-entry":
            continue
        path = next((value for key, value in each.attrib.items() if markup.local(key) == "full-path"), "")
        if (not path.endswith("/") and path not in names) or path.startswith(_UNSEEN_OPEN):
            markup.drop(each)
        elif any(markup.local(below) == "encryption-data" for below in each.iter()):
            raise RefusedFile(refusals.PROTECTED)


def _clean_open_part(root: Any) -> None:
    for each in list(root.iter()):
        name = markup.local(each)
        if name in _ANNOTATIONS:
            raise RefusedFile(refusals.COMMENTS)
        if name in ("script", "event-listeners") and len(each):
            raise RefusedFile(refusals.MACROS)
        if name in ("creator", "initial-creator", "author-name", "author-initials", "printed-by", "sender-firstname"):
            each.text = ""
        if name in _LINKED_OPEN or name.startswith("database-source"):
            raise RefusedFile(refusals.LINKED)
        for attribute, value in list(each.attrib.items()):
            word = markup.local(attribute)
            if word == "href" and _OUTSIDE.match(value) and not (name == "a" and _CLICKED.match(value)):
                raise RefusedFile(refusals.LINKED)
            if word == "formula" and _FETCHING_FORMULA.search(value):
                raise RefusedFile(refusals.LINKED)
            if word in ("rsid", "paragraph-rsid"):
                del each.attrib[attribute]
