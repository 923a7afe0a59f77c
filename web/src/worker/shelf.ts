// The shelf: the pages that this phone keeps, each with the assets that it names. Only pages that everybody gets alike ever come here.
import { alertsOf, assetsOf, isAlert, isEverybodys, isKeepable, isList, langOf, overAt, rightsOf, untilsOf } from './keeping';

/** Raised when what is kept changes its shape: another name forgets what was kept under the old one. */
export const SHELF = 'cuadra-1';

/** Alert pages kept at most: some days of a busy neighbourhood, a few hundred kilobytes. */
const ALERTS_MAX = 20;
/** Alerts fetched along with a list: what somebody will want to read when the signal goes. A page has a few kilobytes. */
const ALONG_MAX = 4;
/** Hours after its end for which an alert's page stays: as long as lists name it. */
const OVER_HOURS_MAX = 24;
/** Days for which a page that says nothing of an end stays. */
const KEPT_DAYS_MAX = 3;
/** Hours after which the page without signal is fetched again: the hotline's number may have changed. */
const SPARE_HOURS_MAX = 24;
/** Hours after which a list that was not opened itself is fetched again along with another one. */
const ALONG_HOURS_MAX = 6;

const HOUR_MS = 3_600_000;
/** What is there for when there is no signal, whatever was opened before. */
const SPARES = ['/offline?lang=es', '/offline?lang=en', '/telefono', '/phone'];

const KEPT_AT = 'x-kept-at';
const OVER_AT = 'x-over-at';
const NAMES = 'x-names';

/** True where a kept page is younger than so many hours. */
const isYoung = (kept: Response, hours: number): boolean => Date.now() - Number(kept.headers.get(KEPT_AT)) < hours * HOUR_MS;

/** Whatever the worker fetches by itself goes without cookies: a page with somebody's session cannot come back. */
const fetched = (path: string): Promise<Response> => fetch(path, { credentials: 'omit' });

/** Things on the shelf change one after the other. */
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const next = last.then(act);
  last = next.catch(() => undefined);
  return next;
}

async function put(cache: Cache, path: string, response: Response, html: string): Promise<void> {
  const assets = assetsOf(html);
  for (const asset of assets) if (!(await cache.match(asset))) await cache.add(new Request(asset, { credentials: 'omit' }));
  const headers = new Headers(response.headers);
  // The text is unpacked by now.
  headers.delete('content-encoding');
  headers.delete('content-length');
  headers.set(KEPT_AT, String(Date.now()));
  headers.set(NAMES, assets.join(' '));
  const over = overAt(path, html);
  if (over !== undefined) headers.set(OVER_AT, String(over));
  await cache.put(path, new Response(html, { headers }));
}

/** Puts the page on the shelf, where it may be there; a list brings its newest alerts. Takes a page away that is gone. */
export async function keep(url: URL, response: Response): Promise<void> {
  if (response.status === 404 || response.status === 410) return inTurn(async () => void (await (await caches.open(SHELF)).delete(url.pathname + url.search)));
  // A page that another address answered for is that one's.
  if (!response.ok || response.redirected || response.type !== 'basic' || !isKeepable(url)) return;
  const html = await response.text();
  if (!isEverybodys(response.headers, html)) return;
  await inTurn(async () => {
    const cache = await caches.open(SHELF);
    await put(cache, url.pathname + url.search, response, html);
    await prune(cache);
  });
  if (!isList(url)) return;
  await spares(SPARE_HOURS_MAX);
  await along(html);
}

/** Fetches what belongs to a list and is not there, or is old; where the person saves data, only what is kept and says what is not so any more. */
async function along(html: string): Promise<void> {
  const connection = (navigator as { connection?: { saveData?: boolean } }).connection;
  const cache = await caches.open(SHELF);
  const untils = untilsOf(html);
  // An alert that was taken back or followed ends earlier than its kept page knows.
  const isTrue = (path: string, there: Response): boolean => !untils.has(path) || Number(there.headers.get(OVER_AT)) === untils.get(path);
  const changed: string[] = [];
  for (const path of untils.keys()) {
    const there = await cache.match(path);
    if (there && !isTrue(path, there)) changed.push(path);
  }
  const lang = /<html lang="en"/.test(html) ? 'en' : 'es';
  // The app opens at the front page in its language; the list is one press away.
  const whole = [`/?lang=${lang}`, lang === 'es' ? '/alertas' : '/alerts', ...rightsOf(html), ...alertsOf(html).slice(0, ALONG_MAX)];
  for (const path of new Set(connection?.saveData ? changed : [...changed, ...whole])) {
    const there = await cache.match(path);
    if (there && !changed.includes(path) && (isAlert(path) || isYoung(there, ALONG_HOURS_MAX))) continue;
    const url = new URL(path, location.origin);
    const response = await fetched(path);
    const page = await response.text();
    if (response.ok && !response.redirected && isEverybodys(response.headers, page)) await inTurn(() => put(cache, url.pathname + url.search, response, page));
  }
}

