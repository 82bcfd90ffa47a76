import { allRequests } from '../../model/exchange-reader.ts';
import type { StoredExchange } from '../../model/stored-exchange.ts';
import type { Comparison } from '../../policy/compare/comparison.ts';

/** Cases of one row and one column of which an exchange is looked for. */
const mostCases = 3;

/** Exchanges of one column that a comparison shows: by id, and by the case that they were sent for. */
export type ColumnExchanges = {
  readonly byId: ReadonlyMap<string, StoredExchange>;
  readonly byCase: ReadonlyMap<string, StoredExchange>;
};

type Wanted = {
  readonly ids: Set<string>;
  /** By case: the operation whose exchange shows it best. */
  readonly cases: Map<string, string | undefined>;
};

/** What the cells of each column can be shown by. A passed case names no exchange, so one that was sent for it is taken. */
const wantedBy = ({ columns, behaviour, outcomes, facts }: Comparison): readonly Wanted[] =>
  columns.map((_, column) => {
    const ids = new Set<string>();
    const cases = new Map<string, string | undefined>();
    for (const { cells } of behaviour)
      for (const { shown } of cells[column]?.values ?? []) if (shown !== undefined) ids.add(shown.exchange);
    for (const { state, cells } of outcomes) {
      const verdicts = cells.flatMap((cell) => cell.cases.map(({ verdict }) => verdict));
      const operation = verdicts.flatMap((verdict) => (verdict.kind === 'fail' ? [verdict.finding.operation] : []))[0];
      for (const { case: id, verdict } of (cells[column]?.cases ?? []).slice(0, mostCases)) {
        const [first] = verdict.kind === 'fail' ? verdict.finding.exchanges : verdict.kind === 'inconclusive' ? verdict.exchanges : [];
        if (first !== undefined) ids.add(first);
        else if (state === 'differs') cases.set(id, operation);
      }
    }
    for (const { state, cells } of facts) {
      if (state === 'same') continue;
      for (const { places } of cells[column]?.values ?? []) {
        const [place] = places;
        if (place !== undefined) cases.set(place.case, place.at);
      }
    }
    return { ids, cases };
  });

/**
 * Reads what a comparison shows of the exchanges of its runs, one run after another: nothing else of a run is kept.
 * @param directories By the number of the run.
 * @throws {Error} of the file system, where a file exists and cannot be read.
 */
export const readCompared = (comparison: Comparison, directories: readonly string[]): readonly ColumnExchanges[] => {
  const wanted = wantedBy(comparison);
  const found = wanted.map(() => ({ byId: new Map<string, StoredExchange>(), byCase: new Map<string, StoredExchange>() }));
  for (const [run, directory] of directories.entries()) {
    const columns = new Map(
      comparison.columns.flatMap((column, at) => (column.ofRun === run ? [[column.target.target, at] as const] : [])),
    );
    const ofRun = [...columns.values()];
    const isOpen = (id: string): boolean =>
      ofRun.some((at) => {
        const cases = wanted[at]?.cases;
        const known = found[at]?.byCase.get(id);
        return cases?.has(id) === true && (known === undefined || !isBest(known, cases.get(id)));
      });
    const isWanted = { id: (id: string) => ofRun.some((at) => wanted[at]?.ids.has(id)), ofCase: isOpen };
    for (const exchange of allRequests(directory, isWanted)) {
      const at = columns.get(exchange.target ?? '');
      const own = at === undefined ? undefined : found[at];
      const { ids, cases } = wanted[at ?? -1] ?? { ids: new Set(), cases: new Map() };
      if (own === undefined) continue;
      if (ids.has(exchange.id)) own.byId.set(exchange.id, exchange);
      if (exchange.case !== undefined && cases.has(exchange.case)) keepBest(own.byCase, exchange.case, exchange, cases.get(exchange.case));
    }
  }
  return found;
};

/** The first exchange of the operation that is looked for, or else the first one. */
const keepBest = (byCase: Map<string, StoredExchange>, id: string, exchange: StoredExchange, operation: string | undefined): void => {
  const known = byCase.get(id);
  if (known === undefined || (!isBest(known, operation) && isBest(exchange, operation))) byCase.set(id, exchange);
};

/** Whether no later exchange shows a case better. */
const isBest = ({ request }: StoredExchange, operation: string | undefined): boolean =>
  operation === undefined || request.operation === operation;
