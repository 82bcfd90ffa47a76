import type { Contract } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isOptionalLocation } from '../../contract/optional-location.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import type { Finding, Verdict } from '../../model/verdict.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from './breach.ts';
import type { Observation, Observed } from './define.ts';

/** What an observation has seen so far about one case. Plain JSON. */
export type ObservationState = {
  readonly judged: number;
  readonly breaches: number;
  /** The breach with the smallest exchange. */
  readonly first: Breach | null;
  /** The values that broke it, each once: the first few in the order of their characters. */
  readonly actuals: readonly string[];
  /** What could not be judged, each with the number of exchanges and the first of them. */
  readonly unclear: readonly Unclear[];
  /** Exchanges that show a breach, each once, the earliest first, at most one more than `mostShown`: then there are more. */
  readonly shownIn: readonly string[];
  /** Essential nodes that were judged, sorted. */
  readonly reached: readonly string[];
  /** Why some parts of the document cannot be judged, each once: the first few in the order of their characters. */
  readonly unsupported: readonly string[];
};

type Unclear = { readonly what: string; readonly times: number; readonly exchange: string };

/** Exchanges with a breach that a state keeps. */
const mostShown = 200;

const turnOf = (exchange: string): number => Number(exchange.replaceAll(/\D/g, ''));

/** The earliest with one more, which mostly is the latest of all. */
const withOneMore = (exchanges: readonly string[], one: string): readonly string[] => {
  const last = exchanges.at(-1);
  if (last === one || (exchanges.length > mostShown && last !== undefined && turnOf(last) < turnOf(one))) return exchanges;
  return earliest(...exchanges, one);
};

const earliest = (...exchanges: readonly string[]): string[] =>
  [...new Set(exchanges)].sort((a, b) => turnOf(a) - turnOf(b)).slice(0, mostShown + 1);

const summed = (all: readonly Unclear[]): Unclear[] => {
  const sums = new Map<string, Unclear>();
  for (const one of all) {
    const known = sums.get(one.what);
    const [exchange = one.exchange] = earliest(one.exchange, ...(known ? [known.exchange] : []));
    sums.set(one.what, { what: one.what, times: one.times + (known?.times ?? 0), exchange });
  }
  return [...sums.values()].sort((a, b) => (a.what < b.what ? -1 : 1)).slice(0, mostActuals);
};

/** Different values, and different reasons, that a state keeps. */
const mostActuals = 6;

const together = (...actuals: readonly string[]): string[] => [...new Set(actuals)].sort().slice(0, mostActuals);

/** The finding with the other values that broke the same requirement elsewhere. */
const withOthers = (first: Breach, actuals: readonly string[]): Finding => {
  const finding = findingOf(first);
  const others = actuals.filter((actual) => actual !== finding.actual);
  return others.length === 0 ? finding : { ...finding, actual: `${finding.actual}, elsewhere ${others.join(', ')}` };
};

/** Most nodes that a reason names; a large schema may have thousands. */
const mostListed = 12;

const listed = (nodes: readonly string[]): string =>
  nodes.slice(0, mostListed).join(', ') + (nodes.length > mostListed ? ` and ${nodes.length - mostListed} more` : '');

/** Sums the sightings of one case. The engine passes those whose location belongs to the case. */
export type ObservationFold = {
  init(): ObservationState;
  step(state: ObservationState, observed: Observed, exchange: Exchange): ObservationState;
  /** Whether a sighting only adds to what was judged, as nearly every one does; then it may be added later, by {@link ObservationFold.more}. */
  isPlain(state: ObservationState, observed: Observed): boolean;
  /** The state with so many plain sightings more. */
  more(state: ObservationState, judged: number): ObservationState;
  merge(a: ObservationState, b: ObservationState): ObservationState;
  conclude(state: ObservationState): Verdict;
};

/** Most parts of an operation's answers that a pass names as not seen. */
const mostUnseen = 5;

const unseenParts = (nodes: readonly string[]): readonly string[] => [
  ...nodes.slice(0, mostUnseen).map((node) => `no value reached ${node}`),
  ...(nodes.length > mostUnseen ? [`no value reached ${nodes.length - mostUnseen} more parts`] : []),
];

/**
 * The fold that every observation shares: one breach fails the case; a pass needs one sighting judged and every essential node of the case
 * reached. A requirement about a whole operation does not require that each part of its answers is seen: there a pass names the parts that no
 * value reached, and a case that is only about error responses or about optional headers is optional.
 * @param owner The node that carries the requirement.
 */
