// A push service of the test's own: HTTP/2 with TLS on loopback, with a certificate made at start. It is as strict as RFC 8030, 8188, 8291 and
// 8292 allow a service to be, and keeps what it took as it came: ciphertext. What it refuses is told in `wrong`.
import { execFile } from 'node:child_process';
import { createECDH, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createSecureServer } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { claimsOf, opened } from '../../peers/push_reading.mjs';
import { until } from './browser.mjs';

/** What a service must take at least (RFC 8030, section 7.2); ours takes no more. */
const BODY_BYTES_MAX = 4_096;
/** The longest life of a token, in seconds (RFC 8292, section 2). */
const TOKEN_SECONDS_MAX = 24 * 60 * 60;
/** Salt, record size, length of the key's name, a point of P-256 as the name (RFC 8188, section 2.1; RFC 8291, section 4). */
const HEAD_BYTES = 16 + 4 + 1 + 65;
/** Delimiter and tag. */
const TAIL_BYTES = 1 + 16;

/** A certificate for 127.0.0.1 that signed itself. It must say that it is no authority, or it is not believed as a server's. */
async function certificate(folder) {
  const [cert, key] = [join(folder, 'push.crt'), join(folder, 'push.key')];
  await promisify(execFile)('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:FALSE', '-keyout', key, '-out', cert,
  ]);
  return { cert, key };
}

/** What is wrong with the headers and the body: a status and a sentence, or nothing. */
function misshapen(headers, body) {
  if (headers[':method'] !== 'POST') return [405, `a ${headers[':method']}`];
  if (!/^\d{1,9}$/.test(headers.ttl ?? '')) return [400, `TTL: ${headers.ttl}`];
  if (headers.urgency !== undefined && !['very-low', 'low', 'normal', 'high'].includes(headers.urgency)) return [400, `Urgency: ${headers.urgency}`];
  if (headers.topic !== undefined && !/^[\w-]{1,32}$/.test(headers.topic)) return [400, `Topic: ${headers.topic}`];
  if (headers['content-encoding'] !== 'aes128gcm') return [400, `Content-Encoding: ${headers['content-encoding']}`];
  if (headers.cookie !== undefined) return [400, 'a cookie'];
  if (body.length > BODY_BYTES_MAX) return [413, `${body.length} bytes`];
  if (body.length < HEAD_BYTES + TAIL_BYTES) return [400, `a body of ${body.length} bytes`];
  if (body[20] !== 65 || body[21] !== 4) return [400, 'the name of the key is no point of P-256'];
  // One record, which the record size is larger than (RFC 8291, section 4).
  if (body.readUInt32BE(16) <= body.length - HEAD_BYTES) return [400, `a record size of ${body.readUInt32BE(16)}`];
  return undefined;
}

/** What is wrong with the token, the same way. `key` is the one that the browser subscribed under. */
async function unsigned(headers, origin, key) {
  let token;
  try {
    token = await claimsOf(headers.authorization, origin);
  } catch (error) {
    return [headers.authorization === undefined ? 401 : 403, `the token: ${error.message}`];
  }
  const { claims } = token;
  const life = claims.exp - Date.now() / 1000;
  if (life > TOKEN_SECONDS_MAX) return [403, `a token of ${Math.round(life)} seconds`];
  if (!/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/.test(claims.sub)) return [403, `sub: ${claims.sub}`];
  if (token.key !== key) return [403, 'the browser subscribed under another key'];
  return undefined;
}

/**
 * Starts the service. `origin`, `ca` (the file of its certificate), `wrong` (one sentence for every request that was refused), `browsers` and
 * `taken` by endpoint, and:
 *
 * - `subscribe(key)`: a new browser's address with real keys, as `PushSubscription.toJSON()` gives it. `key` is the server's, base64url.
 * - `unsubscribe(endpoint)`: the browser gave its address up; what still comes is answered with 410 and told in `late`.
 * - `next(endpoint)`: waits for the next message to a browser and opens it: `text`, `headers`.
 * - `cases(contact)`: everything that was taken, as the independent readers in tests/peers want it.
 */
