import { stateMembers } from '../../contract/infer/state-names.ts';
import { isActing } from '../../contract/infer/acting.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { isLeft } from './action-words.ts';
import type { Trip } from './round-trips.ts';

type Document = Contract['document'];

/** A call that takes a resource out of those that count: an action by its path, or by a value of a listed member of its body. */
export type Leaving = { readonly operation: Operation; readonly body: Readonly<Record<string, unknown>> | undefined };

/** The member of a resource that shows one of several listed states. */
export const stateIn = (
  document: Document,
  schema: Schema | undefined,
  state: string,
): { readonly member: string; readonly state: string } | undefined => {
  const listed = [...membersOf(document, schema)].flatMap(([member, one]) => {
    const values = partsOf(document, one).flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as readonly unknown[]) : []));
    const value = values.find((other) => typeof other === 'string' && wordsOf(other).join('_') === state);
    return typeof value === 'string' ? [[member, value] as const] : [];
  });
  const found = stateMembers(listed, 'last word').map(([member, value]) => ({ member, state: value }));
  return found.length === 1 ? found[0] : undefined;
};

/** The call that brings a child into a state: an action on it whose path or whose listed value is the verb of that state. */
export const leavingTo = (contract: Contract, { itemPath }: Trip, state: string): Leaving | undefined => {
  for (const operation of contract.operations.filter((one) => isActing(one) && isDirectlyBelow(one.path, itemPath))) {
    if (isLeft(wordsOf(operation.path.split('/').at(-1) ?? '').join(' '), state)) return { operation, body: undefined };
    const [only, ...others] = bodyMembers(contract, operation).filter(({ required }) => required);
    const listed =
      only === undefined || others.length > 0 ? [] : partsOf(contract.document, only.schema).flatMap((part) => part['enum'] ?? []);
    const value = listed.find((one) => typeof one === 'string' && isLeft(wordsOf(one).join(' '), state));
    if (only !== undefined && value !== undefined) return { operation, body: { [only.name]: value } };
  }
  return undefined;
};
