// The shelf, with a browser's cache and network made of maps: what is fetched again, and what is not.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { freshen, keep } from './worker/shelf';

const ORIGIN = 'https://red.example';
const alert = (n: number): string => `/alertas/0198f000-0000-7000-8000-00000000000${n}`;
/** Unix seconds. */
const seconds = (hours: number): number => Math.floor(Date.now() / 1000) + hours * 3600;

/** What the server answers, what was asked of it, what is kept. */
let served: Map<string, string>;
let asked: string[];
let shelf: Map<string, Response>;
let saveData = false;

const define = (name: string, value: unknown): void => void Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const answer = (html: string): Response => new Response(html, { headers: { 'cache-control': 'public, max-age=15' } });
const at = (asked: string | { url: string }): string => (typeof asked === 'string' ? asked : asked.url.slice(ORIGIN.length));
const cache = {
  match: async (asked: string | { url: string }) => shelf.get(at(asked))?.clone(),
  put: async (path: string, response: Response) => void shelf.set(path, response),
  delete: async (asked: string | { url: string }) => shelf.delete(at(asked)),
  keys: async () => [...shelf.keys()].map((path) => ({ url: ORIGIN + path })),
};
define('caches', { open: async () => cache });
define('location', { origin: ORIGIN });
define('navigator', { get connection() { return { saveData }; } });
define('fetch', async (path: string) => {
  asked.push(path);
  return answer(served.get(path) ?? '<html lang="es">');
});

/** An alert's own page, and a list of such alerts, each with the moment at which it is over. */
const page = (over: number): string => `<html lang="es"><article data-until="${over}">`;
const list = (overs: Record<number, number>): string =>
  `<html lang="es">${Object.entries(overs).map(([n, over]) => `<article data-until="${over}"><a href="${alert(Number(n))}">x</a></article>`).join('')}`;
/** Puts the list on the server and opens it; answers the alerts that were fetched along. */
async function opens(overs: Record<number, number>): Promise<string[]> {
  asked = [];
  const response = answer(list(overs));
  served.set('/alertas', list(overs));
  Object.defineProperty(response, 'type', { value: 'basic' });
  await keep(new URL('/alertas', ORIGIN), response);
  return asked.filter((path) => path.startsWith('/alertas/'));
}
const overOf = (n: number): number => Number(shelf.get(alert(n))?.headers.get('x-over-at')) / 1000;

beforeEach(() => {
  [served, asked, shelf, saveData] = [new Map(), [], new Map(), false];
});

test('an alert that ends earlier than its kept page knows is fetched again, and no other', async () => {
  const [long, short] = [seconds(3), seconds(1)];
  for (const n of [1, 2]) served.set(alert(n), page(long));
  assert.deepEqual(await opens({ 1: long, 2: long }), [alert(1), alert(2)]);
  assert.deepEqual(await opens({ 1: long, 2: long }), [], 'the control: the list says what the kept pages say');
  served.set(alert(2), page(short));
  assert.deepEqual(await opens({ 1: long, 2: short }), [alert(2)]);
  assert.deepEqual([overOf(1), overOf(2)], [long, short]);
  assert.deepEqual(await opens({ 1: long, 2: short }), [], 'once');
});

test('who saves data gets what is not so any more, and nothing new', async () => {
  const [long, short] = [seconds(3), seconds(1)];
  served.set(alert(1), page(long));
  await opens({ 1: long });
  saveData = true;
  served.set(alert(1), page(short));
  assert.deepEqual(await opens({ 1: short, 2: long }), [alert(1)]);
  assert.equal(overOf(1), short);
});

test('an alert far down the list is fetched again all the same', async () => {
  const [long, short] = [seconds(3), seconds(1)];
  served.set(alert(9), page(long));
  await opens({ 9: long });
  served.set(alert(9), page(short));
  const fetched = await opens({ 1: long, 2: long, 3: long, 4: long, 5: long, 9: short });
  assert.ok(fetched.includes(alert(9)) && !fetched.includes(alert(5)), `${fetched}`);
});

test('when something is told, the list is asked only where a page is kept that is not over', async () => {
  served.set(alert(1), page(seconds(3)));
  await freshen('es');
  assert.deepEqual(asked, []);
  await opens({ 1: seconds(3) });
  asked = [];
  await freshen('es');
  assert.equal(asked[0], '/alertas');
});
