import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { contractDigest } from '../../src/contract/contract-digest.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { Requirement } from '../../src/model/requirement.ts';

const contract = await loadContract('cloudnexus');
const all = [...contract.requirements.values()];
const mapOf = (requirements: readonly Requirement[]): ReadonlyMap<string, Requirement> => new Map(requirements.map((one) => [one.id, one]));

test.each([
  [0, 0],
  [3, 0],
  [0, 2],
  [3, 2],
])('the digest is that of one list in JSON, with %i requirements for every API and %i of its own', (shared, own) => {
  const document = { openapi: '3.1.0', info: { title: 'Größen', version: '1' } };
  const [standard, ofItsOwn] = [all.slice(0, shared), all.slice(10, 10 + own)];
  const text = JSON.stringify([document, [...standard, ...ofItsOwn], ['an open point']]);
  const digest = contractDigest(document, { standard: mapOf(standard), own: mapOf(ofItsOwn) }, ['an open point']);
  expect(digest).toBe(createHash('sha256').update(text).digest('hex'));
});
