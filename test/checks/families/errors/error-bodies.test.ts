import { beforeAll, describe, expect, test } from 'vitest';
import { checkById } from '../../../../src/checks/index.ts';
import type { Observation, Probe } from '../../../../src/checks/kit/define.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import { notUtf8, type Exchange, type TransportFailure } from '../../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { type ErrandErrors, errands } from '../../../worlds/error-bodies.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { watch } from '../../support/watch.ts';

const contracts = new Map<ErrandErrors, Contract>();
beforeAll(async () => {
  for (const errors of ['named', 'placed'] as const) contracts.set(errors, await errands(errors));
});

const contractOf = (errors: ErrandErrors): Contract => {
  const contract = contracts.get(errors);
  if (!contract) throw new Error(`No contract with ${errors} errors`);
  return contract;
};

const listing = 'GET /errands';
const target = targetOf({ baseUrl: 'https://errands.example/v5', urls: { plain: 'http://errands.example/v5' } });
const list: Reply = { status: 200, json: { all: [] } };
const refused = (json: unknown, status = 401): Reply => ({ status, json });
const html: Reply = { status: 401, text: '<html>' };
const utf8 = (type: string): Reply => ({ ...list, headers: [['Content-Type', type]] });

const seen = async (id: string, requirement: string, errors: ErrandErrors, exchanges: readonly Exchange[]): Promise<string> => {
  const verdict = (await watch(checkById(id) as Observation, exchanges, contractOf(errors)))[requirement];
  if (!verdict) throw new Error(`${id} has no case for ${requirement}`);
  if (verdict.kind === 'inconclusive' && verdict.unseen) return 'unseen';
  return stated({ verdict });
};

