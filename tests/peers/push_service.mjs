// A push service on Node's own HTTP/2 with TLS: checks VAPID (RFC 8292) and the headers of RFC 8030, keeps what it was given, and answers
// what the path's last part says. Started by push_service.py; prints its port, and once its input ends what it saw.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { join } from "node:path";
import { claimsOf, opened } from "./push_reading.mjs";

const [folder] = process.argv.slice(2);
const server = createSecureServer({
  cert: readFileSync(join(folder, "self.crt")),
  key: readFileSync(join(folder, "self.key")),
  allowHTTP1: false,
});
let sessions = 0;
const taken = [];
server.on("session", () => { sessions += 1; });
server.on("sessionError", () => {});
server.on("stream", (stream, headers) => {
  const parts = [];
  stream.on("data", (part) => parts.push(part));
  stream.on("end", () => {
    taken.push({ headers, body: Buffer.concat(parts) });
    const status = Number(headers[":path"].split("/").pop());
    stream.respond({ ":status": status, ...(status === 429 && { "retry-after": "7" }) }, { endStream: true });
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));

process.stdin.resume();
process.stdin.on("end", async () => {
  const origin = `https://127.0.0.1:${server.address().port}`;
  const browsers = new Map(JSON.parse(readFileSync(join(folder, "browsers.json"), "utf8")).map((one) => [one.path, one]));
  assert.equal(taken.length, browsers.size, "every message came, and came once");
  const tokens = new Set();
  for (const { headers, body } of taken) {
    const one = browsers.get(headers[":path"]);
    assert.ok(one, headers[":path"]);
    browsers.delete(headers[":path"]);
    assert.equal(headers[":method"], "POST");
    assert.equal(headers["content-encoding"], "aes128gcm");
    assert.equal(body.length, 1024);
    assert.match(headers.topic, /^[\w-]{32}$/);
    assert.ok(Number(headers.ttl) > 0 && headers.urgency === "high" && headers.cookie === undefined);
    tokens.add(headers.authorization);
    assert.equal(opened(body, one.private, one.auth), one.text);
  }
  for (const token of tokens) await claimsOf(token, origin);
  await assert.rejects(claimsOf([...tokens][0], "https://push.example.org"), "a token for another service was taken");
  assert.equal(sessions, 1, "one connection");
  console.log(`push, Node's HTTP/2: ${taken.length} messages over ${sessions} connection, all read, ${tokens.size} token verified`);
  process.exit(0);
});
