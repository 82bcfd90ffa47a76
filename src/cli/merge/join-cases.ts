import { checks } from '../../checks/index.ts';
import type { Surroundings } from '../../checks/kit/define.ts';
import type { Case } from '../../model/case.ts';
import type { CaseResult, TargetRecord } from '../../model/record.ts';
import type { SharedResult } from '../../model/shared-result.ts';
import type { Verdict } from '../../model/verdict.ts';
import { documentedVerdict } from '../../runner/engine/documented-verdict.ts';
import { joinPlaces, type PlaceVerdict } from '../../runner/engine/judge-case.ts';
import { concludeStates } from '../../runner/engine/watchers.ts';

/** What a part says of a case. */
type Said = CaseResult & { readonly shared: SharedResult | undefined };

const isCut = ({ verdict }: Said): boolean =>
  verdict.kind === 'skipped' && (verdict.because === 'stopped' || verdict.because === 'out-of-budget');

/** A pass proves nothing where one of the parts has a reason to doubt it. */
const doubted = (verdict: Verdict, said: readonly Said[]): Verdict => {
  const reason = said.map(({ shared }) => shared?.doubt).find((doubt) => doubt !== undefined);
  return verdict.kind === 'pass' && reason !== undefined ? { kind: 'inconclusive', reason, exchanges: [] } : verdict;
};

/** The verdict of a case that watches, by what all parts saw. As in an unsplit run, what was seen before a stop counts only where it is a breach. */
const watched = (planned: Case, said: readonly Said[], around: Surroundings): Verdict => {
  const broken = said.find(({ verdict }) => verdict.kind === 'broken');
  if (broken !== undefined) return broken.verdict;
  const states = said.flatMap(({ shared }) => (shared?.state === undefined ? [] : [shared.state]));
  const verdict = doubted(concludeStates(around, checks, planned, states), said);
  const cut = said.find(isCut);
  return cut !== undefined && verdict.kind !== 'fail' ? cut.verdict : verdict;
};

/** The verdict of a probe of which each part tried some places. */
const tried = (planned: Case, said: readonly Said[], around: Surroundings): Verdict => {
  const places = said.flatMap(({ shared }) => shared?.places ?? []).toSorted((a, b) => a.place - b.place);
  const judged = places.flatMap(({ place, verdict }): PlaceVerdict[] => {
    const location = planned.places[place];
    return location === undefined ? [] : [{ location, verdict }];
  });
  // What a stopped part says of its places is said of the case.
  const whole = said.filter(({ shared }) => shared?.places === undefined).map(({ verdict }) => verdict);
  const fail = whole.find(({ kind }) => kind === 'fail');
  if (fail !== undefined) return fail;
  const probe = checks.find(({ id }) => id === planned.check);
  if (probe?.kind !== 'probe') return { kind: 'broken', error: `No probe is called "${planned.check}"` };
  const joined = judged.length === 0 ? undefined : doubted(joinPlaces(probe, planned, judged, around), said);
  if (joined?.kind === 'fail' || joined?.kind === 'broken') return joined;
  const [open] = whole;
  if (open !== undefined) return open;
  if (joined === undefined || judged.length < planned.places.length)
    return { kind: 'inconclusive', reason: 'the parts of the run that are there did not try all of it', exchanges: [] };
  return joined;
};

/**
 * The verdict of a case by what the parts of a split run found.
 * @param records The target in each part that judged it.
 * @param isWhole None of these parts is missing.
 * @returns undefined where a part that has the case gave it no verdict: it was lost.
 */
export const joinedResult = (
  planned: Case,
  records: readonly TargetRecord[],
  around: Surroundings,
  isWhole: boolean,
): CaseResult | undefined => {
  const having = records.filter(({ torn }) => torn?.numbers.has(planned.id));
  const said = having.flatMap(({ results, torn }): Said[] => {
    const result = results.get(planned.id);
    return result === undefined ? [] : [{ ...result, shared: torn?.shared.get(planned.id) }];
  });
  const [only] = said;
  if (only === undefined || said.length < having.length) return undefined;
  const seconds = said.reduce((sum, one) => sum + one.seconds, 0);
  const isShared = said.some(({ shared }) => shared !== undefined);
  if (!isShared && said.length === 1) return { verdict: only.verdict, seconds };
  const verdict = planned.kind === 'watch' ? watched(planned, said, around) : tried(planned, said, around);
  const isOpen = !isWhole && planned.kind === 'watch' && verdict.kind !== 'fail' && verdict.kind !== 'broken';
  const counted: Verdict = isOpen
    ? { kind: 'inconclusive', reason: 'a part of the run is missing, so not all requests were judged', exchanges: [] }
    : verdict;
  const isDocumented = counted.kind === 'fail' && counted.finding.documentedAt !== undefined;
  return { verdict: isDocumented ? counted : documentedVerdict(around.contract, planned, counted), seconds };
};
