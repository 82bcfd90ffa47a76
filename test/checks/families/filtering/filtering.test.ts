import { describe, expect, test } from 'vitest';
import { onlyMatching } from '../../../../src/checks/families/filtering/shown-values.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, page, pageIn, parcelService, queryOf, type ServiceOptions, type Twist } from '../../../worlds/parcels/service.ts';

const without = (request: PlannedRequest, name: string): PlannedRequest => ({
  ...request,
  query: request.query.filter(([key]) => key !== name),
});

type Row = readonly [what: string, options: ServiceOptions, verdict: string];

const readOnly = targetOf({ allow: [] });

const table = (node: string, rows: readonly Row[], target: Target = readOnly): void => {
  test.for(rows)('%s', async ([, options, verdict]) => {
    expect(stated(await judge(onlyMatching, { answer: parcelService(options), node, target }))).toBe(verdict);
  });
};

describe('filtering/only-matching where the list of values is open', () => {
  const ignored: Twist = (request, honest) => (queryOf(request, 'zone') === undefined ? undefined : honest(without(request, 'zone')));
  table('parameters/0', [
    ['items of two zones, each in its own list, pass', {}, 'pass'],
    ['one zone passes where an unknown one gives an empty list', { zones: ['north'] }, 'pass'],
    [
      'one zone is inconclusive where an unknown one is refused',
      { zones: ['north'], twist: (request) => (queryOf(request, 'zone') === 'zz-nowhere-1' ? fault(404) : undefined) },
      'inconclusive',
    ],
    [
      'refusing a zone that no item has passes',
      { twist: (request) => (['zz-nowhere-1', 'nort'].includes(queryOf(request, 'zone') ?? '') ? fault(422) : undefined) },
      'pass',
    ],
    ['an ignored filter fails', { twist: ignored }, 'fail other-value-listed'],
    ['an ignored filter fails in an account of one zone', { zones: ['north'], twist: ignored }, 'fail other-value-listed'],
    [
      'a filter by the beginning of a value fails',
      {
        zones: ['north-1', 'north-10'],
        twist: (request, honest) => {
          const asked = queryOf(request, 'zone');
          const all = ['north-1', 'north-10'].filter((zone) => asked !== undefined && zone.startsWith(asked));
          return all.length > 1 ? honest(without(request, 'zone')) : undefined;
        },
      },
      'fail other-value-listed',
    ],
    [
      'a filter by the beginning of a value fails in an account of one zone',
      {
        zones: ['north'],
        twist: (request, honest) => (queryOf(request, 'zone') === 'nort' ? honest(without(request, 'zone')) : undefined),
      },
      'fail other-value-listed',
    ],
    [
      'a filter that is lost on the next page fails',
      {
        twist: (request, honest) =>
          queryOf(request, 'after') !== undefined && queryOf(request, 'count') === '1' ? honest(without(request, 'zone')) : undefined,
      },
      'fail other-value-listed',
    ],
    ['an empty list is inconclusive', { count: 0 }, 'inconclusive'],
    [
      'a refused list is inconclusive',
      { twist: (request) => (request.operation === 'GET /parcels' ? fault(403) : undefined) },
      'inconclusive',
    ],
    [
      'an exceeded quota is inconclusive',
      { twist: (request) => (queryOf(request, 'zone') === 'south' ? fault(429) : undefined) },
      'inconclusive',
    ],
    [
      'a refused cursor passes, because other checks judge it',
      { twist: (request) => (queryOf(request, 'after') !== undefined && queryOf(request, 'zone') !== undefined ? fault(400) : undefined) },
      'pass',
    ],
    [
      'an item that shows no zone is inconclusive',
      { twist: (request) => (queryOf(request, 'zone') === 'north' ? page([{ number: 'pk-1', label: 'a' }], null) : undefined) },
      'inconclusive',
    ],
  ]);

  test('the unknown value is one that no item has', async () => {
    const { session } = await judge(onlyMatching, {
      answer: parcelService({ zones: ['zz-nowhere-1'] }),
      node: 'parameters/0',
      target: readOnly,
    });
    const asked = new Set(session.exchanges.map(({ request }) => queryOf(request, 'zone')));
    expect([...asked]).toEqual([undefined, 'zz-nowhere-1', 'zz-nowhere-11', 'zz-nowhere-']);
  });

  test('at most three values are asked for', async () => {
    const { session } = await judge(onlyMatching, {
      answer: parcelService({ zones: ['a1', 'b1', 'c1', 'd1'] }),
      node: 'parameters/0',
      target: readOnly,
    });
    const asked = new Set(session.exchanges.map(({ request }) => queryOf(request, 'zone')));
    expect([...asked]).toEqual([undefined, 'a1', 'b1', 'c1', 'zz-nowhere-1', 'a']);
  });
});

