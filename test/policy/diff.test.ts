import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { diffRuns } from '../../src/policy/diff/diff-runs.ts';
import { shapeDrift } from '../../src/policy/diff/shape-drift.ts';
import { shapesOf, type Shapes } from '../../src/policy/diff/shapes.ts';
import { failedCase, madeCase, madeRun, storedExchange, type ExchangeParts, type MadeCase } from '../report/support/made-run.ts';

const pass: Verdict = { kind: 'pass', judged: 1 };
const open: Verdict = { kind: 'inconclusive', reason: 'met 429', exchanges: [] };
const one = (verdict: Verdict, level: 'must' | 'should' = 'must', id = 'a/1@#'): MadeCase => madeCase(id, 'P-1', verdict, { level });
const failed = (finding: Parameters<typeof failedCase>[2] = {}, level: 'must' | 'should' = 'must', id = 'a/1@#'): MadeCase =>
  failedCase(id, 'P-1', finding, { level });
/** A must that both runs judge, which makes them comparable. */
const beside = madeCase('b/1@#', 'P-0', pass);

const run = (...cases: readonly MadeCase[]): RunRecord => madeRun([{ name: 'depot', cases: [beside, ...cases] }]);
const none: ReadonlyMap<string, Shapes> = new Map();
const diff = (old: RunRecord, fresh: RunRecord, only?: string) =>
  diffRuns({ record: old, shapes: none }, { record: fresh, shapes: none }, only);

describe('a case', () => {
  for (const [name, before, after, kind, code] of [
    ['passes and then fails', one(pass), failed(), 'regression', 1],
    ['was not judged and then fails', one(open), failed(), 'regression', 1],
    ['was not there and then fails', undefined, failed(), 'regression', 1],
    ['of a should passes and then fails', one(pass, 'should'), failed({}, 'should'), 'warning', 0],
    ['fails and then passes', failed(), one(pass), 'fix', 0],
    ['fails and then is not judged', failed(), one(open), 'no-longer-judged', 0],
    ['fails twice in the same way', failed(), failed({ actual: 'something else' }), undefined, 0],
    ['fails twice in different ways', failed(), failed({ code: 'x' }), 'changed', 0],
    ['fails under another id of the same requirement', failed(), failed({}, 'must', 'a/2@#'), 'changed', 0],
    ['was not judged and then passes', one(open), one(pass), 'newly-judged', 0],
    ['passes and then is gone', one(pass), undefined, 'no-longer-judged', 0],
    ['passes twice', one(pass), one(pass), undefined, 0],
  ] as const) {
    test(`that ${name}: ${kind ?? 'no change'}, exit code ${code}`, () => {
      const difference = diff(run(...(before ? [before] : [])), run(...(after ? [after] : [])));
      expect(difference.targets[0]?.changes.map((change) => change.kind).slice(0, 1)).toEqual(kind === undefined ? [] : [kind]);
      expect(difference.exitCode).toBe(code);
    });
  }

  test('that is a known failure of the newer run is not counted as a regression', () => {
    const fresh = run(failed());
    const knownFailures = [
      {
        requirement: 'P-1',
        owner: 'o',
        reason: 'r',
        expires: '2026-12-31',
        file: 'k',
        line: 1,
        state: 'expected',
        told: '',
        excuses: ['a/1@#'],
      },
    ] as const;
    const difference = diff(run(one(pass)), {
      ...fresh,
      footer: { ...fresh.footer, targets: fresh.footer.targets.map((end) => ({ ...end, knownFailures })) },
    });
    expect(difference.exitCode).toBe(0);
    expect(difference.targets[0]?.changes).toMatchObject([{ kind: 'regression', known: 'o: r, until 2026-12-31' }]);
  });
});

