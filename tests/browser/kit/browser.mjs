// Debian's Chromium, driven by playwright-core; a page that remembers every violation, error and foreign request; axe.
import { chromium } from 'playwright-core';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ARGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

/** Starts a browser. `args` are added to the usual ones. Close it with `.close()`. */
export const launch = (args = []) => chromium.launch({ executablePath: EXECUTABLE, args: [...ARGS, ...args] });

/** A context whose profile lives on disk in `folder`, so that it can be closed and opened again. */
export const launchIn = (folder, options = {}) =>
  chromium.launchPersistentContext(folder, { executablePath: EXECUTABLE, args: ARGS, ...options });

/** Watches a page: `wrong` fills with policy violations, page errors and requests to another origin than `origin`. */
export function watch(page, origin) {
  const wrong = [];
  page.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy|Trusted(HTML|Script|ScriptURL|Types)/i.test(text)) wrong.push(text);
  });
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('blob:') && !url.startsWith('chrome-error:')) wrong.push(`foreign: ${url}`);
  });
  return wrong;
}

/**
 * Runs axe-core in the page and returns its violations as short lines; none is an empty list. axe is put in through the
 * debugger, which no policy stops, so the page's own policy stays as it is.
 */
export async function axe(page, options = {}) {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  const found = await page.evaluate((opts) => globalThis.axe.run(document, opts), { resultTypes: ['violations'], ...options });
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary?.split('\n')[1]?.trim()}`));
}

/** True when nothing sticks out sideways. */
export const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

/** Polls `check` (async, returns a truthy value) until it holds, at most `ms` milliseconds; throws with `what` otherwise. */
export async function until(check, what, ms = 20_000) {
  const end = Date.now() + ms;
  for (;;) {
    // A page that is just then replaced answers nothing yet; every other error is one.
    const value = await Promise.resolve().then(check).catch((error) => {
      if (!/context was destroyed|navigat/i.test(error.message)) throw error;
    });
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`);
    await new Promise((go) => setTimeout(go, 50));
  }
}
