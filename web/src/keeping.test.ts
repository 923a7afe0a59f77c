// Which pages a phone may keep.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertsOf, assetsOf, isEverybodys, isKeepable, langOf, overAt, rightsOf, untilsOf } from './worker/keeping';

const ID = '0198f000-0000-7000-8000-000000000001';
const at = (path: string): URL => new URL(path, 'https://red.example');

test('public pages are kept, and nothing else', () => {
  for (const path of ['/', '/?lang=es', '/?lang=en', '/alertas', '/alerts', `/alertas/${ID}`, `/alerts/${ID}`, '/derechos', '/rights']) assert.ok(isKeepable(at(path)), path);
  for (const path of [
    '/?lang=fr', '/?lang=es&x=1', '/?q', '/alertas?page=2', `/alerts/${ID}?x`, `/alerts/${ID}.cap.xml`, `/alerts/${ID}/`, '/alerts/out', '/alerts/waiting',
    `/alerts/waiting/${ID}`, `/alerts/new/${ID}`, `/alerts/drafts/${ID}`, `/alerts/out/${ID}`, '/s/AAAAAAAAAAAAAAAAAAAAAA', '/reportar', '/report', '/comprobante',
    '/receipt', '/suscribirse', '/subscribe', '/me', '/queue', '/go', '/duty', '/sign-in', '/demo', '/feeds/alerts.json', '/push/key', '/offline', '/assets/app.css',
  ]) assert.ok(!isKeepable(at(path)), path);
});

test('an answer is everybody\'s when the server says so and no session shows in it', () => {
  const html = '<html lang="es"><p>x</p>';
  const headers = (policy?: string) => new Headers(policy ? { 'cache-control': policy } : {});
  assert.ok(isEverybodys(headers('public, max-age=15'), html));
  assert.ok(!isEverybodys(headers('no-store'), html));
  assert.ok(!isEverybodys(headers('private, max-age=15'), html));
  assert.ok(!isEverybodys(headers(), html), 'silence is no yes');
  assert.ok(!isEverybodys(headers('public, no-store'), html));
  assert.ok(!isEverybodys(headers('public, max-age=15'), '<meta name="csrf" content="x">'));
});

test('what a page names is found', () => {
  const html = `<main id="main"><article class="now" data-until="1772659800"><link href="/assets/app.css?v=0123"><script src="/assets/app.js?v=45"></script>
    <link rel="apple-touch-icon" href="/assets/icon-maskable-512.png?v=1"><a href="/alertas/${ID}">a</a> <a href="/alertas/${ID}">again</a> <a href="/alerts/out">no</a>`;
  assert.deepEqual(assetsOf(html), ['/assets/app.css?v=0123', '/assets/app.js?v=45'], 'pictures for the home screen are not worth keeping');
  assert.deepEqual(alertsOf(html), [`/alertas/${ID}`]);
  assert.equal(overAt(`/alertas/${ID}`, html), Date.UTC(2026, 2, 4, 21, 30));
  assert.equal(overAt('/alertas', html), undefined, 'a list does not end with one of its alerts');
  assert.equal(overAt(`/alertas/${ID}`, '<article>'), undefined);
  assert.deepEqual([rightsOf('<a href="/rights">'), rightsOf('<a href="/rights/x">')], [['/rights'], []]);
  assert.deepEqual(assetsOf('nothing'), []);
});

test('a list says when each of its alerts is over', () => {
  const other = ID.replace(/1$/, '2');
  const list = `<a href="/alertas/${ID}">before any</a><article class="card" data-until="1772659800"><a href="/derechos">r</a><a href="/alertas/${ID}">a</a></article>
    <ul class="over"><li data-until="1772650000"><a href="/alertas/${other}">b</a></li></ul><a href="/alerts/out">no</a>`;
  assert.deepEqual([...untilsOf(list)], [[`/alertas/${ID}`, 1_772_659_800_000], [`/alertas/${other}`, 1_772_650_000_000]]);
  assert.equal(untilsOf(list).get(`/alertas/${ID}`), overAt(`/alertas/${ID}`, '<article data-until="1772659800">'), 'as its own page does');
});

test('the page without signal speaks the language of the address, else the browser\'s', () => {
  assert.deepEqual(['/reportar', '/alertas/x', '/report', '/?lang=es', '/me'].map((path) => langOf(at(path), 'en-US')), ['es', 'es', 'en', 'es', 'en']);
  assert.deepEqual(['/report', '/me', '/offline?lang=en'].map((path) => langOf(at(path), 'es-MX')), ['en', 'es', 'en']);
});