export async function pushService(patience_ms) {
  const folder = await mkdtemp(join(tmpdir(), 'cuadra-push-'));
  const { cert, key } = await certificate(folder);
  const server = createSecureServer({ cert: await readFile(cert), key: await readFile(key), allowHTTP1: false });
  const [wrong, late, browsers, taken, sockets] = [[], [], new Map(), new Map(), new Set()];
  let origin;

  const subscribe = (application) => {
    const secret = createECDH('prime256v1');
    const p256dh = secret.generateKeys('base64url');
    const endpoint = `${origin}/push/${randomBytes(16).toString('base64url')}`;
    const browser = { endpoint, auth: randomBytes(16).toString('base64url'), p256dh, secret: secret.getPrivateKey().toString('base64url').padStart(43, 'A'), application, isGone: false, read: 0 };
    browsers.set(endpoint, browser);
    taken.set(endpoint, []);
    return { endpoint, keys: { p256dh, auth: browser.auth } };
  };

  async function judged(headers, body) {
    const browser = browsers.get(origin + headers[':path']);
    if (!browser) return [404, 'nobody has that address'];
    const fault = misshapen(headers, body) ?? (await unsigned(headers, origin, browser.application));
    if (fault) return fault;
    if (browser.isGone) {
      late.push(browser.endpoint);
      return [410];
    }
    taken.get(browser.endpoint).push({ headers, body, at: Math.floor(Date.now() / 1000) });
    return [201];
  }

  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('session', (session) => session.on('error', () => {}));
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => {
    const parts = [];
    stream.on('error', () => {});
    stream.on('data', (part) => parts.push(part));
    stream.on('end', async () => {
      const [status, why] = await judged(headers, Buffer.concat(parts)).catch((error) => [500, error.stack]);
      if (why) wrong.push(`${status} to ${headers[':path']}: ${why}`);
      if (stream.destroyed) return;
      stream.respond({ ':status': status, ...(status === 201 && { location: `${origin}/message/${randomBytes(16).toString('base64url')}` }) }, { endStream: true });
    });
  });
  await new Promise((go) => server.listen(0, '127.0.0.1', go));
  origin = `https://127.0.0.1:${server.address().port}`;

  const next = async (endpoint) => {
    const browser = browsers.get(endpoint);
    const message = await until(() => taken.get(endpoint)[browser.read], `a push message; refused so far: ${wrong.join('; ') || 'none'}`, patience_ms);
    browser.read += 1;
    return { text: opened(message.body, browser.secret, browser.auth), headers: message.headers };
  };

  const cases = (contact) =>
    [...browsers.values()].flatMap((browser) => taken.get(browser.endpoint).map(({ headers, body, at }) => {
      const changed = Buffer.from(body);
      changed[changed.length - 1] ^= 1;
      const text = opened(body, browser.secret, browser.auth);
      return {
        endpoint: browser.endpoint, origin, contact, text, now_seconds: at, authorization: headers.authorization, application_server_key: browser.application,
        receiver_private: browser.secret, receiver_public: browser.p256dh, auth: browser.auth,
        message: body.toString('base64url'), message_bytes: body.length, message_changed: changed.toString('base64url'),
      };
    }));

  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((go) => server.close(go));
    await rm(folder, { recursive: true, force: true });
  };
  return { origin, ca: cert, wrong, late, browsers, taken, subscribe, unsubscribe: (endpoint) => void (browsers.get(endpoint).isGone = true), next, cases, close };
}

/**
 * Points a page's browser at the service. Chromium's own `subscribe()` speaks to its maker's push service and to no other, so the two functions of
 * `PushManager` that know of it are replaced before the page's scripts run; keys, address and all that comes are real.
 */
export async function pointedAt(page, service) {
  await page.exposeFunction('pushServiceSubscribe', service.subscribe);
  await page.exposeFunction('pushServiceUnsubscribe', service.unsubscribe);
  await page.addInitScript(() => {
    const kept = () => JSON.parse(localStorage.getItem('push-service') ?? 'null');
    const subscription = () => kept() && {
      ...kept(), toJSON: kept,
      unsubscribe: async () => {
        await window.pushServiceUnsubscribe(kept().endpoint);
        localStorage.removeItem('push-service');
        return true;
      },
    };
    PushManager.prototype.getSubscription = async () => subscription();
    PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
      if (!userVisibleOnly) throw new DOMException('pushes that are not shown', 'NotAllowedError');
      if (applicationServerKey.length !== 65 || applicationServerKey[0] !== 4) throw new DOMException('no key', 'InvalidAccessError');
      const key = btoa(String.fromCharCode(...applicationServerKey)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
      localStorage.setItem('push-service', JSON.stringify(await window.pushServiceSubscribe(key)));
      return subscription();
    };
  });
}
