import type { Contract, Operation, Schema } from '../model.ts';
import { isJsonType } from '../wire/media-type.ts';
import { answerSchema } from './conventions/collection.ts';
import type { MemberWay } from './described-nouns.ts';
import { amountNames } from './amount-names.ts';
import { idWords, isId } from './reference-types.ts';
import { resourceMembers } from './resource-object.ts';
import { isType, itemsOf, membersOf } from './schema-parts.ts';
import { actedTypeOf } from './suited-members.ts';
import { wordsOf } from './words.ts';

type Document = Contract['document'];

type Entry = ReadonlyMap<string, Schema>;

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

/** Is a member of an entry an id of a name of its own, such as `rowId`: an `id` alone may be that of anything. */
const isKey = (document: Document, name: string, schema: Schema | undefined): boolean => {
  const words = wordsOf(name);
  return words.length > 1 && idWords.has(words.at(-1) ?? '') && schema !== undefined && isId(document, schema);
};

/** Do entries that are sent name the entries of a list by an id that both have, in a list of the same name or beside an amount of the same name. */
const areNamedBy = (
  document: Document,
  id: string,
  { member, sent, name, shown }: { readonly member: string; readonly sent: Entry; readonly name: string; readonly shown: Entry },
): boolean => {
  const isShared = isKey(document, id, sent.get(id)) && isKey(document, id, shown.get(id));
  return isShared && (member === name || [...sent.keys()].some((one) => isAmount(one) && shown.has(one)));
};

/**
 * The member of the resource in the path of an action that lists what the entries in the body of the action are about: the `lines` of an order, where the body of
 * `POST /orders/{orderId}/receive` has entries with the same `lineNo` and `quantity`, or `lines` with the same `lineId`. For a number, or an id, that both have. Only to choose what is sent: nothing is judged by it.
 */
export const entriesOfOwn = (contract: Contract, operation: Operation, way: MemberWay): string | undefined => {
  const [member, inner, ...more] = way;
  if (member === undefined || inner === undefined || more.length > 0) return undefined;
  const { document } = contract;
  const body = operation.body?.content.find(({ mediaType }) => isJsonType(mediaType))?.schema;
  const list = membersOf(document, body).get(member);
  const sent = list === undefined ? undefined : entryMembers(document, list);
  if (!sent || !(isNumber(document, sent.get(inner)) || isKey(document, inner, sent.get(inner)))) return undefined;
  const acted = actedTypeOf(contract, operation);
  const answer = acted && answerSchema(acted.read);
  if (answer === undefined) return undefined;
  const found = [...resourceMembers(document, answer)].flatMap(([name, schema]) => {
    const shown = entryMembers(document, schema);
    const isNumbered = isNumber(document, sent.get(inner)) && isNumber(document, shown.get(inner)) && areOfSame(document, sent, shown);
    return isNumbered || areNamedBy(document, inner, { member, sent, name, shown }) ? [name] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};
