// Warns while someone types what must not be written. A warning never stops a report.
import { findings } from './lint';
import { hidden } from './here';
import { make, word } from './words';

/** Long enough not to nag in the middle of a word, short enough to be read before the next sentence. */
const PAUSE_MS = 600;
/** A warning that stood on a visible page for so long was given: the server does not give it a second time. */
const STOOD_MS = 1500;
/** More warnings than this under one field are not read. */
const WARNINGS_MAX = 3;
/** Longer findings are shown cut: the words are there to be recognised, not to be read again. */
const SHOWN_CHARS_MAX = 40;

/** Watches every `[data-lint]` field of `form`. */
export function lint(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('textarea[data-lint], input[data-lint]')) {
    const box = make('div', 'warning');
    box.setAttribute('role', 'status');
    field.after(box);
    let shown = '';
    let standing = 0;
    const look = (): void => {
      const lines = warnings(form, field);
      const said = [...lines.values()].join('\n');
      // Said once: a screen reader repeats what is written again.
      if (said === shown) return;
      shown = said;
      box.replaceChildren(...[...lines.values()].map((line) => make('p', '', line)));
      clearTimeout(standing);
      if (lines.size > 0) standing = window.setTimeout(() => stood(form, box, [...lines.keys()]), STOOD_MS);
    };
    let timer = 0;
    field.addEventListener('input', () => {
      clearTimeout(timer);
      timer = window.setTimeout(look, PAUSE_MS);
    });
    field.addEventListener('change', look);
    look();
  }
}

/** Tells the server which warnings were on the screen; on a page that nobody looks at they were not, and are looked at again later. */
function stood(form: HTMLFormElement, box: HTMLElement, classes: string[]): void {
  if (!box.hasChildNodes() || box.closest('details:not([open])')) return;
  if (document.hidden) {
    document.addEventListener('visibilitychange', () => setTimeout(() => stood(form, box, classes), STOOD_MS), { once: true });
    return;
  }
  const warned = hidden(form, 'warned');
  warned.value = [...new Set([...warned.value.split(','), ...classes])].filter(Boolean).join(',');
}

/** What to say about a field: one line for each class, in the order of the text. Streets bear names, and a home may be where it happens. */
function warnings(form: HTMLFormElement, field: HTMLInputElement | HTMLTextAreaElement): Map<string, string> {
  const lines = new Map<string, string>();
  const text = field.value;
  const where = field.dataset['lint'] === 'where';
  for (const found of findings(text)) {
    if (where && (found.class === 'name' || found.class === 'home')) continue;
    const words = text.slice(found.start, Math.min(found.end, found.start + SHOWN_CHARS_MAX));
    const line = word(form, `lint-${found.class}`, words);
    if (line && !lines.has(found.class)) lines.set(found.class, line);
  }
  return new Map([...lines].slice(0, WARNINGS_MAX));
}
