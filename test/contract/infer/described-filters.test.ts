import { describe, expect, test } from 'vitest';
import { isNoFilter } from '../../../src/contract/infer/conventions/no-filter.ts';
import { ruleOfBounds } from '../../../src/contract/infer/conventions/rules-of-bounds.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { Parameter } from '../../../src/contract/model.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const country = { type: 'string', pattern: '^[A-Z]{2}$' };
const email = { type: 'string', format: 'email' };
const day = { type: 'string', format: 'date' };
const item = {
  type: 'object',
  properties: {
    id: text,
    name: text,
    sku: text,
    makerId: text,
    reference: text,
    arrivesOn: day,
    leavesOn: day,
    labels: { type: 'array', items: text },
    priceCents: { type: 'integer' },
    netWeight: { type: 'integer' },
    packedWeight: { type: 'integer' },
    madeFrom: { type: 'integer' },
    madeTo: { type: 'integer' },
    seller: { type: 'object', properties: { name: text, email: { ...email, maxLength: 200 } } },
    address: { type: 'object', properties: { street: text, country } },
  },
};

/** How the filter of a parameter is read: what it compares, and with which member. */
const filterOf = async (name: string, schema: object, description: string): Promise<string | undefined> => {
  const get = {
    parameters: [{ name, in: 'query', schema, description }],
    responses: { 200: { description: 'd', content: { 'application/json': { schema: { type: 'array', items: item } } } } },
  };
  const document = { openapi: '3.1.0', info: { title: 'Wares', version: '1' }, paths: { '/wares': { get } } };
  const { collections } = await loadContract(writeToolDocument(document));
  const [filter] = collections.flatMap(({ filters }) => filters);
  return filter && [filter.compare, filter.at, ...filter.also].join(' ');
};

