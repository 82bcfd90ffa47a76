import { describe, expect, test } from 'vitest';

import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import type { TargetRecord } from '../../src/model/record.ts';
import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import { behaviourOf } from '../../src/policy/compare/behaviour/behaviour-of.ts';
import type { BehaviourCell } from '../../src/policy/compare/behaviour/behaviour-row.ts';
import { gatherBehaviour } from '../../src/policy/compare/behaviour/gather-behaviour.ts';
import { compareRuns } from '../../src/policy/compare/comparison.ts';
import { writeBooks } from '../worlds/every-paging-style-contract.ts';
import { folder, folderWith, madeCase, madeRun, storedExchange, type ExchangeParts } from '../report/support/made-run.ts';

const books = (): Promise<Contract> => loadContract(writeBooks());

type Cells = Readonly<Record<string, readonly string[]>>;

const wordsOf = (cells: ReadonlyMap<string, BehaviourCell>): Cells =>
  Object.fromEntries([...cells].map(([id, { values }]) => [id, values.map(({ value }) => value)]));

const seen = (contract: Contract | undefined, ...parts: readonly ExchangeParts[]): Cells => {
  const gathered = gatherBehaviour(contract);
  for (const [at, one] of parts.entries()) gathered.add(storedExchange({ id: `x${at + 1}`, ...one }));
  return wordsOf(gathered.cells());
};

const list = (parts: Omit<ExchangeParts, 'request'> & { readonly query?: PlannedRequest['query'] }): ExchangeParts => ({
  ...parts,
  request: { operation: 'GET /books', path: '/books', query: parts.query ?? [] },
});

describe('behaviour', () => {
  test('of a mistake is every status and media type of its answers, except refusals by the quota', () => {
    const request = { faults: ['unknown-id'], pathValues: { id: 'p1' } } as const;
    const cells = seen(
      undefined,
      { status: 404, body: {}, request },
      { status: 410, request },
      { status: 429, body: {}, request },
      { status: 404, body: {}, request },
    );
    expect(cells['mistake.unknown-id']).toEqual(['404 application/json', '410 no body']);
    expect(cells['quota.refusal']).toEqual(['429 application/json']);
  });

  test('lists separately what was asked and never answered', () => {
    const gathered = gatherBehaviour(undefined);
    const request = { faults: ['duplicate'] } as const;
    gathered.add(storedExchange({ status: 429, request }));
    gathered.add({
      ...storedExchange({ request: { faults: ['unknown-path'] } }),
      reply: { kind: 'no-answer', failure: 'reset', message: 'reset' },
    });
    expect([...gathered.unanswered]).toEqual(['mistake.duplicate', 'mistake.unknown-path']);
    expect(gathered.cells().has('mistake.duplicate')).toBe(false);
  });

  test('of errors is their place in the body, and their members with types', () => {
    const cells = seen(
      undefined,
      { status: 404, body: { error: { code: 404, message: 'm' } } },
      { status: 422, body: { error: { code: 422, message: 'm', details: [{ field: 'a' }] } } },
    );
    expect(cells['errors.shape']).toEqual(['nested below "error"']);
    expect(cells['errors.members']).toEqual([
      'error.code: number',
      'error.details: array, not always',
      'error.details[].field: string, not always',
      'error.message: string',
      'error: object',
    ]);
  });

  test.each([
    ['flat', { body: { code: 1, message: 'm' } }],
    ['flat', { body: { message: 'm', errors: [{ field: 'a' }] } }],
    ['a list below "errors"', { body: { errors: [{ detail: 'a' }] } }],
    ['JSON that is not an object', { body: 'no' }],
    ['not JSON', { text: '<html>' }],
    ['no body', {}],
    ['problem details (RFC 9457)', { body: { title: 't' }, headers: [['content-type', 'application/problem+json']] }],
  ] as const)('of an error is %s', (shape, { headers, ...parts }: ExchangeParts) => {
    const exchange = storedExchange({ status: 400, ...parts });
    const { reply } = exchange;
    if (reply.kind !== 'answer') throw new Error('no answer');
    const gathered = gatherBehaviour(undefined);
    gathered.add({ ...exchange, reply: { ...reply, headers: headers ?? reply.headers } });
    expect(wordsOf(gathered.cells())['errors.shape']).toEqual([shape]);
  });

  test('of the quota is the names of its headers with the form of their values', () => {
    const headers = [
      ['X-RateLimit-Limit', '600'],
      ['X-RateLimit-Reset', '1795185629'],
    ] as const;
    const cells = seen(
      undefined,
      { body: {}, headers: [...headers, ['X-Request-Id', 'r1']] },
      { body: {}, headers: headers.slice(0, 1) },
      { status: 429, body: {}, headers: [...headers, ['Retry-After', '2']] },
      { status: 503, headers: [['Retry-After', 'Fri, 20 Nov 2026 14:40:26 GMT']] },
    );
    expect(cells).toMatchObject({
      'quota.headers-on-success': ['x-ratelimit-limit: number', 'x-ratelimit-reset: epoch seconds, not always'],
      'quota.headers-on-refusal': ['x-ratelimit-limit: number', 'x-ratelimit-reset: epoch seconds'],
      'quota.retry-after': ['429: number', '503: HTTP date'],
      'answers.headers': ['x-request-id, not always'],
    });
  });

  test('of a refused credential is its challenge, without values that change', () => {
    const request = { credential: { kind: 'none' }, faults: ['credential-missing'] } as const;
    const cells = seen(
      undefined,
      { status: 401, request, headers: [['WWW-Authenticate', 'Bearer realm="a, b", nonce="123"']] },
      { status: 401, request },
    );
    expect(cells['errors.challenge']).toEqual(['Bearer (nonce, realm)', 'none']);
  });

  test('of lists is the documented paging, and the paging that gave another page', async () => {
    const contract = await books();
    const first = list({ body: { books: [{ isbn: 'a' }], mark: 'm1', all: 2 } });
    const declared = ['cursor (mark, take)', 'no pages', 'page number (sheet, height)'];
    expect(seen(contract, first)).toMatchObject({
      'lists.declared': declared,
      'lists.members': ['all: number', 'books: array', 'mark: string'],
    });
    const ignored = list({ body: { books: [{ isbn: 'a' }], mark: 'm1', all: 2 }, query: [['sheet', '2']] });
    const empty = list({ body: { books: [], all: 2 }, query: [['sheet', '3']] });
    expect(seen(contract, first, ignored, empty)['lists.followed']).toBeUndefined();
    const next = list({ body: { books: [{ isbn: 'b' }], all: 2 }, query: [['mark', 'm1']] });
    expect(seen(contract, first, next)['lists.followed']).toEqual(['cursor']);
  });

  test('keeps no more than it can compare, whatever a server sends', () => {
    const gathered = gatherBehaviour(undefined);
    for (let at = 0; at < 2000; at += 1)
      gathered.add(storedExchange({ status: 400, body: { [`m${at}`]: at }, headers: [[`x-${at}`, 'v']] }));
    const cell = gathered.cells().get('errors.members');
    expect([cell?.values.length, cell?.isOpen]).toEqual([60, true]);
  });
});

