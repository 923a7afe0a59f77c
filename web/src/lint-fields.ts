// Warns while someone types what must not be written. A warning never stops a report.
import { findings } from './lint';
import { make, word } from './words';

/** Long enough not to nag in the middle of a word, short enough to be read before the next sentence. */
const PAUSE_MS = 600;
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
    const look = (): void => {
      const lines = warnings(form, field.value);
      // Said once: a screen reader repeats what is written again.
      if (lines.join('\n') === shown) return;
      shown = lines.join('\n');
      box.replaceChildren(...lines.map((line) => make('p', '', line)));
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

/** What to say about `text`: one line a class, in the order of the text. */
function warnings(form: HTMLFormElement, text: string): string[] {
  const lines = new Map<string, string>();
  for (const found of findings(text)) {
    const words = text.slice(found.start, Math.min(found.end, found.start + SHOWN_CHARS_MAX));
    const line = word(form, `lint-${found.class}`, words);
    if (line && !lines.has(found.class)) lines.set(found.class, line);
  }
  return [...lines.values()].slice(0, WARNINGS_MAX);
}
