// The report form as a neighbour meets it: no script, no signal, a dead battery, two tabs.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { after, before, beforeEach, test } from 'node:test';
import { axe, fits, launch, launchIn, until, watch } from './browser.mjs';
import { jpegWithPlace, png } from './pictures.mjs';
import { draftRows, reportHouse, solved } from './report-house.mjs';

/** A 64 by 48 picture, as a PNG. */
const PNG = png(64, 48);
let house, browser;
before(async () => {
  [house, browser] = [await reportHouse(), await launch()];
});
after(async () => {
  await browser.close();
  await house.close();
});
beforeEach(() => {
  house.mode = 'up';
  house.reports.clear();
  house.posts.length = 0;
  house.probes = 0;
});

/** A fresh profile with the form open. */
async function visit(options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrong = watch(page, house.origin);
  await page.goto(`${house.origin}/report`);
  return { context, page, wrong };
}
const write = async (page, place = 'Pico y Unión', note = 'dos camionetas') => {
  await page.check('input[value=yes]');
  await page.fill('#place', place);
  await page.fill('#note', note);
};
const stored = (page, state, count = 1) =>
  until(async () => (await draftRows(page)).filter((row) => row.state === state).length === count, `${count} draft(s) ${state}`);
const received = (page) => page.waitForURL('**/receipt');
const empty = (page) => until(async () => (await draftRows(page)).length === 0, 'no drafts left');
const online = (page) => page.evaluate(() => dispatchEvent(new Event('online')));
const only = () => {
  assert.equal(house.reports.size, 1, 'reports at the server');
  return [...house.reports.values()][0];
};

test('a report goes once, with its work done, and leaves nothing behind', async () => {
  const { context, page, wrong } = await visit();
  await write(page);
  await stored(page, 'writing');
  const [row] = await draftRows(page);
  assert.equal(row.extractable, false);
  assert.ok(!row.sealed.includes('Pico') && !row.sealed.includes('camionetas'), 'the stored draft is sealed');
  await page.click('#send');
  await received(page);
  const fields = only();
  assert.deepEqual([fields.place, fields.note, fields.still, fields.do], [['Pico y Unión'], ['dos camionetas'], ['yes'], ['send']]);
  assert.deepEqual(fields.alone, [''], 'the person is there to be asked');
  assert.ok(solved(fields.token[0], fields.work[0]));
  assert.ok(!solved(fields.token[0], String(Number(fields.work[0]) + 1)), 'the check can fail');
  await empty(page);
  assert.deepEqual(wrong, []);
  await context.close();
});

test('pressing twice posts once', async () => {
  const { context, page } = await visit();
  await write(page);
  await page.evaluate(() => {
    for (let i = 0; i < 3; i++) document.querySelector('#send').click();
  });
  await received(page);
  assert.equal(house.posts.length, 1);
  await context.close();
});

test('without a script the form still reports', async () => {
  const { context, page } = await visit({ javaScriptEnabled: false });
  assert.ok(!(await page.isVisible('[data-here]')));
  await write(page);
  await page.click('#send');
  await received(page);
  assert.equal(only().work, undefined);
  await context.close();
});

test('no signal: it says so, keeps the words, and sends by itself when the signal is back', async () => {
  const { context, page, wrong } = await visit();
  await write(page);
  house.mode = 'down';
  await page.click('#send');
  await page.getByText('waiting', { exact: true }).waitFor();
  await stored(page, 'waiting');
  assert.equal(house.reports.size, 0);
  await online(page);
  await page.getByText('waiting', { exact: true }).waitFor();
  assert.ok(page.url().endsWith('/report'), 'a probe that fails posts nothing');
  house.mode = 'up';
  await online(page);
  await received(page);
  assert.deepEqual(only().place, ['Pico y Unión']);
  assert.deepEqual(only().alone, ['yes'], 'nobody may be there to be asked');
  assert.equal(house.posts.length, 1);
  await empty(page);
  assert.deepEqual(wrong, []);
  await context.close();
});

