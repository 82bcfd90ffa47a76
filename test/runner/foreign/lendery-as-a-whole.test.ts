import { expect, test } from 'vitest';
import { lendery, lenderyDocument, lenderyKeys } from '../../worlds/lendery.ts';
import { judgeWithCallers } from './judge-with-callers.ts';

// All checks in one run: beside the runs of single checks it takes minutes.
test('nothing is told of a lendery that keeps its document', async () => {
  const { url } = await lendery({});
  const { told } = await judgeWithCallers(lenderyDocument, url, lenderyKeys, { only: [], maxCreates: 400 });
  expect(told).toEqual([]);
});
