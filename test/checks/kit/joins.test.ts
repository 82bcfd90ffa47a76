import { describe, expect, test } from 'vitest';
import { joinPlainReads } from '../../../src/checks/families/auth/refused-credential.ts';
import { joinLocations, joinVerdicts, withOptional } from '../../../src/checks/kit/join-locations.ts';
import { type Location, rootLocation } from '../../../src/model/location.ts';
import type { SkipReason, Verdict } from '../../../src/model/verdict.ts';
import { parcels } from '../support/judge.ts';

const passed = (judged = 1, untried?: readonly string[]): Verdict => ({ kind: 'pass', judged, ...(untried ? { untried } : {}) });
const failed = (code = 'broken-promise', judged = 1, breaches = 1): Verdict => ({
  kind: 'fail',
  judged,
  breaches,
  finding: { code, operation: 'GET /parcels', where: '#', expected: 'a', actual: 'b', exchanges: ['x1'] },
});
const open = (reason = 'nothing came', unseen?: true): Verdict => ({
  kind: 'inconclusive',
  reason,
  exchanges: ['x2'],
  ...(unseen ? { unseen } : {}),
});
const skipped = (because: SkipReason): Verdict => ({ kind: 'skipped', because, reason: because });
const broken: Verdict = { kind: 'broken', error: 'ours' };

describe('joining the locations of a case', () => {
  test.for<readonly [string, readonly Verdict[], string]>([
    ['all passed', [passed(), passed()], 'pass'],
    ['one fail among passes', [passed(), failed(), open()], 'fail'],
    ['a fail beside an error of ours', [broken, failed()], 'fail'],
    ['an error of ours beside a pass', [passed(), broken], 'broken'],
    ['an open part beside a pass', [passed(), open()], 'inconclusive'],
    ['an unseen part beside a pass', [passed(), open('nothing', true)], 'pass'],
    ['unseen parts alone', [open('nothing', true), open('nothing', true)], 'inconclusive'],
    ['a part that does not apply', [passed(), skipped('not-applicable')], 'pass'],
    ['a part that is not allowed', [passed(), skipped('not-allowed')], 'pass'],
    ['a part whose prerequisite is missing', [passed(), skipped('missing-prerequisite')], 'pass'],
    ['a part cut by the budget', [passed(), skipped('out-of-budget')], 'inconclusive'],
    ['a part cut by the end of the run', [passed(), skipped('stopped')], 'inconclusive'],
    ['nothing but skipped parts', [skipped('not-applicable'), skipped('not-allowed')], 'skipped'],
    ['no part at all', [], 'skipped'],
  ])('%s', ([, verdicts, kind]) => {
    expect(joinLocations(verdicts.map((verdict) => ({ location: rootLocation, verdict }))).kind).toBe(kind);
  });

  test('counts are summed and the first finding is kept', () => {
    expect(joinVerdicts([passed(3), failed('first', 2, 1), failed('second', 5, 4)])).toMatchObject({
      kind: 'fail',
      judged: 10,
      breaches: 5,
      finding: { code: 'first' },
    });
  });

  test('the other operations with the same breach are named', () => {
    const at = (operation: string): Verdict => {
      const verdict = failed();
      return verdict.kind === 'fail' ? { ...verdict, finding: { ...verdict.finding, operation } } : verdict;
    };
    expect(joinVerdicts([at('GET /parcels'), at('PUT /parcels/{id}'), at('GET /parcels')])).toMatchObject({
      finding: { operation: 'GET /parcels', actual: 'b; alike: PUT /parcels/{id}' },
    });
    expect(joinVerdicts([at('GET /parcels'), at('GET /parcels')])).toMatchObject({ finding: { actual: 'b' } });
  });

  test('unseen parts alone stay unseen', () => {
    expect(joinVerdicts([open('nothing', true)])).toMatchObject({ unseen: true });
    expect(joinVerdicts([open('nothing', true), open('tried')])).not.toHaveProperty('unseen');
  });

  test('reasons and parts that were not tried are kept once each', () => {
    expect(joinVerdicts([open('a'), open('a'), open('b')])).toMatchObject({ reason: 'a; b', exchanges: ['x2'] });
    expect(joinVerdicts([passed(1, ['part']), passed(1, ['part'])])).toMatchObject({ untried: ['part'] });
  });

  test('of skipped parts the reason is given that the operator can do something about', () => {
    expect(joinVerdicts([skipped('not-applicable'), skipped('missing-prerequisite')])).toMatchObject({ because: 'missing-prerequisite' });
  });
});

describe('joining with optional parts', () => {
  test('an open part is named and changes nothing', () => {
    expect(withOptional(passed(2), [open('why'), skipped('not-allowed')])).toEqual({
      kind: 'pass',
      judged: 2,
      untried: ['why', 'not-allowed'],
    });
  });

  test('a breach in such a part counts', () => {
    expect(withOptional(passed(), [failed()]).kind).toBe('fail');
    expect(withOptional(open(), [failed()]).kind).toBe('fail');
  });

  test('a pass in such a part does not replace the main one', () => {
    expect(withOptional(open(), [passed()]).kind).toBe('inconclusive');
  });
});

describe('joining where plain reads carry the evidence', () => {
  const locationOf = async (key: string): Promise<Location> => {
    const operation = (await parcels()).operations.find((one) => one.key === key);
    if (!operation) throw new Error(`no operation ${key}`);
    return operation.location;
  };
  const join = async (verdicts: Readonly<Record<string, Verdict>>): Promise<Verdict> => {
    const judged = await Promise.all(
      Object.entries(verdicts).map(async ([key, verdict]) => ({ location: await locationOf(key), verdict })),
    );
    return joinPlainReads(judged, { contract: await parcels() });
  };

  test('an open creation is named beside the pass of the reads', async () => {
    const verdict = await join({ 'GET /parcels': passed(2), 'GET /depots': passed(), 'POST /parcels': open('400') });
    expect(verdict).toEqual({ kind: 'pass', judged: 3, untried: ['POST /parcels: 400'] });
  });

  test('an open read leaves the whole open', async () => {
    expect((await join({ 'GET /parcels': passed(), 'GET /depots': open(), 'POST /parcels': passed() })).kind).toBe('inconclusive');
  });

  test('a breach anywhere fails', async () => {
    expect((await join({ 'GET /parcels': passed(), 'GET /depots': open(), 'POST /parcels': failed() })).kind).toBe('fail');
  });

  test('a requirement about creations alone rests on them', async () => {
    expect((await join({ 'POST /parcels': passed() })).kind).toBe('pass');
    expect((await join({ 'POST /parcels': open() })).kind).toBe('inconclusive');
  });
});
