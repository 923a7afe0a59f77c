// Builds web/dist from web/src: the same bytes every time, whatever machine it runs on. The output is committed, so that
// `cargo build` needs no Node; continuous integration builds again and compares.
import { build } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = `${here}dist/`;
const entries = ['report.ts', 'queue.ts', 'go.ts', 'sign-in.ts', 'app.css'];
/** The stylesheet stands before the first paint on a slow phone, so it has a budget, compressed. */
const STYLE_GZIP_BYTES_MAX = 8_000;

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
outputs.push({ name: 'icon.svg', contents: await readFile(`${here}src/icon.svg`) });
for (const file of outputs.sort((a, b) => (a.name < b.name ? -1 : 1))) {
  const { name } = file;
  await writeFile(dist + name, file.contents);
  const packed = gzipSync(file.contents, { level: 9 }).length;
  console.log(`${name.padEnd(12)} ${String(file.contents.length).padStart(6)} B  ${String(packed).padStart(5)} B gzip`);
  if (name === 'app.css' && packed > STYLE_GZIP_BYTES_MAX) throw new Error(`app.css is ${packed} bytes compressed`);
}
