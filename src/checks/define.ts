import type { Contract } from '../contract/model.ts';
import type { Alone, Phase } from '../model/case.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Place } from '../model/place.ts';
import type { CredentialName } from '../model/request.ts';
import type { Permission, Target } from '../model/target.ts';
import type { Fact, Finding, SkipReason, Verdict } from '../model/verdict.ts';
import type { Session } from './session.ts';

/** What every check says of itself; docs/checks.md is generated from it. */
export type CheckText = {
  /** `family/what-must-hold`. */
  readonly id: string;
  /** The claim in one sentence. */
  readonly title: string;
  readonly why: string;
  /** What the owner of the API does about a failure. */
  readonly fix: string;
  /** The convention it rests on, as a path into `x-assay`, such as `refusals.missing`. */
  readonly reads?: string;
};

/** A prerequisite of a probe at one place. */
export type Need =
  | { readonly kind: 'permission'; readonly permission: Permission }
  | { readonly kind: 'credential'; readonly name: CredentialName }
  | { readonly kind: 'fixture'; readonly name: string }
  /** Any other thing that the target's config must say; the sentence tells what. */
  | { readonly kind: 'config'; readonly path: string; readonly sentence: string };

/** What one exchange shows about one place. */
export type Observed =
  /** `times`: how often it showed in the one exchange; default once. */
  | { readonly place: Place; readonly holds: true; readonly times?: number }
  /** It was seen, and allows no judgement: the case stays open, with what was seen and how often. */
  | { readonly place: Place; readonly holds: 'unclear'; readonly what: string }
  | {
      readonly place: Place;
      readonly holds: false;
      readonly code: string;
      readonly where: string;
      readonly expected: string;
      readonly actual: string;
    }
  /** No value can be judged by what the document says there, and why; the rest is judged. */
  | { readonly place: Place; readonly holds: 'unsupported'; readonly why: string };

/** Looks at one exchange. Its sightings are summed by the standard fold. */
export type Observation = CheckText & {
  readonly kind: 'observation';
  places(contract: Contract): readonly Place[];
  /** Pointers of the nodes at or below a place that must have been judged before a case may pass (an item, a `then`). Default: none. */
  essential?(contract: Contract, place: Place): ReadonlySet<string>;
  /** It looks also at refusals for a quota that the contract says nothing of; to other observations they are no answer to the request. */
  readonly refusals?: true;
  observe(exchange: Exchange, contract: Contract): readonly Observed[];
};

/** Turns many exchanges into one verdict. The state is small plain JSON; `merge` is associative. */
export type Fold<S> = CheckText & {
  readonly kind: 'fold';
  places(contract: Contract): readonly Place[];
  init(): S;
  step(state: S, exchange: Exchange, contract: Contract): S;
  merge(a: S, b: S): S;
  /** `around` tells the window, plan or durations that the verdict depends on. */
  conclude(state: S, around: Surroundings): Verdict;
};

/** The judge wants one fresh measurement before it says `fail`; two different results are inconclusive. */
export type Unconfirmed = { readonly kind: 'unconfirmed'; readonly verdict: Verdict & { readonly kind: 'fail' } };

export type Surroundings = { readonly contract: Contract; readonly target: Target };

/**
 * Judges a target on which every plain read is refused alike, as it is where the operator gave a wrong address or a wrong credential.
 * So it fails only where the answers themselves prove that both are right: the same read succeeds in a form that the documentation
 * does not print. Any other verdict counts for nothing.
 */
export type Entry<M = unknown> = {
  measure(place: Place, session: Session): Promise<M>;
  judge(place: Place, measured: M, around: Surroundings): Verdict | Unconfirmed;
};

/** Judges named measurements. `measure` asks in the words of the contract, `judge` is pure. */
export type Probe<M = unknown> = CheckText & {
  readonly kind: 'probe';
  readonly phase: Phase;
  readonly alone: Alone;
  places(contract: Contract): readonly Place[];
  needs(place: Place, around: Surroundings): readonly Need[];
  /** Most requests and creations at one place, for planning. */
  cost(place: Place, around: Surroundings): { readonly requests: number; readonly creates: number };
  measure(place: Place, session: Session): Promise<M>;
  judge(place: Place, measured: M, around: Surroundings): Verdict | Unconfirmed;
  /** Joins the verdicts of several places into that of the case. Default: `joinPlaces`. */
  join?(judged: readonly { readonly place: Place; readonly verdict: Verdict }[], around: Surroundings): Verdict;
  /** How it judges where preflight stops the run; without it the case is skipped then. */
  readonly entry?: Entry;
};

export type Check = Observation | Fold<unknown> | Probe;

export const defineObservation = (check: Omit<Observation, 'kind'>): Observation => ({ kind: 'observation', ...check });
export const defineFold = <S>(check: Omit<Fold<S>, 'kind'>): Fold<S> => ({ kind: 'fold', ...check });
export const defineEntry = <M>(entry: Entry<M>): Entry => entry;
export const defineProbe = <M>(check: Omit<Probe<M>, 'kind'>): Probe<M> => ({ kind: 'probe', ...check });

/** Thrown by a measurement that cannot be made: the case is skipped for this reason. */
export class NotTried extends Error {
  readonly because: SkipReason;
  constructor(because: SkipReason, reason: string) {
    super(reason);
    this.name = 'NotTried';
    this.because = because;
  }
}

/** Thrown by a measurement whose answers allow no judgement: the case is inconclusive. */
export class Undecidable extends Error {
  readonly exchanges: readonly string[];
  constructor(reason: string, exchanges: readonly Exchange[]) {
    super(reason);
    this.name = 'Undecidable';
    this.exchanges = exchanges.map(({ id }) => id);
  }
}

export const pass = (judged: number): Verdict => ({ kind: 'pass', judged });

/** Facts where the documentation leaves freedom: recorded and compared, never judged. */
export const observed = (facts: readonly Fact[]): Verdict => ({ kind: 'observed', facts });

export const inconclusive = (reason: string, exchanges: readonly Exchange[]): Verdict => ({
  kind: 'inconclusive',
  reason,
  exchanges: exchanges.map(({ id }) => id),
});

/** A fail that stands on one answer by itself. The telling exchange comes first. */
export const fail = (
  finding: Omit<Finding, 'exchanges' | 'operation'>,
  exchanges: readonly [Exchange, ...Exchange[]],
  counts: { readonly judged: number; readonly breaches: number } = { judged: 1, breaches: 1 },
): Verdict & { kind: 'fail' } => ({
  kind: 'fail',
  ...counts,
  finding: { ...finding, operation: exchanges[0].request.operation ?? 'outside', exchanges: exchanges.map(({ id }) => id) },
});

/** A fail that rests on comparing several answers or on time: it is measured once more. */
export const unconfirmed = (verdict: Verdict & { kind: 'fail' }): Unconfirmed => ({ kind: 'unconfirmed', verdict });
