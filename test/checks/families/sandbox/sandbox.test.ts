import { describe, expect, test } from 'vitest';
import { sandboxLiveApart } from '../../../../src/checks/families/sandbox/apart.ts';
import { sandboxDataAgeRecorded, sandboxHeadersRecorded } from '../../../../src/checks/families/sandbox/recorded.ts';
import { sandboxPathsServed, sandboxSeeded, sandboxServed } from '../../../../src/checks/families/sandbox/served.ts';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import type { Target } from '../../../../src/model/target.ts';
import { isInSandbox, tolls, tollService, type TollTwist } from '../../../worlds/toll-service.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, type Judged, stated } from '../../support/judge.ts';

/** A clock of today, so that moments and ages can be read. */
const startsAt = Date.parse('2026-02-04T16:00:00Z');

const judged = async (probe: Probe, service: Parameters<typeof tollService>[0] = {}, over: Partial<Target> = {}): Promise<Judged> => {
  const target = targetOf({ credentials: ['key', 'test'], urls: { sandbox: 'http://127.0.0.1:2' }, ...over });
  return judge(probe, { contract: await tolls(), target, answer: tollService(service), startsAt });
};

const valuesOf = ({ verdict }: Judged): Readonly<Record<string, unknown>> =>
  Object.fromEntries(verdict.kind === 'observed' ? (verdict.facts ?? []).map(({ fact, value }) => [fact, value]) : []);

/** Answers every read of the sandbox with one reply. */
const there =
  (reply: Reply, operation?: string): TollTwist =>
  (request) =>
    isInSandbox(request) && (operation ?? request.operation) === request.operation ? reply : undefined;

const refused = (status: number): Reply => ({ status, json: { wrong: { kind: 'wrong', text: 'Wrong' } } });

describe('sandbox/served', () => {
  test.for<readonly [string, TollTwist | undefined, string]>([
    ['an answer to its own key passes', undefined, 'pass'],
    ['any success passes, because its status is judged elsewhere', there({ status: 204 }), 'pass'],
    ['401 for its own key fails', there(refused(401)), 'fail sandbox-refuses-credential'],
    ['403 for its own key fails', there(refused(403)), 'fail sandbox-refuses-credential'],
    ['a path that does not exist decides nothing', there(refused(404)), 'inconclusive'],
    ['a quota that is used up decides nothing', there(refused(429)), 'inconclusive'],
    ['a sandbox that is down decides nothing', there(refused(503)), 'inconclusive'],
    ['no answer decides nothing', there('no answer'), 'inconclusive'],
    ['a live service that refuses its keys does not matter', (request) => (isInSandbox(request) ? undefined : refused(401)), 'pass'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judged(sandboxServed, twist && { twist }))).toBe(verdict);
  });

  test('nothing is sent without its address, or without a key for it where keys of its own are documented', async () => {
    expect((await judged(sandboxServed, {}, { urls: {} })).locations).toEqual([]);
    expect((await judged(sandboxServed, {}, { credentials: ['key'] })).locations).toEqual([]);
  });

  test('only the key of the sandbox is sent to the sandbox', async () => {
    const { session } = await judged(sandboxServed);
    expect(session.exchanges.map(({ request: { base, credential } }) => [base, credential])).toEqual([
      [
        { kind: 'named', name: 'sandbox' },
        { kind: 'valid', name: 'test' },
      ],
    ]);
  });
});

describe('sandbox/paths-served', () => {
  test.for<readonly [string, TollTwist | undefined, string]>([
    ['the documented success passes', undefined, 'pass'],
    ['a path that does not exist fails', there(refused(404)), 'fail sandbox-path-not-served'],
    ['a method that does not exist fails', there(refused(405)), 'fail sandbox-path-not-served'],
    ['a redirect fails', there({ status: 302, headers: [['Location', '/r2/tolls']] }), 'fail sandbox-path-not-served'],
    ['another success fails', there({ status: 204 }), 'fail sandbox-path-not-served'],
    ['a refused key decides nothing about paths', there(refused(401)), 'inconclusive'],
    ['missing rights decide nothing about paths', there(refused(403)), 'inconclusive'],
    ['a quota that is used up decides nothing', there(refused(429)), 'inconclusive'],
    ['a sandbox that is down decides nothing', there(refused(503)), 'inconclusive'],
    ['no answer decides nothing', there('no answer'), 'inconclusive'],
    ['paths that only the live service lacks pass', (request) => (isInSandbox(request) ? undefined : refused(404)), 'pass'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judged(sandboxPathsServed, twist && { twist }))).toBe(verdict);
  });
});

