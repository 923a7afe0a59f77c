// The committed pictures are what icon.svg draws today, pixel for pixel. Packed bytes may differ between versions of zlib, so they are unpacked.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
// @ts-expect-error a script without types
import { PICTURES, pixels, shapes } from '../icons.mjs';

const svg = readFileSync(new URL('icon.svg', import.meta.url), 'utf8');

/** The RGBA pixels of a PNG with a palette and no filter, as icons.mjs writes them. */
function read(name: string): { size: number; rgba: Uint8Array } {
  const bytes = readFileSync(new URL(name, import.meta.url));
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const [palette, alpha, data] = ['PLTE', 'tRNS', 'IDAT'].map((kind) => chunks.get(kind) as Buffer) as [Buffer, Buffer, Buffer];
  const size = (chunks.get('IHDR') as Buffer).readUInt32BE(0);
  const rows = inflateSync(data);
  const rgba = new Uint8Array(size * size * 4);
  for (let at = 0; at < size * size; at++) {
    const index = rows[Math.floor(at / size) * (size + 1) + 1 + (at % size)] ?? 0;
    rgba.set([...palette.subarray(index * 3, index * 3 + 3), alpha[index] ?? 255], at * 4);
  }
  return { size, rgba };
}

test('every picture is what the icon draws', () => {
  const all = shapes(svg);
  for (const picture of PICTURES) {
    const found = read(picture.name);
    assert.equal(found.size, picture.size, picture.name);
    assert.ok(Buffer.compare(found.rgba, pixels(all, picture)) === 0, `${picture.name}: npm run icons`);
  }
});

test('another icon is noticed, and so is one that is not read here', () => {
  const small = PICTURES.find((picture: { size: number }) => picture.size === 192);
  const other = pixels(shapes(svg.replace('#f9b63c', '#f9b63d')), small);
  assert.ok(Buffer.compare(read('icon-192.png').rgba, other) !== 0);
  assert.throws(() => shapes(svg.replace('<rect', '<circle')));
  assert.throws(() => shapes(svg.replace('M4 6', 'C4 6')));
});

test('the maskable one fills its corners, and keeps the drawing inside the circle that launchers cut', () => {
  const all = shapes(svg);
  const picture = PICTURES.find((one: { ground?: boolean }) => one.ground);
  const out: Uint8Array = pixels(all, picture);
  const paper = out.slice(0, 4).join();
  assert.equal(paper.split(',')[3], '255');
  const { size } = picture;
  for (let at = 0; at < size * size; at++) {
    const [x, y] = [(at % size) - size / 2, Math.floor(at / size) - size / 2];
    if (x * x + y * y > (0.4 * size) ** 2) assert.equal(out.slice(at * 4, at * 4 + 4).join(), paper);
  }
});
