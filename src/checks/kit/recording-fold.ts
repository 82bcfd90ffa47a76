import type { Contract } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { distinctSorted, isScalar } from '../../model/json.ts';
import type { Location } from '../../model/location.ts';
import { type CheckText, defineFold, type Fold, inconclusive, observed } from './define.ts';
import { factOf, type facts } from './facts.ts';

type FactName = keyof typeof facts;

/** What one exchange shows, by the name of the fact. A fact without values has an empty list. */
export type Shown = Readonly<Partial<Record<FactName, readonly unknown[]>>>;

/** By operation, or `outside`: the values that were seen, each once, sorted. Plain JSON. */
export type Recorded = Readonly<Record<string, Shown>>;

/** Is a JSON value among others. */
const holds = (all: readonly unknown[], value: unknown): boolean => {
  if (isScalar(value)) return all.includes(value);
  const text = JSON.stringify(value);
  return all.some((one) => JSON.stringify(one) === text);
};

/**
 * Defines a fold that records how the answers of each operation look, and judges nothing.
 * @param records The facts that it records, in this order.
 * @param unseen Why the case is inconclusive when nothing was seen, as half a sentence.
 * @param most Most different values of one operation that are kept.
 * @param value The value of a fact, from the values that were seen; default all of them.
 */
export const defineRecordingFold = ({
  locations,
  records,
  show,
  unseen,
  most = Number.POSITIVE_INFINITY,
  value = (values) => values,
  ...text
}: CheckText & {
  locations(contract: Contract): readonly Location[];
  readonly records: readonly FactName[];
  /** Undefined for an exchange that shows nothing. */
  show(exchange: Exchange, contract: Contract): Shown | undefined;
  readonly unseen: string;
  readonly most?: number;
  value?(values: readonly unknown[]): unknown;
}): Fold<Recorded> => {
  const together = (a: Shown = {}, b: Shown = {}): Shown =>
    Object.fromEntries(
      records.flatMap((name) => {
        const [some, others] = [a[name], b[name]];
        return some || others ? [[name, distinctSorted([...(some ?? []), ...(others ?? [])]).slice(0, most)]] : [];
      }),
    );
  /** Nearly every answer looks like those before it. */
  const isKnown = (before: Shown | undefined, shown: Shown): boolean =>
    before !== undefined &&
    records.every((name) => {
      const [values, all] = [shown[name], before[name]];
      return values === undefined || (all !== undefined && values.every((one) => holds(all, one)));
    });
  return defineFold<Recorded>({
    ...text,
    locations,
    init: () => ({}),
    step(state, exchange, contract) {
      const shown = show(exchange, contract);
      const at = exchange.request.operation ?? 'outside';
      if (!shown || isKnown(state[at], shown)) return state;
      return { ...state, [at]: together(state[at], shown) };
    },
    merge: (a, b) => ({ ...a, ...Object.fromEntries(Object.entries(b).map(([at, shown]) => [at, together(a[at], shown)])) }),
    conclude(state) {
      const ats = Object.keys(state).sort();
      if (ats.length === 0) return { ...inconclusive(unseen, []), unseen: true };
      return observed(
        ats.flatMap((at) =>
          records.flatMap((name) => {
            const values = state[at]?.[name];
            return values ? [factOf(name, at, value(values))] : [];
          }),
        ),
      );
    },
  });
};
