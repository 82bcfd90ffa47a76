import { describe, expect, test } from 'vitest';

import type { Outcome } from '../../../src/model/verdict.ts';
import { targetHistories } from '../../../src/policy/history/target-history.ts';
import { mostNights, modelOfHistory } from '../../../src/report/history/model-of-history.ts';
import { packed, unpacked } from '../../../src/report/history/packed-outcomes.ts';
import { changesIn, outcomesOf, periodsOf, rowsFrom, themesOf } from '../../../src/report/history/rows-in-window.ts';
import { seenWordsOf } from '../../../src/report/history/seen-words.ts';
import { madeHistory, type MadeHistory } from '../support/made-history.ts';
import { hostile } from '../support/made-run.ts';

const modelOf = (...made: readonly MadeHistory[]) =>
  modelOfHistory({
    targets: targetHistories(made.flatMap(madeHistory)),
    damaged: [],
    madeAt: '2026-03-14T08:00:00.000Z',
    pageOf: (run) => (run.startsWith('2026-03-14') ? `${run}/index.html` : undefined),
  });

const rowsOf = (made: MadeHistory, from = 0) => {
  const [target] = modelOf(made).targets;
  if (target === undefined) throw new Error('no target');
  return rowsFrom(target, outcomesOf(target), from);
};

describe('packed outcomes', () => {
  test.each<[readonly (Outcome | undefined)[], string]>([
    [[], ''],
    [['pass', 'pass', 'fail', undefined, 'pass'], 'p2f-p'],
    [Array.from({ length: 1000 }, () => 'pass'), 'p1000'],
    [[undefined, 'inconclusive', 'skipped', 'observed', 'broken'], '-isob'],
  ])('are short and lose nothing', (outcomes, text) => {
    expect(packed(outcomes)).toBe(text);
    expect(unpacked(text)).toEqual(outcomes);
  });
});

describe('the model of a history', () => {
  test('has the nights with what is another than before, and pages only of runs that are there', () => {
    const [target] = modelOf({
      nights: 3,
      requirements: [{ id: 'P-1', course: 'ppf' }],
      special: { 1: { contractDigest: 'e'.repeat(64) }, 2: { contractDigest: 'e'.repeat(64), assay: '0.2.0', ended: 'budget' } },
    }).targets;
    expect(target?.nights.map(({ differs, page, word, verdict }) => ({ differs, page, word, verdict }))).toEqual([
      { differs: undefined, page: undefined, word: 'PASS', verdict: 'no promise found broken' },
      { differs: ['contract'], page: undefined, word: 'PASS', verdict: 'no promise found broken' },
      {
        differs: ['assay 0.2.0'],
        page: '2026-03-14T02-00-00Z-1a2b/index.html',
        word: 'FAIL',
        verdict: '1 must broken, cut short by its time budget',
      },
    ]);
    expect(target?.nights.map(({ isComplete }) => isComplete)).toEqual([true, true, false]);
    expect(target?.lastCompleteAt).toBe(target?.nights[1]?.at);
  });

  test('leaves the oldest of very many nights out, and says how many', () => {
    const [target] = modelOf({ nights: mostNights + 5, requirements: [{ id: 'P-1', course: 'p' }] }).targets;
    expect(target?.nights).toHaveLength(mostNights);
    expect(target?.earlier).toBe(5);
    expect(target?.requirements[0]?.outcomes).toBe(`p${mostNights}`);
  });

  test('makes text of strangers visible', () => {
    const [target] = modelOf({ target: hostile, nights: 1, requirements: [{ id: 'P-1', course: 'f', title: hostile }] }).targets;
    expect(target?.label).toContain(String.raw`\u{202e}right to left\u{202c} \u{7}\u{d800}`);
    expect(target?.requirements[0]?.title).toContain(String.raw`\u{202e}`);
  });
});

describe('the rows of a history', () => {
  const made: MadeHistory = {
    nights: 10,
    requirements: [
      { id: 'A-1', course: 'pppppppppp', area: 'auth' },
      { id: 'A-2', course: 'ssssssssss', area: 'auth' },
      { id: 'B-1', course: 'pppppffppp', area: 'errors' },
      { id: 'B-2', course: 'pppppffppp', area: 'errors' },
      { id: 'B-3', course: 'ppppppppff', area: 'errors', level: 'should' },
      { id: 'C-1', course: 'pppppppppf', area: 'schema' },
      { id: 'C-2', course: 'pfpppppppp', area: 'schema' },
    ],
  };

  test('are themes, what is broken first, and what did the same together', () => {
    const ids = themesOf(rowsOf(made), 0).map(({ area, changed, kept, unjudged }) => [
      area,
      changed.map((rows) => rows.map(({ requirement }) => requirement.id).join('+')),
      kept.length,
      unjudged.length,
    ]);
    expect(ids).toEqual([
      ['schema', ['C-1', 'C-2'], 0, 0],
      ['errors', ['B-3', 'B-1+B-2'], 0, 0],
      ['auth', [], 1, 1],
    ]);
  });

  test('fold over fewer nights what changed before them', () => {
    const [schema, errors] = themesOf(rowsOf(made, 8), 8);
    expect(schema?.kept.map(({ requirement }) => requirement.id)).toEqual(['C-2']);
    expect(errors?.kept).toHaveLength(2);
  });

  test('tell what broke and was mended in a night', () => {
    const rows = rowsOf(made);
    const ids = (night: number): unknown => {
      const { broke, mended } = changesIn(rows, night);
      return [broke, mended].map((all) => all.map(({ requirement }) => requirement.id));
    };
    expect(ids(5)).toEqual([['B-1', 'B-2'], []]);
    expect(ids(7)).toEqual([[], ['B-1', 'B-2']]);
    expect(ids(9)).toEqual([['C-1'], []]);
  });

  test('have periods, the newest first, from where the requirement came to be', () => {
    expect(periodsOf([undefined, undefined, 'pass', 'pass', 'fail', undefined])).toEqual([
      { outcome: undefined, from: 5, to: 5 },
      { outcome: 'fail', from: 4, to: 4 },
      { outcome: 'pass', from: 2, to: 3 },
    ]);
  });
});

test('what a history says of a finding is about targets of the same kind, and nothing where only one run judged it', () => {
  const requirements = [
    { id: 'P-1', course: 'pfpf' },
    { id: 'P-2', course: '---f' },
  ];
  const histories = targetHistories(madeHistory({ nights: 4, requirements }));
  const seen = seenWordsOf(histories, false);
  expect(seen('depot', 'P-1')).toBe('failed in 2 of the last 4 nights; broken since 14 Mar 2026');
  expect(seen('depot', 'P-2')).toBeUndefined();
  expect(seen('spare', 'P-1')).toBeUndefined();
  expect(seenWordsOf(histories, true)('depot', 'P-1')).toBeUndefined();
});
