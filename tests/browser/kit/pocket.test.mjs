// The service worker and the honest clock: what is pushed, pressed, kept, read without signal, and never kept.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, fits, launch, until, watch } from './browser.mjs';
import { ID, pocketHouse, SECRET } from './pocket-house.mjs';
import { workerOf } from './worker.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const HOUR_MS = 3_600_000;
/** Unix seconds. */
const seconds = (hours) => Math.floor((Date.now() + hours * HOUR_MS) / 1000);
const message = (change) => ({
  v: 1, kind: 'alert', tag: ID(1), title: 'VERIFICADO · Calle 5', body: 'Agentes de ICE en Calle 5.', url: `/alertas/${ID(1)}`, until: seconds(1), over: 'Ya terminó · Calle 5',
  drill: false, ...change,
});

/** A house, a browser that may show notifications, a page that has its worker. */
async function sit(t, { path = '/?lang=es', alerts = 1, locale = 'es-MX', permissions = ['notifications'] } = {}) {
  const house = await pocketHouse();
  for (let n = alerts; n >= 1; n--) house.publish({ id: ID(n), title: `Calle ${n}`, over: seconds(n) });
  const context = await browser.newContext({ locale, viewport: { width: 320, height: 640 } });
  await context.grantPermissions(permissions, { origin: house.origin });
  const page = await context.newPage();
  const wrong = watch(page, house.origin);
  t.after(async () => {
    await context.close();
    await house.close();
  });
  const go = (to) => page.goto(house.origin + to);
  await go(path);
  const sw = await workerOf(page, house.origin);
  return { house, context, page, wrong, go, ...sw };
}
const has = (sw, path) => until(async () => (await sw.cached()).includes(path), `${path} is kept`);

test('a push shows what the message says; without permission nothing is shown', async (t) => {
  const sw = await sit(t);
  const sent = message();
  await sw.push(sent);
  await until(async () => (await sw.shown()).length === 1, 'a notification');
  const [shown] = await sw.shown();
  assert.deepEqual(shown, {
    title: 'VERIFICADO · Calle 5', body: 'Agentes de ICE en Calle 5.', tag: ID(1), lang: 'es', silent: false, renotify: true, actions: [],
    data: { url: `/alertas/${ID(1)}`, confirms: '', until: sent.until, over: 'Ya terminó · Calle 5', lang: 'es' },
  });
  // The next of the chain takes its place, and is heard.
  await sw.push(message({ kind: 'update', title: 'ACTUALIZACIÓN · Calle 5' }));
  await until(async () => (await sw.shown())[0]?.title.startsWith('ACTUALIZACIÓN'), 'the update');
  assert.equal((await sw.shown()).length, 1);
  await sw.push(message({ tag: ID(2), drill: true }));
  await until(async () => (await sw.shown()).some((one) => one.title === 'SIMULACRO (no es real) · VERIFICADO · Calle 5'), 'the exercise is marked');

  const mute = await sit(t, { permissions: [] });
  await mute.push(message());
  await mute.page.waitForTimeout(700);
  assert.deepEqual(await mute.shown(), []);
});

test('a message that comes when it is over is shown as over; one that is shown is told as over at the next look', async (t) => {
  const sw = await sit(t);
  await sw.push(message({ until: seconds(-1) }));
  await until(async () => (await sw.shown()).length === 1, 'a notification');
  let [shown] = await sw.shown();
  assert.equal(shown.title, 'Ya terminó · Calle 5');
  assert.doesNotMatch(shown.body, /ICE/);
  assert.equal(shown.silent, false);
  await sw.clear();
  await sw.push(message({ until: Math.floor(Date.now() / 1000) + 2 }));
  await until(async () => (await sw.shown())[0]?.title === 'VERIFICADO · Calle 5', 'current for two seconds');
  await sw.page.waitForTimeout(2_500);
  await sw.go('/alertas');
  await until(async () => (await sw.shown())[0]?.title === 'Ya terminó · Calle 5', 'over');
  [shown] = await sw.shown();
  assert.equal(shown.silent, true, 'it was heard once');
});

