// Which pages a phone may keep. Pure: addresses, headers and HTML in, answers out.

/** Pages that everybody gets alike. The id is a whole UUID: `/alerts/out` and its like are members'. */
const ALERT = /^\/(alertas|alerts)\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LIST = /^\/(alertas|alerts)$/;
const RIGHTS = /^\/(derechos|rights)$/;

export const isAlert = (path: string): boolean => ALERT.test(path);

/** Lists, which name the alerts that are worth keeping with them. */
export const isList = (url: URL): boolean => LIST.test(url.pathname) || url.pathname === '/';

/** True where the page at this address may be kept at all. A search other than a language is somebody's, or endless. */
export function isKeepable(url: URL): boolean {
  if (url.pathname === '/') return /^(\?lang=(es|en))?$/.test(url.search);
  return url.search === '' && [LIST, ALERT, RIGHTS].some((pattern) => pattern.test(url.pathname));
}

/** True where an answer may be kept: the server calls it everybody's, and it holds no member's form token. Either alone would do. */
export function isEverybodys(headers: Headers, html: string): boolean {
  const policy = headers.get('cache-control') ?? '';
  return /\bpublic\b/.test(policy) && !/no-store|private/.test(policy) && !/name="csrf"/.test(html);
}

/** The styles, scripts and pictures that a page names, by their full addresses: their version is in them. */
export const assetsOf = (html: string): string[] => [...new Set(html.match(/\/assets\/[\w.-]+\.(?:css|js|svg)\?v=\w+/g))];

/** The page of rights that a page links to. */
export const rightsOf = (html: string): string[] => html.match(/(?<=href=")\/(?:derechos|rights)(?=")/)?.slice(0, 1) ?? [];

/** The alerts that a list links to, in its order, which is the newest first. */
export const alertsOf = (html: string): string[] =>
  [...new Set([...html.matchAll(/href="([^"]+)"/g)].map(([, path]) => path ?? '').filter(isAlert))];

/** What a list says of when each of its alerts is over, in milliseconds since 1970: the newest word on those that were taken back. */
export function untilsOf(html: string): Map<string, number> {
  const untils = new Map<string, number>();
  let until: number | undefined;
  for (const [, seconds, path] of html.matchAll(/ data-until="(\d+)"| href="([^"]+)"/g)) {
    if (seconds !== undefined) until = Number(seconds) * 1000;
    else if (path !== undefined && until !== undefined && isAlert(path) && !untils.has(path)) untils.set(path, until);
  }
  return untils;
}

/** When what an alert's own page tells is over, in milliseconds since 1970; undefined on every other page. */
export function overAt(path: string, html: string): number | undefined {
  const found = isAlert(path) ? / data-until="(\d+)"/.exec(html)?.[1] : undefined;
  return found === undefined ? undefined : Number(found) * 1000;
}

/** The language of a page without signal: the one that the address speaks, else the browser's. */
export function langOf(url: URL, browser: string): 'es' | 'en' {
  const asked = url.searchParams.get('lang');
  if (asked === 'es' || asked === 'en') return asked;
  const [, first = ''] = url.pathname.split('/');
  if (/^(alertas|derechos|mapa|reportar|comprobante|suscribirse)$/.test(first)) return 'es';
  if (/^(alerts|rights|map|report|receipt|subscribe)$/.test(first)) return 'en';
  return browser.startsWith('es') ? 'es' : 'en';
}
