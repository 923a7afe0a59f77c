// The board: what needs a decision, and the clock, on a phone and at a desk, by keyboard, live, and without scripts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../kit/browser.mjs';
import { demo } from './house.mjs';
import { DESK, member, PHONE, REPORT, sends, someone, sound, wait } from './people.mjs';

let house, browser;
before(async () => {
  [house, browser] = await Promise.all([demo(), launch()]);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const live = (who) => who.page.locator('[data-lost]').waitFor({ state: 'hidden' });
const tile = (who, number) => who.page.locator('.numbers > li').nth(number).locator('b').textContent();
const picture = async (who, name) => {
  if (process.env.CUADRA_PICTURES) await who.page.screenshot({ path: `${process.env.CUADRA_PICTURES}/${name}.png`, fullPage: true });
};
/** Follows a link by keyboard alone. */
async function follow(who, link) {
  await link.focus();
  const came = who.page.waitForEvent('domcontentloaded');
  await who.page.keyboard.press('Enter');
  await came;
}

for (const { lang, alias, viewport, hours, back } of [
  { lang: 'es', alias: 'Ceiba', viewport: PHONE, hours: 'Todo el día', back: 'Volver a todas las zonas' },
  { lang: 'en', alias: 'Laurel', viewport: DESK, hours: 'All day', back: 'Back to all areas' },
  { lang: 'es', alias: 'Madroño', viewport: DESK, hours: 'Todo el día', back: 'Volver a todas las zonas' },
  { lang: 'en', alias: 'Piedra', viewport: PHONE, hours: 'All day', back: 'Back to all areas' },
]) {
  test(`the board (${lang}, ${alias}, ${viewport.width} px)`, async (t) => {
    const who = await member(t, browser, house, alias, { lang, viewport });
    await follow(who, who.page.locator('header nav a[href="/board"]'));
    await live(who);
    await sound(who, 'the board');
    await picture(who, `board-${lang}-${alias}-${viewport.width}`);
    const dispatches = ['Ceiba', 'Laurel'].includes(alias);
    assert.equal((await who.page.locator('main a[href="/queue"]').count()) > 0, dispatches, 'links only where one may go');

    // Every choice is a link, marks itself, and says so to a screen reader.
    await follow(who, who.page.locator('nav.tabs').first().getByRole('link').nth(2));
    assert.match(who.page.url(), /days=28&hours=all#clock$/);
    assert.equal(await who.page.locator('nav.tabs').first().locator('[aria-current]').count(), 1);
    await follow(who, who.page.locator('nav.tabs').nth(1).getByRole('link').last());
    assert.match(who.page.url(), /days=28&hours=20-24/);
    await follow(who, who.page.locator('nav.tabs').nth(1).getByRole('link', { name: hours }));
    const area = who.page.locator('table').nth(1).getByRole('link', { name: 'Brickyard' });
    await follow(who, area);
    await who.page.getByRole('table', { name: /Brickyard, / }).waitFor();
    await live(who);
    await sound(who, 'an area by the hour');
    await picture(who, `area-${lang}-${alias}-${viewport.width}`);
    await follow(who, who.page.getByRole('link', { name: back }));
    await who.page.locator('#clock-how summary').focus();
    await who.page.keyboard.press('Enter');
    await sound(who, 'how it is measured');
  });
}

test('what comes in is on the board by itself, and what is chosen stays chosen', async (t) => {
  const desk = await member(t, browser, house, 'Laurel', { lang: 'en', viewport: DESK });
  await desk.go('/board?days=28&hours=all');
  await live(desk);
  const before = Number(await tile(desk, 0));
  const one = await someone(t, browser, house, { lang: 'en' });
  await one.go(REPORT.en);
  await sends(one, { activity: 'at_a_door', place: 'Piedra Azul' });
  await wait(async () => Number(await tile(desk, 0)) === before + 1, 'one more card');
  const count = () => desk.page.locator('table').first().locator('tbody tr').first().innerText();
  const taken = await count();
  const other = await member(t, browser, house, 'Ceiba', { lang: 'es', viewport: DESK });
  await other.go('/queue');
  await other.page.locator('.queue > li').filter({ hasText: 'Piedra Azul' }).locator('[data-key=c]').click();
  await wait(async () => (await count()) !== taken, 'the clock counts that it was taken');
  assert.match(desk.page.url(), /days=28/);
  await sound(desk, 'the board after a change');
});

test('without scripts', async (t) => {
  const who = await member(t, browser, house, 'Ceiba', { lang: 'es', viewport: PHONE, javaScriptEnabled: false });
  await who.go('/board');
  await sound(who, 'the board without scripts');
  await who.page.locator('nav.tabs').first().getByRole('link').first().click();
  await who.page.locator('nav.tabs [aria-current]').first().waitFor();
});

test('a verifier finds no board', async (t) => {
  const who = await member(t, browser, house, 'Nopal', { lang: 'es', viewport: PHONE });
  assert.equal(await who.page.locator('header nav a[href="/board"]').count(), 0);
  const answer = await who.go('/board');
  assert.equal(answer.status(), 404);
});
