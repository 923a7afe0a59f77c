// The service worker. It shows what is pushed, opens what is pressed, and keeps the few pages that everybody may read, for when there is
// no signal. Members' pages pass through it untouched.
import { address, dropLink, isLink, networkKey, postJson, readLink, saveLink } from '../link';
import { isKeepable } from './keeping';
import { look, notice, over, type Remembered } from './notice';
import { asset, clearOthers, freshen, keep, kept, spare, spares } from './shelf';

declare const self: ServiceWorkerGlobalScope;

/** How long a page may take when there is a kept copy to show instead. */
const NETWORK_MS = 3_000;
/** The server hears at most this often that this browser is still there. */
const RENEW_MS = 24 * 60 * 60 * 1000;
/** How often after a push. Whoever never opens a page is told all the same, and is not to be forgotten for it; but all phones of a town that
 * is told at once must not write to the server at once: after a week one in ten does, after forty days of sixty each of them. */
const RENEW_PUSHED_MS = 7 * RENEW_MS;
const RENEW_LATE_MS = 40 * RENEW_MS;
const RENEW_SHARE = 0.1;
/** Within how long after a push what is kept of alerts is looked at again. Browsers let a push take some thirty seconds. */
const FRESHEN_MS = 15_000;
/** A press must open a page soon, or browsers take it for one that nobody asked for. */
const CONFIRM_MS = 700;

const seconds = (): number => Date.now() / 1000;
const after = (ms: number): Promise<undefined> => new Promise((go) => setTimeout(go, ms));

self.addEventListener('install', (event) => {
  event.waitUntil(spares(0).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(begin());
});

async function begin(): Promise<void> {
  await clearOthers();
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  // The page that brought this worker was loaded without it.
  for (const client of await self.clients.matchAll({ type: 'window' })) {
    const url = new URL(client.url);
    url.hash = '';
    if (isKeepable(url)) await fetch(url, { credentials: 'omit' }).then((response) => keep(url, response)).catch(() => undefined);
  }
}

// ---- pages ----

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(navigated(event, url));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request).then((found) => found ?? fetch(request)));
});

async function navigated(event: FetchEvent, url: URL): Promise<Response> {
  const network = Promise.resolve(event.preloadResponse as Promise<Response | undefined>).then((response) => response ?? fetch(event.request));
  if (!isKeepable(url)) return network.catch(() => spare(url));
  const copy = network.then((response) => response.clone());
  event.waitUntil(copy.then((response) => keep(url, response)).then(() => renew()).catch(() => undefined).then(sweep));
  const old = await kept(url);
  if (!old) return network.catch(() => spare(url));
  // A server that is down behind a proxy that is not answers too.
  const good = network.then((response) => (response.status < 500 ? response : undefined), () => undefined);
  return (await Promise.race([good, after(NETWORK_MS)])) ?? old;
}

// ---- notifications ----

self.addEventListener('push', (event) => {
  event.waitUntil(show(event.data?.text() ?? ''));
});

async function show(data: string): Promise<void> {
  const lang = (await readLink())?.lang ?? navigator.language;
  const { title, options } = notice(data, seconds(), lang);
  await self.registration.showNotification(title, options);
  await sweep();
  // All phones hear it in the same minute, and need not ask in the same second.
  await after(Math.random() * FRESHEN_MS);
  // Both before the worker may sleep again.
  await Promise.allSettled([renew(Math.random() < RENEW_SHARE ? RENEW_PUSHED_MS : RENEW_LATE_MS), freshen(lang.startsWith('es') ? 'es' : 'en')]);
}

/** Tells as over whatever is still shown and is over by now. Nothing wakes a worker for that alone: it looks whenever it is awake. */
async function sweep(): Promise<void> {
  for (const shown of await self.registration.getNotifications()) {
    const data = shown.data as Remembered | undefined;
    if (!data?.until || data.until > seconds()) continue;
    // It was heard once. This only corrects it.
    const { title, options } = over({ ...look, tag: shown.tag, lang: data.lang, actions: [], data, renotify: false, silent: true });
    await self.registration.showNotification(title, options);
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const data = event.notification.data as Remembered | undefined;
  event.waitUntil(pressed(data?.url ?? '/', data?.confirms ?? ''));
});

/** Opens the page. Pressing a test notification is the person's yes: nothing else ever sends it. */
async function pressed(url: string, confirms: string): Promise<void> {
  const said = isLink(confirms) ? fetch(`${confirms}/confirm`, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' }).catch(() => undefined) : undefined;
  await Promise.race([said, after(CONFIRM_MS)]);
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = open.find((client) => new URL(client.url).pathname === url);
  // A private page is opened anew: it shows what the press changed.
  await (there && !confirms ? there.focus() : self.clients.openWindow(url));
  await said;
}

// ---- the subscription ----

interface Changed extends ExtendableEvent {
  oldSubscription?: PushSubscription | null;
  newSubscription?: PushSubscription | null;
}

self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(changed(event as Changed));
});

/** The browser has, or wants, another address (Push API, section 8.5): the server hears it, now or at the next visit. */
async function changed({ oldSubscription, newSubscription }: Changed): Promise<void> {
  const link = await readLink();
  if (!link) return;
  await saveLink({ ...link, renewed: 0 });
  if (!newSubscription && oldSubscription) await self.registration.pushManager.subscribe(oldSubscription.options as PushSubscriptionOptionsInit).catch(() => undefined);
  await renew();
}

/** The browser's address. Where it has lost it, and may say no more than that, it gets one again under the network's key. */
async function subscription(): Promise<PushSubscription | null> {
  const { pushManager } = self.registration;
  const known = await pushManager.getSubscription();
  if (known || Notification.permission !== 'granted') return known;
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: await networkKey() });
}

/** Tells the server that this browser is still there, and at which address; not where it heard that so short a time ago. */
async function renew(shortest = RENEW_MS): Promise<void> {
  const link = await readLink();
  if (!link || Date.now() - link.renewed < shortest) return;
  const here = await subscription();
  if (!here) return;
  const answer = await postJson(`${link.path}/push`, address(here));
  if (answer.ok) await saveLink({ ...link, renewed: Date.now() });
  if (answer.status !== 404 && answer.status !== 410) return;
  // It was left elsewhere, by the link in another window or by the network.
  await here.unsubscribe();
  await dropLink();
}
