import { expect, test } from 'vitest';
import { redactorFor } from '../../src/exchange/target-redactor.ts';
import { madeTarget } from '../model/made-target.ts';

test('a key that holds the name of its credential is masked, and the name is not', () => {
  const redactor = redactorFor(madeTarget({ name: 'stays', contract: 'stays', baseUrl: 'http://127.0.0.1' }), {
    key: 'k-1a2b3c4d5e',
    restricted: 'restricted-7f3a91c2d4',
  });
  expect(redactor.text('restricted-7f3a91c2d4')).not.toContain('7f3a91c2');
  expect(redactor.text('restricted')).toBe('restricted');
});
