// The whole main job as people live it, with `cuadra serve` on an empty folder: a neighbour, a dispatcher, a verifier, a releaser and subscribers, each
// in a browser of their own. What leaves goes to a push service and a mailbox of the test's own; a message is opened by a decoder that is not ours
// and handed to the page's real service worker.
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from '../kit/browser.mjs';
import { mailbox } from '../kit/mailbox.mjs';
import { pointedAt, pushService } from '../kit/push-service.mjs';
import { workerOf } from '../kit/worker.mjs';
import { network, PATIENCE_MS } from './house.mjs';
import { cards, comesBack, DESK, enrolled, newCard, PHONE, picture, press, receiptOf, REPORT, sends, someone, sound, wait } from './people.mjs';

/** Made-up neighbourhoods of a made-up town in open ocean, three kilometres wide each. */
const FRESNOS = 'Los Fresnos';
const MOLINO = 'Molino Viejo';
const CONTACT = 'mailto:avisos@red.example.org';
const ring = (west, south, east, north) => [[[west, south], [east, south], [east, north], [west, north], [west, south]]];
const feature = (name, kind, coordinates) => ({ type: 'Feature', properties: { name, kind }, geometry: { type: 'Polygon', coordinates } });
const TOWN = { type: 'FeatureCollection', features: [
  feature('Villa Cometa', 'city', ring(-120.10, 30.90, -120.00, 30.93)),
  feature(FRESNOS, 'neighborhood', ring(-120.10, 30.90, -120.07, 30.93)),
  feature(MOLINO, 'neighborhood', ring(-120.03, 30.90, -120.00, 30.93)),
] };

/** Where the independent readers of tests/peers find what the push service took. */
const CASES = fileURLToPath(new URL('../../../target/peers/push-walk/', import.meta.url));

let browser;
before(async () => {
  browser = await launch();
  await rm(CASES, { recursive: true, force: true });
  await mkdir(CASES, { recursive: true });
});
after(() => browser?.close());

const SUBSCRIBE = { es: '/suscribirse', en: '/subscribe' };
const ALERT = { es: '/alertas', en: '/alerts' };
const other = (lang) => (lang === 'es' ? 'en' : 'es');

/** What people see, in the words of their language. */
const WORDS = {
  es: {
    true: 'Fuimos a ver: es cierto', none: 'Fuimos a ver: no había nada', alert: /^VERIFICADO/, clear: /^TERMINADA/, checked: /^REVISADO/,
    who: 'Agentes de ICE', doing: 'haciendo preguntas', unread: /Está en la fila/,
    looked: /fue a ver una persona verificadora/i, question: '¿De qué lado de la calle están?', answer: 'Del lado del parque.',
  },
  en: {
    true: 'We went and looked: it is true', none: 'We went and looked: nothing was there', alert: /^VERIFIED/, clear: /^ALERT ENDED/, checked: /^CHECKED/,
    who: 'ICE agents', doing: 'questioning', unread: /It is in line/,
    looked: /trained verifier went and looked/i, question: 'Which side of the street are they on?', answer: 'The side of the park.',
  },
};

const WALKS = [
  { neighbour: ['es', PHONE], desk: ['en', DESK], verifier: ['es', PHONE], releaser: ['es', DESK], phones: [['es', PHONE], ['en', DESK]], reader: ['es', PHONE] },
  { neighbour: ['en', DESK], desk: ['es', PHONE], verifier: ['en', DESK], releaser: ['en', PHONE], phones: [['es', DESK], ['en', PHONE]], reader: ['en', DESK] },
];

/** The network with its map and its ways out, both of which lead into the test. */
async function town(t) {
  const open = [];
  // What writes is stopped before what it writes to.
  t.after(async () => {
    for (const { close } of open.reverse()) await close();
  });
  const keep = (opened) => (open.push(opened), opened);
  const service = keep(await pushService(PATIENCE_MS));
  const mail = keep(await mailbox(PATIENCE_MS));
  const settings = `
hotline = "555-0100"
two_organizations = true
[push]
contact = "${CONTACT}"
local = "${service.origin}"
ca_file = "${service.ca}"
[email]
server = "127.0.0.1"
port = ${mail.port}
encryption = "none"
from = "avisos@red.example.org"
`;
  const prepare = async (run, folder) => {
    const file = join(folder, 'town.geojson');
    await writeFile(file, JSON.stringify(TOWN));
    assert.match(await run('areas', 'import', file), /^3 areas added/);
  };
  const house = keep(await network({ settings, prepare }));
  return { ...house, service, mail };
}

