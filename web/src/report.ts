// The report form. What it promises: what someone wrote is never lost and never sent twice, with or without a signal.
// The states and what the server must hold to are in README.md, "Sending, once".
import { type Contents, Drafts, hold, type Label, type State } from './drafts';
import { here, hidden } from './here';
import { lint } from './lint-fields';
import { pictures, put, redrawn, unfit } from './pictures';
import { focusProblems, make, word } from './words';
import { solve } from './work';

/** Between two looks for the server while a report waits. */
const AGAIN_MS = 20_000;
/** A look for the server that takes longer than this says no. */
const PROBE_MS = 6_000;
/** Typing is stored when it pauses for this long. */
const SAVE_PAUSE_MS = 400;
/** Storage that does not answer must not keep a report from going. */
const STORE_WAIT_MS = 3_000;
/** A posted form whose page is still here after this long may be posted again by hand; pictures on a thin line take minutes. */
const STUCK_MS = 30_000;
/** After so many posts without a receipt the script stops posting by itself: the person decides. */
const POSTS_MAX = 3;
/** Which token this tab posted last: read by the receipt page that comes next in this tab. */
const POSTED = 'cuadra-posted';

const soon = (work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work.catch(() => undefined), new Promise((go) => setTimeout(go, STORE_WAIT_MS))]);

/** Session storage is refused in some private windows. */
function posted(token?: string): string {
  try {
    if (token !== undefined) sessionStorage.setItem(POSTED, token);
    return sessionStorage.getItem(POSTED) ?? '';
  } catch {
    return '';
  }
}

class Report {
  private state: State | 'discarded' = 'writing';
  private posts = 0;
  private pressedAt = 0;
  private token: string;
  private bits: number;
  private answer = '';
  private solving: Promise<string> | undefined;
  private button: [string, string] | null = null;
  private trying = false;
  private parked = false;
  private touched = false;
  private timer = 0;
  private drafts: Drafts | undefined;
  private readonly placed: () => void;
  private readonly said = make('div', 'notice');
  private readonly found = make('div', 'notice');

