import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Schema } from '../../src/contract/model.ts';
import { breaches } from '../../src/generators/breaches/breaches.ts';
import { counts, sentBreaks } from '../../src/generators/breaches/wire/counts.ts';
import type { ParameterSending } from '../../src/generators/breaches/wire/sending.ts';
import { sendingOf, serialise } from '../../src/generators/breaches/wire/serialise.ts';
import { createJudge } from '../../src/generators/values/judge/create-judge.ts';
import { crates, operationCalled } from './support.ts';

const query: ParameterSending = { kind: 'parameter', in: 'query', name: 'q', required: false, style: 'form', explode: true };

const judge = createJudge({ document: {} });
const isBreach = (schema: Schema, value: unknown, sending: Partial<ParameterSending> = {}): boolean =>
  counts({ ...query, ...sending }, schema, value, judge);

const integer = { type: 'integer', minimum: 1, maximum: 100 };

describe('a value in a query is judged as the text that is sent', () => {
  const cases: readonly (readonly [what: string, schema: Schema, value: unknown, breach: boolean])[] = [
    ['null for a text', { type: 'string' }, null, false],
    ['a number for a text', { type: 'string' }, 5, false],
    ['an object for a text', { type: 'string' }, {}, false],
    ['too long a text', { type: 'string', maxLength: 2 }, 'abc', true],
    ['digits for an integer', integer, '5', false],
    ['letters for an integer', integer, 'abc', true],
    ['a fraction for an integer', integer, 1.5, true],
    ['1.0 for an integer', integer, '1.0', false],
    ['1e1 for an integer', integer, '1e1', false],
    ['a space before an integer', integer, ' 5', false],
    ['a sign before an integer', integer, '+5', false],
    ['a zero before an integer', integer, '05', false],
    ['a number above the maximum', integer, 101, true],
    ['a number above the maximum in disguise', integer, '1.01e2', true],
    ['true for an integer, which some read as 1', integer, true, false],
    ['true for an integer that cannot be 1', { type: 'integer', minimum: 5 }, true, true],
    ['nothing for an integer', integer, '', false],
    ['null for an integer', integer, null, false],
    ['a word for a boolean', { type: 'boolean' }, 'maybe', true],
    ['2 for a boolean', { type: 'boolean' }, 2, true],
    ['1 for a boolean', { type: 'boolean' }, 1, false],
    ['yes for a boolean', { type: 'boolean' }, 'yes', false],
    ['TRUE for a boolean', { type: 'boolean' }, 'TRUE', false],
    ['"null" for what may be null', { type: ['integer', 'null'] }, 'null', false],
    ['an unlisted word', { enum: ['a', 'b'] }, 'c', true],
    ['a listed word among spaces', { enum: ['a', 'b'] }, ' a', false],
    ['one item that fits, for a number', { type: 'integer' }, [5], false],
    ['a good and a bad number', { type: 'integer' }, ['x', 5], false],
    ['two bad numbers', { type: 'integer' }, ['x', 'z'], true],
    ['a text for a list of texts', { type: 'array', items: { type: 'string' } }, 'a', false],
    ['a comma in a text, for at most one', { type: 'array', items: { type: 'string' }, maxItems: 1 }, ['a,b'], false],
    [
      'too many items of a repeated name, of which some take the last',
      { type: 'array', items: { type: 'integer' }, maxItems: 2 },
      [1, 2, 3],
      false,
    ],
    ['no items, which is nothing at all', { type: 'array', minItems: 1 }, [], false],
    ['a list of words for a list of numbers', { type: 'array', items: { type: 'integer' } }, ['x', 'z'], true],
  ];
  test.each(cases)('%s', (_, schema, value, breach) => {
    expect(isBreach(schema, value)).toBe(breach);
  });

  test('too many items in one text break the maximum', () => {
    expect(isBreach({ type: 'array', items: { type: 'integer' }, maxItems: 2 }, [1, 2, 3], { explode: false })).toBe(true);
  });

  test('nothing breaks what is required', () => {
    expect(isBreach(integer, '', { required: true })).toBe(true);
    expect(isBreach({ type: 'array', minItems: 1 }, [], { required: true })).toBe(true);
    expect(isBreach({ type: 'string' }, '', { required: true })).toBe(false);
  });
});

