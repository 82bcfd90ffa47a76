import { nodeOf } from '../../model/location.ts';
import type { Contract, InferredResourceType, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { isActing } from './acting.ts';
import { answerSchema, describedLists } from './conventions/collection.ts';
import type { Covering } from './covering.ts';
import { answersSame } from './effects/creation-responses.ts';
import { endsInParameter, inPath, isDirectlyBelow, isItemOf, isSamePath, parametersIn, pathAbove, valuesAlong } from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** Where resources of one type are after their removal, until they are removed for good or come back: `/trash` for `DELETE /letters/{letterId}`. */
export type Bin = {
  readonly path: string;
  readonly resourceType: InferredResourceType;
  /** What puts a resource there: an action that is called so, else its removal. */
  readonly into: Operation;
};

/** Last segments that say that something is there because it was removed. A plural of "bin" is a thing of its own. */
const places: ReadonlySet<string> = new Set(
  'trash,trashcan,trash can,bin,recycle bin,recycling bin,wastebasket,waste basket,wastepaper basket,deleted,removed,trashed,discarded'.split(
    ',',
  ),
);

/** Those of them that stand before the noun of a type: `/deleted-letters`. */
const states: ReadonlySet<string> = new Set(['deleted', 'removed', 'trashed', 'discarded']);

/** Words by which a removal leaves nothing in a bin. */
const forGood =
  /\b(?:permanent(?:ly)?|for good|irrevocabl[ey]|irreversibl[ey]|cannot be undone|can't be undone|forever|hard[- ]delet\w*)\b/iu;

/** Words by which a removal that speaks of such a place puts something there: "permanently once it is in the trash" is about another call. */
const intoPlace =
  /\b(?:(?:in)?to|in) (?:the |a |its )?(?:\w+ )?(?:trash|bin|wastebasket|waste basket)\b|\bsoft[- ]delet|\btrash(?:es|ed)?\b/iu;

/** Last words of actions that put one resource into a bin. */
const putting: ReadonlySet<string> = new Set(['trash', 'bin', 'recycle', 'discard']);

/** Is a path that of a place for what was removed, in general or of one type. */
const isPlaceOf = (path: string, { name }: InferredResourceType): boolean => {
  const last = path.split('/').at(-1) ?? '';
  if (last === '' || last.startsWith('{')) return false;
  const words = wordsOf(last);
  if (places.has(words.join(' '))) return true;
  const noun = wordsOf(name.split('/').at(-1) ?? '').map(singular);
  const [first = '', ...rest] = words;
  return states.has(first) && noun.length > 0 && rest.map(singular).join(' ') === noun.join(' ');
};

/** The named schemas that a schema is made of. */
const namesOf = (document: Contract['document'], schema: unknown): readonly string[] =>
  partsOf(document, schema).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));

/** So many members that two things have in common say that they are of one kind, where no schema has a name. */
const fewest = 3;

/** Does what is in a place, or comes back from there, have the schema of what a type creates. */
const isOfType = ({ document, operations }: Contract, path: string, { create, remove }: InferredResourceType): boolean => {
  const reads = operations.filter((one) => one.method === 'GET' && isSamePath(one.path, remove.path));
  const isBack = operations.some((one) => isActing(one) && isBelow(one, path) && reads.some((read) => answersSame(one, read)));
  const lists = describedLists({ document, operations: operations.filter((one) => isSamePath(one.path, path)) });
  const shown = [...reads, create].flatMap((one) => answerSchema(one) ?? []);
  return (
    isBack ||
    isCalledLike(operations, document, path, remove) ||
    lists.some(({ item }) => {
      const names = new Set(namesOf(document, item));
      const members = membersOf(document, item);
      return shown.some((schema) => {
        const own = [...membersOf(document, schema).keys()];
        const isAlike = own.length >= fewest && own.every((member) => members.has(member));
        return isAlike || namesOf(document, schema).some((name) => names.has(name));
      });
    })
  );
};

/** Is what is in a place named by the very parameter of a removal that says that it puts something there: `DELETE /trash/{letterId}`. */
const isCalledLike = (operations: readonly Operation[], document: Contract['document'], path: string, remove: Operation): boolean => {
  const named = parametersIn(remove.path).at(-1);
  const isNamed = operations.some((one) => isItemOf(one.path, path) && parametersIn(one.path).at(-1) === named);
  return isNamed && saidIn(valueAt(document, nodeOf(remove.location))).some((text) => intoPlace.test(text));
};

/** Is an operation about one thing in a place: its path names it, or acts on it. */
const isBelow = ({ path }: Operation, place: string): boolean => {
  const item = endsInParameter(path) ? path : pathAbove(path);
  return isItemOf(item, place);
};

const binAt = (contract: Contract, path: string): Bin | undefined => {
  const { operations, inferredResourceTypes, document } = contract;
  if (operations.some((one) => one.method === 'POST' && isSamePath(one.path, path))) return undefined;
  const depth = parametersIn(path).length + 1;
  const found = inferredResourceTypes.flatMap((resourceType): Bin[] => {
    const { remove, linked } = resourceType;
    if (linked !== undefined || parametersIn(remove.path).length !== depth || isItemOf(remove.path, path)) return [];
    if (!isPlaceOf(path, resourceType) || !isOfType(contract, path, resourceType)) return [];
    const action = operations.find(
      (one) =>
        isActing(one) &&
        one.unsupported === undefined &&
        one.body?.required !== true &&
        isDirectlyBelow(one.path, remove.path) &&
        putting.has(wordsOf(one.path.split(/[/:]/u).at(-1) ?? '').join(' ')),
    );
    const texts = saidIn(valueAt(document, nodeOf(remove.location)));
    if (action === undefined && texts.some((text) => forGood.test(text)) && !texts.some((text) => intoPlace.test(text))) return [];
    return [{ path, resourceType, into: action ?? remove }];
  });
  return found.length === 1 ? found[0] : undefined;
};

const known = new WeakMap<Contract['operations'], ReadonlyMap<string, Bin | undefined>>();

const bins = (contract: Contract): ReadonlyMap<string, Bin | undefined> => {
  const paths = new Set(contract.operations.flatMap(({ path }) => [path, pathAbove(path), pathAbove(pathAbove(path))]));
  const found = known.get(contract.operations) ?? new Map([...paths].map((path) => [path, binAt(contract, path)]));
  known.set(contract.operations, found);
  return found;
};

/** The bin whose items a read lists; undefined where it lists something else. */
export const binListedBy = (contract: Contract, { method, path }: Operation): Bin | undefined =>
  method === 'GET' ? bins(contract).get(path) : undefined;

/**
 * The removed resource that an operation is about: `POST /trash/{letterId}/restore`, `DELETE /trash/{letterId}`. Undefined where it is about something else, or a run cannot create and remove what it
 * names.
 */
export const coveredInBin = (
  contract: Contract,
  operation: Operation,
): (Covering<InferredResourceType> & { readonly named: string; readonly bin: Bin }) | undefined => {
  const { path, unsupported } = operation;
  const item = endsInParameter(path) ? path : pathAbove(path);
  const bin = endsInParameter(item) ? bins(contract).get(pathAbove(item)) : undefined;
  const named = parametersIn(item).at(-1);
  if (!bin || named === undefined || unsupported !== undefined) return undefined;
  return { resourceType: bin.resourceType, parameter: bin.resourceType.idParameter, named, bin };
};

/** The values in the path of a removal for what an operation on a bin names. */
export const valuesBefore = ({ resourceType }: Bin, path: string, values: Readonly<Record<string, string>>): Record<string, string> =>
  inPath(resourceType.remove.path, valuesAlong(path, values));
