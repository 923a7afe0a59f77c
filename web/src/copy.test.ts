// The script of a copy of the public pages, on a page made of the few things that it touches: a copy whose writer stopped grows old by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const MINUTE_MS = 60_000;
const MADE = Date.UTC(2026, 2, 4, 20, 0);
let now = MADE;
Date.now = () => now;

/** What an element of the page has of the real one. */
class Thing {
  hidden = false;
  textContent = '';
  dataset: Record<string, string> = {};
  first: Thing[] = [];
  inside: Record<string, Thing[]> = {};
  words: Record<string, string> = {};
  classes: Set<string>;
  constructor(...classes: string[]) {
    this.classes = new Set(classes);
  }
  classList = {
    contains: (name: string) => this.classes.has(name),
    remove: (name: string) => void this.classes.delete(name),
    replace: (from: string, to: string) => this.classes.delete(from) && !!this.classes.add(to),
  };
  getAttribute = (name: string): string | null => this.words[name] ?? null;
  querySelectorAll = (what: string): Thing[] => this.inside[what] ?? [];
  querySelector = (what: string): Thing | null => this.querySelectorAll(what)[0] ?? null;
  closest = (): null => null;
  prepend = (...things: Thing[]): void => void this.first.push(...things);
}

const age = new Thing();
const bar = new Thing('age');
bar.hidden = true;
bar.dataset['made'] = new Date(MADE).toISOString();
bar.inside['[data-age]'] = [age];
bar.words = { 'data-word-now': 'now', 'data-word-minutes': '%n minutes', 'data-word-over': 'OVER', 'data-word-status': 'may have changed' };
const status = new Thing('now');
status.textContent = '2 now';
const advice = new Thing();
const alerts = [30, 90].map((minutes) => {
  const alert = new Thing('card', 'now');
  alert.dataset['until'] = String((MADE + minutes * MINUTE_MS) / 1000);
  return alert;
});
alerts[0]!.inside['[data-while-on]'] = [advice];
// The picture of the map: the first alert's mark, and the area that it lies in.
const title = new Thing();
title.textContent = 'Corner';
const [mark, area] = [new Thing('mark', 'alert'), new Thing('area', 'touched')];
mark.inside['title'] = [title];
for (const thing of [mark, area]) thing.dataset['until'] = alerts[0]!.dataset['until']!;
const found = (what: string): Thing[] => {
  if (what === 'svg .alert[data-until], svg .touched[data-until]') {
    return [mark, area].filter((thing) => thing.classes.has('alert') || thing.classes.has('touched'));
  }
  if (what === '[data-made]') return [bar];
  if (what === '[data-status]') return [status];
  return what === '.now[data-until]' ? alerts.filter((alert) => alert.classes.has('now')) : [];
};
const ticks: (() => void)[] = [];
Object.assign(globalThis, {
  document: {
    documentElement: new Thing(),
    querySelectorAll: found,
    querySelector: (what: string) => found(what)[0] ?? null,
    createElement: () => new Thing(),
    addEventListener: () => undefined,
  },
  addEventListener: () => undefined,
  setInterval: (tick: () => void) => ticks.push(tick),
});

const over = (): boolean[] => alerts.map((alert) => 'over' in alert.dataset);
function later(minutes: number): void {
  now = MADE + minutes * MINUTE_MS;
  for (const tick of ticks) tick();
}

test('a copy says how old it is, takes back "now", and marks what is over', async () => {
  await import('./copy');
  assert.ok(bar.hidden, 'a new copy says nothing');
  later(4);
  assert.ok(bar.hidden);
  assert.equal(status.textContent, '2 now');
  later(6);
  assert.deepEqual([bar.hidden, age.textContent], [false, '6 minutes']);
  assert.equal(status.textContent, '2 now', 'believed for a quarter of an hour');
  later(15);
  assert.equal(status.textContent, 'may have changed');
  later(29);
  assert.deepEqual(over(), [false, false]);
  assert.deepEqual([[...mark.classes], [...area.classes]], [['mark', 'alert'], ['area', 'touched']]);
  later(30);
  assert.deepEqual([[...mark.classes], [...area.classes]], [['mark', 'over'], ['area']], 'in the picture too');
  assert.deepEqual(over(), [true, false]);
  assert.ok(advice.hidden && alerts[0]!.first[0]!.first[0]!.textContent === 'OVER');
  assert.ok(!alerts[0]!.classes.has('now') && alerts[1]!.classes.has('now'));
  later(90);
  assert.deepEqual([over(), age.textContent], [[true, true], '90 minutes']);
  assert.equal(title.textContent, 'OVER · Corner', 'said once');
});
