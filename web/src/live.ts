// Live regions: the server says "something changed", the page fetches and puts the new content in place.
// The parser is XMLHttpRequest's: it makes an inert document (no script runs, no handler fires) and is no Trusted Types sink,
// whereas DOMParser is one and is refused under the pages' policy (seen in Chromium 156).

/** While the stream is down. */
const POLL_MS = 15_000;
/** Many bells ring at once in a busy hour; one fetch answers them all. */
const GATHER_MS = 150;
const FETCH_MS = 10_000;
/** A region in which someone types is looked at again this often. */
const BUSY_MS = 1_500;

/** Fetches `url` as an inert document; undefined when the answer is not a 200 page or none came. */
function fetchPage(url: string): Promise<Document | undefined> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.responseType = 'document';
    request.timeout = FETCH_MS;
    request.setRequestHeader('x-cuadra-fragment', '1');
    request.onload = () => resolve(request.status === 200 ? (request.responseXML ?? undefined) : undefined);
    request.onerror = request.ontimeout = request.onabort = () => resolve(undefined);
    request.send();
  });
}

/** How the server wrote each row, before clocks and lateness touched it: what is compared to see whether it changed. */
const served = new WeakMap<Element, string>();

const rowsIn = (region: ParentNode): Element[] => [...region.querySelectorAll('.queue > li[id], [data-request][id], .card[id]')];

function remember(region: Element): void {
  served.set(region, region.innerHTML);
  for (const row of rowsIn(region)) served.set(row, row.outerHTML);
}

/** Someone is in the middle of something here: a field with the cursor in it, or an open dialog. */
function busy(region: Element): boolean {
  const active = document.activeElement;
  const field = active instanceof HTMLInputElement && !['button', 'submit'].includes(active.type);
  const typing = field || active instanceof HTMLTextAreaElement || active instanceof HTMLSelectElement;
  return (typing && region.contains(active)) || region.querySelector('dialog[open]') !== null;
}

/** Where focus stands, told so that it can be found again in new content. */
function focusPath(region: Element): (() => HTMLElement | null) | undefined {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !region.contains(active)) return undefined;
  const row = active.closest('[id]');
  if (!row || !region.contains(row)) return undefined;
  const id = row.id;
  if (row === active) return () => document.getElementById(id);
  const alike = [...row.querySelectorAll<HTMLElement>(active.tagName)];
  const place = alike.indexOf(active);
  return () => {
    const again = document.getElementById(id);
    return again?.querySelectorAll<HTMLElement>(active.tagName)[place] ?? again;
  };
}

/** Puts `fresh`'s content into `region`, keeping rows that the server wrote the same way. */
function swap(region: HTMLElement, fresh: HTMLElement): void {
  if (served.get(region) === fresh.innerHTML) return;
  const content = fresh.innerHTML;
  const rows = rowsIn(fresh).map((row): [Element, string] => [row, row.outerHTML]);
  const focus = focusPath(region);
  const open = [...region.querySelectorAll('details[open][id]')].map((details) => details.id);
  const order = [...region.querySelectorAll<HTMLElement>('.queue > li')];
  const at = order.findIndex((row) => row.contains(document.activeElement));
  const anchor = order[at] ?? region.querySelector<HTMLElement>('[id]');
  const top = anchor?.getBoundingClientRect().top ?? 0;
  for (const [row, text] of rows) {
    // A row inside a row that was kept has gone with it.
    if (!fresh.contains(row)) continue;
    const old = document.getElementById(row.id);
    if (old && region.contains(old) && served.get(old) === text && !old.querySelector('details')) row.replaceWith(old);
    else {
      served.set(row, text);
      row.classList.add('fresh');
    }
  }
  region.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
  served.set(region, content);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (focus) {
    // The row may be gone: then its neighbour, so that the keys go on from the same place.
    const left = [...region.querySelectorAll<HTMLElement>('.queue > li')];
    (focus() ?? left[Math.min(Math.max(at, 0), left.length - 1)])?.focus({ preventScroll: true });
  }
  const again = anchor?.id ? document.getElementById(anchor.id) : null;
  if (again && again.getBoundingClientRect().top !== top) scrollBy({ top: again.getBoundingClientRect().top - top, behavior: 'instant' });
}

class Live {
  private readonly lost: HTMLElement | null;
  private readonly waiting = new Set<string>();
  private gathering = 0;
  private polling = 0;
  private connected = false;
  private answered = true;

  constructor(private readonly main: HTMLElement, private readonly stream: string, private readonly after: () => void) {
    this.lost = main.querySelector<HTMLElement>('[data-lost]');
    this.regions().forEach(remember);
    this.listen();
  }

  private regions(): HTMLElement[] {
    return [...this.main.querySelectorAll<HTMLElement>('[data-region]')];
  }

  private show(): void {
    if (this.lost) this.lost.hidden = this.connected && this.answered;
  }

  /** Fetches region `name` (empty: all) soon. */
  private ask(name: string, ms = GATHER_MS): void {
    this.waiting.add(name);
    if (!this.gathering) this.gathering = window.setTimeout(() => void this.refresh(), ms);
  }

  private async refresh(): Promise<void> {
    const names = new Set(this.waiting);
    this.waiting.clear();
    const due = this.regions().filter((region) => names.has('') || names.has(region.dataset['region'] ?? ''));
    // One document may serve several regions.
    const pages = new Map<string, Promise<Document | undefined>>();
    let good = true;
    for (const region of due) {
      const name = region.dataset['region'] ?? '';
      const url = region.dataset['fragment'] ?? location.pathname + location.search;
      if (!pages.has(url)) pages.set(url, fetchPage(url));
      const page = await pages.get(url);
      const fresh = page?.querySelector<HTMLElement>(`[data-region="${CSS.escape(name)}"]`);
      if (!fresh) good = false;
      else if (busy(region)) this.waiting.add(name);
      else swap(region, fresh);
    }
    // Cleared only now, so that two refreshes never run side by side and an older answer never lands on a newer.
    this.gathering = 0;
    if (this.waiting.size > 0) this.gathering = window.setTimeout(() => void this.refresh(), BUSY_MS);
    this.answered = good;
    this.show();
    this.after();
  }

  private listen(): void {
    const source = new EventSource(this.stream);
    source.onopen = () => {
      this.connected = true;
      clearInterval(this.polling);
      this.polling = 0;
      this.show();
      // Whatever rang while the line was down was missed.
      this.ask('');
    };
    source.addEventListener('changed', (event) => this.ask(String(event.data).trim()));
    source.onerror = () => {
      this.connected = false;
      this.show();
      if (!this.polling) this.polling = window.setInterval(() => this.ask(''), POLL_MS);
      // A refused stream (503, signed out) is closed for good by the browser: open another, not too soon.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.listen(), POLL_MS);
    };
  }
}

/** Keeps the regions of `main` fresh, if it names a stream. `after` runs whenever something may have changed. */
export function live(main: HTMLElement, after: () => void): void {
  const stream = main.dataset['live'];
  if (stream) new Live(main, stream, after);
}
