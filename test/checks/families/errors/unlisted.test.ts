import { describe, expect, test } from 'vitest';
import type { Fold } from '../../../../src/checks/kit/define.ts';
import { detailsRecorded } from '../../../../src/checks/families/errors/details.ts';
import { undeclaredStatusesRecorded } from '../../../../src/checks/families/errors/undeclared-statuses-recorded.ts';
import { undocumentedCallsRecorded } from '../../../../src/checks/families/errors/undocumented-calls-recorded.ts';
import { headerEffectRecorded } from '../../../../src/checks/families/headers/optional-headers.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { Exchange } from '../../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, type Judged } from '../../support/judge.ts';

const foldOver = async <S>(fold: Fold<S>, name: string, exchanges: readonly Exchange[]): Promise<Verdict> => {
  const contract = await loadContract(name);
  const state = exchanges.reduce((sum, exchange) => fold.step(sum, exchange, contract), fold.init());
  return fold.conclude(state, { contract, target: targetOf() });
};

const factsIn = (verdict: Judged['verdict']): unknown =>
  verdict.kind === 'observed' ? verdict.facts.map(({ fact, at, value }) => [fact, at, value]) : verdict.kind;

describe('errors/details-recorded', () => {
  const post = 'POST /resources';
  const refused = (body: unknown, json: unknown, status = 422): Exchange =>
    exchangeOf(readOf(post, { body: { kind: 'json', value: body }, faults: ['member-missing'] }), { status, json });
  const formsOf = async (...exchanges: readonly Exchange[]): Promise<unknown> =>
    factsIn(await foldOver(detailsRecorded, 'cloudplatform-io', exchanges));

  test('the types and members of the elements are recorded, and whether one names the faulty member', async () => {
    const json = { errors: [{ field: 'name', message: 'is missing' }, 'look there'] };
    expect(await formsOf(refused({}, json))).toEqual([
      [
        'error.details',
        post,
        [
          {
            status: 422,
            at: '$response.body#/errors',
            elements: [{ type: 'object', members: { field: 'string', message: 'string' } }, { type: 'string' }],
            namesFault: true,
          },
        ],
      ],
    ]);
  });

  test.for<readonly [what: string, body: unknown, json: unknown, form: unknown]>([
    [
      'a list inside the error',
      { name: 7 },
      { error: { errors: ['name: no text'] } },
      { status: 422, at: '$response.body#/error/errors', elements: [{ type: 'string' }], namesFault: true },
    ],
    [
      'a longer word that contains the name',
      {},
      { errors: ['hostname_1 and rename'] },
      { status: 422, at: '$response.body#/errors', elements: [{ type: 'string' }], namesFault: false },
    ],
    [
      'a body without a known fault',
      { name: 'x' },
      { errors: [{ path: ['body', 'name'] }] },
      { status: 422, at: '$response.body#/errors', elements: [{ type: 'object', members: { path: 'array' } }] },
    ],
    ['an empty list', { name: 'x' }, { errors: [] }, { status: 422, at: '$response.body#/errors', elements: [] }],
    ['no list', {}, { errors: 'name' }, { status: 422, at: null, elements: [] }],
  ])('%s is recorded', async ([, body, json, form]) => {
    expect(await formsOf(refused(body, json))).toEqual([['error.details', post, [form]]]);
  });

  test('the same form is recorded once, whatever the texts', async () => {
    const forms = await formsOf(refused({}, { errors: ['name'] }), refused({}, { errors: ['the name is missing'] }));
    expect(forms).toMatchObject([['error.details', post, [{ namesFault: true }]]]);
  });

  test('nothing is recorded where no such error response was seen, or only one from another address', async () => {
    const elsewhere = exchangeOf(readOf(post, { base: { kind: 'named', name: 'sandbox' } }), { status: 422, json: { errors: ['x'] } });
    const verdict = await foldOver(detailsRecorded, 'cloudplatform-io', [refused({}, { errors: ['x'] }, 400), elsewhere]);
    expect(verdict).toMatchObject({ kind: 'inconclusive', unseen: true });
  });
});

