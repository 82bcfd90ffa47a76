import { describe, expect, test } from 'vitest';
import { type KiteHabits, pagedKites, pagingKinds, type PagingKind, writePagedKites } from '../../worlds/paged-kites.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

/** The checks of lists that fail, and those that pass, when a server with these habits is judged by the plain document. */
const judged = async (kind: PagingKind, habits: Partial<KiteHabits> = {}) => {
  const { verdicts } = await judgeForeign(writePagedKites(kind), await serve(pagedKites(kind, habits)));
  const checksWith = (wanted: string): string[] =>
    [...new Set(verdicts.filter(({ verdict }) => verdict.kind === wanted).map(({ id }) => id.split('@')[0] ?? ''))].sort();
  const levels = new Set(verdicts.filter(({ verdict }) => verdict.kind === 'fail').map((one) => one.case.level));
  return { failed: checksWith('fail'), passed: checksWith('pass'), levels: [...levels] };
};

describe('a list that keeps its document', () => {
  test.each(pagingKinds)('is accused of nothing: %s', async (kind) => {
    const { failed, passed } = await judged(kind);
    expect(failed).toEqual([]);
    expect(passed).toEqual(expect.arrayContaining(['pagination/walk-unique', 'filtering/only-matching', 'ordering/documented-order']));
    if (/offset|page/u.test(kind)) expect(passed).toContain('pagination/position-exact');
  });

  test.each([
    ['offset', { leastSize: 7 }],
    ['offset', { leastSize: 10 }],
    ['offset', { leastSize: 10, count: 9 }],
    ['first page 1', { leastSize: 10, count: 9 }],
    ['offset', { beyond: 404 }],
    ['offset', { count: 0 }],
    ['offset', { count: 3 }],
    ['offset', { count: 20 }],
    ['first page 1', { leastSize: 7, beyond: 404 }],
    ['first page 1', { count: 20, beyond: 404 }],
    ['first page 0', { leastSize: 7 }],
    ['first page 0', { count: 1 }],
    ['cursor', { cursorAtEnd: true }],
    ['cursor', { leastSize: 7 }],
    ['link header', { link: 'path', leastSize: 7 }],
    ['link header', { link: 'query' }],
    ['next url', { link: 'query' }],
    ['next url', { link: 'path', count: 5 }],
    ['next url', { link: 'other-host' }],
    ['no size', { count: 10 }],
  ] as const)('is accused of nothing: %s, with %o', async (kind, habits) => {
    expect((await judged(kind, habits)).failed).toEqual([]);
  });
});

describe('a list that breaks it', () => {
  test.each([
    ['offset', { skipped: 1 }, 'pagination/walk-complete'],
    ['first page 1', { skipped: 1 }, 'pagination/walk-complete'],
    ['first page 0', { repeated: 1 }, 'pagination/walk-unique'],
    ['cursor', { skipped: 1 }, 'pagination/walk-complete'],
    ['link header', { repeated: 1 }, 'pagination/walk-unique'],
    ['next url', { skipped: 1 }, 'pagination/walk-complete'],
    ['no size', { repeated: 1 }, 'pagination/walk-unique'],
    ['link header', { linksMissing: true }, 'pagination/cursor-given-while-more'],
    ['next url', { linksMissing: true }, 'pagination/cursor-given-while-more'],
    ['offset', { total: (_count: number, shown: number) => shown }, 'pagination/total-true'],
    ['link header', { total: (count: number) => count + 1 }, 'pagination/total-true'],
    ['offset', { skipped: 1 }, 'pagination/position-exact'],
    ['offset', { repeated: 1 }, 'pagination/position-exact'],
    ['first page 1', { repeated: 1 }, 'pagination/position-exact'],
    ['first page 0', { skipped: 1, leastSize: 7 }, 'pagination/position-exact'],
    ['offset', { size: 'ignored' }, 'pagination/size-not-exceeded'],
    ['offset', { filters: 'ignored' }, 'filtering/only-matching'],
    ['cursor', { filters: 'incomplete' }, 'filtering/all-matching'],
    ['offset', { order: 'oldest-first' }, 'ordering/documented-order'],
  ] as const)('is told, as a warning: %s, with %o', async (kind, habits, check) => {
    const { failed, levels } = await judged(kind, habits);
    expect(failed).toContain(check);
    expect(levels).toEqual(['should']);
  });
});
