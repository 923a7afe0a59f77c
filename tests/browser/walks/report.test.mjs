// A neighbour tells, comes back, is asked and answers: with scripts and without, on a cheap phone and at a desk, in both languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../kit/browser.mjs';
import { solved } from '../kit/report-house.mjs';
import { demo } from './house.mjs';
import { cards, comesBack, DESK, member, newCard, PHONE, press, REPORT, receiptOf, RECEIPT, sendButton, sends, someone, sound, wait } from './people.mjs';

let house, browser;
before(async () => {
  [house, browser] = await Promise.all([demo(), launch()]);
});
after(async () => {
  await browser?.close();
  await house?.close();
});

const WIRE_BYTES_MAX = 30_000;

/** What differs between the languages of a walk. */
const WALKS = [
  { lang: 'es', viewport: PHONE, desk: ['Laurel', 'en', DESK], place: 'Misión Nueva Alba', activity: 'checkpoint', note: 'Dos camionetas, placa 8ABC123', clean: 'Dos camionetas',
    flagged: 'placa', question: '¿De qué lado de la calle están?', answer: 'Del lado de la iglesia, junto al parque.' },
  { lang: 'en', viewport: DESK, desk: ['Ceiba', 'es', PHONE], place: 'Gaviota Clinic', activity: 'loading', note: 'Two vans, plate 8ABC123', clean: 'Two vans',
    flagged: 'plate', question: 'Which side of the street are they on?', answer: 'The clinic side, next to the bus stop.' },
];

for (const walk of WALKS) {
  test(`a neighbour reports, is asked and answers (${walk.lang}, ${walk.viewport.width} px)`, async (t) => {
    const [alias, deskLang, deskView] = walk.desk;
    const desk = await member(t, browser, house, alias, { lang: deskLang, viewport: deskView });
    await desk.go('/queue');
    const before = await cards(desk);
    const one = await someone(t, browser, house, walk);
    await one.go('/');
    await sound(one, 'front page');
    await press(one, one.page.locator(`main a.wide[href="${REPORT[walk.lang]}"]`));
    await one.page.locator('form[data-report] summary').click();
    await sound(one, 'the form');

    // A warning while typing; it goes when the words go.
    await one.page.fill('#note', walk.note);
    const warning = one.page.locator('.warning').filter({ hasText: walk.flagged });
    await warning.waitFor();
    assert.match(await warning.textContent(), /8ABC123/);
    await sound(one, 'the form with a warning');
    await one.page.fill('#note', walk.clean);
    await warning.waitFor({ state: 'hidden' });

    const bits = Number(await one.page.getAttribute('form[data-report]', 'data-bits'));
    assert.ok(bits >= 8, 'there is work to do');
    const posted = one.page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith(REPORT[walk.lang]));
    await sends(one, { ...walk, note: walk.clean });
    const body = (await posted).postDataBuffer().toString('latin1');
    const field = (name) => new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(body)?.[1];
    assert.ok(solved(field('token'), field('work'), bits), 'the work was done while typing');
    const receipt = await receiptOf(one);
    assert.match(receipt, /^\d{4} \d{4} \d{4} \d{4}$/);
    await sound(one, 'the receipt');

    const card = await newCard(desk, before);
    await press(desk, desk.page.locator(`#${card} [data-key=c]`));
    await desk.page.getByText(walk.clean, { exact: false }).first().waitFor();
    await sound(desk, 'the opened card');
    await desk.page.fill('#question', walk.question);
    await press(desk, desk.page.locator('button[name=do][value=ask]'));

    await comesBack(one, receipt);
    await one.page.getByText(walk.question).waitFor();
    await sound(one, 'the page one comes back to');
    await one.page.fill('#words', walk.answer);
    await press(one, one.page.locator('form:has(#words) button'));
    await one.page.locator('.timeline').getByText(walk.answer).waitFor();
    await sound(one, 'after the answer');

    await wait(async () => {
      await desk.page.reload();
      return desk.page.locator('.timeline').getByText(walk.answer).isVisible();
    }, 'the dispatcher reads the answer');
    assert.deepEqual(desk.wrong, []);
  });
}