test('a message that cannot be read leads to the page, in both languages', async (t) => {
  const sw = await sit(t);
  for (const data of [message({ v: 2 }), 'not json']) {
    await sw.push(data);
    await until(async () => (await sw.shown()).length === 1, 'a notification');
    const [{ title, body, data: remembered }] = await sw.shown();
    assert.match(title, /Hay un aviso.*Your network/);
    assert.match(body, /Abra la página.*Open the page/);
    assert.equal(remembered.url, '/');
    await sw.clear();
  }
});

test('pressing opens the alert, or goes to the window that has it', async (t) => {
  const sw = await sit(t);
  await sw.push(message());
  await until(async () => (await sw.shown()).length === 1, 'a notification');
  assert.deepEqual(await sw.press(ID(1)), { opened: [`/alertas/${ID(1)}`], focused: [] });
  assert.deepEqual(await sw.shown(), [], 'it is put away');
  await sw.go(`/alertas/${ID(1)}`);
  await sw.push(message());
  await until(async () => (await sw.shown()).length === 1, 'a notification');
  assert.deepEqual(await sw.press(ID(1)), { opened: [], focused: [`/alertas/${ID(1)}`] });
  assert.deepEqual(sw.house.posts, [], 'an alert confirms nothing');
});

test('a test message is confirmed by the press, and by nothing else', async (t) => {
  const sw = await sit(t);
  const link = `/s/${SECRET}`;
  const ask = message({ kind: 'test', tag: link, url: link, until: 0, title: '¿Recibe esto?' });
  await sw.push(ask);
  await until(async () => (await sw.shown()).length === 1, 'a notification');
  assert.deepEqual((await sw.shown())[0].actions, ['confirm']);
  await sw.worker.evaluate(async () => {
    const [notification] = await registration.getNotifications();
    dispatchEvent(new NotificationEvent('notificationclose', { notification }));
    notification.close();
  });
  await sw.page.waitForTimeout(300);
  assert.deepEqual(sw.house.posts, [], 'neither its coming nor putting it away is a yes');
  for (const action of ['', 'confirm']) {
    sw.house.posts.length = 0;
    await sw.push(ask);
    await until(async () => (await sw.shown()).length === 1, 'a notification');
    assert.deepEqual(await sw.press(link, action), { opened: [link], focused: [] });
    assert.equal(sw.house.posts.length, 1);
    const [{ path, type, body, site }] = sw.house.posts;
    assert.deepEqual([path, body, site], [`${link}/confirm`, '', 'same-origin']);
    assert.match(type, /^application\/x-www-form-urlencoded/);
  }
  // Not with a private link that is no link, and not without the kind.
  for (const change of [{ url: '/s/../me' }, { kind: 'alert' }]) {
    sw.house.posts.length = 0;
    await sw.push({ ...ask, tag: 'other', ...change });
    await until(async () => (await sw.shown()).length === 1, 'a notification');
    await sw.press('other', 'confirm');
    assert.deepEqual(sw.house.posts, []);
  }
});

