import { describe, expect, test } from 'vitest';
import { type Probe } from '../../../../src/checks/kit/define.ts';
import {
  actionAccepted,
  actionCompletes,
  actionRepeatedRefused,
  actionShowsState,
} from '../../../../src/checks/families/lifecycle/actions.ts';
import { actionAnswerRecorded, actionElsewhereRecorded } from '../../../../src/checks/families/lifecycle/actions-recorded.ts';
import { repeatsRequest } from '../../../../src/checks/families/schema/as-requested.ts';
import { unmetPrerequisites } from '../../../../src/plan/unmet-prerequisites.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { type SessionInput, targetOf } from '../../support/fake-session.ts';
import { judge, parcels, stated } from '../../support/judge.ts';
import { fault, page, pageIn, parcelService, type ServiceOptions, type Twist } from '../../../worlds/parcels/service.ts';
import { watch } from '../../support/watch.ts';

const reroute = 'POST /parcels/{parcel}/reroute';
const patient = targetOf({ allow: ['mutation', 'permanent', 'slow'] });

const isAction = ({ operation }: PlannedRequest): boolean => operation === reroute;
const isList = ({ operation }: PlannedRequest): boolean => operation === 'GET /parcels';

const verdictOf = async (probe: Probe, options: ServiceOptions = {}, tookMs: SessionInput['tookMs'] = 1): Promise<string> =>
  stated(await judge(probe, { answer: parcelService(options), target: patient, tookMs }));

/** Answers the n-th action, counted from 1. */
const nthAction = (n: number, reply: Reply | ((honest: Reply) => Reply)): Twist => {
  let count = 0;
  return (request, honest) => {
    if (!isAction(request)) return undefined;
    count += 1;
    if (count !== n) return undefined;
    return typeof reply === 'function' ? reply(honest(request)) : reply;
  };
};

/** Shows the parcels of the run in another phase than they are in; leaves them out where there is none. */
const showing =
  (phaseOf: (phase: string) => string | undefined): Twist =>
  (request, honest) => {
    const shown = isList(request) ? pageIn(honest(request)) : undefined;
    if (!shown) return undefined;
    const list = shown.list.flatMap((item) => {
      if (!item.label.startsWith('ct-') || !('phase' in item)) return [item];
      const phase = phaseOf(String(item.phase));
      return phase === undefined ? [] : [{ ...item, phase }];
    });
    return page(list, shown.next);
  };

/** Breaks something after the first action was sent. */
const afterAction = (broken: Twist): Twist => {
  let acted = false;
  return (request, honest) => {
    if (isAction(request)) acted = true;
    return acted && !isAction(request) ? broken(request, honest) : undefined;
  };
};

