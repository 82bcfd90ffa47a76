import type { Comparison } from '../../policy/compare/comparison.ts';
import type { StoredExchange } from '../../model/stored-exchange.ts';
import type { PageExchange } from '../page/page-model.ts';
import { shownExchange } from '../page/shown-exchange.ts';
import type { ColumnExchanges } from './compared-exchanges.ts';

/** Characters of bodies up to which an exchange is shown whole. */
const wholeCharacters = 6000;
/** Characters of JSON that all exchanges of the page may take. */
const mostCharacters = 2_500_000;

/** The exchanges that a page shows, each once, by their numbers. */
export type ShownExchanges = {
  readonly all: readonly PageExchange[];
  byId(column: number, id: string): number | undefined;
  byCase(column: number, id: string): number | undefined;
  /** The case that an exchange was sent for. */
  caseOf(column: number, id: string): string | undefined;
};

const bodyCharacters = ({ sent, reply }: StoredExchange): number =>
  (sent.body?.length ?? 0) + (reply.kind === 'answer' ? (reply.text?.length ?? 0) : 0);

/** Takes exchanges in the order in which they are asked for, as long as there is room. */
export const shownExchanges = ({ columns }: Comparison, read: readonly ColumnExchanges[]): ShownExchanges => {
  const all: PageExchange[] = [];
  const numbers = new Map<StoredExchange, number>();
  let left = mostCharacters;
  const numberOf = (column: number, exchange: StoredExchange | undefined): number | undefined => {
    const target = columns[column]?.target;
    if (exchange === undefined || target === undefined) return undefined;
    const known = numbers.get(exchange);
    if (known !== undefined || left < 0) return known;
    const isWhole = bodyCharacters(exchange) <= wholeCharacters;
    // Its command stands on the page of the run, which knows the names of the credentials.
    const { curl: _curl, ...shown } = shownExchange(exchange, { target, contract: undefined, finding: undefined, isWhole });
    left -= JSON.stringify(shown).length;
    numbers.set(exchange, all.length);
    return all.push(shown) - 1;
  };
  return {
    all,
    byId: (column, id) => numberOf(column, read[column]?.byId.get(id)),
    byCase: (column, id) => numberOf(column, read[column]?.byCase.get(id)),
    caseOf: (column, id) => read[column]?.byId.get(id)?.case,
  };
};