/** Puts a link where push.js would, and a push address where the browser would. */
const subscribed = async (sw, renewed) => {
  await sw.worker.evaluate(async ([path, at]) => {
    const db = await new Promise((go) => {
      const request = indexedDB.open('cuadra-link', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('link');
      request.onsuccess = () => go(request.result);
    });
    const tx = db.transaction('link', 'readwrite');
    tx.objectStore('link').put({ path, lang: 'es', renewed: at }, 'this');
    await new Promise((go) => (tx.oncomplete = go));
    db.close();
    const address = (n) => ({ endpoint: `https://push.invalid/${n}`, toJSON: () => ({ endpoint: `https://push.invalid/${n}`, keys: { p256dh: `p${n}`, auth: `a${n}` } }), unsubscribe: async () => void (self.gone = n) });
    self.current = address(1);
    PushManager.prototype.getSubscription = async () => self.current;
    PushManager.prototype.subscribe = async (options) => ((self.asked = options), (self.current = address(2)));
  }, [`/s/${SECRET}`, renewed]);
};
const kept = (sw) => sw.worker.evaluate(() => new Promise((go) => {
  const request = indexedDB.open('cuadra-link', 1);
  request.onsuccess = () => {
    const get = request.result.transaction('link').objectStore('link').get('this');
    get.onsuccess = () => (request.result.close(), go(get.result));
  };
}));

test('a visit tells the server that this browser is still there, once a day', async (t) => {
  const sw = await sit(t);
  await subscribed(sw, Date.now() - 25 * HOUR_MS);
  await sw.go('/alertas');
  await until(() => sw.house.posts.length === 1, 'the renewal');
  assert.equal(sw.house.posts[0].path, `/s/${SECRET}/push`);
  assert.deepEqual(JSON.parse(sw.house.posts[0].body), { endpoint: 'https://push.invalid/1', p256dh: 'p1', auth: 'a1' });
  await until(async () => Date.now() - (await kept(sw)).renewed < 60_000, 'noted');
  await sw.go('/?lang=es');
  await sw.page.waitForTimeout(500);
  assert.equal(sw.house.posts.length, 1, 'not twice a day');
});

test('a private page or one without a link renews nothing; a link that is gone is forgotten with its address', async (t) => {
  const sw = await sit(t);
  await sw.go('/alertas');
  await subscribed(sw, 0);
  await sw.go('/me');
  await sw.page.waitForTimeout(500);
  assert.deepEqual(sw.house.posts, []);
  sw.house.link = 404;
  await sw.go('/alertas');
  await until(async () => (await kept(sw)) === undefined, 'forgotten');
  assert.equal(await sw.worker.evaluate(() => self.gone), 1);
});

test('a changed address reaches the server, at once or at the next visit', async (t) => {
  const sw = await sit(t);
  await subscribed(sw, Date.now());
  const change = () => sw.worker.evaluate(async () => {
    const waits = [];
    const event = new ExtendableEvent('pushsubscriptionchange');
    event.oldSubscription = { options: { userVisibleOnly: true, applicationServerKey: new Uint8Array([1]) } };
    event.waitUntil = (promise) => waits.push(promise);
    dispatchEvent(event);
    await Promise.allSettled(waits);
  });
  await change();
  assert.deepEqual(JSON.parse(sw.house.posts[0].body), { endpoint: 'https://push.invalid/2', p256dh: 'p2', auth: 'a2' });
  assert.equal(await sw.worker.evaluate(() => self.asked.userVisibleOnly), true);
  sw.house.mode = 'down';
  await change();
  assert.equal((await kept(sw)).renewed, 0, 'to be told');
  sw.house.mode = 'up';
  sw.house.posts.length = 0;
  await sw.go('/alertas');
  await until(() => sw.house.posts.length === 1, 'told at the next visit');
});

test('without signal: the list, the latest alerts and the app\'s first page are read with their age, the rest is said', async (t) => {
  const sw = await sit(t, { path: '/', alerts: 6 });
  for (const path of ['/', '/?lang=es', '/alertas', `/alertas/${ID(1)}`, `/alertas/${ID(4)}`, '/offline?lang=es', '/offline?lang=en', '/assets/app.css?v=1', '/assets/app.js?v=1']) await has(sw, path);
  assert.ok(!(await sw.cached()).includes(`/alertas/${ID(5)}`), 'not every alert there is');
  sw.house.mode = 'down';
  for (const [path, title] of [['/alertas', 'Alertas'], ['/', 'Alertas'], ['/?lang=es', 'Alertas'], [`/alertas/${ID(1)}`, 'Calle 1']]) {
    await sw.go(path);
    assert.equal(await sw.page.textContent('h1'), title, path);
    assert.equal(await sw.page.textContent('[data-age]'), 'now', path);
    assert.ok(await sw.page.isVisible('.age'), path);
    assert.ok(await fits(sw.page), path);
    assert.deepEqual(await axe(sw.page), [], path);
  }
  await sw.go('/reportar');
  assert.equal(await sw.page.textContent('h1'), 'Sin conexión');
  await sw.go('/report');
  assert.equal(await sw.page.textContent('h1'), 'No connection');
  await sw.go(`/alertas/${ID(6)}`);
  assert.equal(await sw.page.textContent('h1'), 'Sin conexión');
  assert.deepEqual(sw.wrong, []);
  // The control: a browser that was never here finds nothing.
  const stranger = await browser.newContext();
  const there = await stranger.newPage();
  await assert.rejects(there.goto(`${sw.house.origin}/alertas`));
  await stranger.close();
  sw.house.mode = 'up';
  await sw.go('/alertas');
  assert.ok(!(await sw.page.isVisible('.age')), 'with signal it is new again');
});

test('a slow or failing server: the kept copy after three seconds, and the new one when it comes', async (t) => {
  const sw = await sit(t);
  await has(sw, '/alertas');
  sw.house.mode = 'slow';
  const began = Date.now();
  await sw.go('/alertas');
  assert.ok(await sw.page.isVisible('.age'));
  assert.ok(Date.now() - began >= 2_900, 'the network had its chance');
  sw.house.mode = '503';
  await sw.go('/alertas');
  assert.ok(await sw.page.isVisible('.age'), 'a server that is down answers too');
  await sw.go('/reportar');
  assert.equal(await sw.page.textContent('body'), 'busy', 'where nothing is kept, it is the server that speaks');
});

test('an alert whose time is over is never read as current: from the shelf, in an open page, with a clock that is behind', async (t) => {
  const sw = await sit(t, { alerts: 3 });
  await has(sw, `/alertas/${ID(1)}`);
  await has(sw, '/alertas');
  sw.house.mode = 'down';
  await sw.page.clock.setFixedTime(Date.now() + 1.5 * HOUR_MS);
  await sw.go('/alertas');
  const past = sw.page.locator('[data-past]');
  assert.equal(await past.locator('h3').textContent(), 'Calle 1');
  assert.match(await past.locator('article').textContent(), /IT IS OVER it was true/);
  assert.ok(!(await past.getByText('advice').isVisible()));
  assert.deepEqual(await sw.page.locator('[data-now] h3').allTextContents(), ['Calle 2', 'Calle 3'], 'the others are current');
  assert.equal(await sw.page.textContent('[data-age]'), '90 min');
  assert.equal(await sw.page.textContent('[data-status]'), 'may have changed');
  assert.equal(await past.locator('.badge.urgent').count(), 0);
  assert.deepEqual(await axe(sw.page), []);
  await sw.go(`/alertas/${ID(1)}`);
  assert.match(await sw.page.textContent('h1 + .notice'), /IT IS OVER/);
  assert.match(await sw.page.title(), /^IT IS OVER · Calle 1/);
  assert.ok(!(await sw.page.getByText('Advice').isVisible()));
  assert.deepEqual(await axe(sw.page), []);
  await sw.page.clock.setFixedTime(Date.now() + 4 * HOUR_MS);
  await sw.go('/alertas');
  assert.ok(!(await sw.page.getByRole('heading', { name: 'Now' }).isVisible()), 'nothing is left under a heading that says now');
  assert.deepEqual(sw.wrong, []);
});

test('an open page marks what becomes over while it is looked at, and keeps the focus', async (t) => {
  const sw = await sit(t, { alerts: 2 });
  const page = await sw.context.newPage();
  await page.clock.install();
  await page.goto(`${sw.house.origin}/alertas`);
  await page.clock.runFor(1_000);
  assert.equal(await page.locator('[data-over]').count(), 0, 'both are current');
  assert.ok(!(await page.isVisible('.age')));
  assert.equal(await page.textContent('[data-status]'), '2 now');
  await page.locator('article a').first().focus();
  await page.clock.fastForward(HOUR_MS + 60_000);
  await page.locator('[data-past] [data-over]').waitFor();
  assert.equal(await page.locator('[data-over]').count(), 1);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Calle 1');
  assert.equal(await page.textContent('[data-age]'), '61 min', 'and says how old it is');
});

test('a phone whose clock is behind is set right by the server\'s; one that is ahead is believed', async (t) => {
  const sw = await sit(t, { alerts: 1 });
  sw.house.takeAway(ID(1));
  sw.house.publish({ id: ID(7), title: 'Just over', over: seconds(-1 / 60) });
  const page = await sw.context.newPage();
  await page.clock.setFixedTime(Date.now() - 5 * HOUR_MS);
  await page.goto(`${sw.house.origin}/alertas`);
  await page.locator('[data-over]').waitFor();
  const ahead = await sw.context.newPage();
  sw.house.takeAway(ID(7));
  sw.house.publish({ id: ID(8), title: 'Current', over: seconds(1) });
  await ahead.clock.setFixedTime(Date.now() + 5 * HOUR_MS);
  await ahead.goto(`${sw.house.origin}/alertas`);
  await ahead.locator('[data-over]').waitFor();
});

test('private pages are never kept; nor is a public address with somebody in it', async (t) => {
  const sw = await sit(t);
  await has(sw, '/alertas');
  const before = await sw.cached();
  for (const path of ['/me', '/queue', '/alerts/out', '/reportar', '/comprobante', `/s/${SECRET}`, '/?q=private', '/alertas?x=1']) await sw.go(path);
  await sw.page.waitForTimeout(500);
  assert.deepEqual(await sw.cached(), before);
  await sw.worker.evaluate(async () => {
    for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) if (/alert|\/(\?|$)/.test(one.url)) await (await caches.open(name)).delete(one);
  });
  sw.house.policy = 'no-store';
  await sw.go('/alertas');
  sw.house.policy = 'public, max-age=0';
  sw.house.csrf = '<meta name="csrf" content="of-a-member">';
  await sw.go('/?lang=en');
  await sw.page.waitForTimeout(500);
  assert.ok((await sw.cached()).every((path) => /^\/(offline|telefono|phone|assets)/.test(path)), (await sw.cached()).join());
  // The control: the same addresses, everybody's.
  sw.house.csrf = '';
  await sw.go('/alertas');
  await has(sw, '/alertas');
});

