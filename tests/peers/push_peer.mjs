// Reads the push messages that a test wrote to target/peers/push/, with the decoder of npm's http_ece and the verifier of npm's jose.
// Run from the project's folder: cargo test files_for_independent_readers, then
//   (cd tests/peers && npm ci) && node tests/peers/push_peer.mjs
import assert from "node:assert/strict";
import { createECDH } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { claimsOf as verified, opened as read } from "./push_reading.mjs";

const folder = new URL("../../target/peers/push/", import.meta.url);
const cases = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
assert.ok(cases.length >= 4, `only ${cases.length} messages in ${folder.pathname}: run the test that writes them`);
const bytes = (text) => Buffer.from(text, "base64url");

function opened(one, message) {
  const receiver = createECDH("prime256v1");
  receiver.setPrivateKey(bytes(one.receiver_private));
  assert.equal(receiver.getPublicKey("base64url"), one.receiver_public);
  return read(bytes(message), one.receiver_private, one.auth);
}

async function claimsOf(one, audience) {
  const { key, claims } = await verified(one.authorization, audience, new Date(one.now_seconds * 1000));
  assert.equal(key, one.application_server_key);
  return claims;
}

const sizes = new Set();
for (const name of cases) {
  const one = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
  assert.equal(opened(one, one.message), one.text, name);
  sizes.add(bytes(one.message).length);
  assert.throws(() => opened(one, one.message_changed), `${name}: a changed message was read`);
  assert.equal(one.origin, new URL(one.endpoint).origin);
  const claims = await claimsOf(one, one.origin);
  assert.equal(claims.sub, one.contact);
  const life = claims.exp - one.now_seconds;
  assert.ok(life > 0 && life <= 86_400, `${name}: a token of ${life} seconds`);
  await assert.rejects(claimsOf(one, "https://push.example.org"), `${name}: a token for another service was taken`);
}
assert.equal(sizes.size, 1, "every message has one size");
console.log(`push, npm: ${cases.length} messages read, ${cases.length} tokens verified, ${2 * cases.length} wrong ones refused`);
