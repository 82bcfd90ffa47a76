import type { InferredWord } from '../model/case.ts';
import type { Expectation } from '../model/known-failure.ts';
import type { ExitCode, RunRecord, TargetFooter, TargetRecord } from '../model/record.ts';
import type { Finding } from '../model/verdict.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { consequencesOf } from './consequences.ts';
import { isNothingJudged, joinExitCodes } from './exit-code.ts';
import { isSelected, type JudgedRequirement, judgedRequirements } from './judged-requirements.ts';
import type { GatePolicy } from './gate-policy.ts';
import { excusesOf, isStale, nameOfKnown } from './known-failures.ts';
import { type Suggestion, suggestionsFor, suggestionWords } from './prerequisites.ts';
import { sharedFindings } from './shared-findings.ts';
import { isNewer } from './version-order.ts';

/** One failed case of a target, with its weight for the gate. */
export type GatedFailure = {
  readonly requirement: string;
  readonly title: string;
  readonly level: string;
  readonly case: string;
  readonly finding: Finding;
  /** `blocks`; `known` and expected; `newer` than the policy; or `warns`, because its level does not block. */
  readonly weight: 'blocks' | 'known' | 'newer' | 'warns';
  /** The known failure that excuses it. */
  readonly known?: Expectation;
  /** Id of the failed case that this one probably follows from. It does not change the weight. */
  readonly consequenceOf?: string;
  /** Version that first had the requirement; absent if the record does not say. */
  readonly since?: string;
  /** The inferred words of `x-assay` that the requirement rests on; absent where there are none. */
  readonly inferred?: readonly InferredWord[];
};

/** Failures of one weight in groups of one breach. */
export const gatedBreaches = (failures: readonly GatedFailure[]): readonly (readonly [GatedFailure, ...GatedFailure[]])[] =>
  sharedFindings(failures, ({ requirement, case: id, finding }) => ({ requirement, check: id.split('@')[0] ?? id, finding }));

export type GatedTarget = {
  readonly target: string;
  readonly contract: string;
  readonly exitCode: ExitCode;
  /** Why the answer is no, a phrase each, the most important first. Empty for yes. */
  readonly reasons: readonly string[];
  readonly failures: readonly GatedFailure[];
  readonly evidence: readonly Evidence[];
  /** What the operator could supply so that more is judged, best first. */
  readonly suggestions: readonly Suggestion[];
  readonly expectations: readonly Expectation[];
};

/** The answer of a gate. */
export type GateAnswer = {
  readonly answer: 'yes' | 'no';
  readonly exitCode: ExitCode;
  /** The answer in one line, beginning with `yes: ` or `no: `. */
  readonly line: string;
  readonly targets: readonly GatedTarget[];
};

type Weighing = { readonly policy: GatePolicy; readonly expectations: readonly Expectation[] };

const isBlocking = (level: string, block: readonly string[]): boolean => block.includes(level);

const failuresOf = (target: TargetRecord, requirements: readonly JudgedRequirement[], { policy, expectations }: Weighing) => {
  const excused = excusesOf(expectations);
  const causes = consequencesOf(
    requirements.flatMap(({ cases }) => cases),
    excused,
  );
  return requirements.flatMap(({ requirement, title, level, cases }): readonly GatedFailure[] => {
    const since = target.requirements.get(requirement)?.since;
    return cases.flatMap(({ case: planned, verdict }): readonly GatedFailure[] => {
      if (verdict.kind !== 'fail') return [];
      const known = excused.get(planned.id);
      const isNew = isNewer(since, policy.checksAsOf);
      const weight = known ? 'known' : !isBlocking(level, policy.block) ? 'warns' : isNew ? 'newer' : 'blocks';
      const failure = { requirement, title, level, case: planned.id, finding: verdict.finding, weight } as const;
      const cause = causes.get(planned.id);
      const follows = cause === undefined ? {} : { consequenceOf: cause };
      return [
        {
          ...failure,
          ...follows,
          ...(known === undefined ? {} : { known }),
          ...(since === undefined ? {} : { since }),
          ...(planned.inferred === undefined ? {} : { inferred: planned.inferred }),
        },
      ];
    });
  });
};

const counted = (count: number, noun: string, nouns = `${noun}s`): string => `${count} ${count === 1 ? noun : nouns}`;

/** The first ids of a list, and how many more there are. */
const few = (ids: readonly string[]): string => {
  const once = [...new Set(ids)];
  const most = 5;
  return `${once.slice(0, most).join(', ')}${once.length > most ? ` and ${once.length - most} more` : ''}`;
};

const percent = (share: number): string => `${Math.floor(share * 100)}%`;

const evidenceText = ({ level, judged, of, needed }: Evidence): string =>
  `${judged} of ${level === 'operations' ? `${counted(of, 'operation')} exercised` : `${counted(of, level)} judged`}${of === 0 ? '' : ` (${percent(judged / of)})`}${needed === undefined ? '' : `, ${percent(needed)} required`}`;

type Reason = { readonly code: ExitCode; readonly text: string };

const brokenIn = (requirements: readonly JudgedRequirement[]): readonly string[] =>
  requirements.filter(({ cases }) => cases.some(({ verdict }) => verdict.kind === 'broken')).map(({ requirement }) => requirement);