test('what the worker fetches by itself goes without cookies', async (t) => {
  const house = await pocketHouse();
  t.after(() => house.close());
  house.publish({ id: ID(1), title: 'One', over: seconds(1) });
  const paths = ['/', '/alertas', '/offline', `/alertas/${ID(1)}`];
  const cookies = new Map();
  for (const path of paths) {
    const answer = house.routes[`GET ${path}`];
    house.routes[`GET ${path}`] = (request, response) => {
      cookies.set(`${request.headers['sec-fetch-mode'] === 'navigate' ? 'person' : 'worker'} ${path}`, request.headers.cookie ?? '');
      return answer(request, response);
    };
  }
  const context = await browser.newContext({ locale: 'es-MX' });
  t.after(() => context.close());
  await context.addCookies([{ name: 'session', value: 'secret', url: house.origin }]);
  const page = await context.newPage();
  await page.goto(`${house.origin}/?lang=es`);
  await has(await workerOf(page, house.origin), `/alertas/${ID(1)}`);
  assert.equal(cookies.get('person /'), 'session=secret', 'the person has one');
  for (const path of paths) assert.equal(cookies.get(`worker ${path}`), '', path);
});

test('the shelf stays small: so many alerts, none long over, none that is gone, no style that nobody names', async (t) => {
  const sw = await sit(t);
  for (let n = 10; n < 35; n++) sw.house.publish({ id: ID(n), title: `Old ${n}`, over: seconds(1) });
  for (let n = 10; n < 35; n++) {
    await sw.go(`/alertas/${ID(n)}`);
    await has(sw, `/alertas/${ID(n)}`);
  }
  const alerts = async () => (await sw.cached()).filter((path) => path.startsWith('/alertas/'));
  assert.equal((await alerts()).length, 20);
  assert.ok((await alerts()).includes(`/alertas/${ID(34)}`) && !(await alerts()).includes(`/alertas/${ID(10)}`), 'the latest stay');
  sw.house.takeAway(ID(34));
  await sw.go(`/alertas/${ID(34)}`);
  await until(async () => !(await alerts()).includes(`/alertas/${ID(34)}`), 'what is gone goes');
  sw.house.publish({ id: ID(50), title: 'Yesterday', over: seconds(-25) });
  await sw.go(`/alertas/${ID(50)}`);
  await sw.page.waitForTimeout(500);
  assert.ok(!(await alerts()).includes(`/alertas/${ID(50)}`), 'a day after its end it is not kept');
  await sw.worker.evaluate(() => caches.open('cuadra-1').then((cache) => cache.put('/assets/app.css?v=0', new Response('old'))));
  await sw.go(`/alertas/${ID(20)}`);
  await until(async () => !(await sw.cached()).includes('/assets/app.css?v=0'), 'an old style goes');
  assert.ok((await sw.cached()).includes('/assets/app.css?v=1'));
});