describe('sandbox/seeded', () => {
  const empty = { status: 200, json: { tolls: [] } };
  test.for<readonly [string, Parameters<typeof tollService>[0], string]>([
    ['an item in one list passes, though another is empty', {}, 'pass'],
    [
      'an item in the last list passes',
      { sandbox: [], twist: there({ status: 200, json: { roads: [{ no: 'r-1' }] } }, 'GET /roads') },
      'pass',
    ],
    ['empty lists fail', { sandbox: [] }, 'fail sandbox-empty'],
    ['empty lists fail, though the live service holds much', { live: ['left', 'right', 'left'], sandbox: [] }, 'fail sandbox-empty'],
    [
      'an empty page that announces another one shows nothing',
      { sandbox: [], twist: there({ status: 200, json: { tolls: [], next_cursor: 'c2' } }, 'GET /tolls') },
      'inconclusive',
    ],
    [
      'an empty page that announces another one in its Link header shows nothing',
      { sandbox: [], twist: there({ ...empty, headers: [['Link', '</tolls?p=2>; rel="next"']] }, 'GET /tolls') },
      'inconclusive',
    ],
    ['a list that cannot be read shows nothing', { sandbox: [], twist: there(refused(503), 'GET /roads') }, 'inconclusive'],
    [
      'a list at another location shows nothing',
      { sandbox: [], twist: there({ status: 200, json: { all: [{}] } }, 'GET /tolls') },
      'inconclusive',
    ],
    ['no answer shows nothing', { twist: there('no answer') }, 'inconclusive'],
    ['a refused key shows nothing', { twist: there(refused(401)) }, 'inconclusive'],
  ])('%s', async ([, service, verdict]) => {
    expect(stated(await judged(sandboxSeeded, service))).toBe(verdict);
  });
});

describe('sandbox/live-apart', () => {
  const reads = 'GET /tolls/{no}';
  const all = 'GET /tolls';
  test.for<readonly [string, Parameters<typeof tollService>[0], string]>([
    ['environments with data of their own pass', {}, 'pass'],
    [
      'environments that number their resources alike are not taken for one because of their reads',
      { countsApart: true, sandbox: ['left', 'right', 'left'] },
      'inconclusive',
    ],
    ['one store for both fails', { isShared: true }, 'fail live-thing-in-sandbox'],
    [
      'a read by id that looks in both fails, though the list does not show it',
      {
        twist: (request, honest) =>
          request.operation === reads ? honest({ ...request, base: { kind: 'named', name: 'plain' } }) : undefined,
      },
      'fail live-thing-in-sandbox',
    ],
    ['a list of both fails, though no read finds it', { isShared: true, twist: there(refused(404), reads) }, 'fail live-thing-in-sandbox'],
    ['a refused key decides nothing', { twist: there(refused(401)) }, 'inconclusive'],
    ['a used up quota decides nothing', { twist: there(refused(429), reads) }, 'inconclusive'],
    ['a list that cannot be read decides nothing', { twist: there(refused(503), all) }, 'inconclusive'],
    ['a refused creation decides nothing', { twist: ({ method }) => (method === 'POST' ? refused(422) : undefined) }, 'inconclusive'],
    [
      'a resource that cannot be read where it was made decides nothing',
      { twist: (request) => (!isInSandbox(request) && request.operation === reads ? refused(404) : undefined) },
      'inconclusive',
    ],
  ])('%s', async ([, service, verdict]) => {
    expect(stated(await judged(sandboxLiveApart, service))).toBe(verdict);
  });

  test('an id that both environments gave proves nothing where resources have no name', async () => {
    const contract = await tolls();
    const nameless = {
      ...contract,
      resourceTypes: contract.resourceTypes.map((one) => {
        const { name: _, ...collection } = one.collection ?? {};
        return { ...one, ...(one.collection && { collection: collection as typeof one.collection }) };
      }),
    };
    const verdictOf = async (service: Parameters<typeof tollService>[0]): Promise<string> => {
      const target = targetOf({ credentials: ['key', 'test'], urls: { sandbox: 'http://127.0.0.1:2' } });
      return stated(await judge(sandboxLiveApart, { contract: nameless, target, answer: tollService(service), startsAt }));
    };
    const twist = there(refused(404), reads);
    expect(await verdictOf({ countsApart: true, sandbox: ['left', 'right', 'left'], twist })).toBe('inconclusive');
    expect(await verdictOf({ isShared: true, twist })).toBe('fail live-thing-in-sandbox');
    expect(await verdictOf({})).toBe('pass');
  });

  test('nothing is created in the live service without the permission', async () => {
    expect((await judged(sandboxLiveApart, {}, { allow: [] })).locations).toEqual([]);
  });
});

