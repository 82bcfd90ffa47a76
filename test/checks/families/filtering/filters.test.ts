import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { allMatching } from '../../../../src/checks/families/filtering/all-matching.ts';
import { combinedFilters } from '../../../../src/checks/families/filtering/combined.ts';
import { filterHasEffect, filterValuesApart } from '../../../../src/checks/families/filtering/closed-filters.ts';
import { madeUpValueMatchesNothing } from '../../../../src/checks/families/filtering/made-up-value-matches-nothing.ts';
import { valueAccepted } from '../../../../src/checks/families/filtering/value-accepted.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { type Depot, depotList, fourDepots, matching, withDepots } from '../../../worlds/filtered-list.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, page, pageIn, parcelService, queryOf, type ServiceOptions, type Twist } from '../../../worlds/parcels/service.ts';

const zoneAt = '~1parcels/get/parameters/0';
const phaseAt = '~1parcels/get/parameters/1';
const kindAt = '~1depots/get/parameters/0';
const roadAt = '~1depots/get/parameters/1';
const guessAt = '~1depots/get/parameters/2';

const zone = (request: PlannedRequest): string | undefined => queryOf(request, 'zone');
const phase = (request: PlannedRequest): string | undefined => queryOf(request, 'phase');
const isParcels = ({ operation }: PlannedRequest): boolean => operation === 'GET /parcels';
const without = (request: PlannedRequest, ...names: readonly string[]): PlannedRequest => ({
  ...request,
  query: request.query.filter(([key]) => !names.includes(key)),
});

type Row = readonly [what: string, options: ServiceOptions, verdict: string];

const table = (probe: Probe, node: string, rows: readonly Row[]): void => {
  test.for(rows)('%s', async ([, options, verdict]) => {
    expect(stated(await judge(probe, { answer: parcelService(options), node }))).toBe(verdict);
  });
};

const depots = (answer: Parameters<typeof withDepots>[1], list: readonly Depot[] = fourDepots): ServiceOptions => ({
  twist: withDepots(list, answer),
});