test('the policy lets this worker be registered and no other script, and cannot be made a second time', async (t) => {
  const sw = await sit(t);
  assert.deepEqual(sw.wrong, [], 'no violation on the way');
  const refused = (act) => sw.page.evaluate(act).then(() => 'done', (error) => error.message);
  assert.match(await refused(() => navigator.serviceWorker.register('/sw.js')), /TrustedScriptURL/, 'not by a plain text');
  assert.match(await refused(() => trustedTypes.createPolicy('cuadra-sw', { createScriptURL: (url) => url })), /disallowed|already|Policy/, 'nor by a second policy of the name');
  assert.match(await refused(() => trustedTypes.createPolicy('other', { createScriptURL: (url) => url })), /disallowed|Policy/, 'nor of another');
  assert.match(await refused(() => (document.body.innerHTML = '<p>x</p>')), /TrustedHTML/, 'nor HTML');
});

/** What Chromium dispatches when it would offer to install; without a head it does not. */
const offers = () => addEventListener('load', () => setTimeout(() => {
  const offer = new Event('beforeinstallprompt', { cancelable: true });
  offer.prompt = async () => void (document.documentElement.dataset.prompted = 'yes');
  dispatchEvent(offer);
}));

test('the hint comes at the second visit, and never again once it was put away', async (t) => {
  const house = await pocketHouse();
  const context = await browser.newContext({ hasTouch: true, isMobile: true });
  const desk = await browser.newContext();
  t.after(async () => {
    await context.close();
    await desk.close();
    await house.close();
  });
  const hint = (page) => page.isVisible('[data-install]');
  const settled = (page) => page.evaluate(() => new Promise((go) => setTimeout(go, 200)));
  const visit = async (init = offers, on = context) => {
    const page = await on.newPage();
    await page.addInitScript(init);
    await page.goto(`${house.origin}/alertas`);
    await settled(page);
    return page;
  };
  const first = await visit();
  assert.ok(!(await hint(first)), 'not at the first');
  await first.reload();
  await settled(first);
  assert.ok(!(await hint(first)), 'nor at the same visit');
  assert.ok(!(await hint(await visit(() => undefined))), 'nor where the browser offers nothing');
  const second = await visit();
  assert.ok(await hint(second));
  assert.deepEqual(await axe(second), []);
  assert.deepEqual(await second.evaluate(() => Object.entries(localStorage)), [['cuadra-install', 'seen']], 'one word is kept, and no number');
  await second.click('[data-install-no]');
  assert.ok(!(await hint(second)));
  assert.ok(!(await hint(await visit())), 'no is no');
  await second.evaluate(() => localStorage.setItem('cuadra-install', 'seen'));
  const third = await visit();
  await third.click('[data-install-go]');
  assert.equal(await third.evaluate(() => document.documentElement.dataset.prompted), 'yes');
  assert.ok(!(await hint(await visit())), 'asked once');
  // Safari on a phone: no offer, but words.
  await second.evaluate(() => localStorage.setItem('cuadra-install', 'seen'));
  const phone = await visit(() => Object.defineProperty(Navigator.prototype, 'standalone', { value: false }));
  assert.ok(await phone.isVisible('[data-install-home]'));
  assert.ok(!(await phone.isVisible('[data-install-go]')));
  await phone.evaluate(() => localStorage.setItem('cuadra-install', 'seen'));
  const installed = await visit(() => Object.defineProperty(Navigator.prototype, 'standalone', { value: true }));
  assert.ok(!(await hint(installed)), 'not where it is installed');
  await visit(offers, desk);
  assert.ok(!(await hint(await visit(offers, desk))), 'nor at a desk, which is no phone');
});

test('everything can be taken off the phone', async (t) => {
  const sw = await sit(t);
  await has(sw, '/alertas');
  await subscribed(sw, Date.now());
  // Also where there is no signal.
  sw.house.mode = 'down';
  await sw.go('/telefono');
  await sw.page.click('[data-forget] button');
  await sw.page.getByText('gone').waitFor();
  const left = await sw.page.evaluate(async () => ({
    caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length, words: localStorage.length,
    databases: (await indexedDB.databases()).map((one) => one.name),
  }));
  assert.deepEqual(left, { caches: [], workers: 0, words: 0, databases: [] });
  await assert.rejects(sw.go('/alertas'), 'and nothing is read without signal');
});