describe('filtering/only-matching where the list of values is closed', () => {
  const phaseOf = (request: PlannedRequest): string | undefined => queryOf(request, 'phase');
  table('parameters/1', [
    ['each value with its own items passes', {}, 'pass'],
    ['one item is enough, because it cannot have every value', { count: 1 }, 'pass'],
    [
      'an ignored filter fails',
      { count: 1, twist: (request, honest) => (phaseOf(request) ? honest(without(request, 'phase')) : undefined) },
      'fail other-value-listed',
    ],
    [
      'one value that gives everything fails',
      { twist: (request, honest) => (phaseOf(request) === 'done' ? honest(without(request, 'phase')) : undefined) },
      'fail other-value-listed',
    ],
    [
      'a filter that is lost on the next page fails',
      { twist: (request, honest) => (phaseOf(request) && queryOf(request, 'after') ? honest(without(request, 'phase')) : undefined) },
      'fail other-value-listed',
    ],
    ['a refused value is inconclusive', { twist: (request) => (phaseOf(request) === 'done' ? fault(400) : undefined) }, 'inconclusive'],
    ['an empty list is inconclusive', { count: 0 }, 'inconclusive'],
    ['no answer is inconclusive', { twist: (request) => (phaseOf(request) === 'moving' ? 'no answer' : undefined) }, 'inconclusive'],
  ]);

  /** New parcels, which wait, are listed as finished ones. */
  const byIntention: Twist = (request, honest) => {
    if (phaseOf(request) !== 'done') return undefined;
    const all = honest({
      ...without(request, 'phase'),
      query: [
        ['count', '10'],
        ['after', 'from 10'],
      ],
    });
    const made = (pageIn(all)?.list ?? []).filter(({ label }) => label.startsWith('ct-'));
    return made.length > 0 ? page(made, null) : undefined;
  };

  test('a new resource that is listed for another state fails where creations are allowed', async () => {
    const allowed = await judge(onlyMatching, { answer: parcelService({ twist: byIntention, readyAfterReads: 50 }), node: 'parameters/1' });
    expect(stated(allowed)).toBe('fail other-value-listed');
  });

  test('without the permission nothing is created, and only the reads are judged', async () => {
    const { session, verdict } = await judge(onlyMatching, {
      answer: parcelService({ twist: byIntention }),
      node: 'parameters/1',
      target: readOnly,
    });
    expect(verdict.kind).toBe('pass');
    expect(session.exchanges.map(({ sent }) => sent.method)).not.toContain('POST');
  });

  test('without the fixture nothing is created', async () => {
    const { session } = await judge(onlyMatching, { answer: parcelService(), node: 'parameters/1', target: targetOf({ fixtures: {} }) });
    expect(session.exchanges.map(({ sent }) => sent.method)).not.toContain('POST');
  });

  test('right after a creation the other states are asked for', async () => {
    const { session, verdict } = await judge(onlyMatching, { answer: parcelService({ readyAfterReads: 50 }), node: 'parameters/1' });
    expect(verdict.kind).toBe('pass');
    const created = session.exchanges.findIndex(({ request }) => request.operation === 'POST /parcels');
    const right = session.exchanges.slice(created + 3, created + 5).map(({ request }) => phaseOf(request));
    expect(right).toEqual(['moving', 'done']);
  });

  test('an action that is accepted once the resource is ready is followed by the same reads', async () => {
    const { session, verdict } = await judge(onlyMatching, { answer: parcelService({ readyAfterReads: 11 }), node: 'parameters/1' });
    expect(verdict.kind).toBe('pass');
    const actions = session.exchanges.filter(({ request }) => request.operation?.endsWith('reroute'));
    // It is repeated once while the parcel is on its way.
    expect(actions.map(({ reply }) => (reply.kind === 'answer' ? reply.status : 0))).toEqual([202, 409]);
    const last = session.exchanges.findLastIndex(({ request }) => request.operation?.endsWith('reroute'));
    expect(session.exchanges.slice(last + 1).map(({ request }) => phaseOf(request))).toEqual([
      undefined,
      undefined,
      'waiting',
      'moving',
      'done',
    ]);
  });

  test('a refused creation does not change the verdict', async () => {
    const twist: Twist = ({ operation }) => (operation === 'POST /parcels' ? fault(403) : undefined);
    expect(stated(await judge(onlyMatching, { answer: parcelService({ twist }), node: 'parameters/1' }))).toBe('pass');
  });
});
