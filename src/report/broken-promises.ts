import { createHash } from 'node:crypto';

import type { Expectation } from '../model/known-failure.ts';
import type { TargetRecord } from '../model/record.ts';
import type { Level } from '../model/requirement.ts';
import type { DocumentedAt } from '../model/verdict.ts';
import type { FailedCase } from '../policy/shared-findings.ts';
import type { EndedTarget } from './ended-targets.ts';
import { isBelowWorkingDirectory } from './repository-path.ts';

/** How much a broken promise weighs: a `must`; a `should`; or an `observe`, and whatever its owner has accepted. */
export const severities = ['error', 'warning', 'note'] as const;
export type Severity = (typeof severities)[number];

/**
 * One promise that a target broke: the failed cases of one requirement and check, with one code at one node of the document. Tools that keep a
 * history of findings count these, because they stay the same whichever operations a run happens to judge.
 */
export type BrokenPromise = {
  readonly target: TargetRecord;
  readonly requirement: string;
  /** The requirement in one sentence. */
  readonly title: string;
  readonly level: Level;
  readonly severity: Severity;
  /** In the order of the plan. */
  readonly cases: readonly [FailedCase, ...FailedCase[]];
  /** The known failure that excuses every case. */
  readonly known: Expectation | undefined;
  /** The failed case that every case probably follows from. */
  readonly cause: string | undefined;
  /** 64 hexadecimal digits: the same in every run, on every machine, and unique in a run. */
  readonly fingerprint: string;
};

const digestOf = (...words: readonly string[]): string => createHash('sha256').update(JSON.stringify(words)).digest('hex');

/** The file of a node as far as it is the same on every machine: a path elsewhere begins with the folders of one of them. */
const steadyFile = ({ file }: DocumentedAt): string => (isBelowWorkingDirectory(file) ? file : (file.split(/[/\\]/u).at(-1) ?? file));

const keyOf = ({ case: { id, requirement, check }, verdict: { finding } }: FailedCase): readonly string[] => {
  const { code, documentedAt } = finding;
  const node = documentedAt === undefined ? ['case', id] : ['node', steadyFile(documentedAt), documentedAt.pointer];
  return [requirement, check, code, ...node];
};

const severityOf = (level: Level, known: Expectation | undefined): Severity => {
  if (known !== undefined) return 'note';
  if (level === 'must') return 'error';
  return level === 'should' ? 'warning' : 'note';
};

const isFailed = (one: EndedTarget['judged'][number]): one is FailedCase => one.verdict.kind === 'fail';

/** By severity, then causes before what follows from them; else the order of the plan stays. */
const worstFirst = (a: BrokenPromise, b: BrokenPromise): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) || Number(a.cause !== undefined) - Number(b.cause !== undefined);

/** What a target broke, the worst first. */
export const brokenPromises = ({ target, judged, excused, causes }: EndedTarget): readonly BrokenPromise[] => {
  const groups = new Map<string, [FailedCase, ...FailedCase[]]>();
  for (const one of judged.filter(isFailed)) {
    const key = digestOf(target.target, ...keyOf(one));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups]
    .map(([fingerprint, cases]): BrokenPromise => {
      const [{ case: planned }] = cases;
      const known = cases.every((one) => excused.has(one.case.id)) ? excused.get(planned.id) : undefined;
      const cause = cases.every((one) => causes.has(one.case.id)) ? causes.get(planned.id) : undefined;
      return {
        target,
        requirement: planned.requirement,
        title: target.requirements.get(planned.requirement)?.title ?? planned.title,
        level: planned.level,
        severity: severityOf(planned.level, known),
        cases,
        known,
        cause,
        fingerprint,
      };
    })
    .toSorted(worstFirst);
};
