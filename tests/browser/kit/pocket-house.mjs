// A stand-in for the public pages, with the markup of the real ones as far as the scripts read it.
import { body, serve } from './server.mjs';

export const ID = (n) => `0198f000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const SECRET = 'AbCdEfGhIjKlMnOpQrStUv';
const PUBLIC = 'public, max-age=0';

/**
 * `house.publish({ id, title, over (Unix seconds) })`, `house.takeAway(id)`; `house.mode`: `up`, `down` (every line is dropped), `slow` (nothing is answered), `503`;
 * `house.seen`: every request as "METHOD path"; `house.posts`: what was posted under /s/.
 */
export async function pocketHouse() {
  const house = { alerts: [], mode: 'up', seen: [], posts: [], policy: PUBLIC, csrf: '', subscribe: { status: 201, body: { link: `/s/${SECRET}` } }, link: 200 };
  const bar = () => `<div class="age" data-made="${new Date().toISOString()}" hidden role="status" data-word-now="now" data-word-minutes="%n min" data-word-hours="%n hours" data-word-days="%n days"
data-word-over="IT IS OVER" data-word-over-means="it was true" data-word-past="Past" data-word-status="may have changed"><p><span data-age></span> <a href="">again</a></p></div>`;
  const wrap = (title, content, { inside = '', lang = 'es', bare = false, scripts = ['app'] } = {}) => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${house.csrf}
<link rel="stylesheet" href="/assets/app.css?v=1">${scripts.map((name) => `<script type="module" src="/assets/${name}.js?v=1"></script>`).join('')}</head>
<body><header class="top"><a class="brand" href="/">Red</a></header>${bare ? '' : bar()}<main id="main">${inside}<h1>${title}</h1>${content}${inside ? '</article>' : ''}</main></body></html>`;
  const card = ({ id, title, over }) => `<article class="card now" data-until="${over}"><p><span class="badge urgent">VERIFIED</span></p><h3><a href="/alertas/${id}">${title}</a></h3><p>summary</p><p data-while-on>advice</p></article>`;
  const now = (lang) => wrap('Alertas', `<p data-status class="now">${house.alerts.length} now</p><section data-now aria-labelledby="now"><h2 id="now">Now</h2>${house.alerts.map(card).join('')}</section>
<aside class="card" data-install hidden><h2>Keep it</h2><p data-install-home hidden>share, add</p><p><button type="button" class="button" data-install-go hidden>install</button> <button type="button" class="button quiet" data-install-no>no</button></p></aside>`, { lang });
  const open = (page) => (request, response) => {
    response.setHeader('cache-control', house.policy);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return page(request);
  };
  const page = (title, options) => () => wrap(title, `<p>${title} of somebody</p>`, options);
  const erase = (lang) => wrap('Phone', '<div data-forget hidden data-word-done="gone" data-word-failed="failed"><button class="button danger" type="button">erase</button></div>', { bare: true, lang });
  const asked = (request) => new URL(request.url, 'http://x').searchParams.get('lang') ?? 'es';
  const posted = async (request, response) => {
    house.posts.push({ path: request.url, type: request.headers['content-type'], body: (await body(request)).toString(), site: request.headers['sec-fetch-site'] });
    response.writeHead(house.link).end();
  };
  const routes = {
    'GET /': open((request) => now(asked(request))),
    'GET /alertas': open(() => now('es')),
    'GET /alerts': open(() => now('en')),
    'GET /offline': open((request) => wrap(asked(request) === 'es' ? 'Sin conexión' : 'No connection', '', { bare: true, lang: asked(request) })),
    'GET /telefono': open(() => erase('es')), 'GET /phone': open(() => erase('en')),
    'GET /me': page('Me'), 'GET /queue': page('Queue'), 'GET /alerts/out': page('Out'), 'GET /reportar': page('Form'), 'GET /report': page('Form'), 'GET /comprobante': page('Receipt'),
    [`GET /s/${SECRET}`]: () => wrap('Private', `<form method="post" action="/s/${SECRET}/leave" data-push-leave><button class="button danger">leave</button></form>`, { scripts: ['app', 'push'] }),
    [`POST /s/${SECRET}/push`]: posted, [`POST /s/${SECRET}/confirm`]: posted,
    [`POST /s/${SECRET}/leave`]: async (request, response) => {
      await posted(request, { writeHead: () => ({ end: () => undefined }) });
      return wrap('Left', '<p>left</p>');
    },
    'GET /push/key': (request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ key: house.key })),
    'POST /subscribe/push': async (request, response) => {
      house.posts.push({ path: request.url, body: (await body(request)).toString() });
      response.writeHead(house.subscribe.status, { 'content-type': 'application/json' }).end(JSON.stringify(house.subscribe.body));
    },
  };
  // A P-256 point as VAPID has it; nobody checks it here.
  house.key = Buffer.from([4, ...Array(64).fill(7)]).toString('base64url');
  Object.assign(house, { wrap, routes });
  const about = (it, lang) => wrap(it.title, `<p class="lede">facts</p><div data-while-on><h2>Advice</h2></div>`, { lang, inside: `<article class="now" data-until="${it.over}">` });
  house.publish = (it) => {
    house.alerts.unshift(it);
    routes[`GET /alertas/${it.id}`] = open(() => about(it, 'es'));
    routes[`GET /alerts/${it.id}`] = open(() => about(it, 'en'));
  };
  house.takeAway = (id) => {
    house.alerts = house.alerts.filter((it) => it.id !== id);
    delete routes[`GET /alertas/${id}`];
    delete routes[`GET /alerts/${id}`];
  };
  const gate = (request, response) => {
    house.seen.push(`${request.method} ${request.url}`);
    if (house.mode === 'down') request.socket.destroy();
    else if (house.mode === '503') response.writeHead(503, { 'content-type': 'text/html' }).end('busy');
    return house.mode !== 'up';
  };
  return Object.assign(house, await serve(routes, { gate }));
}
