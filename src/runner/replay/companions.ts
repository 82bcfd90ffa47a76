import type { Case } from '../../model/case.ts';
import type { TargetRecord } from '../../model/record.ts';

const operationsOf = ({ places }: Case): ReadonlySet<string | null> => new Set(places.map(({ operation }) => operation));

const share = (a: ReadonlySet<string | null>, b: ReadonlySet<string | null>): boolean => [...a].some((one) => b.has(one));

/**
 * Cases that must be tried again with one that judges exchanges of others: an observation or a fold. These are the cases that sent the
 * exchanges of its verdict; where the verdict has none, the reads of the same operations, which create nothing. A case that judges its own
 * exchanges needs no companions.
 * @param askedBy Ids of the cases that sent the exchanges of the recorded verdict.
 */
export const companionsOf = (
  planned: Case,
  { cases, results }: Pick<TargetRecord, 'cases' | 'results'>,
  askedBy: readonly string[],
): readonly string[] => {
  if (planned.kind === 'probe' && planned.phase !== 'closing') return [];
  const senders = [...new Set(askedBy)].filter((id) => id !== planned.id);
  if (askedBy.length > 0 || planned.kind === 'probe') return senders;
  const mine = operationsOf(planned);
  const wasTried = ({ id, kind, phase }: Case): boolean =>
    kind === 'probe' && phase === 'read' && results.get(id)?.verdict.kind !== 'skipped' && results.has(id);
  return cases.filter((other) => wasTried(other) && share(operationsOf(other), mine)).map(({ id }) => id);
};
