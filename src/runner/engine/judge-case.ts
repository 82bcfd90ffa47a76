import { NotTried, type Probe, Undecidable } from '../../checks/kit/define.ts';
import { joinPlaces } from '../../checks/kit/join-places.ts';
import type { Session } from '../../checks/kit/session.ts';
import type { Case } from '../../model/case.ts';
import type { Place } from '../../model/place.ts';
import type { Verdict } from '../../model/verdict.ts';
import { told } from './watchers.ts';

/** Gives the session of a round: measurements of round 2 are made afresh. */
export type SessionOf = (round: 1 | 2) => Session;

/** Measures and judges a probe at each place of its case and joins the verdicts. Never throws: a throw of ours is `broken`. */
export const judgeCase = async (probe: Probe, planned: Case, sessionOf: SessionOf): Promise<Verdict> => {
  const { contract, target } = sessionOf(1);
  const judged: { place: Place; verdict: Verdict }[] = [];
  for (const place of planned.places) judged.push({ place, verdict: await judgePlace(probe, place, sessionOf) });
  try {
    return withUntried((probe.join ?? joinPlaces)(judged, { contract, target }), planned, judged);
  } catch (error) {
    return { kind: 'broken', error: told(error) };
  }
};

const judgePlace = async (probe: Probe, place: Place, sessionOf: SessionOf): Promise<Verdict> => {
  const first = await judgeOnce(probe, place, sessionOf(1));
  if (first.kind !== 'unconfirmed') return first;
  const again = await judgeOnce(probe, place, sessionOf(2));
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
  reason: `measured twice with different results: ${what}`,
  exchanges,
});

const judgeOnce = async (probe: Probe, place: Place, session: Session): Promise<ReturnType<Probe['judge']>> => {
  try {
    const measured = await probe.measure(place, session);
    return probe.judge(place, measured, { contract: session.contract, target: session.target });
  } catch (error) {
    if (error instanceof NotTried) return { kind: 'skipped', because: error.because, reason: error.message };
    if (error instanceof Undecidable) return { kind: 'inconclusive', reason: error.message, exchanges: error.exchanges };
    return { kind: 'broken', error: told(error) };
  }
};

/** A verdict names the parts of its case that were not tried. */
const withUntried = (verdict: Verdict, planned: Case, judged: readonly { readonly place: Place; readonly verdict: Verdict }[]): Verdict => {
  if (verdict.kind !== 'pass' && verdict.kind !== 'fail') return verdict;
  const skipped = judged.flatMap(({ place, verdict: one }) =>
    one.kind === 'skipped' ? [`${place.operation ?? 'outside every operation'}: ${one.reason}`] : [],
  );
  const untried = [...(verdict.untried ?? []), ...planned.untried, ...skipped];
  return untried.length > 0 ? { ...verdict, untried: [...new Set(untried)] } : verdict;
};
