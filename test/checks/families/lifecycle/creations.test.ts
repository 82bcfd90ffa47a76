import { describe, expect, test } from 'vitest';
import { notAnObjectRefused, wrongTypeRefused } from '../../../../src/checks/families/body/form-refused.ts';
import { oddValuesRecorded } from '../../../../src/checks/families/body/odd-values-recorded.ts';
import { bodyValueAccepted, requiredMembersSuffice } from '../../../../src/checks/families/body/accepted.ts';
import { unusableValueRefused } from '../../../../src/checks/families/body/value-refused.ts';
import { unusualTextNoServerError } from '../../../../src/checks/families/body/unusual-text-no-server-error.ts';
import { oneOfManySucceeds } from '../../../../src/checks/families/concurrency/one-of-many-succeeds.ts';
import { NotTried, type Probe } from '../../../../src/checks/kit/define.ts';
import { createdAsAsked } from '../../../../src/checks/families/lifecycle/created-as-asked.ts';
import { createdIsListed } from '../../../../src/checks/families/lifecycle/created-is-listed.ts';
import { creationAnswerRecorded } from '../../../../src/checks/families/lifecycle/creation-answer-recorded.ts';
import { firstStateRecorded } from '../../../../src/checks/families/lifecycle/states-recorded.ts';
import { stableUnderCreation } from '../../../../src/checks/families/pagination/under-creation.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, page, pageIn, parcelService, queryOf, type ServiceOptions, type Twist } from '../../../worlds/parcels/service.ts';

const create = 'POST /parcels';
const isCreation = ({ operation }: PlannedRequest): boolean => operation === create;

/** Every fixture that an operator can supply. */
const generous = targetOf({ fixtures: { sender: 'post', partner: 'courier', tag: 'red' } });

const bodyOf = ({ body }: PlannedRequest): Readonly<Record<string, unknown>> =>
  body?.kind === 'json' && isObject(body.value) ? body.value : {};

/** Another answer to creations with certain bodies. */
const creating =
  (reply: Reply, when: (body: Readonly<Record<string, unknown>>) => boolean = () => true): Twist =>
  (request) =>
    isCreation(request) && when(bodyOf(request)) ? reply : undefined;

const verdictOf = async (
  probe: Probe,
  options: ServiceOptions & { readonly node?: string; readonly target?: Target } = {},
): Promise<string> => {
  const { node, target = generous, ...service } = options;
  return stated(await judge(probe, { answer: parcelService(service), target, ...(node === undefined ? {} : { node }) }));
};

const creationsIn = (exchanges: readonly { readonly request: PlannedRequest }[]): Readonly<Record<string, unknown>>[] =>
  exchanges.filter(({ request }) => isCreation(request)).map(({ request }) => bodyOf(request));

