// The verifier's phone: the same live regions and clocks; a new request shakes, sounds, and marks the tab.
import { clocks, tick } from './clocks';
import { dialogs } from './keys';
import { live } from './live';
import { sound, tone } from './sound';
import { focusProblems } from './words';

/** Two short shakes: felt in a pocket, unlike a call. */
const SHAKE_MS = [180, 120, 180];
const MARK = '● ';

const main = document.querySelector<HTMLElement>('main');
if (main) {
  const requests = (): string[] => [...main.querySelectorAll('[data-request][id]')].map((row) => row.id);
  let known = new Set(requests());
  const seen = (): void => {
    if (document.title.startsWith(MARK)) document.title = document.title.slice(MARK.length);
  };
  const look = (): void => {
    const now = requests();
    if (now.some((id) => !known.has(id))) {
      // Phones that cannot shake, or were never touched, still sound and show.
      navigator.vibrate?.(SHAKE_MS);
      tone();
      if (document.hidden) document.title = MARK + document.title.replace(MARK, '');
    }
    known = new Set(now);
  };
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) seen();
  });
  sound();
  dialogs();
  live(main, () => {
    tick(main, Date.now());
    look();
  });
  clocks(main, () => undefined);
  focusProblems();
}
