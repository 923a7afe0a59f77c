// The dispatcher's queue and the verifier's phone: regions that change under one's hands, keys, clocks, sound.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, fits, launch, until, watch } from './browser.mjs';
import { queueHouse } from './queue-house.mjs';
import { page as kitPage, serve } from './server.mjs';

let browser;
before(async () => (browser = await launch(['--autoplay-policy=user-gesture-required'])));
after(() => browser.close());

const ago = (minutes) => new Date(Date.now() - minutes * 60_000 - 1_000).toISOString();

/** A house with two rows and a page that listens to it. */
async function sit(t, { script = 'queue.js', rows, init } = {}) {
  const house = await queueHouse(script);
  house.rows = rows ?? [{ id: 'r1', place: 'Pico', since: ago(3) }, { id: 'r2', place: 'Alvarado', since: ago(130) }];
  const context = await browser.newContext();
  const page = await context.newPage();
  if (init) await page.addInitScript(init);
  const wrong = watch(page, house.origin);
  t.after(async () => {
    await context.close();
    await house.close();
  });
  await page.goto(`${house.origin}/queue`);
  await until(() => house.listening() === 1, 'the stream');
  await until(() => house.fetches >= 1, 'the first look');
  return { house, page, wrong, context };
}
const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);
const rows = (page) => page.locator('.queue > li').evaluateAll((all) => all.map((row) => row.id));
const toned = (page) => page.evaluate(() => Number(document.documentElement.dataset.toned ?? 0));

test('a bell brings the new row in; unchanged rows, focus and scrolling stay', async (t) => {
  const { house, page, wrong } = await sit(t);
  await page.setViewportSize({ width: 1000, height: 300 });
  await page.locator('#r2 button').first().focus();
  // The style sheet scrolls smoothly: wait until it has come to rest.
  await page.waitForTimeout(700);
  assert.ok(await page.evaluate(() => scrollY > 0), 'there is something to scroll');
  await page.evaluate(() => {
    window.kept = document.getElementById('r2');
    window.at = window.kept.getBoundingClientRect().top;
  });
  house.rows.unshift({ id: 'r3', place: 'New corner' });
  house.ring('queue');
  await page.locator('#r3').waitFor();
  assert.deepEqual(await rows(page), ['r3', 'r1', 'r2']);
  assert.equal(await focused(page), 'claim');
  assert.ok(await page.evaluate(() => document.activeElement.closest('li').id === 'r2'));
  assert.ok(await page.evaluate(() => window.kept === document.getElementById('r2')), 'the same node');
  assert.ok(Math.abs(await page.evaluate(() => window.kept.getBoundingClientRect().top - window.at)) < 2, 'it did not jump');
  house.rows = house.rows.map((row) => (row.id === 'r2' ? { ...row, place: 'Changed corner' } : row));
  house.ring('queue');
  await page.getByText('Changed corner').waitFor();
  assert.ok(await page.evaluate(() => window.kept !== document.getElementById('r2')), 'a changed row is new');
  assert.ok(await page.evaluate(() => document.activeElement.closest('li')?.id === 'r2'), 'and has the focus again');
  house.rows = house.rows.filter((row) => row.id !== 'r2');
  house.ring('queue');
  await page.locator('#r2').waitFor({ state: 'detached' });
  assert.equal(await focused(page), 'r1', 'a row that is gone leaves the focus to its neighbour');
  assert.deepEqual(wrong, []);
});

test('only the named region is fetched, and a field someone types in is not taken away', async (t) => {
  const { house, page } = await sit(t);
  await page.fill('#say', 'half a sen');
  house.side = 'news';
  house.rows.push({ id: 'r3', place: 'Third' });
  house.ring('');
  await page.locator('#r3').waitFor();
  await page.waitForTimeout(400);
  assert.equal(await page.inputValue('#say'), 'half a sen');
  assert.equal(await page.textContent('#side'), 'nothing');
  await page.locator('#r1').focus();
  await page.getByText('news').waitFor();
  house.side = 'later';
  house.ring('queue');
  await page.waitForTimeout(600);
  assert.equal(await page.textContent('#side'), 'news');
});

