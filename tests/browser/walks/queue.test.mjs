// The dispatcher's queue by keyboard alone, and two dispatchers at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../kit/browser.mjs';
import { demo } from './house.mjs';
import { cards, DESK, member, newCard, PHONE, sends, someone, sound, REPORT, wait } from './people.mjs';

let house, browser;
before(async () => {
  [house, browser] = await Promise.all([demo(), launch()]);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

/** A keystroke that leads to another page. */
async function keyGoes(who, key) {
  const came = who.page.waitForEvent('domcontentloaded');
  await who.page.keyboard.press(key);
  await came;
}
const focused = (who) => who.page.evaluate(() => document.activeElement?.id);
const live = (who) => who.page.locator('[data-lost]').waitFor({ state: 'hidden' });
/** Moves down with `j` until `id` has the focus. */
const moveTo = (who, id) =>
  wait(async () => {
    if ((await focused(who)) === id) return true;
    await who.page.keyboard.press('j');
    return (await focused(who)) === id;
  }, `the focus on ${id}`);

/** Someone tells something new; the card it becomes in the open queue of `desk`. */
async function tells(t, desk, report) {
  const before = await cards(desk);
  const one = await someone(t, browser, house, { lang: desk.lang });
  await one.go(REPORT[desk.lang]);
  await sends(one, report);
  await one.context.close();
  return newCard(desk, before);
}

for (const { lang, alias, viewport, place } of [
  { lang: 'es', alias: 'Ceiba', viewport: DESK, place: 'Biblioteca Faro' },
  { lang: 'en', alias: 'Laurel', viewport: PHONE, place: 'La Marisma Ball Fields' },
]) {
  test(`the queue by keyboard alone (${lang}, ${viewport.width} px)`, async (t) => {
    const desk = await member(t, browser, house, alias, { lang, viewport });
    assert.equal(new URL(desk.page.url()).pathname, '/queue', 'a dispatcher lands at the queue');
    await live(desk);
    await sound(desk, 'the queue');
    const first = await tells(t, desk, { activity: 'at_a_door', place });
    const all = await cards(desk);
    await desk.page.evaluate(() => document.activeElement?.blur());
    await desk.page.keyboard.press('j');
    assert.equal(await focused(desk), all[0]);
    await desk.page.keyboard.press('j');
    assert.equal(await focused(desk), all[1]);
    await desk.page.keyboard.press('k');
    assert.equal(await focused(desk), all[0]);

    await desk.page.keyboard.press('?');
    await desk.page.locator('dialog#help').waitFor({ state: 'visible' });
    await sound(desk, 'the help');
    await desk.page.keyboard.press('Escape');
    await desk.page.locator('dialog#help').waitFor({ state: 'hidden' });

    // Claim, release, claim again, and open an incident that asks for eyes.
    await moveTo(desk, first);
    await keyGoes(desk, 'c');
    assert.match(desk.page.url(), /\/queue\/[0-9a-f-]{36}/);
    await sound(desk, 'the card');
    await keyGoes(desk, 'r');
    assert.equal(new URL(desk.page.url()).pathname, '/queue');
    await moveTo(desk, first);
    await keyGoes(desk, 'Enter');
    await keyGoes(desk, 'c');
    await desk.page.keyboard.press('x');
    assert.equal(await focused(desk), 'reason', 'x leads to the reasons');
    await desk.page.keyboard.press('Escape');
    await desk.page.evaluate(() => document.activeElement.blur());
    await keyGoes(desk, 'n');
    await desk.go('/queue');
    assert.ok(!(await cards(desk)).includes(first), 'decided');
    await desk.page.locator('aside table').getByRole('link').first().waitFor();

    // The same thing told again with other words is proposed for that incident, and joined with one key.
    await live(desk);
    const again = await tells(t, desk, { activity: 'questioning', place });
    await desk.page.evaluate(() => document.activeElement?.blur());
    await moveTo(desk, again);
    await keyGoes(desk, 'c');
    await desk.page.locator('button[data-key=m]').waitFor();
    await sound(desk, 'a card with a proposal');
    await keyGoes(desk, 'm');
    await desk.go('/queue');
    assert.ok(!(await cards(desk)).includes(again), 'joined');
    await desk.page.locator('aside table a').last().click();
    await desk.page.locator('ol.timeline').waitFor();
    await sound(desk, 'the incident');
  });
}

test('two dispatchers at once: one claims, the other sees it and cannot', async (t) => {
  const ceiba = await member(t, browser, house, 'Ceiba', { lang: 'es', viewport: DESK });
  const laurel = await member(t, browser, house, 'Laurel', { lang: 'en', viewport: PHONE });
  await Promise.all([ceiba.go('/queue'), laurel.go('/queue')]);
  await Promise.all([live(ceiba), live(laurel)]);
  const card = (await cards(ceiba)).at(-1);
  const theirs = laurel.page.locator(`#${card}`);
  const address = `${house.origin}/queue/${card.slice('card-'.length)}`;
  assert.equal(await theirs.locator('[data-key=c]').count(), 1);
  // A third screen still shows the button: it was opened before and is not told.
  const stale = await laurel.context.newPage();
  await stale.route('**/queue/events', (route) => route.abort());
  await stale.goto(address);
  await stale.locator('button[data-key=c]').waitFor();

  const began = Date.now();
  await ceiba.page.locator(`#${card} [data-key=c]`).click();
  await theirs.getByText('Ceiba has it').waitFor();
  t.diagnostic(`the other screen showed it ${Date.now() - began} ms after the press`);
  assert.equal(await theirs.locator('[data-key=c]').count(), 0, 'nothing to press');
  await sound(laurel, 'the queue with a card that someone has');
  await stale.locator('button[data-key=c]').click();
  await stale.getByText(/Ceiba/).first().waitFor();
  assert.equal(await stale.locator('button[value=eyes]').count(), 0, 'a claim that came late opens nothing');
  await stale.close();

  await ceiba.page.locator('button[value=release]').click();
  await theirs.locator('[data-key=c]').waitFor();
  assert.deepEqual(ceiba.wrong, []);
});