  constructor(private readonly form: HTMLFormElement) {
    this.token = form.dataset['token'] ?? '';
    this.bits = Number(form.dataset['bits'] ?? 0);
    for (const box of [this.said, this.found]) {
      box.setAttribute('role', 'status');
      box.hidden = true;
    }
    form.prepend(this.found);
    form.append(this.said);
    this.placed = here(form, () => this.changed());
    lint(form);
    pictures(form, () => this.changed(true));
    form.addEventListener('input', () => this.changed());
    form.addEventListener('change', () => this.changed());
    form.addEventListener('submit', (event) => this.pressed(event));
    addEventListener('online', () => void this.go());
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) void this.save();
      else void this.go();
    });
    setInterval(() => void this.go(), AGAIN_MS);
    // A page taken back from the browser's memory has an old token; the server's is fresh.
    addEventListener('pageshow', (event) => {
      if (event.persisted) location.reload();
    });
  }

  /** Finds what was left unsent: this page's own draft, or one that no living tab holds. */
  async begin(): Promise<void> {
    void hold(this.token);
    this.drafts = await Drafts.open();
    if (!this.drafts) return;
    const own = await this.drafts.read(this.token);
    if (own) {
      // The server shows the form again with the words in it; a file input it cannot fill, and it does not know when they were written.
      if (own.label.state !== 'writing') this.pressedAt = own.contents.pressed;
      this.refill(own.files);
      return;
    }
    if (document.querySelector('.problems')) {
      // It answered with a new token: the words are on this page, and the old draft would send them a second time.
      const old = posted();
      if (old) await this.drafts.remove(old);
      return;
    }
    const path = this.path();
    for (const label of await this.drafts.list()) {
      if (label.path !== path || this.touched || !(await hold(label.token))) continue;
      const draft = await this.drafts.read(label.token);
      // Gone or unreadable by now: another tab sent it, or the browser dropped its key.
      if (!draft) continue;
      await this.adopt(draft.label, draft.contents, draft.files);
      return;
    }
  }

  private path(): string {
    return new URL(this.form.action, location.href).pathname;
  }

  /** Puts a found draft into the form. One that was on its way keeps its token, so that the server knows it again. */
  private async adopt(label: Label, contents: Contents, files: [string, File][]): Promise<void> {
    fill(this.form, contents.fields);
    this.placed();
    this.refill(files);
    this.form.querySelectorAll('[data-lint]').forEach((field) => field.dispatchEvent(new Event('change')));
    this.showFound(label.saved);
    if (label.state === 'writing') {
      await this.save(true, label.token).catch(() => undefined);
      return;
    }
    this.token = label.token;
    this.posts = label.posts;
    this.pressedAt = contents.pressed || label.saved;
    this.bits = contents.bits;
    this.answer = contents.work;
    this.solving = undefined;
    this.button = contents.button;
    this.state = 'waiting';
    this.say('waiting', true);
    if (this.posts < POSTS_MAX) await this.go();
    else this.parked = true;
  }

  private refill(files: [string, File][]): void {
    for (const input of this.form.querySelectorAll<HTMLInputElement>('input[type=file][data-pictures]')) {
      const mine = files.filter(([field]) => field === input.name).map(([, file]) => file);
      if (mine.length === 0 || input.files?.length) continue;
      put(input, mine);
      input.dispatchEvent(new Event('restored'));
    }
  }

  private changed(files = false): void {
    if (this.state === 'discarded') return;
    this.touched = true;
    void this.solve();
    clearTimeout(this.timer);
    if (files) void this.save(true);
    else this.timer = window.setTimeout(() => void this.save(), SAVE_PAUSE_MS);
  }

  private async save(files = false, instead?: string): Promise<void> {
    if (!this.drafts || this.state === 'discarded' || (!this.touched && !instead && this.state === 'writing')) return;
    const label: Label = { token: this.token, path: this.path(), state: this.state, posts: this.posts, saved: Date.now() };
    const contents: Contents = { fields: fields(this.form), button: this.button, bits: this.bits, work: this.answer, pressed: this.pressedAt };
    await this.drafts.save(label, contents, files ? chosen(this.form) : undefined, instead).catch(() => undefined);
  }

  private solve(): Promise<string> {
    if (this.answer) return Promise.resolve(this.answer);
    const token = this.token;
    this.solving ??= solve(token, this.bits, () => this.state !== 'writing').then((nonce) => {
      if (token === this.token) this.answer = nonce;
      return nonce;
    });
    return this.solving;
  }

  private pressed(event: SubmitEvent): void {
    const button = event.submitter ?? document.activeElement;
    if (button instanceof HTMLButtonElement) {
      // The language switch and its like post as they would without a script.
      if (button.hasAttribute('data-plain') || button.formNoValidate) return void this.save();
      this.button = button.name ? [button.name, button.value] : null;
    }
    event.preventDefault();
    if (this.state === 'discarded') return;
    if (this.state === 'sending') return;
    this.state = 'waiting';
    this.touched = true;
    this.pressedAt ||= Date.now();
    void this.go(this.parked, true);
  }

  /** Tries to post what waits. `anyway` skips the look for the server: the person asked. */
  private async go(anyway = false, byHand = anyway): Promise<void> {
    if (this.state !== 'waiting' || this.trying || (this.parked && !anyway)) return;
    this.trying = true;
    try {
      await redrawn();
      if (this.refused()) return;
      await soon(this.save());
      if (!this.answer) this.say('working');
      hidden(this.form, 'work').value = await this.solve();
      this.say('sending');
      if (!anyway && !(await this.reachable())) return this.say('waiting', true);
      if (!this.waits()) return;
      this.state = 'sending';
      this.posts += 1;
      await soon(this.save());
      this.post(byHand);
    } finally {
      this.trying = false;
    }
  }

  /** Files that cannot go: back to writing, with the cursor on their field. */
  private refused(): boolean {
    const bad = [...this.form.querySelectorAll<HTMLInputElement>('[data-pictures]')].find((input) => unfit(this.form, input).length > 0);
    if (!bad) return false;
    this.state = 'writing';
    this.said.hidden = true;
    bad.focus();
    return true;
  }

  /** Still waiting? Asked anew after every pause: the person may have thrown the draft away meanwhile. */
  private waits(): boolean {
    return this.state === 'waiting';
  }

  private async reachable(): Promise<boolean> {
    if (!navigator.onLine) return false;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PROBE_MS);
    try {
      const probe = this.form.dataset['probe'] ?? '/healthz';
      return (await fetch(probe, { method: 'HEAD', cache: 'no-store', signal: stop.signal })).status < 500;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The browser's own post: its answer, page or redirect, is shown as without a script. */
  private post(byHand: boolean): void {
    if (this.state !== 'sending') return;
    hidden(this.form, 'token').value = this.token;
    // Sent by itself, when a signal came back: nobody may be there to answer a question, and the server asks none.
    hidden(this.form, 'alone').value = byHand ? '' : 'yes';
    // A span and not a time: this phone's clock may be wrong, but it runs evenly.
    hidden(this.form, 'waited').value = String(Math.max(0, Math.round((Date.now() - this.pressedAt) / 1000)));
    if (this.button) hidden(this.form, this.button[0]).value = this.button[1];
    posted(this.token);
    HTMLFormElement.prototype.submit.call(this.form);
    setTimeout(() => {
      // Still the same page: stopped by hand, or a very slow line. Posting again would begin an upload anew, so it is the person's call.
      this.state = 'waiting';
      this.parked = true;
      this.say('sending', true);
    }, STUCK_MS);
  }

  private say(name: string, offer = false): void {
    this.said.replaceChildren(make('p', '', word(this.form, name)));
    if (offer) this.said.append(this.offers(true));
    this.said.classList.toggle('important', name === 'waiting');
    this.said.hidden = false;
  }

  private showFound(saved: number): void {
    const time = new Date(saved).toLocaleTimeString(document.documentElement.lang || undefined, { hour: 'numeric', minute: '2-digit' });
    this.found.replaceChildren(make('p', '', word(this.form, 'restored', time)), this.offers(false));
    this.found.hidden = false;
  }

  private offers(again: boolean): HTMLElement {
    const row = make('p', 'actions');
    if (again) {
      const now = make('button', 'button', word(this.form, 'try-now'));
      now.type = 'button';
      now.onclick = () => void this.go(true);
      row.append(now);
    }
    const discard = make('button', 'button danger', word(this.form, 'discard'));
    discard.type = 'button';
    discard.onclick = () => void this.discard();
    row.append(discard);
    return row;
  }

  private async discard(): Promise<void> {
    this.state = 'discarded';
    clearTimeout(this.timer);
    if (this.drafts) await soon(this.drafts.remove(this.token));
    this.form.reset();
    location.replace(location.pathname);
  }
}