/** A private page's link, from the test message to its yes. */
async function saysYes(who, link) {
  assert.match(link, /^\/s\/[\w-]{22}$/);
  await who.go(link);
  assert.equal(await who.page.locator('form[action$="/confirm"]').count(), 0, 'confirmed');
  await sound(who, 'the private page');
}

/** Somebody asks on the page for notifications, about these places (none: the whole network), and presses the test notification. */
async function subscribesPhone(t, house, [lang, viewport], places) {
  const who = await someone(t, browser, house, { lang, viewport });
  const { page } = who;
  await who.context.grantPermissions(['notifications'], { origin: house.origin });
  await pointedAt(page, house.service);
  await who.go(SUBSCRIBE[lang]);
  const [first, second] = places;
  if (first) await page.fill('#place_1', first);
  else await page.check('input[name=everywhere]');
  if (second) {
    await page.locator('details:has(#place_2) > summary').click();
    await page.fill('#place_2', second);
  }
  for (const kind of ['alerts', 'checked']) await page.check(`input[name=kinds][value=${kind}]`);
  await sound(who, 'the form to subscribe');
  await picture(who, 'subscribe');
  await page.locator('[data-push-start]').click();
  const sent = page.locator('[data-push-part=sent]');
  await sent.waitFor();
  await sound(who, 'subscribed');
  await picture(who, 'subscribed');
  const link = await sent.locator('a').getAttribute('href');
  const { endpoint } = await page.evaluate(() => JSON.parse(localStorage.getItem('push-service')));
  const phone = { ...who, endpoint, link, sw: await workerOf(page, house.origin), topics: [] };
  const shown = await hears(phone, house);
  assert.equal(shown.data.confirms, link, 'the test notification asks for a yes');
  assert.deepEqual((await phone.sw.press(shown.tag)).opened, [link]);
  await saysYes(who, link);
  return phone;
}

/** The next message that the push service has for a phone, as the phone's own worker shows it. */
async function hears(phone, house) {
  const { text, headers } = await house.service.next(phone.endpoint);
  const message = JSON.parse(text);
  phone.topics.push(headers.topic);
  await phone.sw.push(text);
  const shown = await wait(async () => (await phone.sw.shown()).find((one) => one.title === message.title), `the notification «${message.title}»`);
  assert.equal(shown.body, message.body);
  assert.equal(shown.lang, phone.lang, 'in the language that was asked for');
  assert.equal(message.drill, false);
  return shown;
}

/** Somebody without scripts asks for e-mail about one place, and follows the link of the test mail. */
async function subscribesMail(t, house, [lang, viewport], place, address) {
  const who = await someone(t, browser, house, { lang, viewport, javaScriptEnabled: false });
  const { page } = who;
  await who.go('/');
  await sound(who, 'the front page');
  await who.go(SUBSCRIBE[lang]);
  await page.fill('#place_1', place);
  await page.check('input[name=kinds][value=alerts]');
  await page.check('input[name=kinds][value=checked]');
  await page.check('input[name=channel][value=email]');
  await page.fill('#contact', address);
  await press(who, page.locator('form#subscribe > p > button.wide'));
  await sound(who, 'the page to check');
  await picture(who, 'subscribe-check');
  await press(who, page.locator('button[name=checked]'));
  await sound(who, 'a test mail is on its way');
  const { text } = await house.mail.next(address);
  const link = /\/s\/[\w-]{22}/.exec(text)[0];
  await who.go(link);
  await press(who, page.locator('form[action$="/confirm"] button'));
  await saysYes(who, link);
  return { ...who, link, address };
}

/** A neighbour tells what they see; their receipt. */
async function tells(who, place, activity) {
  await who.go('/');
  await sound(who, 'the front page');
  await picture(who, 'front');
  await press(who, who.page.locator(`main a.wide[href="${REPORT[who.lang]}"]`));
  await sound(who, 'the form');
  await sends(who, { place, activity });
  await sound(who, 'the receipt');
  await picture(who, 'taken');
  return receiptOf(who);
}

/** The dispatcher takes the new card, asks its reporter something, reads the answer, and asks for eyes. The incident's page. */
async function triages(desk, before, neighbour, receipt, place) {
  const { page } = desk;
  const card = await newCard(desk, before);
  await press(desk, page.locator(`#${card} [data-key=c]`));
  const mine = page.url();
  const { question, answer } = WORDS[neighbour.lang];
  await page.fill('#question', question);
  await press(desk, page.locator('button[name=do][value=ask]'));
  await sound(desk, 'the card');
  await picture(desk, 'card');
  await comesBack(neighbour, receipt);
  await neighbour.page.getByText(question).waitFor();
  assert.doesNotMatch(await neighbour.page.innerText('main'), WORDS[neighbour.lang].unread, 'whoever asks has read it');
  await sound(neighbour, 'the question');
  await neighbour.page.fill('#words', answer);
  await press(neighbour, neighbour.page.locator('form:has(#words) button'));
  await picture(neighbour, 'answered');
  await page.goto(mine);
  await page.getByText(answer).first().waitFor();
  await page.fill('#place', place);
  await press(desk, page.locator('button[value=eyes]'));
  await sound(desk, 'the incident');
  return page.url();
}