test('scripts and handlers in a fragment do not run', async (t) => {
  const { house, page } = await sit(t);
  house.hostile = '<p id="there">there</p><script>window.ran = 1</script><script src="/static/go.js"></script><img src="/none.png" onerror="window.ran = 2">';
  house.ring('queue');
  await page.locator('#there').waitFor();
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => window.ran), undefined);
});

test('a lost line is said, and found again; signed out leaves the page and says so', async (t) => {
  const { house, page } = await sit(t);
  assert.ok(!(await page.isVisible('[data-lost]')));
  house.mode = 'down';
  house.drop();
  await page.locator('[data-lost]').waitFor({ state: 'visible' });
  house.rows.push({ id: 'r3', place: 'Missed meanwhile' });
  house.mode = 'up';
  await page.locator('#r3').waitFor({ timeout: 10_000 });
  await page.locator('[data-lost]').waitFor({ state: 'hidden' });
  house.mode = 'out';
  house.ring('');
  await page.locator('[data-lost]').waitFor({ state: 'visible' });
  assert.deepEqual(await rows(page), ['r1', 'r2', 'r3']);
});

test('without a stream it asks every 15 seconds', async (t) => {
  const house = await queueHouse('queue.js');
  const page = await (await browser.newContext()).newPage();
  t.after(async () => {
    await page.context().close();
    await house.close();
  });
  await page.clock.install();
  house.mode = 'out';
  await page.goto(`${house.origin}/queue`);
  await page.locator('[data-lost]').waitFor({ state: 'visible' });
  assert.equal(house.fetches, 0);
  await page.clock.runFor(14_000);
  assert.equal(house.fetches, 0);
  await page.clock.runFor(2_000);
  await until(() => house.fetches >= 1, 'a poll');
});

test('keys move, open, press, and hold still while someone types', async (t) => {
  const { house, page } = await sit(t);
  await page.keyboard.press('j');
  assert.equal(await focused(page), 'r1');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.equal(await focused(page), 'r2');
  await page.keyboard.press('k');
  assert.equal(await focused(page), 'r1');
  await page.focus('#say');
  await page.keyboard.type('cmn?jk');
  assert.equal(await page.inputValue('#say'), 'cmn?jk');
  await page.focus('#r2');
  await page.keyboard.press('Control+c');
  assert.deepEqual(house.presses, []);
  await page.keyboard.press('?');
  await page.locator('#help').waitFor({ state: 'visible' });
  await page.keyboard.press('c');
  await page.keyboard.press('Escape');
  await page.locator('#help').waitFor({ state: 'hidden' });
  assert.deepEqual(house.presses, []);
  await page.focus('#r2');
  await page.keyboard.press('c');
  await until(() => house.presses.length === 1, 'claimed');
  await page.waitForLoadState();
  await page.focus('#r1');
  await page.keyboard.press('m');
  await until(() => house.presses.length === 2, 'merged');
  assert.deepEqual(house.presses, ['claim r2', 'merge r1']);
  await page.waitForLoadState();
  await page.focus('#r1');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/open/r1');
  await page.goto(`${house.origin}/queue`);
  await page.keyboard.press('c');
  await page.waitForTimeout(200);
  assert.equal(house.presses.length, 2, 'no row, no press');
  await page.getByRole('button', { name: 'keys off' }).click();
  await page.reload();
  await page.keyboard.press('n');
  await page.waitForTimeout(200);
  assert.ok(page.url().endsWith('/queue'), 'turned off, and remembered');
  await page.getByRole('button', { name: 'keys on' }).click();
  await page.keyboard.press('n');
  await page.waitForURL('**/new');
});

