import { afterAll, describe, expect, test } from 'vitest';
import { judgeLoans, loanTarget } from './judge-loans.ts';
import { loanRequirements } from '../../worlds/removable-resources-contract.ts';
import { closeLoans, type Flaw, type Manner, startLoans } from '../../worlds/removable-resources-service.ts';

// Some requirements are about time, so many services are judged at the same time.
afterAll(closeLoans);

/** Needs more creations than a usual run has. */
const isUsual = (id: string): boolean => id !== 'L-MANY';

describe('a service that keeps its requirements', () => {
  test.concurrent.each<[string, Manner, readonly string[]]>([
    ['answers as documented', {}, []],
    [
      'answers with other statuses and envelopes',
      { created: 202, updated: 202, removed: 200, list: 'wrapped', read: 'wrapped', extra: true },
      [],
    ],
    [
      'lists resources by their ids, and answers changes with nothing',
      { created: 200, updated: 204, removed: 202, list: 'keyed' },
      ['L-CONFIRMED', 'L-NOTHING-STORED', 'L-STABLE'],
    ],
    ['shows every change a moment later', { lagMs: 250, opensAfterMs: 400 }, []],
    ['keeps new resources busy for a while', { busyMs: 700 }, []],
    ['is done at once', { opensAfterMs: 0 }, []],
    ['refuses unusual texts and a change of the title', { refusesLetters: true, longestTitle: 100, fixedTitle: true }, ['L-TEXT']],
  ])('%s: there is no finding', async (_, manner, open) => {
    const loans = await startLoans('none', manner);
    const { failed, passed, rest } = await judgeLoans(loans.url, { only: isUsual });
    expect(failed).toEqual([]);
    const left = rest.map((line) => line.split(' ')[0] ?? '').filter((id) => !passed.includes(id));
    expect(left.sort()).toEqual([...open]);
    expect(loans.titles()).toEqual(['somebody else', 'pledged']);
    expect(loans.notes()).toBe(0);
  });

  test('one life cycle creates three resources', async () => {
    const loans = await startLoans();
    const { created } = await judgeLoans(loans.url, { only: (id) => isUsual(id) && !/TEXT|REPEATED|KEYED|REFERENCE|L-ANY-/.test(id) });
    expect(created).toBe(3);
  });

  test('many resources are listed, where so many may be created', async () => {
    const loans = await startLoans();
    const target = loanTarget(loans.url, { maxCreates: 12 });
    const { failed, passed } = await judgeLoans(loans.url, { only: (id) => id === 'L-MANY', target });
    expect([failed, passed]).toEqual([[], ['L-MANY']]);
    expect(loans.titles()).toEqual(['somebody else', 'pledged']);
  });

  test('nothing unsafe is sent where that is not allowed', async () => {
    const loans = await startLoans();
    const { failed } = await judgeLoans(loans.url, { target: loanTarget(loans.url, { allow: [] }) });
    expect(failed).toEqual([]);
    expect(loans.asked.filter((line) => !line.startsWith('GET '))).toEqual([]);
  });

  test('a long wait needs the permission for it', async () => {
    const loans = await startLoans();
    const { durations } = loanTarget(loans.url);
    const target = loanTarget(loans.url, { durations: { ...durations, 'loan.open': 45 } });
    const { rest } = await judgeLoans(loans.url, { only: (id) => id === 'L-REACHED', target });
    expect(rest).toEqual([expect.stringContaining('L-REACHED skipped: needs the permission "slow"')]);
  });
});