/** The verifier says when they can be there, is there, and says what they found. */
async function looks(verifier, finding) {
  const { page } = verifier;
  const request = page.locator('article[data-request]');
  await request.waitFor();
  await sound(verifier, 'a request');
  await picture(verifier, 'request');
  await press(verifier, request.locator('button[name=eta][value="10"]'));
  await sound(verifier, 'on the way');
  await press(verifier, page.locator('article[id^=out-] button[value=there]'));
  await sound(verifier, 'there');
  await picture(verifier, 'there');
  await press(verifier, page.locator('a[href$="/found"]'));
  await finding(page);
  await sound(verifier, 'the outcomes');
  await picture(verifier, 'found');
  await press(verifier, page.locator('main form button.wide'));
  await sound(verifier, 'done');
  await press(verifier, page.locator('main a[href="/go"]'));
}

/** The dispatcher drafts a message about an incident and hands it over. Its id, and what the page says will be sent, by language. */
async function drafts(desk, incident, kind) {
  const { page } = desk;
  await page.goto(incident);
  await press(desk, page.locator('a[href^="/alerts/new/"]'));
  await page.check(`input[name=kind][value=${kind}]`);
  if (kind === 'alert') await page.check('input[name=advice][value=stay_silent]');
  await sound(desk, 'the form of a draft');
  await picture(desk, `new-${kind}`);
  await press(desk, page.locator('main form button.wide'));
  await sound(desk, 'a draft');
  await picture(desk, `draft-${kind}`);
  await press(desk, page.locator('form[data-passkey=get][action^="/alerts/drafts/"] .button').first());
  await page.locator('form[action^="/alerts/drafts/"]').waitFor({ state: 'detached' });
  await sound(desk, 'handed over');
  return new URL(page.url()).pathname.split('/').at(-1);
}

/** The second person's yes: their passkey signs the facts on the page that shows them. */
async function presses(releaser, id) {
  const { page } = releaser;
  await press(releaser, page.locator(`form[data-passkey=get][action="/alerts/waiting/${id}"] button`));
  await page.locator(`#alert-${id}`).waitFor();
}

/** The releaser reads what waits in both languages and says yes. What the page says that phones will show, by language. */
async function releases(releaser, id) {
  const { page } = releaser;
  await releaser.go('/alerts/waiting');
  await sound(releaser, 'what waits');
  await picture(releaser, 'waiting');
  await press(releaser, page.locator(`a[href="/alerts/waiting/${id}"]`));
  await sound(releaser, 'a release');
  await picture(releaser, 'release');
  const seen = {};
  for (const lang of ['es', 'en']) seen[lang] = await page.locator(`section:has(> #lang-${lang})`).innerText();
  await presses(releaser, id);
  await sound(releaser, 'what is out');
  await picture(releaser, 'out');
  return seen;
}

/** The sentences of a text: as the page and the notification have them in common. */
const plain = (text) => text.replace(/\s+/g, ' ').trim();

/** The sentence of when it ends is a row on the page. */
const asRow = (words) => words.replace(/^Este aviso vale hasta las? (.+)\.$/, 'Vale hasta $1').replace(/^This message stands until (.+)\.$/, 'Stands until $1');

/** What a phone shows is what the releaser saw and what the public page says; pressing it opens that page. */
async function hearsOf(phone, house, id, seen, title, what) {
  const shown = await hears(phone, house);
  assert.match(shown.title, title, what);
  assert.ok(plain(seen[phone.lang]).includes(plain(`${shown.title} ${shown.body}`)), `${what}: «${shown.title} ${shown.body}» is not in what was released: ${seen[phone.lang]}`);
  const { opened } = await phone.sw.press(shown.tag);
  assert.deepEqual(opened, [`${ALERT[phone.lang]}/${id}`], what);
  await phone.go(opened[0]);
  await sound(phone, what);
  await picture(phone, what.replaceAll(' ', '-'));
  const page = plain(await phone.page.innerText('main'));
  for (const words of shown.body.split(/(?<=\.) (?=[A-ZÁÉÍÓÚ])/).map(asRow)) assert.ok(page.includes(words), `${what}: «${words}» is not on the page: ${page}`);
  return shown;
}

