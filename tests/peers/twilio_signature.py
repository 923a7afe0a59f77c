"""Signatures made by Twilio's own package, to hold ours against.

Reads JSON Lines with `token`, `url` and `params`, and writes each line again with its `signature`:

    python tests/peers/twilio_signature.py < cases.jsonl > tests/peers/twilio_signatures.jsonl

With --check FILE it makes every signature of FILE anew and fails where one differs; the Rust tests of
`messages::signature` read the same file, so the two agree or one of them fails. Needs `twilio` from PyPI.
"""

import argparse
import json
import sys

from twilio.request_validator import RequestValidator


def signature(case):
    return RequestValidator(case["token"]).compute_signature(case["url"], case["params"])


def check(path):
    wrong = 0
    with open(path, encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    for number, case in enumerate(cases, 1):
        if signature(case) != case["signature"]:
            print(f"{path}:{number}: the signature differs", file=sys.stderr)
            wrong += 1
        if not RequestValidator(case["token"]).validate(case["url"], case["params"], case["signature"]):
            print(f"{path}:{number}: the package refuses it", file=sys.stderr)
            wrong += 1
    print(f"{len(cases)} signatures, {wrong} wrong")
    return wrong or not cases


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", metavar="FILE")
    args = parser.parse_args()
    if args.check:
        return 1 if check(args.check) else 0
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps({**case, "signature": signature(case)}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