export const observationFold = (
  { essential, optional: isAlwaysOptional }: Pick<Observation, 'essential' | 'optional'>,
  contract: Contract,
  locations: readonly Location[],
  owner?: string,
): ObservationFold => {
  const isWide = owner !== undefined && contract.operations.some(({ location }) => location.way.includes(owner));
  // Many cases share one set, so it is not copied.
  const needed = [...new Set(locations.flatMap((location) => essential?.(contract, location) ?? []))];
  const isNeeded = (node: string): boolean => needed.some((nodes) => nodes.has(node));
  // Nearly every observation is of a node that was reached before.
  let known: { readonly nodes: ReadonlySet<string>; readonly of: readonly string[] } = { nodes: new Set(), of: [] };
  const isReached = (reached: readonly string[], location: Location): boolean => {
    if (needed.length === 0) return true;
    if (known.of !== reached) known = { nodes: new Set(reached), of: reached };
    const node = nodeOf(location);
    return known.nodes.has(node) || !isNeeded(node);
  };
  const isPlain: ObservationFold['isPlain'] = ({ reached }, { holds, location }) => holds === true && isReached(reached, location);
  const more: ObservationFold['more'] = (state, judged) => ({ ...state, judged: state.judged + judged });
  return {
    init: () => ({ judged: 0, breaches: 0, first: null, actuals: [], unclear: [], shownIn: [], reached: [], unsupported: [] }),
    isPlain,
    more,
    step(state, observed, exchange) {
      if (observed.holds === true && isPlain(state, observed)) return more(state, observed.times ?? 1);
      if (observed.holds === 'unclear')
        return { ...state, unclear: summed([...state.unclear, { what: observed.what, times: 1, exchange: exchange.id }]) };
      if (observed.holds === 'unsupported') return { ...state, unsupported: together(...state.unsupported, observed.why) };
      const node = nodeOf(observed.location);
      const reached = isNeeded(node) && !state.reached.includes(node) ? [...state.reached, node].sort() : state.reached;
      if (observed.holds) return { ...state, judged: state.judged + (observed.times ?? 1), reached };
      const judged = state.judged + 1;
      const { code, where, expected, actual } = observed;
      const first = smallerBreach(state.first, breachIn(exchange, { code, where, expected, actual, node }));
      const shownIn = withOneMore(state.shownIn, exchange.id);
      return { ...state, judged, breaches: state.breaches + 1, first, actuals: together(...state.actuals, actual), shownIn, reached };
    },
    merge: (a, b) => ({
      judged: a.judged + b.judged,
      breaches: a.breaches + b.breaches,
      first: smallerBreach(a.first, b.first),
      actuals: together(...a.actuals, ...b.actuals),
      unclear: summed([...a.unclear, ...b.unclear]),
      shownIn: earliest(...a.shownIn, ...b.shownIn),
      reached: [...new Set([...a.reached, ...b.reached])].sort(),
      unsupported: together(...a.unsupported, ...b.unsupported),
    }),
    conclude({ judged, breaches, first, actuals, unclear, shownIn, reached, unsupported }) {
      const untried = unsupported.length === 0 ? {} : { untried: unsupported.map((why) => `not judged: ${why}`) };
      if (first) {
        const shown = breaches > 1 && shownIn.length <= mostShown ? { shownIn } : {};
        return { kind: 'fail', judged, breaches, finding: withOthers(first, actuals), ...shown, ...untried };
      }
      // What could not be judged might have been a breach.
      if (unclear.length > 0) {
        const all = judged + unclear.reduce((sum, { times }) => sum + times, 0);
        const reasons = unclear.map(({ what, times }) => `${what} (${times} of ${all} answer${all === 1 ? '' : 's'})`);
        return { kind: 'inconclusive', reason: reasons.join('; '), exchanges: unclear.map(({ exchange }) => exchange) };
      }
      if (judged === 0 && unsupported.length > 0) {
        return { kind: 'inconclusive', reason: `nothing could be judged: ${unsupported.join('; ')}`, exchanges: [] };
      }
      if (judged === 0) {
        const isBelowOptional = isWide && locations.length > 0 && locations.every((location) => isOptionalLocation(contract, location));
        const isOptional = isAlwaysOptional === true || isBelowOptional;
        const optional = isOptional ? { optional: true } : {};
        return { kind: 'inconclusive', reason: 'no answer that this check judges was seen', exchanges: [], unseen: true, ...optional };
      }
      const missing = [...new Set(needed.flatMap((nodes) => [...nodes]))].filter((node) => !reached.includes(node));
      if (missing.length > 0 && isWide) return { kind: 'pass', judged, untried: [...(untried.untried ?? []), ...unseenParts(missing)] };
      if (missing.length > 0) return { kind: 'inconclusive', reason: `no value reached ${listed(missing)}`, exchanges: [] };
      return { kind: 'pass', judged, ...untried };
    },
  };
};