describe('lifecycle/action-accepted', () => {
  test.for<readonly [string, ServiceOptions, string]>([
    ['the documented status passes', {}, 'pass'],
    ['an action that has to wait for the right state passes', { readyAfterReads: 40 }, 'pass'],
    ['another success fails', { twist: nthAction(1, { status: 200 }) }, 'fail other-success'],
    ['status 400 fails', { twist: nthAction(1, fault(400)) }, 'fail action-refused'],
    ['a path that does not exist fails', { twist: nthAction(1, fault(404)) }, 'fail action-refused'],
    ['a method that is not allowed fails', { twist: nthAction(1, { status: 405 }) }, 'fail action-refused'],
    ['status 422 fails', { twist: nthAction(1, fault(422)) }, 'fail action-refused'],
    ['a conflict in the right state fails', { twist: nthAction(1, fault(409)) }, 'fail action-refused'],
    ['a refused credential is inconclusive', { twist: nthAction(1, fault(401)) }, 'inconclusive'],
    ['a missing permission is inconclusive', { twist: nthAction(1, fault(403)) }, 'inconclusive'],
    ['an exceeded quota is inconclusive', { twist: nthAction(1, fault(429)) }, 'inconclusive'],
    ['a failure is inconclusive', { twist: nthAction(1, fault(503)) }, 'inconclusive'],
    ['a redirect is inconclusive', { twist: nthAction(1, { status: 302 }) }, 'inconclusive'],
    ['no answer is inconclusive', { twist: nthAction(1, 'no answer') }, 'inconclusive'],
    ['a resource that is never ready is inconclusive', { readyAfterReads: 100_000 }, 'inconclusive'],
    ['a resource that is not listed is inconclusive', { hiddenForReads: 100_000 }, 'inconclusive'],
    [
      'a creation that is refused is inconclusive',
      { twist: ({ operation }) => (operation === 'POST /parcels' ? fault(422) : undefined) },
      'inconclusive',
    ],
  ])('%s', async ([, options, verdict]) => {
    expect(await verdictOf(actionAccepted, options)).toBe(verdict);
  });

  test('a conflict while the state changes is tried once more', async () => {
    // The first look after the conflict shows another state, the next one the right one again.
    let looks = 0;
    const shows = afterAction(showing((phase) => (looks++ === 0 ? 'moving' : phase)));
    const conflict = nthAction(1, fault(409));
    const twist: Twist = (request, honest) => shows(request, honest) ?? conflict(request, honest);
    const { session, verdict } = await judge(actionAccepted, { answer: parcelService({ twist }), target: patient });
    const answers = session.exchanges
      .filter(({ request }) => isAction(request))
      .map(({ reply }) => (reply.kind === 'answer' ? reply.status : 0));
    expect(answers.slice(0, 2)).toEqual([409, 202]);
    expect(verdict.kind).toBe('pass');
  });

  test('waits of minutes ask for the permission, and short ones do not', async () => {
    const contract = await parcels();
    const [location] = actionAccepted.locations(contract);
    if (!location) throw new Error('the contract has no action');
    const unmet = (durations: Readonly<Record<string, number>>): string[] => {
      const target = targetOf({ durations });
      return unmetPrerequisites(actionAccepted.prerequisites(location, { contract, target }), target).map(({ because }) => because);
    };
    expect(unmet({})).toEqual(['not-allowed']);
    expect(unmet({ 'created.listed': 4, 'created.settled': 6 })).toEqual([]);
    expect(unmet({ 'created.listed': 4, 'created.settled': 90 })).toEqual(['not-allowed']);
  });

  test('the action needs no body, and is sent with the id that the list shows', async () => {
    const { session } = await judge(actionAccepted, { answer: parcelService(), target: patient });
    const [first] = session.exchanges.filter(({ request }) => isAction(request));
    expect(first?.request).toMatchObject({ pathValues: { parcel: 'pk-900000' }, faults: [] });
    expect(first?.request.body).toBeUndefined();
  });
});

describe('lifecycle/action-shows-state', () => {
  const hidden = showing((phase) => (phase === 'rerouting' ? 'done' : phase));
  test.for<readonly [string, ServiceOptions, string, number?]>([
    ['a list that shows the state passes', {}, 'pass'],
    ['a state that shows late passes', { twist: afterAction(lateBy(8)) }, 'pass'],
    ['a state that never shows fails', { twist: hidden }, 'fail state-not-shown'],
    [
      'another state in its place fails',
      { twist: showing((phase) => (phase === 'rerouting' ? 'waiting' : phase)) },
      'fail state-not-shown',
    ],
    ['a resource that vanishes is inconclusive', { twist: afterAction(showing(() => undefined)) }, 'inconclusive'],
    ['a list that fails is inconclusive', { twist: afterAction((request) => (isList(request) ? fault(503) : undefined)) }, 'inconclusive'],
    ['an action that is refused is inconclusive', { twist: nthAction(1, fault(409)) }, 'inconclusive'],
    [
      'another success is inconclusive',
      { twist: nthAction(1, (honest) => (honest === 'no answer' ? honest : { ...honest, status: 200 })) },
      'inconclusive',
    ],
    ['reads of the list that are too far apart are inconclusive', { twist: hidden }, 'inconclusive', 1600],
  ])('%s', async ([, options, verdict, tookMs]) => {
    expect(await verdictOf(actionShowsState, options, tookMs)).toBe(verdict);
  });

  test('a delayed read of the list is inconclusive, because the state may be over by then', async () => {
    let turnsAfter = 0;
    const tookMs = (request: PlannedRequest): number => {
      if (isAction(request) || turnsAfter > 0) turnsAfter += 1;
      return turnsAfter === 2 ? 2500 : 1;
    };
    expect(await verdictOf(actionShowsState, { twist: hidden }, tookMs)).toBe('inconclusive');
  });

  test('reads of the list are never more than two seconds apart, and end after the given time', async () => {
    const target = targetOf({ allow: ['mutation', 'permanent', 'slow'], durations: { 'action.through': 20 } });
    const { session } = await judge(actionShowsState, { answer: parcelService({ twist: hidden }), target });
    const action = session.exchanges.find(({ request }) => isAction(request));
    const since = session.exchanges.filter(({ id }) => Number(id.slice(1)) > Number(action?.id.slice(1)));
    const gaps = since.map(({ sentAt }, n) => sentAt - (since[n - 1]?.sentAt ?? sentAt));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2010);
    expect((since.at(-1)?.sentAt ?? 0) - (action?.sentAt ?? 0)).toBeLessThanOrEqual(20_100);
    expect((since.at(-1)?.sentAt ?? 0) - (action?.sentAt ?? 0)).toBeGreaterThanOrEqual(19_900);
  });
});

