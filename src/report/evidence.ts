import { type Exchanges, readExchanges } from '../model/exchange-reader.ts';
import type { RunRecord } from '../model/record.ts';
import type { Level } from '../model/requirement.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';
import type { Verdict } from '../model/verdict.ts';

/** Most exchanges of one case that a report shows; a traversal has dozens. */
export const shownExchanges = 3;

/** Most exchanges that a report shows. */
const mostExchanges = 1500;

/** Ids of the exchanges that a verdict rests on, the one that shows it best first. */
export const exchangesOf = (verdict: Verdict | undefined): readonly string[] => {
  if (verdict?.kind === 'fail') return verdict.finding.exchanges;
  return verdict?.kind === 'inconclusive' ? verdict.exchanges : [];
};

/** An exchange that a report shows with a case. */
export type Shown = { readonly target: string; readonly case: string; readonly exchange: StoredExchange };

type Candidate = { readonly rank: number; readonly target: string; readonly case: string; readonly id: string };

/** Order of evidence: one exchange of each broken must, then one of each other failure, then the further ones in the same order. */
const rankOf = (verdict: Verdict, level: Level, position: number): number => {
  if (verdict.kind !== 'fail') return 4;
  return (position === 0 ? 0 : 2) + (level === 'must' ? 0 : 1);
};

const candidatesIn = ({ targets }: RunRecord): readonly Candidate[] => {
  const candidates: Candidate[] = [];
  for (const { target, cases, results } of targets) {
    for (const { id, level } of cases) {
      const verdict = results.get(id)?.verdict;
      if (verdict === undefined) continue;
      const most = verdict.kind === 'fail' ? shownExchanges : 1;
      for (const [position, exchange] of exchangesOf(verdict).slice(0, most).entries())
        candidates.push({ rank: rankOf(verdict, level, position), target, case: id, id: exchange });
    }
  }
  return candidates.sort((a, b) => a.rank - b.rank).slice(0, mostExchanges);
};

/**
 * The exchanges that show why cases failed or stayed open, the most important first. Those that the directory of the run does not hold are
 * left out.
 * @throws {Error} that of the file system, if a file exists and cannot be read.
 */
export const readEvidence = (record: RunRecord, directory: string): readonly Shown[] => {
  const candidates = candidatesIn(record);
  const wanted = new Map<string, Set<string>>();
  for (const { target, id } of candidates) wanted.set(target, (wanted.get(target) ?? new Set()).add(id));
  const found: Exchanges = readExchanges(directory, wanted);
  return candidates.flatMap(({ target, case: planned, id }) => {
    const exchange = found.get(target)?.get(id);
    return exchange === undefined ? [] : [{ target, case: planned, exchange }];
  });
};
