import { describe, expect, test } from 'vitest';

import type { RunRecord } from '../../src/model/record.ts';
import { answerGate } from '../../src/policy/gate.ts';
import { rankSuggestions, suggestionWords, supplySteps } from '../../src/policy/prerequisites.ts';
import type { Coverage, Prerequisite } from '../../src/model/coverage.ts';
import { policyOf, type GatePolicy } from '../../src/policy/gate-policy.ts';
import { isNewer } from '../../src/policy/version-order.ts';
import { judgedRequirements } from '../../src/policy/judged-requirements.ts';
import { expectationsOf } from '../../src/policy/known-failures.ts';
import type { ListedFailure } from '../../src/model/known-failure.ts';
import { failedCase, madeCase, madeRun, type MadeCase } from '../report/support/made-run.ts';

const passed = (id: string, level: 'must' | 'should' = 'must'): MadeCase =>
  madeCase(`a/${id}@#`, id, { kind: 'pass', judged: 1 }, { level });
const open = (id: string): MadeCase => madeCase(`a/${id}@#`, id, { kind: 'inconclusive', reason: 'met 429', exchanges: [] });
const nothing = (id: string): MadeCase => madeCase(`a/${id}@#`, id, { kind: 'skipped', because: 'not-applicable', reason: 'no pages' });
const failed = (id: string, level: 'must' | 'should' = 'must'): MadeCase => failedCase(`a/${id}@#`, id, {}, { level });

/** A run of one target, with versions for some of its requirements. */
const run = (
  cases: readonly MadeCase[],
  since: Readonly<Record<string, string>> = {},
  header: Partial<RunRecord['header']> = {},
): RunRecord => {
  const made = madeRun([{ name: 'depot', cases }], header);
  return {
    ...made,
    targets: made.targets.map((target) => ({
      ...target,
      requirements: new Map(
        [...target.requirements].map(([id, one]) => {
          const version = since[id];
          return [id, version === undefined ? one : { ...one, since: version }];
        }),
      ),
    })),
  };
};

const known: ListedFailure = { requirement: 'P-2', owner: 'o', reason: 'r', expires: '2026-12-31', file: 'k.yaml', line: 3 };

const ask = (record: RunRecord, policy: Partial<GatePolicy> = {}, list: readonly ListedFailure[] = []) =>
  answerGate(record, policyOf(policy), (target, footer) =>
    expectationsOf(list, target.target, judgedRequirements(target, footer.ended), '2026-03-10'),
  );

describe('a gate', () => {
  for (const [name, record, policy, list, code, line] of [
    ['everything passes', run([passed('P-1')]), {}, [], 0, 'yes: depot: 1 of 1 must judged (100%), 80% required, no unexpected failure'],
    ['a must is broken', run([passed('P-1'), failed('P-2')]), {}, [], 1, 'no: depot: 1 must is broken (P-2)'],
    ['the broken must is known', run([passed('P-1'), failed('P-2')]), {}, [known], 0, /^yes: .*, 1 known failure$/u],
    ['the known failure passes', run([passed('P-1'), passed('P-2')]), {}, [known], 5, 'no: depot: 1 known failure is stale (P-2 passed)'],
    [
      'the known failure was not judged',
      run([...'abcd'].map((id) => passed(id)).concat(open('P-2'))),
      {},
      [known],
      0,
      /, 1 known failure not judged$/u,
    ],
    ['a should is broken', run([passed('P-1'), failed('P-2', 'should')]), {}, [], 0, /, 1 warning$/u],
    [
      'a should that blocks is broken',
      run([passed('P-1'), failed('P-2', 'should')]),
      { block: ['must', 'should'] },
      [],
      1,
      'no: depot: 1 should is broken (P-2)',
    ],
    ['only shoulds block', run([failed('P-1')]), { block: ['should'] }, [], 0, /^yes: .*, 1 warning$/u],
    [
      'evidence is missing',
      run([passed('P-1'), open('P-2')]),
      {},
      [],
      3,
      'no: depot: not enough evidence: 1 of 2 musts judged (50%), 80% required',
    ],
    ['the policy requires less', run([passed('P-1'), open('P-2')]), { evidence: { must: 0.5 } }, [], 0, /^yes: /u],
    [
      'no evidence of a level is required',
      run([passed('P-1')]),
      { evidence: {} },
      [],
      0,
      'yes: depot: 1 of 1 must judged (100%), no unexpected failure',
    ],
    [
      'evidence of shoulds is required and there are none',
      run([passed('P-1')]),
      { evidence: { should: 0.1 } },
      [],
      3,
      /0 of 0 shoulds judged, 10% required$/u,
    ],
    ['a requirement that does not apply is not missing', run([passed('P-1'), nothing('P-2')]), { evidence: { must: 1 } }, [], 0, /^yes: /u],
    ['no must was judged', run([open('P-1')]), { evidence: {} }, [], 3, 'no: depot: no must was judged'],
    ['a demo', run([passed('P-1')], {}, { demo: true }), {}, [], 3, /^no: the record is of a demo/u],
    ['nothing was judged', madeRun([]), {}, [], 3, 'no: the record holds no target'],
    [
      'a newer must is broken',
      run([passed('P-1'), failed('P-2')], { 'P-2': '1.1' }),
      { checksAsOf: '1.0' },
      [],
      0,
      /, 1 newer requirement broken, not blocking$/u,
    ],
    ['an older must is broken', run([passed('P-1'), failed('P-2')], { 'P-2': '1.0' }), { checksAsOf: '1.0' }, [], 1, /^no: /u],
    ['a must of unknown age is broken', run([passed('P-1'), failed('P-2')]), { checksAsOf: '1.0' }, [], 1, /^no: /u],
    [
      'a newer must was not judged',
      run([passed('P-1'), open('P-2')], { 'P-2': '1.1' }),
      { checksAsOf: '1.0', evidence: { must: 1 } },
      [],
      0,
      /^yes: /u,
    ],
  ] as const) {
    test(`answers ${code} where ${name}`, () => {
      const answer = ask(record, policy, list);
      expect(answer.line).toMatch(line);
      expect([answer.exitCode, answer.answer]).toEqual([code, code === 0 ? 'yes' : 'no']);
    });
  }

  test('names the reasons of several targets, the most important first', () => {
    const record = madeRun([
      { name: 'a', cases: [open('P-1')] },
      { name: 'b', cases: [failed('P-1')] },
      { name: 'c', cases: [passed('P-1')] },
    ]);
    const answer = ask(record);
    expect(answer.exitCode).toBe(1);
    expect(answer.line).toMatch(/^no: b: 1 must is broken \(P-1\) \| a: no must was judged; not enough evidence/u);
  });

  test('answers no for a stopped run, and if assay itself broke', () => {
    const made = run([passed('P-1')]);
    const ended = { kind: 'stopped', reason: 'budget', message: '40 requests were sent' } as const;
    const cut = { ...made, footer: { ...made.footer, targets: made.footer.targets.map((one) => ({ ...one, ended })) } };
    expect(ask(cut)).toMatchObject({ exitCode: 3, line: 'no: depot: the run was stopped: 40 requests were sent' });
    const broken = run([failed('P-1'), madeCase('a/x@#', 'P-3', { kind: 'broken', error: 'threw' })]);
    expect(ask(broken, { evidence: {} })).toMatchObject({
      exitCode: 4,
      line: 'no: depot: assay itself broke at 1 requirement (P-3); 1 must is broken (P-1)',
    });
  });
});

