// Words come from the page, never from a script. See README.md.

/** The page's words called `name` (`data-word-name`) on `host`, with `fill` in place of `%n` and `%words`. Empty if absent. */
export function word(host: Element, name: string, fill: string | number = ''): string {
  const words = host.getAttribute(`data-word-${name}`) ?? '';
  return words.replace(/%(n|words)/g, () => String(fill));
}

/** A new element with classes and words in it. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, classes = '', words = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  element.textContent = words;
  return element;
}

/** Moves to the summary of problems when the page came with one, as a screen reader and a keyboard expect. */
export function focusProblems(): void {
  document.querySelector<HTMLElement>('.problems')?.focus();
}
