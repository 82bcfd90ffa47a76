import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Observation, Probe } from '../../../../src/checks/kit/define.ts';
import { readByIdRecorded } from '../../../../src/checks/families/docs/reads.ts';
import { actionEffectRecorded } from '../../../../src/checks/families/lifecycle/actions-recorded.ts';
import { referencesRecorded } from '../../../../src/checks/families/lifecycle/references-recorded.ts';
import { bodyFormRecorded } from '../../../../src/checks/families/schema/lists.ts';
import { figuresInSlugs } from '../../../../src/checks/families/schema/figures-in-slugs.ts';
import { itemsAreObjects } from '../../../../src/checks/families/schema/lists.ts';
import { namedMembers } from '../../../../src/checks/families/schema/named-members.ts';
import { shownForSentValue } from '../../../../src/checks/families/schema/as-requested.ts';
import { valuesRecorded } from '../../../../src/checks/families/schema/values-recorded.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { writeShelves } from '../../../worlds/printed-values.ts';
import { watch } from '../../support/watch.ts';

let loading: Promise<Contract> | undefined;
/** Loaded once, because the folder is removed with the first test. */
const shelves = (): Promise<Contract> => (loading ??= loadContract(writeShelves()));

type Answering = (request: PlannedRequest, now: number) => Reply;

/** What a probe records: the value of each fact by its name and operation; else its outcome. */
const recordedBy = async (probe: Probe, answer: Answering, over: Partial<Target> = {}): Promise<unknown> => {
  const target = targetOf({ fixtures: { fullBox: 'b1' }, ...over });
  const judged = await judge(probe, { contract: await shelves(), answer, target });
  return judged.verdict.kind === 'observed'
    ? Object.fromEntries(judged.verdict.facts.map(({ fact, at, value }) => [`${fact} of ${at}`, value]))
    : stated(judged);
};

const boxes = (...items: readonly unknown[]): Reply => ({ status: 200, json: { boxes: items } });
const box = { id: 'b1', shelf: 's1', state: 'full', colour: 'red', code: 'ab' };

/** The verdict of an observation on one answer, for one requirement: `pass`, `fail CODE` or `unseen`. */
const seen = async (
  check: Observation,
  reply: Reply,
  over: Partial<PlannedRequest> = {},
  requirement = 'S-1',
  key = 'GET /boxes',
): Promise<string> => {
  const verdicts = await watch(check, [exchangeOf(readOf(key, over), reply)], await shelves());
  const verdict: Verdict | undefined = verdicts[requirement];
  if (!verdict) return 'no case';
  return verdict.kind === 'inconclusive' && verdict.unseen ? 'unseen' : stated({ verdict });
};

describe('docs/read-by-id-recorded', () => {
  const byId =
    (reply: Reply): Answering =>
    ({ operation }) =>
      operation === 'GET /boxes' ? boxes(box, { id: 'b2' }) : reply;

  test.for<readonly [what: string, answer: Answering, wanted: unknown]>([
    ['is served', byId({ status: 200, json: { id: 'b1', shelf: 's1' } }), { status: 200, members: ['id', 'shelf'] }],
    ['is served without JSON', byId({ status: 200, text: 'a box' }), { status: 200 }],
    ['is answered 404', byId({ status: 404, json: { message: 'No' } }), { status: 404, members: ['message'] }],
    ['is redirected', byId({ status: 301 }), { status: 301 }],
  ])('a read that %s', async ([, answer, wanted]) => {
    expect(await recordedBy(readByIdRecorded, answer)).toEqual({ 'docs.read-by-id of GET /boxes': wanted });
  });

  test.for<readonly [what: string, answer: Answering]>([
    ['is refused for the quota', byId({ status: 429 })],
    ['is not answered', byId('no answer')],
    ['has no listed resource', () => boxes()],
    ['has no list', () => ({ status: 500 })],
  ])('a read that %s decides nothing', async ([, answer]) => {
    expect(await recordedBy(readByIdRecorded, answer)).toBe('inconclusive');
  });

  test('sends one read, of the first listed resource, below the path of the list', async () => {
    const { session } = await judge(readByIdRecorded, { contract: await shelves(), answer: byId({ status: 200, json: {} }) });
    expect(session.exchanges.map(({ sent, request }) => [sent.target, request.operation])).toEqual([
      ['/boxes', 'GET /boxes'],
      ['/boxes/b1', null],
    ]);
  });
});

