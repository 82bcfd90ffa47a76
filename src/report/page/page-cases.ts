import type { Case } from '../../model/case.ts';
import type { RecordedRequirement, TargetRecord } from '../../model/record.ts';
import type { Verdict } from '../../model/verdict.ts';
import { isLeftOut } from '../../policy/requirement-outcome.ts';
import { shortened } from '../foreign-text.ts';
import { sourceWords } from '../source-words.ts';
import { type Indexed, indexed } from './indexed.ts';
import type { JudgedTarget, NumberedCase } from './judged-target.ts';
import type { PageCase, PageOperation, PageRequirement } from './page-model.ts';

/** Longest piece of a text; the record has all of it. */
export const pieceCharacters = 2000;

/** What the cases of the page share. */
export type Shared = {
  readonly requirements: Indexed<PageRequirement>;
  readonly operations: Indexed<PageOperation>;
  readonly reasons: Indexed<string>;
};

/** Nothing yet. */
export const noneShared = (): Shared => ({ requirements: indexed(), operations: indexed(), reasons: indexed() });

const requirementOf = (planned: Case, known: RecordedRequirement | undefined, { title, contract }: TargetRecord): PageRequirement => ({
  id: planned.requirement,
  title: known?.title ?? planned.title,
  level: planned.level,
  area: planned.area,
  source:
    known === undefined
      ? `in ${title ?? contract}`
      : `${known.basis} in ${title ?? contract}, ${sourceWords(known).replace(/^"(.*)"/su, '“$1”')}`,
});

const operationsOf = ({ places }: Case, verdict: Verdict): readonly string[] => {
  const found = places.map(({ operation }) => operation ?? 'outside');
  return [...new Set(verdict.kind === 'fail' ? [verdict.finding.operation, ...found] : found)];
};

const reasonOf = (verdict: Verdict): string | undefined => {
  if (verdict.kind === 'skipped') return `${verdict.because}: ${verdict.reason}`;
  if (verdict.kind === 'broken') return verdict.error;
  return verdict.kind === 'inconclusive' ? verdict.reason : undefined;
};

/** A number of an operation of a target. */
export const operationAt = ({ operations }: Shared, target: number, key: string): number =>
  operations.indexOf(`${target} ${key}`, () => ({ target, key }));

/** A case as the page has it, without its finding and its exchanges. */
export const pageCase = (shared: Shared, { at, target }: JudgedTarget, { planned, verdict }: NumberedCase): PageCase => {
  const reason = reasonOf(verdict);
  const text = reason === undefined ? undefined : shortened(reason, pieceCharacters);
  const known = target.requirements.get(planned.requirement);
  const seconds = target.results.get(planned.id)?.seconds;
  const untried = verdict.kind === 'pass' ? (verdict.untried ?? []) : [];
  return {
    target: at,
    id: planned.id,
    requirement: shared.requirements.indexOf(`${at} ${planned.requirement} ${planned.level}`, () => requirementOf(planned, known, target)),
    outcome: verdict.kind,
    operations: operationsOf(planned, verdict).map((key) => operationAt(shared, at, key)),
    ...(text === undefined ? {} : { reason: shared.reasons.indexOf(text, () => text) }),
    ...(isLeftOut(verdict) ? { isLeftOut: true } : {}),
    ...(verdict.kind === 'pass' ? { judged: verdict.judged } : {}),
    ...(untried.length === 0 ? {} : { untried: untried.map((part) => shortened(part, pieceCharacters)) }),
    ...(seconds === undefined || seconds === 0 ? {} : { seconds: Math.round(seconds * 1000) / 1000 }),
  };
};