describe('elsewhere', () => {
  test.each(['', '.', '..', 'a/b', 'a?b', 'a#b'])('"%s" in a path leads to another route', (value) => {
    expect(isBreach({ enum: ['x'] }, value, { in: 'path', style: 'simple', required: true })).toBe(false);
  });

  test('a word in a path is a breach of a number', () => {
    expect(isBreach({ type: 'integer' }, 'abc', { in: 'path', style: 'simple', required: true })).toBe(true);
  });

  test('a cookie is never one, and spaces around a header value cannot be sent', () => {
    expect(isBreach({ enum: ['x'] }, 'y', { in: 'cookie' })).toBe(false);
    expect(isBreach({ enum: ['x'] }, ' y', { in: 'header', style: 'simple' })).toBe(false);
    expect(isBreach({ enum: ['x'] }, 'y', { in: 'header', style: 'simple' })).toBe(true);
  });

  test('in JSON values keep their types, and -0 is 0', () => {
    const json = { kind: 'json' } as const;
    expect(counts(json, { type: 'string' }, 5, judge)).toBe(true);
    expect(counts(json, { not: { const: 0 } }, -0, judge)).toBe(true);
    expect(counts(json, { minimum: 0 }, -0, judge)).toBe(false);
    expect(counts(json, false, undefined, judge)).toBe(false);
  });
});

const location = { operation: 'GET /crates', way: ['#/paths/~1crates/get/parameters/0'] };

describe('styles', () => {
  test.each<[Partial<ParameterSending>, unknown, readonly string[] | undefined]>([
    [{}, ['a', 1, true, null], ['a', '1', 'true', 'null']],
    [{ explode: false }, ['a', 'b'], ['a,b']],
    [{ style: 'pipeDelimited', explode: false }, ['a', 'b'], ['a|b']],
    [{ style: 'spaceDelimited', explode: false }, ['a', 'b'], ['a b']],
    [{ in: 'path', style: 'simple', explode: true }, ['a', 'b'], ['a,b']],
    [{}, 1e21, ['1000000000000000000000']],
    [{}, 1e-7, ['0.0000001']],
    [{}, null, ['null']],
    [{}, [], []],
    [{ in: 'path', style: 'matrix' }, 'a', undefined],
    [{}, [['a']], undefined],
    [{ style: 'deepObject' }, { a: 1 }, undefined],
    [{}, { a: 1 }, undefined],
  ])('%o of %j', (sending, value, sent) => {
    expect(serialise({ ...query, ...sending }, value)).toEqual(sent);
  });

  test('are those of the document, or the defaults', async () => {
    const [, by, header] = (await operationCalled('lookIntoCrate')).parameters;
    if (!by || !header) throw new Error('no parameters');
    expect(sendingOf(await crates(), by)).toMatchObject({ in: 'query', name: 'by', required: true, style: 'form', explode: true });
    expect(sendingOf(await crates(), header)).toMatchObject({ in: 'header', style: 'simple', explode: false });
  });
});

test('a style that a query does not have is replaced by the default, as in valid requests', () => {
  const parameter = { in: 'query', name: 'by', required: false, schema: true, schemaLocation: location, location } as const;
  const document = { paths: { '/crates': { get: { parameters: [{ in: 'query', name: 'by', style: 'matrix' }] } } } };
  expect(sendingOf({ document }, parameter)).toMatchObject({ style: 'form', explode: true });
});

describe('breaches of a parameter', () => {
  const found = (schema: Schema, sending: Partial<ParameterSending> = {}) =>
    breaches(schema, { document: {}, sending: { ...query, ...sending } });

  test('of a text without rules do not exist', () => {
    expect(found({ type: 'string' })).toEqual([]);
  });

  test('of a number are words, fractions and numbers beyond the bounds', () => {
    expect(found(integer).map(({ keyword }) => keyword)).toEqual(['type', 'minimum', 'maximum']);
    const [type] = found(integer);
    const texts = type ? fc.sample(type.arb, { seed: 1, numRuns: 100 }).map((value) => serialise(query, value)?.[0] ?? '') : [];
    expect(texts.some((text) => /^[a-z]/.test(text))).toBe(true);
    expect(texts.some((text) => /^-?\d*\.\d+$/.test(text))).toBe(true);
  });

  test('stay breaches in every form that is sent', () => {
    for (const schema of [integer, { type: 'boolean' }, { enum: ['a', 'b'] }, { type: 'array', items: integer, maxItems: 2 }]) {
      for (const { arb } of found(schema)) {
        for (const value of fc.sample(arb, { seed: 4, numRuns: 50 })) {
          const sent = serialise(query, value);
          expect(sent && sentBreaks(query, schema, sent, judge), JSON.stringify([schema, value])).toBe(true);
        }
      }
    }
  });
});
