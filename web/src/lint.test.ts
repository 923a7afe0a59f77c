// The twin against the server's cases in tests/lint: `npm test` in web/ bundles this file and runs it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { findings } from './lint';

interface Vector {
  text: string;
  classes: string[];
}

interface Line {
  text: string;
  spans: { class: string; start: number; end: number }[];
}

const cases = new URL('../../tests/lint/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, cases), 'utf8');
const vectors = JSON.parse(read('vectors.json')) as Vector[];
const corpus = read('corpus.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line);

test('finds what the server finds in the shared vectors', () => {
  assert.ok(vectors.length >= 80);
  for (const { text, classes } of vectors) {
    const found = [...new Set(findings(text).map((finding) => finding.class))].sort();
    assert.deepEqual(found, [...classes].sort(), text);
  }
});

test('is never noisier than what was marked by hand', () => {
  let right = 0;
  for (const { text, spans } of corpus) {
    const bytes = (offset: number): number => Buffer.byteLength(text.slice(0, offset));
    for (const finding of findings(text)) {
      const start = bytes(finding.start);
      const end = bytes(finding.end);
      const marked = spans.some((span) => span.class === finding.class && start < span.end && span.start < end);
      assert.ok(marked, `${finding.class} "${text.slice(finding.start, finding.end)}" in "${text}"`);
      right += 1;
    }
  }
  // The control: a lint that finds nothing would be quiet too.
  assert.ok(right >= 200, `only ${right} findings in the corpus`);
  console.log(`${right} findings in the corpus, all of them marked`);
});

test('tells on unseen lines how often it warns, and is not noisier there', () => {
  const noise: string[] = [];
  for (const name of ['unseen.jsonl', 'unseen_status.jsonl', 'unseen_homes.jsonl']) {
    const counts = new Map<string, [number, number]>();
    for (const line of read(name).trim().split('\n')) {
      const { text, spans } = JSON.parse(line) as Line;
      const bytes = (offset: number): number => Buffer.byteLength(text.slice(0, offset));
      const found = findings(text).map((finding) => ({ ...finding, start: bytes(finding.start), end: bytes(finding.end) }));
      const meets = (one: { class: string; start: number; end: number }, other: { class: string; start: number; end: number }): boolean =>
        one.class === other.class && one.start < other.end && other.start < one.end;
      for (const span of spans) {
        const [met, all] = counts.get(span.class) ?? [0, 0];
        counts.set(span.class, [met + Number(found.some((finding) => meets(finding, span))), all + 1]);
      }
      if (spans.length === 0) noise.push(...found.map((finding) => `${finding.class} in ${text}`));
    }
    console.log(name, [...counts].map(([kind, [met, all]]) => `${kind} ${met}/${all}`).join(', '));
  }
  assert.deepEqual(noise, []);
});

test('offsets are those of the text as typed', () => {
  const text = '🚐 placa 8️⃣ＫＲＤ214 y ya';
  const [finding] = findings(text);
  assert.ok(finding);
  assert.equal(text.slice(finding.start, finding.end), '8️⃣ＫＲＤ214');
});

test('long and odd texts are read without failing', () => {
  for (const piece of ['placa ', '8 K R D 2 1 4 ', 'a.', '@', '1-', '\u200b', '\ud800', '🇲🇽']) {
    findings(piece.repeat(4000));
  }
});