const passed = madeCase('a/1@#', 'P-1', { kind: 'pass', judged: 1 });
const faulty = (status: number): StoredExchange =>
  storedExchange({ status, body: { message: 'm' }, request: { faults: ['unknown-path'], operation: null } });

const settingsOf = (more: Partial<NonNullable<TargetRecord['settings']>>): Partial<TargetRecord> => {
  const [target] = madeRun([{ name: 'depot', cases: [] }]).targets;
  if (target?.settings === undefined) throw new Error('a made-up target has settings');
  return { settings: { ...target.settings, ...more } };
};

describe('the behaviour of a run', () => {
  const whyOf = async (
    id: string,
    more: Partial<TargetRecord> = {},
    options: Readonly<Record<string, unknown>> = {},
  ): Promise<string | undefined> => {
    const run = madeRun([{ name: 'depot', cases: [passed], more }], { options });
    return (await behaviourOf(run, folderWith([faulty(404)]))).get('depot')?.cells.get(id)?.why;
  };

  test.each([
    ['mistake.member-missing', {}, {}, 'not asked: the run lacked the permission "mutation"'],
    ['mistake.foreign-thing', {}, {}, 'not asked: the run had no credential "other"'],
    ['mistake.credential-missing', {}, { only: ['schema'] }, 'not asked: the run was limited by --only'],
    ['mistake.credential-missing', {}, { size: 40 }, 'not asked: the run was limited by --profile'],
    ['mistake.credential-missing', {}, {}, 'not asked: no check of the run sent such a request, but --profile comparison does'],
    ['mistake.page-size-above', { contractDigest: 'another' }, {}, 'not known: the contract of the run is not available'],
    ['lists.members', {}, { only: ['schema'] }, 'not known: the contract of the run is not available'],
    ['answers.alternatives', {}, {}, undefined],
    ['errors.challenge', {}, {}, 'not seen: the run received no such answer'],
  ] as const)('says why nothing is known about %s', async (id, more, options, why) => {
    expect(await whyOf(id, more, options)).toBe(why);
  });

  test('says what the contract does not allow for, and what no check sent', async () => {
    const file = writeBooks();
    const { digest } = await loadContract(file);
    const more = { ...settingsOf({ contract: file, allow: ['mutation'] }), contractDigest: digest };
    expect(await whyOf('mistake.unknown-removal', more)).toBe('not applicable: no operation removes anything');
    expect(await whyOf('mistake.duplicate', more)).toBe(
      'not asked: no check of the run sent such a request, but --profile comparison does',
    );
    const surveyed = { ...settingsOf({ contract: file, allow: ['mutation'], survey: true }), contractDigest: digest };
    expect(await whyOf('mistake.duplicate', surveyed)).toBe('not asked: no check of the run sent such a request');
    expect(await whyOf('lists.declared', more)).toBeUndefined();
  });

  test('says why the check of a survey did not ask', async () => {
    const reason = 'POST /books could leave more than 10 resources that no operation removes (maxCreates)';
    const asked = madeCase('survey/duplicate@#', 'SURVEY-25', { kind: 'skipped', because: 'out-of-budget', reason });
    const run = madeRun([{ name: 'depot', cases: [asked], more: settingsOf({ allow: ['mutation'], survey: true }) }]);
    const cells = (await behaviourOf(run, folderWith([faulty(404)]))).get('depot')?.cells;
    expect(cells?.get('mistake.duplicate')?.why).toBe(`not asked: ${reason}`);
  });

  test('has what a survey saw, which is no fact and no outcome besides', async () => {
    const facts = [{ fact: 'survey.answer', at: 'outside', value: { situation: 'unknown-path', status: 404 } }];
    const asked = madeCase('survey/unknown-path@#', 'SURVEY-11', { kind: 'observed', facts });
    const record = madeRun([{ name: 'depot', cases: [asked, passed] }]);
    const rowsOf = (compared: ReturnType<typeof compareRuns>) => [
      compared.facts.map(({ fact }) => fact),
      compared.outcomes.map(({ id }) => id),
    ];
    const behaviour = await behaviourOf(record, folderWith([faulty(404)]));
    expect(rowsOf(compareRuns([{ record, behaviour }]))).toEqual([[], ['P-1']]);
    // Without its exchanges there is nothing else that tells of it.
    expect(rowsOf(compareRuns([{ record }]))).toEqual([['survey.answer'], ['SURVEY-11', 'P-1']]);
  });

  test('is read by the present contract if that has changed and still has a judged operation', async () => {
    const more = { ...settingsOf({ contract: writeBooks() }), contractDigest: 'another' };
    const at = (operation: string) => ({
      ...passed,
      planned: { ...passed.planned, places: [{ operation, way: ['#'] }] },
    });
    const read = async (operation: string) => {
      const record = madeRun([{ name: 'depot', cases: [at(operation)], more }]);
      return { record, behaviour: await behaviourOf(record, folderWith([faulty(404)])) };
    };
    const changed = await read('GET /books');
    expect(changed.behaviour.get('depot')?.cells.get('lists.declared')?.values).toHaveLength(3);
    expect(compareRuns([changed]).notes[0]).toMatch(/^depot: the contract has changed since the run/u);
    expect((await read('GET /parcels')).behaviour.get('depot')?.contract).toBe('gone');
  });

  test('says that the run has no stored exchanges', async () => {
    const cells = (await behaviourOf(madeRun([{ name: 'depot', cases: [passed] }]), folder())).get('depot');
    expect(new Set([...(cells?.cells.values() ?? [])].map(({ why }) => why))).toEqual(
      new Set(['not known: the run has no stored exchanges']),
    );
  });

  test('is compared across contracts, differences first', async () => {
    const sides = await Promise.all(
      (
        [
          ['parcels', 404],
          ['letters', 400],
        ] as const
      ).map(async ([contract, status]) => {
        const record = madeRun([{ name: contract, cases: [passed], more: { contract } }], { run: contract });
        const directory = folderWith([{ ...faulty(status), target: contract }]);
        return { record, behaviour: await behaviourOf(record, directory) };
      }),
    );
    const { isShared, notes, behaviour } = compareRuns(sides);
    expect(isShared).toBe(false);
    expect(notes.at(-1)).toMatch(
      /^Not asked: parcels in \d+ situations, letters in \d+ situations\. A run with --profile comparison asks there too\.$/u,
    );
    expect(behaviour[0]).toMatchObject({
      id: 'mistake.unknown-path',
      state: 'differs',
      cells: [
        { values: [{ value: '404 application/json', operations: ['outside'], shown: { exchange: 'x1', sent: 'GET /v1/parcels' } }] },
        { values: [{ value: '400 application/json' }] },
      ],
    });
    expect(behaviour.find(({ id }) => id === 'errors.shape')?.state).toBe('same');
    expect(behaviour.at(-1)?.state).toBe('open');
  });

  test('has no rows if no exchanges were read', () => {
    expect(compareRuns([{ record: madeRun([{ name: 'depot', cases: [passed] }]) }]).behaviour).toEqual([]);
  });
});
