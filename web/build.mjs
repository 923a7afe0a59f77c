// Builds web/dist from web/src: the same bytes every time, whatever machine it runs on. The output is committed, so that
// `cargo build` needs no Node; continuous integration builds again and compares.
import { build } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = `${here}dist/`;
const entries = ['report.ts', 'queue.ts', 'go.ts', 'sign-in.ts', 'app.ts', 'push.ts', 'copy.ts', 'worker/sw.ts', 'app.css'];
/** What is copied as it is. `npm run icons` draws the pictures from icon.svg. */
const copied = ['icon.svg', 'icon-192.png', 'icon-512.png', 'icon-maskable-512.png', 'badge-96.png'];
/** The stylesheet stands before the first paint on a slow phone, so it has a budget, compressed. */
const STYLE_GZIP_BYTES_MAX = 8_000;
/** Browsers ask for the worker again and again, and a cheap phone starts it before it shows a page. */
const WORKER_GZIP_BYTES_MAX = 6_000;
const budgets = { 'app.css': STYLE_GZIP_BYTES_MAX, 'sw.js': WORKER_GZIP_BYTES_MAX };

const result = await build({
  absWorkingDir: here,
  entryPoints: entries.map((name) => `src/${name}`),
  outdir: 'dist',
  bundle: true,
  minify: true,
  write: false,
  charset: 'utf8',
  format: 'iife',
  legalComments: 'none',
  // Browsers of 2021 and later. What is newer is asked for before it is used.
  target: ['es2020', 'chrome88', 'firefox85', 'safari15'],
});

await mkdir(dist, { recursive: true });
for (const old of await readdir(dist)) await rm(dist + old);

const outputs = result.outputFiles.map((file) => ({ name: file.path.slice(file.path.lastIndexOf('/') + 1), contents: file.contents }));
for (const name of copied) outputs.push({ name, contents: await readFile(`${here}src/${name}`) });
for (const file of outputs.sort((a, b) => (a.name < b.name ? -1 : 1))) {
  const { name } = file;
  await writeFile(dist + name, file.contents);
  const packed = gzipSync(file.contents, { level: 9 }).length;
  console.log(`${name.padEnd(21)} ${String(file.contents.length).padStart(6)} B  ${String(packed).padStart(5)} B gzip`);
  if (packed > (budgets[name] ?? Infinity)) throw new Error(`${name} is ${packed} bytes compressed`);
}