describe('lifecycle/references-recorded', () => {
  const shelved = (...shelf: readonly unknown[]): Reply => boxes(...shelf.map((one, n) => ({ id: `b${n}`, shelf: one })));
  const reads =
    (list: Reply, read: (id: string) => Reply): Answering =>
    ({ operation, pathValues }) =>
      operation === 'GET /boxes' ? list : read(pathValues['id'] ?? '');
  const known = (id: string): Reply => ({ status: id.startsWith('s') ? 200 : 404 });

  test.for<readonly [what: string, list: Reply, wanted: unknown]>([
    ['that all exist', shelved('s1', 's2', 's1'), [200]],
    ['of which some do not exist', shelved('s1', 'gone'), [200, 404]],
    ['of which none exists', shelved('gone'), [404]],
  ])('referred resources %s', async ([, list, statuses]) => {
    expect(await recordedBy(referencesRecorded, reads(list, known))).toEqual({
      'reference.reads of GET /boxes': { member: '/boxes/*/shelf', statuses },
    });
  });

  test('at most ten different ones are read, each once', async () => {
    const many = Array.from({ length: 25 }, (_, n) => `s${n % 13}`);
    const { session } = await judge(referencesRecorded, { contract: await shelves(), answer: reads(shelved(...many), known) });
    expect(session.exchanges.filter(({ request }) => request.operation === 'GET /shelves/{id}').map(({ sent }) => sent.target)).toEqual(
      Array.from({ length: 10 }, (_, n) => `/shelves/s${n}`),
    );
  });

  test.for<readonly [what: string, answer: Answering]>([
    ['an empty list', reads(boxes(), known)],
    ['items that name nothing', reads(shelved(null, undefined), known)],
    ['a list that fails', reads({ status: 503 }, known)],
    ['reads without an answer', reads(shelved('s1'), () => 'no answer')],
    ['reads that the quota refuses', reads(shelved('s1'), () => ({ status: 429 }))],
  ])('%s decides nothing', async ([, answer]) => {
    expect(await recordedBy(referencesRecorded, answer)).toBe('inconclusive');
  });
});

