import { expect, test } from 'vitest';
import { flagToldIn } from '../../../src/contract/infer/told-flags.ts';

test.each([
  'Setting a new default clears the cart.',
  'The first default address is used for billing; the others are kept.',
  'The first address is made default by the app.',
  'A new default replaces the old one at midnight.',
  'When it is deleted, another address becomes the default at the next order.',
  'The default address: exactly one is required at check-out.',
  'The previous default address no longer gets mail.',
  'The old default stops being charged.',
  'Only one of default and hidden can be true.',
])('nothing is told of a flag by what is about something else, or later: %s', (text) => {
  expect(flagToldIn([text], 'default')).toBeUndefined();
});

test.each([
  ['Setting a new default unsets the old one.', { isUnique: true, takesOver: true, isFirst: false }],
  ['The old default is no longer the default.', { isUnique: true, takesOver: true, isFirst: false }],
  ['Only one of them is the default.', { isUnique: true, takesOver: false, isFirst: false }],
  ['The first address is the default one, whatever is sent.', { isUnique: false, takesOver: false, isFirst: true }],
])('told of a flag: %s', (text, told) => {
  expect(flagToldIn([text], 'default')).toMatchObject(told);
});
