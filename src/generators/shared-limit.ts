import { singular } from '../contract/infer/singular.ts';
import { statementsOf } from '../contract/infer/sentences.ts';
import { parametersIn } from '../contract/infer/path-template.ts';
import { partsOf } from '../contract/infer/schema-parts.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { bodyMembers } from './body-members.ts';
import type { Making } from './member-value.ts';
import type { WithReferences } from './referred.ts';

/** Words of a sentence about what several have to share. */
const together = /\b(?:together|altogether|in total|combined|in sum|add(?:s|ed)? up|(?:sum|total) of)\b/iu;

/** Words that say that there is a limit. */
const limited = /\b(?:exceeds?|exceed|more than|no more|at most|above|over|beyond|larger than|higher than|greater than|capacity|limit)\b/iu;

/** So much of a shared limit one of many takes at most: the run creates several. */
const part = 10;

const known = new WeakMap<Contract, Map<string, readonly string[]>>();

/** The members of the body of a creation of which a sentence says that all of them together have a limit. */
const membersSharing = (contract: Contract, operation: Operation): readonly string[] => {
  const all = known.get(contract) ?? new Map<string, readonly string[]>();
  known.set(contract, all);
  const before = all.get(operation.key);
  if (before) return before;
  const said = saidIn(valueAt(contract.document, nodeOf(operation.location)))
    .flatMap(statementsOf)
    .filter((one) => together.test(one) && limited.test(one))
    .map((one) => new Set(wordsOf(one).map(singular)));
  const isNamed = (name: string): boolean => said.some((words) => wordsOf(name).every((word) => words.has(singular(word))));
  const found = said.length === 0 ? [] : bodyMembers(contract, operation).flatMap(({ name }) => (isNamed(name) ? [name] : []));
  all.set(operation.key, found);
  return found;
};

/**
 * The body of a creation below a resource with little of what all of its kind share a limit of: "their quantities together cannot exceed the capacity of the event". The document
 * prints what one of them may have, and the run creates many below one resource. Only for what no `x-assay` and no operator decides.
 */
export const withinSharedLimit = (operation: Operation, body: unknown, { contract, target }: Making): WithReferences => {
  const isBelow = operation.effect.startsWith('creates') && parametersIn(operation.path).length > 0;
  if (contract.standard.size === 0 || !isBelow || !isObject(body)) return { value: body, madeUp: [] };
  const given = target.values[operation.key] ?? {};
  if (given['body'] !== undefined) return { value: body, madeUp: [] };
  const members = bodyMembers(contract, operation);
  const less = Object.fromEntries(
    membersSharing(contract, operation).flatMap((name) => {
      const value = body[name];
      const parts = partsOf(contract.document, members.find((one) => one.name === name)?.schema ?? true);
      const isFixed = parts.some(
        (one) => one['multipleOf'] !== undefined || Number(one['minimum'] ?? 0) > part || one['enum'] !== undefined,
      );
      return given[name] === undefined && !isFixed && Number.isInteger(value) && Number(value) > part ? [[name, part] as const] : [];
    }),
  );
  return { value: { ...body, ...less }, madeUp: Object.keys(less) };
};
