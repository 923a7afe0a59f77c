"""Holds our webhooks against the library of Standard Webhooks: the signatures that the Rust tests wrote to target/peers/webhook/, and real
requests from `cuadra doctor --send-test` over TLS.

    cargo test --lib files_for_independent_readers && cargo build
    .venv/bin/python tests/peers/webhook_peer.py
"""

import base64
import http.server
import json
import os
import pathlib
import ssl
import tempfile
import threading
from datetime import datetime, timezone

from standardwebhooks import Webhook, WebhookVerificationError

from doctor import ROOT, certificate, expect, send_test


def secret():
    return "whsec_" + base64.b64encode(os.urandom(32)).decode()


def files():
    names = sorted((ROOT / "target" / "peers" / "webhook").glob("*.json"))
    assert len(names) >= 3, f"only {len(names)} events: run the test that writes them"
    for name in names:
        case = json.loads(name.read_text(encoding="utf-8"))
        at = datetime.fromtimestamp(int(case["timestamp"]), timezone.utc)
        assert Webhook(case["secret"]).sign(case["id"], at, case["body"]) == case["signature"], name
        assert Webhook(secret()).sign(case["id"], at, case["body"]) != case["signature"], name
        assert Webhook(case["secret"]).sign(case["id"], at, case["body"] + " ") != case["signature"], name
    print(f"webhooks, PyPI: {len(names)} signatures are the same, {2 * len(names)} others are not")


class Receiver(http.server.BaseHTTPRequestHandler):
    status, headers_out, seen = 200, {}, []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        Receiver.seen.append((dict(self.headers), body))
        self.send_response(Receiver.status)
        for name, value in Receiver.headers_out.items():
            self.send_header(name, value)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def is_refused(webhook, body, headers):
    try:
        webhook.verify(body, headers)
    except WebhookVerificationError:
        return True
    return False


def over_tls(folder):
    crt, key = certificate(folder)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(crt, key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.handle_error = lambda *_: None  # whoever does not believe the certificate hangs up
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url, shared = f"https://localhost:{server.server_address[1]}/hook?x=1", secret()
    open_settings = f'[webhook]\nallow_local = true\nca_file = "{crt}"\nanswer_ms = 5000\n'

    def send(config=open_settings, to=url):
        return send_test(folder, config, f"webhook:{to} {shared}")

    ok, said = send()
    expect("a real receiver", said, "sent")
    headers, body = Receiver.seen[-1]
    headers = {name.lower(): value for name, value in headers.items()}
    payload = Webhook(shared).verify(body, headers)
    assert ok and payload["type"] == "network.test" and payload["data"]["title"] == "Prueba de Red de la Ñandú", payload
    assert "." not in headers["webhook-id"] and headers["content-type"] == "application/json"
    for what, webhook, other_body, other_headers in [
        ("another secret", Webhook(secret()), body, headers),
        ("another body", Webhook(shared), body + b" ", headers),
        ("another id", Webhook(shared), body, {**headers, "webhook-id": "msg_1"}),
        ("another time", Webhook(shared), body, {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) - 1)}),
        ("an old request", Webhook(shared), body, {**headers, "webhook-timestamp": "1000000000"}),
    ]:
        assert is_refused(webhook, other_body, other_headers), f"{what} was taken"
    for status, more, start in [(410, {}, "gone"), (404, {}, "refused"), (500, {}, "later"), (413, {}, "failed")]:
        Receiver.status, Receiver.headers_out = status, more
        expect(f"HTTP {status}", send()[1], start)
    Receiver.status, Receiver.headers_out = 429, {"retry-after": "90"}
    expect("HTTP 429 with Retry-After", send()[1], "later     not now; it would be tried again after 90")
    Receiver.status, Receiver.headers_out = 302, {"location": "/elsewhere"}
    count = len(Receiver.seen)
    expect("a redirect", send()[1], "refused")
    assert len(Receiver.seen) == count + 1, "it was followed"
    Receiver.status, Receiver.headers_out = 200, {}
    count = len(Receiver.seen)
    expect("a certificate that is not believed", send("[webhook]\nallow_local = true\n")[1], "later")
    expect("this machine, which is not allowed", send(f'[webhook]\nca_file = "{crt}"\n')[1], "refused")
    expect("the same, written as a number", send(f'[webhook]\nca_file = "{crt}"\n', url.replace("localhost", "2130706433"))[1], "refused")
    expect("a cloud's secrets", send(to="https://169.254.169.254/latest/meta-data")[1], "refused")
    assert len(Receiver.seen) == count
    server.shutdown()
    print("webhooks, PyPI: verified, five forgeries refused, everything else was told apart")


if __name__ == "__main__":
    files()
    with tempfile.TemporaryDirectory() as scratch:
        over_tls(pathlib.Path(scratch))
