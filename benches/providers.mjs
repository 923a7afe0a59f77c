// Stub providers on loopback for the broadcast benchmark: a push service over HTTP/2 with TLS, a Twilio-shaped API, and an SMTP server that takes
// everything. Counts what came, how often each address, and when the last one did. Started by benches/broadcast.rs with the folder of a certificate;
// prints its ports as one line of JSON, answers each line on its standard input with its counts, and ends when that closes.
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { createServer as createWebServer } from 'node:http';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const folder = process.argv[2];
const counts = { push: 0, sms: 0, email: 0, twice: 0, last_ms: 0 };
const seen = new Set();

function came(kind, address) {
  counts[kind] += 1;
  counts.last_ms = Date.now();
  if (seen.has(address)) counts.twice += 1;
  seen.add(address);
}

const web = createSecureServer({
  key: readFileSync(`${folder}/key.pem`),
  cert: readFileSync(`${folder}/cert.pem`),
  settings: { maxConcurrentStreams: 2_000, initialWindowSize: 1_048_576 },
});
// The leaner of Node's two interfaces: the stub shares two cores with what is measured.
web.on('stream', (stream, headers) => {
  stream.resume();
  stream.on('error', () => {});
  stream.on('end', () => {
    came('push', headers[':path']);
    stream.respond({ ':status': 201 }, { endStream: true });
  });
});

const texts = createWebServer((request, answer) => {
  let body = '';
  request.on('data', (piece) => (body += piece));
  request.on('end', () => {
    came('sms', new URLSearchParams(body).get('To'));
    answer.writeHead(201, { 'content-type': 'application/json' }).end('{"sid":"SM0"}');
  });
});

const mail = createServer((socket) => {
  let rest = '';
  let inData = false;
  let to = '';
  socket.write('220 stub\r\n');
  socket.on('error', () => {});
  socket.on('data', (piece) => {
    rest += piece.toString('latin1');
    for (;;) {
      const end = inData ? rest.indexOf('\r\n.\r\n') : rest.indexOf('\r\n');
      if (end < 0) return;
      const line = rest.slice(0, end);
      rest = rest.slice(end + (inData ? 5 : 2));
      if (inData) {
        inData = false;
        came('email', to);
        socket.write('250 taken\r\n');
      } else if (/^(EHLO|HELO)/i.test(line)) socket.write('250-stub\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n');
      else if (/^RCPT/i.test(line)) {
        to = line;
        socket.write('250 ok\r\n');
      } else if (/^DATA/i.test(line)) {
        inData = true;
        socket.write('354 go on\r\n');
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    }
  });
});

await new Promise((done) => web.listen(0, '127.0.0.1', done));
await new Promise((done) => texts.listen(0, '127.0.0.1', done));
await new Promise((done) => mail.listen(0, '127.0.0.1', done));
console.log(JSON.stringify({ push: web.address().port, sms: texts.address().port, mail: mail.address().port }));
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  console.log(JSON.stringify(counts));
  if (line === 'reset') {
    Object.assign(counts, { push: 0, sms: 0, email: 0, twice: 0, last_ms: 0 });
    seen.clear();
  }
});
lines.on('close', () => process.exit(0));
