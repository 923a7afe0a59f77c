// Where an unsent report waits: IndexedDB, sealed with AES-GCM under a key of its own that the browser will not export.
// The key stands in the draft's own row, so that deleting the row is deleting the key.
// Everything here may fail (private windows, full disks, old browsers): then there is no draft, and the page works on.

/** A draft is deleted this long after its last change, or at the first visit after that. */
export const KEEP_MS = 24 * 60 * 60 * 1000;

/** writing: no one pressed send. waiting: pressed, not yet posted. sending: posted, no receipt seen yet. */
export type State = 'writing' | 'waiting' | 'sending';

/** What a draft says about itself without being opened. */
export interface Label {
  token: string;
  /** The form's own path: a draft returns only to the form it came from. */
  path: string;
  state: State;
  /** How often it was posted. */
  posts: number;
  /** Milliseconds since 1970. */
  saved: number;
}

/** What is sealed. */
export interface Contents {
  fields: [string, string][];
  /** The pressed button's name and value. */
  button: [string, string] | null;
  bits: number;
  /** The proof of work, when solved. */
  work: string;
  /** When the person first pressed send, in milliseconds since 1970; 0 before that. */
  pressed: number;
}

interface Row extends Label {
  key: CryptoKey;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

interface PictureLabel {
  name: string;
  type: string;
  /** The file input's name. */
  field: string;
}

interface PictureRow {
  token: string;
  /** Each picture sealed alone: its label and its bytes. */
  sealed: { label: ArrayBuffer; bytes: ArrayBuffer; bytes_iv: Uint8Array<ArrayBuffer>; label_iv: Uint8Array<ArrayBuffer> }[];
}

const NONCE_BYTES = 12;
const text = new TextEncoder();

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage'));
  });
}

function finished(tx: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = tx.onerror = () => reject(tx.error ?? new Error('storage'));
  });
}

const nonce = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(NONCE_BYTES));

const lock = (key: CryptoKey, iv: BufferSource, token: string, bytes: BufferSource): Promise<ArrayBuffer> =>
  crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: text.encode(token) }, key, bytes);

const unlock = (key: CryptoKey, iv: BufferSource, token: string, bytes: BufferSource): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: text.encode(token) }, key, bytes);

export class Drafts {
  #keys = new Map<string, CryptoKey>();
  /** Saves happen one after the other, so that an older one never lands on a newer. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly db: IDBDatabase) {}

  /** Opens the store; undefined where the browser has none. Drafts past their time are deleted on the way. */
  static async open(): Promise<Drafts | undefined> {
    try {
      if (!globalThis.indexedDB || !globalThis.crypto?.subtle) return undefined;
      const request = indexedDB.open('cuadra-drafts', 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('drafts', { keyPath: 'token' });
        request.result.createObjectStore('pictures', { keyPath: 'token' });
      };
      const drafts = new Drafts(await asked(request));
      const old = Date.now() - KEEP_MS;
      for (const label of await drafts.list()) if (label.saved < old) await drafts.remove(label.token);
      return drafts;
    } catch {
      return undefined;
    }
  }

  /** Every draft's label, newest first. */
  async list(): Promise<Label[]> {
    const rows = (await asked(this.db.transaction('drafts').objectStore('drafts').getAll())) as Row[];
    return rows.map(({ token, path, state, posts, saved }) => ({ token, path, state, posts, saved })).sort((a, b) => b.saved - a.saved);
  }

  /** Seals and stores. `files` is given only when pictures changed; `instead` names a draft that this one replaces. */
  save(label: Label, contents: Contents, files?: [string, File][], instead?: string): Promise<void> {
    const next = this.#last.then(() => this.#save(label, contents, files, instead));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #save(label: Label, contents: Contents, files?: [string, File][], instead?: string): Promise<void> {
    const key = await this.#key(label.token);
    const iv = nonce();
    const sealed = await lock(key, iv, label.token, text.encode(JSON.stringify(contents)));
    const pictures = files && (await sealPictures(key, label.token, files));
    const tx = this.db.transaction(['drafts', 'pictures'], 'readwrite');
    const row: Row = { ...label, key, iv, sealed };
    tx.objectStore('drafts').put(row);
    if (pictures) tx.objectStore('pictures').put(pictures);
    if (instead && instead !== label.token) {
      tx.objectStore('drafts').delete(instead);
      tx.objectStore('pictures').delete(instead);
    }
    await finished(tx);
  }

