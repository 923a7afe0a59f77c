// Other people's code that reads our push: npm's http_ece opens messages (RFC 8291), npm's jose verifies tokens (RFC 8292).
import assert from "node:assert/strict";
import { createECDH } from "node:crypto";
import ece from "http_ece";
import { importJWK, jwtVerify } from "jose";

const bytes = (text) => Buffer.from(text, "base64url");

/** The text of a message. `secret` is the browser's private key, `auth` its secret, both in base64url. Throws where it cannot be read. */
export function opened(message, secret, auth) {
  const receiver = createECDH("prime256v1");
  receiver.setPrivateKey(bytes(secret));
  return ece.decrypt(message, { version: "aes128gcm", privateKey: receiver, authSecret: auth }).toString("utf8");
}

/** A key as a push service reads it from the header: an uncompressed point, without its first byte. */
function keyOf(text) {
  const point = bytes(text);
  assert.equal(point.length, 65);
  assert.equal(point[0], 4);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString("base64url"));
  return importJWK({ kty: "EC", crv: "P-256", x, y }, "ES256");
}

/** The claims of an `Authorization` header and the key that it names. Throws unless the token is signed with it, for `audience`, and in time at `now`. */
export async function claimsOf(authorization, audience, now = new Date()) {
  const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization ?? "") ?? assert.fail(`no token: ${authorization}`);
  const checks = { algorithms: ["ES256"], audience, currentDate: now, requiredClaims: ["aud", "exp", "sub"] };
  return { key, claims: (await jwtVerify(token, await keyOf(key), checks)).payload };
}
