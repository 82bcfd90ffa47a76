import type { Case } from '../../model/case.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { StandingThings } from './standing.ts';

export type SteadyInput = {
  readonly standing: StandingThings;
  /** Sends a read to look whether something is still there. */
  readonly look: (request: PlannedRequest) => Promise<Exchange>;
  /** How many operations got another caller so far. */
  readonly changedCallers: () => number;
};

/** What is used up or measured would show the looks themselves. */
const isAboutQuota = ({ phase, area }: Case): boolean => phase === 'flood' || area === 'rate-limit';

/**
 * Judges a case in the first round, and accuses nobody of a loss that he did not cause: where things are gone that the run did not touch, the data was reset or somebody else
 * removed them, so a failure is tried once more in the second, with things of its own. It counts if it shows again in the same way; a service that loses data does so again.
 */
export const judgeSteadily = async (
  planned: Case,
  judge: (round: 1 | 2) => Promise<Verdict>,
  { standing, look, changedCallers }: SteadyInput,
): Promise<Verdict> => {
  const before = changedCallers();
  const first = await judge(1);
  // What one account saw before, and another one after, is no contradiction.
  const verdict = first.kind === 'fail' && changedCallers() !== before ? await judge(2) : first;
  if (verdict.kind !== 'fail' || isAboutQuota(planned)) return verdict;
  const { finding } = verdict;
  const gone = await standing.vanished(new Set([planned.id, ...finding.exchanges, ...(verdict.shownIn ?? [])]), look);
  if (gone === undefined) return verdict;
  const again = await judge(2);
  if (again.kind === 'fail' && again.finding.code === finding.code) {
    standing.distrust();
    return again;
  }
  const now = again.kind === 'inconclusive' || again.kind === 'skipped' ? `${again.kind}: ${again.reason}` : again.kind;
  return {
    kind: 'inconclusive',
    reason: `what was there was gone meanwhile (${gone}): the data was reset, or somebody else removed it; found before that: expected ${finding.expected}, got ${finding.actual}; tried again: ${now}`,
    exchanges: finding.exchanges,
  };
};
