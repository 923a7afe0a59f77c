// Reads the push messages that a test wrote to target/peers/push/, with the decoder of npm's http_ece and the verifier of npm's jose.
// Run from the project's folder: cargo test files_for_independent_readers, then
//   (cd tests/peers && npm ci) && node tests/peers/push_peer.mjs
import assert from "node:assert/strict";
import { createECDH } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import ece from "http_ece";
import { importJWK, jwtVerify } from "jose";

const folder = new URL("../../target/peers/push/", import.meta.url);
const cases = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
assert.ok(cases.length >= 4, `only ${cases.length} messages in ${folder.pathname}: run the test that writes them`);
const bytes = (text) => Buffer.from(text, "base64url");

// A public key as a push service reads it from the header: an uncompressed point, without its first byte.
function keyOf(text) {
  const point = bytes(text);
  assert.equal(point.length, 65);
  assert.equal(point[0], 4);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString("base64url"));
  return importJWK({ kty: "EC", crv: "P-256", x, y }, "ES256");
}

function opened(one, message) {
  const receiver = createECDH("prime256v1");
  receiver.setPrivateKey(bytes(one.receiver_private));
  assert.equal(receiver.getPublicKey("base64url"), one.receiver_public);
  return ece.decrypt(bytes(message), { version: "aes128gcm", privateKey: receiver, authSecret: one.auth }).toString("utf8");
}

async function claimsOf(one, audience) {
  const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(one.authorization);
  assert.equal(key, one.application_server_key);
  const currentDate = new Date(one.now_seconds * 1000);
  const checks = { algorithms: ["ES256"], audience, currentDate, requiredClaims: ["aud", "exp", "sub"] };
  return (await jwtVerify(token, await keyOf(key), checks)).payload;
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
