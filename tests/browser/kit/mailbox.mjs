// A mailbox on loopback: an SMTP server (RFC 5321) that takes every mail and keeps it, and a reader of what our mails are made of.
import { createServer } from 'node:net';
import { until } from './browser.mjs';

/** Headers (names in lower case, unfolded) and text of a mail with one part. */
export function read(mail) {
  const [head, ...rest] = mail.split('\r\n\r\n');
  const headers = Object.fromEntries(head.replace(/\r\n[ \t]+/g, ' ').split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  const body = rest.join('\r\n\r\n');
  const coding = headers['content-transfer-encoding'] ?? '7bit';
  const bytes = coding === 'base64' ? Buffer.from(body, 'base64')
    : coding === 'quoted-printable' ? Buffer.from(body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1')
    : Buffer.from(body, 'latin1');
  return { headers, text: bytes.toString('utf8').replaceAll('\r\n', '\n') };
}

/** Starts it. `port`, `to(address)`: the mails to somebody so far, `next(address)`: waits for the next one, and `close()`. */
export async function mailbox(patience_ms) {
  const [mails, seen, sockets] = [[], new Map(), new Set()];
  const server = createServer((socket) => {
    let [rest, to] = ['', undefined];
    const answer = (line) => socket.write(`${line}\r\n`);
    /** One line, or one mail once DATA was said. */
    const take = (line) => {
      const word = line.slice(0, 4).toUpperCase();
      if (to?.inData) {
        mails.push({ to: to.address, ...read(line.replace(/^\.\./gm, '.')) });
        to = undefined;
        return answer('250 2.0.0 taken');
      }
      if (word === 'EHLO') return socket.write('250-localhost\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n');
      if (word === 'RCPT') to = { address: /<(.*?)>/.exec(line)[1], inData: false };
      if (word === 'QUIT') return socket.end('221 2.0.0 bye\r\n');
      if (word !== 'DATA') return answer('250 2.0.0 ok');
      to.inData = true;
      return answer('354 go on');
    };
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (piece) => {
      rest += piece.toString('latin1');
      for (;;) {
        const mark = to?.inData ? '\r\n.\r\n' : '\r\n';
        const end = rest.indexOf(mark);
        if (end < 0) return;
        const line = rest.slice(0, end);
        rest = rest.slice(end + mark.length);
        take(line);
      }
    });
    answer('220 localhost');
  });
  await new Promise((go) => server.listen(0, '127.0.0.1', go));
  const to = (address) => mails.filter((mail) => mail.to === address);
  const next = async (address) => {
    const at = seen.get(address) ?? 0;
    const mail = await until(() => to(address)[at], `a mail to ${address}`, patience_ms);
    seen.set(address, at + 1);
    return mail;
  };
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((go) => server.close(go));
  };
  return { port: server.address().port, to, next, close };
}
