import { describe, expect, test } from 'vitest';

import type { Outcome } from '../../src/model/verdict.ts';
import { lifeOf } from '../../src/policy/history/requirement-life.ts';
import { lifeWords } from '../../src/report/history/life-words.ts';

const outcomes: Readonly<Record<string, Outcome>> = { p: 'pass', f: 'fail', i: 'inconclusive', s: 'skipped' };
const course = (text: string): readonly (Outcome | undefined)[] => [...text].map((letter) => outcomes[letter]);

/** The life of a course over its last nights, and the words for it; days are the numbers of the nights. */
const told = (text: string, last = 14, contractChangesAt = -1) => {
  const all = course(text);
  const from = Math.max(0, all.length - last);
  const contractOf = (run: number): boolean => run >= contractChangesAt;
  const life = lifeOf(all, from, (run, other) => contractOf(run) === contractOf(other));
  return { life, said: lifeWords(life, { unit: 'night', runs: all.length - from }, (run) => `#${run}`) };
};

describe('the life of a requirement', () => {
  test.each([
    ['pppppppppppppp', 'kept', 'kept in all 14 nights'],
    ['ppfppppppfpppp', 'flips', 'failed in 2 of the last 14 nights; kept since #10'],
    ['pppppppppfpppp', 'flips', 'failed once in the last 14 nights; kept since #10'],
    ['ppfppppppppppf', 'flips', 'failed in 2 of the last 14 nights; broken since #13'],
    ['pppppppppppppf', 'broken', 'failed once in 14 nights, in the last that judged it (#13)'],
    ['pppppppppppfff', 'broken', 'broken since #11, 3 nights (failed in 3 of the last 14 nights)'],
    ['ffffffffffffff', 'broken', 'broken since #0, 14 nights'],
    ['ffffpppppppppp', 'mended', 'failed in 4 of the last 14 nights; mended on #4'],
    ['ppppffffpppppp', 'mended', 'failed in 4 of the last 14 nights; mended on #8'],
    ['ppffppppffpppp', 'flips', 'failed in 4 of the last 14 nights; kept since #10'],
    ['ffffffpfffffff', 'flips', 'failed in 13 of the last 14 nights; broken since #7'],
    ['sssssssiiissss', 'unjudged', 'not judged'],
    ['-------------f', 'broken', 'broken on #13, judged for the first time'],
    ['ppipfiipppsppf', 'flips', 'failed in 2 of the 10 nights that judged it, of the last 14; broken since #13'],
  ])('%s %s', (text, state, words) => {
    const { life, said } = told(text);
    expect(life.state).toBe(state);
    expect(said).toBe(words);
  });

  test('tells since when it is so also from before the nights in question', () => {
    const { life, said } = told('ppfffff', 3);
    expect(life).toMatchObject({ state: 'broken', since: 2, streak: 5, judged: 3, failures: 3, changes: 0 });
    expect(said).toBe('broken since #2, 5 nights');
    expect(told('fppp', 3).life).toMatchObject({ state: 'kept', since: 1, lastFailure: 0 });
  });

  test('begins anew with another contract: what flipped before may have been another promise', () => {
    expect(told('pfpfpfpppp').life).toMatchObject({ state: 'flips', changes: 6 });
    expect(told('pfpfpfpppp', 14, 6).life).toMatchObject({ state: 'mended', changes: 0, alike: { from: 6, judged: 4, failures: 0 } });
    // Two changes on each side are no flip on either.
    expect(told('ppffpppffppp').life.state).toBe('flips');
    expect(told('ppffpppffppp', 14, 5).life).toMatchObject({ state: 'mended', changes: 2 });
    const flipping = told('ffffffpppfpp', 14, 6);
    expect(flipping.life).toMatchObject({ state: 'flips', alike: { from: 6, judged: 6, failures: 1 } });
    expect(flipping.said).toBe(
      'failed once in the 6 nights that judged it by this contract and this version of assay, of the last 12; kept since #10',
    );
  });

  test('counts no change that came with another contract', () => {
    expect(told('ppfpp').life).toMatchObject({ state: 'flips', changes: 2 });
    expect(told('ppfpp', 14, 2).life).toMatchObject({ state: 'mended', changes: 1 });
    expect(told('ppfpp', 14, 3).life).toMatchObject({ state: 'mended', changes: 0 });
  });
});
