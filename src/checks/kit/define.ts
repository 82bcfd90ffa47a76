import type { Contract } from '../../contract/model.ts';
import type { Exclusive, Phase } from '../../model/case.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf, type Location, locationKey } from '../../model/location.ts';
import type { CredentialName } from '../../model/request.ts';
import type { Permission, Target } from '../../model/target.ts';
import type { Fact, Finding, SkipReason, Verdict } from '../../model/verdict.ts';
import type { Session } from './session.ts';

/** The texts of a check; docs/checks.md is generated from them. */
export type CheckText = {
  /** `family/what-must-hold`. */
  readonly id: string;
  /** The claim in one sentence. */
  readonly title: string;
  readonly why: string;
  /** What the owner of the API does about a failure. */
  readonly fix: string;
  /** The convention that documents its requirement, as a path into `x-assay`, such as `refusals.missing`. */
  readonly reads?: string;
};

/** A prerequisite of a probe at one location. */
export type ProbePrerequisite =
  | { readonly kind: 'permission'; readonly permission: Permission }
  | { readonly kind: 'credential'; readonly name: CredentialName }
  | { readonly kind: 'fixture'; readonly name: string }
  /** Another setting of the target's config; the sentence describes it. */
  | { readonly kind: 'config'; readonly path: string; readonly sentence: string };

/** What one exchange shows about one location. */
export type Observed =
  /** `times`: how often it showed in the one exchange; default once. */
  | { readonly location: Location; readonly holds: true; readonly times?: number }
  /** It was seen and cannot be judged: the case is inconclusive, with what was seen and how often. */
  | { readonly location: Location; readonly holds: 'unclear'; readonly what: string }
  | {
      readonly location: Location;
      readonly holds: false;
      readonly code: string;
      readonly where: string;
      readonly expected: string;
      readonly actual: string;
    }
  /** No value can be judged by this part of the document, and why; the rest is judged. */
  | { readonly location: Location; readonly holds: 'unsupported'; readonly why: string };

/**
 * Looks at one exchange. The observation fold sums its sightings. It gets only exchanges with the base URL: less may be documented for another
 * address (`base` of a request: the plain port, the sandbox, another version), and only the probe that sent such a request judges it.
 */
export type Observation = CheckText & {
  readonly kind: 'observation';
  locations(contract: Contract): readonly Location[];
  /** Pointers of the nodes at or below a location that must have been judged before a case passes (an item, a `then`). Default: none. */
  essential?(contract: Contract, location: Location): ReadonlySet<string>;
  /** What it judges may be missing: nobody requires such an answer, so no evidence is missing where there is none. */
  readonly optional?: true;
  /** It also gets error responses for a quota that the contract does not describe; other observations do not, as they do not answer the request. */
  readonly refusals?: true;
  /** It judges what follows the answers at its locations, which no HTTP client shows: they are read octet by octet. */
  readonly looksBehind?: true;
  /** It says nothing of an exchange whose answer has none of these header fields, and need not be asked about it. Default: it is asked about each. */
  readonly fields?: readonly string[];
  observe(exchange: Exchange, contract: Contract): readonly Observed[];
};

/**
 * Turns many exchanges into one verdict. The state is small plain JSON; `merge` is associative. Like an {@link Observation} it gets only
 * exchanges with the base URL.
 */
export type Fold<S> = CheckText & {
  readonly kind: 'fold';
  locations(contract: Contract): readonly Location[];
  /** What it needs of a target; without it the case is skipped. Default: nothing. */
  prerequisites?(target: Target): readonly ProbePrerequisite[];
  init(): S;
  step(state: S, exchange: Exchange, contract: Contract): S;
  merge(a: S, b: S): S;
  /** `around`: the window, tier or durations that the verdict depends on. */
  conclude(state: S, around: Surroundings): Verdict;
};

/** A fail to be confirmed: the probe is run once more, and two different results are inconclusive. */
export type Unconfirmed = { readonly kind: 'unconfirmed'; readonly verdict: Verdict & { readonly kind: 'fail' } };

/** What planning and judging use beside the subject. */
export type Surroundings = { readonly contract: Contract; readonly target: Target };

