import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { below } from '../pointer.ts';
import { isActing } from './acting.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { endsInParameter, isSamePath, parametersIn, pathAbove } from './path-template.ts';
import { itemsOf, isType, membersOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** Ids that a resource of the run shows of what came about with it, and that no list shows: the `tickets` of an order, for `/tickets/{ticketId}`. */
export type HeldIds = {
  /** The read of that resource. */
  readonly read: Operation;
  /** A runtime expression for the ids in its answer. */
  readonly ids: string;
  /** The member that holds them. */
  readonly member: string;
  /** The parameter that takes one of them. */
  readonly parameter: string;
  /** The type of the resource. */
  readonly above: AnyInferred;
};

type View = Pick<Contract, 'document' | 'operations' | 'inferredResourceTypes' | 'lastingResourceTypes'>;

/** The noun of a name of ids: `ticket` of `tickets` and of `ticketIds`. */
const nounOf = (name: string): string => {
  const words = wordsOf(name).map(singular);
  return (words.length > 1 && words.at(-1) === 'id' ? words.slice(0, -1) : words).join(' ');
};

const find = (contract: View, operation: Operation): HeldIds | undefined => {
  const { document, operations } = contract;
  const { effect, method } = operation;
  const isAction = isActing(operation);
  const path = isAction ? pathAbove(operation.path) : operation.path;
  const isMeant = isAction
    ? (effect === 'changes' || effect === 'destructive') && operation.inferred?.reaches === undefined
    : method === 'GET' && effect === 'safe';
  const [parameter, ...others] = parametersIn(path);
  if (!isMeant || !endsInParameter(path) || parameter === undefined || others.length > 0) return undefined;
  const collection = pathAbove(path);
  // What can be listed or created is found by that.
  if (operations.some((one) => isSamePath(one.path, collection) || (isSamePath(one.path, path) && one.method !== 'GET'))) return undefined;
  const noun = nounWordsOf(collection).join(' ');
  const found = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap((above): readonly HeldIds[] => {
    const item = itemOf(above).path;
    const read = operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, item));
    if (noun === '' || !read || isSamePath(item, path)) return [];
    // What callers send names what was there before.
    const sent = operations
      .filter((one) => isSamePath(one.path, item) || one.key === above.create.key)
      .flatMap((one) => [...membersOf(document, askedSchema(one.body)).keys()]);
    return [...membersOf(document, answerSchema(read))].flatMap(([member, schema]) => {
      const each = itemsOf(document, schema);
      const isIds = isType(document, schema, 'array') && ['string', 'integer'].some((type) => isType(document, each, type));
      const isOwn = isIds && nounOf(member) === noun && !sent.some((one) => nounOf(one) === noun);
      return isOwn ? [{ read, ids: `$response.body#${below('', member)}`, member, parameter, above }] : [];
    });
  });
  return found.length === 1 ? found[0] : undefined;
};

const known = new WeakMap<Operation, HeldIds | undefined>();

/**
 * Where the ids of what an operation reads or acts on are shown, if no list of them is documented: in a resource that the run can create, by a member with their noun that no
 * caller sends: `tickets` of `GET /orders/{orderId}` for `POST /tickets/{ticketId}/check-in`. Undefined for anything else.
 */
export const heldIds = (contract: View, operation: Operation): HeldIds | undefined => {
  if (!known.has(operation)) known.set(operation, find(contract, operation));
  return known.get(operation);
};
