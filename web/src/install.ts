// A hint that the page can be put on the home screen: from the second visit on, at the page's end, and never again once it was put away.
// What is remembered is one word on this phone; nothing is counted and nothing is sent.

const NAME = 'cuadra-install';

/** Chromium's event before it would offer by itself (Web Application Manifest incubations). */
interface Offer extends Event {
  prompt(): Promise<unknown>;
}

const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true;

/** A phone or a tablet: a desk's browser has its own button, and the words speak of a phone. */
const isPhone = (): boolean => matchMedia('(pointer: coarse)').matches;

/** True from the second visit on. A visit lasts as long as its tab. */
function isSecondVisit(): boolean {
  const before = localStorage.getItem(NAME);
  if (before === 'no') return false;
  if (before === null) {
    localStorage.setItem(NAME, 'seen');
    sessionStorage.setItem(NAME, 'first');
  }
  return sessionStorage.getItem(NAME) !== 'first';
}

function offer(hint: HTMLElement): void {
  const home = hint.querySelector<HTMLElement>('[data-install-home]');
  const go = hint.querySelector<HTMLElement>('[data-install-go]');
  hint.querySelector('[data-install-no]')?.addEventListener('click', () => {
    localStorage.setItem(NAME, 'no');
    hint.hidden = true;
  });
  // Only Safari on a phone has `standalone`, and it has no button of its own to press for one.
  if (home && 'standalone' in navigator) {
    home.hidden = false;
    hint.hidden = false;
  }
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    if (!go) return;
    go.hidden = false;
    hint.hidden = false;
    go.onclick = () => {
      // Whatever they answer there, they were asked.
      localStorage.setItem(NAME, 'no');
      hint.hidden = true;
      void (event as Offer).prompt();
    };
  });
  addEventListener('appinstalled', () => (hint.hidden = true));
}

export function install(): void {
  const hint = document.querySelector<HTMLElement>('[data-install]');
  try {
    if (hint && isPhone() && !isInstalled() && isSecondVisit()) offer(hint);
  } catch {
    // No storage: then there is no memory of a "no" either, and nothing is offered.
  }
}
