import { expect, test } from 'vitest';
import { sharedParameters } from '../../src/cli/shared-parameters.ts';

test.each([
  ['safe', '/a/{b}/c/{d}', ['b', 'd']],
  ['creates', '/a/{b}/c', ['b']],
  ['creates', '/a/{b}/c/{d}', ['b']],
  ['creates-permanently', '/a/{b}/c', ['b']],
  ['changes', '/a/{b}/c/{d}', ['b']],
  ['changes', '/a/{b}/price', []],
  ['asks', '/a/{b}/search', []],
  ['destructive', '/a/{b}/reset', []],
] as const)('a value for all operations reaches of what %s at %s only %j', (effect, path, expected) => {
  expect(sharedParameters({ effect, path })).toEqual(expected);
});
