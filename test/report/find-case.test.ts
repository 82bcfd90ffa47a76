import { describe, expect, test } from 'vitest';

import { choiceWords, findCase } from '../../src/cli/replay/find-case.ts';
import { replayExitCode, replayText, type Replayed } from '../../src/cli/replay/replayed.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { replayCommand } from '../../src/report/index.ts';
import { failedCase, hostile, madeCase, madeRun } from './support/made-run.ts';

const pass: Verdict = { kind: 'pass', judged: 1 };
const two = madeRun([
  { name: 'depot', cases: [failedCase('a/one@#/1', 'P-1'), madeCase('a/one@#/2', 'P-2', pass), madeCase('b/two@#/3', 'P-3', pass)] },
  { name: 'spare', cases: [madeCase('a/one@#/1', 'P-1', pass)] },
]);

describe('a case of a run', () => {
  test('is found by its id, or by a requirement or check with only one case', () => {
    for (const name of ['b/two@#/3', 'P-3', 'b/two'])
      expect(findCase(two, name, undefined)).toMatchObject({ target: { target: 'depot' }, planned: { id: 'b/two@#/3' } });
  });

  test('is the only one that failed, if a requirement or check has several', () => {
    expect(findCase(two, 'a/one', 'depot').planned.id).toBe('a/one@#/1');
  });

  test('is found by the beginning of a name where no other begins so', () => {
    for (const name of ['b/tw', 'b/two@#/', 'b']) expect(findCase(two, name, undefined).planned.id).toBe('b/two@#/3');
    expect(findCase(two, 'a/one@#/2', undefined).planned.id).toBe('a/one@#/2');
    expect(() => findCase(two, 'P-', undefined)).toThrow(
      /^Cannot choose a requirement or check: "P-" is the beginning of 3, name one of\n {2}P-1: \S.*\n {2}P-2: \S.*\n {2}P-3: \S.*$/u,
    );
    expect(() => findCase(two, 'a/one@#', 'depot')).toThrow('Cannot choose a case: "a/one@#" is the beginning of 2');
    expect(() => findCase(two, '', undefined)).toThrow('Cannot find the case ""');
  });

  test('must be named if several are possible', () => {
    const passing = madeRun([{ name: 'depot', cases: [madeCase('a/one@#/1', 'P-1', pass), madeCase('a/one@#/2', 'P-2', pass)] }]);
    expect(() => findCase(passing, 'a/one', 'depot')).toThrow('Cannot choose a case: "a/one" has 2, name one of a/one@#/1, a/one@#/2');
    expect(() => findCase(two, 'a/one@#/1', undefined)).toThrow(
      'Cannot choose a target: depot and spare both have the case, name one with --target',
    );
    expect(findCase(two, 'a/one@#/1', 'spare').target.target).toBe('spare');
  });

  test('of a requirement is the one that says most, with the names of the others', () => {
    const skipped: Verdict = { kind: 'skipped', because: 'not-selected', reason: 'r' };
    const cases = [madeCase('a/one@#/1', 'P-1', skipped), madeCase('a/one@#/2', 'P-1', pass), madeCase('b/two@#/3', 'P-1', skipped)];
    const quiet = findCase(madeRun([{ name: 'depot', cases }]), 'P-1', undefined);
    expect([quiet.planned.id, choiceWords(quiet)]).toEqual([
      'a/one@#/2',
      'P-1 has 3 cases; this is a/one@#/2, the others are a/one@#/1, b/two@#/3\n',
    ]);
    const breaches = [failedCase('b/two@#/4', 'P-1', { code: 'c' }), failedCase('b/two@#/5', 'P-1', { code: 'd' })];
    const loud = findCase(madeRun([{ name: 'depot', cases: [...cases, ...breaches] }]), 'P', undefined);
    expect([loud.planned.id, loud.others?.length]).toEqual(['b/two@#/4', 4]);
    expect(choiceWords(findCase(two, 'P-3', undefined))).toBe('');
  });

  test('has a replay command with the target if several targets have the case', () => {
    expect(replayCommand(two, 'reports/r', 'spare', 'a/one@#/1')).toBe("assay replay reports/r 'a/one@#/1' --target spare");
    expect(replayCommand(two, 'my reports/r', 'depot', 'b/two@#/3')).toBe("assay replay 'my reports/r' 'b/two@#/3'");
  });
});

describe('the exit code of a replay', () => {
  const facts = (...values: readonly number[]): Verdict => ({
    kind: 'observed',
    facts: values.map((value) => ({ fact: `f${value}`, at: 'outside', value })),
  });
  const fail = failedCase('a@#', 'P-1').verdict;
  for (const [title, recorded, now, code] of [
    ['0 for a pass again', pass, pass, 0],
    ['0 for a failure that is gone', fail, pass, 0],
    ['1 for a failure', pass, fail, 1],
    ['0 for the same facts in any order', facts(1, 2), facts(2, 1), 0],
    ['3 for other facts', facts(1), facts(2), 3],
    ['3 for what stays open', fail, { kind: 'inconclusive', reason: 'r', exchanges: [] }, 3],
    ['3 for what was left out', pass, { kind: 'skipped', because: 'stopped', reason: 'r' }, 3],
    ['4 where assay broke', pass, { kind: 'broken', error: 'e' }, 4],
    ['0 for a pass of a case that was lost', undefined, pass, 0],
  ] as const) {
    test(`is ${title}`, () => {
      expect(replayExitCode({ recorded, now })).toBe(code);
    });
  }
});

describe('the text of a replay', () => {
  const shown = (recorded: Verdict | undefined, now: Verdict): string => {
    const replayed: Replayed = {
      run: 'r',
      found: findCase(two, 'P-3', undefined),
      recorded,
      now,
      baseUrl: 'http://h',
      seed: 1,
      nonce: 'n',
      requests: 1,
      created: 0,
      directory: 'd',
    };
    return replayText(replayed);
  };
  const fail = (code: string): Verdict =>
    failedCase('a@#', 'P-1', { code, actual: hostile, exchanges: ['x1', 'x2', 'x3', 'x4', 'x5', 'x6'] }).verdict;

  for (const [recorded, now, sentence] of [
    [fail('a'), fail('a'), 'The result is the same.'],
    [fail('a'), fail('b'), 'It fails again, but in another way.'],
    [pass, fail('a'), 'It fails now.'],
    [fail('a'), pass, 'It passes now.'],
    [undefined, pass, 'It passes now.'],
    [pass, { kind: 'broken', error: 'e' }, 'assay itself broke now.'],
    [pass, { kind: 'inconclusive', reason: 'r', exchanges: [] }, 'It could not be judged now.'],
    [pass, { kind: 'observed', facts: [] }, 'Other facts were observed now.'],
  ] as const) {
    test(`says "${sentence}" for ${recorded?.kind ?? 'nothing'} and ${now.kind}`, () => {
      expect(shown(recorded, now)).toContain(`\n${sentence}\n`);
    });
  }

  test('shows what a target sent without its control characters', () => {
    const text = shown(fail('a'), fail('a'));
    for (const character of ['\u0007', '\u202E']) expect(text).not.toContain(character);
    expect(text).toContain('x5 and 1 more');
  });
});
