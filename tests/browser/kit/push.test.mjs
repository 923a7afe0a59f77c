// "Tell me on this phone". Chromium's own push service is out of reach here, so PushManager is a stand-in; the worker, the permission and
// the pages are real.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, fits, launch, until, watch } from './browser.mjs';
import { pocketHouse, SECRET } from './pocket-house.mjs';
import { page as kitPage } from './server.mjs';

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const LINK = `/s/${SECRET}`;

/** A push service in the page: what it is asked lands in `window.asked`. The address outlives the page, as a real one does. */
const service = () => {
  const keys = () => JSON.parse(localStorage.getItem('stand-in') ?? 'null');
  const address = () => keys() && {
    ...keys(), toJSON: keys,
    unsubscribe: async () => (localStorage.removeItem('stand-in'), (window.gone = (window.gone ?? 0) + 1), true),
  };
  PushManager.prototype.getSubscription = async () => address();
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    window.asked = { userVisibleOnly, key: [...applicationServerKey] };
    if (window.refuses) throw new DOMException('no service', 'AbortError');
    localStorage.setItem('stand-in', JSON.stringify({ endpoint: 'https://push.invalid/1', keys: { p256dh: 'P', auth: 'A' } }));
    return address();
  };
};

async function sit(t, { permissions = ['notifications'], init = service, width = 320, refused = false } = {}) {
  const house = await pocketHouse();
  house.routes['GET /suscribirse'] = () => kitPage('subscribe');
  const context = await browser.newContext({ locale: 'es-MX', viewport: { width, height: 640 } });
  await context.grantPermissions(permissions, { origin: house.origin });
  const page = await context.newPage();
  if (init) await page.addInitScript(init);
  if (refused) await page.addInitScript((answer) => (Notification.requestPermission = async () => ((window.askedPermission = true), answer)), refused);
  const wrong = watch(page, house.origin);
  t.after(async () => {
    await context.close();
    await house.close();
  });
  const open = () => page.goto(`${house.origin}/suscribirse`);
  await open();
  return { house, context, page, wrong, open };
}
const part = (page) => page.evaluate(() => (document.querySelector('[data-push]').hidden ? 'nothing' : [...document.querySelectorAll('[data-push-part]')].filter((one) => !one.hidden).map((one) => one.dataset.pushPart).join()));
const shows = (page, name) => until(async () => (await part(page)) === name, `the part «${name}»`);

test('a press subscribes with the form\'s choices, keeps the link, and says what comes next', async (t) => {
  const { house, page, wrong, open } = await sit(t);
  await shows(page, 'start');
  assert.ok(await fits(page));
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(house.seen.filter((one) => /push/.test(one) && !/\.js/.test(one)), [], 'nothing is asked before the press');
  await page.check('input[value="90057"]');
  await page.check('input[name=kinds][value=alert]');
  await page.selectOption('[name=quiet]', 'nights');
  await page.check('input[name=lang][value=en]');
  await page.click('[data-push-start]');
  await shows(page, 'sent');
  assert.deepEqual(await axe(page), []);
  assert.ok(await page.getByText('Le mandamos una notificación de prueba').isVisible());
  assert.equal(await page.getAttribute('[data-push-part=sent] a', 'href'), LINK);
  const { path, body } = house.posts[0];
  assert.equal(path, '/subscribe/push');
  assert.deepEqual(JSON.parse(body), {
    endpoint: 'https://push.invalid/1', p256dh: 'P', auth: 'A', lang: 'en', places: ['pico', '90057'], kinds: ['alert'], quiet: 'nights',
  });
  assert.deepEqual(await page.evaluate(() => window.asked), { userVisibleOnly: true, key: [4, ...Array(64).fill(7)] });
  await open();
  await shows(page, 'there');
  assert.equal(await page.getAttribute('[data-push-part=there] a', 'href'), LINK);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(wrong, []);
});

test('nothing chosen is an empty list, not a missing one', async (t) => {
  const { house, page } = await sit(t);
  await page.uncheck('input[value=pico]');
  await page.click('[data-push-start]');
  await shows(page, 'sent');
  const { places, kinds } = JSON.parse(house.posts[0].body);
  assert.deepEqual([places, kinds], [[], []]);
});

test('permission: asked by the press only, and a no is answered with what to do', async (t) => {
  const denied = await sit(t, { permissions: [], refused: 'denied' });
  assert.equal(await denied.page.evaluate(() => window.askedPermission), undefined);
  await denied.page.click('[data-push-start]');
  await denied.page.getByRole('status').getByText('candado').waitFor();
  assert.deepEqual(denied.house.posts, []);
  assert.deepEqual(await axe(denied.page), []);
  assert.equal(await part(denied.page), 'start', 'and the button is there for another try');
  const later = await sit(t, { permissions: [], refused: 'default' });
  await later.page.click('[data-push-start]');
  await later.page.getByRole('status').getByText('No se preguntó').waitFor();
});

test('what the server refuses is said, and the browser keeps no address', async (t) => {
  const { house, page } = await sit(t);
  const press = async (words) => {
    await page.click('[data-push-start]');
    await page.getByRole('status').getByText(words).waitFor();
    assert.equal(await page.evaluate(() => localStorage.getItem('stand-in')), null);
  };
  house.subscribe = { status: 422, body: { words: 'Elija una zona.' } };
  await press('Elija una zona.');
  house.subscribe = { status: 429, body: {} };
  await press('No se aceptó');
  house.subscribe = { status: 500, body: {} };
  await press('Algo falló');
  house.subscribe = { status: 201, body: { link: 'https://example.org/s/x' } };
  await press('Algo falló');
  await page.evaluate(() => (window.refuses = true));
  await press('Algo falló');
  house.subscribe = { status: 201, body: { link: LINK } };
  await page.evaluate(() => (window.refuses = false));
  await page.click('[data-push-start]');
  await shows(page, 'sent');
});

test('a browser without push shows nothing; an iPhone\'s says what to do first', async (t) => {
  const none = await sit(t, { init: () => delete window.PushManager });
  await none.page.waitForTimeout(200);
  assert.equal(await part(none.page), 'nothing');
  const phone = await sit(t, { init: () => {
    delete window.PushManager;
    Object.defineProperty(Navigator.prototype, 'standalone', { value: false });
  } });
  await shows(phone.page, 'home');
  assert.deepEqual(await axe(phone.page), []);
  assert.ok(!(await phone.page.isVisible('[data-push-start]')));
});

test('leaving on the private page takes the address out of this browser, if the link is this browser\'s', async (t) => {
  const { house, page } = await sit(t);
  await page.click('[data-push-start]');
  await shows(page, 'sent');
  house.posts.length = 0;
  const other = '/s/0000000000000000000000';
  house.routes[`GET ${other}`] = house.routes[`GET ${LINK}`];
  await page.goto(house.origin + other);
  await page.getByRole('button', { name: 'leave' }).click();
  await page.getByText('left', { exact: true }).waitFor();
  assert.ok(await page.evaluate(() => localStorage.getItem('stand-in')), 'another one\'s link leaves this browser alone');
  await page.goto(house.origin + LINK);
  await page.getByRole('button', { name: 'leave' }).click();
  await page.getByText('left', { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem('stand-in')), null);
  assert.equal(house.posts.length, 2);
  await page.goto(`${house.origin}/suscribirse`);
  await shows(page, 'start');
});
