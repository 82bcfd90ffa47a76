import type * as fc from 'fast-check';
import type { Exchange } from '../../../model/exchange.ts';
import type { Finding } from '../../../model/verdict.ts';
import type { Session } from '../../kit/session.ts';
import type { Making } from './limited-session.ts';

export type Breaking = {
  readonly kind: 'breaks';
  readonly finding: Omit<Finding, 'exchanges' | 'operation'>;
  /** The telling one first. */
  readonly exchanges: readonly [Exchange, ...Exchange[]];
  /** Ids of the items that it is about. */
  readonly about?: readonly string[];
};

/** What became of one generated case. */
export type Trial =
  | { readonly kind: 'holds' }
  | Breaking
  | { readonly kind: 'open'; readonly reason: string; readonly exchanges: readonly Exchange[] };

/** A claim about every value that can be drawn. */
export type Property<V> = {
  /** Tells its draws from those of others; the same label and seed give the same values. */
  readonly label: string;
  readonly arb: fc.Arbitrary<V>;
  /** What trying a value makes; nothing where it only reads. */
  readonly making?: Making;
  /** Tries a value by requests of the session it is given: safe ones, and those of what it makes. */
  attempt(value: V, session: Session): Promise<Trial>;
};

/** Is it the same breach at the same place; where a finding says what was sent instead, that may differ. */
export const isSameBreach = (a: Breaking, b: Breaking): boolean => a.finding.code === b.finding.code && a.finding.where === b.finding.where;
