// Somebody subscribes, says yes behind the link of the test message, changes and leaves: with scripts and without, in both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../kit/browser.mjs';
import { demo } from './house.mjs';
import { DESK, PHONE, press, someone, sound, wait } from './people.mjs';

let house, browser;
before(async () => {
  [house, browser] = await Promise.all([demo(), launch()]);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const SUBSCRIBE = { es: '/suscribirse', en: '/subscribe' };
const WALKS = [
  { lang: 'es', viewport: PHONE, javaScriptEnabled: true, contact: 'uno@example.org' },
  { lang: 'en', viewport: DESK, javaScriptEnabled: true, contact: 'two@example.org' },
  { lang: 'es', viewport: PHONE, javaScriptEnabled: false, contact: 'tres@example.org' },
];

/** The button that sends the form, not the hidden first one. */
const seguir = (who) => who.page.locator('form#subscribe > p > button.wide');

/** The private links in the outbox of the demo, newest first. */
async function links(who) {
  const page = await who.context.newPage();
  await page.goto(`${house.origin}/demo/outbox`);
  const text = await page.locator('main').innerText();
  await page.close();
  return [...text.matchAll(/\/s\/[A-Za-z0-9_-]{22}/g)].map(([link]) => link);
}

for (const walk of WALKS) {
  test(`somebody subscribes, changes and leaves (${walk.lang}, ${walk.javaScriptEnabled ? 'scripts' : 'no scripts'})`, async (t) => {
    const one = await someone(t, browser, house, walk);
    const { page } = one;
    const known = await links(one);
    await one.go(SUBSCRIBE[walk.lang]);
    await sound(one, 'the form');
    assert.equal(await page.locator('section[data-push]').isVisible(), walk.javaScriptEnabled, 'push needs a script');

    await page.fill('#place_1', 'Atlántida');
    await page.check('input[name=channel][value=email]');
    await page.fill('#contact', walk.contact);
    await press(one, seguir(one));
    assert.equal(await page.locator('.problems a').count(), 1);
    assert.equal(await page.inputValue('#contact'), walk.contact, 'the words stay');
    await sound(one, 'the form with a problem');

    await page.fill('#place_1', 'plaza vieja');
    await page.selectOption('#around_1', '5km');
    await press(one, seguir(one));
    await sound(one, 'the page to check');
    await press(one, page.locator('button[name=checked]'));
    await sound(one, 'the page that says that a message went out');

    const link = await wait(async () => (await links(one)).find((link) => !known.includes(link)), 'the test message');
    await one.go(link);
    await sound(one, 'the private page, before the yes');
    await press(one, page.locator('form[action$="/confirm"] button'));
    await sound(one, 'the private page, after it');
    await page.locator('main details > summary').first().click();
    await page.fill('#place_1', '00203');
    await press(one, page.locator(`form[action="${link}"] > p > button`));
    assert.match(await page.locator('dl.facts').first().innerText(), /00203[^]*Plaza Vieja/);
    await sound(one, 'the private page, changed');
    await press(one, page.locator('form[action$="/leave"] button'));
    await sound(one, 'the page that says goodbye');
    assert.equal((await one.go(link)).status(), 404, 'nothing is left');
  });
}
