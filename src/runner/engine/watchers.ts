import type { Check, Fold, Observation, Surroundings } from '../../checks/kit/define.ts';
import { observationFold, type ObservationState } from '../../checks/kit/observation-fold.ts';
import { isElsewhere } from '../../contract/responses.ts';
import { ownerOf } from '../../contract/owner.ts';
import { isMistakable } from './quota-refused.ts';
import type { Case } from '../../model/case.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Verdict } from '../../model/verdict.ts';

/**
 * Hands every exchange to the observations and folds of a plan and holds their states. What another version or the plain-text port
 * answers is left out: it is not the service that is judged.
 */
export type Watchers = {
  /** What judges by comparing or counting sees it; it wants every exchange in the order of sending. */
  fold(exchange: Exchange): void;
  /** What judges each exchange by itself sees it. */
  observe(exchange: Exchange): void;
  conclude(watched: Case): Verdict;
};

type Summed = { readonly fold: ReturnType<typeof observationFold>; state: ObservationState };
type Folded = { readonly fold: Fold<unknown>; state: unknown; broken?: string };

/**
 * An observation looks at each exchange once, whatever number of cases it has; each sighting goes to the case whose
 * node owns its place.
 */
export const createWatchers = (around: Surroundings, checks: readonly Check[], cases: readonly Case[]): Watchers => {
  const { contract } = around;
  const watched = cases.filter(({ kind, skip }) => kind === 'watch' && !skip);
  const observations = new Map<Observation, Map<string, Summed>>();
  const folds = new Map<string, Folded>();
  const broken = new Map<string, string>();
  for (const one of watched) {
    const check = checks.find(({ id }) => id === one.check);
    if (check?.kind === 'observation') {
      const fold = observationFold(check, contract, one.places, one.id.slice(check.id.length + 1));
      const own = observations.get(check) ?? new Map<string, Summed>();
      observations.set(check, own.set(one.id, { fold, state: fold.init() }));
    } else if (check?.kind === 'fold') folds.set(one.id, { fold: check, state: check.init() });
  }

  const look = (check: Observation, summed: Map<string, Summed>, exchange: Exchange): void => {
    for (const seen of check.observe(exchange, contract)) {
      const owner = ownerOf(contract, check, seen.location);
      const mine = owner && summed.get(`${check.id}@${owner.node}`);
      if (mine) mine.state = mine.fold.step(mine.state, seen, exchange);
    }
  };

  return {
    observe(seen) {
      if (isElsewhere(seen)) return;
      // Of a quota the document says nothing; what is refused for it is no answer to the request.
      const isRefused = contract.conventions.rateLimit === undefined && isMistakable(contract, seen);
      const exchange = asFarAsJudged(seen);
      for (const [check, summed] of observations) {
        if (isRefused && check.refusals !== true) continue;
        try {
          look(check, summed, exchange);
        } catch (error) {
          for (const id of summed.keys()) broken.set(id, reported(error));
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
          broken.set(id, reported(error));
        }
      }
    },
    conclude({ id, check }) {
      const failure = broken.get(id);
      if (failure !== undefined) return { kind: 'broken', error: failure };
      const folded = folds.get(id);
      if (folded) return folded.fold.conclude(folded.state, around);
      for (const summed of observations.values()) {
        const mine = summed.get(id);
        if (mine) return mine.fold.conclude(mine.state);
      }
      return { kind: 'broken', error: `No check "${check}" watches the case ${id}` };
    },
  };
};

/** A body that had not ended is no body to judge: to whoever watches it is one that cannot be read. */
const asFarAsJudged = (exchange: Exchange): Exchange =>
  exchange.reply.kind === 'answer' && exchange.reply.unfinished ? { ...exchange, reply: { ...exchange.reply, text: null } } : exchange;

/** An error of ours in one phrase, with its place. */
export const reported = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join('\n') : String(error);
