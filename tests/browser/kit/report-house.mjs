// A stand-in for the server's side of the report form, with faults that can be switched on. It keeps to web/README.md.
import { createHash, randomBytes } from 'node:crypto';
import { body, multipart, serve } from './server.mjs';

export const BITS = 12;

/** Does `nonce` solve `token`? As the server checks it. */
export function solved(token, nonce, bits = BITS) {
  const hash = createHash('sha256').update(`${token}:${nonce}`).digest();
  return /^\d+$/.test(nonce ?? '') && hash.readUInt32BE(0) >>> (32 - bits) === 0;
}

const escape = (text) => String(text ?? '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

function form({ lang, token, values, problem }) {
  const es = lang === 'es';
  const checked = (name, value) => (values[name]?.includes(value) ? 'checked' : '');
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${es ? 'Avisar' : 'Report'}</title><link rel="stylesheet" href="/static/app.css"><script src="/static/report.js" defer></script></head><body>
<header class="top"><a class="brand" href="/">Red</a></header><main id="main"><h1>${es ? '¿Qué está viendo?' : 'What do you see?'}</h1>
${problem ? `<div class="problems" role="alert" tabindex="-1"><h2>Falta algo</h2><ul><li><a href="#place">${problem}</a></li></ul></div>` : ''}
<form data-report method="post" action="/report" enctype="multipart/form-data" novalidate autocomplete="off" data-token="${token}" data-bits="${BITS}" data-probe="/healthz"
 data-word-working="working" data-word-waiting="waiting" data-word-sending="sending" data-word-try-now="try now" data-word-restored="restored %n" data-word-discard="discard"
 data-word-here-asking="asking" data-word-here-ok="here ok" data-word-here-failed="here failed" data-word-here-denied="here denied" data-word-here-undo="undo"
 data-word-lint-plate="plate: %words" data-word-pictures-many="at most %n" data-word-pictures-big="over %n MB" data-word-pictures-kind="no picture" data-word-pictures-remove="remove">
<input type="hidden" name="token" value="${token}"><input type="hidden" name="lat" value="${escape(values.lat?.[0])}"><input type="hidden" name="lon" value="${escape(values.lon?.[0])}">
<fieldset class="choices"><legend>Sigue</legend><label class="choice"><input type="radio" name="still" value="yes" ${checked('still', 'yes')}> Sí</label>
<label class="choice"><input type="radio" name="still" value="no" ${checked('still', 'no')}> No</label></fieldset>
<div class="field"><label for="place">Dónde</label><input id="place" name="place" data-lint value="${escape(values.place?.[0])}"></div>
<button class="button quiet" type="button" data-here hidden>Estoy aquí</button>
<div class="field"><label for="note">Nota</label><textarea id="note" name="note" data-lint>${escape(values.note?.[0])}</textarea></div>
<div class="field"><label for="contact">Contacto</label><input id="contact" name="contact" value="${escape(values.contact?.[0])}"></div>
<div class="field"><label for="media">Fotos</label><input id="media" type="file" name="media" accept="image/*" multiple data-pictures data-shrink data-count-max="2" data-bytes-max="1000000"></div>
<button class="button wide" id="send" name="do" value="send">Enviar</button>
<div class="lang-switch"><button id="lang" name="language" value="${es ? 'en' : 'es'}" data-plain formnovalidate>${es ? 'English' : 'Español'}</button></div>
</form></main></body></html>`;
}

/**
 * Starts it. `house.mode`: `up`; `down` (no answer to posts and probes; pages still come); `swallow` (takes each report, then
 * drops the line); `fault` (answers posts with 500). `house.reports`: token -> fields; `house.posts`: every post, as it came.
 */
export async function reportHouse() {
  const house = { mode: 'up', reports: new Map(), posts: [], probes: 0 };
  const fresh = () => randomBytes(16).toString('base64url');
  const routes = {
    'GET /report': () => form({ lang: 'es', token: fresh(), values: {} }),
    'HEAD /healthz': (request, response) => {
      house.probes += 1;
      if (house.mode === 'down') request.socket.destroy();
      else response.end();
    },
    'POST /report': async (request, response) => {
      if (house.mode === 'down') return void request.socket.destroy();
      const fields = multipart(await body(request), request.headers['content-type']);
      const token = fields.token?.[0];
      house.posts.push(fields);
      if (house.mode === 'fault') {
        response.statusCode = 500;
        return '<!doctype html><title>fault</title><main><h1>fault</h1></main>';
      }
      if (fields.language) return form({ lang: fields.language[0], token, values: fields });
      if (!fields.place?.[0]) return form({ lang: 'es', token, values: fields, problem: 'Díganos dónde' });
      if (!house.reports.has(token)) house.reports.set(token, fields);
      if (house.mode === 'swallow') return void request.socket.destroy();
      response.statusCode = 303;
      response.setHeader('location', '/receipt');
      return '';
    },
    'GET /receipt': () => `<!doctype html><html lang="es"><title>Comprobante</title><script src="/static/report.js" defer></script>
<main><div data-draft-done><h1>Recibido</h1><p class="code">4729 1835 06</p></div></main>`,
  };
  const server = await serve(routes);
  return Object.assign(house, server, { close: server.close });
}

/** The drafts kept in the page's browser, as raw rows: labels, whether the key can be taken out, and the sealed bytes as text. */
export const draftRows = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const open = indexedDB.open('cuadra-drafts', 1);
        open.onupgradeneeded = () => {
          open.result.createObjectStore('drafts', { keyPath: 'token' });
          open.result.createObjectStore('pictures', { keyPath: 'token' });
        };
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction('drafts').objectStore('drafts').getAll();
          all.onsuccess = () => {
            open.result.close();
            resolve(all.result.map((row) => ({
              token: row.token, state: row.state, posts: row.posts, saved: row.saved, extractable: row.key.extractable,
              sealed: new TextDecoder('latin1').decode(row.sealed),
            })));
          };
        };
      }),
  );