describe('sandbox/headers-recorded', () => {
  const forms = (limit: string, left: string, anew: string): unknown => [
    { name: 'toll-limit', form: limit },
    { name: 'toll-left', form: left },
    { name: 'toll-anew', form: anew },
  ];
  test.for<readonly [string, TollTwist | undefined, unknown]>([
    ['headers that are present and absent', undefined, forms('absent', 'whole number', 'absent')],
    ['a sandbox without headers', there({ status: 200, json: { tolls: [] } }), forms('absent', 'absent', 'absent')],
    [
      'forms, whatever the letters of the names are',
      there({
        status: 200,
        headers: [
          ['toll-limit', '40, 40;w=30'],
          ['TOLL-LEFT', ''],
          ['Toll-Anew', '1770220860'],
        ],
      }),
      forms('parameters', 'empty', 'ten digits'),
    ],
  ])('%s', async ([, twist, value]) => {
    expect(valuesOf(await judged(sandboxHeadersRecorded, twist && { twist }))).toEqual({ 'sandbox.quota-headers': value });
  });

  test('no answer shows nothing', async () => {
    expect(stated(await judged(sandboxHeadersRecorded, { twist: there('no answer') }))).toBe('inconclusive');
  });
});

describe('sandbox/data-age-recorded', () => {
  const list = (...items: readonly unknown[]): TollTwist => there({ status: 200, json: { tolls: items } }, 'GET /tolls');
  const under = 'under the time of a reset';
  const over = 'over the time of a reset';
  test.for<readonly [string, TollTwist, age: string, earlier: boolean]>([
    ['a list without moments', list({ no: 't-1' }), 'none', false],
    ['an empty list', list(), 'none', false],
    ['a resource of today', list({ created_at: '2026-02-04T15:00:00Z' }), under, false],
    ['the oldest resource counts', list({ created_at: '2026-02-04T15:00:00Z' }, { createdAt: '2026-02-02T15:00:00Z' }), over, false],
    ['other moments do not count', list({ renewed_at: '2020-01-01T00:00:00Z' }), 'none', false],
    ['a moment that cannot be read does not count', list({ created_at: 'long ago' }), 'none', false],
    ['a name with our prefix is of an earlier run', list({ plate: 'ct-1f-made-plate', created_at: '2026-02-04T15:00:00Z' }), under, true],
    ['a name that only contains the prefix does not count', list({ plate: 'direct-mail' }), 'none', false],
  ])('%s', async ([, twist, age, earlier]) => {
    const values = valuesOf(await judged(sandboxDataAgeRecorded, { twist }));
    expect(values).toEqual({ 'sandbox.oldest-data': age, 'sandbox.earlier-run': earlier });
  });

  test('the time of a reset is what the target gives', async () => {
    const twist = list({ created_at: '2026-02-04T15:00:00Z' });
    const values = valuesOf(await judged(sandboxDataAgeRecorded, { twist }, { durations: { 'sandbox.reset': 600 } }));
    expect(values).toMatchObject({ 'sandbox.oldest-data': over });
  });

  test.for<readonly [string, Reply]>([
    ['a refused key', refused(401)],
    ['no answer', 'no answer'],
    ['a list at another location', { status: 200, json: { all: [] } }],
  ])('%s shows nothing', async ([, reply]) => {
    expect(stated(await judged(sandboxDataAgeRecorded, { twist: there(reply) }))).toBe('inconclusive');
  });
});
