import { createHash } from 'node:crypto';

import { isStale, nameOfKnown } from '../policy/known-failures.ts';
import type { EndedTarget } from './ended-targets.ts';

/** An entry of a list of known failures that is no longer true. It fails a run as a broken must does. */
export type StaleEntry = {
  /** As messages name it. */
  readonly name: string;
  readonly state: string;
  /** The state in one sentence. */
  readonly told: string;
  readonly owner: string;
  readonly reason: string;
  /** Where it is listed; lines are counted from 1. */
  readonly file: string;
  readonly line: number;
  /** 64 hexadecimal digits: the same in every run. */
  readonly fingerprint: string;
};

/** The stale entries that concern a target, in the order of their list. */
export const staleEntries = ({ target, footer }: EndedTarget): readonly StaleEntry[] =>
  (footer.knownFailures ?? []).filter(isStale).map((one) => ({
    name: nameOfKnown(one),
    state: one.state,
    told: one.told,
    owner: one.owner,
    reason: one.reason,
    file: one.file,
    line: one.line,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([target.target, 'stale-known-failure', one.file, nameOfKnown(one)]))
      .digest('hex'),
  }));
