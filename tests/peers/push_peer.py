"""Reads the push messages that a test wrote to target/peers/push/, with PyPI's http-ece and py-vapid.

Run from the project's folder: cargo test files_for_independent_readers, then
  .venv/bin/pip install -r tests/peers/requirements.txt && .venv/bin/python tests/peers/push_peer.py
"""

import json
import sys
from base64 import urlsafe_b64decode
from pathlib import Path

import http_ece
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02


def raw(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def opened(case, message):
    secret = int.from_bytes(raw(case["receiver_private"]), "big")
    key = ec.derive_private_key(secret, ec.SECP256R1())
    plain = http_ece.decrypt(raw(message), private_key=key, auth_secret=raw(case["auth"]), version="aes128gcm")
    return plain.decode("utf-8")


def refused(case):
    try:
        opened(case, case["message_changed"])
    except (InvalidTag, http_ece.ECEException):
        return True
    return False


def main():
    peers = Path(__file__).resolve().parents[2] / "target" / "peers"
    folder = peers / "push"
    files = sorted(folder.glob("*.json"))
    assert len(files) >= 4, f"only {len(files)} messages in {folder}: run the test that writes them"
    # What a running site sent, where tests/browser/walks/line.test.mjs ran before.
    walked = sorted((peers / "push-walk").glob("*.json"))
    files += walked
    for file in files:
        case = json.loads(file.read_text(encoding="utf-8"))
        assert opened(case, case["message"]) == case["text"], file.name
        assert refused(case), f"{file.name}: a changed message was read"
        assert len(raw(case["message"])) == case["message_bytes"]
        # py-vapid reads the header without the space that RFC 8292 writes after the comma.
        header = case["authorization"].replace(", k=", ",k=")
        assert Vapid02.verify(header), f"{file.name}: the token was refused"
        signature = header.index(",k=") - 2
        forged = header[:signature] + ("A" if header[signature] != "A" else "B") + header[signature + 1 :]
        assert not Vapid02.verify(forged), f"{file.name}: a forged token was taken"
        claims = json.loads(raw(header.split("t=")[1].split(".")[1]))
        assert claims["aud"] == case["origin"] and claims["sub"] == case["contact"]
        assert 0 < claims["exp"] - case["now_seconds"] <= 86_400
    print(f"push, PyPI: {len(files)} messages read ({len(walked)} of them from the walk), {len(files)} tokens verified, {2 * len(files)} wrong ones refused")


if __name__ == "__main__":
    sys.exit(main())