describe('lifecycle/action-effect-recorded', () => {
  /** Boxes before the action, and from `laterMs` milliseconds after it. */
  const acting = (done: Reply, before: readonly unknown[], after: readonly unknown[] = before, laterMs = 0): Answering => {
    let actedAt = Infinity;
    return ({ method }, now) => {
      if (method === 'POST') actedAt = now;
      if (method === 'POST') return done;
      return boxes(...(now >= actedAt + laterMs ? after : before));
    };
  };
  const other = { ...box, id: 'b2' };
  const effect = { thing: 'empty', others: [], new: false };
  const emptied = { ...box, state: 'empty' };
  const accepted = { status: 202 } as const;

  test.for<readonly [what: string, answer: Answering, answered: unknown, wanted: unknown]>([
    ['changes the resource', acting(accepted, [box, other], [emptied, other]), 'no body', effect],
    ['changes it a while later', acting(accepted, [box], [emptied], 20_000), 'no body', effect],
    ['changes nothing', acting({ status: 200, json: { id: 'b1', at: 1 } }, [box]), { members: ['at', 'id'] }, { ...effect, thing: 'full' }],
    ['adds a resource', acting(accepted, [box], [{ ...other, id: 'b9' }, emptied]), 'no body', { ...effect, new: true }],
    [
      'changes others',
      acting(accepted, [box, other], [emptied, { ...other, state: 'half' }]),
      'no body',
      { ...effect, others: ['full to half'] },
    ],
    ['removes others', acting(accepted, [box, other], [emptied]), 'no body', { ...effect, others: ['full to absent'] }],
    ['removes the resource', acting(accepted, [box], []), 'no body', { ...effect, thing: 'absent' }],
    [
      'is called while others change anyway',
      acting(accepted, [box, { ...other, state: 'filling' }], [emptied, { ...other, state: 'full' }]),
      'no body',
      effect,
    ],
    ['answers a list', acting({ status: 200, json: [] }, [box], [emptied]), 'array', effect],
    ['answers no JSON', acting({ status: 200, text: 'ok' }, [box], [emptied]), 'no JSON', effect],
  ])('an action that %s', async ([, answer, answered, wanted]) => {
    expect(await recordedBy(actionEffectRecorded, answer)).toEqual({
      'action.answer of POST /boxes/{id}/empty': answered,
      'action.effect of POST /boxes/{id}/empty': wanted,
    });
  });

  test('of an accepted action on a resource that is not listed, only the answer is recorded', async () => {
    expect(await recordedBy(actionEffectRecorded, acting(accepted, [other]))).toEqual({
      'action.answer of POST /boxes/{id}/empty': 'no body',
    });
  });

  test.for([409, 404, 429, 503])('an action that is answered %i decides nothing, and there is no wait', async (status) => {
    const judged = await judge(actionEffectRecorded, {
      contract: await shelves(),
      answer: acting({ status }, [box]),
      target: targetOf({ fixtures: { fullBox: 'b1' } }),
    });
    expect([stated(judged), judged.session.pausedMs()]).toEqual(['inconclusive', 0]);
  });

  test('the list is narrowed to items with the same reference, and read half a minute later', async () => {
    const { session } = await judge(actionEffectRecorded, {
      contract: await shelves(),
      answer: acting(accepted, [box]),
      target: targetOf({ fixtures: { fullBox: 'b1' } }),
    });
    expect(session.exchanges.map(({ sent }) => `${sent.method} ${sent.target}`)).toEqual([
      'GET /boxes',
      'GET /boxes?shelf=s1',
      'POST /boxes/b1/empty',
      'GET /boxes?shelf=s1',
    ]);
    expect(session.pausedMs()).toBe(30_000);
  });
});

describe('schema/values-recorded', () => {
  const colours = (...colour: readonly unknown[]): Reply => boxes(...colour.map((one, n) => ({ id: `b${n}`, colour: one })));
  const listed = async (list: Reply, created: Reply = { status: 403 }): Promise<unknown> => {
    const { verdict } = await judge(valuesRecorded, {
      contract: await shelves(),
      node: '/properties/colour',
      answer: ({ method }) => (method === 'POST' ? created : list),
    });
    return verdict.kind === 'observed' ? Object.fromEntries(verdict.facts.map(({ at, value }) => [at, value])) : verdict.kind;
  };
  const set = (values: unknown, red: boolean, green: boolean): unknown => ({ member: '/boxes/*/colour', values, printed: { red, green } });

  test.for<readonly [what: string, list: Reply, wanted: unknown]>([
    ['each once and in order', colours('red', 'blue', 'red'), set(['blue', 'red'], true, false)],
    ['other than texts by their kind', colours('green', null, 7), set(['green', 'null', 'number'], false, true)],
    ['without those that the run made up', colours('ct-run-colour', 'red'), set(['red'], true, false)],
    ['as too many', colours(...Array.from({ length: 60 }, (_, n) => `c${n}`)), set('more than 40', false, false)],
  ])('records values %s', async ([, list, wanted]) => {
    expect(await listed(list)).toEqual({ 'GET /boxes': wanted });
  });

  test('records those of a creation beside those of the list', async () => {
    const created = { member: '/colour', values: ['red'], printed: { red: true, green: false } };
    const reply = { status: 201, json: { id: 'b1', colour: 'red' } };
    expect(await listed(colours('green'), reply)).toEqual({ 'GET /boxes': set(['green'], false, true), 'POST /boxes': created });
    expect(await listed(boxes(), reply)).toEqual({ 'POST /boxes': created });
  });

  test.for<readonly [what: string, list: Reply]>([
    ['an empty list', boxes()],
    ['a list with only values that the run made up', colours('ct-run')],
    ['a refused list', { status: 403 }],
  ])('%s and a refused creation decide nothing', async ([, list]) => {
    expect(await listed(list)).toBe('inconclusive');
  });

  test('leaves out members with forms', async () => {
    const nodes = valuesRecorded.locations(await shelves()).map(({ way }) => way.at(-1) ?? '');
    expect(nodes.some((node) => node.endsWith('/colour'))).toBe(true);
    expect(nodes.some((node) => node.endsWith('/code'))).toBe(false);
  });
});

