// Keeps a page honest about time while it is open, came back from the browser's memory, or is a copy that the worker kept: how old it is,
// and which alerts on it are over.
import { make, word } from './words';

const TICK_MS = 10_000;
const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_HOURS = 24;
/** From here on an age is told in hours, from there in days. */
const HOURS_FROM_MINUTES = 100;
const DAYS_FROM_HOURS = 48;
/** A page from the network says its age from here on. A kept one says it at once. */
const OLD_MINUTES = 5;
/** So long a page's word on "now" as a whole counts ("nothing confirmed"): what is not on it may have begun meanwhile. */
const TRUSTED_MINUTES = 15;

/** An age in the words of `host`. */
export function ageIn(host: Element, ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  const hours = Math.round(minutes / HOUR_MINUTES);
  if (hours >= DAYS_FROM_HOURS) return word(host, 'days', Math.round(hours / DAY_HOURS));
  if (minutes >= HOURS_FROM_MINUTES) return word(host, 'hours', hours);
  return minutes === 0 ? word(host, 'now') : word(host, 'minutes', minutes);
}

/**
 * What to add to the device's clock. A clock that is behind would show as current what is over, so it is set right by the server's; one that
 * is ahead is left alone, because it looks the same as a page that lay in a cache for long.
 */
const lag = (made: number, came: number): number => Math.max(0, made - came);

const came = Date.now();

function showAge(bar: HTMLElement, age: number): void {
  const said = bar.querySelector('[data-age]');
  if (!said) return;
  const words = ageIn(bar, age);
  if (said.textContent !== words) said.textContent = words;
  bar.hidden = false;
}

/** Takes back what the page says of the whole of now. */
function unsay(bar: HTMLElement): void {
  for (const status of document.querySelectorAll<HTMLElement>('[data-status]')) {
    status.classList.remove('now');
    status.textContent = word(bar, 'status');
  }
}

/** Marks what is over, and takes it out from under a heading that says "now". The words are the age bar's. */
function end(host: HTMLElement, bar: HTMLElement): void {
  host.classList.remove('now');
  host.dataset['over'] = '';
  host.querySelector('.badge.urgent')?.classList.replace('urgent', 'quiet');
  for (const part of host.querySelectorAll<HTMLElement>('[data-while-on]')) part.hidden = true;
  const [says, means] = [word(bar, 'over'), word(bar, 'over-means')];
  const title = host.querySelector('h1');
  if (title) {
    const notice = make('div', 'notice important');
    notice.setAttribute('role', 'status');
    const head = make('p');
    head.append(make('b', '', says));
    notice.append(head, make('p', '', means));
    title.after(notice);
    document.title = `${says} · ${document.title}`;
    return;
  }
  const mark = make('p', '', ` ${means}`);
  mark.prepend(make('b', 'badge late', says));
  host.prepend(mark);
  unsay(bar);
  const section = host.closest<HTMLElement>('[data-now]');
  if (!section) return;
  const focused = host.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
  past(section, bar).append(host);
  focused?.focus({ preventScroll: true });
  if (!section.querySelector('[data-until]')) section.hidden = true;
}

/** Marks in a map's picture what is over: the list beside it says so in words. */
function endInPicture(mark: SVGElement, bar: HTMLElement): void {
  mark.classList.replace('alert', 'over');
  mark.classList.remove('touched');
  const title = mark.querySelector('title');
  if (title && mark.classList.contains('over')) title.textContent = `${word(bar, 'over')} · ${title.textContent}`;
}

/** The part of the page for what is past, made where there is none. */
function past(section: HTMLElement, bar: HTMLElement): HTMLElement {
  const there = document.querySelector<HTMLElement>('[data-past]');
  if (there) return there;
  const made = make('section');
  made.dataset['past'] = '';
  made.append(make('h2', '', word(bar, 'past')));
  section.after(made);
  return made;
}

export function fresh(): void {
  const bar = document.querySelector<HTMLElement>('[data-made]');
  const made = Date.parse(bar?.dataset['made'] ?? '');
  if (!bar || Number.isNaN(made)) return;
  const kept = Date.parse(document.documentElement.dataset['kept'] ?? '');
  const add = lag(made, Number.isNaN(kept) ? came : kept);
  const go = (): void => {
    const now = Date.now() + add;
    const minutes = (now - made) / MINUTE_MS;
    if (!Number.isNaN(kept) || minutes >= OLD_MINUTES) showAge(bar, now - made);
    if (minutes >= TRUSTED_MINUTES) unsay(bar);
    for (const host of document.querySelectorAll<HTMLElement>('.now[data-until]')) {
      if (Number(host.dataset['until']) * 1000 <= now) end(host, bar);
    }
    for (const mark of document.querySelectorAll<SVGElement>('svg .alert[data-until], svg .touched[data-until]')) {
      if (Number(mark.dataset['until']) * 1000 <= now) endInPicture(mark, bar);
    }
  };
  go();
  setInterval(go, TICK_MS);
  document.addEventListener('visibilitychange', go);
  addEventListener('pageshow', go);
}
