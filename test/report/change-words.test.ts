import { expect, test } from 'vitest';
import type { ChangeRow } from '../../src/model/record.ts';
import { changePhrase } from '../../src/report/change-words.ts';

const row = (kind: ChangeRow['kind'], count: number, perhaps: number): ChangeRow => ({
  kind,
  operation: `${kind} kettles`,
  count,
  perhaps,
  things: [],
});

test('the phrase distinguishes what an answer shows from what perhaps happened', () => {
  expect(changePhrase({ created: 0, changes: [] })).toBe('0 created');
  expect(changePhrase({ created: 3 })).toBe('3 created');
  expect(changePhrase({ created: 5, changes: [row('created', 3, 2), row('removed', 1, 4), row('changed', 0, 1)] })).toBe(
    '3 created, 2 perhaps created, 1 perhaps changed, 1 removed, 4 perhaps removed',
  );
  expect(changePhrase({ created: 0, changes: [row('called', 1, 1)] })).toBe('0 created, 2 called with unknown effect');
});
