import type { Effect, Operation } from '../../model.ts';
import { readsList, takesMany } from '../listed-items.ts';
import { moneyVerbs } from '../money-moves.ts';
import { endsInParameter, isDirectlyBelowOne, isItemOf, isSamePath, parametersIn, tailOf } from '../path-template.ts';
import { membersOf, partsOf } from '../schema-parts.ts';
import { changeIn, dangerIn, isReading, type Named, reachingNouns } from '../words.ts';
import { addsToListOfParent, collectionElsewhere, collectionOf, listOfNew, readOfNew } from './collections.ts';
import { answers201, showsCreated } from './creation-responses.ts';
import { dangerOf, invitesOne, withoutTrade } from './danger.ts';
import { wordsOfTask } from './begun-tasks.ts';
import { bringingWords, entryListOf } from './entry-lists.ts';
import { isLastingPut } from './lasting-types.ts';
import { withoutMove, withoutTelling, withoutThings } from './named-things.ts';
import type { NamedOf } from './names.ts';
import { setsListOfOne, setsTheOnlyOne } from './one-resource.ts';
import type { Candidate } from './resource-types.ts';
import { startingVerbs } from './started-runs.ts';
import { storesNothing } from './stores-nothing.ts';
import { isTrouble } from './troubles.ts';
import { usedBelow, usedElsewhere } from './used-elsewhere.ts';
import { actsAs } from '../acting.ts';

type Json = Readonly<Record<string, unknown>>;

/** The effect of an operation that `x-assay` does not describe, and the reason. */
type InferredEffect = { readonly effect: Effect; readonly why: string; readonly reaches?: string; readonly single?: true };

/**
 * The effect of an operation: by a dangerous word in its names, else by what its body and its path are about, else by its method.
 * @param candidates The resource types that operations of the document create and remove.
 */
export const effectOf = (
  document: Json,
  operations: readonly Operation[],
  candidates: readonly Candidate[],
  operation: Operation,
  namedOf: NamedOf,
): InferredEffect => {
  const danger = operation.effect === 'safe' ? changeIn(namedOf(operation)) : dangerOf(document, operations, operation, namedOf);
  if (isUploadOfPart(document, operations, operation) && (danger === undefined || replacing.has(danger)))
    return { effect: 'changes', why: 'it uploads the file that GET of its path reads and DELETE removes' };
  if (setsListOfOne(document, operations, operation))
    return { effect: 'changes', why: 'it sets a list of texts that GET of one resource shows' };
  const list = entryListOf(document, operations, operation);
  if (list?.entries !== undefined && dangerIn(namedOf(operation), bringingWords(document, list)) === undefined)
    return {
      effect: 'creates-permanently',
      why: `it adds entries to the list that GET ${list.list.path} reads, and no operation removes one`,
    };
  const candidate = candidates.find(({ create }) => create === operation.key);
  if (danger !== undefined && candidate && invitesOne(document, operations, operation, namedOf))
    return { effect: 'creates', why: `${candidate.remove} removes whom it invites`, reaches: danger };
  if (danger !== undefined && !takesMany(document, operation)) {
    const reaching = effectOfReaching(document, operations, operation, danger, namedOf(operation));
    if (reaching) return reaching;
  }
  if (danger !== undefined) return { effect: 'destructive', why: `its name says "${danger}"` };
  if (takesMany(document, operation)) return { effect: 'destructive', why: 'its body is about many resources at once' };
  if (candidate) return { effect: 'creates', why: `${candidate.remove} removes what it creates` };
  if (actsAs(operation) === 'POST') return effectOfPost(document, operations, operation, namedOf);
  if (!['PUT', 'PATCH', 'DELETE'].includes(actsAs(operation))) return { effect: 'destructive', why: 'the effect of its method is unknown' };
  if (isLastingPut(document, operations, operation))
    return { effect: 'creates-permanently', why: 'it creates what its path names, and no operation removes that' };
  return parametersIn(operation.path).length === 0
    ? {
        effect: 'destructive',
        why: 'its path names no single resource',
        ...(setsTheOnlyOne(document, operations, operation) && { single: true as const }),
      }
    : { effect: 'changes', why: operation.method === 'DELETE' ? 'it removes what its path names' : 'it changes what its path names' };
};

/** Words by which an upload says that it takes the place of what is there. */
const replacing: ReadonlySet<string> = new Set(['replace', 'replaces', 'overwrite', 'overwrites']);

