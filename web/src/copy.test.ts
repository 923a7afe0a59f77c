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
  classList = { remove: (name: string) => void this.classes.delete(name), replace: () => true };
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
const found = (what: string): Thing[] => {
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
  later(30);
  assert.deepEqual(over(), [true, false]);
  assert.ok(advice.hidden && alerts[0]!.first[0]!.first[0]!.textContent === 'OVER');
  assert.ok(!alerts[0]!.classes.has('now') && alerts[1]!.classes.has('now'));
  later(90);
  assert.deepEqual([over(), age.textContent], [[true, true], '90 minutes']);
});
