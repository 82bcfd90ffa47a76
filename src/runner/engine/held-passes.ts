import type { Exchange } from '../../model/exchange.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { HealthMonitor } from './health-monitor.ts';

/** Holds back what counts only if the target is seen to work after it. */
type Held = {
  /** @param isOver Called once, at the latest with {@link Held.release}: whether it counts. */
  hold(isOver: (counts: boolean) => void): void;
  /** Lets go of what a success has come after. */
  prove(): void;
  /** Lets go of the rest: it counts unless the target was found to work no more. */
  release(): void;
};

const createHeld = ({ successes, isGone }: Pick<HealthMonitor, 'successes' | 'isGone'>): Held => {
  let held: { readonly since: number; readonly isOver: (counts: boolean) => void }[] = [];
  const prove = (): void => {
    const now = successes();
    const proven = held.filter(({ since }) => since < now);
    if (proven.length === 0) return;
    held = held.filter(({ since }) => since >= now);
    for (const { isOver } of proven) isOver(true);
  };
  return {
    hold: (isOver) => void held.push({ since: successes(), isOver }),
    prove,
    release() {
      prove();
      const rest = held;
      held = [];
      for (const { isOver } of rest) isOver(!isGone());
    },
  };
};

/** Holds passes back until the target is seen to work after them. */
export type HeldPasses = {
  /** Tells a verdict: a pass after the next success, anything else at once. */
  give(verdict: Verdict, tell: (verdict: Verdict) => void): void;
  /** Tells what is still held, and everything from now on at once. */
  release(): void;
};

/**
 * A target that refuses everything passes each promise of a refusal, so a pass counts only where a later success shows that the
 * target was still well. Where the target was found to work no more, what is still held is inconclusive; at any other end it passes.
 */
export const createHeldPasses = (health: Pick<HealthMonitor, 'successes' | 'isGone'>): HeldPasses => {
  const held = createHeld(health);
  let isOver = false;
  return {
    give(verdict, tell) {
      held.prove();
      if (isOver || verdict.kind !== 'pass') tell(verdict);
      else held.hold((counts) => tell(counts ? verdict : unproven));
    },
    release() {
      isOver = true;
      held.release();
    },
  };
};

/** Holds failures of the server back until the target is seen to work after them. */
export type HeldFailures = {
  /** Looks at an exchange: at one with a status of 500 or above after the next success, at any other at once. */
  see(exchange: Exchange, look: (exchange: Exchange) => void): void;
  /** Looks at what is still held, unless the target was found to work no more. */
  release(): void;
};

/** A target that is down as a whole breaks no single promise, so an answer of 500 or above counts only while the target works. */
export const createHeldFailures = (health: Pick<HealthMonitor, 'successes' | 'isGone'>): HeldFailures => {
  const held = createHeld(health);
  return {
    see(exchange, look) {
      held.prove();
      if (exchange.reply.kind !== 'answer' || exchange.reply.status < 500) return look(exchange);
      return held.hold((counts) => {
        if (counts) look(exchange);
      });
    },
    release: held.release,
  };
};

const unproven: Verdict = {
  kind: 'inconclusive',
  reason: 'the target was not seen to work after it, so a pass proves nothing',
  exchanges: [],
};
