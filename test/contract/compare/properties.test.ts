import {
  assert,
  asyncProperty,
  type Arbitrary,
  constant,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  option,
  record,
  subarray,
  tuple,
} from 'fast-check';
import { expect, test } from 'vitest';
import type { DocumentChangeKind } from '../../../src/contract/compare/change.ts';
import { changesBetween } from './compared.ts';
import { answering, pets, taking } from './documents.ts';

const numRuns = 120;

const bound = option(integer({ min: 1, max: 6 }), { nil: undefined });

const compact = (value: Readonly<Record<string, unknown>>): object => JSON.parse(JSON.stringify(value)) as object;

const plain: Arbitrary<object> = oneof(
  record({ minLength: bound, maxLength: bound, pattern: option(constantFrom('^a', '^b'), { nil: undefined }) }).map((more) =>
    compact({ type: 'string', ...more }),
  ),
  record({ minimum: bound, exclusiveMaximum: bound, multipleOf: bound, type: constantFrom('integer', 'number') }).map(compact),
  constantFrom({ type: 'boolean' }, { type: ['string', 'null'] }, { type: 'string', format: 'date' }),
  subarray(['a', 'b', 'c'], { minLength: 1 }).map((values) => ({ enum: values })),
);

/** Schemas with lists, objects and maps in each other. */
const schema = letrec<{ schema: object }>((tie) => ({
  schema: oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    tie('schema').map((items) => ({ type: 'array', items })),
    tie('schema').map((additionalProperties) => ({ type: 'object', additionalProperties })),
    tuple(dictionary(constantFrom('a', 'b', 'c', 'd'), tie('schema'), { maxKeys: 3 }), subarray(['a', 'b', 'c'])).map(
      ([properties, required]) => ({
        type: 'object',
        properties,
        required: required.filter((name) => name in properties),
      }),
    ),
  ),
})).schema;

/** The same with alternatives, references and what only closed schemas say. */
const anySchema: Arbitrary<object> = oneof(
  schema,
  tuple(schema, schema).map((oneOf) => ({ oneOf })),
  tuple(schema, schema).map((anyOf) => ({ type: 'object', properties: { either: { anyOf } }, additionalProperties: false })),
  tuple(schema, schema).map((allOf) => ({ allOf })),
  schema.map((value) => ({ type: 'object', properties: { value, child: { $ref: '#/components/schemas/Again' } } })),
  constant({ not: { const: 1 }, if: { type: 'string' }, then: { minLength: 1 } }),
);

const again = { Again: { anyOf: [{ type: 'object', properties: { next: { $ref: '#/components/schemas/Again' } } }, { type: 'null' }] } };

test('a document has no changes to itself', async () => {
  await assert(
    asyncProperty(anySchema, anySchema, async (asked, answered) => {
      const document = {
        ...taking(asked, again),
        ...pets({ get: answering(answered, again) }),
        ...answering({ allOf: [asked, answered] }, again),
      };
      expect(await changesBetween(document, document)).toEqual([]);
      expect(await changesBetween(taking(asked, again), taking(asked, again))).toEqual([]);
    }),
    { numRuns },
  );
});

const opposites: readonly (readonly [DocumentChangeKind, DocumentChangeKind])[] = [
  ['member-removed', 'member-added'],
  ['member-required', 'member-optional'],
  ['members-closed', 'members-opened'],
  ['type-narrowed', 'type-widened'],
  ['null-allowed', 'null-refused'],
  ['values-removed', 'values-added'],
];

const opposite = (kind: DocumentChangeKind): DocumentChangeKind => {
  const [one, other] = opposites.find((pair) => pair.includes(kind)) ?? [kind, kind];
  return one === kind ? other : one;
};

/** Limits of listed values are told by the values, and steps need not divide each other. */
const isTold = (kind: DocumentChangeKind): boolean => !/^(?:limit|pattern|format)-/u.test(kind);

test('what is gone one way is new the other way', async () => {
  await assert(
    asyncProperty(schema, schema, async (before, after) => {
      const there = await changesBetween(answering(before), answering(after));
      const back = await changesBetween(answering(after), answering(before));
      const named = (kinds: readonly DocumentChangeKind[]): readonly string[] => kinds.filter(isTold).sort();
      expect(named(there.map(({ kind }) => opposite(kind)))).toEqual(named(back.map(({ kind }) => kind)));
    }),
    { numRuns },
  );
});

test('what breaks a request breaks a response the other way', async () => {
  await assert(
    asyncProperty(plain, plain, async (before, after) => {
      const asked = await changesBetween(taking(before), taking(after));
      const answered = await changesBetween(answering(after), answering(before));
      const isBroken = (changes: typeof asked): boolean => changes.some(({ verdict }) => verdict === 'breaking');
      expect(isBroken(asked)).toBe(isBroken(answered));
    }),
    { numRuns },
  );
});
