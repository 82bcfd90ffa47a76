import { describe, expect, test } from 'vitest';
import { facts } from '../../../../src/checks/kit/facts.ts';
import { knownItemsListed } from '../../../../src/checks/families/lifecycle/known-items-listed.ts';
import { orderRecorded } from '../../../../src/checks/families/ordering/order-recorded.ts';
import { edgeValuesRecorded } from '../../../../src/checks/families/query/edge-values-recorded.ts';
import { listFound } from '../../../../src/checks/families/schema/lists.ts';
import { undescribedBodyRecorded } from '../../../../src/checks/families/schema/undescribed-body-recorded.ts';
import { valueFormsRecorded } from '../../../../src/checks/families/schema/values-recorded.ts';
import { plainCallSucceeds } from '../../../../src/checks/families/status/plain-calls.ts';
import type { Fact } from '../../../../src/model/verdict.ts';
import { depotList, fourDepots, withDepots } from '../../../worlds/filtered-list.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, type Judged, stated } from '../../support/judge.ts';
import { fault, page, pageIn, parcelService, queryOf, type Twist } from '../../../worlds/parcels/service.ts';
import { watch } from '../../support/watch.ts';

const factsIn = ({ verdict }: Judged): readonly Fact[] =>
  verdict.kind === 'observed' || verdict.kind === 'pass' ? (verdict.facts ?? []) : [];

const valuesOf = (judged: Judged): Readonly<Record<string, unknown>> =>
  Object.fromEntries(factsIn(judged).map(({ fact, value }) => [fact, value]));

const depots = (reply: Reply): Twist => withDepots(fourDepots, () => reply);
const body = (json: unknown): Reply => ({ status: 200, json });