/**
 * Judges a target on which every plain read gets the same error response, as it does for a wrong address or a wrong credential.
 * So it fails only where the answers prove that both are right: the same read succeeds in a form that the documentation
 * does not print. Any other verdict is ignored.
 */
export type Entry<M = unknown> = {
  run(location: Location, session: Session): Promise<M>;
  judge(location: Location, result: M, around: Surroundings): Verdict | Unconfirmed;
};

/**
 * When a probe that may change something is run. Creations are few and shared, so probes that leave nothing behind go first, and probes whose
 * resources stay go last: before anything is created (`opening`); requests that ought to be refused (`refusals`); the first creation, between two
 * pages of a list (`between-pages`); a resource watched from its creation on (`watching`); probes that act on a new resource, or create their own
 * (`using`); the life of one resource, from creation to removal (`lifecycle`); looks at resources that others created (`looking-back`);
 * probes that may leave resources behind, or that nothing is judged by (`remaining`); and events whose deliveries are watched while nothing else is written (`delivering`).
 */
export const stages = [
  'opening',
  'refusals',
  'between-pages',
  'watching',
  'using',
  'lifecycle',
  'looking-back',
  'remaining',
  'delivering',
] as const;
export type Stage = (typeof stages)[number];

/** When a probe is run: in a phase of the run, and in a stage of the phase `mutate`. */
export type Moment =
  | { readonly phase: Exclude<Phase, 'mutate'>; readonly stage?: never }
  | { readonly phase: 'mutate'; readonly stage: Stage };

/** Sends requests of its own and judges the result. `run` uses the words of the contract, `judge` is pure. */
export type Probe<M = unknown> = CheckText &
  Moment & {
    readonly kind: 'probe';
    readonly exclusive: Exclusive;
    /** It mostly listens to what the target sends: it begins before the other reads, which go on meanwhile. */
    readonly listens?: true;
    locations(contract: Contract): readonly Location[];
    prerequisites(location: Location, around: Surroundings): readonly ProbePrerequisite[];
    /** Most requests and creations at one location, for planning. */
    cost(location: Location, around: Surroundings): { readonly requests: number; readonly creates: number };
    run(location: Location, session: Session): Promise<M>;
    judge(location: Location, result: M, around: Surroundings): Verdict | Unconfirmed;
    /** Joins the verdicts of several locations into that of the case. Default: `joinLocations`. */
    join?(judged: readonly { readonly location: Location; readonly verdict: Verdict }[], around: Surroundings): Verdict;
    /** How it judges where preflight stops the run; without it the case is skipped. */
    readonly entry?: Entry;
  };

export type Check = Observation | Fold<unknown> | Probe;

/** What a probe is over: something at a location of a contract. */
export type Subject = { readonly location: Location };

/** A value with the location at which it is judged. */
export const at = <T extends object>(location: Location, value: T): T & Subject => ({ ...value, location });

/** How a probe over subjects judges where preflight stops the run; see {@link Entry}. */
export type EntryOver<S extends Subject, M = unknown> = {
  run(subject: S, session: Session): Promise<M>;
  judge(subject: S, result: M, around: Surroundings): Verdict | Unconfirmed;
};

/** A probe by what it is over: each of its functions gets the subject, typed. */
export type ProbeOver<S extends Subject, M> = CheckText &
  Moment & {
    readonly exclusive: Exclusive;
    /** It mostly listens to what the target sends: it begins before the other reads, which go on meanwhile. */
    readonly listens?: true;
    /** Its subjects in a contract. Of several at one location the first counts. */
    over(contract: Contract): readonly S[];
    prerequisites(subject: S, around: Surroundings): readonly ProbePrerequisite[];
    cost(subject: S, around: Surroundings): { readonly requests: number; readonly creates: number };
    run(subject: S, session: Session): Promise<M>;
    judge(subject: S, result: M, around: Surroundings): Verdict | Unconfirmed;
    join?(
      judged: readonly { readonly subject: S; readonly location: Location; readonly verdict: Verdict }[],
      around: Surroundings,
    ): Verdict;
    readonly entry?: EntryOver<S>;
  };

export const defineObservation = (check: Omit<Observation, 'kind'>): Observation => ({ kind: 'observation', ...check });
export const defineFold = <S>(check: Omit<Fold<S>, 'kind'>): Fold<S> => ({ kind: 'fold', ...check });

