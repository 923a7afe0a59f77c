// The private link of this browser's subscription, kept in IndexedDB: the one place that the page and the service worker both reach.
// Whoever holds the unlocked phone can read it, as they can read the notifications themselves.

/** What is known about this browser's subscription. */
export interface Link {
  /** The private page, `/s/<secret>`. */
  path: string;
  lang: string;
  /** When the server last heard that this browser is still there, in milliseconds since 1970; 0 where it must hear at once. */
  renewed: number;
}

/** A private page's path, and nothing else: 22 characters of base64url. */
const PATH = /^\/s\/[\w-]{22}$/;

/** True where `path` is a private page of ours. */
export const isLink = (path: unknown): path is string => typeof path === 'string' && PATH.test(path);

const NAME = 'cuadra-link';

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('link');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage'));
  });
}

async function ask<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const tx = db.transaction('link', mode);
      const request = act(tx.objectStore('link'));
      tx.oncomplete = () => resolve(request.result);
      tx.onabort = tx.onerror = () => reject(tx.error ?? new Error('storage'));
    });
  } finally {
    db.close();
  }
}

/** The link, or undefined where this browser has none, or keeps nothing at all. */
export async function readLink(): Promise<Link | undefined> {
  const found = (await ask('readonly', (store) => store.get('this')).catch(() => undefined)) as Link | undefined;
  return found && isLink(found.path) ? found : undefined;
}

export const saveLink = (link: Link): Promise<unknown> => ask('readwrite', (store) => store.put(link, 'this'));

export const dropLink = (): Promise<unknown> => ask('readwrite', (store) => store.delete('this')).catch(() => undefined);

/** A browser's address as the server takes it (RFC 8291, section 2; the keys in base64url). */
export function address(subscription: PushSubscription): { endpoint: string; p256dh: string; auth: string } {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint: endpoint ?? '', p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' };
}

/** The key under which browsers are to be told: the network's own (RFC 8292). */
export async function networkKey(url = '/push/key'): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error('key');
  const { key } = await answer.json();
  return Uint8Array.from(atob(String(key).replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
}

/** Posts JSON to ourselves. */
export const postJson = (path: string, body: unknown): Promise<Response> =>
  fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body), redirect: 'error' });
