import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { endsInParameter, isDirectlyBelowOne, isSamePath, parametersIn, pathAbove, segmentsOf } from './path-template.ts';
import { isId } from './reference-types.ts';
import { resourceMembers } from './resource-object.ts';
import { isType, itemsOf, membersOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** What the last parameter of a path names: one of the parts that the resource before it lists in a member of its own. */
export type PartInPath = {
  /** The parameter in the path of the operation. */
  readonly named: string;
  readonly resourceType: AnyInferred;
  /** Reads the resource. */
  readonly read: Operation;
  /** The member of the resource that lists its parts. */
  readonly list: string;
  /** The member of a part that is its id. */
  readonly id: string;
};

const asOne = (name: string): string => wordsOf(name).map(singular).join(' ');

/**
 * Does the creation of a resource take the list of its parts, so that one of the run has some; or nothing at all, so that they come from what it is made of: the rows of an account
 * that `POST /orders/{orderId}/account` draws up.
 */
const bringsParts = ({ document }: Contract, { create }: AnyInferred, list: string): boolean => {
  if (create.method === 'POST' && create.body === undefined && isDirectlyBelowOne(create.path)) return true;
  const sent = membersOf(document, askedSchema(create.body)).get(list);
  return sent !== undefined && isType(document, sent, 'array') && membersOf(document, itemsOf(document, sent)).size > 0;
};

/**
 * The part that a path ends in, or an action is about, where only the resource above it shows which there are: `/orders/{orderId}/rows/{rowId}`, where an order has `rows` with a `rowId` or an `id`.
 * What changes one is about a part that came with the creation of the resource. Undefined where something lists or creates such parts at a path of their own.
 */
export const partInPath = (contract: Contract, operation: Operation): PartInPath | undefined => {
  const { document, operations } = contract;
  const path = endsInParameter(operation.path) ? operation.path : pathAbove(operation.path);
  const above = pathAbove(path);
  const item = pathAbove(above);
  const [noun, last] = segmentsOf(path).slice(-2);
  if (noun === undefined || !('literal' in noun) || last === undefined || !('parameter' in last)) return undefined;
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  const resourceType = covering.map((one) => one.resourceType).find((one) => isSamePath(itemOf(one).path, item));
  const read = operations.find(
    (one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined && isSamePath(one.path, item),
  );
  if (!resourceType || !read || parametersIn(above).includes(last.parameter)) return undefined;
  if (operations.some((one) => isSamePath(one.path, above) && ['GET', 'POST'].includes(one.method))) return undefined;
  const answer = answerSchema(read);
  const found = [...(answer === undefined ? [] : resourceMembers(document, answer))].flatMap(([list, schema]) => {
    const entry = isType(document, schema, 'array') ? membersOf(document, itemsOf(document, schema)) : undefined;
    const id = entry && [last.parameter, 'id'].find((name) => entry.has(name) && isId(document, entry.get(name)));
    return id !== undefined && asOne(list) === asOne(noun.literal) ? [{ list, id }] : [];
  });
  const [only] = found;
  if (only && operation.effect !== 'safe' && !bringsParts(contract, resourceType, only.list)) return undefined;
  return only && found.length === 1 ? { named: last.parameter, resourceType, read, ...only } : undefined;
};
