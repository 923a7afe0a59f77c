"""Holds our mails against other people's code: Python's parser and dkimpy read what the Rust tests wrote to target/peers/email/, and aiosmtpd
takes mails from `cuadra doctor --send-test` over STARTTLS and over TLS from the first byte, with a certificate made here.

    cargo test --lib files_for_independent_readers && cargo build
    .venv/bin/pip install -r tests/peers/requirements.txt && .venv/bin/python tests/peers/email_peer.py
"""

import email
import email.policy
import json
import logging
import pathlib
import re
import socket
import ssl
import subprocess
import tempfile
import warnings

import dkim
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from doctor import CUADRA, ORIGIN, ROOT, certificate, expect, rsa_key, send_test

PASSWORD = "a pass word with ñ"


def verified(mail, record_name, record):
    answers = {f"{record_name}.".encode(): record.encode()}
    # dkimpy gives up on some changed mails with an error instead of a no.
    try:
        return dkim.verify(mail, dnsfunc=lambda name, timeout=5: answers.get(name))
    except dkim.DKIMException:
        return False


def one_click(message, leave):
    """RFC 8058: both headers, one https address, both under the signature."""
    assert message["List-Unsubscribe"] == f"<{leave}>" and leave.startswith("https://"), message["List-Unsubscribe"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    covered = re.sub(r"\s", "", re.search(r"h=([^;]*)", message["DKIM-Signature"]).group(1)).split(":")
    assert {"list-unsubscribe", "list-unsubscribe-post", "from", "to", "subject", "date"} <= set(covered), covered


def changed(mail):
    """The same mail, spoilt in ways that a signature must notice."""
    head, body = mail.split(b"\r\n\r\n", 1)
    yield "another body", head + b"\r\n\r\n" + b"Come here now.\r\n" + body
    yield "another link to leave", mail.replace(b"<https://red.example.org/", b"<https://eve.example.org/", 1)
    yield "no link to leave", re.sub(rb"List-Unsubscribe: [^\r]*\r\n", b"", mail)
    yield "a second From", b"From: eve@example.net\r\n" + mail
    yield "a second Subject", head + b"\r\nSubject: Come here now\r\n\r\n" + body
    yield "another receiver", re.sub(rb"\r\nTo: [^\r]*", b"\r\nTo: eve@example.net", mail)


def files():
    folder = ROOT / "target" / "peers" / "email"
    names = sorted(folder.glob("*.eml"))
    assert len(names) >= 6, f"only {len(names)} mails in {folder}: run the test that writes them"
    refused = 0
    for name in names:
        mail, case = name.read_bytes(), json.loads(name.with_suffix(".json").read_text(encoding="utf-8"))
        message = email.message_from_bytes(mail, policy=email.policy.default)
        assert not message.defects, (name, message.defects)
        assert message["Subject"].strip() == re.sub(r"[\r\n]", " ", case["subject"])[:200].strip(), message["Subject"]
        text = message.get_content().replace("\r\n", "\n").rstrip("\n")
        assert text == case["body"].replace("\r\n", "\n").rstrip("\n"), (name, text)
        assert message.get_content_type() == "text/plain" and message.get_content_charset() == "utf-8"
        assert [address.addr_spec for address in message["To"].addresses] == [case["to"]]
        assert [a.addr_spec for a in message["From"].addresses] == [case["from"]]
        assert message["From"].addresses[0].display_name == case["from_name"]
        assert "Bcc" not in message and "Cc" not in message and message["Auto-Submitted"] == "auto-generated"
        one_click(message, case["leave_url"])
        assert verified(mail, case["record_name"], case["record"]), f"{name}: dkimpy does not verify it"
        for what, other in changed(mail):
            assert other != mail and not verified(other, case["record_name"], case["record"]), f"{name}: {what} went unnoticed"
            refused += 1
    print(f"mails, PyPI: {len(names)} read and verified, {refused} spoilt ones refused")


class Mailbox:
    """Takes mails, or says what it was told to say."""

    def __init__(self):
        self.mails, self.encrypted, self.rcpt, self.data = [], [], None, None

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return self.rcpt or "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        if self.data:
            return self.data
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        self.encrypted.append(session.ssl is not None)
        return "250 2.0.0 taken"


def signed_in(server, session, envelope, mechanism, data):
    right = data.login == b"red" and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


class StartTls(Controller):
    def factory(self):
        return SMTP(self.handler, tls_context=self.tls, require_starttls=True, auth_required=True, authenticator=signed_in)


class FromFirst(Controller):
    def factory(self):
        # aiosmtpd counts only STARTTLS as encrypted.
        return SMTP(self.handler, auth_required=True, auth_require_tls=False, authenticator=signed_in)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def settings(port, encryption, ca, dkim_key):
    ca = f'ca_file = "{ca}"' if ca else ""
    return f"""
[email]
server = "localhost"
port = {port}
encryption = "{encryption}"
username = "red"
from = "avisos@red.example.org"
answer_ms = 5000
{ca}
[email.dkim]
selector = "cuadra1"
key_file = "{dkim_key}"
"""


def over_smtp(folder):
    crt, key = certificate(folder)
    other, _ = certificate(folder, "other")
    dkim_key = rsa_key(folder / "dkim.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(crt, key)
    box = Mailbox()
    asked = StartTls(box, hostname="127.0.0.1", port=free_port())
    asked.tls = tls
    first = FromFirst(box, hostname="127.0.0.1", port=free_port(), ssl_context=tls)
    asked.start()
    first.start()
    ports = {"starttls": asked.port, "tls": first.port}
    try:
        for encryption, port in ports.items():
            def send(ca=crt, password=PASSWORD):
                config = settings(port, encryption, ca, dkim_key)
                return send_test(folder, config, "email:ana@example.net", {"CUADRA_EMAIL_PASSWORD": password})

            before = len(box.mails)
            ok, said = send()
            expect(f"{encryption}, all as it should be", said, "sent")
            assert ok and len(box.mails) == before + 1, said
            expect(f"{encryption}, a wrong password", send(password="wrong")[1], "shut out")
            expect(f"{encryption}, a certificate that is not believed", send(ca=other)[1], "later")
            expect(f"{encryption}, a certificate that the machine does not know", send(ca=None)[1], "later")
            for attribute, reply, start in [
                ("rcpt", "550 5.1.1 no such user", "gone"),
                ("rcpt", "451 4.7.1 greylisted", "later"),
                ("data", "554 5.7.1 looks like spam", "refused"),
                ("data", "552 5.3.4 too large", "failed"),
                ("data", "421 4.3.2 going down", "later"),
            ]:
                setattr(box, attribute, reply)
                ok, said = send()
                expect(f"{encryption}, {reply}", said, start)
                assert not ok
                setattr(box, attribute, None)
            assert len(box.mails) == before + 1, "only what was taken was said to be sent"
        assert box.encrypted[0], "nothing was said in clear"
    finally:
        for controller in (asked, first):
            controller.stop()
    record = re.search(r"(cuadra1\._domainkey\S*)\s+(v=DKIM1\S.*)", doctor_record(folder))
    for sender, receivers, content in box.mails:
        assert (sender, receivers) == ("avisos@red.example.org", ["ana@example.net"])
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert message["From"].addresses[0].display_name == "Red de la Ñandú"
        one_click(message, f"{ORIGIN}/")
        assert verified(content, record.group(1), record.group(2).strip()), "dkimpy does not verify what arrived"
    print(f"mails, aiosmtpd: {len(box.mails)} arrived encrypted and verify, everything else was told apart")


def doctor_record(folder):
    """What doctor says the DNS must show. The relay is gone by now, which it says too."""
    command = [CUADRA, "doctor", "--config", str(folder / "cuadra.toml"), "--data", str(folder / "data")]
    return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout


if __name__ == "__main__":
    # The server tells of every client that hangs up, and of its own settings.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    files()
    with tempfile.TemporaryDirectory() as scratch:
        over_smtp(pathlib.Path(scratch))