const reasonsOf = (
  { ended }: TargetFooter,
  requirements: readonly JudgedRequirement[],
  { failures, evidence, expectations, suggestions }: Pick<GatedTarget, 'failures' | 'evidence' | 'expectations' | 'suggestions'>,
): readonly Reason[] => {
  const reasons: Reason[] = [];
  if (ended.kind === 'lost') reasons.push({ code: 4, text: `assay lost the target: ${ended.reason}` });
  const broken = brokenIn(requirements);
  if (ended.kind !== 'lost' && broken.length > 0)
    reasons.push({ code: 4, text: `assay itself broke at ${counted(broken.length, 'requirement')} (${few(broken)})` });
  for (const level of ['must', 'should'] as const) {
    const ids = failures.filter((one) => one.weight === 'blocks' && one.level === level).map(({ requirement }) => requirement);
    const count = new Set(ids).size;
    if (count > 0) reasons.push({ code: 1, text: `${counted(count, level)} ${count === 1 ? 'is' : 'are'} broken (${few(ids)})` });
  }
  const stale = expectations.filter(isStale);
  if (stale.length > 0) {
    const names = stale.map((one) => `${nameOfKnown(one)} ${one.state}`);
    reasons.push({
      code: 5,
      text: `${counted(stale.length, 'known failure')} ${stale.length === 1 ? 'is' : 'are'} stale (${few(names)})`,
    });
  }
  if (ended.kind === 'stopped') reasons.push({ code: 3, text: `the run was stopped: ${ended.message}` });
  else if (isNothingJudged(requirements)) {
    const hasMust = requirements.some((one) => one.level === 'must' && isSelected(one));
    reasons.push({ code: 3, text: hasMust ? 'no must was judged' : 'nothing was judged' });
  }
  for (const one of evidence) if (!one.enough) reasons.push({ code: 3, text: `not enough evidence: ${evidenceText(one)}` });
  const short = new Set(evidence.flatMap(({ level, enough }) => (enough ? [] : [level])));
  const helpful = suggestions.filter(
    ({ musts, shoulds, operations }) =>
      (short.has('must') && musts > 0) || (short.has('should') && shoulds > 0) || (short.has('operations') && operations > 0),
  );
  const cheapest = helpful.slice(0, 2).map(suggestionWords).join('; ');
  if (cheapest !== '') reasons.push({ code: 3, text: `cheapest: ${cheapest}` });
  return reasons;
};

/**
 * Judges one target of a record by a policy.
 * @param expectations The known failures with their states on the day of the gate.
 */
export const gateTarget = (
  target: TargetRecord,
  footer: TargetFooter,
  policy: GatePolicy,
  expectations: readonly Expectation[],
): GatedTarget => {
  const requirements = judgedRequirements(target, footer.ended);
  const failures = failuresOf(target, requirements, { policy, expectations });
  const evidence = evidenceOf(target, footer, requirements, policy);
  const suggestions = suggestionsFor(target, footer, requirements, policy);
  const reasons = reasonsOf(footer, requirements, { failures, evidence, expectations, suggestions });
  return {
    target: target.target,
    contract: target.contract,
    exitCode: joinExitCodes([0, ...reasons.map(({ code }) => code)]),
    reasons: reasons.map(({ text }) => text),
    failures,
    evidence,
    suggestions,
    expectations,
  };
};

const noteOf = ({ failures, expectations }: GatedTarget): string => {
  const count = (weight: GatedFailure['weight']): number =>
    new Set(failures.filter((one) => one.weight === weight).map(({ requirement }) => requirement)).size;
  const open = expectations.filter(({ state }) => state === 'not-judged').length;
  return [
    [count('known'), counted(count('known'), 'known failure')],
    [open, `${counted(open, 'known failure')} not judged`],
    [count('newer'), `${counted(count('newer'), 'newer requirement')} broken, not blocking`],
    [count('warns'), counted(count('warns'), 'warning')],
  ]
    .flatMap(([number, text]) => (number === 0 ? [] : [`, ${text}`]))
    .join('');
};

const lineOf = (targets: readonly GatedTarget[]): string => {
  const refused = targets.filter(({ reasons }) => reasons.length > 0);
  if (refused.length > 0) {
    const order = [4, 2, 1, 5, 3, 0];
    const sorted = refused.toSorted((a, b) => order.indexOf(a.exitCode) - order.indexOf(b.exitCode));
    return `no: ${sorted.map(({ target, reasons }) => `${target}: ${reasons.join('; ')}`).join(' | ')}`;
  }
  const accepted = targets.map((one) => {
    const evidence = one.evidence.filter(({ level, needed }) => level === 'must' || needed !== undefined);
    return `${one.target}: ${evidence.map(evidenceText).join(', ')}, no unexpected failure${noteOf(one)}`;
  });
  return `yes: ${accepted.join(' | ')}`;
};

/** The answer no for a record that is no evidence at all. */
export const refusedGate = (reason: string): GateAnswer => ({ answer: 'no', exitCode: 3, line: `no: ${reason}`, targets: [] });

/**
 * Decides whether a run allows a release. Of several exit codes the first of 4, 2, 1, 5, 3 applies. The record of a demo is never evidence:
 * it judged the embedded references.
 * @param expectationsOfTarget The known failures of a target with their states on the day of the gate.
 */
export const answerGate = (
  { header, targets, footer }: RunRecord,
  policy: GatePolicy,
  expectationsOfTarget: (target: TargetRecord, footer: TargetFooter) => readonly Expectation[],
): GateAnswer => {
  if (header.demo) return refusedGate('the record is of a demo, which judged only the embedded references');
  const gated = targets.flatMap((target) => {
    const end = footer.targets.find((one) => one.target === target.target);
    return end === undefined ? [] : [gateTarget(target, end, policy, expectationsOfTarget(target, end))];
  });
  if (gated.length === 0) return refusedGate('the record holds no target');
  const exitCode = joinExitCodes(gated.map((one) => one.exitCode));
  return { answer: exitCode === 0 ? 'yes' : 'no', exitCode, line: lineOf(gated), targets: gated };
};