/** Shows the intermediate state only after so many reads of the list. */
function lateBy(reads: number): Twist {
  let seen = 0;
  const before = showing(() => 'done');
  const later = showing(() => 'rerouting');
  return (request, honest) => {
    if (!isList(request)) return undefined;
    seen += 1;
    return (seen > reads ? later : before)(request, honest);
  };
}

describe('lifecycle/action-completes', () => {
  test.for<readonly [string, ServiceOptions, string]>([
    ['the final state passes', {}, 'pass'],
    ['a final state that shows later passes', { awayForReads: 60 }, 'pass'],
    ['a resource that stays in the intermediate state fails', { awayForReads: 100_000 }, 'fail action-never-ends'],
    [
      'an intermediate state that was not seen is inconclusive',
      { twist: showing((phase) => (phase === 'rerouting' ? 'waiting' : phase)) },
      'inconclusive',
    ],
    ['an action that is refused is inconclusive', { twist: nthAction(1, fault(403)) }, 'inconclusive'],
  ])('%s', async ([, options, verdict]) => {
    expect(await verdictOf(actionCompletes, options)).toBe(verdict);
  });

  test('a resource that vanishes is inconclusive', async () => {
    let repeated = 0;
    const twist: Twist = (request, honest) => {
      if (isAction(request)) repeated += 1;
      return repeated > 1 && !isAction(request) ? showing(() => undefined)(request, honest) : undefined;
    };
    expect(await verdictOf(actionCompletes, { twist, awayForReads: 100_000 })).toBe('inconclusive');
  });
});

describe('lifecycle/action-repeated-refused', () => {
  test('a late second success is inconclusive, because the first action may have ended', async () => {
    expect(await verdictOf(actionRepeatedRefused, { twist: nthAction(2, { status: 202 }) }, 300)).toBe('inconclusive');
    expect(await verdictOf(actionRepeatedRefused, { twist: nthAction(2, { status: 202 }) }, 100)).toBe(
      'unconfirmed action-repeated-accepted',
    );
  });

  test.for<readonly [string, ServiceOptions, string]>([
    ['the documented error response passes', {}, 'pass'],
    ['a second success fails', { twist: nthAction(2, { status: 202 }) }, 'unconfirmed action-repeated-accepted'],
    ['status 422 fails', { twist: nthAction(2, fault(422)) }, 'fail action-repeated-other-status'],
    ['status 400 fails', { twist: nthAction(2, fault(400)) }, 'fail action-repeated-other-status'],
    ['status 404 fails', { twist: nthAction(2, fault(404)) }, 'fail action-repeated-other-status'],
    ['an exceeded quota is inconclusive', { twist: nthAction(2, fault(429)) }, 'inconclusive'],
    ['a failure is inconclusive', { twist: nthAction(2, fault(500)) }, 'inconclusive'],
    ['a state that ends meanwhile is inconclusive', { twist: nthAction(2, { status: 202 }), awayForReads: 2 }, 'inconclusive'],
    [
      'an intermediate state that was not seen is inconclusive',
      { twist: showing((phase) => (phase === 'rerouting' ? 'done' : phase)) },
      'inconclusive',
    ],
    ['an action that is refused at once is inconclusive', { twist: nthAction(1, fault(403)) }, 'inconclusive'],
  ])('%s', async ([, options, verdict]) => {
    expect(await verdictOf(actionRepeatedRefused, options)).toBe(verdict);
  });

  test('all checks of an action share one scenario with one creation', async () => {
    const { session } = await judge(actionAccepted, { answer: parcelService(), target: patient });
    const before = session.exchanges.length;
    const [location] = actionRepeatedRefused.locations(session.contract);
    if (!location) throw new Error('the contract has no action that is refused when repeated');
    await actionRepeatedRefused.run(location, session);
    await actionShowsState.run(location, session);
    expect(session.exchanges.length).toBe(before);
    expect(session.exchanges.filter(({ request }) => request.operation === 'POST /parcels').length).toBe(1);
  });
});

