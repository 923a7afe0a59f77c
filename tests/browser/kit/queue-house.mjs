// A stand-in for a page with live regions: the queue of a dispatcher, or a verifier's requests.
import { serve } from './server.mjs';

/**
 * Starts it. `house.rows`: what the queue shows, [{ id, place, since, late, late_at, request }]; `house.ring(region)` tells every
 * open stream; `house.mode`: `up`, `down` (streams and fragments are dropped), `out` (signed out: 404). `house.presses`: what was posted.
 */
export async function queueHouse(script) {
  const streams = new Set();
  const house = { rows: [], mode: 'up', presses: [], fetches: 0, side: 'nothing', hostile: '' };
  const row = (r) => `<li class="card" id="${r.id}" tabindex="0" ${r.late ? 'data-late' : ''} ${r.late_at ? `data-late-at="${r.late_at}"` : ''} ${r.request ? 'data-request' : ''}>
<h3><a href="/open/${r.id}" data-key="Enter">${r.place}</a></h3><p>${r.since ? `<time data-since="${r.since}">x</time>` : ''} ${r.until ? `<time data-until="${r.until}">x</time>` : ''}</p>
<form method="post" action="/press/${r.id}/claim"><button class="button" data-key="c">claim</button></form>
<form method="post" action="/press/${r.id}/merge"><button class="button quiet" data-key="m">merge</button></form></li>`;
  const page = () => `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Queue</title>
<link rel="stylesheet" href="/static/app.css"><script src="/static/${script}" defer></script></head><body><header class="top"><a class="brand" href="/">Red</a></header>
<main id="main" class="wide" data-live="/events" data-word-now="now" data-word-minutes="%n min" data-word-hours="%n h" data-word-left="%n min left" data-word-over="%n min over">
<h1>Queue</h1><p class="notice important" data-lost role="status" hidden>lost</p>
<button class="button quiet" data-mute data-word-mute="mute" data-word-unmute="unmute" hidden></button>
<button class="button quiet" data-keys data-word-keys-off="keys off" data-word-keys-on="keys on" hidden></button>
<a class="button" href="/new" data-key="n">new</a> <button class="button quiet" data-opens="help" hidden>help</button>
<section data-region="queue"><ol class="queue">${house.rows.map(row).join('')}</ol>${house.hostile}</section>
<section data-region="side"><p id="side">${house.side}</p><label for="say">Say</label> <input id="say"></section>
<dialog class="dialog" id="help" aria-labelledby="ht"><h2 id="ht">Help</h2><form method="dialog"><button class="button">close</button></form></dialog></main></body></html>`;
  const open = (request, response) => `<!doctype html><title>open</title><main><h1>opened ${request.url}</h1></main>`;
  const gone = (request, response) => {
    if (house.mode === 'down') request.socket.destroy();
    else response.writeHead(404).end();
  };
  const routes = {
    'GET /queue': (request, response) => {
      if (request.headers['x-cuadra-fragment']) house.fetches += 1;
      if (house.mode !== 'up' && request.headers['x-cuadra-fragment']) return gone(request, response);
      return page();
    },
    'GET /events': (request, response) => {
      if (house.mode !== 'up') return gone(request, response);
      response.setHeader('content-type', 'text/event-stream');
      response.write('retry: 200\n: hello\n\n');
      streams.add(response);
      request.on('close', () => streams.delete(response));
    },
    'GET /new': open,
  };
  for (const id of ['r1', 'r2', 'r3', 'r4']) {
    routes[`GET /open/${id}`] = open;
    for (const what of ['claim', 'merge']) {
      routes[`POST /press/${id}/${what}`] = (request, response) => {
        house.presses.push(`${what} ${id}`);
        response.writeHead(303, { location: '/queue' }).end();
      };
    }
  }
  const server = await serve(routes);
  house.ring = (region = '') => streams.forEach((stream) => stream.write(`event: changed\ndata: ${region}\n\n`));
  house.drop = () => streams.forEach((stream) => stream.destroy());
  house.listening = () => streams.size;
  return Object.assign(house, server);
}