describe('filtering/value-accepted', () => {
  describe('of an open list of values', () => {
    table(valueAccepted, zoneAt, [
      ['the documented value passes', {}, 'pass'],
      ['it passes where nothing matches', { zones: ['west'] }, 'pass'],
      ['it passes in an empty account', { count: 0 }, 'pass'],
      [
        'a value that is refused as malformed fails',
        { twist: (request) => (zone(request) ? fault(400) : undefined) },
        'fail filter-value-refused',
      ],
      [
        'a value that is refused as unknown fails',
        { twist: (request) => (zone(request) ? fault(404) : undefined) },
        'fail filter-value-refused',
      ],
      [
        'a value that is refused as unusable fails',
        { twist: (request) => (zone(request) ? fault(422) : undefined) },
        'fail filter-value-refused',
      ],
      ['a forbidden value is inconclusive', { twist: (request) => (zone(request) ? fault(403) : undefined) }, 'inconclusive'],
      ['an exceeded quota is inconclusive', { twist: (request) => (zone(request) ? fault(429) : undefined) }, 'inconclusive'],
      ['a redirect is inconclusive', { twist: (request) => (zone(request) ? { status: 302 } : undefined) }, 'inconclusive'],
    ]);

    test('one read with one value is enough, and the operator may give another value', async () => {
      const target = targetOf({ values: { 'GET /parcels': { zone: 'south' } } });
      const { session } = await judge(valueAccepted, { answer: parcelService(), node: zoneAt, target });
      expect(session.exchanges.map(({ sent }) => sent.target)).toEqual(['/parcels?zone=south']);
    });

    test('the value of a fixture is sent, and without the fixture nothing is', async () => {
      const { session, verdict } = await judge(valueAccepted, { answer: parcelService({ twist: withDepots() }), node: roadAt });
      expect([verdict.kind, ...session.exchanges.map(({ sent }) => sent.target)]).toEqual(['pass', '/depots?road=post']);
      const bare = await judge(valueAccepted, { answer: parcelService(), node: roadAt, target: targetOf({ fixtures: {} }) });
      expect(bare.locations).toEqual([]);
    });
  });

  describe('of a closed list of values', () => {
    table(valueAccepted, phaseAt, [
      ['every documented value passes', {}, 'pass'],
      [
        'one refused value fails',
        { twist: (request) => (phase(request) === 'done' ? fault(400) : undefined) },
        'fail filter-value-refused',
      ],
      [
        'an empty result that is answered with 404 fails',
        {
          count: 4,
          zones: ['north', 'south'],
          twist: (request, honest) =>
            phase(request) !== undefined && (pageIn(honest(request))?.list ?? []).length === 0 ? fault(404) : undefined,
        },
        'fail filter-value-refused',
      ],
      [
        'one value that exceeds the quota is inconclusive',
        { twist: (request) => (phase(request) === 'done' ? fault(429) : undefined) },
        'inconclusive',
      ],
      ['an empty account passes', { count: 0 }, 'pass'],
    ]);

    test('a pair that no item has is asked for after the values', async () => {
      const { session } = await judge(valueAccepted, { answer: parcelService({ count: 4 }), node: phaseAt });
      expect(session.exchanges.map(({ sent }) => sent.target)).toEqual([
        '/parcels?phase=waiting',
        '/parcels?phase=moving',
        '/parcels?phase=done',
        '/parcels?count=10',
        '/parcels?zone=north&phase=moving',
      ]);
    });

    test('in an empty account a pair needs a value that the server accepts by itself', async () => {
      const twist: Twist = (request) => (zone(request) === undefined ? undefined : fault(422));
      const { session, verdict } = await judge(valueAccepted, { answer: parcelService({ count: 0, twist }), node: phaseAt });
      expect(session.exchanges.map(({ sent }) => sent.target).slice(-2)).toEqual(['/parcels?count=10', '/parcels?zone=north']);
      expect(verdict.kind).toBe('pass');
    });

    test('the verdict reports that every value gave items', async () => {
      const { verdict } = await judge(valueAccepted, { answer: parcelService({ count: 13 }), node: phaseAt });
      expect(verdict).toMatchObject({ kind: 'pass', judged: 3, untried: [expect.stringContaining('phase')] });
    });

    table(valueAccepted, kindAt, [
      ['values whose items are not described pass by any success', depots(() => ({ status: 204 })), 'pass'],
      ['a refused documented value fails', depots(({ kind }) => (kind === 'walled' ? fault(400) : undefined)), 'fail filter-value-refused'],
    ]);
  });
});

