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
    ['tags', { type: 'integer' }, 'Number of tags'],
    ['tag', { ...text, default: 'new' }, 'Only kites with this tag'],
    ['tag', text, 'Prefix of a tag'],
    ['labels', texts, 'Only kites that have all of these labels'],
  ])('is not read from %s, %j, "%s"', async (name, schema, description) => {
    expect(await filterOf(name, schema, description)).toBeUndefined();
  });
});

describe('a filter that leaves out what has its value', () => {
  const properties = {
    id: text,
    title: text,
    tags: texts,
    status: { enum: ['flown', 'stored'], type: 'string' },
    maker_id: text,
    tax_free: texts,
  };

  test.each<readonly [string, Json, string, string]>([
    ['tag', text, 'Kites without this tag', '/tags'],
    ['tagFree', text, 'Only kites without this tag', '/tags'],
    ['tagFree', text, '', '/tags'],
    ['excludeTag', text, '', '/tags'],
    ['excludeTags', texts, 'Leaves out kites with any of these tags', '/tags'],
    ['withoutTag', text, 'Only kites that do not have this tag', '/tags'],
    ['tag[ne]', text, 'Tag that is not there', '/tags'],
    ['notStatus', { type: 'string', enum: ['flown', 'stored'] }, 'Only kites in another status: leaves out this one', '/status'],
    ['status', { type: 'string', enum: ['flown', 'stored'] }, 'All kites but those in this status', '/status'],
    ['exclude_maker_id', text, 'Omits kites by this maker', '/maker_id'],
  ])('is read from %s, %j, "%s"', async (name, schema, description, at) => {
    expect(await filterOf(name, schema, description, properties)).toEqual({ at, compare: 'lacks' });
  });

  test.each<readonly [string, Json, string]>([
    ['excludeTags', texts, 'Leaves the tags out of each kite'],
    ['excludeTags', texts, 'Excludes these tags from the answer'],
    ['excludeTags', texts, 'Tags of kites to show'],
    ['excludeTag', { type: 'boolean' }, 'Leaves out kites with this tag'],
    ['excludeTag', text, 'Kites with this tag are ignored in the totals'],
    ['excludeTag', text, 'Leaves out kites with this tag or one of its children'],
    ['excludeTag', text, 'Leaves out kites that ever had this tag'],
    ['excludeTag', text, 'Does not leave out kites with this tag'],
    ['excludeTag', { ...text, default: 'torn' }, 'Leaves out kites with this tag'],
    ['excludeLabel', text, 'Leaves out kites with this label'],
    ['tag_free', text, 'Only kites that are known to be free of this tag'],
    ['taxFree', text, ''],
    ['excludeTitle', text, 'Leaves out kites with this title'],
    ['notStatus', { type: 'string', enum: ['lost'] }, 'Leaves out kites in this status'],
    ['exclude', text, 'Leaves out kites with this tag'],
  ])('is not read from %s, %j, "%s"', async (name, schema, description) => {
    expect((await filterOf(name, schema, description, properties))?.compare).not.toBe('lacks');
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