  /** Opens a draft; undefined when there is none or it does not open. */
  async read(token: string): Promise<{ label: Label; contents: Contents; files: [string, File][] } | undefined> {
    const tx = this.db.transaction(['drafts', 'pictures']);
    const [row, pictures] = await Promise.all([
      asked(tx.objectStore('drafts').get(token)) as Promise<Row | undefined>,
      asked(tx.objectStore('pictures').get(token)) as Promise<PictureRow | undefined>,
    ]);
    if (!row) return undefined;
    try {
      const plain = await unlock(row.key, row.iv, token, row.sealed);
      const contents = JSON.parse(new TextDecoder().decode(plain)) as Contents;
      const files = pictures ? await openPictures(row.key, pictures) : [];
      this.#keys.set(token, row.key);
      return { label: row, contents, files };
    } catch {
      return undefined;
    }
  }

  /** Deletes a draft with its key, after any save under way. */
  remove(token: string): Promise<void> {
    const next = this.#last.then(async () => {
      this.#keys.delete(token);
      const tx = this.db.transaction(['drafts', 'pictures'], 'readwrite');
      tx.objectStore('drafts').delete(token);
      tx.objectStore('pictures').delete(token);
      await finished(tx);
    });
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #key(token: string): Promise<CryptoKey> {
    const known = this.#keys.get(token);
    if (known) return known;
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    this.#keys.set(token, key);
    return key;
  }
}

async function sealPictures(key: CryptoKey, token: string, files: [string, File][]): Promise<PictureRow> {
  const sealed: PictureRow['sealed'] = [];
  for (const [field, file] of files) {
    const label_iv = nonce();
    const bytes_iv = nonce();
    const label: PictureLabel = { name: file.name, type: file.type, field };
    sealed.push({
      label_iv,
      bytes_iv,
      label: await lock(key, label_iv, token, text.encode(JSON.stringify(label))),
      bytes: await lock(key, bytes_iv, token, await file.arrayBuffer()),
    });
  }
  return { token, sealed };
}

async function openPictures(key: CryptoKey, row: PictureRow): Promise<[string, File][]> {
  const files: [string, File][] = [];
  for (const one of row.sealed) {
    const label = JSON.parse(new TextDecoder().decode(await unlock(key, one.label_iv, row.token, one.label))) as PictureLabel;
    const bytes = await unlock(key, one.bytes_iv, row.token, one.bytes);
    files.push([label.field, new File([bytes], label.name, { type: label.type })]);
  }
  return files;
}

/** How long to wait for a lock that a page being closed still holds. */
const LOCK_AGAIN_MS = 250;
const LOCK_TRIES = 4;

/**
 * Takes a draft for this tab, until the tab closes; false when another tab has it. Without Web Locks the answer is always
 * true: then two tabs may hold one draft, and the server's memory of tokens keeps it one report.
 */
export async function hold(token: string): Promise<boolean> {
  if (!navigator.locks) return true;
  for (let tries = 0; tries < LOCK_TRIES; tries++) {
    if (tries > 0) await new Promise((go) => setTimeout(go, LOCK_AGAIN_MS));
    const got = await new Promise<boolean>((resolve) => {
      navigator.locks
        .request(`cuadra-draft:${token}`, { ifAvailable: true }, (held) => {
          resolve(held !== null);
          return held ? new Promise<void>(() => undefined) : undefined;
        })
        .catch(() => resolve(true));
    });
    if (got) return true;
  }
  return false;
}
