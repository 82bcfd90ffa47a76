import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';

/** The id of a resource as a member of the body of an operation takes it: a number where its schema allows no text. */
export const idAsDeclared = (contract: Contract, operation: Operation, member: string, id: string): string | number => {
  const types = typesOf(bodyMembers(contract, operation).find(({ name }) => name === member)?.schema ?? true);
  const isNumber = !types.includes('string') && (types.includes('integer') || types.includes('number'));
  return isNumber && Number.isSafeInteger(Number(id)) ? Number(id) : id;
};
