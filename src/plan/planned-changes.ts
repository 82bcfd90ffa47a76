import { prerequisitesFor } from '../checks/kit/prerequisites.ts';
import type { Contract, Operation } from '../contract/model.ts';
import type { Plan } from '../model/case.ts';
import type { Target } from '../model/target.ts';
import { unmetPrerequisites } from './unmet-prerequisites.ts';

/** The expected effect of an operation on the server. */
export type PlannedKind = 'creates-and-removes' | 'creates-for-good' | 'changes' | 'removes' | 'asks' | 'unknown';

/** An unsafe operation that a run may send. */
export type PlannedChange = {
  /** Key of the operation. */
  readonly operation: string;
  readonly kind: PlannedKind;
  /** Why it is of that kind, where that is inferred from the structure of the document. */
  readonly why?: string;
};

/** An unsafe operation that a run will not send, with the missing prerequisites. */
export type LeftOut = { readonly operation: string; readonly reasons: readonly string[]; readonly why?: string };

export type PlannedChanges = { readonly sent: readonly PlannedChange[]; readonly leftOut: readonly LeftOut[] };

const kindOf = ({ effect, method }: Operation): PlannedKind => {
  if (effect === 'creates') return 'creates-and-removes';
  if (effect === 'creates-permanently') return 'creates-for-good';
  if (effect === 'asks') return 'asks';
  if (effect === 'destructive') return 'unknown';
  return method === 'DELETE' ? 'removes' : 'changes';
};

/** Every unsafe operation of a contract: its effect where the plan may send it, else the missing prerequisites. Nothing is sent. */
export const plannedChanges = (contract: Contract, target: Target, plan: Pick<Plan, 'cases' | 'spared'>): PlannedChanges => {
  const isSending = plan.cases.some(({ phase, kind, skip }) => phase !== 'read' && kind === 'probe' && !skip);
  const sent: PlannedChange[] = [];
  const leftOut: LeftOut[] = [];
  for (const operation of contract.operations.filter(({ effect }) => effect !== 'safe')) {
    const why = operation.inferred === undefined ? {} : { why: operation.inferred.why };
    const reasons = unmetPrerequisites(prerequisitesFor(operation, { contract, target }), target).map(({ reason }) => reason);
    const spared = plan.spared?.[operation.key];
    if (spared !== undefined) leftOut.push({ operation: operation.key, reasons: [spared], ...why });
    else if (reasons.length > 0) leftOut.push({ operation: operation.key, reasons: [...new Set(reasons)], ...why });
    else if (isSending) sent.push({ operation: operation.key, kind: kindOf(operation), ...why });
  }
  return { sent, leftOut };
};