describe('filtering/all-matching', () => {
  const dropsFrom =
    (name: string, keep: (list: readonly { number: string }[]) => readonly unknown[]): Twist =>
    (request, honest) => {
      if (!isParcels(request) || queryOf(request, name) === undefined) return undefined;
      const found = pageIn(honest(request));
      return found ? page(keep(found.list), found.next, found.next !== null) : undefined;
    };
  const afterPaging: Twist = (request, honest) => {
    if (!isParcels(request) || zone(request) === undefined) return undefined;
    const found = pageIn(honest(without(request, 'zone')));
    return page(
      (found?.list ?? []).filter((one) => Reflect.get(one, 'zone') === zone(request)),
      null,
    );
  };

  table(allMatching, zoneAt, [
    ['every item of each value passes', {}, 'pass'],
    ['one value only passes', { zones: ['north'] }, 'pass'],
    [
      'a lost item fails',
      { twist: dropsFrom('zone', (list) => list.filter(({ number }) => number !== 'pk-100002')) },
      'unconfirmed matching-item-missing',
    ],
    ['a filter that is applied to one page fails', { twist: afterPaging }, 'unconfirmed matching-item-missing'],
    ['an empty account is inconclusive', { count: 0 }, 'inconclusive'],
    ['a refused value is inconclusive', { twist: (request) => (zone(request) === 'south' ? fault(503) : undefined) }, 'inconclusive'],
    [
      'a refused list is inconclusive',
      { twist: (request) => (isParcels(request) && !zone(request) ? fault(503) : undefined) },
      'inconclusive',
    ],
    [
      'pages without a way to the next one are left to other checks',
      { twist: (request, honest) => (zone(request) ? page(pageIn(honest(request))?.list ?? [], null, true) : undefined) },
      'inconclusive',
    ],
  ]);

  test('an item that is missing only once passes, because it may have changed its state', async () => {
    let missed = 0;
    const twist: Twist = (request, honest) => {
      const found = zone(request) === undefined ? undefined : pageIn(honest(request));
      if (!found?.list.some(({ number }) => number === 'pk-100002') || ++missed > 1) return undefined;
      return page(
        found.list.filter(({ number }) => number !== 'pk-100002'),
        null,
        false,
      );
    };
    expect(stated(await judge(allMatching, { answer: parcelService({ twist, count: 6 }), node: zoneAt }))).toBe('pass');
    expect(missed).toBeGreaterThan(1);
  });

  test('an item that is there before and gone after is not expected', async () => {
    let whole = 0;
    const twist: Twist = (request, honest) => {
      if (!isParcels(request)) return undefined;
      if (zone(request) === undefined && queryOf(request, 'after') === undefined) whole += 1;
      const found = pageIn(honest(request));
      const isGone = zone(request) !== undefined || whole > 1;
      return found && isGone
        ? page(
            found.list.filter(({ number }) => number !== 'pk-100002'),
            found.next,
          )
        : undefined;
    };
    expect(stated(await judge(allMatching, { answer: parcelService({ twist }), node: zoneAt }))).toBe('pass');
  });

  test('an item that appears while the list is read is not expected', async () => {
    let reads = 0;
    const twist: Twist = (request, honest) => {
      if (!isParcels(request) || ++reads > 2 || zone(request) !== undefined) return undefined;
      const found = pageIn(honest(request));
      return found
        ? page(
            found.list.filter(({ number }) => number !== 'pk-100002'),
            found.next,
          )
        : undefined;
    };
    const lost = dropsFrom('zone', (list) => list.filter(({ number }) => number !== 'pk-100002'));
    const both: Twist = (request, honest) => twist(request, honest) ?? lost(request, honest);
    expect(stated(await judge(allMatching, { answer: parcelService({ twist: both }), node: zoneAt }))).toBe('pass');
  });

  test('pages are about a fifth of what was seen, and at most three open values are traversed', async () => {
    const zones = ['a1', 'b1', 'c1', 'd1'];
    const { session } = await judge(allMatching, { answer: parcelService({ count: 24, zones }), node: zoneAt });
    const byZone = session.exchanges.filter(({ request }) => zone(request) !== undefined);
    expect([...new Set(byZone.map(({ request }) => `${zone(request)} ${queryOf(request, 'count')}`))]).toEqual(['a1 2', 'b1 2', 'c1 2']);
  });

  table(allMatching, phaseAt, [
    ['every documented value passes', {}, 'pass'],
    ['one item is enough', { count: 1 }, 'pass'],
    ['a filter that gives nothing fails', { twist: dropsFrom('phase', () => []) }, 'unconfirmed matching-item-missing'],
    [
      'one value without its items fails',
      { twist: (request) => (phase(request) === 'moving' ? page([], null) : undefined) },
      'unconfirmed matching-item-missing',
    ],
  ]);

  test('both filters share the traversals without a filter', async () => {
    const { session, verdict } = await judge(allMatching, { answer: parcelService() });
    const plain = session.exchanges.filter(({ request }) => zone(request) === undefined && phase(request) === undefined);
    expect([verdict.kind, plain.length]).toEqual(['pass', 4]);
  });
});

