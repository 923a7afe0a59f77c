// The worker itself, in a browser made of a few objects: how long the server goes on knowing this browser.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const PATH = '/s/AAAAAAAAAAAAAAAAAAAAAA';
const DAY_MS = 24 * 60 * 60 * 1000;
const KEY = 'BAEC_w';

/** What the page saved, what the browser holds, what was asked of the server, and what it answers. */
let link: { path: string; lang: string; renewed: number } | undefined;
let current: unknown;
let under: Uint8Array | undefined;
let posts: { path: string; body: unknown }[];
let status: number;
let shown: string[];

const define = (name: string, value: unknown): void => void Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const address = (n: number): unknown => ({ toJSON: () => ({ endpoint: `https://push.invalid/${n}`, keys: { p256dh: 'p', auth: 'a' } }), unsubscribe: async () => void (current = null) });

/** As much of IndexedDB as link.ts asks for. */
function request(result: unknown, then: () => void = () => undefined): Record<string, unknown> {
  const out: Record<string, any> = { result };
  queueMicrotask(() => (out['onsuccess']?.(), then()));
  return out;
}
const store = { get: () => request(link), put: (value: typeof link) => request((link = value)), delete: () => request((link = undefined)) };
const transaction = (): unknown => {
  const tx: Record<string, any> = { objectStore: () => store };
  setTimeout(() => tx['oncomplete']?.());
  return tx;
};
define('indexedDB', { open: () => request({ transaction, close: () => undefined }) });

const handlers = new Map<string, (event: unknown) => void>();
const pushManager = {
  getSubscription: async () => current,
  subscribe: async (options: { applicationServerKey?: Uint8Array }) => ((under = options.applicationServerKey), (current = address(2))),
};
const registration = { pushManager, showNotification: async (title: string) => void shown.push(title), getNotifications: async () => [] };
define('self', { addEventListener: (name: string, handler: (event: unknown) => void) => void handlers.set(name, handler), registration });
define('location', { origin: 'https://red.example' });
define('navigator', { language: 'es' });
define('Notification', { permission: 'granted' });
define('caches', { open: async () => ({ keys: async () => [], match: async () => undefined }) });
define('fetch', async (path: string, init?: { body: string }) => {
  if (path === '/push/key') return Response.json({ key: KEY });
  posts.push({ path, body: JSON.parse(init?.body ?? 'null') });
  return new Response('{}', { status });
});
Math.random = () => 0;
await import('./worker/sw');

/** Everything that an event asked the browser to wait for, and nothing after: then the worker may be put to sleep. */
async function waited(name: string, event: object): Promise<void> {
  const waits: Promise<unknown>[] = [];
  handlers.get(name)?.({ ...event, waitUntil: (promise: Promise<unknown>) => void waits.push(promise) });
  await Promise.allSettled(waits);
}
const pushed = (): Promise<void> => waited('push', { data: { text: () => JSON.stringify({ v: 1, kind: 'alert', title: 'VERIFICADO', body: 'x', url: '/', until: 0 }) } });
const told = (n: number): object => ({ path: `${PATH}/push`, body: { endpoint: `https://push.invalid/${n}`, p256dh: 'p', auth: 'a' } });

beforeEach(() => {
  [link, current, under, posts, status, shown] = [{ path: PATH, lang: 'es', renewed: Date.now() - 41 * DAY_MS }, address(1), undefined, [], 200, []];
});

test('who never opens a page is still known: a message that is shown renews, before the worker may sleep', async () => {
  await pushed();
  assert.deepEqual([shown, posts], [['VERIFICADO'], [told(1)]]);
  assert.ok(Date.now() - (link?.renewed ?? 0) < DAY_MS, 'noted');
  await pushed();
  assert.equal(posts.length, 1, 'once a week at most: a town is told in the same minute');
});

test('after a week one in ten renews, so that a town that is told at once does not write at once', async () => {
  const random = Math.random;
  try {
    for (const [drawn, renews] of [[0.5, 0], [0.05, 1]] as const) {
      link = { path: PATH, lang: 'es', renewed: Date.now() - 8 * DAY_MS };
      posts = [];
      Math.random = () => drawn;
      await pushed();
      assert.equal(posts.length, renews, `${drawn}`);
    }
  } finally {
    Math.random = random;
  }
});

test('a server that is busy is told with the next message, and the message is shown all the same', async () => {
  status = 503;
  await pushed();
  assert.deepEqual([shown.length, posts.length], [1, 1]);
  status = 200;
  await pushed();
  assert.deepEqual([shown.length, posts.length], [2, 2]);
});

test('an address that the browser took away, without a word of the old one, is made anew under the network\'s key and told', async () => {
  current = null;
  await waited('pushsubscriptionchange', {});
  assert.deepEqual(under, new Uint8Array([4, 1, 2, 255]));
  assert.deepEqual(posts, [told(2)]);
});

test('who took the permission back is not subscribed again', async () => {
  current = null;
  define('Notification', { permission: 'denied' });
  await waited('pushsubscriptionchange', { oldSubscription: null });
  define('Notification', { permission: 'granted' });
  assert.deepEqual([under, posts], [undefined, []]);
});
