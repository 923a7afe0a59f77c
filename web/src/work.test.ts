import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { leadingZeroBits, Search, sha256, solve } from './work';

const hex = (words: Uint32Array): string => [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
const theirs = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

test('the hash is SHA-256 at every length around the block edges, and in UTF-8', () => {
  for (let length = 0; length <= 200; length++) assert.equal(hex(sha256('a'.repeat(length))), theirs('a'.repeat(length)), String(length));
  assert.equal(hex(sha256('¿Dónde? 你好 🌵')), theirs('¿Dónde? 你好 🌵'));
});

test('zero bits are counted from the left', () => {
  assert.equal(leadingZeroBits(new Uint32Array([0x80000000, 0])), 0);
  assert.equal(leadingZeroBits(new Uint32Array([0x00010000, 0])), 15);
  assert.equal(leadingZeroBits(new Uint32Array([0, 0x40000000])), 33);
  assert.equal(leadingZeroBits(new Uint32Array(8)), 256);
});

test('what is found is right, and is the first that is, for tokens within and across blocks', async () => {
  for (const token of ['t', 'x'.repeat(43), 'y'.repeat(62), 'z'.repeat(63), 'ñ'.repeat(64), 'w'.repeat(150)]) {
    const nonce = await solve(token, 11, () => true);
    const good = (n: number): boolean => parseInt(theirs(`${token}:${n}`).slice(0, 8), 16) >>> 21 === 0;
    assert.match(nonce, /^(0|[1-9]\d*)$/);
    assert.ok(good(Number(nonce)), token);
    for (let n = 0; n < Number(nonce); n++) assert.ok(!good(n), `${token}: ${n} was passed over`);
  }
});

test('a search goes on from where its last piece ended', () => {
  const whole = new Search('token', 12).step(1_000_000);
  const pieces = new Search('token', 12);
  let found: string | undefined;
  while (found === undefined) found = pieces.step(7);
  assert.equal(found, whole);
  assert.equal(new Search('token', 12).step(Number(whole)), undefined, 'one try fewer must not find it');
});