describe('filtering/combined', () => {
  const isBoth = (request: PlannedRequest): boolean => zone(request) !== undefined && phase(request) !== undefined;
  const lastOnly: Twist = (request, honest) => {
    if (!isBoth(request)) return undefined;
    const names = request.query.map(([name]) => name).filter((name) => name === 'zone' || name === 'phase');
    return honest(without(request, names[0] ?? ''));
  };
  const either: Twist = (request, honest) =>
    isBoth(request)
      ? page([...(pageIn(honest(without(request, 'zone')))?.list ?? []), ...(pageIn(honest(without(request, 'phase')))?.list ?? [])], null)
      : undefined;

  table(combinedFilters, 'parcels/get', [
    ['two filters that both apply pass', {}, 'pass'],
    ['only the last filter applied fails', { twist: lastOnly }, 'fail one-filter-dropped'],
    [
      'only the first filter of the contract applied fails',
      { twist: (request, honest) => (isBoth(request) ? honest(without(request, 'phase')) : undefined) },
      'fail one-filter-dropped',
    ],
    [
      'only the second filter of the contract applied fails',
      { twist: (request, honest) => (isBoth(request) ? honest(without(request, 'zone')) : undefined) },
      'fail one-filter-dropped',
    ],
    ['items that meet either one fail', { twist: either }, 'fail one-filter-dropped'],
    ['an empty result passes', { twist: (request) => (isBoth(request) ? page([], null) : undefined) }, 'pass'],
    ['one zone is enough', { zones: ['north'] }, 'pass'],
    ['one item is enough, because it lacks the other states', { count: 1 }, 'pass'],
    [
      'one zone with a dropped state fails',
      { zones: ['north'], twist: (request, honest) => (isBoth(request) ? honest(without(request, 'phase')) : undefined) },
      'fail one-filter-dropped',
    ],
    ['an empty account is inconclusive', { count: 0 }, 'inconclusive'],
    ['an error response is inconclusive', { twist: (request) => (isBoth(request) ? fault(400) : undefined) }, 'inconclusive'],
    [
      'an item without the value is inconclusive',
      { twist: (request) => (isBoth(request) ? page([{ number: 'pk-1' }], null) : undefined) },
      'inconclusive',
    ],
  ]);

  test('one pair that reveals whichever filter is dropped is asked for in both orders', async () => {
    const { session } = await judge(combinedFilters, { answer: parcelService() });
    const asked = session.exchanges.map(({ sent }) => sent.target).filter((target) => target.includes('zone'));
    expect(asked).toEqual(['/parcels?zone=north&phase=waiting&count=10', '/parcels?phase=waiting&zone=north&count=10']);
  });
});

