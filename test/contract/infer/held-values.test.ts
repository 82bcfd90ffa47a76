import { describe, expect, test } from 'vitest';
import { loadContract } from '../../../src/contract/load.ts';
import { writeDocument } from '../support.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const whole = { type: 'integer' };

/** The filter that is read from one parameter of a list of kites. */
const filterOf = async (name: string, schema: Json, description: string, properties: Json = { id: text, title: text, tags: texts }) => {
  const body = { type: 'array', items: { type: 'object', properties } };
  const responses = { '200': { description: 'kites', content: { 'application/json': { schema: body } } } };
  const file = writeDocument({
    openapi: '3.1.0',
    info: { title: 'Kites', version: '1' },
    paths: { '/kites': { get: { parameters: [{ name, in: 'query', schema, description }], responses } } },
  });
  const [list] = (await loadContract(file)).collections;
  return list?.operation.conventions.filters?.[name];
};

describe('a filter by values in a list', () => {
  test.each<readonly [string, Json, string, string]>([
    ['tag', text, 'Only kites with this tag', 'has'],
    ['tags', texts, 'Tags of the kite', 'has'],
    ['tags', texts, 'Only kites that have all of these tags', 'hasAll'],
    ['any_tags', texts, 'Only kites with at least one of these tags', 'hasAny'],
    ['tagsAll', texts, 'Tags', 'hasAll'],
  ])('is read from %s, %j, "%s"', async (name, schema, description, compare) => {
    expect(await filterOf(name, schema, description)).toEqual({ at: '/tags', compare });
  });

  test.each<readonly [string, Json, string]>([
    ['tag', text, 'Kites without this tag'],
    ['tags', { type: 'integer' }, 'Number of tags'],
    ['tag', { ...text, default: 'new' }, 'Only kites with this tag'],
    ['tag', text, 'Prefix of a tag'],
    ['labels', texts, 'Only kites that have all of these labels'],
  ])('is not read from %s, %j, "%s"', async (name, schema, description) => {
    expect(await filterOf(name, schema, description)).toBeUndefined();
  });
});

describe('a filter by a beginning', () => {
  test('is read where the name and the description say so', async () => {
    expect(await filterOf('prefix', text, 'Only kites whose title starts with this')).toEqual({ at: '/title', compare: 'startsWith' });
    expect(await filterOf('name_prefix', text, 'Starts with', { id: text, name: text, note: text })).toEqual({
      at: '/name',
      compare: 'startsWith',
    });
  });

  test('is not read where it is open which text begins so', async () => {
    expect(await filterOf('prefix', text, 'Starts with this', { name: text, note: text })).toBeUndefined();
    expect(await filterOf('start', text, 'Only kites whose title starts with this')).toBeUndefined();
    expect(await filterOf('prefix', text, 'Only kites whose title or note starts with this')).toBeUndefined();
  });
});

describe('a bound whose description names the member', () => {
  const numbers = { id: text, span_cm: whole, tail_cm: whole, price: { type: 'number' } };
  test('is about that member', async () => {
    expect(await filterOf('min_cm', whole, 'Only kites whose `span_cm` is at least this', numbers)).toEqual({
      at: '/span_cm',
      compare: 'atLeast',
      included: true,
    });
    expect(await filterOf('max_cm', whole, 'At most this `tail_cm`; kites without a tail are left out', numbers)).toEqual({
      at: '/tail_cm',
      compare: 'atMost',
      included: true,
      without: 'out',
    });
  });

  test('is left alone where it names another one, or two', async () => {
    expect(await filterOf('min_cm', whole, 'Only kites whose `price` is at least this', numbers)).toBeUndefined();
    expect(await filterOf('min_cm', whole, 'Only kites whose `span_cm` or `tail_cm` is at least this', numbers)).toBeUndefined();
    expect(await filterOf('min_cm', whole, 'Lowest size', numbers)).toBeUndefined();
  });
});
