import type { Case } from './case.ts';
import type { CoverageSeen } from './coverage-seen.ts';
import type { PreflightResult } from './event.ts';
import type {
  CaseResult,
  LeftResource,
  RecordedRequirement,
  RecordedTarget,
  RecordedVerdict,
  RecordEntry,
  TargetRecord,
} from './record-lines.ts';
import type { SharedResult } from './shared-result.ts';
import type { Fact, Verdict } from './verdict.ts';

type Gathered = {
  readonly announced: RecordedTarget;
  readonly requirements: Map<string, RecordedRequirement>;
  readonly cases: Map<string, Case>;
  readonly results: Map<string, CaseResult>;
  preflight: PreflightResult | undefined;
  torn: Torn | undefined;
  readonly created: LeftResource[];
};

type Torn = { readonly numbers: Map<string, number>; readonly shared: Map<string, SharedResult>; seen?: CoverageSeen };

const tornOf = (target: Gathered): Torn => (target.torn ??= { numbers: new Map(), shared: new Map() });

const createdIn = ({ collection, label, entry, operation, id, unknown }: RecordEntry & { readonly type: 'created' }): LeftResource => ({
  collection,
  label,
  ...(entry === undefined ? {} : { entry }),
  ...(operation === undefined ? {} : { operation }),
  ...(id === undefined ? {} : { id }),
  ...(unknown === undefined ? {} : { unknown }),
});

const withFacts = (verdict: RecordedVerdict): Verdict => (verdict.kind === 'observed' ? { ...verdict, facts: [] } : verdict);

const withFact = (verdict: Verdict, fact: Fact): Verdict =>
  verdict.kind === 'skipped' || verdict.kind === 'broken' ? verdict : { ...verdict, facts: [...(verdict.facts ?? []), fact] };

/** Groups the entries of a record by target. The writer and the reader share it, so they cannot disagree. */
export const gatherTargets = (
  targets: readonly RecordedTarget[],
): { readonly targets: () => readonly TargetRecord[]; readonly add: (entry: RecordEntry) => void } => {
  const gathered = new Map<string, Gathered>(
    targets.map((announced) => [
      announced.target,
      {
        announced,
        requirements: new Map(),
        cases: new Map(),
        results: new Map(),
        preflight: undefined,
        torn: undefined,
        created: [],
      },
    ]),
  );

  /** @throws {Error} where an entry belongs to a target, case or verdict that no earlier line has. */
  const add = (entry: RecordEntry): void => {
    const target = gathered.get(entry.target);
    if (target === undefined) throw new Error(`the header names no target "${entry.target}"`);
    switch (entry.type) {
      case 'requirement':
        target.requirements.set(entry.requirement.id, entry.requirement);
        return;
      case 'case':
        if (target.cases.has(entry.case.id)) throw new Error(`target "${entry.target}" has two cases "${entry.case.id}"`);
        target.cases.set(entry.case.id, entry.case);
        if (entry.number !== undefined) tornOf(target).numbers.set(entry.case.id, entry.number);
        return;
      case 'preflight':
        target.preflight = entry.result;
        return;
      case 'verdict': {
        const planned = target.cases.get(entry.id);
        if (planned === undefined) throw new Error(`target "${entry.target}" has no case "${entry.id}"`);
        if (target.results.has(entry.id)) throw new Error(`case "${entry.id}" of target "${entry.target}" has a verdict already`);
        // The text of the case and not an equal one: a large record has hundreds of thousands of them.
        target.results.set(planned.id, { verdict: withFacts(entry.verdict), seconds: entry.seconds });
        return;
      }
      case 'fact': {
        const result = target.results.get(entry.id);
        if (result === undefined) throw new Error(`the fact "${entry.fact}" precedes the verdict of its case "${entry.id}"`);
        const { fact, at, value } = entry;
        target.results.set(entry.id, { ...result, verdict: withFact(result.verdict, { fact, at, value }) });
        return;
      }
      case 'shared': {
        if (!target.cases.has(entry.id)) throw new Error(`target "${entry.target}" has no case "${entry.id}"`);
        const { type: _type, target: _target, id, ...result } = entry;
        tornOf(target).shared.set(id, result);
        return;
      }
      case 'seen':
        tornOf(target).seen = entry.seen;
        return;
      case 'created':
        target.created.push(createdIn(entry));
        return;
      case 'removed': {
        // Records of versions before `entry` was added identify a resource by its label.
        const at = target.created.findIndex((one) =>
          entry.entry === undefined ? one.collection === entry.collection && one.label === entry.label : one.entry === entry.entry,
        );
        const found = target.created[at];
        if (found === undefined) return;
        if (entry.outcome === 'failed') target.created[at] = { ...found, reason: entry.reason };
        else target.created.splice(at, 1);
        return;
      }
      default:
        entry satisfies never;
    }
  };

  const snapshot = (): readonly TargetRecord[] => {
    const records: TargetRecord[] = [];
    for (const { announced, cases, torn, ...rest } of gathered.values())
      records.push({ ...announced, ...rest, cases: [...cases.values()], ...(torn === undefined ? {} : { torn }) });
    return records;
  };

  return { targets: snapshot, add };
};