describe('observations', () => {
  const exchange = (reply: Reply, over: Partial<PlannedRequest> = {}): Exchange => exchangeOf(readOf(listing, over), reply);
  const elsewhere = { base: { kind: 'named', name: 'plain' } } as const;
  const coded = (error: unknown): Reply => refused({ error });
  test.for<readonly [string, string, ErrandErrors, Reply, string, Partial<PlannedRequest>?]>([
    ['schema/success-is-json', 'E-JSON', 'named', list, 'pass'],
    ['schema/success-is-json', 'E-JSON', 'named', { status: 200, text: '{} {}' }, 'fail success-not-json'],
    ['schema/success-is-json', 'E-JSON', 'named', { status: 200 }, 'unseen'],
    ['schema/success-is-json', 'E-JSON', 'named', html, 'unseen'],
    ['schema/success-is-json', 'E-JSON', 'named', { status: 200, text: 'no' }, 'unseen', elsewhere],
    ['schema/body-present', 'E-PRESENT', 'named', list, 'pass'],
    ['schema/body-present', 'E-PRESENT', 'named', { status: 200 }, 'fail body-empty'],
    ['schema/body-present', 'E-PRESENT', 'named', { status: 204 }, 'unseen'],
    ['status/only-classes', 'E-CLASSES', 'named', { status: 503 }, 'pass'],
    ['status/only-classes', 'E-CLASSES', 'named', { status: 308 }, 'fail status-of-other-class'],
    ['status/only-classes', 'E-CLASSES', 'named', { status: 308 }, 'unseen', elsewhere],
    ['schema/timestamps-in-utc', 'E-MOMENTS', 'named', { status: 200, json: { a: [{ seen_at: '2026-01-02T03:04:05Z' }] } }, 'pass'],
    ['schema/timestamps-in-utc', 'E-MOMENTS', 'named', { status: 200, json: { seen_at: '20260102T030405.1+00:00' } }, 'pass'],
    ['schema/timestamps-in-utc', 'E-MOMENTS', 'named', { status: 200, json: { seen_at: 1767323045 } }, 'fail moment-of-other-form'],
    [
      'schema/timestamps-in-utc',
      'E-MOMENTS',
      'named',
      { status: 200, json: { seen_at: '2026-01-02T03:04:05+02:00' } },
      'fail moment-of-other-form',
    ],
    ['schema/timestamps-in-utc', 'E-MOMENTS', 'named', { status: 200, json: { seen_at: null, made_at: 5 } }, 'unseen'],
    ['transport/charset', 'E-CHARSET', 'named', utf8('application/json; charset="UTF-8"'), 'pass'],
    ['transport/charset', 'E-CHARSET', 'named', utf8('application/json'), 'pass'],
    ['transport/charset', 'E-CHARSET', 'named', utf8('application/json;charset=iso-8859-1'), 'fail charset-other'],
    ['transport/charset', 'E-CHARSET', 'named', list, 'unseen'],
    ['transport/valid-utf8', 'E-UTF8', 'named', { status: 200, json: { all: ['é'] } }, 'pass'],
    ['transport/valid-utf8', 'E-UTF8', 'named', list, 'unseen'],
    ['errors/body-if-any-is-json', 'E-IF-ANY', 'named', refused({}), 'pass'],
    ['errors/body-if-any-is-json', 'E-IF-ANY', 'named', html, 'fail error-body-not-json'],
    ['errors/body-if-any-is-json', 'E-IF-ANY', 'named', { status: 401 }, 'unseen'],
    ['errors/code-present', 'E-CODE', 'named', coded({ Error_Code: 'x1', text: 'No' }), 'pass'],
    ['errors/code-present', 'E-CODE', 'named', coded({ code: 404 }), 'pass'],
    ['errors/code-present', 'E-CODE', 'named', coded('not_found'), 'pass'],
    ['errors/code-present', 'E-CODE', 'named', coded({ code: null, message: 'No', request_id: 'r1' }), 'fail code-absent'],
    ['errors/code-present', 'E-CODE', 'named', coded({ message: 'No' }), 'fail code-absent'],
    ['errors/code-present', 'E-CODE', 'named', coded({ message: 'No', kind: 'x1' }), 'unseen'],
    ['errors/code-present', 'E-CODE', 'named', refused([]), 'unseen'],
    ['errors/message-present', 'E-MESSAGE', 'named', coded({ code: 'x1', detail: 'No' }), 'pass'],
    ['errors/message-present', 'E-MESSAGE', 'named', coded({ code: 'x1', message: '' }), 'fail message-absent'],
    ['errors/message-present', 'E-MESSAGE', 'named', coded({ code: 'x1', message: { a: 'No' } }), 'fail message-absent'],
    ['errors/message-present', 'E-MESSAGE', 'named', coded({ code: 'x1' }), 'fail message-absent'],
    ['errors/message-present', 'E-MESSAGE', 'named', coded('not_found'), 'fail message-absent'],
    ['errors/message-present', 'E-MESSAGE', 'named', coded({ code: 'x1', text: 'No' }), 'unseen'],
    ['errors/message-present', 'E-MESSAGE', 'named', html, 'unseen'],
    ['errors/message-present', 'E-MESSAGE', 'placed', coded({ message: 'No' }), 'pass'],
    ['errors/message-present', 'E-MESSAGE', 'placed', refused({ message: 'No' }), 'pass'],
    ['errors/message-present', 'E-MESSAGE', 'placed', refused({ message: ' ' }), 'fail message-absent'],
    ['errors/message-present', 'E-MESSAGE', 'placed', refused({ message: ['No'] }), 'fail message-absent'],
    ['errors/message-present', 'E-MESSAGE', 'placed', { status: 401 }, 'fail message-absent'],
    ['errors/message-present', 'E-MESSAGE', 'placed', { status: 503 }, 'unseen'],
    ['errors/message-present', 'E-MESSAGE', 'placed', { status: 401, undecodable: true, text: 'x' }, 'unseen'],
    ['errors/message-place', 'E-PLACE', 'placed', refused({ message: 'No' }), 'pass'],
    ['errors/message-place', 'E-PLACE', 'placed', coded({ message: 'No' }), 'fail message-elsewhere'],
    ['errors/message-place', 'E-PLACE', 'placed', refused({}), 'unseen'],
    ['errors/member-names', 'E-NAMES', 'named', coded({ code: 'x1', message: 'No' }), 'pass'],
    ['errors/member-names', 'E-NAMES', 'named', coded({ error_code: 'x1', message: 'No' }), 'fail member-named-otherwise'],
    ['errors/member-names', 'E-NAMES', 'named', coded({ code: 'x1', detail: 'No' }), 'fail member-named-otherwise'],
    ['errors/member-names', 'E-NAMES', 'named', coded({ code: 'x1' }), 'unseen'],
    ['errors/named', 'E-WORD', 'named', coded({ deep: [{ kind: 'NO_ENTRY' }] }), 'pass'],
    ['errors/named', 'E-WORD', 'named', coded({ kind: 'other' }), 'fail error-unnamed'],
    ['errors/named', 'E-WORD', 'named', refused({ kind: 'other' }, 404), 'unseen'],
    ['errors/named', 'E-WORD', 'named', html, 'unseen'],
  ])('%s (%s, %s errors) of %j: %s', async ([id, requirement, errors, reply, wanted, over]) => {
    expect(await seen(id, requirement, errors, [exchange(reply, over)])).toBe(wanted);
  });

  test('bytes that are not UTF-8 break only the requirement about the encoding', async () => {
    const usual = exchange(list);
    const broken: Exchange = {
      ...usual,
      reply: { kind: 'answer', status: 200, headers: [], bodyBytes: 9, text: null, json: { kind: 'invalid', why: notUtf8 } },
    };
    expect(await seen('transport/valid-utf8', 'E-UTF8', 'named', [broken])).toBe('fail body-not-utf8');
    expect(await seen('schema/success-is-json', 'E-JSON', 'named', [broken])).toBe('unseen');
  });
});

