import { describe, expect, test } from 'vitest';
import { arrowsIn } from '../../../src/contract/infer/move-arrows.ts';

const states = ['draft', 'sent', 'in_review', 'approved', 'paid', 'void'];

/** The moves of a text, one a line, as `from > to`; "…" where it may show more. */
const shown = (text: string): readonly string[] => {
  const { rows, isWhole } = arrowsIn(text, states);
  const moves = rows.flatMap(({ from, to }) => from.flatMap((one) => (to ?? ['?']).map((other) => `${one} > ${other}`)));
  return [...moves, ...(isWhole ? [] : ['…'])];
};

describe('arrows in the lines of a text', () => {
  test.each<readonly [string, string, readonly string[]]>([
    [
      'of a list',
      '- `draft` → `sent`, with the send call;\n- `draft` or `sent` → `void`;\n',
      ['draft > sent', 'draft > void', 'sent > void'],
    ],
    [
      'of a block',
      '    draft     -> in review, void\n    in_review => approved',
      ['draft > in_review', 'draft > void', 'in_review > approved'],
    ],
    ['that go on', '- `draft` → `sent`, once there is\n  something to send\n- `sent` → `paid`', ['draft > sent', 'sent > paid']],
    ['of a chain', 'draft ──► sent ──► paid', ['draft > sent', 'sent > paid']],
    ['beside words', 'Moves: draft → sent → paid; sent → void.', ['draft > sent', 'sent > paid', 'sent > void']],
    ['behind which no state stands', '* `void` → back to whichever it was', ['void > ?']],
    ['that may be two moves or three', 'draft → sent, approved → paid', ['…']],
    [
      'with remarks in brackets',
      "Life. `draft` → `sent` or `void` (the author's word), `sent` → `paid` (the payer's).",
      ['draft > sent', 'draft > void', 'sent > paid'],
    ],
    ['with two heads', 'draft ↔ sent\nsent → paid', ['sent > paid', '…']],
    ['of two heads in plain text', 'draft <-> sent', ['…']],
    ['that also lead back', 'draft → sent, and back', ['draft > sent', '…']],
    ['behind words', 'It goes from draft → sent → paid', ['…']],
    [
      'in brackets of sentences',
      'A clerk sends it (`draft` → `sent`). While it is sent\nit can go for review and come back (`sent` → `in_review`, `in_review` → `sent`).\nFrom either it can be paid (`sent` → `paid`,\n`in_review` → `paid`), and all but paid ones voided (`draft`, `sent` or `in_review` → `void`).',
      [
        'draft > sent',
        'sent > in_review',
        'in_review > sent',
        'sent > paid',
        'in_review > paid',
        'draft > void',
        'sent > void',
        'in_review > void',
      ],
    ],
    ['in brackets that may be two moves or three', 'It goes on (draft → sent, approved → paid).', ['…']],
    ['in brackets that also lead back', 'It goes on (draft → sent and back).', ['…']],
    ['in brackets of other things', 'It is sent (`POST /send` → `sent`).', ['…']],
    ['of other things', 'a → b, `amount` → `total`', []],
    [
      'from the states above, by their number',
      '- `draft` → `sent`\n- `sent` → `paid`\n- each of these two → `void`',
      ['draft > sent', 'sent > paid', 'draft > void', 'sent > void'],
    ],
    [
      'from the states above, which it counts',
      '- draft → sent\n- sent → in review, paid\n- in review → paid\n- Any of the above 3 states → void',
      ['draft > sent', 'sent > in_review', 'sent > paid', 'in_review > paid', 'draft > void', 'sent > void', 'in_review > void'],
    ],
    [
      'from the states above, with another number',
      '- draft → sent\n- sent → paid\n- each of these three → void',
      ['draft > sent', 'sent > paid', '…'],
    ],
    [
      'from the states above, without a number',
      '- draft → sent\n- sent → paid\n- each of these → void',
      ['draft > sent', 'sent > paid', '…'],
    ],
    ['from two states that stand elsewhere', '- draft → sent\n- sent → paid\n- two → void', ['draft > sent', 'sent > paid', '…']],
  ])('%s', (_what, text, moves) => {
    expect(shown(text)).toEqual(moves);
  });
});

const drawing = `draft ──► sent ──► approved ──► paid
  ▲         │         └──────────▲
  └─────────┘
draft, sent ──► void`;

describe('lines of a drawing', () => {
  test('are followed to the labels at which they point', () => {
    expect(shown(drawing).toSorted()).toEqual(
      ['approved > paid', 'approved > paid', 'draft > sent', 'draft > void', 'sent > approved', 'sent > draft', 'sent > void'].toSorted(),
    );
  });

  test('go down to the next labels', () => {
    expect(shown('draft ──► sent\n           │\n           ▼\n          paid ──► void')).toEqual([
      'draft > sent',
      'paid > void',
      'sent > paid',
    ]);
  });

  test.each([
    ['has no head', 'draft ──► sent\n  │        │\n  └────────┘'],
    ['points at nothing', 'draft ──► sent\n  │\n  └────▼'],
    ['is of other characters', 'draft --> sent\n  ^        |\n  |________|'],
    ['stands beside a label', 'draft ──► sent\n  └──► void'],
  ])('may show more where one %s', (_what, text) => {
    expect(shown(text)).toContain('…');
  });
});