describe('schema/list-found', () => {
  const seen = async (reply: Reply, over: Parameters<typeof readOf>[1] = {}): Promise<string> => {
    const { 'P-LIST': verdict } = await watch(listFound, [exchangeOf(readOf('GET /depots', over), reply)]);
    return verdict?.kind === 'fail' ? `fail ${verdict.finding.actual}` : (verdict?.kind ?? 'nothing');
  };

  test.for<readonly [string, Reply, string]>([
    ['an array passes', body([]), 'pass'],
    ['an object with an array among its members passes', body({ depots: [], total: 0 }), 'pass'],
    ['an array below `_embedded` passes', body({ _embedded: { depots: [] }, _links: {} }), 'pass'],
    ['an array deeper inside fails', body({ result: { list: [] } }), 'fail an object with result'],
    ['an empty object fails', body({}), 'fail an object with no members'],
    ['a text fails', body('none'), 'fail JSON that is a string'],
    ['null fails', body(null), 'fail JSON that is null'],
    ['an empty body fails', { status: 200 }, 'fail an empty body'],
    ['bytes that could not be decoded show nothing', { status: 200, undecodable: true }, 'inconclusive'],
    ['an error response shows nothing', fault(403), 'inconclusive'],
    ['no answer shows nothing', 'no answer', 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(await seen(reply)).toBe(verdict);
  });

  test('a page in HTML fails', async () => {
    expect(await seen({ status: 200, text: '<html>' })).toMatch(/^fail a body that is no JSON/);
  });

  test('a filtered list, another address and a mistake show nothing', async () => {
    const none: Reply = { status: 204 };
    expect(await seen(none, { query: [['kind', 'open']] })).toBe('inconclusive');
    expect(await seen(none, { base: { kind: 'named', name: 'plain' } })).toBe('inconclusive');
    expect(await seen(none, { faults: ['query-unknown-value'] })).toBe('inconclusive');
  });
});

describe('lifecycle/known-items-listed', () => {
  const two = targetOf({ fixtures: { sender: ['post', 'd-3'] } });
  test.for<readonly [string, Reply, string]>([
    ['every known resource in the list passes', depotList(fourDepots), 'pass'],
    ['a bare array passes', depotList(fourDepots, 'bare'), 'pass'],
    ['ids under any name and at any depth pass', body({ zones: [{ depots: { first: 'post', others: ['d-3'] } }] }), 'pass'],
    ['one that is missing fails', depotList(fourDepots.slice(0, 3)), 'fail known-item-missing'],
    ['an empty list fails', depotList([]), 'fail known-item-missing'],
    ['a part of an id is not the id', depotList([{ id: 'post' }, { id: 'd-33' }]), 'fail known-item-missing'],
    ['a page that announces another one shows nothing', depotList(fourDepots.slice(0, 3), 'enveloped', { has_more: true }), 'inconclusive'],
    ['a page with a cursor shows nothing', depotList(fourDepots.slice(0, 3), 'enveloped', { next_cursor: 'x' }), 'inconclusive'],
    ['a page with a link shows nothing', body({ data: [], links: { next: 'https://parcels.example/2' } }), 'inconclusive'],
    [
      'a page with a link in the header shows nothing',
      { status: 200, headers: [['Link', '</depots?page=2>; rel="next"']], json: [] },
      'inconclusive',
    ],
    [
      'one that is missing on the last page fails',
      depotList(fourDepots.slice(0, 3), 'enveloped', { has_more: false, next_cursor: null }),
      'fail known-item-missing',
    ],
    ['one that is missing beside an empty cursor fails', body({ data: [], next: '' }), 'fail known-item-missing'],
    ['a member of an item announces no other page', depotList([{ id: 'post', next: 'd-4' }]), 'fail known-item-missing'],
    ['a body that is no JSON holds nothing', { status: 200, text: '<html>' }, 'fail known-item-missing'],
    ['a success without a body holds nothing', { status: 204 }, 'fail known-item-missing'],
    ['bytes that could not be decoded show nothing', { status: 200, undecodable: true }, 'inconclusive'],
    ['a failure shows nothing', fault(500), 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(stated(await judge(knownItemsListed, { answer: parcelService({ twist: depots(reply) }), target: two }))).toBe(verdict);
  });

  test('ids that are numbers are found', async () => {
    const target = targetOf({ fixtures: { sender: '12' } });
    expect(stated(await judge(knownItemsListed, { answer: parcelService({ twist: depots(body([{ id: 12 }])) }), target }))).toBe('pass');
  });

  test('nothing is sent without the fixture', async () => {
    const { locations } = await judge(knownItemsListed, { answer: parcelService(), target: targetOf({ fixtures: {} }) });
    expect(locations).toEqual([]);
  });
});

describe('status/plain-call-succeeds where no body is documented', () => {
  const answered = async (reply: Reply): Promise<Judged> =>
    judge(plainCallSucceeds, { answer: parcelService({ twist: depots(reply) }), at: 'GET /depots' });

  test.for<readonly [string, Reply, string]>([
    ['any success passes', { status: 206, json: [] }, 'pass'],
    ['a success without a body passes', { status: 204 }, 'pass'],
    ['a success that is no JSON passes', { status: 200, text: '<html>' }, 'pass'],
    ['a redirect fails', { status: 301 }, 'fail redirected'],
    ['an unknown path fails', fault(404), 'fail refused'],
    ['a demand for a parameter fails', fault(400), 'fail refused'],
    ['a forbidden method fails', fault(405), 'fail refused'],
    ['a forbidden call shows nothing', fault(403), 'inconclusive'],
    ['a failure shows nothing', fault(500), 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(stated(await answered(reply))).toBe(verdict);
  });

  test('the exact status is a fact where the contract documents a range, and none where it documents one', async () => {
    expect(factsIn(await answered({ status: 206, json: [] }))).toEqual([{ fact: 'status.success', at: 'GET /depots', value: 206 }]);
    expect(factsIn(await judge(plainCallSucceeds, { answer: parcelService(), at: 'GET /parcels' }))).toEqual([]);
  });
});

describe('query/edge-values-recorded', () => {
  const at = async (node: string, twist?: Twist): Promise<Judged> =>
    judge(edgeValuesRecorded, { answer: parcelService(twist ? { twist } : {}), at: 'GET /parcels', node });

  test('a filter without an enum: a made-up and an empty value', async () => {
    expect(valuesOf(await at('parameters/0'))).toEqual({
      'filter.made-up-value': { asked: 'zone=<made up>', status: 200, items: 'none' },
      'filter.empty-value': { asked: 'zone=', status: 200, items: 'none' },
    });
  });

  test('a filter with an enum: a value that is documented elsewhere', async () => {
    expect(valuesOf(await at('parameters/1', (request) => (queryOf(request, 'phase') === 'lost' ? fault(422) : undefined)))).toEqual({
      'filter.value-printed-elsewhere': { asked: 'phase=lost', status: 422, items: 'no list' },
    });
  });

  test('the page size: zero and an empty value', async () => {
    const twist: Twist = (request, honest) => (queryOf(request, 'count') === '' ? honest({ ...request, query: [] }) : undefined);
    expect(valuesOf(await at('parameters/2', twist))).toEqual({
      'page-size.zero': { asked: 'count=0', status: 200, items: 'none' },
      'page-size.empty-value': { asked: 'count=', status: 200, items: 'default size' },
    });
  });

  test('the page size above the maximum: cut, refused with the shape of the error, or served', async () => {
    const node = 'parameters/2/schema';
    const refused = {
      asked: 'count=11',
      status: 422,
      items: 'no list',
      body: { fault: { code: 'number', hints: 'array', text: 'string' } },
    };
    expect(valuesOf(await at(node))).toEqual({ 'page-size.above-maximum': refused });
    const of =
      (count: number): Twist =>
      (request) =>
        queryOf(request, 'count') === '11'
          ? page(
              Array.from({ length: count }, (_, number) => ({ number })),
              null,
            )
          : undefined;
    expect(valuesOf(await at(node, of(10)))).toMatchObject({ 'page-size.above-maximum': { items: 'maximum size', body: null } });
    expect(valuesOf(await at(node, of(11)))).toMatchObject({ 'page-size.above-maximum': { items: 'above maximum size' } });
  });

  test('the operation: an undeclared parameter, with a small page', async () => {
    const judged = await at('~1parcels/get');
    expect(valuesOf(judged)).toEqual({ 'query.undeclared-parameter': { asked: 'an undeclared parameter', status: 200, items: 'one' } });
    expect(judged.session.exchanges[0]?.sent.target).toBe('/parcels?count=1&ct_unknown=1');
  });

  test('nothing is recorded of a request that the quota refused', async () => {
    expect((await at('parameters/2', (request) => (queryOf(request, 'count') ? fault(429) : undefined))).verdict.kind).toBe('observed');
    expect((await at('parameters/2', () => fault(429))).verdict.kind).toBe('inconclusive');
  });
});

describe('ordering/order-recorded', () => {
  const listed =
    (items: readonly object[]): Twist =>
    (request) =>
      request.operation === 'GET /parcels' ? page(queryOf(request, 'after') === undefined ? items : [], null) : undefined;
  const ordered = async (twist: Twist): Promise<Readonly<Record<string, unknown>>> =>
    valuesOf(await judge(orderRecorded, { answer: parcelService({ twist }), at: 'GET /parcels' }));
  const parcel = (number: string, label: string, sent: string): object => ({ number, label, sent });

  test.for<readonly [string, readonly object[], object]>([
    [
      'rising and falling members are distinguished, times are compared as times',
      [parcel('a', 'z', '2026-01-01T10:00:00Z'), parcel('b', 'y', '2026-01-01T10:00:00.5Z'), parcel('c', 'x', '2026-01-01T12:00:00+01:00')],
      { '/number': 'ascending', '/label': 'descending', '/sent': 'ascending' },
    ],
    [
      'neighbours may be equal, and all equal is no order',
      [
        parcel('a', 'same', '2026-01-02T10:00:00Z'),
        parcel('b', 'same', '2026-01-01T10:00:00Z'),
        parcel('c', 'same', '2026-01-01T10:00:00Z'),
      ],
      { '/number': 'ascending', '/label': 'none', '/sent': 'descending' },
    ],
    [
      'a mixed order is none',
      [parcel('b', 'x', 'once'), parcel('a', 'y', 'once'), parcel('c', 'z', 'once')],
      { '/number': 'none', '/label': 'ascending' },
    ],
    [
      'an id that is a number is sorted as one',
      [{ number: 9 }, { number: 10 }, { number: 11 }],
      { '/number': 'ascending', '/label': 'none' },
    ],
  ])('%s', async ([, items, sortedBy]) => {
    expect(await ordered(listed(items))).toEqual({ 'order.sorted-by': sortedBy, 'order.steady': true });
  });

  test('another order in the next traversal is recorded', async () => {
    let traversals = 0;
    const twist: Twist = (request, honest) => {
      if (request.operation !== 'GET /parcels' || queryOf(request, 'count') !== '10') return undefined;
      traversals += 1;
      const result = pageIn(honest(request));
      return result && traversals > 1 ? page(result.list.toReversed(), null) : undefined;
    };
    const judged = await judge(orderRecorded, { answer: parcelService({ count: 5, twist }), at: 'GET /parcels' });
    expect(valuesOf(judged)).toMatchObject({ 'order.steady': false });
  });

  test.for<readonly [string, Twist]>([
    ['two items are in no order', listed([{ number: 'a' }, { number: 'b' }])],
    ['a refused list shows none', (request) => (request.operation === 'GET /parcels' ? fault(403) : undefined)],
  ])('%s', async ([, twist]) => {
    expect((await judge(orderRecorded, { answer: parcelService({ twist }), at: 'GET /parcels' })).verdict.kind).toBe('inconclusive');
  });
});

describe('schema/value-forms-recorded', () => {
  const at = async (node: string, twist?: Twist): Promise<Judged> =>
    judge(valueFormsRecorded, { answer: parcelService({ count: 7, ...(twist ? { twist } : {}) }), node });

  test('which values fit every named form', async () => {
    expect(valuesOf(await at('Parcel/properties/number'))).toEqual({
      'value.forms': { member: '/result/list/*/number', forms: { 'six digits': 'all', word: 'none' } },
    });
    const twist: Twist = (request) =>
      request.operation === 'GET /parcels'
        ? page([{ number: 'abc' }, { number: 'pk-100000' }, { number: 3 }, { number: '' }], null)
        : undefined;
    expect(valuesOf(await at('Parcel/properties/number', twist))).toMatchObject({
      'value.forms': { forms: { 'six digits': 'some', word: 'some' } },
    });
  });

  test('the kinds of the values, where no form is named', async () => {
    expect(valuesOf(await at('result/properties/next'))).toEqual({
      'value.presence': { member: '/result/next', kinds: ['null', 'string'] },
    });
    const without: Twist = (request) =>
      request.operation === 'GET /parcels' ? { status: 200, json: { result: { list: [], again: false } } } : undefined;
    expect(valuesOf(await at('result/properties/next', without))).toMatchObject({ 'value.presence': { kinds: ['absent'] } });
    const empty: Twist = (request) =>
      request.operation === 'GET /parcels' ? { status: 200, json: { result: { list: [], next: '', again: false } } } : undefined;
    expect(valuesOf(await at('result/properties/next', empty))).toMatchObject({ 'value.presence': { kinds: ['empty'] } });
  });

  test('without an item there is no form', async () => {
    const none: Twist = (request) => (request.operation === 'GET /parcels' ? page([], null) : undefined);
    expect((await at('Parcel/properties/number', none)).verdict.kind).toBe('inconclusive');
  });
});

describe('schema/undescribed-body-recorded', () => {
  const recorded = async (answer: Parameters<typeof withDepots>[1]): Promise<Judged> =>
    judge(undescribedBodyRecorded, { answer: parcelService({ twist: withDepots(fourDepots, answer) }) });

  test('members, envelope, and the effects of an undeclared size and cursor', async () => {
    expect(valuesOf(await recorded(() => undefined))).toEqual({
      'body.kind': ['result'],
      'body.item-members': ['id', 'kind', 'road', 'zone'],
      'body.envelope': false,
      'body.undeclared-page-size': 'none',
      'body.undeclared-cursor': 'none',
    });
  });

  test('a list in pages like the documented one', async () => {
    const judged = await recorded((_, request) => {
      if (queryOf(request, 'after') !== undefined) return fault(400);
      const isSized = queryOf(request, 'count') === '1';
      return depotList(isSized ? fourDepots.slice(0, 1) : fourDepots, 'enveloped', { again: isSized });
    });
    expect(valuesOf(judged)).toMatchObject({
      'body.envelope': true,
      'body.undeclared-page-size': 'fewer items',
      'body.undeclared-cursor': 'answered 400',
    });
  });

  test('a cursor of the list itself is tried before a made-up one', async () => {
    const judged = await recorded((_, request) => {
      const from = Number(queryOf(request, 'after') ?? 0);
      return depotList(fourDepots.slice(from, from + 2), 'enveloped', { again: from === 0, next: from === 0 ? '2' : null });
    });
    expect(valuesOf(judged)).toMatchObject({ 'body.undeclared-page-size': 'none', 'body.undeclared-cursor': 'other items' });
  });

  test('a bare array of texts, and a list of one item, which shows no effect', async () => {
    expect(valuesOf(await recorded(() => body(['d-1'])))).toEqual({
      'body.kind': 'array',
      'body.item-members': 'string',
      'body.envelope': false,
      'body.undeclared-page-size': 'not seen: the list is too short',
      'body.undeclared-cursor': 'not seen: the list is too short',
    });
  });

  test('a body that is no JSON, and a list that is not recognised', async () => {
    expect(valuesOf(await recorded(() => ({ status: 200, text: '<html>' })))).toMatchObject({
      'body.kind': 'no JSON',
      'body.envelope': false,
    });
    expect(valuesOf(await recorded(() => body({ depots: [] })))).toEqual({
      'body.kind': ['depots'],
      'body.envelope': false,
      'body.undeclared-page-size': 'not seen: the items are not recognised',
      'body.undeclared-cursor': 'not seen: the items are not recognised',
    });
  });

  test('a refused list shows nothing', async () => {
    expect((await recorded(() => fault(403))).verdict.kind).toBe('inconclusive');
  });
});

test('every recorded fact has a published name', async () => {
  const names = Object.keys(facts);
  for (const probe of [edgeValuesRecorded, orderRecorded, valueFormsRecorded, undescribedBodyRecorded]) {
    const judged = await judge(probe, {
      answer: parcelService({ twist: withDepots() }),
      at: probe === undescribedBodyRecorded ? 'GET /depots' : 'GET /parcels',
    });
    const used = factsIn(judged).map(({ fact }) => fact);
    expect(used.length, probe.id).toBeGreaterThan(0);
    expect(used.filter((name) => !names.includes(name))).toEqual([]);
  }
});