for (const { lang, viewport, place } of [{ lang: 'en', viewport: PHONE, place: 'Motel Marea' }, { lang: 'es', viewport: DESK, place: 'Biblioteca Faro' }]) {
  test(`the same without scripts, changing the language on the way (starting in ${lang}, ${viewport.width} px)`, async (t) => {
    const other = lang === 'es' ? 'en' : 'es';
    const one = await someone(t, browser, house, { lang, viewport, javaScriptEnabled: false });
    const { page } = one;
    await one.go('/');
    await press(one, page.locator(`.lang-switch [lang=${other}]`));
    assert.equal(await page.getAttribute('html', 'lang'), other);
    await press(one, page.locator(`.lang-switch [lang=${lang}]`));
    await press(one, page.locator(`main a.wide[href="${REPORT[lang]}"]`));
    assert.equal(await page.locator('[data-here]:visible').count(), 0, 'no button that would do nothing');

    // The switch keeps what was typed.
    await page.check('input[name=activity][value=waiting]');
    await page.fill('#place', place);
    await page.locator('form[data-report] summary').click();
    await page.fill('#note', 'Hay una patrulla / a patrol car');
    await press(one, page.locator(`.lang-switch [lang=${other}]`));
    one.lang = other;
    await sound(one, 'the form in the other language');
    assert.equal(await page.inputValue('#place'), place);
    assert.equal(await page.inputValue('#note'), 'Hay una patrulla / a patrol car');
    assert.ok(await page.isChecked('input[name=activity][value=waiting]'));

    // Something is missing: it is said, and nothing is lost.
    await page.fill('#place', '');
    await press(one, sendButton(one));
    await page.locator('.problems').waitFor();
    await sound(one, 'the form with a problem');
    assert.equal(await page.inputValue('#note'), 'Hay una patrulla / a patrol car');
    await page.fill('#place', place);
    // Enter in a field sends; it does not change the language.
    const came = page.waitForEvent('domcontentloaded');
    await page.press('#place', 'Enter');
    await came;
    const receipt = await receiptOf(one);
    await sound(one, 'the receipt');
    assert.deepEqual(await one.context.cookies(), [], 'a neighbour gets no cookie');

    await comesBack(one, receipt);
    await sound(one, 'the page one comes back to');
    await page.fill('#words', 'Ya se fueron / they left');
    await press(one, page.locator('form:has(#words) button'));
    await page.locator('.timeline').getByText('Ya se fueron / they left').waitFor();
    await press(one, page.locator(`.lang-switch [lang=${lang}]`));
    one.lang = lang;
    await page.locator('.timeline').getByText('Ya se fueron / they left').waitFor();
    await sound(one, 'the same page in the first language');

    await one.go(RECEIPT[lang]);
    await page.fill('#code', '0000 0000 0000 0000');
    await press(one, page.locator('main form .button').first());
    await page.locator('.problems').waitFor();
    await sound(one, 'a receipt that nobody has');
  });
}

test('the first visit to the form costs little', async (t) => {
  const one = await someone(t, browser, house, { lang: 'es' });
  const wire = await one.context.newCDPSession(one.page);
  const bytes = new Map();
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  wire.on('Network.responseReceived', ({ requestId, response }) => {
    // The browser's own pictures inside date fields come from no wire.
    if (!response.url.startsWith('data:')) bytes.set(requestId, { url: response.url, bytes: 0 });
  });
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => Object.assign(bytes.get(requestId) ?? {}, { bytes: encodedDataLength }));
  await one.go('/reportar');
  await one.page.waitForLoadState('networkidle');
  const rows = [...bytes.values()];
  const all = rows.reduce((sum, row) => sum + row.bytes, 0);
  for (const row of rows) t.diagnostic(`${row.bytes} bytes  ${new URL(row.url).pathname}`);
  t.diagnostic(`${all} bytes on the wire, headers and all, for the first visit to /reportar`);
  assert.ok(rows.some((row) => row.url.includes('report.js')) && rows.every((row) => row.bytes > 0), 'everything was counted');
  assert.ok(all < WIRE_BYTES_MAX, `${all} bytes`);
  assert.deepEqual(one.wrong, []);
});
