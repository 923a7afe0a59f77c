// A verifier without data calls: the dispatcher enters what they say, on a small phone and at a desk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../kit/browser.mjs';
import { demo } from './house.mjs';
import { DESK, member, PHONE, press, sound } from './people.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const { lang, viewport, alias, by } of [
  { lang: 'es', viewport: PHONE, alias: 'Ceiba', by: 'por teléfono; lo anotó Ceiba' },
  { lang: 'en', viewport: DESK, alias: 'Laurel', by: 'by phone; entered by Laurel' },
]) {
  test(`what a verifier says by phone is entered (${lang}, ${viewport.width} px)`, async (t) => {
    const house = await demo();
    t.after(() => house.close());
    const desk = await member(t, browser, house, alias, { lang, viewport });
    await desk.go('/queue');
    const incidents = await desk.page.locator('a[href^="/incidents/"]').evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute('href')))]);
    const entered = () => desk.page.locator('ol.timeline > li').filter({ hasText: by }).count();
    const phoned = [];
    for (const incident of incidents) {
      await desk.go(incident);
      phoned.push(...(await desk.page.locator('a[href*="/phoned/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')))));
    }

    // Somebody who was asked and has not answered. Whoever is out elsewhere cannot say yes, and the page says so.
    let path;
    for (const one of phoned) {
      await desk.go(one);
      const yes = desk.page.locator('button[name=eta][value="10"]');
      if ((await yes.count()) === 0) continue;
      await sound(desk, 'asked');
      await press(desk, yes);
      if ((await entered()) > 0) {
        path = one;
        break;
      }
      await sound(desk, 'out elsewhere');
      assert.equal(await desk.page.locator('.problems').count(), 1);
    }
    assert.ok(path, 'the made-up day has somebody who was asked and is free');
    assert.equal(await entered(), 1);
    await sound(desk, 'the incident');
    await desk.go(path);
    await sound(desk, 'on the way');
    await press(desk, desk.page.locator('button[value=there]'));
    await desk.go(path);
    await sound(desk, 'there');
    await press(desk, desk.page.locator('button[value=found]'));
    await desk.page.locator('.problems').waitFor();
    await sound(desk, 'nothing was said yet');
    await desk.page.check('input[name=outcome][value=nothing_there]');
    await press(desk, desk.page.locator('button[value=found]'));
    assert.equal(await entered(), 3);
    await sound(desk, 'found');
  });
}
