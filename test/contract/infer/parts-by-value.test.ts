import { expect, test } from 'vitest';
import { partsByValue } from '../../../src/contract/infer/parts-by-value.ts';

const values = ['submitted', 'cancelled'];

test('items of a list are apart, with what goes on below them', () => {
  const text =
    'Moves an order.\n\n- **submitted**: needs a line\n  or two.\n- `cancelled` – needs a reason.\n\n  It is final.\n- draft: nothing.\n\nAll say 409.';
  expect(partsByValue(text, values)).toEqual([
    { value: undefined, text: 'Moves an order.' },
    { value: 'submitted', text: 'needs a line\nor two.' },
    { value: 'cancelled', text: 'needs a reason.\n\nIt is final.' },
    { value: undefined, text: '- draft: nothing.' },
    { value: undefined, text: 'All say 409.' },
  ]);
});

test('rows of a table, and paragraphs that begin with a marked value, are apart', () => {
  const text = '| to | rule |\n|---|---|\n| Submitted | needs a line |\n\n`cancelled`: needs a reason.\nsubmitted: is no begin.';
  expect(partsByValue(text, values)).toContainEqual({ value: 'submitted', text: 'needs a line |' });
  expect(partsByValue(text, values)).toContainEqual({ value: 'cancelled', text: 'needs a reason.\nsubmitted: is no begin.' });
});