describe('schema/body-form-recorded', () => {
  const formOf = async (...replies: readonly Reply[]): Promise<unknown> => {
    const contract = await shelves();
    const half = Math.ceil(replies.length / 2);
    const fold = (part: readonly Reply[]) =>
      part.reduce(
        (state, reply) => bodyFormRecorded.step(state, exchangeOf(readOf('GET /boxes'), reply), contract),
        bodyFormRecorded.init(),
      );
    const state = bodyFormRecorded.merge(fold(replies.slice(0, half)), fold(replies.slice(half)));
    const verdict = bodyFormRecorded.conclude(state, { contract, target: targetOf() });
    return verdict.kind === 'observed' ? verdict.facts[0]?.value : verdict.kind;
  };
  const wrapped = { form: 'wrapped', at: 'boxes', beside: [] };

  test.for<readonly [what: string, replies: readonly Reply[], wanted: unknown]>([
    ['in an object', [boxes(box), boxes()], wrapped],
    [
      'in an object with other members',
      [{ status: 200, json: { total: 1, boxes: [box], next: null } }],
      { ...wrapped, beside: ['next', 'total'] },
    ],
    ['bare', [{ status: 200, json: [] }, { status: 500 }], { form: 'bare' }],
    ['sometimes bare', [boxes(), { status: 200, json: [box] }, boxes(box)], { mixed: [{ form: 'bare' }, wrapped] }],
    ['at no known location', [{ status: 200, json: { crates: [] } }, { status: 404, json: [] }, 'no answer'], 'inconclusive'],
  ])('a list that is %s', async ([, replies, wanted]) => {
    expect(await formOf(...replies)).toEqual(wanted);
  });
});

describe('schema/items-are-objects', () => {
  test.for<readonly [what: string, reply: Reply, wanted: string]>([
    ['objects with members', boxes(box, { id: 1, text: '' }), 'pass'],
    ['a bare list of objects', { status: 200, json: [box] }, 'pass'],
    ['a line of text among them', boxes(box, 'b2 full red'), 'fail item-no-object'],
    ['a number', boxes(7), 'fail item-no-object'],
    ['no items', boxes(), 'unseen'],
    ['an object with one member', boxes(box, { text: 'full' }), 'unseen'],
    ['an array', boxes(['b1', 'full']), 'unseen'],
    ['null', boxes(null), 'unseen'],
    ['an error response', { status: 400, json: ['text'] }, 'unseen'],
  ])('%s', async ([, reply, wanted]) => {
    expect(await seen(itemsAreObjects, reply)).toBe(wanted);
  });
});