describe('errors/undeclared-statuses-recorded', () => {
  const get = 'GET /resources';
  const at = (operation: string | null, status: number, over: Partial<PlannedRequest> = {}): Exchange =>
    exchangeOf(readOf(operation, over), { status, json: {} });

  test('unlisted successes, redirections and errors are recorded', async () => {
    const seen = [at(get, 206), at(get, 206), at(get, 302), at(null, 405, { method: 'PUT', path: '/resources/{id}' }), at(get, 200)];
    expect(factsIn(await foldOver(undeclaredStatusesRecorded, 'cloudplatform-io', seen))).toEqual([
      ['error.undeclared', get, []],
      [
        'status.unlisted',
        get,
        [
          { status: 206, method: 'GET' },
          { status: 302, method: 'GET' },
        ],
      ],
      ['error.undeclared', 'outside', []],
      ['status.unlisted', 'outside', [{ status: 405, method: 'PUT' }]],
    ]);
  });

  test('a documented class lists none of its statuses', async () => {
    const contract = 'cloudplatform-example';
    expect(factsIn(await foldOver(undeclaredStatusesRecorded, contract, [at('GET /usage', 203), at('GET /usage', 404)]))).toContainEqual([
      'status.unlisted',
      'GET /usage',
      [
        { status: 203, method: 'GET' },
        { status: 404, method: 'GET' },
      ],
    ]);
  });

  test('a status that another operation lists is not recorded as unlisted', async () => {
    expect(factsIn(await foldOver(undeclaredStatusesRecorded, 'cloudplatform-io', [at(get, 422), at(get, 201)]))).toEqual([
      ['error.undeclared', get, []],
    ]);
  });

  test('a status that the contract describes nowhere is recorded only with its request', async () => {
    const failed = exchangeOf(readOf(get), { status: 503, text: '<html>' });
    expect(factsIn(await foldOver(undeclaredStatusesRecorded, 'cloudplatform-io', [failed]))).toEqual([
      ['error.undeclared', get, [{ status: 503, method: 'GET', faults: [], body: 'no JSON' }]],
    ]);
  });

  test('a status that only our reading of the document describes is unlisted', async () => {
    expect(factsIn(await foldOver(undeclaredStatusesRecorded, 'cloudplatform-io', [at(null, 414)]))).toContainEqual([
      'status.unlisted',
      'outside',
      [{ status: 414, method: 'GET' }],
    ]);
  });

  test('nothing is recorded where every answer has a listed status of success', async () => {
    expect(await foldOver(undeclaredStatusesRecorded, 'cloudplatform-io', [at(get, 200)])).toMatchObject({ unseen: true });
  });
});