/** The requirements that each flaw breaks. */
const flaws: [Flaw, readonly string[], Manner?][] = [
  ['created-302', ['L-ACCEPTED', 'L-DONE']],
  ['created-404', ['L-ACCEPTED']],
  ['created-although-422', ['L-DONE']],
  ['not-listed', ['L-LISTED']],
  ['lists-newest-only', ['L-LISTED']],
  ['lists-bare-ids', ['L-LISTED', 'L-OBJECTS']],
  ['never-readable', ['L-READABLE', 'L-ASKED-FOR']],
  ['reads-newest', ['L-ASKED-FOR']],
  ['second-overwrites', ['L-OWN-IDS']],
  ['read-is-empty', ['L-ASKED-FOR']],
  ['ids-shared-by-the-second', ['L-OWN-IDS']],
  ['begins-open', ['L-INITIAL']],
  ['never-opens', ['L-REACHED']],
  ['state-between', ['L-STEADY'], { opensAfterMs: 300 }],
  ['falls-back', ['L-STEADY'], { opensAfterMs: 10 }],
  ['read-without-state', ['L-POLLABLE']],
  ['list-keeps-first-state', ['L-AGREES']],
  ['list-makes-ids-anew', ['L-STABLE']],
  ['reads-move-seen', ['L-SAME-READ']],
  ['list-cuts-since', ['L-ANSWERS']],
  ['since-local', ['L-MOMENT']],
  ['since-is-now', ['L-ANSWERS', 'L-CONSTANT']],
  ['since-moves-on-update', ['L-REST', 'L-CONSTANT']],
  ['seen-is-epoch', ['L-NOT-BEFORE']],
  ['read-shelf-as-text', ['L-TYPES']],
  ['update-405', ['L-UPDATE']],
  ['update-lost', ['L-UPDATE-KEPT']],
  ['update-lost-and-confirmed', ['L-UPDATE-KEPT', 'L-CONFIRMED']],
  ['update-empties', ['L-REST']],
  ['update-adds-marks', ['L-REST']],
  ['update-hits-newest', ['L-UPDATE-KEPT']],
  ['removal-302', ['L-REMOVE', 'L-DONE']],
  ['removal-without-effect', ['L-GONE']],
  ['removed-comes-back', ['L-GONE']],
  ['removed-reads-400', ['L-GONE']],
  ['removed-stays-listed', ['L-UNLISTED']],
  ['removal-takes-all', ['L-ONLY-ONE']],
  ['removal-takes-one-before', ['L-ONLY-ONE']],
  ['removed-although-404', ['L-REMOVE', 'L-DONE']],
  ['again-204', ['L-AGAIN']],
  ['pledged-removed', ['L-IN-USE']],
  ['pledged-400', ['L-IN-USE']],
  ['pledged-removed-despite-409', ['L-KEPT']],
  ['stores-refused', ['L-NOTHING-STORED']],
  ['title-shortened', ['L-REPEATS']],
  ['created-without-shelf', ['L-WHOLE']],
  ['drops-marks', ['L-INCLUDES']],
  ['title-ascii', ['L-TEXT', 'L-ANY-TEXT']],
  ['title-cut-at-100', ['L-LONG-TEXT']],
  ['title-lower-case', ['L-PLAIN-TEXT', 'L-ANY-TEXT']],
  ['note-for-nothing', ['L-REFERENCE']],
  ['one-mark-405', ['L-ANY-ACCEPTED']],
  ['one-mark-lost', ['L-ANY-REPEATED']],
  ['one-mark-unreadable', ['L-ANY-READABLE']],
  ['one-mark-unlisted', ['L-ANY-LISTED']],
  ['list-cuts-title-at-32', ['L-ANY-ALIKE']],
];

describe('a service that breaks a requirement', () => {
  test.concurrent.each<[Flaw, readonly string[], Manner?]>(flaws)('by %s fails %j and nothing else', async (flaw, broken, manner = {}) => {
    const loans = await startLoans(flaw, manner);
    // An observation needs a case that sends.
    const sends = ['L-READABLE', 'L-UPDATE', 'L-REMOVE'];
    const { failed } = await judgeLoans(loans.url, { only: (id) => broken.includes(id) || sends.includes(id) });
    expect(failed.filter((id) => broken.includes(id) || !sends.includes(id))).toEqual([...broken].sort());
    expect(failed.filter((id) => sends.includes(id) && !broken.includes(id))).toEqual([]);
  });

  test('a list that ends without a sign is found where many resources may be created', async () => {
    const loans = await startLoans('list-ends-at-ten');
    const target = loanTarget(loans.url, { maxCreates: 12 });
    expect((await judgeLoans(loans.url, { only: (id) => id === 'L-MANY', target })).failed).toEqual(['L-MANY']);
  });
});

test('each requirement has a service that breaks it, or is only recorded', () => {
  const broken = new Set(flaws.flatMap(([, ids]) => ids));
  const recorded = ['L-SUCCESS', 'L-PLACE', 'L-TIME', 'L-STATES', 'L-REPEATED', 'L-KEYED', 'L-AGAIN-RECORDED', 'L-MANY'];
  expect(
    Object.keys(loanRequirements)
      .filter((id) => !broken.has(id))
      .sort(),
  ).toEqual([...recorded].sort());
});