describe('schema/named-members', () => {
  const shown = (putAt: unknown, status = 200): Reply => ({ status, json: { any: [{ deep: { put_at: putAt } }] } });
  const key = 'GET /shelves/{id}';

  test.for<readonly [what: string, reply: Reply, form: string, zone: string]>([
    ['as documented', shown('2026-02-03T04:05:06Z'), 'pass', 'pass'],
    ['of another form', shown('yesterday'), 'fail schema-pattern', 'unseen'],
    ['a number', shown(1_700_000_000), 'fail schema-type', 'unseen'],
    ['without the zone that the narrower requirement asks for', shown('2026-02-03T04:05:06'), 'pass', 'fail schema-pattern'],
    ['absent', { status: 200, json: { put: 1 } }, 'unseen', 'unseen'],
    ['in an error response', shown('yesterday', 400), 'unseen', 'unseen'],
    ['in no JSON', { status: 200, text: 'put_at' }, 'unseen', 'unseen'],
  ])('a member that is %s', async ([, reply, form, zone]) => {
    expect(await seen(namedMembers, reply, {}, 'S-MOMENT', key)).toBe(form);
    expect(await seen(namedMembers, reply, {}, 'S-ZONE', key)).toBe(zone);
  });

  test('is not looked for outside the documented operations', async () => {
    expect(await seen(namedMembers, shown('yesterday'), { operation: null }, 'S-MOMENT', key)).toBe('unseen');
  });

  test('has its location in the finding', async () => {
    const [breach] = namedMembers.observe(exchangeOf(readOf(key), shown('yesterday')), await shelves());
    expect(breach).toMatchObject({ holds: false, where: '#/any/0/deep/put_at' });
  });

  test('a rule whose reference cannot be followed is an error', async () => {
    const file = writeShelves();
    writeFileSync(file, readFileSync(file, 'utf8').replace('#/components/schemas/Moment', '#/components/schemas/Nowhere'));
    await expect(loadContract(file)).rejects.toThrow(/the reference "#\/components\/schemas\/Nowhere" cannot be followed/);
  });
});

const creation = (kind: unknown): Partial<PlannedRequest> => ({ body: { kind: 'json', value: { kind } } });

describe('schema/shown-for-sent-value', () => {
  const kind = (shown: unknown): Reply => ({ status: 201, json: { id: 's1', kind: shown } });
  const printed = { label: 'Oak', boards: ['a'] };

  test.for<readonly [what: string, sent: unknown, reply: Reply, wanted: string]>([
    ['the documented value', 'oak', kind(printed), 'pass'],
    ['another value', 'oak', kind({ ...printed, label: 'Pine' }), 'fail schema-const'],
    ['elements of another type', 'oak', kind({ ...printed, boards: [1] }), 'fail schema-type'],
    ['a part of the documented value', 'oak', kind({ label: 'Oak' }), 'inconclusive'],
    ['no such member', 'oak', { status: 201, json: { id: 's1' } }, 'unseen'],
    ['another value for another sent value', 'pine', kind({ label: 'Pine' }), 'unseen'],
    ['an error response', 'oak', { status: 400, json: { kind: { label: 'Pine' } } }, 'unseen'],
    ['no body', 'oak', { status: 201 }, 'unseen'],
  ])('%s', async ([, sent, reply, wanted]) => {
    expect(await seen(shownForSentValue, reply, creation(sent), 'S-1', 'POST /shelves')).toBe(wanted);
  });
});

describe('schema/figures-in-slugs', () => {
  const kind = (shown: unknown): Reply => ({ status: 201, json: { kind: shown } });

  test.for<readonly [what: string, shown: unknown, wanted: string]>([
    ['the figures of the name', { name: 'oak-80x30', width: 80, depth: 30 }, 'pass'],
    ['one of them', { name: 'oak-80x30', width: 80 }, 'pass'],
    ['other figures', { name: 'oak-80x30', width: 80, depth: 40 }, 'fail figure-differs'],
    ['figures as texts, which is judged elsewhere', { name: 'oak-80x30', width: '90' }, 'unseen'],
    ['no figures', { name: 'oak-80x30' }, 'unseen'],
    ['a name without figures', { name: 'oak', width: 80, depth: 30 }, 'unseen'],
    ['no name', { width: 80 }, 'unseen'],
    ['no object', 'oak-80x30', 'unseen'],
  ])('%s', async ([, shown, wanted]) => {
    expect(await seen(figuresInSlugs, kind(shown), creation('any'), 'S-1', 'POST /shelves')).toBe(wanted);
  });

  test('an error response shows nothing', async () => {
    const reply = { status: 400, json: { kind: { name: 'oak-80x30', width: 1 } } };
    expect(await seen(figuresInSlugs, reply, creation('any'), 'S-1', 'POST /shelves')).toBe('unseen');
  });
});