describe('body/required-members-suffice', () => {
  test.for<readonly [string, Reply | undefined, string]>([
    ['a creation passes', undefined, 'pass'],
    ['a success without content passes', { status: 204 }, 'pass'],
    ['status 400 fails', fault(400), 'fail smallest-body-refused'],
    ['status 404 fails', fault(404), 'fail smallest-body-refused'],
    ['a refused method fails', { status: 405 }, 'fail smallest-body-refused'],
    ['a refused media type fails', { status: 415 }, 'fail smallest-body-refused'],
    ['an error that requires an optional member fails', fault(422, ['note']), 'fail optional-member-demanded'],
    ['an error that names it by a path fails', fault(422, ['body.tags[0]']), 'fail optional-member-demanded'],
    ['an error that names a required member is inconclusive', fault(422, ['sender']), 'inconclusive'],
    ['an error that names no member is inconclusive', fault(422), 'inconclusive'],
    ['an error that holds the name in a sentence is inconclusive', fault(422, ['the note is missing']), 'inconclusive'],
    ['a refused credential is inconclusive', fault(401), 'inconclusive'],
    ['a missing permission is inconclusive', fault(403), 'inconclusive'],
    ['a conflict is inconclusive', fault(409), 'inconclusive'],
    ['an exceeded quota is inconclusive', fault(429), 'inconclusive'],
    ['a failure is inconclusive', fault(500), 'inconclusive'],
    ['no answer is inconclusive', 'no answer', 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(await verdictOf(requiredMembersSuffice, reply === undefined ? {} : { twist: creating(reply) })).toBe(verdict);
  });

  test('no optional member is sent', async () => {
    const { session } = await judge(requiredMembersSuffice, { answer: parcelService(), target: generous });
    expect(creationsIn(session.exchanges)).toEqual([{ label: 'ct-test-made-label', zone: 'north', size: 'small', sender: 'post' }]);
  });
});

describe('lifecycle/created-is-listed', () => {
  const renamed: Twist = (request, honest) => {
    const shown = request.operation === 'GET /parcels' ? pageIn(honest(request)) : undefined;
    return (
      shown &&
      page(
        shown.list.map((item) => ({ ...item, label: item.label.toUpperCase() })),
        shown.next,
      )
    );
  };
  test.for<readonly [string, ServiceOptions, string]>([
    ['a resource that is listed at once passes', {}, 'pass'],
    ['a resource that is listed later passes', { hiddenForReads: 15 }, 'pass'],
    ['a resource that is never listed fails', { hiddenForReads: 100_000 }, 'fail created-not-listed'],
    ['a resource that is listed under another name fails', { twist: renamed }, 'fail created-not-listed'],
    ['a creation that is refused is inconclusive', { twist: creating(fault(422)) }, 'inconclusive'],
    [
      'a list that fails now and then is inconclusive',
      { hiddenForReads: 100_000, twist: everyFifth('GET /parcels', fault(503)) },
      'inconclusive',
    ],
    [
      'an answer without a list is inconclusive',
      { twist: ({ operation }) => (operation === 'GET /parcels' ? { status: 200, json: {} } : undefined) },
      'inconclusive',
    ],
  ])('%s', async ([, options, verdict]) => {
    expect(await verdictOf(createdIsListed, options)).toBe(verdict);
  });

  test('a finding shows the expected item', async () => {
    const { verdict } = await judge(createdIsListed, { answer: parcelService({ hiddenForReads: 100_000 }), target: generous });
    expect(verdict).toMatchObject({ finding: { operation: create, expected: 'an item with /label "ct-test-made-label" within 60 s' } });
  });
});

/** Another answer to every fifth call of an operation. */
function everyFifth(operation: string, reply: Reply): Twist {
  let calls = 0;
  return (request) => (request.operation === operation && ++calls % 5 === 0 ? reply : undefined);
}

describe('lifecycle/created-as-asked', () => {
  const landing =
    (zone: string): Twist =>
    (request, honest) =>
      isCreation(request) ? honest({ ...request, body: { kind: 'json', value: { ...bodyOf(request), zone } } }) : undefined;
  test.for<readonly [string, ServiceOptions, string]>([
    ['resources in the requested zones pass', {}, 'pass'],
    ['one default zone for all fails', { twist: landing('north') }, 'fail created-otherwise'],
    ['another default zone for all fails', { twist: landing('south') }, 'fail created-otherwise'],
    ['a refused other zone is inconclusive', { twist: creating(fault(422, ['zone']), ({ zone }) => zone === 'south') }, 'inconclusive'],
    ['resources that are never listed are inconclusive', { hiddenForReads: 100_000 }, 'inconclusive'],
    ['resources in a single zone pass', { zones: ['north'] }, 'pass'],
  ])('%s', async ([, options, verdict]) => {
    expect(await verdictOf(createdAsAsked, options)).toBe(verdict);
  });

  test('the verdict reports what was not tried', async () => {
    const { verdict } = await judge(createdAsAsked, { answer: parcelService({ zones: ['north'] }), target: generous });
    expect(verdict).toMatchObject({ kind: 'pass', untried: [expect.stringContaining('"north"')] });
  });
});

describe('body/value-accepted', () => {
  const sizes = { node: 'properties/size' };
  test.for<readonly [string, Twist | undefined, string]>([
    ['every documented value passes', undefined, 'pass'],
    ['a value that is refused as malformed fails', creating(fault(400), ({ size }) => size === 'big'), 'fail value-refused'],
    ['a value that an error names as unusable fails', creating(fault(422, ['size']), ({ size }) => size === 'big'), 'fail value-refused'],
    [
      'the first value that an error names as unusable fails too',
      creating(fault(422, ['size']), ({ size }) => size === 'small'),
      'fail value-refused',
    ],
    ['an error that names another member is inconclusive', creating(fault(422, ['zone']), ({ size }) => size === 'big'), 'inconclusive'],
    ['an error that names no member is inconclusive', creating(fault(422), ({ size }) => size === 'big'), 'inconclusive'],
    ['status 404 is inconclusive', creating(fault(404), ({ size }) => size === 'big'), 'inconclusive'],
    ['a failure is inconclusive', creating(fault(500), ({ size }) => size === 'big'), 'inconclusive'],
    ['an exceeded quota is inconclusive', creating(fault(429), ({ size }) => size === 'big'), 'inconclusive'],
    ['a server that refuses every creation is inconclusive', creating(fault(400)), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(await verdictOf(bodyValueAccepted, { ...sizes, ...(twist ? { twist } : {}) })).toBe(verdict);
  });

  test.for<readonly [string, string, Twist | undefined, string]>([
    ['another sender passes', 'properties/sender', undefined, 'pass'],
    [
      'a sender that is refused as unknown fails',
      'properties/sender',
      creating(fault(404), ({ sender }) => sender === 'courier'),
      'fail value-refused',
    ],
    ['a list of ids passes', 'properties/tags', undefined, 'pass'],
    [
      'a list of ids that is refused as malformed fails',
      'properties/tags',
      creating(fault(400), ({ tags }) => tags !== undefined),
      'fail value-refused',
    ],
    [
      'an error that names an item of the list by a path fails',
      'properties/tags',
      creating(fault(422, ['tags.0']), ({ tags }) => tags !== undefined),
      'fail value-refused',
    ],
    ['a base64 text passes', 'properties/stamp', undefined, 'pass'],
    [
      'refused padding fails',
      'properties/stamp',
      creating(fault(422, ['/stamp']), ({ stamp }) => String(stamp).endsWith('=')),
      'fail value-refused',
    ],
    [
      'a text that is refused as unknown is inconclusive',
      'properties/stamp',
      creating(fault(404), ({ stamp }) => stamp !== undefined),
      'inconclusive',
    ],
  ])('%s', async ([, node, twist, verdict]) => {
    expect(await verdictOf(bodyValueAccepted, { node, ...(twist ? { twist } : {}) })).toBe(verdict);
  });

  test('a member whose value only the operator can supply is skipped without it', async () => {
    expect(await verdictOf(bodyValueAccepted, { node: 'properties/tags', target: targetOf() })).toBe('skipped');
    expect(await verdictOf(bodyValueAccepted, { node: 'properties/sender', target: targetOf() })).toBe('skipped');
  });

  test('all members share as few creations as their values allow', async () => {
    const { session, verdict } = await judge(bodyValueAccepted, { answer: parcelService(), target: generous });
    expect(verdict.kind).toBe('pass');
    const [smallest, ...others] = creationsIn(session.exchanges);
    expect(smallest).toEqual({ label: 'ct-test-made-label', zone: 'north', size: 'small', sender: 'post' });
    expect(others.length).toBe(1);
    expect(others[0]).toMatchObject({ size: 'big', sender: 'courier', tags: ['red'], stamp: 'Y3Q=', zone: 'south' });
  });

  test('where a shared creation is refused, each value is sent by itself', async () => {
    const twist = creating(fault(422, ['size']), ({ size }) => size === 'big');
    const { session } = await judge(bodyValueAccepted, { answer: parcelService({ twist }), target: generous });
    const separate = creationsIn(session.exchanges).slice(2);
    expect(separate.map(({ size, sender, tags, stamp }) => [size, sender, tags, stamp])).toEqual([
      ['big', 'post', undefined, undefined],
      ['small', 'courier', undefined, undefined],
      ['small', 'post', undefined, 'Y3Q='],
      ['small', 'post', ['red'], undefined],
    ]);
  });

  test('the check is skipped where the budget of creations is used up', async () => {
    let made = 0;
    const honest = parcelService();
    const answer = (request: PlannedRequest): Reply => {
      if (isCreation(request) && ++made > 1) throw new NotTried('out-of-budget', 'no more resources may be left behind');
      return honest(request);
    };
    const { verdict } = await judge(bodyValueAccepted, { answer, target: generous, node: 'properties/tags' });
    expect(verdict).toMatchObject({ kind: 'skipped', because: 'out-of-budget' });
  });
});

describe('body/unusable-value-refused', () => {
  const table: readonly (readonly [node: string, reply: Reply, verdict: string])[] = [
    ['properties/zone', fault(422), 'pass'],
    ['properties/zone', { status: 201 }, 'fail unusable-value-accepted'],
    ['properties/zone', fault(400), 'fail unusable-value-other-status'],
    ['properties/zone', fault(404), 'fail unusable-value-other-status'],
    ['properties/zone', fault(403), 'inconclusive'],
    ['properties/zone', fault(500), 'inconclusive'],
    ['properties/sender', fault(422), 'pass'],
    ['properties/sender', { status: 202 }, 'fail unusable-value-accepted'],
    ['properties/sender', fault(400), 'fail unusable-value-other-status'],
    ['properties/sender', fault(404), 'inconclusive'],
    ['properties/stamp', fault(422), 'pass'],
    ['properties/stamp', fault(400), 'pass'],
    ['properties/stamp', { status: 201 }, 'fail unusable-value-accepted'],
    ['properties/stamp', fault(404), 'inconclusive'],
    ['properties/stamp', fault(429), 'inconclusive'],
  ];
  test.for(table.map(([node, reply, verdict]) => [node, reply === 'no answer' ? reply : reply.status, verdict, reply] as const))(
    '%s answered %s: %s',
    async ([node, , verdict, reply]) => {
      expect(await verdictOf(unusableValueRefused, { node, twist: creating(reply) })).toBe(verdict);
    },
  );

  test('only one value is wrong, and a reference to an existing resource is replaced by a made-up one', async () => {
    const { session, verdict } = await judge(unusableValueRefused, { answer: parcelService(), target: generous });
    expect(verdict.kind).toBe('pass');
    expect(creationsIn(session.exchanges)).toEqual([
      { label: 'ct-test-odd-zone-label', zone: 'zone-nowhere', size: 'small', sender: 'post' },
      {
        label: 'ct-test-odd-sender-label',
        zone: 'north',
        size: 'small',
        sender: expect.stringMatching(/^ct-no-such-sender-[0-9a-f]{8}$/) as string,
      },
      { label: 'ct-test-odd-stamp-label', zone: 'north', size: 'small', sender: 'post', stamp: '%%% not base64 %%%' },
    ]);
  });
});

describe('body/wrong-type-refused', () => {
  test.for<readonly [Reply, string]>([
    [fault(400), 'pass'],
    [fault(422), 'pass'],
    [{ status: 201 }, 'fail wrong-type-accepted'],
    [fault(403), 'inconclusive'],
    [fault(404), 'inconclusive'],
    [fault(409), 'inconclusive'],
    [fault(500), 'inconclusive'],
  ])('an answer of $0.status gives its verdict', async ([reply, verdict]) => {
    expect(await verdictOf(wrongTypeRefused, { node: 'properties/tags', twist: creating(reply) })).toBe(verdict);
  });

  test('each member gets a value of another type, and a member that must not repeat a fresh number', async () => {
    const { session } = await judge(wrongTypeRefused, { answer: parcelService(), target: generous });
    const sent = creationsIn(session.exchanges);
    expect(sent.map(({ label }) => typeof label)).toContain('number');
    expect(sent.find(({ tags }) => tags !== undefined)?.['tags']).toBe('not-an-array');
    expect(session.exchanges.every(({ request }) => request.faults.includes('body-wrong-type'))).toBe(true);
  });
});

describe('body/not-an-object-refused', () => {
  test.for<readonly [Reply, string]>([
    [fault(400), 'pass'],
    [fault(422), 'pass'],
    [{ status: 200 }, 'fail not-an-object-accepted'],
    [{ status: 415 }, 'inconclusive'],
    [fault(401), 'inconclusive'],
    [fault(500), 'inconclusive'],
  ])('an answer of $0.status gives its verdict', async ([reply, verdict]) => {
    expect(await verdictOf(notAnObjectRefused, { twist: creating(reply) })).toBe(verdict);
  });

  test('an array, a text and null are tried', async () => {
    const { session } = await judge(notAnObjectRefused, { answer: parcelService(), target: generous });
    expect(session.exchanges.map(({ sent }) => sent.body)).toEqual(['[]', '"text"', 'null']);
  });
});

describe('body/unusual-text-no-server-error', () => {
  const isUnusual = ({ label }: Readonly<Record<string, unknown>>): boolean => /[^ -~]/.test(String(label));
  test.for<readonly [string, Twist | undefined, string]>([
    ['letters that are accepted pass', undefined, 'pass'],
    ['letters that are refused pass', creating(fault(422, ['label']), isUnusual), 'pass'],
    ['letters that are refused as malformed pass', creating(fault(400), isUnusual), 'pass'],
    ['letters that cause a failure fail', creating(fault(500), isUnusual), 'fail unusual-text-server-error'],
    ['a server that fails on every creation is inconclusive', creating(fault(500)), 'inconclusive'],
    ['a failure that does not recur is inconclusive', once(creating(fault(503), isUnusual)), 'inconclusive'],
    ['a missing permission is inconclusive', creating(fault(403), isUnusual), 'inconclusive'],
    ['a conflict is inconclusive', creating(fault(409), isUnusual), 'inconclusive'],
    ['an exceeded quota is inconclusive', creating(fault(429), isUnusual), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(await verdictOf(unusualTextNoServerError, twist ? { twist } : {})).toBe(verdict);
  });

  test('the same body in usual letters is sent between the two', async () => {
    const twist = creating(fault(500), isUnusual);
    const { session } = await judge(unusualTextNoServerError, { answer: parcelService({ twist }), target: generous });
    const labels = creationsIn(session.exchanges).map(({ label }) => String(label));
    expect(labels.map((label) => /[^ -~]/.test(label))).toEqual([true, false, true]);
    expect(labels[0]).toBe(labels[2]);
    expect(labels[0]).toContain('\u{1F680}');
  });
});

function once(twist: Twist): Twist {
  let done = false;
  return (request, honest) => {
    const reply = done ? undefined : twist(request, honest);
    done ||= reply !== undefined;
    return reply;
  };
}

describe('concurrency/one-of-many-succeeds', () => {
  const nth = (replies: readonly (Reply | undefined)[]): Twist => {
    let count = 0;
    return (request) => (isCreation(request) ? replies[count++] : undefined);
  };
  test.for<readonly [string, ServiceOptions, string]>([
    ['one success and two conflicts pass', {}, 'pass'],
    ['three successes fail', { twist: creating({ status: 201 }) }, 'fail several-succeed'],
    [
      'two successes fail, whatever the third answer is',
      { twist: nth([{ status: 201 }, fault(500), { status: 202 }]) },
      'fail several-succeed',
    ],
    ['no success is inconclusive', { twist: creating(fault(409)) }, 'inconclusive'],
    ['values that are refused are inconclusive', { twist: nth([undefined, fault(422), fault(409)]) }, 'inconclusive'],
    ['a failure is inconclusive', { twist: nth([undefined, fault(500), fault(409)]) }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: nth([undefined, fault(429), fault(429)]) }, 'inconclusive'],
    ['two listed resources of that name fail', { twist: doubled }, 'fail several-listed'],
  ])('%s', async ([, options, verdict]) => {
    expect(await verdictOf(oneOfManySucceeds, options)).toBe(verdict);
  });

  test('the three are equal and have a name of their own', async () => {
    const { session } = await judge(oneOfManySucceeds, { answer: parcelService(), target: generous });
    const sent = creationsIn(session.exchanges);
    expect(sent.length).toBe(3);
    expect(new Set(sent.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(sent[0]).toMatchObject({ label: 'ct-test-together-label' });
  });
});

function doubled(request: PlannedRequest, honest: (request: PlannedRequest) => Reply): Reply | undefined {
  const shown = request.operation === 'GET /parcels' ? pageIn(honest(request)) : undefined;
  return (
    shown &&
    page(
      shown.list.flatMap((item) => (item.label.startsWith('ct-') ? [item, { ...item, number: `${item.number}0` }] : [item])),
      shown.next,
    )
  );
}

describe('pagination/stable-under-creation', () => {
  /** Puts new parcels first, while a cursor stands for a position. */
  const shifting: Twist = (request, honest) => {
    if (request.operation !== 'GET /parcels') return undefined;
    const all = [...Array(5).keys()].flatMap(
      (n) =>
        pageIn(
          honest({
            ...request,
            query: [
              ['count', '10'],
              ['after', `from ${n * 10}`],
            ],
          }),
        )?.list ?? [],
    );
    const turned = all.toReversed();
    const from = Number(queryOf(request, 'after')?.slice(5) ?? 0);
    const to = from + Number(queryOf(request, 'count') ?? '5');
    return page(turned.slice(from, to), to < turned.length ? `from ${to}` : null);
  };
  const losing: Twist = (request, honest) => {
    const shown = request.operation === 'GET /parcels' && queryOf(request, 'count') !== '10' ? pageIn(honest(request)) : undefined;
    return shown && queryOf(request, 'after') !== undefined ? page(shown.list.slice(1), shown.next) : undefined;
  };
  test.for<readonly [string, ServiceOptions, string]>([
    ['a list that grows at its end passes', {}, 'pass'],
    ['a position that shifts fails', { twist: shifting }, 'unconfirmed walk-disturbed'],
    ['an item that is lost fails', { twist: losing }, 'unconfirmed walk-disturbed'],
    ['two items are inconclusive', { count: 2 }, 'inconclusive'],
    ['a creation that is refused is inconclusive', { twist: creating(fault(422)) }, 'inconclusive'],
    [
      'a page that fails is inconclusive',
      { twist: (request) => (queryOf(request, 'after') === 'from 3' ? fault(500) : undefined) },
      'inconclusive',
    ],
  ])('%s', async ([, options, verdict]) => {
    expect(await verdictOf(stableUnderCreation, options)).toBe(verdict);
  });

  test('nothing is created where the list holds too few items', async () => {
    const { session } = await judge(stableUnderCreation, { answer: parcelService({ count: 2 }), target: generous });
    expect(creationsIn(session.exchanges)).toEqual([]);
  });

  test('the creation between two pages is the one that other checks share', async () => {
    const { session } = await judge(stableUnderCreation, { answer: parcelService(), target: generous });
    const [location] = createdIsListed.locations(session.contract);
    if (!location) throw new Error('the contract has no list of what is created');
    await createdIsListed.run(location, session);
    expect(creationsIn(session.exchanges).length).toBe(1);
  });

  test('an earlier creation does not count as one between two pages', async () => {
    const { session } = await judge(createdIsListed, { answer: parcelService(), target: generous });
    const [location] = stableUnderCreation.locations(session.contract);
    if (!location) throw new Error('the contract has no paged list');
    await stableUnderCreation.run(location, session);
    expect(creationsIn(session.exchanges).map(({ label }) => label)).toEqual(['ct-test-made-label', 'ct-test-between-pages-label']);
  });
});

describe('facts about creations', () => {
  test.for<readonly [string, Reply, readonly unknown[]]>([
    ['an empty answer', { status: 204 }, [204, false, 'none', null]],
    [
      'the resource itself',
      { status: 201, headers: [['Location', '/parcels/1']], json: { number: '1', zone: 'north' } },
      [201, true, 'JSON', { at: '', holds: ['/number', '/zone'] }],
    ],
    [
      'the resource in an envelope',
      { status: 202, json: { data: { number: '1', label: 'a', phase: 'new' } } },
      [202, false, 'JSON', { at: '/data', holds: ['/number', '/label', '/phase'] }],
    ],
    ['a text', { status: 200, text: 'Done' }, [200, false, 'no JSON', null]],
  ])('%s', async ([, reply, values]) => {
    const { verdict } = await judge(creationAnswerRecorded, { answer: parcelService({ twist: creating(reply) }), target: generous });
    expect(verdict).toMatchObject({ kind: 'observed', facts: values.map((value) => ({ at: create, value })) });
  });

  test('the first state, and the numbers that resources show for each documented value', async () => {
    const weighed: Twist = (request, honest) => {
      const shown = request.operation === 'GET /parcels' ? pageIn(honest(request)) : undefined;
      return (
        shown &&
        page(
          shown.list.map((item) => ({ ...item, weight: item.label.includes('made') ? 1 : 9 })),
          shown.next,
        )
      );
    };
    const { verdict } = await judge(firstStateRecorded, {
      answer: parcelService({ twist: weighed, readyAfterReads: 9 }),
      target: generous,
    });
    expect(verdict).toEqual({
      kind: 'observed',
      facts: [
        { fact: 'creation.first-state', at: create, value: 'waiting' },
        { fact: 'creation.settled', at: create, value: 'under 10 seconds' },
        { fact: 'creation.numbers', at: create, value: { size: { small: { weight: 1 }, big: { weight: 9 } } } },
      ],
    });
  });

  test('a resource that is never listed is inconclusive', async () => {
    expect(await verdictOf(firstStateRecorded, { hiddenForReads: 100_000 })).toBe('inconclusive');
  });

  test('the answers to odd creations, each with a fact of its own', async () => {
    const { verdict } = await judge(oddValuesRecorded, { answer: parcelService(), target: generous });
    expect(verdict).toEqual({
      kind: 'observed',
      facts: [
        { fact: 'creation.null-text', at: create, value: 400 },
        { fact: 'creation.empty-text', at: create, value: 201 },
        { fact: 'creation.blank-text', at: create, value: 201 },
        { fact: 'creation.unknown-reference', at: create, value: 201 },
        { fact: 'creation.unknown-member', at: create, value: 201 },
        { fact: 'creation.other-media-type', at: create, value: 400 },
      ],
    });
  });

  test('creations beyond the budget are left out', async () => {
    let made = 0;
    const honest = parcelService();
    const answer = (request: PlannedRequest): Reply => {
      if (isCreation(request) && ++made > 2) throw new NotTried('out-of-budget', 'no more resources may be left behind');
      return honest(request);
    };
    expect((await judge(oddValuesRecorded, { answer, target: generous })).verdict).toMatchObject({ facts: { length: 2 } });
    const none = (): Reply => {
      throw new NotTried('out-of-budget', 'no more resources may be left behind');
    };
    expect((await judge(oddValuesRecorded, { answer: none, target: generous })).verdict).toMatchObject({
      kind: 'skipped',
      because: 'out-of-budget',
    });
  });
});