describe('errors/undocumented-calls-recorded', () => {
  type Answering = (request: PlannedRequest) => Reply | undefined;
  const asking = async (name: string, answer: Answering, over: Partial<Target> = {}): Promise<Judged> => {
    const honest = ({ method, pathValues, path }: PlannedRequest): Reply => {
      if (pathValues['id'] !== undefined || path.includes('no-such')) return { status: 404, json: {} };
      return { status: method === 'GET' ? 200 : 201, json: { data: [] } };
    };
    return judge(undocumentedCallsRecorded, {
      contract: await loadContract(name),
      target: targetOf(over),
      answer: (request) => answer(request) ?? honest(request),
    });
  };
  const sentBy = ({ session }: Judged): string[] => session.exchanges.map(({ sent: { method, target } }) => `${method} ${target}`);

  test('a path and each method are recorded with Allow, body and quota headers', async () => {
    const judged = await asking('cloudplatform-io', ({ method, path }) => {
      if (method === 'PUT') return { status: 405, headers: [['allow', 'GET, DELETE,GET']], text: '<html>' };
      if (method === 'PATCH') return { status: 404, headers: [['x-ratelimit-remaining', '7']], json: [] };
      return path.includes('no-such') ? { status: 404 } : undefined;
    });
    expect(factsIn(judged.verdict)).toEqual([
      ['unknown.path-answer', 'outside', { status: 404, allow: null, body: 'empty', quotaHeaders: 'none' }],
      ['unknown.method-answer', 'PUT /resources/{id}', { status: 405, allow: ['DELETE', 'GET'], body: 'no JSON', quotaHeaders: 'none' }],
      ['unknown.method-answer', 'PATCH /resources/{id}', { status: 404, allow: null, body: 'JSON array', quotaHeaders: 'all' }],
    ]);
  });

  test('a method that is documented is not sent, nor is any to a collection', async () => {
    const changing = sentBy(await asking('cloudsync', () => undefined)).filter((line) => !line.startsWith('GET'));
    expect(changing).toHaveLength(1);
    expect(changing[0]).toMatch(/^PUT \/instances\/[^/]+$/);
  });

  test('a resource that such a call nevertheless creates is removed', async () => {
    const judged = await asking('cloudsync', ({ method }) => (method === 'PUT' ? { status: 201, json: {} } : undefined));
    const [put, removal] = sentBy(judged).slice(-2);
    expect(removal).toBe(put?.replace('PUT', 'DELETE'));
  });

  test('without the permission to change anything only the path is called', async () => {
    const judged = await asking('cloudsync', () => undefined, { allow: [] });
    expect(sentBy(judged)).toEqual(['GET /ct-no-such-path']);
  });

  test('no method is sent for an id that can be read', async () => {
    const judged = await asking('cloudsync', ({ method, pathValues }) =>
      method === 'GET' && pathValues['id'] !== undefined ? { status: 200, json: {} } : undefined,
    );
    expect(sentBy(judged).filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  test('a 429, or no answer, is not recorded', async () => {
    expect(factsIn((await asking('cloudsync', () => ({ status: 429 }))).verdict)).toBe('inconclusive');
    expect(factsIn((await asking('cloudsync', () => 'no answer')).verdict)).toBe('inconclusive');
  });
});

describe('headers/header-effect-recorded', () => {
  const valueOf = ({ headers }: PlannedRequest): string | undefined => headers.find(([name]) => name === 'X-Api-Version')?.[1];
  const recorded = async (answer: (value: string | undefined) => Reply): Promise<Judged> =>
    judge(headerEffectRecorded, {
      contract: await loadContract('cloudapi-dev'),
      at: 'GET /v1/projects',
      node: '/ApiVersion',
      answer: (request) => answer(valueOf(request)),
    });
  const page = (item: object, headers: readonly (readonly [string, string])[] = []): Reply => ({
    status: 200,
    headers,
    json: { data: [item], has_more: false },
  });

  test('each value is recorded with its status, the header of the answer, and whether the members differ', async () => {
    const judged = await recorded((value) => {
      if (value === 'not-a-date') return { status: 400, json: { code: 'version' } };
      if (value === '2020-01-01') return page({ id: 'proj_1', title: 'old' }, [['x-api-version', '2020-01-01']]);
      return page({ id: 'proj_1', name: 'new' }, value === undefined ? [] : [['X-Api-Version', value]]);
    });
    expect(factsIn(judged.verdict)).toEqual([
      [
        'header.effect',
        'GET /v1/projects',
        {
          header: 'X-Api-Version',
          without: { status: 200, told: null, members: 'same' },
          printed: { status: 200, told: '2026-04-01', members: 'same' },
          oldDate: { status: 200, told: '2020-01-01', members: 'other' },
          word: { status: 400, told: null, members: 'other' },
        },
      ],
    ]);
  });

  test('the answers to other values are judged for no operation', async () => {
    const { session } = await recorded(() => page({}));
    expect(session.exchanges.map(({ request }) => [valueOf(request), request.operation])).toEqual([
      [undefined, 'GET /v1/projects'],
      ['2026-04-01', 'GET /v1/projects'],
      ['2020-01-01', null],
      ['not-a-date', null],
    ]);
  });

  test.for<readonly [string, Reply]>([
    ['429', { status: 429 }],
    ['no answer', 'no answer'],
  ])('nothing is recorded after %s', async ([, reply]) => {
    expect(factsIn((await recorded(() => reply)).verdict)).toBe('inconclusive');
  });
});
