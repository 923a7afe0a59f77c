// The test's own push service must be able to say no: one good message is taken, and each of its spoilt copies is refused for its own reason.
import assert from 'node:assert/strict';
import { createECDH, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:http2';
import { get } from 'node:https';
import { after, before, test } from 'node:test';
import { pushService } from './push-service.mjs';

const HOUR = 3_600;
const now = () => Math.floor(Date.now() / 1000);
const coded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A server's key pair, and how it signs. */
function server() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const key = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString('base64url');
  const sign = (claims, header = { typ: 'JWT', alg: 'ES256' }) => {
    const input = `${coded(header)}.${coded(claims)}`;
    return `${input}.${createSign('SHA256').update(input).sign({ key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  return { key, sign };
}

/** A body in the form of RFC 8188: the service cannot read it, so that any will do. */
function body({ bytes = 1_024, recordSize = 4_096, keyBytes = 65 } = {}) {
  const out = randomBytes(bytes);
  out.writeUInt32BE(recordSize, 16);
  out[20] = keyBytes;
  createECDH('prime256v1').generateKeys().copy(out, 21);
  return out;
}

let service, line;
const [ours, theirs] = [server(), server()];
before(async () => {
  service = await pushService(5_000);
  line = connect(service.origin, { ca: await readFile(service.ca) });
});
after(async () => {
  line?.destroy();
  await service?.close();
});

/** Posts to a browser that subscribed under our key; `change` spoils the request. Answers the status. */
async function post(change = {}) {
  const { endpoint } = service.subscribe(ours.key);
  const claims = { aud: service.origin, exp: now() + 12 * HOUR, sub: 'mailto:push@red.example.org', ...change.claims };
  const token = change.token?.(claims) ?? ours.sign(claims, change.header);
  const headers = {
    ':method': 'POST', ':path': new URL(endpoint).pathname, authorization: `vapid t=${token}, k=${change.key ?? ours.key}`,
    'content-encoding': 'aes128gcm', ttl: '1800', urgency: 'high', topic: 'a'.repeat(32), ...change.headers,
  };
  for (const [name, value] of Object.entries(headers)) if (value === undefined) delete headers[name];
  if (change.gone) service.unsubscribe(endpoint);
  const stream = line.request(headers);
  stream.end(change.body ?? body());
  stream.resume();
  const status = await new Promise((go, no) => {
    stream.on('response', (answer) => go(answer[':status']));
    stream.on('error', no);
  });
  return { status, endpoint };
}

test('a good message is taken, with a place where it would be, and nothing is told', async () => {
  const { status, endpoint } = await post();
  assert.equal(status, 201);
  assert.equal(service.taken.get(endpoint).length, 1);
  assert.equal((await post({ headers: { topic: undefined, urgency: undefined, ttl: '0' } })).status, 201, 'topic and urgency may be left out');
  assert.deepEqual(service.wrong, []);
});

const forged = (claims) => {
  const [head, , signature] = ours.sign(claims).split('.');
  return `${head}.${coded({ ...claims, sub: 'mailto:eve@red.example.org' })}.${signature}`;
};
for (const [what, change, status, why] of [
  ['altered claims', { token: forged }, 403, /the token: signature/],
  ['a signature with one letter changed', { token: (claims) => ours.sign(claims).replace(/\.([^.])([^.]*)$/, (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`) }, 403, /the token: signature/],
  ['a key that did not sign', { key: theirs.key }, 403, /the token: signature/],
  ['another server\'s token', { token: (claims) => theirs.sign(claims), key: theirs.key }, 403, /another key/],
  ['no signature at all', { token: (claims) => `${coded({ typ: 'JWT', alg: 'none' })}.${coded(claims)}.` }, 403, /the token: /],
  ['another algorithm', { header: { typ: 'JWT', alg: 'ES384' } }, 403, /the token: "alg"/],
  ['another audience', { claims: { aud: 'https://push.example.org' } }, 403, /the token: unexpected "aud"/],
  ['an expired token', { claims: { exp: now() - 60 } }, 403, /the token: "exp"/],
  ['a token of two days', { claims: { exp: now() + 48 * HOUR } }, 403, /a token of 17\d{4} seconds/],
  ['no expiry', { claims: { exp: undefined } }, 403, /the token: missing required "exp"/],
  ['no contact', { claims: { sub: undefined } }, 403, /the token: missing required "sub"/],
  ['a contact that is none', { claims: { sub: 'somebody' } }, 403, /sub: somebody/],
  ['no token', { headers: { authorization: undefined } }, 401, /no token/],
  ['another scheme', { headers: { authorization: 'WebPush a.b.c' } }, 403, /no token/],
  ['no TTL', { headers: { ttl: undefined } }, 400, /TTL/],
  ['a TTL that is no number', { headers: { ttl: 'soon' } }, 400, /TTL/],
  ['an urgency that is none', { headers: { urgency: 'now' } }, 400, /Urgency/],
  ['a topic of 33 letters', { headers: { topic: 'a'.repeat(33) } }, 400, /Topic/],
  ['the older encoding', { headers: { 'content-encoding': 'aesgcm' } }, 400, /Content-Encoding/],
  ['a cookie', { headers: { cookie: 'a=b' } }, 400, /cookie/],
  ['a body that is too large', { body: body({ bytes: 4_097, recordSize: 8_192 }) }, 413, /4097 bytes/],
  ['a body that is too small', { body: body({ bytes: 102 }) }, 400, /102 bytes/],
  ['a key with another length', { body: body({ keyBytes: 33 }) }, 400, /P-256/],
  ['a record that is larger than it says', { body: body({ recordSize: 900 }) }, 400, /record size/],
  ['an address that nobody has', { headers: { ':path': '/push/nobody' } }, 404, /nobody/],
  ['another method', { headers: { ':method': 'PUT' } }, 405, /PUT/],
]) {
  test(`refused: ${what}`, async () => {
    service.wrong.length = 0;
    const posted = await post(change);
    assert.equal(posted.status, status);
    assert.equal(service.wrong.length, 1);
    assert.match(service.wrong[0], why);
    assert.deepEqual(service.taken.get(posted.endpoint), []);
  });
}

test('a browser that has gone is gone', async () => {
  const { status, endpoint } = await post({ gone: true });
  assert.equal(status, 410);
  assert.deepEqual(service.late, [endpoint]);
});

test('nobody is served without HTTP/2, and nobody who does not know the certificate', async () => {
  const ca = await readFile(service.ca);
  const older = await new Promise((go, no) => get(service.origin, { ca, agent: false }, go).on('error', no));
  older.resume();
  assert.equal(older.statusCode, 403);
  await assert.rejects(new Promise((go, no) => connect(service.origin).on('connect', go).on('error', no)), /self-signed/);
});

test('what cannot be opened is not taken for a message', async () => {
  const { endpoint } = await post();
  await assert.rejects(service.next(endpoint));
});
