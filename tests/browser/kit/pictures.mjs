// Small pictures made here, so that no binary file is kept.
import { crc32, deflateSync } from 'node:zlib';

function chunk(kind, data) {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(kind, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}

/** A PNG of `width` by `height` pixels: a slope of warm greys. */
export function png(width, height) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set([(x * 4) & 255, (y * 5) & 255, 120], y * (width * 3 + 1) + 1 + x * 3);
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** A JPEG of 8 by 8 grey pixels whose Exif segment holds `words`, as a camera writes a place. */
export function jpegWithPlace(words) {
  const exif = Buffer.from(`Exif\0\0${words}`, 'latin1');
  const app1 = Buffer.concat([Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif]);
  // Baseline, one component, every quantum 1; both Huffman tables hold one code, for "nothing more here" (ITU-T T.81, annex B).
  const tables = Buffer.from([0xff, 0xdb, 0, 67, 0, ...Array(64).fill(1), 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
  const huffman = (kind) => [0xff, 0xc4, 0, 20, kind, 1, ...Array(15).fill(0), 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0b00111111, 0xff, 0xd9];
  return Buffer.concat([Buffer.from([0xff, 0xd8]), app1, tables, Buffer.from([...huffman(0), ...huffman(0x10), ...scan])]);
}
