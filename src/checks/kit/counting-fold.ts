import type { Contract } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Place } from '../../model/place.ts';
import type { Finding } from '../../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from './breach.ts';
import { type CheckText, defineFold, type Fold, inconclusive, pass } from './define.ts';

/** What a counting fold has seen so far. Plain JSON. */
export type Counted = { readonly judged: number; readonly breaches: number; readonly first: Breach | null };

/** What one exchange says about a claim: nothing, that it holds, or how it is broken. */
export type Counting = undefined | 'holds' | Pick<Finding, 'code' | 'where' | 'expected' | 'actual'>;

/**
 * Defines a fold that judges each exchange by itself and sums: one breach fails the case, and the breach with the smallest exchange is shown; a pass
 * needs one exchange that was judged.
 * @param unseen Why the case is open when no exchange was judged, as half a sentence.
 */
export const defineCountingFold = ({
  places,
  judge,
  unseen,
  ...text
}: CheckText & {
  places(contract: Contract): readonly Place[];
  judge(exchange: Exchange, contract: Contract): Counting;
  readonly unseen: string;
}): Fold<Counted> =>
  defineFold<Counted>({
    ...text,
    places,
    init: () => ({ judged: 0, breaches: 0, first: null }),
    step(state, exchange, contract) {
      const seen = judge(exchange, contract);
      if (seen === undefined) return state;
      if (seen === 'holds') return { ...state, judged: state.judged + 1 };
      return { judged: state.judged + 1, breaches: state.breaches + 1, first: smallerBreach(state.first, breachIn(exchange, seen)) };
    },
    merge: (a, b) => ({ judged: a.judged + b.judged, breaches: a.breaches + b.breaches, first: smallerBreach(a.first, b.first) }),
    conclude({ judged, breaches, first }) {
      if (first) return { kind: 'fail', judged, breaches, finding: findingOf(first) };
      return judged === 0 ? { ...inconclusive(unseen, []), unseen: true } : pass(judged);
    },
  });
