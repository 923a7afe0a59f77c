// A whole drill as three people: whoever runs it and the desk, a verifier on a phone, a releaser. Marked in words on every page, absent outside.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../kit/browser.mjs';
import { demo } from './house.mjs';
import { DESK, member, PHONE, picture, press, someone, sound, wait } from './people.mjs';

let house, browser;
before(async () => {
  [house, browser] = await Promise.all([demo(), launch()]);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

/** Made-up members have a language of their own. */
async function speaks(who, lang) {
  await who.go('/me');
  if ((await who.page.getAttribute('html', 'lang')) !== lang) await press(who, who.page.locator(`button[name=language][value=${lang}]`));
}

const WALKS = [
  { lang: 'es', viewport: PHONE, area: 'Brickyard', place: 'Luna Street y 5th Street', verifier: 'Nopal', desk: 'Ceiba', mark: 'SIMULACRO' },
  { lang: 'en', viewport: DESK, area: 'Lantern District', place: 'Lantern Square Mall', verifier: 'Heron', desk: 'Laurel', mark: 'DRILL' },
];

for (const walk of WALKS) {
  test(`a whole drill (${walk.lang}, ${walk.viewport.width} px)`, async (t) => {
    const { lang, viewport, mark } = walk;
    const options = { lang, viewport };
    // What holds on every page that shows something of the drill.
    const marked = async (who, what) => {
      assert.match(await who.page.title(), new RegExp(mark), `${what}: the title`);
      assert.ok((await who.page.locator('.notice.drill').first().innerText()).includes(mark), `${what}: in words`);
      await sound(who, what);
      await picture(who, what.replaceAll(' ', '-'));
    };
    const runs = await someone(t, browser, house, options);
    await runs.go('/demo');
    await sound(runs, 'the demo with its button');
    await picture(runs, 'demo');
    await press(runs, runs.page.locator('form:has(input[name=then]) button'));
    assert.equal(new URL(runs.page.url()).pathname, '/drills');
    await speaks(runs, lang);
    await runs.go('/drills');
    await sound(runs, 'the form');
    await picture(runs, 'start');

    // A place that lies elsewhere is told, and nothing is lost.
    const option = runs.page.locator('#area option').filter({ hasText: walk.area });
    await runs.page.selectOption('#area', await option.getAttribute('value'));
    await runs.page.fill('#place', 'Harbor Star Hotel');
    await press(runs, runs.page.locator('main form button.wide'));
    await runs.page.locator('.problems').waitFor();
    await sound(runs, 'the form with a problem');
    await picture(runs, 'start-problem');
    await runs.page.fill('#place', walk.place);
    await press(runs, runs.page.locator('main form button.wide'));
    await marked(runs, 'a drill that runs');
    const drill = new URL(runs.page.url()).pathname;

    // The made-up day has real reports that wait too long: the queue shows the drill and puts its cards away.
    const desk = await member(t, browser, house, walk.desk, options);
    await desk.go('/queue');
    await desk.page.locator('.notice.drill').waitFor();
    await wait(async () => /guardad|put away/.test(await desk.page.locator('[data-region=queue]').innerText()), 'its cards are put away');
    assert.equal(await desk.page.locator('.queue .badge.drill').count(), 0);
    await sound(desk, 'the queue while real work waits');
    await picture(desk, 'queue');
    await desk.go(drill);
    await wait(async () => (await desk.page.locator('main a[href^="/queue/"]').count()) > 0, 'its card');
    await press(desk, desk.page.locator('main a[href^="/queue/"]').first());
    await press(desk, desk.page.locator('button[value=claim]'));
    await marked(desk, 'a card of a drill');
    await press(desk, desk.page.locator('button[value=eyes]'));
    await marked(desk, 'an incident of a drill');
    const incident = new URL(desk.page.url()).pathname;

    const phone = await member(t, browser, house, walk.verifier, { lang });
    await phone.go('/go');
    // Whoever is wanted for something real is asked for nothing else: this verifier says no to that first.
    const real = phone.page.locator('article[data-request]:not(:has(.notice.drill)) button[value=decline]');
    while ((await real.count()) > 0) {
      await picture(phone, 'real-first');
      await press(phone, real.first());
    }
    const request = phone.page.locator('article[data-request]:has(.notice.drill)');
    await wait(async () => (await request.count()) > 0 || void (await phone.page.reload()), 'the request');
    await sound(phone, 'a request of a drill');
    await picture(phone, 'request');
    await press(phone, request.locator('button[name=eta][value="5"]'));
    await sound(phone, 'on the way in a drill');
    await press(phone, phone.page.locator('article[id^=out-] button[value=there]'));
    await sound(phone, 'there in a drill');
    await picture(phone, 'there');
    await press(phone, phone.page.locator('a[href$="/found"]'));
    await marked(phone, 'the outcomes of a drill');
    await phone.page.check('input[name=outcome][value=confirmed]');
    await phone.page.selectOption('#agency', 'ice_ero');
    await phone.page.selectOption('#activity', 'questioning');
    await press(phone, phone.page.locator('main form button.wide'));

    await desk.go(incident);
    await press(desk, desk.page.locator('a[href^="/alerts/new/"]'));
    await marked(desk, 'the form of a draft');
    assert.equal(await desk.page.locator('[name=drill]').count(), 0, 'nothing to tick');
    await desk.page.check('input[name=kind][value=alert]');
    await press(desk, desk.page.locator('main form button.wide'));
    await marked(desk, 'a draft of a drill');
    await press(desk, desk.page.locator('form[action^="/alerts/drafts/"] .button').first());
    const id = new URL(desk.page.url()).pathname.split('/').at(-1);

    const releaser = await member(t, browser, house, 'Jacaranda', options);
    await speaks(releaser, lang);
    await releaser.go('/alerts/waiting');
    assert.ok((await releaser.page.locator(`article:has(a[href$="${id}"]) .badge.drill`).innerText()).includes(mark));
    await sound(releaser, 'what waits');
    await picture(releaser, 'waiting');
    await releaser.go(`/alerts/waiting/${id}`);
    await marked(releaser, 'a release of a drill');
    await press(releaser, releaser.page.locator('a[href^="/step-up"]'));
    await press(releaser, releaser.page.locator('form[action="/demo/step-up"] button'));
    await press(releaser, releaser.page.locator('button[value=release]'));
    assert.ok((await releaser.page.locator(`#alert-${id} .badge.drill`).innerText()).includes(mark));
    await sound(releaser, 'what is out');
    await picture(releaser, 'out');

    // A visitor finds nothing of it anywhere.
    const visitor = await someone(t, browser, house, options);
    for (const path of ['/', '/alertas', '/alerts', '/feeds/alerts.atom', '/feeds/alerts.json', '/feeds/cap.atom']) {
      const answer = await visitor.context.request.get(house.origin + path);
      const body = await answer.text();
      assert.ok(answer.ok() && !body.includes(id) && !/SIMULACRO|DRILL/.test(body), path);
    }
    for (const path of [`/alertas/${id}`, `/alerts/${id}`, `/alerts/${id}.cap.xml`, drill, incident]) {
      assert.equal((await visitor.context.request.get(house.origin + path)).status(), 404, path);
    }
    const cap = await releaser.context.request.get(`${house.origin}/alerts/${id}.cap.xml`);
    assert.match(await cap.text(), /<status>Exercise<\/status>/);

    // The verifier stops it: one press, and everything of it is closed.
    await phone.go(drill);
    await marked(phone, 'the drill on a phone');
    await press(phone, phone.page.locator('button[value=real_work]').first());
    await phone.page.locator('.notice.drill button').waitFor({ state: 'detached' });
    await runs.go(drill);
    await marked(runs, 'a drill that is over');
    for (const who of [walk.desk, walk.verifier, 'Jacaranda']) assert.ok((await runs.page.innerText('main')).includes(who), who);
    await releaser.go('/alerts/out');
    assert.equal(await releaser.page.locator(`#alert-${id}`).count(), 0, 'not out any more');
    await desk.go('/queue');
    assert.equal(await desk.page.locator('.notice.drill').count(), 0);
  });
}
