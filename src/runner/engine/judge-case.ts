import { NotTried, type Probe, type Surroundings, Undecidable } from '../../checks/kit/define.ts';
import { joinLocations } from '../../checks/kit/join-locations.ts';
import type { Session } from '../../checks/kit/session.ts';
import type { Case } from '../../model/case.ts';
import type { Location } from '../../model/location.ts';
import type { Verdict } from '../../model/verdict.ts';
import { statedBy } from './documented-verdict.ts';
import { errorPhrase } from './watchers.ts';

/** Gives the session of a round: scenarios are run again in round 2. */
export type SessionOf = (round: 1 | 2) => Session;

/** The verdict of a case at one of its locations. */
export type PlaceVerdict = { readonly location: Location; readonly verdict: Verdict };

/**
 * Runs and judges a probe at each location of its case and joins the verdicts. Never throws: an exception of the check is `broken`.
 * @param judgedAt Called with the verdict at each location, by its number from 0.
 */
export const judgeCase = async (
  probe: Probe,
  planned: Case,
  sessionOf: SessionOf,
  judgedAt: (place: number, verdict: Verdict) => void = () => undefined,
): Promise<Verdict> => {
  const { contract, target } = sessionOf(1);
  const judged: PlaceVerdict[] = [];
  for (const [place, location] of planned.places.entries()) {
    const verdict = atNode(await judgeLocation(probe, location, sessionOf), statedBy(planned, location));
    judged.push({ location, verdict });
    judgedAt(place, verdict);
  }
  return joinPlaces(probe, planned, judged, { contract, target });
};

/** The verdict of a case by those at its locations. Never throws. */
export const joinPlaces = (probe: Probe, planned: Case, judged: readonly PlaceVerdict[], around: Surroundings): Verdict => {
  try {
    return withUntried((probe.join ?? joinLocations)(judged, around), planned, judged);
  } catch (error) {
    return { kind: 'broken', error: errorPhrase(error) };
  }
};

/** A finding names the node that it is about, because the case joins those of several. */
const atNode = (verdict: Verdict, node: string): Verdict =>
  verdict.kind === 'fail' ? { ...verdict, finding: { node, ...verdict.finding } } : verdict;

const judgeLocation = async (probe: Probe, location: Location, sessionOf: SessionOf): Promise<Verdict> => {
  const first = await judgeOnce(probe, location, sessionOf(1));
  if (first.kind !== 'unconfirmed') return first;
  const again = await judgeOnce(probe, location, sessionOf(2));
  const { finding } = first.verdict;
  if (again.kind === 'unconfirmed' || again.kind === 'fail') {
    const second = again.kind === 'fail' ? again : again.verdict;
    if (second.finding.code === finding.code) {
      return { ...second, finding: { ...second.finding, exchanges: [...new Set([...second.finding.exchanges, ...finding.exchanges])] } };
    }
    return differing(`first ${finding.code}, then ${second.finding.code}`, [...finding.exchanges, ...second.finding.exchanges]);
  }
  const now = again.kind === 'inconclusive' || again.kind === 'skipped' ? `${again.kind}: ${again.reason}` : again.kind;
  return differing(`first ${finding.code} (expected ${finding.expected}, got ${finding.actual}), then ${now}`, finding.exchanges);
};

const differing = (what: string, exchanges: readonly string[]): Verdict => ({
  kind: 'inconclusive',
  reason: `tried twice with different results: ${what}`,
  exchanges,
});

const judgeOnce = async (probe: Probe, location: Location, session: Session): Promise<ReturnType<Probe['judge']>> => {
  try {
    const result = await probe.run(location, session);
    return probe.judge(location, result, { contract: session.contract, target: session.target });
  } catch (error) {
    if (error instanceof NotTried) return { kind: 'skipped', because: error.because, reason: error.message };
    if (error instanceof Undecidable) return { kind: 'inconclusive', reason: error.message, exchanges: error.exchanges };
    return { kind: 'broken', error: errorPhrase(error) };
  }
};

/** A verdict names the parts of its case that were not tried. */
const withUntried = (verdict: Verdict, planned: Case, judged: readonly PlaceVerdict[]): Verdict => {
  if (verdict.kind !== 'pass' && verdict.kind !== 'fail') return verdict;
  const skipped = judged.flatMap(({ location, verdict: one }) =>
    one.kind === 'skipped' ? [`${location.operation ?? 'outside every operation'}: ${one.reason}`] : [],
  );
  const untried = [...(verdict.untried ?? []), ...planned.untried, ...skipped];
  return untried.length > 0 ? { ...verdict, untried: [...new Set(untried)] } : verdict;
};
