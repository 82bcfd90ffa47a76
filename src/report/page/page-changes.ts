import type { RunRecord } from '../../model/record.ts';
import { caseChanges, type CaseChange } from '../../policy/diff/case-changes.ts';
import { shortened } from '../foreign-text.ts';
import { grouped } from './grouped.ts';
import type { JudgedTarget } from './judged-target.ts';
import { pieceCharacters } from './page-cases.ts';
import { caseKey } from './page-exchanges.ts';
import type { PageChanges, Since } from './page-model.ts';

/** Most changes of one kind that the page lists; `assay diff` has all. */
const mostOfKind = 60;

type Compared = { readonly changes: PageChanges; readonly since: ReadonlyMap<string, Since> };

/** Changes of several cases of one requirement are one line. */
const once = (all: readonly CaseChange[]): readonly CaseChange[] =>
  [...new Map(all.toReversed().map((change) => [`${change.kind} ${change.requirement}`, change])).values()].toReversed();

/** What changed since an earlier run of the same targets, and what that run says of each failed case. */
export const comparedWith = (previous: RunRecord, targets: readonly JudgedTarget[]): Compared => {
  const since = new Map<string, Since>();
  let isOtherContract = false;
  const rows = targets.flatMap((one) => {
    const target = previous.targets.find((each) => each.target === one.target.target && each.contract === one.target.contract);
    const footer = previous.footer.targets.find((each) => each.target === one.target.target);
    if (target === undefined || footer === undefined) return [];
    isOtherContract ||= target.contractDigest !== one.target.contractDigest;
    const changes = caseChanges({ target, footer }, one);
    const byCase = new Map(changes.map((change) => [change.case, change.kind]));
    for (const { planned, verdict } of one.cases) {
      if (verdict.kind !== 'fail') continue;
      const kind = byCase.get(planned.id);
      since.set(caseKey(one.target.target, planned.id), kind === undefined ? 'still' : kind === 'changed' ? 'changed' : 'new');
    }
    const numbers = new Map(one.cases.map(({ planned, number }) => [planned.id, number]));
    return once(changes).map((change) => {
      const number = numbers.get(change.case);
      return {
        kind: change.kind,
        target: one.at,
        ...(number === undefined ? {} : { case: number }),
        requirement: change.requirement,
        title: change.title,
        level: change.level,
        ...(change.reason === undefined ? {} : { reason: shortened(change.reason, pieceCharacters) }),
      };
    });
  });
  const kept = [...grouped(rows, ({ kind }) => kind).values()].flatMap((of) => of.slice(0, mostOfKind));
  const { run, startedAt } = previous.header;
  return { changes: { run, startedAt, isOtherContract, rows: kept }, since };
};