test.each<readonly [string, object, string, string | undefined]>([
  ['q', text, 'Any text, without regard to case; finds wares that have it anywhere in their name or sku.', 'contains /name /sku'],
  ['label', text, 'Only wares with exactly this label; parts of a label do not count.', 'has /labels'],
  ['label', text, 'Only wares that do not have this label.', 'lacks /labels'],
  ['reference', text, 'The whole reference, case counts.', 'equals /reference'],
  ['makerId', text, 'An id that is not known in your account gives an empty list.', 'equals /makerId'],
  ['makerId', text, 'Not the makers of these.', undefined],
  ['country', country, 'Only wares in this country.', 'equals /address/country'],
  ['country', text, 'The country that is asked from.', undefined],
  ['email', email, "The seller's address; upper and lower case make no difference.", 'equals /seller/email'],
  ['sellerEmail', email, '', undefined],
  ['seller.email', email, '', undefined],
  ['email', text, "The seller's address.", undefined],
  ['email', email, 'Where the answer is sent.', undefined],
  ['email', email, 'Not the wares of this seller.', undefined],
  ['makerId', { type: 'array', items: text }, '', 'equals /makerId'],
  ['makerIds', { type: 'array', items: text }, 'Wares of these makers.', 'equals /makerId'],
  ['makerIds', { type: 'array', items: text }, 'Wares that are not of these makers.', undefined],
  ['makerIds', { type: 'array', items: text, minItems: 2 }, 'Wares of these makers.', undefined],
  ['makerIds', { type: 'array', items: text, default: ['1'] }, 'Wares of these makers.', undefined],
  ['ids', { type: 'array', items: text, minItems: 1 }, '', 'equals /id'],
  ['ids', text, 'Separated by commas.', undefined],
  ['names', { type: 'array', items: text }, '', undefined],
  ['countries', { type: 'array', items: country }, 'Only wares in these countries.', 'equals /address/country'],
  ['labels', { type: 'array', items: text }, '', 'has /labels'],
  ['minPrice', { type: 'integer' }, 'In cents, inclusive.', 'atLeast /priceCents'],
  ['maxPrice', { type: 'integer' }, 'In cents, inclusive.', 'atMost /priceCents'],
  ['maxPrice', { type: 'integer' }, 'In euros.', undefined],
  ['maxPrice', { type: 'integer' }, 'The greatest price.', undefined],
  ['max_weight', { anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'Weighs at most this much net', 'atMost /netWeight'],
  ['minWeight', { type: 'integer' }, 'As it is packed, this or more.', 'atLeast /packedWeight'],
  ['maxWeight', { type: 'integer' }, 'Weighs at most this much.', undefined],
  ['maxWeight', { type: 'integer' }, 'Weighs at most this much, net or packed.', undefined],
  ['maxWeight', { type: 'integer' }, 'At most this much, packed ones not counted.', undefined],
  ['madeAfter', { type: 'integer' }, 'Wares whose `madeFrom` is this year or a later one.', 'atLeast /madeFrom'],
  ['madeBefore', { type: 'integer' }, 'Wares whose `madeTo` is this year or an earlier one.', 'atMost /madeTo'],
  ['madeAround', { type: 'integer' }, 'Wares whose `madeFrom` is ten years earlier or later.', undefined],
  ['madeAfter', { type: 'integer' }, 'Wares whose `madeFrom` or `madeTo` is this year or a later one.', undefined],
  ['madeAfter', { type: 'integer' }, 'Wares made in this year or a later one.', undefined],
  ['from', day, 'Wares that arrive on this day or later.', 'after /arrivesOn'],
  ['filter[to]', day, 'Wares leaving before this day.', 'before /leavesOn'],
  ['from', day, 'Wares that are here on this day or later.', undefined],
  ['to', day, 'Wares that arrive or leave before this day.', undefined],
])('%s %o "%s" compares: %s', async (name, schema, description, read) => {
  expect(await filterOf(name, schema, description)).toBe(read);
});

test.each<readonly [string, readonly string[]]>([
  ['Only wares that are sold, if true.', ['true']],
  ['Show only sold wares.', ['true']],
  ['`false` shows all.', ['true']],
  ['Without it or with `false` nothing is left out.', ['true']],
  ['', ['true', 'false']],
  ['Whether the wares are sold.', ['true', 'false']],
  ['True for sold ones, false for all others.', ['true', 'false']],
  ['Only sold wares, or with `false` those that are left.', ['true', 'false']],
  ['Only wares with this value.', ['true', 'false']],
  ['Whether to list only sold wares.', ['true']],
  ['Only sold wares or those that are not.', ['true', 'false']],
])('a flag chooses by "%s"', async (description, values) => {
  const items = { type: 'array', items: { type: 'object', properties: { id: text, sold: { type: 'boolean' } } } };
  const get = {
    parameters: [{ name: 'sold', in: 'query', schema: { type: 'boolean' }, description }],
    responses: { 200: { description: 'd', content: { 'application/json': { schema: items } } } },
  };
  const { collections } = await loadContract(
    writeToolDocument({ openapi: '3.1.0', info: { title: 'Wares', version: '1' }, paths: { '/wares': { get } } }),
  );
  expect(collections.flatMap(({ filters }) => filters.map((filter) => filter.values))).toEqual([values]);
});

const both = ['true', 'false'];

test.each<readonly [string, readonly string[] | undefined]>([
  ['Only archived wares (`true`) or only wares that are not (`false`).', both],
  ['With `true` only archived wares, with `false` only the others.', both],
  ['Only wares that are archived (`true`) or not archived (`false`).', both],
  ['Only archived wares or only those that are not', both],
  ['Only archived wares, or the others.', both],
  ['Restricts the list to archived wares or those which are not archived.', both],
  ['Either archived wares or unarchived ones.', both],
  ['Only wares that are not archived, or only archived ones.', both],
  ['Only archived wares.', ['true']],
  ['Only archived wares (`true`) or all wares (`false`).', ['true']],
  ['Only archived wares if `true`.', ['true']],
  ['Limits the list to wares that are archived.', ['true']],
  ['If true, return only the archived wares.', ['true']],
  ['`true` for archived wares only, `false` for those not archived (`false`).', undefined],
  ['`true`: only archived wares, `false`: archived ones as well.', undefined],
  ['Includes archived wares or only those that are not.', undefined],
  ['Archived wares or those that are not.', undefined],
  ['Only archived wares, or also those that are not.', undefined],
  ['Only archived wares or not.', undefined],
  ['Only archived wares or those that are not yours.', undefined],
  ['Only for admins: archived wares or those that are not.', undefined],
  ['Only admins see archived wares.', undefined],
  ['Not only archived wares.', undefined],
  ['Only wares in stock.', undefined],
  ['Returns only archived wares; otherwise they are hidden.', undefined],
  ['', undefined],
])('what many lists hide is chosen by "%s": %s', async (description, read) => {
  const items = { type: 'array', items: { type: 'object', properties: { id: text, archived: { type: 'boolean' } } } };
  for (const more of [{}, { default: false }]) {
    const get = {
      parameters: [{ name: 'archived', in: 'query', schema: { type: 'boolean', ...more }, description }],
      responses: { 200: { description: 'd', content: { 'application/json': { schema: items } } } },
    };
    const { collections } = await loadContract(
      writeToolDocument({ openapi: '3.1.0', info: { title: 'Wares', version: '1' }, paths: { '/wares': { get } } }),
    );
    const found = collections.flatMap(({ filters }) => filters.map(({ at, values }) => [at, values]));
    expect(found).toEqual(read ? [['/archived', read]] : []);
  }
});

const state = { type: 'string', enum: ['new', 'used'] };

test.each([
  'No longer filters.',
  'Has no effect on the wares that are returned.',
  'Accepted without effect.',
  'A hint; the server may return others.',
  'Best effort.',
  'Wares in this state come first.',
  'Ranks wares in this state higher.',
  'Used for statistics.',
  'Reserved for future use.',
  'Formerly filtered the list.',
  'Honoured for premium accounts.',
  'Filters the embedded offers.',
  'Filters the counts in a header, the list stays whole.',
  'Which state new wares get.',
  'Wares that had this state at any time.',
  'Wares in this state and those that have none.',
  'When filtering is enabled, only wares in this state.',
  'Matches are approximate.',
])('is no filter: %s', async (description) => {
  expect(await stateFilterOf(description)).toEqual([]);
});

test.each([
  'Removes wares in this state.',
  'All wares but those in this state.',
  'Everything except this.',
  'Wares other than this.',
  'Wares without this.',
])('is a filter that leaves out its value: %s', async (description) => {
  expect(await stateFilterOf(description)).toEqual(['lacks /state']);
});

test.each([
  '',
  'Only wares in this state.',
  'Can be combined with other filters.',
  'Wares in a state, e.g. used ones.',
  'Used to filter by state.',
  'Up to 2 parameters can be combined.',
])('is a filter: %s', async (description) => {
  expect(await stateFilterOf(description)).toEqual(['equals /state']);
});

test.each(['Part of the name; wildcards are not supported.', 'The case of letters has no effect.', 'Upper and lower case alike.'])(
  'leaves out what does not suit: %s',
  (description) => {
    expect(isNoFilter(description)).toBe(false);
  },
);

/** How a parameter for the state of wares compares, and with which members. */
async function stateFilterOf(description: string): Promise<readonly string[]> {
  const items = { type: 'array', items: { type: 'object', properties: { id: text, state } } };
  const get = {
    parameters: [{ name: 'state', in: 'query', schema: state, description }],
    responses: { 200: { description: 'd', content: { 'application/json': { schema: items } } } },
  };
  const { collections } = await loadContract(
    writeToolDocument({ openapi: '3.1.0', info: { title: 'Wares', version: '1' }, paths: { '/wares': { get } } }),
  );
  return collections.flatMap(({ filters }) => filters.map(({ at, compare }) => `${compare} ${at}`));
}

describe('what the introduction says of bounds', () => {
  const introduced = (description: string) => ({ info: { description } });
  const parameter = (name: string) => ({ name }) as Parameter;

  test.each<readonly [name: string, said: string, rule: string | undefined]>([
    ['priceMax', '`...Min`, `...Max`, `...From` and `...To` are inclusive.', 'inclusive'],
    ['price_to', 'Filters: `*_from` and `*_to` are both inclusive.', 'inclusive'],
    ['to', 'Lists come by name. `from` is inclusive, `to` is exclusive.', 'exclusive'],
    ['from', '`from` is inclusive, `to` is exclusive.', 'inclusive'],
    ['minPrice', '`min…` and `max…` are inclusive.', 'inclusive'],
    ['to', 'All ranges are inclusive.', 'inclusive'],
    ['to', 'The bounds of filters are always exclusive.', 'exclusive'],
    ['to', 'Byte ranges are inclusive.', undefined],
    ['to', '`from` is inclusive.', undefined],
    ['max', '`...Max` are inclusive.', undefined],
    ['to', 'Ranges are inclusive unless a filter says otherwise.', undefined],
    ['to', '`from` and `to` are not inclusive.', undefined],
    ['to', 'Prices are inclusive of tax.', undefined],
    ['to', 'All ranges are inclusive. `from` and `to` are exclusive.', undefined],
  ])('%s by "%s" is %s', (name, said, rule) => {
    expect(ruleOfBounds(introduced(said), parameter(name))).toBe(rule);
  });
});
