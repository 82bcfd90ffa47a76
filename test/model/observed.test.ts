import { describe, expect, test } from 'vitest';
import { comparedOperations, isBreaking, observedChanges } from '../../src/model/observed-changes.ts';
import { observedOperation, type Seen, seenIn, seenTogether } from '../../src/model/observed.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Fault } from '../../src/model/request.ts';
import { storedExchange } from '../report/support/made-run.ts';

type Answer = {
  readonly operation?: string;
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Exchange['sent']['headers'];
  readonly faults?: readonly Fault[];
};

const seen = (answers: readonly Answer[]): Seen =>
  answers
    .map(({ operation = 'GET /jars', status = 200, body, headers, faults = [] }, n) =>
      seenIn(storedExchange({ id: `x${n}`, status, body, ...(headers === undefined ? {} : { headers }), request: { operation, faults } })),
    )
    .reduce(seenTogether, {});

const observed = (answers: readonly Answer[], required: readonly string[] = []) =>
  Object.fromEntries(Object.entries(seen(answers)).map(([key, one]) => [key, observedOperation(one, { required })]));

const jar = { id: 'j1', title: 'plum', labels: { red: 'yes' }, size: 1 };
const jars = (...items: readonly object[]): Answer => ({ body: { data: items } });
const before = observed([jars(jar, jar, jar), jars(jar), jars(jar)]);

const changes = (answers: readonly Answer[], required: readonly string[] = []): readonly string[] =>
  observedChanges(before, observed(answers, required)).map(
    (change) => `${isBreaking(change) ? 'breaks' : 'drift'} ${change.kind} ${change.where}: ${change.before} -> ${change.after}`,
  );

const { title: _title, ...untitled } = jar;
const { labels: _labels, ...unlabelled } = jar;

describe('what changed between what two runs have seen', () => {
  test.each<readonly [string, readonly Answer[], readonly string[]]>([
    ['nothing', [jars(jar, jar, jar), jars(jar), jars(jar)], []],
    ['a member that is gone', [jars(untitled, untitled, untitled)], ['breaks member-gone 200 /data/*/title: string -> not there']],
    ['a member that is missing in too few', [jars(untitled, untitled)], []],
    [
      'a member that is missing in one',
      [jars(untitled, jar, jar)],
      ['drift member-sometimes-missing 200 /data/*/title: string -> sometimes missing'],
    ],
    [
      'a member with another type',
      [jars({ ...jar, size: 'big' }, { ...jar, size: 'tiny' }, { ...jar, size: 'huge' })],
      ['breaks type-changed 200 /data/*/size: integer -> string'],
    ],
    ['a number that is no longer whole', [jars({ ...jar, size: 1.5 }, jar, jar)], []],
    ['a member that is empty', [jars(...[jar, jar, jar].map((one) => ({ ...one, title: null })))], []],
    [
      'another type beside the known one',
      [jars({ ...jar, size: 'big' }, jar, jar)],
      ['drift type-new 200 /data/*/size: integer -> integer, string'],
    ],
    [
      'a new member',
      [jars(...[jar, jar, jar].map((one) => ({ ...one, lid: true })))],
      ['drift member-new 200 /data/*/lid: not there -> boolean'],
    ],
    ['labels with other names', [jars(...[jar, jar, jar].map((one) => ({ ...one, labels: { blue: 'no' } })))], []],
    [
      'an object that is gone, said once',
      [jars(unlabelled, unlabelled, unlabelled)],
      ['breaks member-gone 200 /data/*/labels: object -> not there'],
    ],
    [
      'a renamed body',
      [1, 2, 3].map(() => ({ body: { items: [] } })),
      ['breaks member-gone 200 /data: array -> not there', 'drift member-new 200 /items: not there -> array'],
    ],
    ['another status', [{ ...jars(jar), status: 206 }], ['breaks status-changed status: 200 -> 206']],
    ['an operation that is gone', [{ status: 404 }, { status: 404 }], ['breaks operation-gone status: 200 -> 404']],
    ['an operation that fails', [{ status: 404 }, { status: 503 }], []],
    ['an operation that was not called', [], []],
    ['a new operation', [jars(jar), { operation: 'GET /lids', body: {} }], ['drift operation-new status: not seen -> 200']],
  ])('%s', (_, answers, expected) => {
    expect(changes(answers)).toEqual(expected);
  });

  test('what the document newly requires', () => {
    expect(changes([jars(jar)], ['query shelf'])).toEqual(['breaks required-new query shelf: not required -> required']);
  });

  test('an operation with an id in its path is gone where its method is', () => {
    const old = observed([{ operation: 'GET /jars/{id}', body: jar }]);
    const kinds = (status: number) => observedChanges(old, observed([{ operation: 'GET /jars/{id}', status }])).map(({ kind }) => kind);
    expect([kinds(404), kinds(405)]).toEqual([[], ['operation-gone']]);
  });

  test('the code of an error for the same fault', () => {
    const error = (code: string, faults: readonly Fault[]): Answer => ({ status: 404, body: { error: { code, message: 'no' } }, faults });
    const old = observed([jars(jar), error('no_jar', ['unknown-id'])]);
    const codes = (...answers: readonly Answer[]) =>
      observedChanges(old, observed([jars(jar), ...answers])).map(({ kind, where }) => `${kind} ${where}`);
    expect(codes(error('gone', ['unknown-id']))).toEqual(['code-changed 404 unknown-id /error/code']);
    expect(codes(error('gone', ['unknown-id']), error('no_jar', ['unknown-id']))).toEqual([]);
    expect(codes(error('gone', ['credential-missing']))).toEqual([]);
  });

  test('a header field that each answer had, but none of the connection', () => {
    const three = (headers: Exchange['sent']['headers']): readonly Answer[] => [1, 2, 3].map(() => ({ ...jars(jar), headers }));
    const old = observed(
      three([
        ['ETag', '"1"'],
        ['Date', 'x'],
        ['X-Left', '3'],
      ]),
    );
    const now = observed(three([['x-left', '3']]));
    expect(observedChanges(old, now).map(({ kind, where }) => `${kind} ${where}`)).toEqual(['header-gone 200 etag']);
  });

  test('no name that is data is kept', () => {
    const labels = (...names: readonly string[]) => ({ id: 'j', labels: Object.fromEntries(names.map((name) => [name, 'x'])) });
    const shown = (...answers: readonly Answer[]): readonly string[] => {
      const { members = {}, others = {} } = observed(answers)['GET /jars'] ?? {};
      return [...Object.keys(members), ...Object.keys(others)].filter((path) => path.startsWith('200 /data/*/')).toSorted();
    };
    expect(shown(jars(labels('red', 'blue'), labels('green'), labels('grey', 'black')))).toEqual(['200 /data/*/id', '200 /data/*/labels']);
    const shares = jars(...[1, 2, 3].map((n) => ({ id: 'j', shares: { 'ann@a.example': n, 42: n, 'ct-1f2e': n, total: n } })));
    expect(shown(shares)).toEqual(['200 /data/*/id', '200 /data/*/shares', '200 /data/*/shares/total']);
  });

  test('only operations that were called again count', () => {
    expect(comparedOperations(before, observed([]))).toEqual([]);
    expect(comparedOperations(before, observed([jars(jar)]))).toEqual(['GET /jars']);
  });
});