/** The subjects of a probe in a contract, in their order, and by the keys of their locations. */
type Subjects<S extends Subject> = { readonly all: readonly S[]; readonly byKey: ReadonlyMap<string, S> };

/** The subjects of a probe in each contract, found once. */
const subjectsOf = <S extends Subject>(over: (contract: Contract) => readonly S[]): ((contract: Contract) => Subjects<S>) => {
  const known = new WeakMap<Contract, Subjects<S>>();
  return (contract) => {
    const before = known.get(contract);
    if (before) return before;
    const all = over(contract);
    const found = { all, byKey: new Map(all.toReversed().map((subject) => [locationKey(subject.location), subject])) };
    known.set(contract, found);
    return found;
  };
};

/** Defines a probe by what it is over. Plans and records identify a subject by its location; the probe never looks it up. */
export const defineProbe = <S extends Subject, M>({
  over,
  prerequisites,
  cost,
  run,
  judge,
  join,
  entry,
  ...text
}: ProbeOver<S, M>): Probe<M> => {
  const subjects = subjectsOf(over);
  const subjectAt = (contract: Contract, location: Location): S => {
    const subject = subjects(contract).byKey.get(locationKey(location));
    if (!subject) throw new RangeError(`${text.id} has no subject at ${nodeOf(location)} of "${contract.source}"`);
    return subject;
  };
  return {
    kind: 'probe',
    ...text,
    locations: (contract) => subjects(contract).all.map(({ location }) => location),
    prerequisites: (location, around) => prerequisites(subjectAt(around.contract, location), around),
    cost: (location, around) => cost(subjectAt(around.contract, location), around),
    run: (location, session) => run(subjectAt(session.contract, location), session),
    judge: (location, result, around) => judge(subjectAt(around.contract, location), result, around),
    ...(join && {
      join: (judged, around) =>
        join(
          judged.map((one) => ({ ...one, subject: subjectAt(around.contract, one.location) })),
          around,
        ),
    }),
    ...(entry && {
      entry: {
        run: (location, session) => entry.run(subjectAt(session.contract, location), session),
        judge: (location, result, around) => entry.judge(subjectAt(around.contract, location), result, around),
      },
    }),
  };
};

/** Thrown where a request cannot be made or sent: the case is skipped for this reason. */
export class NotTried extends Error {
  readonly because: SkipReason;
  constructor(because: SkipReason, reason: string) {
    super(reason);
    this.name = 'NotTried';
    this.because = because;
  }
}

/** Thrown where the answers cannot be judged: the case is inconclusive. */
export class Undecidable extends Error {
  readonly exchanges: readonly string[];
  constructor(reason: string, exchanges: readonly Exchange[]) {
    super(reason);
    this.name = 'Undecidable';
    this.exchanges = exchanges.map(({ id }) => id);
  }
}

/** `judged`: how much was judged; each could have failed. */
export const pass = (judged: number): Verdict => ({ kind: 'pass', judged });

/** Facts where the documentation leaves freedom: recorded and compared, never judged. */
export const observed = (facts: readonly Fact[]): Verdict => ({ kind: 'observed', facts });

export const inconclusive = (reason: string, exchanges: readonly Exchange[]): Verdict => ({
  kind: 'inconclusive',
  reason,
  exchanges: exchanges.map(({ id }) => id),
});

/** What a finding is about: an operation, a path without one, or what the target delivered. */
const operationIn = ({ request, delivery }: Exchange): string => (delivery === undefined ? (request.operation ?? 'outside') : 'delivery');

/** A fail that rests on one answer by itself. The exchange that shows it comes first. */
export const fail = (
  finding: Omit<Finding, 'exchanges' | 'operation'>,
  exchanges: readonly [Exchange, ...Exchange[]],
  counts: { readonly judged: number; readonly breaches: number } = { judged: 1, breaches: 1 },
): Verdict & { kind: 'fail' } => ({
  kind: 'fail',
  ...counts,
  finding: { ...finding, operation: operationIn(exchanges[0]), exchanges: exchanges.map(({ id }) => id) },
});

/** A fail that rests on time or on a comparison of several answers: the probe is run once more. */
export const unconfirmed = (verdict: Verdict & { kind: 'fail' }): Unconfirmed => ({ kind: 'unconfirmed', verdict });
