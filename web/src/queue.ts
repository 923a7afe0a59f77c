// The dispatcher's pages: live regions, keys, clocks, and a soft tone when something becomes late or a reporter says more.
import { clocks, tick } from './clocks';
import { dialogs, keys } from './keys';
import { live } from './live';
import { sound, tone } from './sound';
import { focusProblems } from './words';

const main = document.querySelector<HTMLElement>('main');
if (main) {
  const lateNow = (): string[] => [...main.querySelectorAll('[data-late][id], [data-news][id]')].map((row) => row.id);
  tick(main, Date.now());
  let known = new Set(lateNow());
  const look = (): void => {
    const late = lateNow();
    if (late.some((id) => !known.has(id))) tone();
    known = new Set(late);
  };
  sound();
  keys();
  dialogs();
  live(main, () => {
    tick(main, Date.now());
    look();
  });
  clocks(main, look);
  focusProblems();
}