/** The words of the form, without what belongs to one sending. */
function fields(form: HTMLFormElement): [string, string][] {
  const all = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return all.filter(([name]) => name !== 'token' && name !== 'work' && name !== 'waited' && name !== 'alone');
}

/** The chosen files with their inputs' names. */
function chosen(form: HTMLFormElement): [string, File][] {
  const inputs = [...form.querySelectorAll<HTMLInputElement>('input[type=file][data-pictures]')];
  return inputs.flatMap((input) => [...(input.files ?? [])].map((file): [string, File] => [input.name, file]));
}

/** Puts words back. Of the hidden fields only the coarse place is the person's own. */
function fill(form: HTMLFormElement, words: [string, string][]): void {
  for (const name of ['lat', 'lon']) {
    const value = words.find(([field]) => field === name)?.[1];
    if (value) hidden(form, name).value = value;
  }
  for (const control of form.elements) {
    const values = words.filter(([name]) => 'name' in control && name === control.name).map(([, value]) => value);
    if (control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox')) {
      control.checked = values.includes(control.value);
    } else if (control instanceof HTMLInputElement && (control.type === 'hidden' || control.type === 'file')) {
      continue;
    } else if (control instanceof HTMLSelectElement) {
      for (const option of control.options) option.selected = values.includes(option.value);
    } else if ((control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) && values[0] !== undefined) {
      control.value = values[0];
    }
  }
}

/** The receipt is on the screen: the draft has done its work. */
async function arrived(page: HTMLElement): Promise<void> {
  const token = page.dataset['draftDone'] || posted();
  if (token) await (await Drafts.open())?.remove(token);
  posted('');
}

const receipt = document.querySelector<HTMLElement>('[data-draft-done]');
if (receipt) void arrived(receipt);
const form = document.querySelector<HTMLFormElement>('form[data-report]');
if (form) void new Report(form).begin();
focusProblems();
