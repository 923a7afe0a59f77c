// From a push message to what is shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notice, over } from './worker/notice';
import { WORDS } from './worker/words';

const NOW = 1_772_654_400;
const ID = '0198f000-0000-7000-8000-000000000001';
const SECRET = 'AAAAAAAAAAAAAAAAAAAAAA';
const ALERT = {
  v: 1, kind: 'alert', tag: ID, title: 'VERIFICADO · 5th Street / Cerezo Street', body: 'Agentes de ICE en 5th Street. Vistos 12:00.', url: `/alertas/${ID}`,
  until: NOW + 5_400, over: 'Ya terminó · 5th Street / Cerezo Street', drill: false,
};
const of = (change: object, lang = 'es', now = NOW) => notice(JSON.stringify({ ...ALERT, ...change }), now, lang);

test('an alert is shown as it is, loud, once for its chain and again for each message of it', () => {
  const { title, options } = of({});
  assert.equal(title, ALERT.title);
  assert.equal(options.body, ALERT.body);
  assert.deepEqual([options.tag, options.renotify, options.silent, options.lang], [ID, true, false, 'es']);
  assert.deepEqual(options.data, { url: ALERT.url, confirms: '', until: ALERT.until, over: ALERT.over, lang: 'es' });
  assert.deepEqual(options.actions, []);
});

test('what is over by the time it arrives is told as over, without what it said', () => {
  const { title, options } = of({ until: NOW });
  assert.equal(title, ALERT.over);
  assert.equal(options.body, WORDS.es.late);
  assert.ok(!options.silent && options.renotify, 'and still heard');
  assert.equal(options.data.until, 0, 'told once');
  assert.equal(of({ until: NOW + 1 }).title, ALERT.title, 'a second earlier it is current');
  assert.equal(of({ until: 0 }).title, ALERT.title, 'no end is no end');
  assert.equal(of({ until: NOW, over: '' }).title, WORDS.es.over);
});

test('a shown one can be told as over later', () => {
  const { title, options } = over(of({}).options);
  assert.deepEqual([title, options.body, options.tag, options.data.url], [ALERT.over, WORDS.es.late, ID, ALERT.url]);
});

test('an exercise says so at its head, over or not, once', () => {
  assert.ok(of({ drill: true }).title.startsWith('SIMULACRO'));
  assert.ok(of({ drill: true, until: 1 }).title.startsWith('SIMULACRO'));
  assert.ok(of({ drill: true, url: `/alerts/${ID}` }).title.startsWith('DRILL'));
  assert.equal(of({ drill: true, title: 'SIMULACRO (no es real) · Calle' }).title.match(/SIMULACRO/g)?.length, 1);
  assert.ok(!of({}).title.includes('SIMULACRO'));
});

test('the language is its own, else that of the page it leads to', () => {
  assert.equal(of({ lang: 'en', url: `/alertas/${ID}` }, 'es').options.lang, 'en');
  assert.equal(of({ lang: 'fr', url: `/alertas/${ID}` }, 'en').options.lang, 'es');
  assert.equal(of({ url: `/alerts/${ID}` }, 'es').options.lang, 'en');
  assert.equal(of({ url: `/alertas/${ID}` }, 'en').options.lang, 'es');
  assert.equal(of({ kind: 'test', url: `/s/${SECRET}` }, 'es-MX').options.lang, 'es');
  assert.equal(of({ kind: 'test', url: `/s/${SECRET}` }, 'fr').options.lang, 'en');
});

test('only a test message confirms, and only a private link', () => {
  const test = of({ kind: 'test', url: `/s/${SECRET}`, tag: `/s/${SECRET}`, until: 0 });
  assert.equal(test.options.data.confirms, `/s/${SECRET}`);
  assert.deepEqual(test.options.actions, [{ action: 'confirm', title: WORDS.es.confirm }]);
  for (const change of [{ url: `/s/${SECRET}` }, { kind: 'test', url: `/alertas/${ID}` }, { kind: 'test', url: `/s/${SECRET}/leave` }, { kind: 'test', url: '/s/short' }]) {
    const { options } = of(change);
    assert.deepEqual([options.data.confirms, options.actions], ['', []], JSON.stringify(change));
  }
});

test('a press never leads to another site', () => {
  for (const url of ['https://example.org/', '//example.org/', '/\\example.org/', 'javascript:alert(1)', '', 7]) assert.equal(of({ url }).options.data.url, '/', String(url));
});

test('what cannot be read is shown all the same, in both languages', () => {
  for (const data of ['', 'no', '{}', '[]', 'null', '7', JSON.stringify({ ...ALERT, v: 2 }), JSON.stringify({ ...ALERT, title: '' })]) {
    for (const lang of ['es', 'en']) {
      const { title, options } = notice(data, NOW, lang);
      assert.ok(title.includes(WORDS.es.unread) && title.includes(WORDS.en.unread), data);
      assert.ok(options.body?.includes(WORDS.es.unreadBody) && options.body.includes(WORDS.en.unreadBody), data);
      assert.deepEqual([options.data.url, options.silent, options.lang], ['/', false, lang]);
    }
  }
});

test('what is heard of a hostile message is bounded to text', () => {
  const { options } = of({ body: { a: 1 }, tag: 5, until: 'never', over: null });
  assert.deepEqual([options.body, options.tag, options.data.until, options.data.over], ['', ALERT.url, 0, WORDS.es.over]);
});
