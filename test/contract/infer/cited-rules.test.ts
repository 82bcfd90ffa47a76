import { expect, test } from 'vitest';
import { withCitedRules } from '../../../src/contract/infer/cited-rules.ts';

type Said = { readonly summary?: string; readonly description?: string; readonly tag?: string; readonly intro?: string };

/** What an operation of a theatre says after the rules that it cites were added to its own words. */
const saidBy = ({ tag = '', intro = '', ...said }: Said): unknown => {
  const read = withCitedRules({
    info: { title: 'Theatre', version: '1', description: intro },
    tags: [
      { name: 'Seats', description: tag },
      { name: 'Plays', description: 'Plays are staged.' },
    ],
    paths: { '/seats': { parameters: [], post: { tags: ['Seats'], ...said } } },
  });
  const paths = read['paths'] as { readonly '/seats': { readonly post: { readonly description?: unknown } } };
  return paths['/seats'].post.description;
};

const bold =
  '**S1** A seat is sold once.\n\n**S2** Only a held seat\ncan be sold (409).\n\nMore of that elsewhere.\n\n**S3** The row is free.';
const dots = '4.1 Gifts are free of charge.\n\n4.2 A gift has a giver (422).';
const second = 'Only a held seat\ncan be sold (409).';

test.each<readonly [what: string, said: Said, expected: unknown]>([
  ['a mark in brackets, behind a description', { summary: 'Sell (S2)', description: 'Sells it.\n', tag: bold }, `Sells it.\n\n${second}`],
  ['a mark, where there is no description', { summary: 'Sell, see S2', tag: bold }, second],
  [
    'a row of marks',
    { description: 'Rules S1 to S3 apply.', tag: bold },
    `Rules S1 to S3 apply.\n\nA seat is sold once.\n\n${second}\n\nThe row is free.`,
  ],
  [
    'a section of the introduction',
    { description: 'Gives it away (4.2).', intro: dots },
    'Gives it away (4.2).\n\nA gift has a giver (422).',
  ],
  ['items of a list', { summary: 'Sell (B-2)', tag: '- B-1: One each.\n- B-2: None at night.\n' }, 'None at night.'],
  ['headings', { summary: 'Sell (B2)', tag: '## B1 Each\n\nOne each.\n\n## B2 Nights\n\nNone at night.\n' }, 'None at night.'],
  [
    'rows of a table',
    { summary: 'Sell (B2)', tag: '| rule | says |\n|---|---|\n| B1 | One each. |\n| B2 | None at night. |' },
    'None at night.',
  ],
  [
    'numbers of its own tag',
    { description: 'Rule 2 applies.', tag: '1. One each.\n2. None at night.' },
    'Rule 2 applies.\n\nNone at night.',
  ],
])('an operation says itself what the rules say that it cites by %s', (_what, said, expected) => {
  expect(saidBy(said)).toBe(expected);
});

test.each<readonly [what: string, said: Said]>([
  ['is left out', { description: 'All rules but not S2.', tag: bold }],
  ['stands in code', { description: 'Answers `S2`.', tag: bold }],
  ['is no rule', { description: 'Gate S9.', tag: bold }],
  ['stands alone in its text', { description: 'On paper (A4).', tag: 'A4 paper is used.' }],
  ['stands for two rules elsewhere', { description: 'Sells it (4.2).', intro: `${dots}\n\n${dots}` }],
  ['is a number without the word for a rule', { description: 'Sells 2 seats.', tag: '1. One each.\n2. None at night.' }],
])('a mark adds nothing where it %s', (_what, said) => {
  expect(saidBy(said)).toBe(said.description);
});
