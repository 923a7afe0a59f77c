// The real program for a browser to walk through: started on a port of its own, stopped by its own id.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from '../kit/browser.mjs';

const PROGRAM = process.env.CUADRA_BIN ?? fileURLToPath(new URL('../../../target/debug/cuadra', import.meta.url));
/** Waits are by condition; this is only where a walk gives up, on a machine that is busy with other things. */
export const PATIENCE_MS = 45_000;

/** Starts the program and waits until it says its address. What it says on the way is kept for when it ends too soon. */
async function start(args, environment, announces) {
  const child = spawn(PROGRAM, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  child.stderr.on('data', (data) => (said += data));
  const ended = new Promise((go) => child.once('exit', go));
  child.once('error', (error) => (said += error.message));
  await until(() => announces(said) || child.exitCode !== null, `${PROGRAM} ${args.join(' ')}`, PATIENCE_MS);
  if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}: ${said}`);
  const close = async () => {
    child.kill('SIGTERM');
    const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await ended;
    clearTimeout(impatient);
    if (child.signalCode === 'SIGKILL') throw new Error(`the program did not stop: ${said}`);
  };
  return { origin: announces(said), close };
}

/** The made-up network: `origin`, `close()`. Kept in `data`, an empty folder, where one is named. */
export const demo = (data) =>
  start(['demo', '--listen', '127.0.0.1:0', ...(data ? ['--data', data] : [])], {}, (said) => /runs at (http:\/\/localhost:\d+)/.exec(said)?.[1]);

/** Runs another command of the program. */
export const command = (args, environment = {}) => promisify(execFile)(PROGRAM, args, { env: { ...process.env, ...environment } });

const freePort = () =>
  new Promise((go) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => go(port));
    });
  });

/**
 * An empty network as `cuadra serve` opens it, with `settings` (TOML) where there are any: `origin`, `run(...args)` for another command on the same
 * folder, `close()`. `prepare(run, folder)` happens before it serves.
 */
export async function network({ settings = '', prepare = async () => {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'cuadra-walk-'));
  const [data, config] = [join(folder, 'data'), join(folder, 'cuadra.toml')];
  await writeFile(config, settings);
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const environment = { CUADRA_ORIGIN: origin, CUADRA_NAME: 'Red de la Cuadra' };
  const at = ['--config', config, '--data', data];
  const run = async (...args) => (await command([...args, ...at], environment)).stdout;
  await prepare(run, folder);
  const house = await start(['serve', ...at, '--listen', `127.0.0.1:${port}`], environment, () => origin);
  await until(() => fetch(`${origin}/healthz`).then((answer) => answer.ok, () => false), 'the site answers', PATIENCE_MS);
  const close = async () => {
    await house.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { origin, run, close };
}
