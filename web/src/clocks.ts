// Times that tick: ages, what is left, and what has become late. The server sends moments; the words are the page's.
import { word } from './words';

const TICK_MS = 5_000;
const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
/** From here on an age is told in hours. */
const HOURS_FROM_MINUTES = 100;

/** A length of time in the page's words, never negative. */
function length(host: Element, ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes >= HOURS_FROM_MINUTES) return word(host, 'hours', Math.round(minutes / HOUR_MINUTES));
  return minutes === 0 ? word(host, 'now') : word(host, 'minutes', minutes);
}

function write(element: Element, words: string): void {
  if (words && element.textContent !== words) element.textContent = words;
}

/** Brings every clock under `host` up to `now` (milliseconds since 1970). */
export function tick(host: HTMLElement, now: number): void {
  for (const element of host.querySelectorAll<HTMLElement>('[data-since]')) {
    const at = Date.parse(element.dataset['since'] ?? '');
    if (!Number.isNaN(at)) write(element, length(host, now - at));
  }
  for (const element of host.querySelectorAll<HTMLElement>('[data-until]')) {
    const left = Date.parse(element.dataset['until'] ?? '') - now;
    if (Number.isNaN(left)) continue;
    // Rounded up: "0 min left" would be said for a whole minute.
    const minutes = Math.ceil(Math.abs(left) / MINUTE_MS);
    write(element, left >= 0 ? word(host, 'left', minutes) : word(host, 'over', minutes));
    element.toggleAttribute('data-over', left < 0);
  }
  for (const element of host.querySelectorAll<HTMLElement>('[data-late-at]')) {
    if (Date.parse(element.dataset['lateAt'] ?? '') <= now && !element.hasAttribute('data-late')) element.setAttribute('data-late', '');
  }
}

/** Ticks for as long as the page lives; `after` runs after every tick. */
export function clocks(host: HTMLElement, after: () => void): void {
  const go = (): void => {
    tick(host, Date.now());
    after();
  };
  go();
  setInterval(go, TICK_MS);
  document.addEventListener('visibilitychange', go);
}