test('clocks tell ages; lateness comes by the clock, with one soft tone that can be muted', async (t) => {
  const late_at = new Date(Date.now() + 4_000).toISOString();
  const { house, page } = await sit(t, { rows: [{ id: 'r1', place: 'Pico', since: ago(3), late_at }, { id: 'r2', place: 'B', since: ago(130) }, { id: 'r4', place: 'C', since: ago(0) }] });
  assert.deepEqual(await page.locator('[data-since]').allTextContents(), ['3 min', '2 h', 'now']);
  await page.click('h1');
  assert.equal(await toned(page), 0);
  await page.locator('#r1[data-late]').waitFor({ timeout: 12_000 });
  assert.equal(await toned(page), 1);
  house.ring('queue');
  await page.waitForTimeout(500);
  assert.equal(await toned(page), 1, 'not again for the same row');
  await page.getByRole('button', { name: 'mute' }).click();
  house.rows[1].late = true;
  house.ring('queue');
  await page.locator('#r2[data-late]').waitFor();
  assert.equal(await toned(page), 1, 'muted');
  await page.reload();
  await page.getByRole('button', { name: 'unmute' }).waitFor();
});

test("a new request shakes the verifier's phone once, sounds, and counts down", async (t) => {
  const { house, page, wrong } = await sit(t, {
    script: 'go.js',
    rows: [{ id: 'r1', place: 'Old', request: true, until: new Date(Date.now() + 8.5 * 60_000).toISOString() }],
    init: () => {
      window.shakes = [];
      Object.defineProperty(navigator, 'vibrate', { value: (pattern) => window.shakes.push(pattern) });
    },
  });
  assert.equal(await page.textContent('[data-until]'), '9 min left');
  await page.click('h1');
  house.rows.push({ id: 'r2', place: 'New', request: true, until: ago(2) });
  house.ring('queue');
  await page.locator('#r2').waitFor();
  await until(() => page.evaluate(() => window.shakes.length === 1), 'one shake');
  assert.equal(await toned(page), 1);
  assert.equal(await page.textContent('#r2 [data-until]'), '3 min over');
  house.rows[0].place = 'Old, changed';
  house.ring('queue');
  await page.getByText('Old, changed').waitFor();
  assert.equal(await page.evaluate(() => window.shakes.length), 1);
  assert.deepEqual(wrong, []);
});

test('every component fits and passes axe, narrow and wide, light and dark', async (t) => {
  const { png } = await import('./pictures.mjs');
  const server = await serve({
    'GET /pattern': () => kitPage('pattern'),
    'GET /picture.png': (request, response) => (response.setHeader('content-type', 'image/png'), response.end(png(8, 8))),
  });
  t.after(() => server.close());
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [320, 768, 1280]) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      const page = await context.newPage();
      const wrong = watch(page, server.origin);
      await page.goto(`${server.origin}/pattern`);
      assert.ok(await fits(page), `${width}`);
      assert.deepEqual(await axe(page), [], `${colorScheme} ${width}`);
      assert.deepEqual(wrong, []);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('.button, .choice, header a, header button, select, summary, input:not([type=radio], [type=checkbox])')]
          .filter((it) => it.checkVisibility() && it.getBoundingClientRect().height < 44).map((it) => it.outerHTML.slice(0, 80)));
      assert.deepEqual(small, [], 'targets of 44 px');
      await context.close();
    }
  }
});

test('the check for contrast can fail', async (t) => {
  const server = await serve({ 'GET /': () => '<!doctype html><html lang="en"><title>x</title><link rel="stylesheet" href="/static/app.css"><main><h1>x</h1><p class="badge late urgent">pale</p></main>' });
  t.after(() => server.close());
  const page = await (await browser.newContext()).newPage();
  await page.goto(server.origin);
  await page.evaluate(() => document.querySelector('.badge').style.setProperty('color', '#f6c76c'));
  assert.ok((await axe(page)).some((line) => line.startsWith('color-contrast')));
  await page.context().close();
});