describe('facts about an action', () => {
  test('the time until the answer, with that of a read, and whether the action is done by then', async () => {
    const { verdict } = await judge(actionAnswerRecorded, { answer: parcelService(), target: patient, tookMs: 1200 });
    expect(verdict).toEqual({
      kind: 'observed',
      facts: [
        { fact: 'action.answered', at: reroute, value: 'under 10 seconds' },
        { fact: 'action.read-answered', at: reroute, value: 'under 10 seconds' },
        { fact: 'action.done-when-answered', at: reroute, value: false },
      ],
    });
  });

  test('a refused action is inconclusive', async () => {
    expect(await verdictOf(actionAnswerRecorded, { twist: nthAction(1, fault(409)) })).toBe('inconclusive');
  });

  test('the answers in other states, for a new resource and for the fixture', async () => {
    const target = targetOf({ fixtures: { sender: 'post', lostParcel: 'pk-100001' } });
    const { verdict, session } = await judge(actionElsewhereRecorded, { answer: parcelService({ readyAfterReads: 1000 }), target });
    expect(verdict).toEqual({
      kind: 'observed',
      facts: [
        {
          fact: 'action.elsewhere',
          at: reroute,
          value: {
            moving: { answer: '409', members: { fault: { code: 'number', text: 'string' } } },
            waiting: { answer: '409', members: { fault: { code: 'number', text: 'string' } } },
          },
        },
      ],
    });
    expect(session.exchanges.filter(({ request }) => request.operation === 'POST /parcels').length).toBe(1);
  });

  test('resources that are all in the right state are inconclusive', async () => {
    expect(stated(await judge(actionElsewhereRecorded, { answer: parcelService({ readyAfterReads: 0 }) }))).toBe('inconclusive');
  });

  test('a state that changes meanwhile is recorded only where the action was accepted', async () => {
    const unsteady = parcelService({ readyAfterReads: 3 });
    expect(stated(await judge(actionElsewhereRecorded, { answer: unsteady }))).toBe('inconclusive');
    const eager = parcelService({ readyAfterReads: 1000, twist: (request) => (isAction(request) ? { status: 202 } : undefined) });
    expect((await judge(actionElsewhereRecorded, { answer: eager })).verdict).toMatchObject({
      facts: [{ value: { waiting: { answer: '202', members: 'undefined' } } }],
    });
  });
});

describe('schema/repeats-request', () => {
  const answered = (json: unknown) =>
    exchangeOf(readOf(reroute, { method: 'POST', path: '/parcels/{parcel}/reroute', pathValues: { parcel: 'pk-1' } }), {
      status: 202,
      json,
    });
  test.for<readonly [string, unknown, string]>([
    ['the same text', { parcel: 'pk-1' }, 'pass'],
    ['another text', { parcel: 'pk-2' }, 'fail'],
    ['another type', { parcel: ['pk-1'] }, 'fail'],
    ['null', { parcel: null }, 'fail'],
  ])('%s gives its verdict', async ([, json, kind]) => {
    expect((await watch(repeatsRequest, [answered(json)]))['P-REPEATS']?.kind).toBe(kind);
  });

  test('a number is the same as its digits', async () => {
    const numbered = exchangeOf(readOf(reroute, { method: 'POST', path: '/parcels/{parcel}/reroute', pathValues: { parcel: '17' } }), {
      status: 202,
      json: { parcel: 17 },
    });
    expect((await watch(repeatsRequest, [numbered]))['P-REPEATS']?.kind).toBe('pass');
  });

  test.for<readonly [string, unknown]>([
    ['an absent member', {}],
    ['no body', undefined],
  ])('%s is judged by the schema', async ([, json]) => {
    expect((await watch(repeatsRequest, [answered(json)]))['P-REPEATS']).toMatchObject({ kind: 'inconclusive', unseen: true });
  });

  test('an error response is not judged', async () => {
    const refused = exchangeOf(readOf(reroute, { pathValues: { parcel: 'pk-1' } }), { status: 404, json: { parcel: 'pk-2' } });
    expect((await watch(repeatsRequest, [refused]))['P-REPEATS']).toMatchObject({ unseen: true });
  });
});