describe('filtering/made-up-value-matches-nothing', () => {
  describe('of a closed list', () => {
    const madeUp = (request: PlannedRequest): boolean => phase(request)?.startsWith('ct-') === true;
    table(madeUpValueMatchesNothing, phaseAt, [
      ['an empty list passes', {}, 'pass'],
      ['status 400 passes', { twist: (request) => (madeUp(request) ? fault(400) : undefined) }, 'pass'],
      ['status 422 passes', { twist: (request) => (madeUp(request) ? fault(422) : undefined) }, 'pass'],
      [
        'the whole list fails',
        { twist: (request, honest) => (madeUp(request) ? honest(without(request, 'phase')) : undefined) },
        'fail made-up-value-matches',
      ],
      ['status 404 is inconclusive', { twist: (request) => (madeUp(request) ? fault(404) : undefined) }, 'inconclusive'],
      ['an empty account is inconclusive', { count: 0 }, 'inconclusive'],
      [
        'an empty account that refuses is inconclusive',
        { count: 0, twist: (request) => (madeUp(request) ? fault(400) : undefined) },
        'inconclusive',
      ],
      ['a failure is inconclusive', { twist: (request) => (madeUp(request) ? fault(500) : undefined) }, 'inconclusive'],
    ]);

    test('the answer is recorded as a fact, without the made-up value', async () => {
      const { verdict } = await judge(madeUpValueMatchesNothing, { answer: parcelService(), node: phaseAt });
      expect(verdict).toMatchObject({
        kind: 'pass',
        facts: [{ fact: 'filter.made-up-value', at: 'GET /parcels', value: { asked: 'phase=<made up>', status: 200, items: 'none' } }],
      });
    });

    table(madeUpValueMatchesNothing, kindAt, [
      ['an empty list of undocumented items passes', depots(() => undefined), 'pass'],
      ['a bare array passes', depots(({ kind }) => depotList(kind === undefined ? fourDepots : [], 'bare')), 'pass'],
      ['items without ids pass', depots(() => undefined, [{ kind: 'open' }, { kind: 'open' }]), 'pass'],
      [
        'the whole list fails',
        depots(({ kind }) => (kind?.startsWith('ct-') ? depotList(fourDepots) : undefined)),
        'fail made-up-value-matches',
      ],
      ['a list of another shape is inconclusive', depots(() => ({ status: 200, json: { depots: fourDepots } })), 'inconclusive'],
      [
        'an error response to a filter of a list in another shape is inconclusive',
        depots(({ kind }) => (kind ? fault(400) : { status: 200, json: { depots: [] } })),
        'inconclusive',
      ],
    ]);
  });

  describe('of an open list', () => {
    const isMadeUp = ({ road }: { road?: string }): boolean => road?.startsWith('ct-no-such-road-') === true;
    table(madeUpValueMatchesNothing, roadAt, [
      ['an empty list passes', depots(() => undefined), 'pass'],
      [
        'an ignored filter fails',
        depots((filters) => (isMadeUp(filters) ? depotList(fourDepots) : undefined)),
        'fail made-up-value-matches',
      ],
      ['status 400 is inconclusive', depots((filters) => (isMadeUp(filters) ? fault(400) : undefined)), 'inconclusive'],
      ['status 404 is inconclusive', depots((filters) => (isMadeUp(filters) ? fault(404) : undefined)), 'inconclusive'],
      ['status 422 is inconclusive', depots((filters) => (isMadeUp(filters) ? fault(422) : undefined)), 'inconclusive'],
      ['an empty list of depots is inconclusive', depots(() => undefined, []), 'inconclusive'],
    ]);
  });

  describe('under a guessed name', () => {
    const isMadeUp = ({ zone: one }: { zone?: string }): boolean => one?.startsWith('ct-no-such-zone-') === true;
    table(madeUpValueMatchesNothing, guessAt, [
      ['an empty list passes', depots(() => undefined), 'pass'],
      ['an error response to the name passes', depots((filters) => (filters.zone === undefined ? undefined : fault(400))), 'pass'],
      ['status 404 passes', depots((filters) => (isMadeUp(filters) ? fault(404) : undefined)), 'pass'],
      ['status 422 passes', depots((filters) => (isMadeUp(filters) ? fault(422) : undefined)), 'pass'],
      [
        'the whole list fails',
        depots((filters) => (filters.zone === undefined ? undefined : depotList(fourDepots))),
        'fail made-up-value-matches',
      ],
      [
        'an item for a known value that the whole list lacks is inconclusive',
        depots((filters) => (filters.zone === 'north' ? depotList([{ id: 'd-9' }]) : undefined)),
        'inconclusive',
      ],
      [
        'a known value that exceeds the quota is inconclusive',
        depots((filters) => (filters.zone === 'north' ? fault(429) : undefined)),
        'inconclusive',
      ],
    ]);

    test('values that another list shows under the same name are asked for too, and recorded', async () => {
      const { session, verdict } = await judge(madeUpValueMatchesNothing, {
        answer: parcelService({ twist: withDepots() }),
        node: guessAt,
      });
      const targets = session.exchanges.map(({ sent }) => sent.target).filter((target) => target.startsWith('/depots?zone='));
      expect(targets.slice(1)).toEqual(['/depots?zone=north', '/depots?zone=south']);
      expect(verdict).toMatchObject({
        facts: [
          { fact: 'filter.made-up-value' },
          { fact: 'filter.familiar-values', value: { answers: { north: { items: 'some' }, south: { items: 'some' } } } },
        ],
      });
    });
  });
});