describe('two runs', () => {
  test('of another contract are not comparable', () => {
    const other = madeRun([{ name: 'depot', cases: [beside, failed()], more: { contract: 'letters' } }]);
    expect(diff(run(one(pass)), other)).toMatchObject({
      exitCode: 3,
      targets: [{ incomparable: expect.stringContaining('"letters"'), changes: [] }],
    });
  });

  test('of another version of the contract are compared, with a note', () => {
    const side = (digest: string, made: MadeCase) => madeRun([{ name: 'depot', cases: [beside, made], more: { contractDigest: digest } }]);
    const difference = diff(side('1', one(pass)), side('2', failed()));
    expect(difference.exitCode).toBe(1);
    expect(difference.targets[0]?.notes.join()).toContain('The contract has changed');
  });

  test('are not comparable if one of them judged nothing', () => {
    const nothing = madeRun([{ name: 'depot', cases: [one(open)] }]);
    expect(diff(run(one(pass)), nothing)).toMatchObject({ exitCode: 3, targets: [{ incomparable: 'the newer run judged no must' }] });
    expect(diff(nothing, run(failed()))).toMatchObject({ exitCode: 3, targets: [{ incomparable: 'the older run judged no must' }] });
  });

  test('are matched by the names of their targets, or if each has only one', () => {
    const named = (...names: readonly string[]) => madeRun(names.map((name) => ({ name, cases: [beside] })));
    expect(diff(named('a', 'b'), named('b', 'c')).targets.map(({ target }) => target)).toEqual(['b']);
    expect(diff(named('a'), named('b')).targets.map(({ target }) => target)).toEqual(['b']);
    expect(diff(named('a', 'b'), named('c', 'd'))).toMatchObject({ exitCode: 3, targets: [] });
    expect(diff(named('a', 'b'), named('a', 'b'), 'a').targets.map(({ target }) => target)).toEqual(['a']);
  });

  test('show the facts that drifted, and those that only one of them observed', () => {
    const side = (...facts: readonly (readonly [string, unknown])[]) =>
      run(one({ kind: 'pass', judged: 1, facts: facts.map(([fact, value]) => ({ fact, at: 'GET /parcels', value })) }));
    const [target] = diff(
      side(['page.size', 20], ['order', 'id'], ['old', 1], ['set', { a: 1, b: 2 }]),
      side(['page.size', 10], ['order', 'id'], ['new', 1], ['set', { b: 2, a: 1 }]),
    ).targets;
    expect(target?.facts).toEqual({
      drift: [{ fact: 'page.size', at: 'GET /parcels', before: [20], after: [10], requirements: ['P-1'] }],
      appeared: ['new at GET /parcels'],
      gone: ['old at GET /parcels'],
    });
  });
});

describe('shapes', () => {
  const shapes = (...parts: readonly ExchangeParts[]): Shapes =>
    shapesOf(parts.map((part, at) => storedExchange({ id: `x${at}`, ...part }))).get('depot') ?? new Map<string, never>();
  const kinds = (before: Shapes, after: Shapes): string[] => shapeDrift(before, after).map(({ kind, where }) => `${kind} ${where}`);
  const list = (...items: readonly unknown[]): ExchangeParts => ({ body: { data: items } });

  for (const [name, before, after, expected] of [
    ['a new member', [list({ id: 'a' })], [list({ id: 'a', size: 1 })], ['member-new 200 /data/*/size']],
    ['a member that is gone', [list({ id: 'a', size: 1 })], [list({ id: 'a' })], ['member-gone 200 /data/*/size']],
    ['a member that was there now and then', [list({ id: 'a', size: 1 }, { id: 'b' })], [list({ id: 'a' })], []],
    [
      'a member that is missing now and then',
      [list({ id: 'a', size: 1 })],
      [list({ id: 'a', size: 1 }, { id: 'b' })],
      ['member-sometimes-missing 200 /data/*/size'],
    ],
    ['a new type', [list({ id: 'a' })], [list({ id: 1 })], ['type-changed 200 /data/*/id']],
    ['null beside the type of before', [list({ id: 'a' })], [list({ id: 'a' }, { id: null })], ['type-changed 200 /data/*/id']],
    ['null that did not come by', [list({ id: 'a' }, { id: null })], [list({ id: 'a' })], []],
    ['a whole number and a broken one', [list({ id: 1 })], [list({ id: 1.5 })], []],
    ['a list that is empty', [list({ id: 'a' })], [list()], []],
    ['a subtree that is gone', [{ body: { a: { b: { c: 1 } }, z: 1 } }], [{ body: { z: 1 } }], ['member-gone 200 /a']],
    ['labels with names of their own', [{ body: { labels: { x1: 'a' } } }], [{ body: { labels: { y2: 'a' } } }], []],
    ['another success status', [{ status: 200, body: {} }], [{ status: 204, body: undefined }], ['status-new 204', 'status-gone 200']],
    [
      'an answer to a faulty request',
      [{ body: {} }],
      [{ body: {} }, { body: { a: 1 }, request: { faults: [{ kind: 'type', at: 'query limit' }] } }],
      [],
    ],
    ['an error', [{ body: {} }], [{ body: {} }, { status: 500, body: { error: 1 } }], []],
  ] as const) {
    test(`of ${name}: ${expected.length === 0 ? 'no drift' : expected.join(', ')}`, () => {
      expect(kinds(shapes(...(before as readonly ExchangeParts[])), shapes(...(after as readonly ExchangeParts[])))).toEqual(expected);
    });
  }

  test('of an operation that succeeded in one run only are not compared', () => {
    expect(kinds(shapes({ body: {} }), shapes({ body: { a: 1 }, request: { operation: 'GET /boxes' } }))).toEqual([]);
  });
});
