// A small server on loopback that serves the built front end and test pages under the headers of the real one.
import http from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../../web/dist/', import.meta.url));
const PAGES = fileURLToPath(new URL('./pages/', import.meta.url));
const TYPES = { css: 'text/css', js: 'text/javascript', html: 'text/html; charset=utf-8', json: 'application/json', svg: 'image/svg+xml', png: 'image/png' };

/** The content security policy of every page, as src/ground/web/headers.rs has it. */
export const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "font-src 'self'", "connect-src 'self'",
  "manifest-src 'self'", "worker-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
  "require-trusted-types-for 'script'", "trusted-types cuadra-sw",
].join('; ');

/** Headers that every answer carries. */
export const HEADERS = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'geolocation=(self), camera=(), microphone=()',
  'cache-control': 'no-store',
};

/** Reads a request's whole body, at most `limit` bytes. */
export async function body(request, limit = 50_000_000) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > limit) throw new Error('body too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The fields of a multipart body, files as {name, size, bytes (latin1)}. Enough for what a browser sends, no more. */
export function multipart(bytes, type) {
  const boundary = /boundary=(.+)$/.exec(type)?.[1];
  const fields = {};
  for (const part of bytes.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const split = part.indexOf('\r\n\r\n');
    const head = part.slice(0, split);
    const value = part.slice(split + 4, -2);
    const name = /name="([^"]*)"/.exec(head)?.[1];
    const file = /filename="([^"]*)"/.exec(head)?.[1];
    if (name === undefined) continue;
    (fields[name] ??= []).push(file === undefined ? Buffer.from(value, 'latin1').toString('utf8') : { name: file, size: value.length, bytes: value });
  }
  return fields;
}

/** A page of the kit's own, `pages/<name>.html`. */
export const page = (name) => readFile(`${PAGES}${name}.html`, 'utf8');

/**
 * Starts the server. `routes` maps "METHOD /path" to `async (request, response) => …`; whatever it returns (a string) is sent
 * as HTML. `/static/<file>` and `/assets/<file>` are web/dist, `/sw.js` its worker. `gate(request, response)` comes first and may
 * answer by itself: then it returns true. Returns `{ origin, port, close }`; the host is `localhost`, which browsers trust like
 * https, so that storage, locks, workers and passkeys work.
 */
export async function serve(routes, { port = 0, gate = () => false } = {}) {
  const server = http.createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (gate(request, response)) return;
    answer(routes, request, response).catch((error) => {
      if (!response.headersSent) response.statusCode = 500;
      response.end(`fault: ${error.message}`);
    });
  });
  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  const at = server.address().port;
  const close = () => new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  return { origin: `http://localhost:${at}`, port: at, close };
}

async function answer(routes, request, response) {
  const path = request.url.split('?')[0];
  const route = routes[`${request.method} ${path}`];
  if (route) {
    const html = await route(request, response);
    if (typeof html !== 'string') return;
    if (!response.hasHeader('content-type')) response.setHeader('content-type', TYPES.html);
    response.end(html);
    return;
  }
  const file = path === '/sw.js' ? [path, 'sw.js', 'js'] : /^\/(?:static|assets)\/([a-z0-9-]+\.(css|js|svg|png))$/.exec(path);
  if (!file || request.method !== 'GET') {
    response.writeHead(404, { 'content-type': TYPES.html }).end('not found');
    return;
  }
  response.setHeader('content-type', TYPES[file[2]]);
  response.end(await readFile(DIST + file[1]));
}
