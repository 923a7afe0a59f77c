// The people of a walk: a visitor with a browser of their own, a member of the made-up network, and what must hold on every page.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { axe, fits, until, watch } from '../kit/browser.mjs';
import { PATIENCE_MS } from './house.mjs';

export const PHONE = { width: 320, height: 640 };
export const DESK = { width: 1280, height: 900 };
const LOCALES = { es: 'es-MX', en: 'en-US' };

/** A fresh browser profile with one page. `wrong` fills with whatever should not happen. The profile is closed after the test `t`. */
export async function someone(t, browser, house, { lang = 'es', viewport = PHONE, ...options } = {}) {
  const context = await browser.newContext({ viewport, locale: LOCALES[lang], ...options });
  t.after(() => context.close());
  context.setDefaultTimeout(PATIENCE_MS);
  context.setDefaultNavigationTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const wrong = watch(page, house.origin);
  const go = (path) => page.goto(house.origin + path);
  return { context, page, wrong, go, lang, browser, scripts: options.javaScriptEnabled !== false };
}

/** The same, as a member of the made-up network. */
export async function member(t, browser, house, alias, options = {}) {
  const who = await someone(t, browser, house, options);
  await who.go('/demo');
  const card = who.page.locator('li.card').filter({ has: who.page.getByRole('heading', { name: alias, exact: true }) });
  await card.getByRole('button').click();
  await who.page.locator('header nav a[href="/me"]').waitFor();
  return who;
}

/** A virtual device in `who`'s browser that makes and uses passkeys, with PRF, and needs nobody's finger. */
export async function passkeyDevice(who) {
  const device = await who.context.newCDPSession(who.page);
  await device.send('WebAuthn.enable');
  await device.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, hasPrf: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  } });
}

/** A member of a network of our own: added on the command line, enrolled behind the one-time link with a passkey and a code on paper, signed in. */
export async function enrolled(t, browser, house, alias, roles, { lang = 'es', organization, ...options } = {}) {
  const coalition = organization ? ['--organization', organization] : [];
  const said = await house.run('member', 'add', alias, '--lang', lang, ...coalition, ...roles.flatMap((role) => ['--role', role]));
  const who = await someone(t, browser, house, { lang, ...options });
  const { page } = who;
  await passkeyDevice(who);
  await page.goto(/http:\/\/\S+\/join\/\S+/.exec(said)[0]);
  await press(who, page.locator('form[data-passkey=create] button'));
  await press(who, page.locator('form[action$="/code"] button'));
  const code = (await page.locator('p.code').textContent()).trim();
  await press(who, page.locator('main a.button.wide'));
  await page.fill('#code', code);
  await press(who, page.locator('main form button.wide'));
  await press(who, page.locator('form[data-passkey=get] button'));
  await page.locator('header nav a[href="/me"]').waitFor();
  return who;
}

/** Presses what `locator` finds and waits for the page that comes. */
export async function press(who, locator) {
  const came = who.page.waitForEvent('domcontentloaded');
  await locator.click();
  await came;
}

/** axe on the same page in a browser that runs scripts: axe is one. */
async function axeOfCopy(who) {
  const context = await who.browser.newContext({ viewport: who.page.viewportSize(), locale: LOCALES[who.lang] });
  try {
    const page = await context.newPage();
    const body = (await who.page.content()).replace(/<script.*?<\/script>/gs, '');
    await page.route('**/copy', (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
    await page.goto(`${new URL(who.page.url()).origin}/copy`);
    return await axe(page);
  } finally {
    await context.close();
  }
}

/** What holds on every page: in the asked language, nothing sticks out, axe finds nothing, and nothing went wrong up to here. */
export async function sound(who, what) {
  assert.equal(await who.page.getAttribute('html', 'lang'), who.lang, `${what}: language`);
  assert.ok(await fits(who.page), `${what}: sticks out sideways`);
  assert.deepEqual(who.scripts ? await axe(who.page) : await axeOfCopy(who), [], `${what}: axe`);
  assert.deepEqual(who.wrong, [], what);
}

/** Where pictures of the pages go, if anybody wants to look at them. */
const FOLDER = process.env.CUADRA_SCREENSHOTS;
export async function picture(who, name) {
  if (!FOLDER) return;
  await mkdir(FOLDER, { recursive: true });
  await who.page.screenshot({ path: `${FOLDER}/${name}-${who.lang}-${who.page.viewportSize().width}.png`, fullPage: true });
}

/** Waits, with this walk's patience. */
export const wait = (check, what) => until(check, what, PATIENCE_MS);

/** The address of the report form, and of the page to come back to, in a language. */
export const REPORT = { es: '/reportar', en: '/report' };
export const RECEIPT = { es: '/comprobante', en: '/receipt' };

/** Fills the form's first questions and sends it. */
export async function sends(who, { activity, place, note }) {
  const { page } = who;
  await page.check(`input[name=activity][value=${activity}]`);
  await page.fill('#place', place);
  if (note) {
    await page.locator('form[data-report] details').evaluate((details) => (details.open = true));
    await page.fill('#note', note);
  }
  await press(who, sendButton(who));
}
export const sendButton = (who) => who.page.locator('form[data-report] > p > button.wide');

/** The receipt on the page that follows a report. */
export const receiptOf = async (who) => (await who.page.locator('[data-draft-done] ~ .code').textContent()).trim();

/** Comes back with a receipt. */
export async function comesBack(who, receipt) {
  await who.go(RECEIPT[who.lang]);
  await who.page.fill('#code', receipt);
  await press(who, who.page.locator('main form .button').first());
}

/** The ids of the cards in the queue that a dispatcher sees now. */
export const cards = (who) => who.page.locator('.queue > li').evaluateAll((rows) => rows.map((row) => row.id));

/** Waits until a card that was not among `before` has come into the open queue by itself; its id. */
export const newCard = (who, before) => wait(async () => (await cards(who)).find((id) => !before.includes(id)), 'a new card');
