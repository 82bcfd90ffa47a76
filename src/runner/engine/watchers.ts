import type { Check, Fold, Observation, Surroundings } from '../../checks/kit/define.ts';
import { type ObservationFold, observationFold, type ObservationState } from '../../checks/kit/observation-fold.ts';
import { answerOf, fieldsOf } from '../../contract/message.ts';
import { isElsewhere } from '../../contract/responses.ts';
import { ownerOf } from '../../contract/owner.ts';
import { isMistakable } from './quota-refused.ts';
import type { Case } from '../../model/case.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Location } from '../../model/location.ts';
import type { Verdict } from '../../model/verdict.ts';

/**
 * Passes every exchange to the observations and folds of a plan and keeps their states. Answers of another version or of the plain-text
 * port are left out: they are not from the judged service.
 */
export type Watchers = {
  /** Call for checks that compare or count: with every exchange, in the order of sending. */
  fold(exchange: Exchange): void;
  /** Call for checks that judge each exchange by itself. */
  observe(exchange: Exchange): void;
  conclude(watched: Case): Verdict;
  /** What a case has seen so far. Plain JSON; undefined where its check broke. */
  state(watched: Case): unknown;
};

type Summed = {
  readonly id: string;
  readonly fold: ObservationFold;
  /** Without the plain sightings that are not added yet. */
  state: ObservationState;
  plain: number;
};

/** An answer has dozens of plain sightings, and a state is made anew with each that is added. */
const withPlain = (summed: Summed): ObservationState => {
  if (summed.plain === 0) return summed.state;
  summed.state = summed.fold.more(summed.state, summed.plain);
  summed.plain = 0;
  return summed.state;
};

/** An observation with its cases. */
type Looking = {
  readonly check: Observation;
  /** {@link Observation.fields} in small letters. */
  readonly fields: readonly string[] | undefined;
  readonly summed: Map<string, Summed>;
  /** The case that each location belongs to: one answer reaches the same locations many times. */
  readonly at: WeakMap<Location, Summed | 'none'>;
};

type Folded = { readonly fold: Fold<unknown>; state: unknown; broken?: string };

/** An observation examines each exchange once, however many cases it has; each result belongs to the case whose node owns its location. `judged` hears of each. */
export const createWatchers = (
  around: Surroundings,
  checks: readonly Check[],
  cases: readonly Case[],
  judged: (id: string, exchange: Exchange) => void = () => undefined,
): Watchers => {
  const { contract } = around;
  const watched = cases.filter(({ kind, skip }) => kind === 'watch' && !skip);
  const observations = new Map<Observation, Looking>();
  const folds = new Map<string, Folded>();
  const broken = new Map<string, string>();
  for (const one of watched) {
    const check = checks.find(({ id }) => id === one.check);
    if (check?.kind === 'observation') {
      const fold = observationFold(check, contract, one.places, one.id.slice(check.id.length + 1));
      const fields = check.fields?.map((name) => name.toLowerCase());
      const looking: Looking = observations.get(check) ?? { check, fields, summed: new Map(), at: new WeakMap() };
      looking.summed.set(one.id, { id: one.id, fold, state: fold.init(), plain: 0 });
      observations.set(check, looking);
    } else if (check?.kind === 'fold') folds.set(one.id, { fold: check, state: check.init() });
  }

  const caseAt = ({ check, summed, at }: Looking, location: Location): Summed | undefined => {
    const before = at.get(location);
    if (before !== undefined) return before === 'none' ? undefined : before;
    const owner = ownerOf(contract, check, location);
    const found = owner && summed.get(`${check.id}@${owner.node}`);
    at.set(location, found ?? 'none');
    return found;
  };

  const look = (looking: Looking, exchange: Exchange): void => {
    const all = looking.check.observe(exchange, contract);
    // Most checks have nothing to say about most answers.
    if (all.length === 0) return;
    let told: string | undefined;
    let others: Set<string> | undefined;
    for (const seen of all) {
      const mine = caseAt(looking, seen.location);
      if (!mine) continue;
      if (seen.holds === true && mine.fold.isPlain(mine.state, seen)) mine.plain += seen.times ?? 1;
      else mine.state = mine.fold.step(withPlain(mine), seen, exchange);
      if (typeof seen.holds !== 'boolean' || mine.id === told) continue;
      // Nearly always it is one case.
      if (told === undefined) told = mine.id;
      else others = (others ?? new Set()).add(mine.id);
    }
    if (told !== undefined) judged(told, exchange);
    for (const id of others ?? []) judged(id, exchange);
  };

  const summedOf = (id: string): Summed | undefined => [...observations.values()].flatMap(({ summed }) => summed.get(id) ?? [])[0];
  const stateOf = (id: string): ObservationState | undefined => {
    const mine = summedOf(id);
    return mine && withPlain(mine);
  };

  return {
    state: ({ id }) => (broken.has(id) ? undefined : (folds.get(id)?.state ?? stateOf(id))),
    observe(seen) {
      if (isElsewhere(seen)) return;
      // The document describes no quota, so a refusal for the quota is not an answer to the request.
      const isRefused = contract.conventions.rateLimit === undefined && isMistakable(contract, seen);
      const exchange = asFarAsJudged(seen);
      const answer = answerOf(exchange);
      const sent = answer && fieldsOf(answer);
      for (const looking of observations.values()) {
        const { check, fields } = looking;
        if (isRefused && check.refusals !== true) continue;
        if (fields?.every((name) => sent?.has(name) !== true)) continue;
        try {
          look(looking, exchange);
        } catch (error) {
          for (const id of looking.summed.keys()) broken.set(id, errorPhrase(error));
        }
      }
    },
    fold(seen) {
      if (isElsewhere(seen)) return;
      const exchange = asFarAsJudged(seen);
      for (const [id, folded] of folds) {
        try {
          folded.state = folded.fold.step(folded.state, exchange, contract);
        } catch (error) {
          broken.set(id, errorPhrase(error));
        }
      }
    },
    conclude({ id, check }) {
      const failure = broken.get(id);
      if (failure !== undefined) return { kind: 'broken', error: failure };
      const folded = folds.get(id);
      if (folded) return folded.fold.conclude(folded.state, around);
      const mine = summedOf(id);
      if (mine) return mine.fold.conclude(withPlain(mine));
      return { kind: 'broken', error: `No check "${check}" watches the case ${id}` };
    },
  };
};

/**
 * The verdict of a case that watches, by the states of several parts of a run, in their order.
 * @throws {Error} if no observation or fold has the name.
 */
export const concludeStates = (around: Surroundings, checks: readonly Check[], one: Case, states: readonly unknown[]): Verdict => {
  const check = checks.find(({ id }) => id === one.check);
  if (check?.kind === 'fold') {
    // The states were made by the same check of the same version.
    return check.conclude(
      states.reduce((a, b) => check.merge(a, b), check.init()),
      around,
    );
  }
  if (check?.kind !== 'observation') throw new Error(`No check "${one.check}" watches the case ${one.id}`);
  const fold = observationFold(check, around.contract, one.places, one.id.slice(check.id.length + 1));
  return fold.conclude((states as readonly ObservationState[]).reduce((a, b) => fold.merge(a, b), fold.init()));
};

/** An unfinished body cannot be judged: checks see it as one that cannot be read. */
const asFarAsJudged = (exchange: Exchange): Exchange =>
  exchange.reply.kind === 'answer' && exchange.reply.unfinished ? { ...exchange, reply: { ...exchange.reply, text: null } } : exchange;

/** An exception in one phrase, with its position. */
export const errorPhrase = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join('\n') : String(error);
