import type { Exchange } from '../../model/exchange.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { HealthMonitor } from './health-monitor.ts';

/** Holds results that count only if the target is seen to work afterwards. */
type Held = {
  /** @param isOver Called once, at the latest with {@link Held.release}: whether it counts. */
  hold(isOver: (counts: boolean) => void): void;
  /** Releases results that precede a success. */
  prove(): void;
  /** Releases the rest: it counts unless the target was found to have stopped working. */
  release(): void;
};

const createHeld = ({ successes, isGone }: Pick<HealthMonitor, 'successes' | 'isGone'>): Held => {
  let held: { readonly since: number; readonly isOver: (counts: boolean) => void }[] = [];
  const prove = (): void => {
    if (held.length === 0) return;
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

/** Holds passes back until the target is seen to work afterwards. */
export type HeldPasses = {
  /** Reports a verdict: a pass after the next success, anything else at once. */
  give(verdict: Verdict, report: (verdict: Verdict) => void): void;
  /** Reports the held verdicts, and all later ones at once. */
  release(): void;
};

/**
 * A target that refuses everything passes each requirement about error responses, so a pass counts only where a later success shows that
 * the target still worked. Where the target was found to have stopped working, held passes become inconclusive; at any other end they
 * count.
 */
export const createHeldPasses = (health: Pick<HealthMonitor, 'successes' | 'isGone'>): HeldPasses => {
  const held = createHeld(health);
  let isOver = false;
  return {
    give(verdict, report) {
      held.prove();
      if (isOver || verdict.kind !== 'pass') report(verdict);
      else held.hold((counts) => report(counts ? verdict : unproven));
    },
    release() {
      isOver = true;
      held.release();
    },
  };
};

/** Holds server failures back until the target is seen to work afterwards. */
export type HeldFailures = {
  /** Judges an exchange: one with a status of 500 or above after the next success, any other at once. */
  see(exchange: Exchange, look: (exchange: Exchange) => void): void;
  /** Judges the held exchanges, unless the target was found to have stopped working. */
  release(): void;
};

/** A target that is down as a whole breaks no single requirement, so an answer of 500 or above counts only while the target works. */
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