describe('folds', () => {
  const folded = (id: string, errors: ErrandErrors, exchanges: readonly Exchange[]) => {
    const check = checkById(id);
    if (check?.kind !== 'fold') throw new Error(`${id} is not a fold`);
    const contract = contractOf(errors);
    const half = Math.ceil(exchanges.length / 2);
    const sum = (some: readonly Exchange[]): unknown => some.reduce((state, one) => check.step(state, one, contract), check.init());
    const verdict = check.conclude(check.merge(sum(exchanges.slice(0, half)), sum(exchanges.slice(half))), { contract, target });
    return verdict;
  };
  const at = (reply: Reply, over: Partial<PlannedRequest> = {}): Exchange => exchangeOf(readOf(listing, over), reply);
  const faulty = { faults: ['query-unparsable'] } as const;

  test.for<readonly [string, readonly Exchange[], string]>([
    ['a common member passes', [at(refused({ a: 1, b: 2 })), at(refused({ b: 'x', c: 3 }, 404))], 'pass'],
    ['no common member fails', [at(refused({ a: 1 })), at(refused({ c: 3 }, 404))], 'fail shapes-differ'],
    ['one status is inconclusive', [at(refused({ a: 1 })), at(refused({ c: 3 }))], 'inconclusive'],
    ['other JSON is inconclusive', [at(refused({ a: 1 })), at(refused([], 404))], 'inconclusive'],
    ['an exempt status is left out', [at(refused({ a: 1 })), at(refused({ c: 3 }, 422))], 'inconclusive'],
    ['no error was seen', [at(list)], 'inconclusive'],
  ])('errors/same-shape: %s', ([, exchanges, wanted]) => {
    expect(stated({ verdict: folded('errors/same-shape', 'named', exchanges) })).toBe(wanted);
  });

  const unknown = { operation: null, path: '/nowhere', faults: ['unknown-path'] } as const;
  test.for<readonly [string, readonly Exchange[], string]>([
    ['a 4xx passes', [at(list), at(refused({ error: 'x' }, 400), faulty)], 'pass'],
    ['an error in a success fails', [at({ status: 200, json: { error: { code: 'x' } } }, faulty)], 'fail error-in-success'],
    ['code and message together fail', [at({ status: 200, json: { code: 'x', message: 'No' } })], 'fail error-in-success'],
    ['an unknown path is judged', [at({ status: 200, json: { error: 'x' } }, unknown)], 'fail error-in-success'],
    ['an error member beside the list passes', [at({ status: 200, json: { all: [], error: 'x' } }), at(refused({}, 400), faulty)], 'pass'],
    ['an empty error member passes', [at({ status: 200, json: { error: null, errors: [] } }), at(refused({}, 400), faulty)], 'pass'],
    ['a run without an error response is inconclusive', [at(list)], 'inconclusive'],
  ])('errors/shown-by-status: %s', ([, exchanges, wanted]) => {
    expect(stated({ verdict: folded('errors/shown-by-status', 'named', exchanges) })).toBe(wanted);
  });

  test('errors/shape-recorded records each form, error object and code once', () => {
    const error = at(refused({ error: { code: 'x1', n: 1 } }, 400), faulty);
    const verdict = folded('errors/shape-recorded', 'named', [error, error, at({ status: 404 })]);
    expect(verdict).toMatchObject({
      kind: 'observed',
      facts: [
        {
          fact: 'error.shape',
          at: listing,
          value: [
            {
              status: 400,
              body: 'object',
              members: { error: 'object' },
              inside: { code: 'string', n: 'number' },
              code: 'x1',
              faults: faulty.faults,
            },
            { status: 404, body: 'empty' },
          ],
        },
      ],
    });
    expect(folded('errors/shape-recorded', 'named', [at(list)])).toMatchObject({ kind: 'inconclusive', unseen: true });
  });
});

