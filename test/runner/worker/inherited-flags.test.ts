import { expect, test } from 'vitest';

import { inheritedFlags } from '../../../src/runner/worker/inherited-flags.ts';

test('a worker takes over what it may need, and nothing about what the process above it runs', () => {
  expect(inheritedFlags(['--max-old-space-size=4096', '--use-openssl-ca', '--import', 'hooks.mjs'])).toEqual([
    '--max-old-space-size=4096',
    '--use-openssl-ca',
    '--import',
    'hooks.mjs',
  ]);
  expect(inheritedFlags(['--input-type=module', '-e', 'await run()', '--no-warnings'])).toEqual(['--no-warnings']);
  expect(inheritedFlags(['--eval=await run()', '--inspect-brk=0', '--watch', '--test'])).toEqual([]);
});