describe('the evidence of a gate', () => {
  const lacking = (id: string, ...lacks: readonly Prerequisite[]): MadeCase => {
    const made = madeCase(`a/${id}@#`, id, { kind: 'skipped', because: 'missing-prerequisite', reason: 'r' });
    return { ...made, planned: { ...made.planned, places: [], skip: { because: 'missing-prerequisite', reason: 'r' }, lacks } };
  };
  const second: Prerequisite = { kind: 'credential', name: 'second' };
  const mutation: Prerequisite = { kind: 'permission', name: 'mutation' };
  const harbour: Prerequisite = { kind: 'setting', name: '/values/GET ~1ships~1{ship}/ship' };
  const withCoverage = (record: RunRecord, coverage: Coverage): RunRecord => ({
    ...record,
    footer: { ...record.footer, targets: record.footer.targets.map((one) => ({ ...one, coverage })) },
  });
  const coverage: Coverage = {
    operations: 10,
    exercised: 4,
    reached: 5,
    notSelected: 2,
    unexercised: [
      { reason: 'answered 500', operations: ['GET /a'] },
      { reason: 'm', lacks: [mutation], operations: ['POST /a', 'POST /b'] },
      { reason: 'mh', lacks: [mutation, harbour], operations: ['PUT /ships/{ship}', 'DELETE /ships/{ship}', 'PATCH /ships/{ship}'] },
    ],
    unusedCredentials: [],
    map: [],
  };

  test('names the cheapest prerequisites, best first', () => {
    const record = run([
      passed('P-1'),
      lacking('P-2', mutation),
      lacking('P-3', second),
      lacking('P-4', second),
      lacking('P-5', second, mutation),
      lacking('P-6', harbour, mutation),
    ]);
    const answer = ask(withCoverage(record, coverage));
    expect(answer.line).toBe(
      'no: depot: not enough evidence: 1 of 6 musts judged (16%), 80% required; cheapest: supply the credential "second" → +2 musts; --allow mutation and supply the credential "second" → +4 musts, +2 operations',
    );
    expect(answer.targets[0]?.suggestions.map(suggestionWords)).toEqual([
      'supply the credential "second" → +2 musts',
      '--allow mutation and supply the credential "second" → +4 musts, +2 operations',
      '--allow mutation → +1 must, +2 operations',
      '--allow mutation and give a value for {ship} in /ships/{ship} → +2 musts, +5 operations',
    ]);
  });

  test('ranks by operations where these are wanted, and counts a value of one parameter once for all paths below it', () => {
    const org = (operation: string): Prerequisite => ({ kind: 'setting', name: `/values/${operation.replaceAll('/', '~1')}/org` });
    const permission = (name: string): Prerequisite => ({ kind: 'permission', name });
    const group = (operation: string, ...lacks: readonly Prerequisite[]) => ({ reason: 'r', lacks, operations: [operation] });
    const [read, list, change] = ['GET /orgs/{org}', 'GET /orgs/{org}/teams', 'PUT /orgs/{org}'];
    const groups = [
      group(read, org(read)),
      group(list, org(list)),
      group(change, permission('mutation'), org(change)),
      group('GET /users/{org}', org('GET /users/{org}')),
      group('PUT /a', permission('mutation')),
      group('PUT /b', permission('mutation'), permission('destructive')),
    ];
    const unjudged = [{ level: 'must', ways: [[permission('flood')]] }];
    expect(rankSuggestions(unjudged, groups, 'operations').map(suggestionWords)).toEqual([
      'give a value for {org} in /orgs/{org} → +2 operations',
      'give a value for {org} in /users/{org} → +1 operation',
      '--allow mutation → +1 operation',
      '--allow mutation and give a value for {org} in /orgs/{org} → +4 operations',
      '--allow mutation,destructive → +2 operations',
    ]);
    expect(rankSuggestions(unjudged, groups, 'requirements').map(suggestionWords)[0]).toBe('--allow flood → +1 must');
  });

  test('says what each thing adds to those before it, best first, and nothing that a fact alone needs', () => {
    const permission = (name: string): Prerequisite => ({ kind: 'permission', name });
    const [key, other]: readonly Prerequisite[] = [
      { kind: 'credential', name: 'key' },
      { kind: 'credential', name: 'other' },
    ];
    if (key === undefined || other === undefined) throw new Error('There is no credential');
    const waiting = [
      { level: 'must', ways: [[key]] },
      { level: 'must', ways: [[key]] },
      { level: 'should', ways: [[key, permission('mutation')]] },
      { level: 'must', ways: [[other, permission('mutation'), key], [other]] },
      { level: 'observe', ways: [[permission('slow')]] },
    ];
    const groups = [{ reason: 'r', lacks: [key, permission('mutation')], operations: ['POST /a'] }];
    expect(supplySteps(waiting, groups, 'requirements').map(suggestionWords)).toEqual([
      'supply the credential "key" → +2 musts',
      'supply the credential "other" → +1 must',
      '--allow mutation → +1 should, +1 operation',
    ]);
    expect(supplySteps([], [], 'operations')).toEqual([]);
  });

  test('suggests nothing for what stays open for another reason', () => {
    const tried = madeCase('b/P-2@#', 'P-2', { kind: 'inconclusive', reason: 'met 429', exchanges: [] });
    expect(ask(run([lacking('P-2', second), tried])).targets[0]?.suggestions).toEqual([]);
  });

  test('can be required of operations, and a record without coverage has none', () => {
    const record = run([passed('P-1')]);
    const policy = { evidence: { must: 0.8, operations: 0.5 } };
    expect(ask(withCoverage(record, coverage), policy)).toMatchObject({
      exitCode: 3,
      line: 'no: depot: not enough evidence: 4 of 10 operations exercised (40%), 50% required; cheapest: --allow mutation → +2 operations; --allow mutation and give a value for {ship} in /ships/{ship} → +5 operations',
    });
    expect(ask(withCoverage(record, { ...coverage, exercised: 5 }), policy).line).toMatch(
      /^yes: .*, 5 of 10 operations exercised \(50%\), 50% required/u,
    );
    expect(ask(record, policy).line).toMatch(/^no: .*0 of 0 operations exercised, 50% required$/u);
    expect(ask(withCoverage(record, coverage)).exitCode).toBe(0);
  });

  test('leaves out what the user did not select, and requirements about answers that no request can bring about', () => {
    const left = madeCase('a/P-2@#', 'P-2', { kind: 'skipped', because: 'not-selected', reason: 'r' });
    const optional = madeCase('a/P-3@#', 'P-3', { kind: 'inconclusive', reason: 'r', exchanges: [], unseen: true, optional: true });
    expect(ask(run([passed('P-1'), left, optional]), { evidence: { must: 1 } }).line).toMatch(/^yes: depot: 1 of 1 must judged/u);
    const unseen = madeCase('b/P-3@#', 'P-3', { kind: 'inconclusive', reason: 'r', exchanges: [], unseen: true });
    expect(ask(run([passed('P-1'), optional, unseen]), { evidence: { must: 1 } }).exitCode).toBe(3);
  });
});

describe('a version', () => {
  for (const [since, asOf, newer] of [
    ['1.1', '1.0', true],
    ['1.0', '1.0.0', false],
    ['1.0.1', '1.0', true],
    ['0.9', '1.0', false],
    ['1.10', '1.9', true],
    [undefined, '1.0', false],
    ['9.0', undefined, false],
  ] as const) {
    test(`${since} is ${newer ? '' : 'not '}newer than ${asOf}`, () => {
      expect(isNewer(since, asOf)).toBe(newer);
    });
  }
});
