import type { Contract } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { distinctSorted } from '../../model/json.ts';
import type { Location } from '../../model/location.ts';
import { type CheckText, defineFold, type Fold, inconclusive, observed } from './define.ts';
import { factOf, type facts } from './facts.ts';

type FactName = keyof typeof facts;

/** What one exchange shows, by the name of the fact. A fact with nothing in it is told as an empty list. */
export type Shown = Readonly<Partial<Record<FactName, readonly unknown[]>>>;

/** By operation, or `outside`: what came by, each thing once, sorted. Plain JSON. */
export type Recorded = Readonly<Record<string, Shown>>;

/**
 * Defines a fold that records what answers of each operation look like, and judges nothing.
 * @param tells The facts that it records, in the order in which they are told.
 * @param unseen Why the case is open when nothing came by, as half a sentence.
 * @param most Different things of one operation that are remembered.
 * @param value The value of a fact, of the things that came by; default all of them.
 */
export const defineRecordingFold = ({
  locations,
  tells,
  show,
  unseen,
  most = Number.POSITIVE_INFINITY,
  value = (resources) => resources,
  ...text
}: CheckText & {
  locations(contract: Contract): readonly Location[];
  readonly tells: readonly FactName[];
  /** Undefined for an exchange that shows nothing. */
  show(exchange: Exchange, contract: Contract): Shown | undefined;
  readonly unseen: string;
  readonly most?: number;
  value?(resources: readonly unknown[]): unknown;
}): Fold<Recorded> => {
  const together = (a: Shown = {}, b: Shown = {}): Shown =>
    Object.fromEntries(
      tells.flatMap((name) => {
        const [some, others] = [a[name], b[name]];
        return some || others ? [[name, distinctSorted([...(some ?? []), ...(others ?? [])]).slice(0, most)]] : [];
      }),
    );
  return defineFold<Recorded>({
    ...text,
    locations,
    init: () => ({}),
    step(state, exchange, contract) {
      const shown = show(exchange, contract);
      const at = exchange.request.operation ?? 'outside';
      return shown ? { ...state, [at]: together(state[at], shown) } : state;
    },
    merge: (a, b) => ({ ...a, ...Object.fromEntries(Object.entries(b).map(([at, shown]) => [at, together(a[at], shown)])) }),
    conclude(state) {
      const ats = Object.keys(state).sort();
      if (ats.length === 0) return { ...inconclusive(unseen, []), unseen: true };
      return observed(
        ats.flatMap((at) =>
          tells.flatMap((name) => {
            const resources = state[at]?.[name];
            return resources ? [factOf(name, at, value(resources))] : [];
          }),
        ),
      );
    },
  });
};
