// What a phone adds: a draft that outlives a lost signal and is sent once, and "I am here", made coarse before it leaves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../kit/browser.mjs';
import { png } from '../kit/pictures.mjs';
import { draftRows } from '../kit/report-house.mjs';
import { demo } from './house.mjs';
import { cards, DESK, member, newCard, PHONE, press, receiptOf, REPORT, sendButton, sends, someone, sound, wait } from './people.mjs';

let house, browser;
before(async () => {
  [house, browser] = await Promise.all([demo(), launch()]);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

/** How long the signal is gone. */
const OFFLINE_MS = 3_000;

const posts = (who) => {
  const all = [];
  who.page.on('request', (request) => request.method() === 'POST' && all.push(request));
  return all;
};

for (const { lang, viewport, place, waiting } of [
  { lang: 'es', viewport: PHONE, place: 'Centro de Adultos El Molino', waiting: 'No hay conexión' },
  { lang: 'en', viewport: DESK, place: 'Gaviota Elementary School', waiting: 'There is no connection' },
]) {
  test(`the signal goes while sending; the report arrives once when it is back (${lang}, ${viewport.width} px)`, async (t) => {
    const desk = await member(t, browser, house, lang === 'es' ? 'Ceiba' : 'Laurel', { lang, viewport: DESK });
    const before = await cards(desk);
    const one = await someone(t, browser, house, { lang, viewport });
    await one.go(REPORT[lang]);
    await one.page.check('input[name=activity][value=loading]');
    await one.page.fill('#place', place);
    const sent = posts(one);
    await one.context.setOffline(true);
    await sendButton(one).click();
    await one.page.getByText(waiting).first().waitFor();
    assert.equal((await draftRows(one.page)).length, 1, 'kept');
    assert.equal(sent.length, 0);
    await sound(one, 'without a signal');
    await one.page.waitForTimeout(OFFLINE_MS);

    const came = one.page.waitForEvent('domcontentloaded');
    await one.context.setOffline(false);
    await came;
    assert.match(await receiptOf(one), /^\d{4} \d{4} \d{4} \d{4}$/);
    await wait(async () => (await draftRows(one.page)).length === 0, 'the draft is gone');
    assert.equal(sent.length, 1, 'posted once');
    // "Right now" was when the button was pressed, and the phone says how long ago that is.
    const waited = Number(/name="waited"\r\n\r\n(\d+)/.exec(sent[0].postDataBuffer().toString('latin1'))?.[1]);
    assert.ok(waited >= OFFLINE_MS / 1000 - 1 && waited < 300, `${waited} s`);
    // One card, of one report, and nothing left to send at the next visit.
    await newCard(desk, before);
    await one.go(REPORT[lang]);
    assert.equal(await one.page.inputValue('#place'), '');
    assert.equal(sent.length, 1);
    await desk.page.reload();
    const fresh = (await cards(desk)).filter((id) => !before.includes(id));
    assert.equal(fresh.length, 1);
    assert.match(await desk.page.locator(`#${fresh[0]} .badge`).allTextContents().then((all) => all.join('|')), /un reporte|one report/);
    await sound(one, 'the form again');
  });
}

for (const lang of ['es', 'en']) {
  test(`"I am here" sends a cell of half a kilometre, nothing finer (${lang})`, async (t) => {
    const exact = { latitude: 34.012_345_6, longitude: -118.287_654_3 };
    const one = await someone(t, browser, house, { lang, geolocation: exact, permissions: ['geolocation'] });
    await one.go(REPORT[lang]);
    await one.page.locator('[data-here]').click();
    await wait(async () => (await one.page.inputValue('input[name=lat]')) !== '', 'a place');
    await sound(one, 'here');
    await one.page.check('input[name=activity][value=waiting]');
    const sent = posts(one);
    await press(one, sendButton(one));
    assert.match(await receiptOf(one), /\d{4}/);
    assert.equal(sent.length, 1);
    const body = sent[0].postDataBuffer().toString('latin1');
    const field = (name) => new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(body)?.[1];
    assert.deepEqual([field('lat'), field('lon')], ['34.0125', '-118.2875']);
    for (const finer of ['34.0123', '118.2876', '118.2877', '34.01234']) assert.ok(!body.includes(finer), `${finer} is in what was sent`);
    assert.ok(body.includes('34.01'), 'the look for finer places can find something');
    assert.equal(sent[0].url(), `${house.origin}${REPORT[lang]}`, 'and the address says nothing');
  });
}

test('a picture is sent from a phone and looked at by two members', async (t) => {
  const desk = await member(t, browser, house, 'Laurel', { lang: 'en', viewport: PHONE });
  const other = await member(t, browser, house, 'Ceiba', { lang: 'es', viewport: DESK });
  const before = await cards(desk);
  const one = await someone(t, browser, house, { lang: 'es' });
  await one.go(REPORT.es);
  await one.page.locator('form[data-report] summary').click();
  await one.page.setInputFiles('#media', { name: 'foto.png', mimeType: 'image/png', buffer: png(1200, 900) });
  await one.page.locator('.pictures img').waitFor();
  await sound(one, 'the form with a picture');
  await sends(one, { activity: 'at_a_door', place: 'Misión Nueva Alba' });
  assert.match(await receiptOf(one), /\d{4}/);

  const card = await newCard(desk, before);
  await press(desk, desk.page.locator(`#${card} [data-key=c]`));
  const link = desk.page.locator('a[href^="/pictures/"]');
  const address = await link.getAttribute('href');
  await press(desk, link);
  const wide = await wait(() => desk.page.locator('main img').evaluate((img) => img.complete && img.getBoundingClientRect().width), 'the picture');
  assert.ok(wide > 250, `large enough to judge: ${wide} px`);
  await sound(desk, 'the picture');
  for (const who of [desk, other]) {
    await who.go(address);
    await press(who, who.page.locator('button[value=yes]'));
    await who.page.locator('.notice.good').waitFor();
  }
  await sound(other, 'the picture, looked at by two');
  assert.equal(await other.page.locator('main ul li').count(), 2);
});

for (const { lang, javaScriptEnabled, place, here } of [
  { lang: 'es', javaScriptEnabled: true, place: 'Gaviota Clinic', here: 'Su foto ya está aquí' },
  { lang: 'en', javaScriptEnabled: false, place: 'Misión Nueva Alba', here: 'Your photo is here already' },
]) {
  test(`a photo outlives a form that comes back (${lang}, ${javaScriptEnabled ? 'with' : 'without'} scripts)`, async (t) => {
    const desk = await member(t, browser, house, 'Laurel', { lang: 'en', viewport: DESK });
    const before = await cards(desk);
    const one = await someone(t, browser, house, { lang, javaScriptEnabled });
    await one.go(REPORT[lang]);
    await one.page.locator('form[data-report] summary').click();
    await one.page.fill('#place', place);
    await one.page.setInputFiles('#media', { name: 'foto.png', mimeType: 'image/png', buffer: png(900, 600) });
    if (javaScriptEnabled) await one.page.locator('.pictures img').waitFor();
    // What is happening is not said yet.
    await press(one, sendButton(one));
    await one.page.locator('#problems').waitFor();
    assert.match(await one.page.locator('#media-kept').textContent(), new RegExp(here));
    assert.ok(await one.page.locator('#media-kept').isVisible());
    await sound(one, 'the form came back');
    await one.page.check('input[name=activity][value=waiting]');
    await press(one, sendButton(one));
    assert.match(await receiptOf(one), /\d{4}/);
    const card = await newCard(desk, before);
    await press(desk, desk.page.locator(`#${card} [data-key=c]`));
    assert.equal(await desk.page.locator('a[href^="/pictures/"]').count(), 1, 'one photo came, and once');
  });
}
