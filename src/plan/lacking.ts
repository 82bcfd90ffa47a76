import { prerequisitesFor } from '../checks/kit/prerequisites.ts';
import type { Contract, Operation } from '../contract/model.ts';
import type { Case, Plan } from '../model/case.ts';
import type { Prerequisite } from '../model/coverage.ts';
import { distinctBy } from '../model/json.ts';
import { nodeOf } from '../model/location.ts';
import type { Target } from '../model/target.ts';
import { unmetAdmission, unmetPrerequisites } from './unmet-prerequisites.ts';

/** What the operator has to supply before a run can call an operation as it is documented; empty where nothing is missing. */
const lackingFor = (operation: Operation, { contract, target }: Around): readonly Prerequisite[] => {
  const unmet = [
    ...unmetPrerequisites(prerequisitesFor(operation, { contract, target }), target),
    // A credential for a security scheme that the key does not belong to.
    ...unmetAdmission(contract, operation.location, target),
  ].flatMap(({ lacks }) => lacks ?? []);
  const lacks = distinctBy(unmet, ({ kind, name }) => `${kind} ${name}`);
  const needsKey = operation.secured && operation.takesKey && !target.credentials.includes('key');
  const known = lacks.some(({ kind, name }) => kind === 'credential' && name === 'key');
  return needsKey && !known ? [{ kind: 'credential', name: 'key' }, ...lacks] : lacks;
};

type Around = { readonly contract: Contract; readonly target: Target };

/** Why an operation cannot be called as it is documented, as far as a plan shows it. */
export type Hindrance = { readonly reason: string; readonly lacks?: readonly Prerequisite[] };

/**
 * Says of each operation what keeps a run from calling it: a defect of the document, or something that the operator has to supply; undefined
 * where nothing does.
 */
export const hindrances = (
  around: Around,
  { cases, spared }: Pick<Plan, 'cases' | 'spared'>,
): ((operation: Operation) => Hindrance | undefined) => {
  const byNode = new Map<string, Case[]>();
  for (const one of cases) {
    const node = one.id.slice(one.id.indexOf('@') + 1);
    byNode.set(node, [...(byNode.get(node) ?? []), one]);
  }
  return (operation) => {
    const why = spared?.[operation.key];
    if (why !== undefined) return { reason: why };
    const own = byNode.get(nodeOf(operation.location)) ?? [];
    const unsupported = own.find(({ skip }) => skip?.because === 'unsupported')?.skip;
    if (unsupported) return { reason: `unsupported: ${unsupported.reason}` };
    // What a single check at the operation needs beyond a call of it is no hindrance.
    const lacks = lackingFor(operation, around);
    return lacks.length > 0 ? { reason: lacksWords(lacks), lacks } : undefined;
  };
};

/** Missing values for parameters of one name in different operations are one reason. */
const lacksWords = (lacks: readonly Prerequisite[]): string =>
  lacks.map(({ kind, name }) => (kind === 'setting' ? `no value for "${lastToken(name)}"` : `needs the ${kind} "${name}"`)).join(', ');

const lastToken = (pointer: string): string => (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