/** Does a POST bring a file to a path of its own below one resource, where it is read and removed: `/crates/{crateId}/photo`. */
const isUploadOfPart = (document: Json, operations: readonly Operation[], { method, path, body }: Operation): boolean => {
  const on = (wanted: string): boolean => operations.some((one) => one.method === wanted && isSamePath(one.path, path));
  const content = body?.content ?? [];
  const isFile = content.some(
    ({ mediaType, schema }) =>
      /^multipart\/form-data\b/iu.test(mediaType) &&
      [...membersOf(document, schema).values()].some((member) => partsOf(document, member).some(({ format }) => format === 'binary')),
  );
  return method === 'POST' && isDirectlyBelowOne(path) && isFile && content.length === 1 && on('GET') && on('DELETE');
};

/**
 * What a POST does that adds one to a collection of bookings, such as payments or transfers, or of entries about what is dangerous, such as maintenance windows:
 * each stays, whatever removes the entry. Undefined where its name says anything else that is dangerous.
 */
const effectOfReaching = (
  document: Json,
  operations: readonly Operation[],
  operation: Operation,
  danger: string,
  named: Named,
): InferredEffect | undefined => {
  if (operation.method !== 'POST') return undefined;
  const collection =
    readOfNew(document, operations, operation)?.path ??
    collectionElsewhere(document, operations, operation) ??
    listOfNew(document, operations, operation)?.path ??
    usedElsewhere(document, operations, operation)?.path;
  const plain = withoutTelling(withoutThings(document, named, operation), operation);
  const made = withoutTrade(withoutMove(document, operations, plain, operation), operation.path);
  // A trouble that is triggered is there from then on, and may call people.
  const triggering = isTrouble(operations, operation) ? ['trigger', 'triggers'] : [];
  const own = [
    ...reachingNouns(operation.path),
    ...triggering,
    ...startingVerbs(operation),
    ...moneyVerbs(named),
    ...wordsOfTask(document, operations, operation),
  ];
  if (collection === undefined || dangerIn(made, new Set(own)) !== undefined) return undefined;
  return { effect: 'creates-permanently', why: `it adds to a collection (${collection}), and its name says "${danger}"`, reaches: danger };
};

const effectOfPost = (document: Json, operations: readonly Operation[], operation: Operation, namedOf: NamedOf): InferredEffect => {
  const { path } = operation;
  if (isReading(namedOf(operation)) && !answers201(operation))
    return { effect: 'asks', why: 'by its name it reads or signs in, and it may leave a trace' };
  if (endsInParameter(path)) return { effect: 'destructive', why: 'its effect on one resource is unknown' };
  const name = collectionOf(path);
  const isBelowItem = parametersIn(path).length > 0;
  const item = operations.find((one) => isItemOf(one.path, name));
  if (item) return { effect: 'creates-permanently', why: `it adds to a collection (${item.path}), and no operation removes from it` };
  if (operations.some((one) => isSamePath(one.path, name) && readsList(document, one)))
    return { effect: 'creates-permanently', why: `it adds to the list that GET ${name} reads, and no operation removes from it` };
  const elsewhere = collectionElsewhere(document, operations, operation);
  if (elsewhere !== undefined)
    return { effect: 'creates-permanently', why: `it adds to a collection (${elsewhere}), and no operation removes from it` };
  if (addsToListOfParent(document, operations, operation))
    return { effect: 'creates-permanently', why: 'it adds to a list that the resource above it shows, and no operation removes from it' };
  const use = usedElsewhere(document, operations, operation) ?? usedBelow(document, operations, operation);
  if (use !== undefined)
    return { effect: 'creates-permanently', why: `it creates what ${use.by.key} names, and no operation removes that` };
  if (showsCreated(document, operation) && !isBelowItem)
    return { effect: 'creates-permanently', why: 'it answers 201 (Created) with what it created, and no operation removes that' };
  // Of one resource, "nothing is stored" may be said of a repetition.
  if (parametersIn(path).length === 0 && storesNothing(document, operation))
    return { effect: 'asks', why: 'its text says that it stores nothing' };
  return {
    effect: 'destructive',
    why: isBelowItem && tailOf(path).length > 0 ? 'it is an action on one resource with an unknown effect' : 'its effect is unknown',
  };
};