/** Waits until nothing of a message is still to go, as the sending page says. */
const isSent = (who, id) => wait(async () => {
  await who.go(`/sending/${id}`);
  return (await who.page.locator('form[action$="/run"]').count()) === 0;
}, 'all of it was handed over');

for (const walk of WALKS) {
  const told = Object.entries(walk).filter(([who]) => who !== 'phones').map(([who, [lang, { width }]]) => `${who} ${lang} ${width}`).join(', ');
  test(`the whole line (${told})`, async (t) => {
    const house = await town(t);
    const { service, mail } = house;
    const as = ([lang, viewport], organization) => ({ lang, viewport, organization });
    const desk = await enrolled(t, browser, house, 'Ceiba', ['dispatcher'], as(walk.desk, 'Parroquia'));
    const verifier = await enrolled(t, browser, house, 'Nopal', ['verifier'], as(walk.verifier, 'Sindicato'));
    const releaser = await enrolled(t, browser, house, 'Jacaranda', ['releaser'], as(walk.releaser, 'Clínica'));
    const one = await subscribesPhone(t, house, walk.phones[0], [FRESNOS, MOLINO]);
    const two = await subscribesPhone(t, house, walk.phones[1], []);
    const reader = await subscribesMail(t, house, walk.reader, FRESNOS, 'lectora@example.org');
    const phones = [one, two];

    await verifier.go('/duty');
    await verifier.page.fill('#near', FRESNOS);
    await press(verifier, verifier.page.locator('button[value=on]'));
    await sound(verifier, 'on duty');
    await verifier.go('/go');
    await desk.go('/queue');
    await sound(desk, 'an empty queue');

    // From the report to the alert.
    const neighbour = await someone(t, browser, house, as(walk.neighbour));
    const receipt = await tells(neighbour, FRESNOS, 'questioning');
    const incident = await triages(desk, [], neighbour, receipt, FRESNOS);
    await looks(verifier, async (page) => {
      await page.check('input[name=outcome][value=confirmed]');
      await page.selectOption('#agency', 'ice_ero');
      await page.selectOption('#activity', 'questioning');
      await page.selectOption('#detained', 'no');
    });
    const alert = await drafts(desk, incident, 'alert');
    assert.equal((await fetch(`${house.origin}/alerts/${alert}`)).status, 404, 'nothing is public before the second person');
    const seen = await releases(releaser, alert);
    for (const phone of phones) {
      const shown = await hearsOf(phone, house, alert, seen, WORDS[phone.lang].alert, 'the alert');
      const { who, doing } = WORDS[phone.lang];
      for (const words of [FRESNOS, who, doing]) assert.ok(`${shown.title} ${shown.body}`.includes(words), `«${words}» in «${shown.body}»`);
    }
    await readsMail(reader, house, alert, WORDS[reader.lang].alert);
    await readsWithoutScripts(t, house, walk, alert);
    await seesWhatCame(neighbour, receipt, WORDS[neighbour.lang].true, alert);

    // It is over.
    const clear = await drafts(desk, incident, 'all_clear');
    const seenClear = await releases(releaser, clear);
    for (const phone of phones) {
      await hearsOf(phone, house, clear, seenClear, WORDS[phone.lang].clear, 'the all clear');
      assert.doesNotMatch(await phone.page.innerText('main'), WORDS[phone.lang].looked, 'nobody went again, and nobody says so');
    }
    await readsMail(reader, house, clear, WORDS[reader.lang].clear);
    for (const { topics } of phones) assert.equal(topics[1], topics[2], 'what follows an alert replaces it where it waits');
    assert.notEqual(one.topics[1], two.topics[1], 'and a topic connects nobody');
    await wait(async () => {
      // Everybody's pages may be a quarter of a minute old.
      await one.go(`${ALERT[one.lang]}/${alert}`);
      return (await one.page.locator(`a.button[href="${ALERT[one.lang]}/${clear}"]`).count()) > 0;
    }, 'the alert leads to what followed it');
    await sound(one, 'the alert that was followed');

    // One phone leaves, and so does the reader, without scripts.
    await one.go(one.link);
    await press(one, one.page.locator('form[action$="/leave"] button'));
    await sound(one, 'the page that says goodbye');
    assert.equal((await one.go(one.link)).status(), 404, 'nothing is left');
    await reader.go(reader.link);
    await press(reader, reader.page.locator('form[action$="/leave"] button'));
    await sound(reader, 'the page that says goodbye, without scripts');
    assert.equal((await reader.go(reader.link)).status(), 404);

    // Another neighbour's report, where nothing is: told to that neighbour and to whoever still asked.
    await desk.go('/queue');
    const before = await cards(desk);
    const second = await someone(t, browser, house, as([other(walk.neighbour[0]), walk.neighbour[1]]));
    const otherReceipt = await tells(second, MOLINO, 'waiting');
    const otherIncident = await triages(desk, before, second, otherReceipt, MOLINO);
    await looks(verifier, (page) => page.check('input[name=outcome][value=nothing_there]'));
    await comesBack(second, otherReceipt);
    assert.equal((await second.page.textContent('h1')).trim(), WORDS[second.lang].none);
    await sound(second, 'we checked: no');
    const checked = await drafts(desk, otherIncident, 'checked');
    const seenChecked = await releases(releaser, checked);
    await hearsOf(two, house, checked, seenChecked, WORDS[two.lang].checked, 'we checked');
    assert.match(await two.page.innerText('main'), WORDS[two.lang].looked);
    await seesWhatCame(second, otherReceipt, WORDS[second.lang].none, checked);
    await isSent(releaser, checked);
    await sound(releaser, 'what became of it');
    await picture(releaser, 'sent');

    // Whoever left heard nothing more; nobody heard anything twice; the service had nothing to refuse.
    assert.equal(service.taken.get(one.endpoint).length, 3, 'the test, the alert, the all clear');
    assert.equal(service.taken.get(two.endpoint).length, 4, 'and «we checked»');
    assert.equal(mail.to(reader.address).length, 3);
    assert.deepEqual(service.late, []);
    assert.deepEqual(service.wrong, []);
    for (const who of [desk, verifier, releaser, neighbour, second, one, two, reader]) assert.deepEqual(who.wrong, []);
    const cases = service.cases(CONTACT);
    assert.deepEqual([...new Set(cases.map((one) => one.message_bytes))].length, 1, 'every message has one size');
    for (const [at, one] of cases.entries()) await writeFile(join(CASES, `${walk.neighbour[0]}-${at}.json`), JSON.stringify(one));
  });
}