describe('filtering/has-effect', () => {
  const whole =
    (list: readonly unknown[] = fourDepots): Parameters<typeof withDepots>[1] =>
    () =>
      depotList(list);
  table(filterHasEffect, kindAt, [
    ['a filter that leaves items out passes', depots(() => undefined), 'pass'],
    [
      'one value that leaves one out is enough',
      depots(({ kind }) => depotList(kind === 'open' ? fourDepots.slice(1) : fourDepots)),
      'pass',
    ],
    [
      'it is enough that the made-up value leaves items out',
      depots(({ kind }) => depotList(kind?.startsWith('ct-') ? [] : fourDepots)),
      'pass',
    ],
    ['items without ids are distinguished by all their members', depots(() => undefined, [{ kind: 'open' }, { kind: 'walled' }]), 'pass'],
    [
      'items that look alike are counted',
      depots(({ kind }) => depotList(kind === 'open' ? [{ road: 'west' }] : [{ road: 'west' }, { road: 'west' }])),
      'pass',
    ],
    ['a filter that changes nothing fails', depots(whole()), 'unconfirmed filter-without-effect'],
    ['it fails for items without ids too', depots(whole([{ kind: 'open' }, { kind: 'open' }])), 'unconfirmed filter-without-effect'],
    ['it fails for items with numbers as ids too', depots(whole([{ id: 1 }, { id: 2 }])), 'unconfirmed filter-without-effect'],
    [
      'another order of the same items fails',
      depots(({ kind }) => depotList(kind ? fourDepots.toReversed() : fourDepots)),
      'unconfirmed filter-without-effect',
    ],
    [
      'two whole lists and a refused made-up value are inconclusive',
      depots(({ kind }) => (kind?.startsWith('ct-') ? fault(400) : depotList(fourDepots))),
      'inconclusive',
    ],
    [
      'more items than the whole list are inconclusive',
      depots(({ kind }) => depotList(kind ? [...fourDepots, { id: 'd-9' }] : fourDepots)),
      'inconclusive',
    ],
    ['an empty list is inconclusive', depots(whole([])), 'inconclusive'],
    ['a list of another shape is inconclusive', depots(() => ({ status: 200, json: { depots: fourDepots } })), 'inconclusive'],
    ['a failure is inconclusive', depots(() => fault(500)), 'inconclusive'],
  ]);

  test('a list that changes meanwhile is inconclusive', async () => {
    let reads = 0;
    const answer = parcelService(depots(({ kind }) => depotList(kind === undefined && ++reads > 1 ? fourDepots.slice(1) : fourDepots)));
    expect(stated(await judge(filterHasEffect, { answer }))).toBe('inconclusive');
  });

  test('items that show the time of the answer are inconclusive', async () => {
    let reads = 0;
    const answer = parcelService(depots(() => depotList([{ kind: 'open', seen: ++reads }])));
    expect(stated(await judge(filterHasEffect, { answer }))).toBe('inconclusive');
  });
});

describe('filtering/values-apart', () => {
  const ofKind = (kind: string | undefined): Depot[] => (kind === undefined ? [...fourDepots] : matching(fourDepots, { kind }));
  table(filterValuesApart, kindAt, [
    ['parts of the list without a common item pass', depots(() => undefined), 'pass'],
    ['one part may be empty', depots(() => undefined, [{ id: 'a', kind: 'open' }, { id: 'b' }]), 'pass'],
    [
      'items that look alike in both parts pass',
      depots(({ kind }) => depotList(kind ? [{ road: 'west' }] : [{ road: 'west' }, { road: 'west' }])),
      'pass',
    ],
    [
      'ids that are counted for each kind separately pass',
      depots(({ kind }) =>
        depotList(
          kind
            ? [{ id: 1, in: kind }]
            : [
                { id: 1, in: 'open' },
                { id: 1, in: 'walled' },
              ],
        ),
      ),
      'pass',
    ],
    [
      'a value that gives the whole list fails',
      depots(({ kind }) => depotList(kind === 'walled' ? fourDepots : ofKind(kind))),
      'unconfirmed item-of-two-values',
    ],
    [
      'an item that the whole list lacks fails',
      depots(({ kind }) => depotList([...ofKind(kind), ...(kind === 'open' ? [{ id: 'd-9' }] : [])])),
      'unconfirmed item-not-in-whole-list',
    ],
    [
      'an item that is not on the first page of the whole list is inconclusive',
      depots(({ kind }) => (kind === undefined ? depotList(fourDepots.slice(0, 1), 'enveloped', { has_more: true }) : undefined)),
      'inconclusive',
    ],
    ['two empty parts are inconclusive', depots(({ kind }) => depotList(kind ? [] : fourDepots)), 'inconclusive'],
    ['a refused value is inconclusive', depots(({ kind }) => (kind === 'walled' ? fault(400) : undefined)), 'inconclusive'],
    ['a list of another shape is inconclusive', depots(() => ({ status: 200, json: { depots: fourDepots } })), 'inconclusive'],
  ]);

  test('it shares its reads with the check that a filter has an effect, and with those of single values', async () => {
    const { session } = await judge(filterValuesApart, { answer: parcelService({ twist: withDepots() }) });
    expect(session.exchanges.map(({ sent }) => sent.target.replace(/ct-.*/, 'made-up'))).toEqual([
      '/depots',
      '/depots?kind=open',
      '/depots?kind=walled',
      '/depots?kind=made-up',
      '/depots',
    ]);
  });
});
