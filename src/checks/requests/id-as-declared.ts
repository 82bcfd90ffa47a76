import { isType, itemsOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';

/**
 * The id of a resource as a member of the body of an operation takes it: a number where its schema allows no text, and alone in a list where the member is a
 * list of ids.
 */
export const idAsDeclared = (
  contract: Contract,
  operation: Operation,
  member: string,
  id: string,
): string | number | readonly (string | number)[] => {
  const { document } = contract;
  const schema = bodyMembers(contract, operation).find(({ name }) => name === member)?.schema ?? true;
  const isList = isType(document, schema, 'array') && !typesOf(schema).some((type) => ['string', 'integer', 'number'].includes(type));
  const types = isList ? partsOf(document, itemsOf(document, schema)).flatMap(typesOf) : typesOf(schema);
  const isNumber = !types.includes('string') && (types.includes('integer') || types.includes('number'));
  const value = isNumber && Number.isSafeInteger(Number(id)) ? Number(id) : id;
  return isList ? [value] : value;
};
