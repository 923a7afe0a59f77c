// An account from its link to the first sign-in, with a real passkey of a virtual authenticator that has PRF.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../kit/browser.mjs';
import { network } from './house.mjs';
import { DESK, passkeyDevice, PHONE, press, someone, sound } from './people.mjs';

let house, browser;
before(async () => {
  [house, browser] = await Promise.all([network(), launch()]);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

for (const { lang, viewport, alias } of [{ lang: 'es', viewport: PHONE, alias: 'Jacaranda' }, { lang: 'en', viewport: DESK, alias: 'Sycamore' }]) {
  test(`an account is opened and signed in to (${lang}, ${viewport.width} px)`, async (t) => {
    const said = await house.run('member', 'add', alias, '--role', 'dispatcher', '--lang', lang);
    const link = new URL(/http:\/\/\S+\/join\/\S+/.exec(said)[0]);
    assert.equal(link.origin, house.origin);
    const one = await someone(t, browser, house, { lang, viewport });
    const { page } = one;
    await passkeyDevice(one);
    const bodies = [];
    page.on('request', (request) => request.method() === 'POST' && bodies.push(`${request.url()} ${request.postData() ?? ''}`));

    await page.goto(link.href);
    await sound(one, 'the link');
    await press(one, page.locator('form[data-passkey=create] button'));
    await page.locator('form[action$="/code"] button').waitFor();
    await sound(one, 'with a passkey');
    await press(one, page.locator('form[action$="/code"] button'));
    const code = (await page.locator('p.code').textContent()).trim();
    await sound(one, 'the code for the paper');
    await press(one, page.locator('main a.button.wide'));
    // A wrong code does not open the account; the one from the paper does.
    await page.fill('#code', code.replace(/[A-Z0-9]/g, (sign) => (sign === '7' ? '8' : '7')));
    await press(one, page.locator('main form button.wide'));
    await page.locator('.problems').waitFor();
    await sound(one, 'a wrong code');
    await page.fill('#code', code.toLowerCase());
    await press(one, page.locator('main form button.wide'));
    await page.locator('form[data-passkey=get] button').waitFor();
    await sound(one, 'the account is open');

    await press(one, page.locator('form[data-passkey=get] button'));
    await page.waitForURL('**/queue');
    await sound(one, 'signed in');
    await one.go('/me');
    await sound(one, 'one\'s own page');
    assert.equal(await page.locator('table').first().locator('tbody tr').count(), 1, 'one passkey');

    await press(one, page.locator('form[action="/sign-out"] button'));
    await one.go('/queue');
    assert.equal(await page.locator('form[action="/queue/phone"], .queue').count(), 0, 'signed out');
    assert.ok(bodies.some((body) => body.includes('authenticatorData')), 'the ceremonies were seen');
    // Names, not letters: somewhere in so many random letters stands every short word.
    for (const body of bodies) assert.doesNotMatch(body, /"(prf|hmacCreateSecret)"/i);
    assert.deepEqual(one.wrong, []);
  });
}