describe('probes', () => {
  const ask = async (id: string, answer: (request: PlannedRequest) => Reply, at?: string): Promise<string> =>
    stated(await judge(checkById(id) as Probe, { contract: contractOf('named'), target, answer, ...(at === undefined ? {} : { at }) }));
  const moved = (location: string, status = 301): Reply => ({ status, headers: [['Location', location]] });
  const isClear = ({ base }: PlannedRequest): boolean => base !== undefined;
  const clear = (reply: Reply) => (request: PlannedRequest) => (isClear(request) ? reply : list);
  const header = ({ headers }: PlannedRequest): boolean => headers.some(([name]) => name === 'X-Form');
  const type = ({ headers }: PlannedRequest): boolean => headers.some(([name]) => name === 'Content-Type');
  const posted = (reply: Reply) => (request: PlannedRequest) => (request.method === 'POST' ? reply : list);
  const patched = (reply: Reply, read: Reply) => (request: PlannedRequest) =>
    request.method === 'PATCH' ? reply : request.path === '/errands' ? list : read;
  const made: Reply = { status: 201, json: { no: '1' } };
  const accepts = (request: PlannedRequest): boolean => request.faults.length === 0;

  test.for<readonly [string, string, (request: PlannedRequest) => Reply, string, string?]>([
    ['the documented status passes', 'transport/plain-http-answered', clear(moved('https://errands.example/')), 'pass'],
    [
      'another redirect fails',
      'transport/plain-http-answered',
      clear(moved('https://errands.example/', 308)),
      'fail plain-http-other-status',
    ],
    ['a refused credential fails', 'transport/plain-http-answered', clear({ status: 401 }), 'fail plain-http-other-status'],
    ['no answer is inconclusive', 'transport/plain-http-answered', clear('no answer'), 'inconclusive'],
    ['a 429 is inconclusive', 'transport/plain-http-answered', clear({ status: 429 }), 'inconclusive'],
    ['a service that redirects everything is inconclusive', 'transport/plain-http-answered', () => moved('/other'), 'inconclusive'],
    ['a 403 passes', 'transport/plain-http-rejected', clear({ status: 403 }), 'pass'],
    ['a redirect fails', 'transport/plain-http-rejected', clear(moved('https://errands.example/')), 'fail plain-http-redirected'],
    ['a refused credential is inconclusive', 'transport/plain-http-rejected', clear({ status: 401 }), 'inconclusive'],
    ['a timeout is inconclusive', 'transport/plain-http-rejected', clear('no answer'), 'inconclusive'],
    [
      'another host fails',
      'transport/plain-http-location',
      clear(moved('https://other.example/errands?ct-probe=1')),
      'fail redirected-elsewhere',
    ],
    ['http fails', 'transport/plain-http-location', clear(moved('http://errands.example/errands?ct-probe=1')), 'fail redirected-elsewhere'],
    [
      'the same address under https passes',
      'transport/plain-http-location',
      clear(moved('https://errands.example:8443/errands?ct-probe=1')),
      'pass',
    ],
    ['a lost query fails', 'transport/plain-http-location', clear(moved('https://errands.example/errands')), 'fail redirected-elsewhere'],
    ['no redirect is inconclusive', 'transport/plain-http-location', clear({ status: 401 }), 'inconclusive'],
    ['a success passes', 'versioning/segment-answers', () => list, 'pass'],
    ['404 fails', 'versioning/segment-answers', () => ({ status: 404 }), 'fail version-not-there'],
    ['403 is inconclusive', 'versioning/segment-answers', () => ({ status: 403 }), 'inconclusive'],
    ['a success passes', 'versioning/segment-kept', () => list, 'pass'],
    ['another version fails', 'versioning/segment-kept', () => moved('/v6/errands', 308), 'fail version-left'],
    ['a slash is inconclusive', 'versioning/segment-kept', () => moved('/v5/errands/', 308), 'inconclusive'],
    ['successes with and without the headers pass', 'transport/printed-headers-accepted', () => list, 'pass'],
    [
      'an error only with the headers fails',
      'transport/printed-headers-accepted',
      (one) => (header(one) ? { status: 400 } : list),
      'fail headers-refused',
    ],
    [
      'another success with the headers fails',
      'transport/printed-headers-accepted',
      (one) => (header(one) ? { status: 202 } : list),
      'fail headers-other-success',
    ],
    ['errors with and without the headers are inconclusive', 'transport/printed-headers-accepted', () => ({ status: 400 }), 'inconclusive'],
    ['a 429 is inconclusive', 'transport/printed-headers-accepted', (one) => (header(one) ? { status: 429 } : list), 'inconclusive'],
    [
      'an error only without the header fails',
      'headers/optional-header',
      (one) => (header(one) ? list : { status: 400 }),
      'fail header-required',
    ],
    ['successes with and without the header pass', 'headers/optional-header', () => list, 'pass'],
    ['errors with and without the header are inconclusive', 'headers/optional-header', () => ({ status: 400 }), 'inconclusive'],
    ['the same code passes', 'errors/code-stable', () => refused({ error: { code: 'x1' } }), 'pass'],
    ['no code is inconclusive', 'errors/code-stable', () => refused({}), 'inconclusive'],
    ['an open read is inconclusive', 'errors/code-stable', () => list, 'inconclusive'],
    ['404 passes', 'errors/unknown-id-exact-status', patched({ status: 404 }, { status: 410 }), 'pass'],
    ['400 fails', 'errors/unknown-id-exact-status', patched({ status: 400 }, { status: 410 }), 'fail unknown-id-other-status'],
    [
      'a 5xx is unconfirmed',
      'errors/unknown-id-exact-status',
      patched({ status: 500 }, { status: 500 }),
      'unconfirmed unknown-id-other-status',
    ],
    ['403 is inconclusive', 'errors/unknown-id-exact-status', patched({ status: 403 }, { status: 404 }), 'inconclusive'],
    [
      'a redirect of a read fails',
      'errors/unknown-id-refused',
      patched(made, moved('/errands')),
      'fail unknown-id-other-status',
      'GET /errands/{no}',
    ],
    ['405 is inconclusive', 'errors/unknown-id-refused', patched(made, { status: 405 }), 'inconclusive', 'GET /errands/{no}'],
    ['any other 4xx passes', 'errors/unknown-id-refused', patched(made, { status: 422 }), 'pass', 'GET /errands/{no}'],
    ['a read that succeeds fails', 'errors/unknown-id-refused', patched(made, list), 'fail unknown-id-accepted', 'GET /errands/{no}'],
    [
      'a success without effect fails',
      'errors/unknown-id-refused',
      patched(list, { status: 404 }),
      'fail unknown-id-accepted',
      'PATCH /errands/{no}',
    ],
    ['a read that finds it leaves it alone', 'errors/unknown-id-refused', patched(list, list), 'skipped', 'PATCH /errands/{no}'],
    ['a 4xx passes', 'body/unparsable-not-failed', posted({ status: 400 }), 'pass'],
    ['a 5xx is unconfirmed', 'body/unparsable-not-failed', posted({ status: 500 }), 'unconfirmed server-error'],
    ['a 429 is inconclusive', 'body/unparsable-not-failed', posted({ status: 429 }), 'inconclusive'],
    ['a 4xx passes', 'body/wrong-type-not-failed', posted({ status: 400 }), 'pass'],
    ['a 5xx is unconfirmed', 'body/wrong-type-not-failed', posted({ status: 500 }), 'unconfirmed server-error'],
    ['a success passes', 'body/long-text-not-failed', posted(made), 'pass'],
    ['a 5xx is unconfirmed', 'body/long-text-not-failed', posted({ status: 502 }), 'unconfirmed server-error'],
    ['a 4xx passes', 'body/empty-object-refused', posted({ status: 422 }), 'pass'],
    ['a success fails', 'body/empty-object-refused', posted(made), 'fail empty-object-accepted'],
    ['a conflict is inconclusive', 'body/empty-object-refused', posted({ status: 409 }), 'inconclusive'],
    ['an error in a success is inconclusive', 'body/empty-object-refused', posted({ status: 200, json: { error: 'x' } }), 'inconclusive'],
    ['a 4xx passes', 'body/unreadable-type-refused', posted({ status: 400 }), 'pass'],
    ['a success fails', 'body/unreadable-type-refused', posted(made), 'fail unreadable-type-accepted'],
    ['a 5xx is inconclusive', 'body/unreadable-type-refused', posted({ status: 500 }), 'inconclusive'],
    ['a success passes', 'transport/content-type-accepted', posted(made), 'pass'],
    ['415 fails', 'transport/content-type-accepted', posted({ status: 415 }), 'fail content-type-refused'],
    ['422 is inconclusive', 'transport/content-type-accepted', posted({ status: 422 }), 'inconclusive'],
    ['successes with and without the parameter pass', 'transport/content-type-parameter-harmless', posted(made), 'pass'],
    [
      'an error only with the parameter fails',
      'transport/content-type-parameter-harmless',
      (one) => (type(one) ? { status: 415 } : accepts(one) ? made : list),
      'fail content-type-parameter-refused',
    ],
    [
      'errors with and without the parameter are inconclusive',
      'transport/content-type-parameter-harmless',
      posted({ status: 415 }),
      'inconclusive',
    ],
  ])('%s: %s', async ([, id, answer, wanted, at]) => {
    expect(await ask(id, answer, at)).toBe(wanted);
  });

  test('docs/path-recorded records the status of a path and the members of its body', async () => {
    const recorded = async (reply: Reply) =>
      (await judge(checkById('docs/path-recorded') as Probe, { contract: contractOf('named'), target, answer: () => reply })).verdict;
    expect(await recorded(list)).toMatchObject({ kind: 'observed', facts: [{ at: listing, value: { status: 200, members: ['all'] } }] });
    expect(await recorded({ status: 404 })).toMatchObject({ kind: 'observed', facts: [{ at: listing, value: { status: 404 } }] });
    expect(await recorded({ status: 429 })).toMatchObject({ kind: 'inconclusive' });
  });

  test('a code that changes is unconfirmed', async () => {
    let turn = 0;
    expect(await ask('errors/code-stable', () => refused({ error: { code: `x${(turn += 1)}` } }))).toBe('unconfirmed code-changes');
  });

  test.for<readonly [TransportFailure, string]>([
    ['refused', 'pass'],
    ['reset', 'pass'],
    ['timeout', 'inconclusive'],
  ])('transport/plain-http-rejected: a connection that ends as %s is %s', ([failure, wanted]) => {
    const check = checkById('transport/plain-http-rejected') as Probe;
    const contract = contractOf('named');
    const [location] = check.locations(contract);
    if (!location) throw new Error('The check has no location');
    const exchange: Exchange = { ...exchangeOf(readOf(listing), 'no answer'), reply: { kind: 'no-answer', failure, message: '' } };
    expect(stated({ verdict: check.judge(location, exchange, { contract, target }) })).toBe(wanted);
  });
});
