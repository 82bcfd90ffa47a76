import type { ProbePrerequisite } from '../checks/kit/define.ts';
import { admissionTo } from '../contract/admission.ts';
import type { Contract, Operation } from '../contract/model.ts';
import type { Prerequisite } from '../model/coverage.ts';
import type { Location } from '../model/location.ts';
import type { Target } from '../model/target.ts';
import type { SkipReason } from '../model/verdict.ts';

export type UnmetPrerequisite = {
  readonly because: SkipReason;
  readonly reason: string;
  /** What to supply; absent where that would not help. */
  readonly lacks?: Prerequisite;
};

/** The prerequisites of a probe that a target does not meet, with how to supply them. */
export const unmetPrerequisites = (prerequisites: readonly ProbePrerequisite[], target: Target): UnmetPrerequisite[] =>
  prerequisites.flatMap((need) => unmet(need, target) ?? []);

const unmet = (need: ProbePrerequisite, target: Target): UnmetPrerequisite | undefined => {
  switch (need.kind) {
    case 'permission':
      return target.allow.includes(need.permission)
        ? undefined
        : {
            because: 'not-allowed',
            reason: `needs the permission "${need.permission}" (--allow ${need.permission})`,
            lacks: { kind: 'permission', name: need.permission },
          };
    case 'credential':
      return target.credentials.includes(need.name)
        ? undefined
        : {
            because: 'missing-prerequisite',
            reason: `needs the credential "${need.name}" (--credential ${need.name}=env:VARIABLE)`,
            lacks: { kind: 'credential', name: need.name },
          };
    case 'fixture':
      return target.fixtures[need.name] === undefined
        ? {
            because: 'missing-prerequisite',
            reason: `needs the fixture "${need.name}" (--set fixtures.${need.name}=VALUE)`,
            lacks: { kind: 'fixture', name: need.name },
          }
        : undefined;
    case 'config':
      return {
        because: 'missing-prerequisite',
        reason: `needs ${need.path}: ${need.sentence}`,
        lacks: { kind: 'setting', name: need.path },
      };
  }
};

/** What a target lacks to call the operation of a location: a credential that the document requires. */
export const unmetAdmission = (contract: Contract, { operation: key }: Location, target: Target): UnmetPrerequisite[] => {
  const operation = key === null ? undefined : operationsOf(contract).get(key);
  const admission = operation && admissionTo(contract, operation, target);
  if (admission?.kind === 'missing')
    return admission.lacks.map((name) => ({
      because: 'missing-prerequisite',
      reason: admission.reason,
      lacks: { kind: 'credential', name },
    }));
  return admission?.kind === 'unsupported' ? [{ because: 'unsupported', reason: admission.reason }] : [];
};

/** Operations by key; a plan looks up each operation once for every check. */
const operationsOf = (contract: Contract): ReadonlyMap<string, Operation> => {
  const known = byKey.get(contract) ?? new Map(contract.operations.map((operation) => [operation.key, operation]));
  byKey.set(contract, known);
  return known;
};

const byKey = new WeakMap<Contract, ReadonlyMap<string, Operation>>();
