"""Reads the feeds that the Rust tests lay out with a parser that is not ours.

    cargo test --lib feeds_are_laid_out
    python tests/peers/feed_peer.py [FOLDER]

Needs `feedparser` from PyPI. The feeds hold two alerts, the older of which is over and must say so.
"""

import json
import pathlib
import sys

import feedparser

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "target" / "peers" / "feeds"


def atom(path):
    feed = feedparser.parse(path.read_text(encoding="utf-8"))
    assert not feed.bozo, (path.name, feed.get("bozo_exception"))
    assert feed.version == "atom10", (path.name, feed.version)
    assert len(feed.entries) == 2, (path.name, len(feed.entries))
    for entry in feed.entries:
        assert entry.id.startswith("urn:uuid:") and entry.title and entry.summary and entry.updated_parsed, entry
        assert entry.links[0].href.startswith("https://red.example.org/alert"), entry.links
    return feed


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    over = {"es": "YA NO ESTÁ VIGENTE", "en": "NOT CURRENT ANY MORE"}
    for lang, words in over.items():
        feed = atom(folder / f"alerts-{lang}.atom")
        assert [words in entry.title for entry in feed.entries] == [False, True], feed.entries
        assert feed.feed.language == lang, feed.feed
    cap = atom(folder / "cap.atom")
    assert all(entry.links[0].type == "application/cap+xml" for entry in cap.entries)
    made = json.loads((folder / "alerts-en.json").read_text(encoding="utf-8"))
    assert made["version"] == "https://jsonfeed.org/version/1.1" and made["title"]
    assert [item["id"] for item in made["items"]] == [entry.id for entry in cap.entries], "all feeds hold the same"
    broken = (folder / "cap.atom").read_text(encoding="utf-8").replace("</feed>", "")
    assert feedparser.parse(broken).bozo, "the parser did not notice a broken feed"
    print("3 Atom feeds and 1 JSON feed are well")


if __name__ == "__main__":
    main()
