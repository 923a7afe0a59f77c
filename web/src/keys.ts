// Keys for people who sit at the queue for hours. Any `data-key` is a key; see README.md for what the letters mean.
import { word } from './words';

const OFF = 'cuadra-keys-off';

function off(): boolean {
  try {
    return localStorage.getItem(OFF) === 'yes';
  } catch {
    return false;
  }
}

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.queue > li')];

/** The row that has the focus, or has what has it. */
const current = (): HTMLElement | undefined => rows().find((row) => row.contains(document.activeElement));

function move(by: number): void {
  const all = rows();
  const now = current();
  const next = now ? all[all.indexOf(now) + by] : all[by > 0 ? 0 : all.length - 1];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function press(key: string): boolean {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const row = current();
  const target = row?.querySelector<HTMLElement>(selector) ?? [...document.querySelectorAll<HTMLElement>(selector)].find((it) => !it.closest('.queue > li'));
  if (!target || target.hidden) return false;
  if (target.matches('textarea, select, input:not([type=button], [type=submit])')) target.focus();
  else target.click();
  return true;
}

function pressed(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && !'jk'.includes(event.key)) return;
  if (target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog') || document.querySelector('dialog[open]')) return;
  const on_row = target.matches('.queue > li');
  const arrow = on_row ? ({ ArrowDown: 1, ArrowUp: -1 } as Record<string, number>)[event.key] : undefined;
  if (arrow) move(arrow);
  else if (event.key === 'Enter') {
    // Anywhere else Enter is the browser's own: it presses the focused button or link.
    if (!on_row || !press('Enter')) return;
  } else if (off() || event.key.length !== 1) return;
  else if (event.key === 'j') move(1);
  else if (event.key === 'k') move(-1);
  else if (event.key === '?') document.querySelector<HTMLDialogElement>('dialog#help')?.showModal();
  else if (!press(event.key.toLowerCase())) return;
  event.preventDefault();
}

/** Wakes the keys and `button[data-keys]`, with which they are turned off and on. */
export function keys(): void {
  document.addEventListener('keydown', pressed);
  const button = document.querySelector<HTMLButtonElement>('button[data-keys]');
  if (!button) return;
  const show = (): void => {
    button.textContent = word(button, off() ? 'keys-on' : 'keys-off');
  };
  button.onclick = () => {
    try {
      localStorage.setItem(OFF, off() ? 'no' : 'yes');
    } catch {
      // Not remembered, then.
    }
    show();
  };
  show();
  button.hidden = false;
}

/** Wakes `[data-opens]`, also in content that comes later. */
export function dialogs(): void {
  document.addEventListener('click', (event) => {
    const opener = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-opens]') : null;
    const dialog = opener && document.getElementById(opener.dataset['opens'] ?? '');
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    dialog.showModal();
  });
  document.querySelectorAll<HTMLElement>('[data-opens]').forEach((opener) => (opener.hidden = false));
}
