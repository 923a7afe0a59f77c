import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coarse } from './here';

test('a place becomes the middle of its cell', () => {
  assert.equal(coarse(34.05223), '34.0525');
  assert.equal(coarse(-118.24368), '-118.2425');
  assert.equal(coarse(0), '0.0025');
  assert.equal(coarse(-0.0001), '-0.0025');
});

test('all places of one cell become the same words, and the next cell others', () => {
  const all = new Set<string>();
  for (let i = 1; i < 50; i++) all.add(coarse(34.05 + i * 0.0001));
  assert.equal(all.size, 1);
  assert.notEqual(coarse(34.0551), [...all][0]);
});
