// Draws src/icon.svg as the pictures that a home screen and a notification ask for: `npm run icons` writes them into src/, where they are
// committed; src/icons.test.ts draws them again and compares every pixel. It reads the few parts of SVG that the icon uses and
// says so when it meets another one, so that no picture is drawn half.
import { readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

/** Points a pixel is looked at, along one side. */
const SAMPLES = 4;
const ARC_STEPS = 48;

/** The pictures: `scale` leaves room around the drawing, `ground` fills the corners that a launcher cuts, `badge` is a stencil. */
export const PICTURES = [
  { name: 'icon-192.png', size: 192, scale: 1 },
  { name: 'icon-512.png', size: 512, scale: 1 },
  // A launcher may cut down to a circle of 80 % (W3C, Web Application Manifest, section "Icon masks and safe zone").
  { name: 'icon-maskable-512.png', size: 512, scale: 0.8, ground: true },
  // Android paints a notification's badge white wherever it is not transparent.
  { name: 'badge-96.png', size: 96, scale: 1.2, badge: true },
];

const attributes = (tag) => Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
const rgb = (hex) => {
  if (!/^#[0-9a-f]{6}$/.test(hex)) throw new Error(`a colour that is not read here: ${hex}`);
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
};

/** A path of M, h, v, H, V, a and z as a polygon. Arcs are circles' halves, as the awning's hem has them. */
function polygon(d) {
  const points = [];
  let [x, y] = [0, 0];
  for (const [, kind, rest] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const n = (rest.match(/-?[\d.]+/g) ?? []).map(Number);
    if (kind === 'a') {
      for (let at = 0; at < n.length; at += 7) {
        const [r, , , , sweep, dx, dy] = n.slice(at, at + 7);
        if (dy !== 0 || Math.abs(dx) !== 2 * r) throw new Error('an arc that is not half a circle');
        const turn = (sweep ? 1 : -1) * Math.PI / ARC_STEPS;
        const from = dx > 0 ? Math.PI : 0;
        for (let step = 1; step <= ARC_STEPS; step++) points.push([x + dx / 2 + r * Math.cos(from + turn * step), y + r * Math.sin(from + turn * step)]);
        x += dx;
      }
      continue;
    }
    const [a = 0, b = 0] = n;
    if (kind === 'M') [x, y] = [a, b];
    else if (kind === 'h') x += a;
    else if (kind === 'v') y += a;
    else if (kind === 'H') x = a;
    else if (kind === 'V') y = a;
    else if (kind !== 'z') throw new Error(`a path with ${kind}`);
    if (kind !== 'z') points.push([x, y]);
  }
  return points;
}

/** Where a level line at `y` lies inside a polygon (even-odd), as pairs of x. */
function crossed(points, y) {
  const at = [];
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [points[i], points[j]];
    if (yi > y !== yj > y) at.push(((xj - xi) * (y - yi)) / (yj - yi) + xi);
  }
  at.sort((one, other) => one - other);
  return Array.from({ length: at.length / 2 }, (_, i) => [at[2 * i], at[2 * i + 1]]);
}

/** The same for a rectangle with round corners. */
function across({ x, y: top, width, height, rx }, y) {
  if (y < top || y >= top + height) return [];
  const into = Math.max(top + rx - y, y - (top + height - rx), 0);
  const cut = rx - Math.sqrt(Math.max(rx * rx - into * into, 0));
  return [[x + cut, x + width - cut]];
}

/** The icon's shapes from back to front: `{ colour, spans(y), isGround }` in the drawing's own 32 by 32. */
export function shapes(svg) {
  const found = [...svg.matchAll(/<(\w+)([^>]*?)\/?>/g)].filter(([, name]) => name !== 'svg');
  return found.map(([whole, name, rest], at) => {
    const a = attributes(rest);
    const isGround = at === 0;
    if (name === 'rect') {
      const rect = { x: Number(a.x ?? 0), y: Number(a.y ?? 0), width: Number(a.width), height: Number(a.height), rx: Number(a.rx ?? 0) };
      return { colour: rgb(a.fill), spans: (y) => across(rect, y), isGround };
    }
    if (name !== 'path') throw new Error(`a shape that is not read here: ${whole}`);
    const points = polygon(a.d);
    if (a.fill !== 'none') return { colour: rgb(a.fill), spans: (y) => crossed(points, y), isGround };
    // A stroke along level and upright lines: what is within half its width of the outline, with square corners.
    const half = Number(a['stroke-width']) / 2;
    const sides = points.map(([ax, ay], i) => {
      const [bx, by] = points[(i + 1) % points.length];
      return { x: Math.min(ax, bx) - half, y: Math.min(ay, by) - half, width: Math.abs(ax - bx) + 2 * half, height: Math.abs(ay - by) + 2 * half, rx: 0 };
    });
    return { colour: rgb(a.stroke), spans: (y) => sides.flatMap((side) => across(side, y)), isGround };
  });
}

/** The pixels of a picture, RGBA. */
export function pixels(all, { size, scale, ground, badge }) {
  const drawn = all.filter((shape) => !(badge && shape.isGround));
  const sums = new Float64Array(size * size * 4);
  const to = (at) => (((at + 0.5) / SAMPLES) * (32 / size) - 16) / scale + 16;
  for (let row = 0; row < size * SAMPLES; row++) {
    const spans = drawn.map((shape) => (shape.isGround && ground ? [[-Infinity, Infinity]] : shape.spans(to(row))));
    for (let column = 0; column < size * SAMPLES; column++) {
      const x = to(column);
      const top = spans.findLastIndex((list) => list.some(([from, until]) => x >= from && x < until));
      if (top < 0) continue;
      const at = (Math.floor(row / SAMPLES) * size + Math.floor(column / SAMPLES)) * 4;
      const colour = badge ? [255, 255, 255] : drawn[top].colour;
      for (let c = 0; c < 3; c++) sums[at + c] += colour[c];
      sums[at + 3] += 1;
    }
  }
  const out = new Uint8Array(sums.length);
  for (let at = 0; at < sums.length; at += 4) {
    const hits = sums[at + 3];
    for (let c = 0; c < 3; c++) out[at + c] = hits ? Math.round(sums[at + c] / hits) : 0;
    out[at + 3] = Math.round((255 * hits) / (SAMPLES * SAMPLES));
  }
  return out;
}

function chunk(kind, data) {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(kind, 4, 'latin1');
  Buffer.from(data).copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}

/** A PNG with a palette (PNG specification, third edition): such few colours need a byte each. */
export function png(size, rgba) {
  const palette = new Map();
  const rows = Buffer.alloc(size * (size + 1));
  for (let at = 0; at < size * size; at++) {
    const key = rgba.slice(at * 4, at * 4 + 4).join();
    if (!palette.has(key)) palette.set(key, palette.size);
    rows[Math.floor(at / size) * (size + 1) + 1 + (at % size)] = palette.get(key);
  }
  if (palette.size > 256) throw new Error(`${palette.size} colours`);
  const colours = [...palette.keys()].map((key) => key.split(',').map(Number));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 3], 8);
  const parts = [
    chunk('IHDR', head), chunk('PLTE', colours.flatMap(([r, g, b]) => [r, g, b])), chunk('tRNS', colours.map(([, , , a]) => a)),
    chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', []),
  ];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const source = new URL('./src/', import.meta.url);
  const all = shapes(readFileSync(new URL('icon.svg', source), 'utf8'));
  for (const picture of PICTURES) {
    const bytes = png(picture.size, pixels(all, picture));
    writeFileSync(new URL(picture.name, source), bytes);
    console.log(`${picture.name} ${bytes.length} B`);
  }
}
