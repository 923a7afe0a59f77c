// Passkeys against Chromium's virtual authenticator, which has PRF: what goes to the server must not hold its output.
import assert from 'node:assert/strict';
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { launch, until, watch } from './browser.mjs';
import { body, serve } from './server.mjs';

let browser, server, page, context, wrong;
const house = { posts: [], go: '/home', fail: 0, words: undefined, challenge: '', credential: null };
const b64 = (bytes) => Buffer.from(bytes).toString('base64url');

const form = (kind) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="csrf" content="csrf-word"><title>${kind}</title>
<link rel="stylesheet" href="/static/app.css"><script src="/static/sign-in.js" defer></script></head><body><main><h1>${kind}</h1>
<form data-passkey="${kind}" data-options-url="/${kind}/options" data-finish-url="/${kind}/finish" data-word-waiting="waiting" data-word-cancelled="cancelled"
 data-word-exists="exists" data-word-refused="refused" data-word-failed="failed" data-word-unsupported="unsupported">
<div class="field"><label for="alias">Alias</label><input id="alias" name="alias"></div><button class="button">go</button></form></main></body></html>`;

/** webauthn-rs's shapes, with PRF asked for by a server that should not. */
function options(kind) {
  house.challenge = b64(randomBytes(32));
  const prf = { eval: { first: b64(randomBytes(32)) } };
  if (kind === 'create') {
    return { publicKey: {
      rp: { name: 'Red', id: 'localhost' }, user: { id: b64(randomBytes(16)), name: 'ceiba', displayName: 'ceiba' }, challenge: house.challenge,
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }], timeout: 60000, attestation: 'none',
      excludeCredentials: house.credential ? [{ type: 'public-key', id: house.credential.id }] : [],
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      extensions: { credProps: true, prf, hmacCreateSecret: true },
    } };
  }
  return { publicKey: {
    challenge: house.challenge, timeout: 60000, rpId: 'localhost', userVerification: 'required', extensions: { prf },
    allowCredentials: house.credential ? [{ type: 'public-key', id: house.credential.id }] : [],
  } };
}

before(async () => {
  const json = (value, status = 200) => (request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const post = (answer) => async (request, response) => {
    house.posts.push({ url: request.url, csrf: request.headers['x-cuadra-csrf'], body: JSON.parse((await body(request)).toString()) });
    if (house.fail) return json(house.words ? { words: house.words } : {}, house.fail)(request, response);
    json(answer())(request, response);
  };
  const routes = { 'GET /home': () => '<!doctype html><title>home</title><h1>home</h1>' };
  for (const kind of ['create', 'get']) {
    routes[`GET /${kind}`] = () => form(kind);
    routes[`POST /${kind}/options`] = post(() => options(kind));
    routes[`POST /${kind}/finish`] = post(() => ({ go: house.go }));
  }
  server = await serve(routes);
  browser = await launch();
  context = await browser.newContext();
  page = await context.newPage();
  wrong = watch(page, server.origin);
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, hasPrf: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  } });
});
after(async () => {
  await browser.close();
  await server.close();
});
beforeEach(() => {
  Object.assign(house, { go: '/home', fail: 0, words: undefined });
  house.posts.length = 0;
});

async function press(kind, alias = 'ceiba') {
  await page.goto(`${server.origin}/${kind}`);
  await page.fill('#alias', alias);
  await page.click('button');
}
const sent = () => house.posts.find((one) => one.url.endsWith('/finish')).body;

test('a passkey is made: the fields that webauthn-rs reads, and nothing of PRF', async () => {
  await press('create');
  await page.waitForURL('**/home');
  const { credential, fields } = sent();
  assert.deepEqual(house.posts.map((one) => one.csrf), ['csrf-word', 'csrf-word']);
  assert.deepEqual(house.posts[0].body, { alias: 'ceiba' });
  assert.deepEqual(fields, { alias: 'ceiba' });
  assert.deepEqual(Object.keys(credential).sort(), ['clientExtensionResults', 'id', 'rawId', 'response', 'type']);
  assert.deepEqual(Object.keys(credential.response).sort(), ['attestationObject', 'clientDataJSON', 'transports']);
  assert.deepEqual(credential.clientExtensionResults, { credProps: { rk: true } });
  assert.doesNotMatch(JSON.stringify(house.posts), /"prf\\?"/i);
  const client = JSON.parse(Buffer.from(credential.response.clientDataJSON, 'base64url'));
  assert.equal(client.challenge, house.challenge);
  assert.equal(client.type, 'webauthn.create');
  // The COSE key at the end of the authenticator data: x after 21 58 20, y after 22 58 20 (RFC 9053, section 7.1).
  const raw = Buffer.from(credential.response.attestationObject, 'base64url');
  const x = raw.indexOf(Buffer.from([0x21, 0x58, 0x20])) + 3;
  house.credential = { id: credential.id, x: raw.subarray(x, x + 32), y: raw.subarray(x + 35, x + 67) };
});

test('it signs in: the signature holds, and the same is not true of another challenge', async () => {
  await press('get');
  await page.waitForURL('**/home');
  const { credential } = sent();
  assert.deepEqual(Object.keys(credential.response).sort(), ['authenticatorData', 'clientDataJSON', 'signature', 'userHandle']);
  assert.deepEqual(credential.clientExtensionResults, {});
  assert.doesNotMatch(JSON.stringify(house.posts), /"prf\\?"/i);
  const of = (name) => Buffer.from(credential.response[name], 'base64url');
  const { x, y } = house.credential;
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: b64(x), y: b64(y) }, format: 'jwk' });
  const data = (client) => Buffer.concat([of('authenticatorData'), createHash('sha256').update(client).digest()]);
  assert.ok(verify('sha256', data(of('clientDataJSON')), key, of('signature')));
  assert.ok(!verify('sha256', data('another'), key, of('signature')));
  assert.equal(JSON.parse(of('clientDataJSON')).challenge, house.challenge);
});

test('the control: this authenticator does give PRF when asked, and toJSON would carry it', async () => {
  await page.goto(`${server.origin}/get`);
  const json = await page.evaluate(async (id) => {
    const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
    const made = await navigator.credentials.create({ publicKey: {
      rp: { name: 'Red', id: 'localhost' }, user: { id: bytes('AAAB'), name: 'x', displayName: 'x' }, challenge: bytes('AAAA'),
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }], authenticatorSelection: { residentKey: 'required', userVerification: 'required' }, extensions: { prf: {} },
    } });
    const got = await navigator.credentials.get({ publicKey: {
      challenge: bytes('AAAA'), rpId: 'localhost', userVerification: 'required', allowCredentials: [{ type: 'public-key', id: made.rawId }],
      extensions: { prf: { eval: { first: bytes('AAAA') } } },
    } });
    return JSON.stringify(got.toJSON());
  });
  assert.match(json, /"prf":\{"results":\{"first"/);
});

test('refusals are said in the page\'s words', async () => {
  const said = (words) => page.getByRole('status').getByText(words, { exact: true }).waitFor();
  await press('create');
  await said('exists');
  house.fail = 400;
  await press('get');
  await said('refused');
  house.words = 'The server says why';
  await press('get');
  await said('The server says why');
  house.words = undefined;
  house.fail = 500;
  await press('get');
  await said('failed');
  assert.ok(page.url().endsWith('/get'));
});

test('an answer cannot send anyone to another origin', async () => {
  for (const go of ['https://example.org/', '//example.org/', 'javascript:alert(1)']) {
    house.go = go;
    await press('get');
    await page.getByRole('status').getByText('failed', { exact: true }).waitFor();
    assert.ok(page.url().startsWith(server.origin), go);
  }
  house.go = '/home?x=1';
  await press('get');
  await until(() => page.url().endsWith('/home?x=1'), 'our own page');
  assert.deepEqual(wrong, []);
});
