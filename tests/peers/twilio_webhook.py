"""Sends webhooks to a running site, signed by Twilio's own package, and forged ones.

    python tests/peers/twilio_webhook.py WHERE ORIGIN TOKEN

WHERE is where the site listens, ORIGIN what it believes its address to be (signatures cover it), TOKEN the account's token.
"""

import sys
import urllib.error
import urllib.parse
import urllib.request

from twilio.request_validator import RequestValidator

PATH = "/hooks/sms/twilio"


def send(where, params, signature):
    body = urllib.parse.urlencode(params).encode()
    request = urllib.request.Request(where + PATH, data=body, headers={"X-Twilio-Signature": signature})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def main():
    where, origin, token = sys.argv[1:]
    ours, stranger = RequestValidator(token), RequestValidator("0" * 32)
    params = {
        "MessageSid": "SM" + "a" * 32,
        "AccountSid": "AC" + "0" * 32,
        "From": "+12135550123",
        "To": "+12135550100",
        "Body": "Hay migra en la 7 y Luna, ñandú 🚨",
        "NumMedia": "0",
    }
    real = ours.compute_signature(origin + PATH, params)
    expected = [
        ("real", params, real, 200),
        ("replayed", params, real, 200),
        ("forged by another token", params, stranger.compute_signature(origin + PATH, params), 403),
        ("altered text", {**params, "Body": "Todo bien"}, real, 403),
        ("altered number", {**params, "From": "+12135550199"}, real, 403),
        ("for another address", params, ours.compute_signature(origin + "/elsewhere", params), 403),
        ("no signature", params, "", 403),
    ]
    wrong = 0
    for name, fields, signature, status in expected:
        answered = send(where, fields, signature)
        print(f"{name}: {answered}")
        wrong += answered != status
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