/** Something was told: where the page of an alert that is not over is kept, the list says whether it still is so. */
export async function freshen(lang: 'es' | 'en'): Promise<void> {
  const cache = await caches.open(SHELF);
  let isAny = false;
  for (const request of await cache.keys()) {
    const over = isAlert(new URL(request.url).pathname) ? (await cache.match(request))?.headers.get(OVER_AT) : undefined;
    isAny ||= over !== undefined && Number(over) > Date.now();
  }
  if (!isAny) return;
  const list = new URL(lang === 'es' ? '/alertas' : '/alerts', location.origin);
  await keep(list, await fetched(list.pathname));
}

/** Fetches the pages for when there is no signal, where they are older than `hours`. */
export async function spares(hours: number): Promise<void> {
  const cache = await caches.open(SHELF);
  for (const path of SPARES) {
    const kept = await cache.match(path);
    if (kept && isYoung(kept, hours)) continue;
    const response = await fetched(path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    const html = await response.text();
    await inTurn(() => put(cache, path, response, html));
  }
}

/** Takes away what is over, what is old, what is too much, and assets that no page names any more. */
async function prune(cache: Cache): Promise<void> {
  const now = Date.now();
  const pages: { path: string; at: number; named: string[] }[] = [];
  const assets: string[] = [];
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    const path = pathname + search;
    if (pathname.startsWith('/assets/')) {
      assets.push(path);
      continue;
    }
    const headers = (await cache.match(request))?.headers;
    const at = Number(headers?.get(KEPT_AT));
    const over = headers?.get(OVER_AT);
    const isOld = over ? now > Number(over) + OVER_HOURS_MAX * HOUR_MS : now > at + KEPT_DAYS_MAX * 24 * HOUR_MS;
    if (isOld && !SPARES.includes(path)) await cache.delete(request);
    else pages.push({ path, at, named: headers?.get(NAMES)?.split(' ') ?? [] });
  }
  const alerts = pages.filter(({ path }) => isAlert(path)).sort((a, b) => b.at - a.at);
  const surplus = alerts.slice(ALERTS_MAX);
  for (const { path } of surplus) await cache.delete(path);
  const named = new Set(pages.filter((page) => !surplus.includes(page)).flatMap((page) => page.named));
  for (const asset of assets) if (!named.has(asset)) await cache.delete(asset);
}

/** The kept copy of a page, which says in its first tag when it was kept; undefined where there is none. */
export async function kept(url: URL): Promise<Response | undefined> {
  const found = await (await caches.open(SHELF)).match(url.pathname + url.search);
  if (!found) return undefined;
  const at = new Date(Number(found.headers.get(KEPT_AT))).toISOString();
  return new Response((await found.text()).replace('<html', `<html data-kept="${at}"`), { headers: found.headers });
}

/** The page for when there is no signal and nothing kept. */
export async function spare(url: URL): Promise<Response> {
  const cache = await caches.open(SHELF);
  if (SPARES.includes(url.pathname)) {
    const own = await cache.match(url.pathname);
    if (own) return own;
  }
  const found = await cache.match(`/offline?lang=${langOf(url, navigator.language)}`);
  return found ? new Response(found.body, { status: 503, headers: found.headers }) : Response.error();
}

/** An asset on the shelf. */
export const asset = async (request: Request): Promise<Response | undefined> => (await caches.open(SHELF)).match(request);

/** Forgets shelves of other shapes. */
export async function clearOthers(): Promise<void> {
  for (const name of await caches.keys()) if (name !== SHELF) await caches.delete(name);
}