test('it asks again by the clock, without any event', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${house.origin}/report`);
  await write(page);
  house.mode = 'down';
  await page.click('#send');
  await page.clock.runFor(500);
  await until(async () => (await page.clock.runFor(200), house.probes > 0), 'the first probe');
  await page.getByText('waiting', { exact: true }).waitFor();
  house.mode = 'up';
  await until(async () => (await page.clock.runFor(5_000).catch(() => undefined), page.url().endsWith('/receipt')), 'sent by the clock');
  only();
  await context.close();
});

test('the answer is lost: the next visit sends the same token, and the server has one report', async () => {
  const { context, page } = await visit();
  await write(page);
  house.mode = 'swallow';
  await page.click('#send');
  // Chromium itself may try once more on a line that was dropped; then it shows its own error page.
  await until(() => house.posts.length > 0 && page.url().startsWith('chrome-error'), 'the browser gives up');
  assert.equal(house.reports.size, 1, 'the server has it, and the phone does not know');
  house.mode = 'up';
  await page.goto(`${house.origin}/report`).catch(() => undefined);
  await received(page);
  assert.equal(new Set(house.posts.map((fields) => fields.token[0])).size, 1);
  assert.ok(house.posts.length >= 2);
  only();
  await empty(page);
  await context.close();
});

test('the browser dies while a report with a picture waits: reopened, it is sent, once, whole', async (t) => {
  const folder = await mkdtemp(`${tmpdir()}/kit-`);
  let context = await launchIn(folder);
  t.after(async () => {
    await context.close();
    await rm(folder, { recursive: true });
  });
  let page = context.pages()[0];
  await page.goto(`${house.origin}/report`);
  await write(page);
  await page.setInputFiles('#media', { name: 'street.png', mimeType: 'image/png', buffer: PNG });
  house.mode = 'down';
  await page.click('#send');
  await stored(page, 'waiting');
  await page.getByText('waiting', { exact: true }).waitFor();
  const [{ token }] = await draftRows(page);
  await context.close();
  house.mode = 'up';
  context = await launchIn(folder);
  page = context.pages()[0];
  await page.goto(`${house.origin}/report`).catch(() => undefined);
  await received(page);
  const fields = only();
  assert.deepEqual([fields.token[0], fields.place[0], fields.still[0]], [token, 'Pico y Unión', 'yes']);
  assert.equal(fields.media[0].name, 'picture.jpg');
  assert.ok(fields.media[0].size > 100);
  await empty(page);
  // The control: another visit has nothing to find.
  await page.goto(`${house.origin}/report`);
  await page.waitForTimeout(600);
  assert.equal(await page.inputValue('#place'), '');
  assert.equal(house.posts.length, 1);
});

test('an unsent draft comes back with its notice; thrown away, it stays away', async () => {
  const { context, page } = await visit();
  await write(page, 'Alvarado y 7', 'tres personas');
  await stored(page, 'writing');
  await page.goto('about:blank');
  await page.goto(`${house.origin}/report`);
  await page.getByText(/^restored \d/).waitFor();
  assert.equal(await page.inputValue('#note'), 'tres personas');
  assert.ok(await page.isChecked('input[value=yes]'));
  const mine = await page.getAttribute('form', 'data-token');
  await until(async () => (await draftRows(page)).map((row) => row.token).join() === mine, 'one draft, under the new token');
  await page.getByRole('button', { name: 'discard' }).click();
  await empty(page);
  await page.waitForTimeout(600);
  assert.equal(await page.inputValue('#place'), '');
  assert.ok(!(await page.getByText(/^restored/).isVisible()));
  assert.equal(house.posts.length, 0);
  await context.close();
});

test('a draft is kept for 24 hours and no longer', async () => {
  const age = async (page, hours) =>
    page.evaluate(
      (ms) =>
        new Promise((done) => {
          const open = indexedDB.open('cuadra-drafts', 1);
          open.onsuccess = () => {
            const tx = open.result.transaction('drafts', 'readwrite');
            const store = tx.objectStore('drafts');
            store.getAll().onsuccess = (event) => event.target.result.forEach((row) => store.put({ ...row, saved: row.saved - ms }));
            tx.oncomplete = () => (open.result.close(), done());
          };
        }),
      hours * 3_600_000,
    );
  for (const [hours, kept] of [[23, true], [25, false]]) {
    const { context, page } = await visit();
    await write(page);
    await stored(page, 'writing');
    await page.goto(`${house.origin}/static/go.js`);
    await age(page, hours);
    await page.goto(`${house.origin}/report`);
    await page.waitForTimeout(1_500);
    assert.equal(await page.inputValue('#place'), kept ? 'Pico y Unión' : '', `${hours} hours`);
    if (!kept) assert.deepEqual(await draftRows(page), []);
    await context.close();
  }
});

test('two tabs keep to their own drafts and send two reports', async () => {
  const { context, page } = await visit();
  await write(page, 'Primera esquina');
  await stored(page, 'writing');
  const other = await context.newPage();
  await other.goto(`${house.origin}/report`);
  await other.waitForTimeout(1_500);
  assert.equal(await other.inputValue('#place'), '');
  await write(other, 'Segunda esquina');
  await stored(other, 'writing', 2);
  await other.click('#send');
  await received(other);
  await until(async () => (await draftRows(other)).length === 1, 'the first tab keeps its draft');
  await page.click('#send');
  await received(page);
  assert.deepEqual([...house.reports.values()].map((fields) => fields.place[0]).sort(), ['Primera esquina', 'Segunda esquina']);
  await empty(page);
  await context.close();
});

test('the language switch posts at once, keeps token, words and pictures, and sends nothing', async () => {
  const { context, page } = await visit();
  const token = await page.getAttribute('form', 'data-token');
  await write(page);
  await page.setInputFiles('#media', { name: 'a.png', mimeType: 'image/png', buffer: PNG });
  await page.locator('.pictures img').waitFor();
  await stored(page, 'writing');
  await page.click('#lang');
  await page.getByRole('heading', { name: 'What do you see?' }).waitFor();
  assert.equal(house.probes, 0);
  assert.equal(house.reports.size, 0);
  assert.equal(await page.getAttribute('form', 'data-token'), token);
  assert.equal(await page.inputValue('#place'), 'Pico y Unión');
  await page.locator('.pictures img').waitFor();
  assert.ok(!(await page.getByText(/^restored/).isVisible()));
  await page.click('#send');
  await received(page);
  assert.equal(only().media.length, 1);
  await empty(page);
  await context.close();
});

test('a problem page has the words, the same token and the focus; mended, it is one report', async () => {
  const { context, page, wrong } = await visit();
  await write(page, '', 'sin lugar');
  await page.click('#send');
  await page.locator('.problems').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'problems');
  assert.equal(await page.inputValue('#note'), 'sin lugar');
  await page.fill('#place', 'Pico');
  await page.click('#send');
  await received(page);
  assert.deepEqual(only().note, ['sin lugar']);
  await empty(page);
  assert.deepEqual(wrong, []);
  await context.close();
});

test('a server that always fails is not asked for ever', async () => {
  const { context, page } = await visit();
  await write(page);
  house.mode = 'fault';
  await page.click('#send');
  await page.getByRole('heading', { name: 'fault' }).waitFor();
  for (let visits = 0; visits < 4; visits++) {
    await page.goto(`${house.origin}/report`).catch(() => undefined);
    await page.waitForTimeout(1_000);
  }
  assert.equal(house.posts.length, 3);
  assert.equal(new Set(house.posts.map((fields) => fields.token[0])).size, 1);
  house.mode = 'up';
  await page.getByRole('button', { name: 'try now' }).click();
  await received(page);
  only();
  await context.close();
});

test('"I am here" writes the cell and nothing finer, and can be taken back', async () => {
  const { context, page } = await visit({ geolocation: { latitude: 34.05223, longitude: -118.24368 }, permissions: ['geolocation'] });
  await page.click('[data-here]');
  await page.getByText('here ok').waitFor();
  assert.equal(await page.inputValue('[name=lat]'), '34.0525');
  assert.equal(await page.inputValue('[name=lon]'), '-118.2425');
  assert.ok(!(await page.content()).includes('34.0522'));
  await page.getByRole('button', { name: 'undo' }).click();
  assert.equal(await page.inputValue('[name=lat]'), '');
  await context.close();
  const refused = await visit();
  await refused.page.click('[data-here]');
  await refused.page.getByText('here denied').waitFor();
  await refused.context.close();
});

test('a plate is warned about in the note, not in the contact, and never stops sending', async () => {
  const { context, page } = await visit();
  await write(page);
  await page.fill('#contact', '8ABC123');
  await page.waitForTimeout(900);
  assert.equal(await page.locator('.warning p').count(), 0);
  await page.fill('#note', 'camioneta 8ABC123');
  await page.getByText(/^plate: .*8ABC123/).waitFor();
  assert.equal(await page.locator('input[name=warned][value=plate]').count(), 0, 'nobody has read it yet');
  await page.locator('input[name=warned][value=plate]').waitFor({ state: 'attached' });
  await page.click('#send');
  await received(page);
  assert.deepEqual(only().warned, ['plate']);
  await context.close();
});

test('too many or unfit files stop sending until they are taken out', async () => {
  const { context, page } = await visit();
  await write(page);
  const picture = (name) => ({ name, mimeType: 'image/png', buffer: PNG });
  await page.setInputFiles('#media', [picture('a.png'), picture('b.png'), { name: 'c.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }]);
  await page.getByText('at most 2').waitFor();
  await page.getByText('no picture').waitFor();
  await page.click('#send');
  await page.waitForTimeout(500);
  assert.equal(house.posts.length, 0);
  await page.getByRole('button', { name: 'remove' }).nth(2).click();
  await page.getByText('at most 2').waitFor({ state: 'detached' });
  await page.click('#send');
  await received(page);
  assert.deepEqual(only().media.map((file) => file.name), ['picture.jpg', 'picture.jpg']);
  await context.close();
});

test('what the camera wrote beside a picture does not leave the phone', async () => {
  const { context, page } = await visit();
  await write(page);
  const buffer = jpegWithPlace('CANARYPLACE');
  assert.ok(buffer.includes('CANARYPLACE'));
  // Sent in the same breath: the redrawing is waited for.
  await page.setInputFiles('#media', { name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer });
  await page.click('#send');
  await received(page);
  const [picture] = only().media;
  assert.equal(picture.name, 'picture.jpg');
  assert.ok(picture.bytes.startsWith('\xff\xd8'));
  assert.ok(!picture.bytes.includes('CANARYPLACE'));
  await context.close();
});

test('it fits 320 px, and axe finds nothing', async () => {
  const { context, page } = await visit({ viewport: { width: 320, height: 640 } });
  assert.ok(await fits(page));
  assert.deepEqual(await axe(page), []);
  await context.close();
});
