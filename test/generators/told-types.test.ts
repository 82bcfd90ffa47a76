import { expect, test } from 'vitest';
import { withTypesTold } from '../../src/generators/told-types.ts';
import { simplestValue } from '../../src/generators/simplest-value.ts';

const document = {};
const kind = { type: 'string', enum: ['boolean', 'text', 'number'] };
const value = (
  description: string,
  more: object = { oneOf: [{ type: 'boolean' }, { type: 'string', maxLength: 20 }, { type: 'number' }] },
) => ({
  description,
  ...more,
});
const answers = (described: object, kindOfIt: object = kind) => ({
  type: 'object',
  required: ['kind'],
  properties: {
    kind: kindOfIt,
    answers: {
      type: 'array',
      minItems: 2,
      items: {
        type: 'object',
        required: ['code', 'value'],
        properties: { code: { type: 'string', examples: ['first-answer'] }, value: described },
      },
    },
  },
});
const told = value('Of the type that the kind of the question says.');
type Body = { readonly answers: readonly { readonly code: string; readonly value: unknown }[] };

/** The types of the values of made answers to a question of a kind. */
const typesFor = (schema: ReturnType<typeof answers>, own: string | undefined): readonly string[] => {
  const made = simplestValue({ document }, schema.properties.answers, 'answers');
  if (made.kind === 'unknown') throw new Error(made.why);
  const body = { ...(own !== undefined && { kind: own }), answers: made.value };
  const typed = withTypesTold(document, schema, body);
  expect(typed.changed).toEqual(JSON.stringify(typed.value) === JSON.stringify(body) ? [] : ['answers']);
  return (typed.value as unknown as Body).answers.map((one) => typeof one.value);
};

test.each<readonly [string, ReturnType<typeof answers>, string | undefined, string]>([
  ['texts where the kind is text', answers(told), 'text', 'string'],
  ['numbers where it is number', answers(told), 'number', 'number'],
  ['as they were where they are right', answers(told), 'boolean', 'boolean'],
  ['of the kind by default', answers(told, { ...kind, default: 'text' }), undefined, 'string'],
  [
    'texts where a list of types says so',
    answers(value('Type depends on `kind`.', { type: ['boolean', 'string', 'number'] })),
    'text',
    'string',
  ],
  ['as they were where nothing speaks of the kind', answers(value('What is right.')), 'text', 'boolean'],
  ['as they were where kinds are no types', answers(told, { type: 'string', enum: ['boolean', 'riddle'] }), 'boolean', 'boolean'],
  ['as they were where the kind is not known', answers(told), undefined, 'boolean'],
])('values that may be of several types are %s', (_how, schema, own, expected) => {
  expect(typesFor(schema, own)).toEqual([expected, expected]);
});

test('entries that are made alike have keys of their own, and other truth values', () => {
  const made = simplestValue({ document }, answers(told).properties.answers, 'answers');
  const [first, second] = (made.kind === 'value' ? made.value : []) as Body['answers'];
  expect(first?.code).toBe('first-answer');
  expect(second?.code).not.toBe(first?.code);
  expect([first?.value, second?.value].toSorted()).toEqual([false, true]);
});

test('of several numbers each second one is zero', () => {
  const schema = answers(told);
  const made = simplestValue({ document }, schema.properties.answers, 'answers');
  const typed = withTypesTold(document, schema, { kind: 'number', answers: made.kind === 'value' ? made.value : [] });
  expect((typed.value as unknown as Body).answers.map((one) => one.value)).toEqual([1, 0]);
});

test('entries that nothing tells apart stay alike', () => {
  const plain = {
    type: 'array',
    minItems: 2,
    items: { type: 'object', required: ['size'], properties: { size: { type: 'integer', minimum: 3 } } },
  };
  const made = simplestValue({ document }, plain, 'parts');
  expect(made).toMatchObject({ value: [{ size: 3 }, { size: 3 }] });
});
