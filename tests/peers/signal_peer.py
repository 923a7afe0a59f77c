"""A fake of signal-cli's daemon, held to its manual (signal-cli-jsonrpc(5)): it takes what the manual says, refuses the rest as the daemon does, and
answers as it answers. It is no proof that Signal takes our messages: that needs a registered number.

    cargo build && .venv/bin/python tests/peers/signal_peer.py
"""

import http.server
import json
import pathlib
import re
import tempfile
import threading
import time

from doctor import expect, send_test

ACCOUNT = "+12135550100"

# Number -> (type of the one result, more of it, code and words of the error that becomes of it)
ANSWERS = {
    "+12135550101": ("SUCCESS", {}, None),
    "+12135550102": ("UNREGISTERED_FAILURE", {}, (-1, "Failed to send message")),
    "+12135550103": ("RATE_LIMIT_FAILURE", {"retryAfterSeconds": 90}, (-5, "Failed to send message due to rate limiting")),
    "+12135550104": ("RATE_LIMIT_FAILURE", {"retryAfterSeconds": 86400, "token": "a"}, (-5, "Failed to send message due to rate limiting")),
    "+12135550105": ("IDENTITY_FAILURE", {}, (-4, "Failed to send message due to untrusted identities")),
    "+12135550106": ("NETWORK_FAILURE", {}, (-1, "Failed to send message")),
}


class Daemon(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    taken, wrong = [], []

    def do_GET(self):
        self.answer(200 if self.path == "/api/v1/check" else 404, None)

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("content-length", 0)))
        host = self.headers.get("host", "").rsplit(":", 1)[0]
        if host not in ("127.0.0.1", "localhost"):
            return self.answer(421, None)
        if self.path != "/api/v1/rpc":
            return self.answer(404, None)
        if not self.headers.get("content-type", "").startswith("application/json"):
            return self.answer(415, None)
        asked = json.loads(text)
        shape = {"jsonrpc": "2.0", "method": "send"}
        known = {"account", "recipient", "message"}
        if any(asked.get(name) != value for name, value in shape.items()) or not asked.get("id") or set(asked["params"]) - known:
            Daemon.wrong.append(asked)
        answer = self.send(asked["params"])
        if answer == "hang":
            return time.sleep(3)
        if answer == "break":
            return self.connection.close()
        if answer == "garbage":
            return self.answer(200, "<html>")
        return self.answer(200, {"jsonrpc": "2.0", "id": asked["id"], **answer})

    def send(self, params):
        if params.get("account") != ACCOUNT:
            return {"error": {"code": -32602, "message": "Specified account does not exist", "data": None}}
        recipient = params["recipient"]
        recipient = recipient if isinstance(recipient, list) else [recipient]
        if len(recipient) != 1 or not re.fullmatch(r"\+[1-9]\d{7,14}", recipient[0]) or not params["message"]:
            Daemon.wrong.append(params)
        odd = {"+12135550107": "hang", "+12135550108": "break", "+12135550109": "garbage"}.get(recipient[0])
        if odd:
            return odd
        kind, more, error = ANSWERS[recipient[0]]
        result = {"recipientAddress": {"uuid": "u", "number": recipient[0], "username": None}, "type": kind, **more}
        response = {"timestamp": int(time.time() * 1000), "results": [result]}
        if error is None:
            Daemon.taken.append(params)
            return {"result": response}
        return {"error": {"code": error[0], "message": error[1], "data": {"response": response}}}

    def answer(self, status, body):
        text = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        if body is not None:
            self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


def main(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Daemon)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]

    def send(number, account=ACCOUNT, path="", port=port):
        config = f'[signal]\nurl = "http://127.0.0.1:{port}{path}"\naccount = "{account}"\nanswer_ms = 1500\n'
        return send_test(folder, config, f"signal:{number}")

    for number, start in [
        ("+12135550101", "sent"),
        ("+12135550102", "gone"),
        ("+12135550103", "later     not now; it would be tried again after 90"),
        ("+12135550104", "later     not now; it would be tried again after 3600"),
        ("+12135550105", "refused"),
        ("+12135550106", "unclear"),
        ("+12135550107", "unclear"),
        ("+12135550108", "unclear"),
        ("+12135550109", "unclear"),
    ]:
        what = ANSWERS.get(number, ("it hangs, breaks off, or speaks nonsense",))[0]
        expect(what, send(number)[1], start)
    expect("another account", send("+12135550101", account="+12135550199")[1], "shut out")
    expect("another path", send("+12135550101", path="/x")[1], "shut out")
    expect("nobody there", send("+12135550101", port=9)[1], "later")
    assert not Daemon.wrong, f"the manual does not know this: {Daemon.wrong}"
    assert [params["recipient"] for params in Daemon.taken] == [["+12135550101"]], Daemon.taken
    server.shutdown()
    print("Signal: a fake of signal-cli's documented protocol was asked as its manual says, and its answers were told apart")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(pathlib.Path(scratch))
