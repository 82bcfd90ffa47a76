import { describe, expect, test } from 'vitest';
import { followingNumbers } from '../../../src/checks/subjects/following-numbers.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const pump = { id: text, name: text, hours_run: whole, check_interval_hours: whole, next_check_hours: whole };
const check = { id: text, note: text };
const answer = (properties: object) => ({ description: 'd', ...json({ type: 'object', required: ['id'], properties }) });
const takes = (required: readonly string[], properties: object) => ({ required: true, ...json({ type: 'object', required, properties }) });
const none = { description: 'None' };
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: text });

const says = 'The next check of the pump (`next_check_hours`) is then its hours plus `check_interval_hours`.';

/** Pumps with checks that are passed. */
const documentWith = (passing: string, pumps = '/pumps') =>
  writeToolDocument({
    openapi: '3.1.0',
    info: { title: 'Pumps', version: '1' },
    paths: {
      [pumps]: { post: { requestBody: takes(['name'], { name: text }), responses: { 201: answer(pump), 422: none } } },
      [`${pumps}/{pumpId}`]: {
        parameters: [parameter('pumpId')],
        get: { responses: { 200: answer(pump), 404: none } },
        delete: { responses: { 204: none, 404: none } },
      },
      [`${pumps}/{pumpId}/checks`]: {
        parameters: [parameter('pumpId')],
        get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: { type: 'object', properties: check } }) } } },
        post: { requestBody: takes(['note'], { note: text }), responses: { 201: answer(check), 404: none, 422: none } },
      },
      [`${pumps}/{pumpId}/checks/{checkId}/pass`]: {
        parameters: [parameter('pumpId'), parameter('checkId')],
        post: { description: passing, responses: { 200: answer(check), 404: none, 409: none } },
      },
    },
  });

const read = async (passing: string, pumps = '/pumps') =>
  followingNumbers(await loadContract(documentWith(passing, pumps))).map(({ member, terms }) => [
    member,
    ...terms.map((one) => `${one.sign < 0 ? '-' : ''}${one.member ?? one.value}`),
  ]);

describe('a number that an action derives', () => {
  const derived = ['next_check_hours', 'hours_run', 'check_interval_hours'];
  test.each<readonly [string, readonly string[]]>([
    [says, derived],
    ['`next_check_hours` of the pump becomes its hours plus `check_interval_hours`.', derived],
    ["The pump's `next_check_hours` is now due at `hours_run` + `check_interval_hours`.", derived],
    ['Sets `next_check_hours` of the pump to its hours run plus `check_interval_hours`.', derived],
    ['The next check of the pump (`next_check_hours`) is set to its hours plus 500.', ['next_check_hours', 'hours_run', '500']],
    [
      "The pump's `next_check_hours` becomes `check_interval_hours` less `hours_run`.",
      ['next_check_hours', 'check_interval_hours', '-hours_run'],
    ],
  ])('%s', async (said, expected) => {
    expect(await read(said)).toEqual([expected]);
  });

  test('of something with a name of two words', async () => {
    expect(await read('`next_check_hours` of the bilge pump becomes its hours plus `check_interval_hours`.', '/bilge-pumps')).toEqual([
      derived,
    ]);
  });

  test.each([
    'The next check of the pump (`next_check_hours`) is then at most its hours plus `check_interval_hours`.',
    'The next check of the pump (`next_check_hours`) is then its hours plus `check_interval_hours`, unless it is a small one.',
    'The next check of the pump (`next_check_hours`) is then its hours plus what the maker says.',
    'The next check of the valve (`next_check_hours`) is then its hours plus `check_interval_hours`.',
    '`next_check_hours` of the pump is `check_interval_hours` and its hours.',
    'The next check of the pump is then due.',
    'Sets `next_check_hours` of the pump to `next_check_hours` plus 500.',
  ])('nothing is read from %s', async (said) => {
    expect(await read(said)).toEqual([]);
  });
});

/** What is told of a service that adds the interval to the hours, or to the last due number. */
const told = async (addsTo: 'hours_run' | 'next_check_hours') => {
  const all = new Map<string, Readonly<Record<string, unknown>>>();
  let next = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, , pumpId, below, checkId] = (incoming.url ?? '/').split('/');
    const own = all.get(pumpId ?? '');
    if (pumpId !== undefined && !own) return give(404);
    if (incoming.method === 'GET') return give(200, below === undefined ? own : [...all.values()].filter((one) => one['pump'] === pumpId));
    if (incoming.method === 'DELETE') return give(all.delete(pumpId ?? '') ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (checkId !== undefined) {
        const { hours_run, check_interval_hours } = own ?? {};
        const last = Number(own?.[addsTo] ?? hours_run);
        all.set(pumpId ?? '', { ...own, next_check_hours: last + Number(check_interval_hours) });
        return give(200, all.get(checkId));
      }
      if (typeof body[below === undefined ? 'name' : 'note'] !== 'string') return give(422);
      const made =
        below === undefined
          ? { ...body, id: `p${(next += 1)}`, hours_run: 40, check_interval_hours: 500, next_check_hours: 40 }
          : { ...body, id: `c${(next += 1)}`, pump: pumpId };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(documentWith(says), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    credentials: [],
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/number-follows-action'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check: id }, verdict }) =>
    id === 'lifecycle/number-follows-action' ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

test('a number that follows passes, and one that is added to the last one is told', async () => {
  expect(await told('hours_run')).toEqual(['pass']);
  expect(await told('next_check_hours')).toEqual(['number-not-followed']);
});
