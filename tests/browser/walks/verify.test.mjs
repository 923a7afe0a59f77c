// A verifier's phone: on duty, a request, on the way, there, found; the dispatcher's page and the reporter's receipt follow.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../kit/browser.mjs';
import { demo } from './house.mjs';
import { cards, comesBack, DESK, member, newCard, PHONE, press, receiptOf, REPORT, sends, someone, sound, wait } from './people.mjs';

let house, browser;
before(async () => {
  [house, browser] = await Promise.all([demo(), launch()]);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const WALKS = [
  { lang: 'es', verifier: 'Nopal', desk: ['Laurel', 'en', DESK], near: 'Los Nopales', place: 'Los Nopales Elementary School', activity: 'loading',
    stages: ['Lo estamos revisando', 'Alguien va en camino', 'Alguien ya está ahí', 'Fuimos a ver: es cierto'] },
  { lang: 'en', verifier: 'Heron', desk: ['Ceiba', 'es', PHONE], near: 'Saltworks', place: 'Saltworks Lumber Yard', activity: 'checkpoint',
    stages: ['We are looking into it', 'Someone is on the way', 'Someone is there now', 'We went and looked: it is true'] },
];

for (const walk of WALKS) {
  test(`a verification on a phone (${walk.lang})`, async (t) => {
    const [alias, deskLang, deskView] = walk.desk;
    const [desk, phone, one] = await Promise.all([
      member(t, browser, house, alias, { lang: deskLang, viewport: deskView }),
      member(t, browser, house, walk.verifier, { lang: walk.lang }),
      someone(t, browser, house, { lang: walk.lang }),
    ]);
    await phone.go('/duty');
    await sound(phone, 'the switch');
    await phone.page.fill('#near', walk.near);
    await press(phone, phone.page.locator('button[value=on]'));
    await sound(phone, 'on duty');
    await phone.go('/go');
    await phone.page.locator('[data-lost]').waitFor({ state: 'hidden' });
    const known = await phone.page.locator('article.card').evaluateAll((all) => all.map((article) => article.id));
    await desk.go('/queue');
    const before = await cards(desk);

    await one.go(REPORT[walk.lang]);
    await sends(one, walk);
    const receipt = await receiptOf(one);
    const stage = (which) =>
      wait(async () => {
        await comesBack(one, receipt);
        return (await one.page.textContent('h1')).trim() === walk.stages[which];
      }, `the receipt says «${walk.stages[which]}»`);

    const card = await newCard(desk, before);
    await press(desk, desk.page.locator(`#${card} [data-key=c]`));
    await desk.page.fill('#place', walk.place);
    await press(desk, desk.page.locator('button[value=eyes]'));

    // The request comes into the open page by itself.
    const request = phone.page.locator('article[data-request]').filter({ hasText: walk.place });
    await request.waitFor();
    assert.ok(!known.includes(await request.getAttribute('id')));
    await sound(phone, 'a request');
    await stage(0);
    await press(phone, request.locator('button[name=eta][value="10"]'));
    const out = phone.page.locator('article[id^=out-]');
    await out.waitFor();
    await sound(phone, 'on the way');
    await stage(1);
    await desk.go('/queue');
    const line = desk.page.locator('aside table tr').filter({ hasText: walk.verifier });
    await line.waitFor();
    await press(desk, line.getByRole('link'));
    const state = desk.page.locator('[data-region=state]');
    await desk.page.locator('[data-lost]').waitFor({ state: 'hidden' });
    const before_there = await state.locator('ol.timeline > li').count();

    await press(phone, out.locator('button[value=there]'));
    await stage(2);
    // The dispatcher's page follows without being touched.
    await wait(async () => (await state.locator('ol.timeline > li').count()) > before_there, 'the arrival on the open page');
    await sound(desk, 'the incident');

    await press(phone, phone.page.locator('a[href$="/found"]'));
    await sound(phone, 'the outcomes');
    // Confirmed without saying who was seen is asked again; nothing is lost.
    await phone.page.check('input[name=outcome][value=confirmed]');
    await phone.page.check('input[name=minutes_ago][value="5"]');
    await press(phone, phone.page.locator('main form button.wide'));
    await phone.page.locator('.problems').waitFor();
    await sound(phone, 'the outcomes with a problem');
    assert.ok(await phone.page.isChecked('input[name=outcome][value=confirmed]'), 'nothing is lost');
    assert.ok(await phone.page.isChecked('input[name=minutes_ago][value="5"]'), 'nor the minutes');
    await phone.page.selectOption('#agency', 'ice_ero');
    await phone.page.selectOption('#activity', walk.activity);
    await phone.page.selectOption('#people', { index: 2 });
    await phone.page.selectOption('#vehicles', { index: 1 });
    await press(phone, phone.page.locator('main form button.wide'));
    await phone.page.locator('form[action="/duty"]').waitFor();
    await sound(phone, 'done');
    await stage(3);
    await sound(one, 'the outcome');
    await wait(async () => (await state.locator('ol.timeline > li').count()) > before_there + 1, 'the finding on the open page');
    assert.deepEqual(desk.wrong, []);
  });
}
