// What a neighbour sees first: on a cheap phone and at a desk, in both languages, without scripts; and the copy of it on a plain file server.
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../kit/browser.mjs';
import { command, demo } from './house.mjs';
import { DESK, PHONE, press, someone, sound } from './people.mjs';

const WIRE_BYTES_MAX = 60_000;
const ALERTS = { es: '/alertas', en: '/alerts' };
const KINDS = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.svg': 'image/svg+xml', '.js': 'text/javascript' };

let folder, house, browser;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuadra-walk-'));
  [house, browser] = await Promise.all([demo(join(folder, 'data')), launch()]);
});
after(async () => {
  await browser?.close();
  await house?.close();
  await rm(folder, { recursive: true, force: true });
});

for (const { lang, viewport, colorScheme } of [
  { lang: 'es', viewport: PHONE, colorScheme: 'light' },
  { lang: 'en', viewport: PHONE, colorScheme: 'dark' },
  { lang: 'es', viewport: DESK, colorScheme: 'dark' },
  { lang: 'en', viewport: DESK, colorScheme: 'light' },
]) {
  test(`the front page, the map, an alert, the list and rights, without scripts (${lang}, ${viewport.width} px, ${colorScheme})`, async (t) => {
    const one = await someone(t, browser, house, { lang, viewport, colorScheme, javaScriptEnabled: false });
    const { page } = one;
    await one.go('/');
    await sound(one, 'front page');
    assert.equal(await page.locator('article.now').count(), 1);
    assert.match(await page.locator('article.now').getAttribute('data-until'), /^\d{10}$/);
    assert.equal(await page.locator('.rights li').count(), 6);
    assert.equal(await page.locator('svg').count(), 0, 'the map is not loaded unasked');
    const first = await page.locator('article.now a').boundingBox();
    assert.ok(first.y + first.height < viewport.height, 'the place of what is confirmed is on the first screen');
    const bar = page.locator('.bar a').first();
    assert.equal(await bar.isVisible(), viewport === PHONE, 'on a phone, reporting is under the thumb');
    if (viewport === PHONE) {
      const box = await bar.boundingBox();
      assert.ok(box.y + box.height <= viewport.height && box.height >= 44, 'and on the first screen too');
    }
    await press(one, page.locator(lang === 'es' ? 'a[href="/mapa"]' : 'a[href="/map"]'));
    await sound(one, 'the map');
    assert.equal(await page.locator('svg .mark.alert').count(), 1);
    await press(one, page.locator('article.now a'));
    await sound(one, 'the alert');
    await press(one, page.locator(`main p > a[href="${ALERTS[lang]}"]`));
    await sound(one, 'the list');
    await page.locator('summary').click();
    await page.selectOption('#area', { label: 'Lantern District' });
    await press(one, page.locator('form .button'));
    await sound(one, 'the list of one area');
    assert.equal(await page.locator('article').count(), 1);
    await one.go(lang === 'es' ? '/derechos' : '/rights');
    await sound(one, 'rights');
    assert.deepEqual(await one.context.cookies(), [], 'nobody gets a cookie');
  });
}

test('the first visit costs little', async (t) => {
  const one = await someone(t, browser, house, { lang: 'es' });
  const wire = await one.context.newCDPSession(one.page);
  const bytes = new Map();
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  wire.on('Network.responseReceived', ({ requestId, response }) => bytes.set(requestId, { url: response.url, bytes: 0 }));
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => Object.assign(bytes.get(requestId) ?? {}, { bytes: encodedDataLength }));
  await one.go('/');
  await one.page.waitForLoadState('networkidle');
  const rows = [...bytes.values()];
  const all = rows.reduce((sum, row) => sum + row.bytes, 0);
  for (const row of rows) t.diagnostic(`${row.bytes} bytes  ${new URL(row.url).pathname}`);
  t.diagnostic(`${all} bytes on the wire, headers and all, for the first visit to /`);
  assert.ok(rows.some((row) => row.url.includes('app.css')) && rows.every((row) => row.bytes > 0), 'everything was counted');
  assert.ok(all < WIRE_BYTES_MAX, `${all} bytes`);
});

/** A plain file server: files below `/some/where/`, nothing else. */
async function fileServer(root) {
  const missing = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    const file = path.startsWith('/some/where/') ? join(root, path.slice('/some/where/'.length)) : undefined;
    if (!file || !(await stat(file).then((found) => found.isFile(), () => false))) {
      missing.push(path);
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': KINDS[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((go) => server.listen(0, '127.0.0.1', go));
  const close = () => new Promise((go) => {
    server.closeAllConnections();
    server.close(go);
  });
  return { origin: `http://127.0.0.1:${server.address().port}`, missing, close };
}

test('the copy works below a path of another host, and every link of it leads somewhere', async (t) => {
  const site = join(folder, 'site');
  const { stdout } = await command(['export-site', site, '--data', join(folder, 'data')], { CUADRA_ORIGIN: house.origin, CUADRA_HOTLINE: '555-0100' });
  assert.match(stdout, /\d+ files/);
  const mirror = await fileServer(site);
  t.after(mirror.close);
  const one = await someone(t, browser, mirror, { lang: 'es' });
  const [seen, waiting] = [new Set(), ['/some/where/index.html']];
  while (waiting.length > 0) {
    const path = waiting.pop();
    if (seen.has(path)) continue;
    seen.add(path);
    await one.go(path);
    one.lang = await one.page.getAttribute('html', 'lang');
    await sound(one, path);
    assert.equal(await one.page.locator('.banner-mirror').count(), 1, path);
    for (const link of await one.page.locator('a[href]').evaluateAll((links) => links.map((link) => link.href))) {
      const url = new URL(link);
      if (url.origin === mirror.origin && url.pathname.endsWith('.html')) waiting.push(url.pathname);
      else if (url.origin === mirror.origin) assert.equal((await fetch(url)).status, 200, link);
      else if (url.protocol !== 'tel:') {
        assert.equal(url.origin, house.origin, link);
        assert.equal((await fetch(url)).status, 200, link);
      }
    }
  }
  assert.ok(seen.size >= 12, `${seen.size} pages`);
  assert.deepEqual(mirror.missing.filter((path) => path !== '/favicon.ico'), []);
  assert.equal((await fetch(`${mirror.origin}/alertas`)).status, 404, 'a link from the root would have been noticed');
});
