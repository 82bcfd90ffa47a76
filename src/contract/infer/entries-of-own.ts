import type { Contract, Operation, Schema } from '../model.ts';
import { isJsonType } from '../wire/media-type.ts';
import { answerSchema } from './conventions/collection.ts';
import type { MemberWay } from './described-nouns.ts';
import { amountNames } from './amount-names.ts';
import { resourceMembers } from './resource-object.ts';
import { isType, itemsOf, membersOf } from './schema-parts.ts';
import { actedTypeOf } from './suited-members.ts';
import { wordsOf } from './words.ts';

type Document = Contract['document'];

const isNumber = (document: Document, schema: Schema | undefined): boolean =>
  schema !== undefined && ['integer', 'number'].some((type) => isType(document, schema, type));

const isAmount = (name: string): boolean => amountNames.has(wordsOf(name).at(-1) ?? '');

/** The members of the entries of a list. */
const entryMembers = (document: Document, list: Schema): ReadonlyMap<string, Schema> =>
  isType(document, list, 'array') ? membersOf(document, itemsOf(document, list)) : new Map<string, Schema>();

/** How the entries of two lists are about the same: they share a number that tells the entries apart, and an amount. */
const areOfSame = (document: Document, one: ReadonlyMap<string, Schema>, other: ReadonlyMap<string, Schema>): boolean => {
  const shared = [...one.keys()].filter((name) => isNumber(document, one.get(name)) && isNumber(document, other.get(name)));
  return shared.some(isAmount) && shared.some((name) => !isAmount(name));
};

/**
 * The member of the resource in the path of an action that lists what the entries in the body of the action are about: the `lines` of an order, where the body of
 * `POST /orders/{orderId}/receive` has entries with the same `lineNo` and `quantity`. For a number that both have. Only to choose what is sent: nothing is judged by it.
 */
export const entriesOfOwn = (contract: Contract, operation: Operation, way: MemberWay): string | undefined => {
  const [member, inner, ...more] = way;
  if (member === undefined || inner === undefined || more.length > 0) return undefined;
  const { document } = contract;
  const body = operation.body?.content.find(({ mediaType }) => isJsonType(mediaType))?.schema;
  const list = membersOf(document, body).get(member);
  const sent = list === undefined ? undefined : entryMembers(document, list);
  if (!sent || !isNumber(document, sent.get(inner))) return undefined;
  const acted = actedTypeOf(contract, operation);
  const answer = acted && answerSchema(acted.read);
  if (answer === undefined) return undefined;
  const found = [...resourceMembers(document, answer)].flatMap(([name, schema]) => {
    const shown = entryMembers(document, schema);
    return isNumber(document, shown.get(inner)) && areOfSame(document, sent, shown) ? [name] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};
