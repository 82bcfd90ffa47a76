import type { Contract } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Location } from '../../model/location.ts';
import type { Finding } from '../../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from './breach.ts';
import { type CheckText, defineFold, type Fold, inconclusive, pass } from './define.ts';

/** What a counting fold has seen so far. Plain JSON. */
export type Counted = {
  readonly judged: number;
  readonly breaches: number;
  readonly first: Breach | null;
  /** Kinds of evidence that the claim holds, each once, sorted. */
  readonly kinds: readonly string[];
};

/** What one exchange shows about a claim: nothing, that it holds (also with the kind of evidence), or how it is broken. */
export type Counting = undefined | 'holds' | { readonly holds: string } | Pick<Finding, 'code' | 'where' | 'expected' | 'actual'>;

const together = (...kinds: readonly string[]): string[] => [...new Set(kinds)].sort();

/**
 * Defines a fold that judges each exchange by itself and counts: one breach fails the case, and the breach with the smallest exchange is reported; a
 * pass needs one exchange that was judged.
 * @param unseen Why the case is inconclusive when no exchange was judged, as half a sentence.
 * @param lacks Why the kinds of evidence that were seen do not suffice for a pass; undefined where they do. Without it any evidence suffices.
 */
export const defineCountingFold = ({
  locations,
  judge,
  unseen,
  lacks,
  ...text
}: CheckText & {
  locations(contract: Contract): readonly Location[];
  judge(exchange: Exchange, contract: Contract): Counting;
  readonly unseen: string;
  lacks?(kinds: readonly string[]): string | undefined;
}): Fold<Counted> =>
  defineFold<Counted>({
    ...text,
    locations,
    init: () => ({ judged: 0, breaches: 0, first: null, kinds: [] }),
    step(state, exchange, contract) {
      const seen = judge(exchange, contract);
      if (seen === undefined) return state;
      const judged = state.judged + 1;
      if (seen === 'holds') return { ...state, judged };
      if ('holds' in seen) return { ...state, judged, kinds: together(...state.kinds, seen.holds) };
      return { ...state, judged, breaches: state.breaches + 1, first: smallerBreach(state.first, breachIn(exchange, seen)) };
    },
    merge: (a, b) => ({
      judged: a.judged + b.judged,
      breaches: a.breaches + b.breaches,
      first: smallerBreach(a.first, b.first),
      kinds: together(...a.kinds, ...b.kinds),
    }),
    conclude({ judged, breaches, first, kinds }) {
      if (first) return { kind: 'fail', judged, breaches, finding: findingOf(first) };
      if (judged === 0) return { ...inconclusive(unseen, []), unseen: true };
      const lacking = lacks?.(kinds);
      return lacking === undefined ? pass(judged) : inconclusive(lacking, []);
    },
  });
