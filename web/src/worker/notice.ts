// From a push message to what is shown. Pure: the clock and the language are arguments.
import { isLink } from '../link';
import { type Lang, WORDS } from './words';

/** What a shown notification remembers, for when it is pressed or its time is over. */
export interface Remembered {
  /** The page that a press opens, from the root. */
  url: string;
  /** A private link that a press confirms; empty for everything but a test message. */
  confirms: string;
  /** Seconds since 1970 at which it is over; 0 for never, and for one that is shown as over. */
  until: number;
  over: string;
  lang: Lang;
}

/** The options that we set; TypeScript's own list lacks some. */
export interface Options extends NotificationOptions {
  renotify: boolean;
  actions: { action: string; title: string }[];
  data: Remembered;
}

export interface Notice {
  title: string;
  options: Options;
}

/** A message as the server writes it. */
interface Message {
  kind: string;
  tag: string;
  title: string;
  body: string;
  url: string;
  until: number;
  over: string;
  drill: boolean;
  /** Empty where the message does not say. */
  lang: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A page of our own, or the front page: a message must not send anyone elsewhere. */
const ours = (url: string): string => (/^\/(?![/\\])/.test(url) ? url : '/');

/** The message, or undefined where it is none, or of a version that is not ours. */
function message(data: string): Message | undefined {
  let read: any;
  try {
    read = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (read?.v !== 1 || !text(read.title)) return undefined;
  const { kind, tag, title, body, url, over } = read;
  const until = typeof read.until === 'number' ? read.until : 0;
  return { kind: text(kind), tag: text(tag), title, body: text(body), url: ours(text(url)), until, over: text(over), drill: read.drill === true, lang: text(read.lang) };
}

/** A message's language: its own, else its page's. A private page has none: then it is the one that was chosen when subscribing, else the browser's. */
function langOf({ lang, url }: Message, otherwise: string): Lang {
  if (lang === 'es' || lang === 'en') return lang;
  if (url.startsWith('/alertas')) return 'es';
  if (url.startsWith('/alerts')) return 'en';
  return otherwise.startsWith('es') ? 'es' : 'en';
}

/** What all have in common: never silent, and a second one of a chain is heard too. */
export const look = { icon: '/assets/icon-192.png', badge: '/assets/badge-96.png', silent: false, renotify: true };

/** What is shown for `data` at `now` (seconds since 1970): always something. */
export function notice(data: string, now: number, lang: string): Notice {
  const read = message(data);
  if (!read) return unread(lang);
  const it = langOf(read, lang);
  const words = WORDS[it];
  const confirms = read.kind === 'test' && isLink(read.url) ? read.url : '';
  const remembered: Remembered = { url: read.url, confirms, until: read.until, over: marked(read.over || words.over, read.drill, it), lang: it };
  const title = marked(read.title, read.drill, it);
  const actions = confirms ? [{ action: 'confirm', title: words.confirm }] : [];
  const options: Options = { ...look, body: read.body, tag: read.tag || read.url, lang: it, actions, data: remembered };
  return read.until > 0 && read.until <= now ? over(options) : { title, options };
}

/** The same notice, told as over. */
export function over(options: Options): Notice {
  const { data } = options;
  return { title: data.over, options: { ...options, body: WORDS[data.lang].late, actions: [], data: { ...data, until: 0 } } };
}

/** An exercise says so at its head, whatever its title says. */
function marked(title: string, drill: boolean, lang: Lang): string {
  const mark = WORDS[lang].drill;
  return drill && !title.startsWith(mark) ? `${mark} · ${title}` : title;
}

/** For a message that cannot be read: where to read it, in both languages, the reader's first. */
function unread(lang: string): Notice {
  const order: Lang[] = lang.startsWith('es') ? ['es', 'en'] : ['en', 'es'];
  const said = order.map((it) => WORDS[it]);
  const data: Remembered = { url: '/', confirms: '', until: 0, over: '', lang: order[0] ?? 'es' };
  const options: Options = { ...look, body: said.map((words) => words.unreadBody).join(' '), tag: 'unread', lang: data.lang, actions: [], data };
  return { title: said.map((words) => words.unread).join(' · '), options };
}
