import type { Contract } from '../contract/model.ts';
import type { Exchange } from '../model/exchange.ts';
import { nodeOf, type Place } from '../model/place.ts';
import type { Finding, Verdict } from '../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from './breach.ts';
import type { Observation, Observed } from './define.ts';

/** What an observation has seen so far about one case. Plain JSON. */
export type ObservationState = {
  readonly judged: number;
  readonly breaches: number;
  /** The breach with the smallest exchange. */
  readonly first: Breach | null;
  /** What stood there instead, each once: the first few in the order of their characters. */
  readonly actuals: readonly string[];
  /** Essential nodes that were judged, sorted. */
  readonly reached: readonly string[];
  /** Why nothing can be judged by some parts of the document, each once: the first few in the order of their characters. */
  readonly unsupported: readonly string[];
  /** Why nothing could be said of some value, of the first one in the order of their characters. */
  readonly unclear: string | null;
};

/** Different values that a state remembers of all that broke a promise. */
const mostActuals = 6;

const together = (...actuals: readonly string[]): string[] => [...new Set(actuals)].sort().slice(0, mostActuals);

const firstOf = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a);

/** The finding with the other values that broke the same promise elsewhere. */
const withOthers = (first: Breach, actuals: readonly string[]): Finding => {
  const finding = findingOf(first);
  const others = actuals.filter((actual) => actual !== finding.actual);
  return others.length === 0 ? finding : { ...finding, actual: `${finding.actual}, elsewhere ${others.join(', ')}` };
};

/** Nodes that a reason names; a large schema may have thousands. */
const mostListed = 12;

const listed = (nodes: readonly string[]): string =>
  nodes.slice(0, mostListed).join(', ') + (nodes.length > mostListed ? ` and ${nodes.length - mostListed} more` : '');

/** Sums the sightings of one case. The engine hands it those whose place belongs to the case. */
export type ObservationFold = {
  init(): ObservationState;
  step(state: ObservationState, observed: Observed, exchange: Exchange): ObservationState;
  merge(a: ObservationState, b: ObservationState): ObservationState;
  conclude(state: ObservationState): Verdict;
};

/**
 * The fold that every observation shares: one breach fails the case; a pass needs at least one thing judged and every
 * essential node of the case reached.
 */
export const observationFold = (
  { essential }: Pick<Observation, 'essential'>,
  contract: Contract,
  places: readonly Place[],
): ObservationFold => {
  // Sets of many cases are the same; they are not copied.
  const needed = [...new Set(places.flatMap((place) => essential?.(contract, place) ?? []))];
  const isNeeded = (node: string): boolean => needed.some((nodes) => nodes.has(node));
  return {
    init: () => ({ judged: 0, breaches: 0, first: null, actuals: [], reached: [], unsupported: [], unclear: null }),
    step(state, observed, exchange) {
      if (observed.holds === null) {
        return observed.passing
          ? { ...state, unclear: firstOf(state.unclear, observed.why) }
          : { ...state, unsupported: together(...state.unsupported, observed.why) };
      }
      const node = nodeOf(observed.place);
      const reached = isNeeded(node) && !state.reached.includes(node) ? [...state.reached, node].sort() : state.reached;
      if (observed.holds) return { ...state, judged: state.judged + (observed.times ?? 1), reached };
      const judged = state.judged + 1;
      const { code, where, expected, actual } = observed;
      const first = smallerBreach(state.first, breachIn(exchange, { code, where, expected, actual }));
      return { ...state, judged, breaches: state.breaches + 1, first, actuals: together(...state.actuals, actual), reached };
    },
    merge: (a, b) => ({
      judged: a.judged + b.judged,
      breaches: a.breaches + b.breaches,
      first: smallerBreach(a.first, b.first),
      actuals: together(...a.actuals, ...b.actuals),
      reached: [...new Set([...a.reached, ...b.reached])].sort(),
      unsupported: together(...a.unsupported, ...b.unsupported),
      unclear: firstOf(a.unclear, b.unclear),
    }),
    conclude({ judged, breaches, first, actuals, reached, unsupported, unclear }) {
      const untried = unsupported.length === 0 ? {} : { untried: unsupported.map((why) => `not judged: ${why}`) };
      if (first) return { kind: 'fail', judged, breaches, finding: withOthers(first, actuals), ...untried };
      // What was not found out might have been a breach.
      if (unclear !== null) return { kind: 'inconclusive', reason: unclear, exchanges: [] };
      if (judged === 0 && unsupported.length > 0) {
        return { kind: 'inconclusive', reason: `nothing could be judged: ${unsupported.join('; ')}`, exchanges: [] };
      }
      if (judged === 0) return { kind: 'inconclusive', reason: 'nothing that it judges came by', exchanges: [], unseen: true };
      const missing = [...new Set(needed.flatMap((nodes) => [...nodes]))].filter((node) => !reached.includes(node));
      if (missing.length > 0) return { kind: 'inconclusive', reason: `no value reached ${listed(missing)}`, exchanges: [] };
      return { kind: 'pass', judged, ...untried };
    },
  };
};