/** The mail says what the page says, and how to leave. */
async function readsMail(reader, house, id, title) {
  const { headers, text } = await house.mail.next(reader.address);
  assert.match(text, title);
  assert.ok(text.includes(`${house.origin}${ALERT[reader.lang]}/${id}`), text);
  // One press (RFC 8058) takes https, which a house on this machine has not.
  assert.equal(headers['list-unsubscribe'], `<${house.origin}${reader.link}/leave>`);
  assert.match(headers.from, /<avisos@red\.example\.org>$/);
  await reader.go(`${ALERT[reader.lang]}/${id}`);
  await sound(reader, 'the page of the mail');
  const page = plain(await reader.page.innerText('main')).toLowerCase();
  // The head and what it is about; then a paragraph of what else was seen.
  const [first, second] = text.split('\n\n').map(plain);
  for (const words of [...first.toLowerCase().split(/: /), ...second.toLowerCase().split(/(?<=\.) /)]) assert.ok(page.includes(words), `«${words}» is not on the page: ${page}`);
}

/** Anybody, without scripts: from the front page to the alert, and to the same in the other language. */
async function readsWithoutScripts(t, house, walk, id) {
  for (const [lang, viewport] of walk.phones) {
    const who = await someone(t, browser, house, { lang, viewport, javaScriptEnabled: false });
    const facts = () => who.page.locator('dl.facts dd').allInnerTexts();
    await who.go('/');
    await sound(who, 'the front page with an alert, without scripts');
    await picture(who, 'front-alert');
    await press(who, who.page.locator(`article.now a[href="${ALERT[lang]}/${id}"]`));
    await sound(who, 'the alert without scripts');
    const here = await facts();
    await press(who, who.page.locator('.lang-switch a'));
    who.lang = other(lang);
    assert.equal(new URL(who.page.url()).pathname, `${ALERT[who.lang]}/${id}`);
    await sound(who, 'the same in the other language');
    assert.equal((await facts()).length, here.length, 'as many facts');
    assert.deepEqual(await who.context.cookies(), [], 'nobody gets a cookie');
  }
}

/** A neighbour comes back: what was found, and what was published. */
async function seesWhatCame(neighbour, receipt, stage, id) {
  await comesBack(neighbour, receipt);
  assert.equal((await neighbour.page.textContent('h1')).trim(), stage);
  await sound(neighbour, 'what came of it');
  await picture(neighbour, 'came-of-it');
  await press(neighbour, neighbour.page.locator(`a[href="${ALERT[neighbour.lang]}/${id}"]`));
  await sound(neighbour, 'what was published');
}
