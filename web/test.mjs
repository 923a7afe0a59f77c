// Runs every src/*.test.ts with Node's own test runner. Node 20 reads no TypeScript, so each is bundled first, into a
// temporary folder; `import.meta.url` stays the source file's, so that tests find files beside it.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const source = new URL('./src/', import.meta.url);
const names = (await readdir(source)).filter((name) => name.endsWith('.test.ts')).sort();
const out = await mkdtemp(`${tmpdir()}/web-test-`);
try {
  for (const name of names) {
    await build({
      entryPoints: [fileURLToPath(new URL(name, source))],
      outfile: `${out}/${name.replace(/\.ts$/, '.mjs')}`,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'warning',
      define: { 'import.meta.url': JSON.stringify(new URL(name, source).href) },
    });
  }
  const files = names.map((name) => `${out}/${name.replace(/\.ts$/, '.mjs')}`);
  process.exitCode = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], { stdio: 'inherit' }).status ?? 1;
} finally {
  await rm(out, { recursive: true });
}
