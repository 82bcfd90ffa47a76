import { type Exchanges, readExchanges } from '../model/exchange-reader.ts';
import type { RunRecord } from '../model/record.ts';
import type { Level } from '../model/requirement.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';
import type { Verdict } from '../model/verdict.ts';

/** Exchanges of one case that a report shows; a page walk names dozens. */
export const shownExchanges = 3;

/** Exchanges that a report shows in all: more of them nobody reads. */
const mostExchanges = 1500;

/** Ids of the exchanges that a verdict rests on, the telling one first. */
export const exchangesOf = (verdict: Verdict | undefined): readonly string[] => {
  if (verdict?.kind === 'fail') return verdict.finding.exchanges;
  return verdict?.kind === 'inconclusive' ? verdict.exchanges : [];
};

/** An exchange that a report shows with a case. */
export type Shown = { readonly target: string; readonly case: string; readonly exchange: StoredExchange };

type Wish = { readonly rank: number; readonly target: string; readonly case: string; readonly id: string };

/** What tells most comes first: one exchange of each broken must, then of each other failure, then the further ones. */
const rankOf = (verdict: Verdict, level: Level, position: number): number => {
  if (verdict.kind !== 'fail') return 4;
  return (position === 0 ? 0 : 2) + (level === 'must' ? 0 : 1);
};

const wishesOf = ({ targets }: RunRecord): readonly Wish[] => {
  const wishes: Wish[] = [];
  for (const { target, cases, results } of targets) {
    for (const { id, level } of cases) {
      const verdict = results.get(id)?.verdict;
      if (verdict === undefined) continue;
      const most = verdict.kind === 'fail' ? shownExchanges : 1;
      for (const [position, exchange] of exchangesOf(verdict).slice(0, most).entries())
        wishes.push({ rank: rankOf(verdict, level, position), target, case: id, id: exchange });
    }
  }
  return wishes.sort((a, b) => a.rank - b.rank).slice(0, mostExchanges);
};

/**
 * The exchanges that show why cases failed or stayed open, what tells most first, as far as the directory of the run holds them.
 * @throws {Error} the file system's own, where a file exists and cannot be read.
 */
export const readEvidence = (record: RunRecord, directory: string): readonly Shown[] => {
  const wishes = wishesOf(record);
  const wanted = new Map<string, Set<string>>();
  for (const { target, id } of wishes) wanted.set(target, (wanted.get(target) ?? new Set()).add(id));
  const found: Exchanges = readExchanges(directory, wanted);
  return wishes.flatMap(({ target, case: planned, id }) => {
    const exchange = found.get(target)?.get(id);
    return exchange === undefined ? [] : [{ target, case: planned, exchange }];
  });
};
