import { expect, test } from 'vitest';
import { freshName, isOwnUuid, uuidFor } from '../../src/generators/fresh-name.ts';
import { freshText } from '../../src/generators/fresh-text.ts';

const uuid = { type: 'string', format: 'uuid' };

test('a made-up name that has to be a UUID is the same in every request, and in the records of earlier versions', () => {
  const known = '4d8bc4a7-fea4-42e7-8701-4b750df7e7f1';
  expect(uuidFor('ct-n1-crate')).toBe(known);
  expect(freshName('ct-n1-crate', uuid)).toBe(known);
  expect(freshText({}, uuid, 'ct-n1-crate')).toBe(known);
  expect(isOwnUuid(known)).toBe(true);
  expect(isOwnUuid('4d8bc4a7-fea4-12e7-8701-4b750df7e7f1')).toBe(false);
});

test('a made-up name is shortened where the schema leaves little room, and is another one for another text', () => {
  const slug = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{1,18}[a-z0-9]$' };
  const [one, other] = ['ct-n1-for-post-crates-crate-open', 'ct-n1-for-post-crates-crate-close'].map((text) => freshName(text, slug));
  expect(one).toMatch(/^ct-[0-9a-f]{16}$/u);
  expect(other).not.toBe(one);
  expect(freshName('ct-n1-for-post-crates-crate-open', { type: 'string', maxLength: 12 })).toMatch(/^ct-[0-9a-f]{9}$/u);
  expect(freshName('ct-n1-for-post-crates-crate-open', { type: 'string', maxLength: 11 })).toBeUndefined();
});
