import type { Need } from '../checks/define.ts';
import type { Prerequisite } from '../model/coverage.ts';
import type { Target } from '../model/target.ts';
import type { SkipReason } from '../model/verdict.ts';

export type UnmetNeed = { readonly because: SkipReason; readonly reason: string; readonly lacks: Prerequisite };

/** What a target lacks for a probe, in words that say how to supply it. */
export const unmetNeeds = (needs: readonly Need[], target: Target): UnmetNeed[] => needs.flatMap((need) => unmet(need, target) ?? []);

const unmet = (need: Need, target: Target): UnmetNeed | undefined => {
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
