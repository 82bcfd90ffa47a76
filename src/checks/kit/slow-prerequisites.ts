import type { Target } from '../../model/target.ts';
import type { ProbePrerequisite } from './define.ts';
import { fullPatienceMs, type Patience } from './patience.ts';

/** The longest wait without a permission. */
export const shortMs = 30_000;

/** The permission to wait for minutes, where the waits of a target may take that long. */
export const slowPrerequisites = (target: Target, waits: readonly Patience[]): ProbePrerequisite[] =>
  fullPatienceMs(target, waits) < shortMs ? [] : [{ kind: 'permission', permission: 'slow' }];
