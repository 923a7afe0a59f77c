// The app on a phone, with the real program: installable, pushed to, read without signal with its age, and nobody's pages in it.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, launchIn, watch } from '../kit/browser.mjs';
import { workerOf } from '../kit/worker.mjs';
import { demo } from './house.mjs';
import { DESK, member, PHONE, press, someone, sound, wait } from './people.mjs';

let house, browser;
before(async () => {
  [house, browser] = await Promise.all([demo(), launch()]);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const WIRE_BYTES_MAX = 60_000;
const LIST = { es: '/alertas', en: '/alerts' };
const FORM = { es: '/reportar', en: '/report' };
const WORDS = {
  es: { kept: /^Lo que ve se guardó hace un momento/, old: /^Lo que ve es de hace 5 horas/, over: 'YA NO ESTÁ VIGENTE', none: 'Sin conexión', right: 'guardar silencio' },
  en: { kept: /^What you see was saved a moment ago/, old: /^What you see is from 5 hours ago/, over: 'NOT CURRENT ANY MORE', none: 'No connection', right: 'silent' },
};
const has = (sw, path) => wait(async () => (await sw.cached()).includes(path), `${path} is kept`);

for (const [lang, viewport] of [['es', PHONE], ['en', DESK]]) {
  test(`read without signal (${lang}, ${viewport.width} px)`, async (t) => {
    // A house of its own: it goes away.
    const own = await demo();
    t.after(() => own.close());
    const one = await someone(t, browser, own, { lang, viewport });
    await one.go('/');
    await sound(one, 'the front page');
    const sw = await workerOf(one.page, own.origin);
    const alert = await one.page.locator('.now[data-until] a').first().getAttribute('href');
    for (const path of ['/', LIST[lang], alert, '/offline?lang=es', '/offline?lang=en']) await has(sw, path);
    await one.go(LIST[lang]);
    await sound(one, 'the list');
    assert.ok(!(await one.page.isVisible('.age')), 'it is new');
    await one.go(lang === 'es' ? '/telefono' : '/phone');
    await sound(one, 'what the phone keeps');

    await own.close();
    // For fifteen seconds the browser's own memory would answer for the server.
    await (await one.context.newCDPSession(one.page)).send('Network.clearBrowserCache');
    for (const path of ['/', `/?lang=${lang}`, LIST[lang], alert]) {
      await one.go(path);
      assert.match(await one.page.textContent('[data-age]'), WORDS[lang].kept, path);
      assert.ok(await one.page.isVisible('.now[data-until]'), `${path}: what goes on is there`);
      await sound(one, `${path}, kept`);
    }
    await one.go(FORM[lang]);
    assert.equal((await one.page.textContent('h1')).trim(), WORDS[lang].none);
    await one.page.getByText(WORDS[lang].right).first().waitFor();
    await sound(one, 'the page without signal');
    await one.page.locator('.lang-switch a').click();
    await one.page.waitForURL(/\/offline/);
    assert.equal(await one.page.getAttribute('html', 'lang'), lang === 'es' ? 'en' : 'es', 'the switch works there too');

    // Hours later, still without signal.
    await one.page.clock.setFixedTime(Date.now() + 5 * 3_600_000);
    for (const path of ['/', LIST[lang], alert]) {
      await one.go(path);
      assert.match(await one.page.textContent('[data-age]'), WORDS[lang].old, path);
      assert.ok((await one.page.textContent('main')).includes(WORDS[lang].over), `${path}: it is told as over`);
      assert.equal(await one.page.locator('.now').count(), 0, `${path}: nothing goes on now`);
      await sound(one, `${path}, hours later`);
    }
  });
}

test('a browser would install it: nothing stands in the way, in both languages', async (t) => {
  // A profile on disk: a private window installs nothing.
  const folder = await mkdtemp(join(tmpdir(), 'cuadra-app-'));
  const context = await launchIn(folder, { locale: 'en-US' });
  t.after(async () => {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  });
  const page = await context.newPage();
  const wrong = watch(page, house.origin);
  const cdp = await context.newCDPSession(page);
  const inTheWay = async () => (await cdp.send('Page.getInstallabilityErrors')).installabilityErrors.map((one) => one.errorId);
  for (const lang of ['es', 'en']) {
    await page.goto(`${house.origin}/?lang=${lang}`);
    const { errors, data, manifest } = await cdp.send('Page.getAppManifest');
    assert.deepEqual(errors, []);
    assert.equal(JSON.parse(data).lang, lang);
    assert.ok(manifest.startUrl.endsWith(`/?lang=${lang}`));
    assert.deepEqual(await inTheWay(), []);
    assert.deepEqual(wrong, []);
  }
  await page.goto(`${house.origin}/healthz`);
  assert.deepEqual(await inTheWay(), ['no-manifest'], 'the control: what is no app is told');
});

test('a push is shown, leads to the alert\'s page, and what comes late is told as over', async (t) => {
  const one = await someone(t, browser, house, { lang: 'es' });
  await one.context.grantPermissions(['notifications'], { origin: house.origin });
  await one.go('/alertas');
  const url = await one.page.locator('.now[data-until] a').first().getAttribute('href');
  const sw = await workerOf(one.page, house.origin);
  const now = Math.floor(Date.now() / 1000);
  const message = { v: 1, kind: 'alert', tag: 'chain', title: 'VERIFICADO', body: 'Agentes de ICE.', url, until: now + 600, over: 'Ya terminó', drill: false };
  await sw.push(message);
  await wait(async () => (await sw.shown()).some((shown) => shown.title === 'VERIFICADO'), 'the notification');
  const { opened } = await sw.press('chain');
  assert.deepEqual(opened, [url]);
  assert.equal((await one.go(opened[0])).status(), 200);
  await sound(one, 'the page that a press opens');
  await sw.push({ ...message, until: now - 1 });
  await wait(async () => (await sw.shown()).some((shown) => shown.title === 'Ya terminó'), 'the late notification');
});

/** A push service in the page: Chromium's own is out of reach. The address is one that the server takes: a known service, a point on P-256. */
const service = (p256dh) => {
  const made = { endpoint: 'https://fcm.googleapis.com/fcm/send/of-a-walk', keys: { p256dh, auth: 'AAAAAAAAAAAAAAAAAAAAAA' } };
  const address = () => (localStorage.getItem('stand-in') ? { ...made, toJSON: () => made, unsubscribe: async () => (localStorage.removeItem('stand-in'), true) } : null);
  PushManager.prototype.getSubscription = async () => address();
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    if (applicationServerKey.length !== 65 || applicationServerKey[0] !== 4) throw new DOMException('no key', 'InvalidAccessError');
    localStorage.setItem('stand-in', 'yes');
    return address();
  };
};

for (const [lang, viewport, subscribe] of [['es', PHONE, '/suscribirse'], ['en', DESK, '/subscribe']]) {
  test(`a browser subscribes, says yes by pressing the test notification, and leaves (${lang})`, async (t) => {
    const one = await someone(t, browser, house, { lang, viewport });
    await one.context.grantPermissions(['notifications'], { origin: house.origin });
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    await one.page.addInitScript(service, point.toString('base64url'));
    await one.go(subscribe);
    const part = (name) => one.page.locator(`[data-push-part=${name}]`);
    // Something is missing: the server's words, beside the button.
    await part('start').getByRole('button').click();
    await one.page.locator('[data-push] .problems').waitFor();
    await sound(one, 'a subscription with a problem');
    await one.page.fill('#place_1', 'plaza vieja');
    await part('start').getByRole('button').click();
    await part('sent').waitFor();
    await sound(one, 'subscribed');
    const link = await part('sent').locator('a').getAttribute('href');
    assert.match(link, /^\/s\/[\w-]{22}$/);
    await one.go(link);
    assert.equal(await one.page.locator('form[action$="/confirm"]').count(), 1, 'not confirmed yet');
    const sw = await workerOf(one.page, house.origin);
    await sw.push({ v: 1, kind: 'test', tag: link, title: 'Test', body: 'Press', url: link, lang, until: 0, over: 'Test', drill: false });
    await wait(async () => (await sw.shown()).length === 1, 'the test notification');
    await one.page.reload();
    assert.equal(await one.page.locator('form[action$="/confirm"]').count(), 1, 'that it came is no yes');
    assert.deepEqual((await sw.press(link)).opened, [link]);
    await one.page.reload();
    assert.equal(await one.page.locator('form[action$="/confirm"]').count(), 0, 'the press was');
    await sound(one, 'confirmed');
    await one.go(subscribe);
    await part('there').waitFor();
    await one.go(link);
    assert.equal(await one.page.evaluate(() => localStorage.getItem('stand-in')), 'yes');
    await press(one, one.page.locator('form[action$="/leave"] button'));
    assert.equal(await one.page.evaluate(() => localStorage.getItem('stand-in')), null, 'the browser gave its address up');
    await one.go(subscribe);
    await part('start').waitFor();
    assert.ok((await sw.cached()).every((path) => !path.startsWith('/s/') && !/su[bs]scri/.test(path)), 'and none of it was kept');
    assert.deepEqual(one.wrong, []);
  });
}

test('a member\'s pages are never kept, nor are forms and receipts', async (t) => {
  const ana = await member(t, browser, house, 'Jacaranda', { lang: 'es' });
  await ana.go('/alertas');
  const sw = await workerOf(ana.page, house.origin);
  await has(sw, '/alertas');
  for (const path of ['/', '/?lang=es', '/me', '/alerts/out', '/alerts/waiting', '/reportar', '/comprobante', '/sign-in', '/demo']) {
    const answer = await ana.go(path);
    assert.equal(answer.status(), 200, path);
  }
  await ana.page.waitForTimeout(1_000);
  const kept = await sw.cached();
  assert.deepEqual(kept.filter((path) => !/^\/(\?lang=es|offline\?lang=(es|en)|telefono|phone|alertas(\/[0-9a-f-]{36})?|derechos|rights|assets\/[\w.-]+\?v=\w+)$/.test(path)), []);
  // The control: the alias is on the page that she sees, and on none that is kept.
  assert.match(await ana.page.evaluate(() => fetch('/').then((answer) => answer.text())), /Jacaranda/);
  const texts = await sw.worker.evaluate(async () => {
    const texts = [];
    for (const name of await caches.keys()) for (const one of await (await caches.open(name)).matchAll()) texts.push(await one.text());
    return texts;
  });
  assert.ok(texts.length > 5 && texts.every((text) => !/Jacaranda|name="csrf"/.test(text)));
});

test('the first visit costs little, the app and what it keeps included', async (t) => {
  const one = await someone(t, browser, house, { lang: 'es' });
  const rows = new Map();
  const page = await one.context.newCDPSession(one.page);
  page.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.url.startsWith(house.origin)) rows.set(requestId, { url: response.url, bytes: 0 });
  });
  page.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => Object.assign(rows.get(requestId) ?? {}, { bytes: encodedDataLength }));
  await page.send('Network.enable');
  await one.go('/');
  await one.page.waitForLoadState('networkidle');
  const sw = await workerOf(one.page, house.origin);
  await has(sw, '/alertas');
  await has(sw, await one.page.locator('.now[data-until] a').first().getAttribute('href'));
  const inWorker = await sw.worker.evaluate(() => performance.getEntriesByType('resource').map((row) => ({ url: row.name, bytes: row.transferSize })));
  const all = [...rows.values(), ...inWorker].map(({ url, bytes }) => ({ path: url.replace(house.origin, ''), bytes }));
  // The worker's own script and the manifest with its picture are fetched by the browser itself.
  for (const path of ['/sw.js', '/manifest.webmanifest?lang=es', ...(await manifestPictures(house.origin))]) all.push({ path, bytes: await packed(house.origin + path) });
  for (const row of all) t.diagnostic(`${row.bytes} bytes  ${row.path}`);
  const sum = all.reduce((total, row) => total + row.bytes, 0);
  t.diagnostic(`${sum} bytes for the first visit to /, with the app`);
  assert.ok(all.some((row) => row.path.startsWith('/assets/app.css')) && all.some((row) => row.path === '/offline?lang=es'), 'page and worker were both counted');
  assert.ok(sum < WIRE_BYTES_MAX, `${sum} bytes`);
  const script = await packed(`${house.origin}/sw.js`);
  t.diagnostic(`${script} bytes for sw.js`);
  assert.ok(script < 6_000);
});

/** Bytes of an answer as it goes over the wire, with some for its headers. */
function packed(url) {
  return new Promise((go, no) => {
    http.get(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      let size = answer.rawHeaders.join('  ').length;
      answer.on('data', (part) => (size += part.length));
      answer.on('end', () => go(size));
    }).on('error', no);
  });
}
const manifestPictures = async (origin) => (await (await fetch(`${origin}/manifest.webmanifest`)).json()).icons.map((icon) => icon.src).filter((src) => src.includes('192'));
