// "Tell me on this phone": subscribes this browser to push (Push API) with what the form says, once somebody presses the button. On the
// private page it takes the browser off again. Needs app.js on the same page, which brings the worker.
import { address, dropLink, isLink, networkKey, postJson, readLink, saveLink } from './link';
import { make, word } from './words';

/** The worker is there at once, or it will not come. */
const WORKER_MS = 15_000;

/** A no in the page's words. */
class Refusal extends Error {}

async function worker(host: HTMLElement): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_, no) => setTimeout(() => no(new Refusal(word(host, 'failed'))), WORKER_MS));
  return Promise.race([navigator.serviceWorker.ready, late]);
}

/** The form's choices: one text each, and a list where the page says that there may be several. */
export function choices(form: HTMLFormElement, lists: string[], without: string[]): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = Object.fromEntries(lists.map((name) => [name, []]));
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string' || without.includes(name)) continue;
    const list = out[name];
    if (Array.isArray(list)) list.push(value);
    else out[name] = value;
  }
  return out;
}

const names = (text: string | undefined): string[] => (text ?? '').split(' ').filter(Boolean);

/** The browser's push address under the server's key. One that stands under another key, or that no link belongs to, is given up first. */
async function subscribed(host: HTMLElement): Promise<PushSubscription> {
  const applicationServerKey = await networkKey(host.dataset['keyUrl']);
  const { pushManager } = await worker(host);
  await (await pushManager.getSubscription())?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

async function start(host: HTMLElement): Promise<string> {
  // Asked for by the press itself: browsers, and people, distrust any other time.
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') throw new Refusal(word(host, permission === 'denied' ? 'denied' : 'dismissed'));
  const form = document.getElementById(host.dataset['form'] ?? '') as HTMLFormElement | null;
  const chosen = form ? choices(form, names(host.dataset['lists']), names(host.dataset['without'])) : {};
  const subscription = await subscribed(host);
  // The page's language, unless the form asks for one.
  const asked = { lang: document.documentElement.lang, ...chosen };
  const answer = await postJson(host.dataset['push'] ?? '', { ...asked, ...address(subscription) });
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 201 && isLink(said?.link)) {
    await saveLink({ path: said.link, lang: String(asked.lang), renewed: Date.now() });
    return said.link;
  }
  // The server knows nothing of this address then, so the browser keeps none.
  await subscription.unsubscribe();
  throw new Refusal(typeof said?.words === 'string' ? said.words : word(host, answer.status >= 400 && answer.status < 500 ? 'refused' : 'failed'));
}

/** Shows the part of the section that fits, and hides the others. */
function show(host: HTMLElement, part: string): void {
  host.hidden = false;
  for (const one of host.querySelectorAll<HTMLElement>('[data-push-part]')) one.hidden = one.dataset['pushPart'] !== part;
}

const lead = (host: HTMLElement, path: string): void => {
  for (const link of host.querySelectorAll<HTMLAnchorElement>('a[data-push-link]')) link.href = path;
};

async function offer(host: HTMLElement): Promise<void> {
  const phone = navigator as { standalone?: boolean };
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis) || !('Notification' in globalThis)) {
    // Safari on a phone has push only for pages on the home screen.
    if (phone.standalone === false) show(host, 'home');
    return;
  }
  const button = host.querySelector<HTMLButtonElement>('[data-push-start]');
  if (!button) return;
  const link = await readLink();
  if (link && Notification.permission === 'granted') {
    lead(host, link.path);
    return show(host, 'there');
  }
  show(host, 'start');
  const said = make('div', 'notice');
  said.setAttribute('role', 'status');
  said.hidden = true;
  button.after(said);
  const say = (words: string, wrong: boolean): void => {
    said.className = wrong ? 'problems' : 'notice';
    said.replaceChildren(make('p', '', words));
    said.hidden = !words;
  };
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    say(word(host, 'working'), false);
    start(host)
      .then((path) => {
        lead(host, path);
        show(host, 'sent');
        host.querySelector<HTMLElement>('[data-push-part=sent]')?.focus();
      })
      .catch((wrong: unknown) => say(wrong instanceof Refusal ? wrong.message : word(host, 'failed'), true))
      .finally(() => button.removeAttribute('aria-disabled'));
  });
}

/** On the private page: leaving also takes the address out of this browser, where it is this browser's. */
function leaving(form: HTMLFormElement): void {
  let is_done = false;
  form.addEventListener('submit', (event) => {
    if (is_done) return;
    event.preventDefault();
    const { submitter } = event;
    const off = async (): Promise<void> => {
      if ((await readLink())?.path !== location.pathname) return;
      const registration = await navigator.serviceWorker.getRegistration('/');
      await (await registration?.pushManager.getSubscription())?.unsubscribe();
      await dropLink();
    };
    off().catch(() => undefined).finally(() => {
      is_done = true;
      form.requestSubmit(submitter);
    });
  });
}

document.querySelectorAll<HTMLElement>('[data-push]').forEach((host) => void offer(host));
document.querySelectorAll<HTMLFormElement>('form[data-push-leave]').forEach(leaving);
