"""Files that are no game in Gambit's text formats, known by how they begin."""

import re

_READ = "give it to from_gambit(pygambit.{0}(…)), or {1}"
_SAVE = "export it from Gambit as .efg or .nfg"
_BYTES = {
    b"PK\x03\x04": "a zip archive: unpack it and give the file in it",
    b"\x1f\x8b": "packed by gzip: unpack it and give the file in it",
    b"BZh": "packed by bzip2: unpack it and give the file in it",
    b"\xfd7zXZ": "packed by xz: unpack it and give the file in it",
    b"\xff\xfe": "in UTF-16: save it as UTF-8",
    b"\xfe\xff": "in UTF-16: save it as UTF-8",
    b"%PDF": "a PDF: give a file that Gambit wrote, .efg or .nfg",
    b"#BAGG": "a Bayesian action-graph game: "
    + _READ.format("read_bagg", "write it as a table, .nfg"),
}
_TEXTS = {
    r"(#(?!AGG)[^\n]*\n\s*)*#AGG\b": "an action-graph game: "
    + _READ.format("read_agg", "write it as a table, .nfg"),
    r"#BAGG\b": _BYTES[b"#BAGG"],
    r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<gambit:document": "a Gambit workbook (.gbt): "
    + _READ.format("read_gbt", _SAVE),
    r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype\s+html|html|head|body)\b": "a web page: "
    "save the file that it links to",
    r"<": "XML: a game begins with NFG or EFG, " + _SAVE,
    r"#|//|/\*|\(\*|;|%|--": "a comment, which the formats do not have: take it away, "
    "a game begins with NFG or EFG",
    r"[\[]|\{\s*\"[^\"]*\"\s*:": "JSON: a game begins with NFG or EFG, " + _SAVE,
}
# what begins a file is looked at, not all of it
_SIGNS_LOOKED_AT = 2_000


def foreign_bytes(content: bytes) -> str:
    r"""Say what a file is if its first bytes show that it is no text in UTF-8."""
    for start, told in _BYTES.items():
        if content.startswith(start):
            return told
    first = content[:100]
    # letters of UTF-16 without its mark have a zero byte each
    halves = (first[::2], first[1::2])
    if len(first) > 3 and any(not any(one) and all(other) for one, other in (halves, halves[::-1])):
        return _BYTES[b"\xff\xfe"]
    return ""


def foreign(text: str) -> str:
    """Say what a text is if its beginning shows that it is no game in Gambit's formats."""
    start = text[:_SIGNS_LOOKED_AT].lstrip()
    for pattern, told in _TEXTS.items():
        if re.match(pattern, start, re.IGNORECASE | re.DOTALL):
            return told
    return ""
