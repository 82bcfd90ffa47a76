import { askedContent } from '../../contract/asked-content.ts';
import { isAsked } from '../../contract/infer/common-parameters.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { idNames } from '../../contract/infer/id-names.ts';
import {
  beginsWith,
  endsInParameter,
  isDirectlyBelow,
  isSamePath,
  isShallowItemOf,
  parametersIn,
  tailOf,
} from '../../contract/infer/path-template.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import type { Collection, Contract, Operation } from '../../contract/model.ts';
import { essenceOf } from '../../contract/wire/media-type.ts';
import { isBinary } from '../../generators/files.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { at, type Subject } from '../kit/define.ts';
import { readsFile, typesAlone } from './file-parts.ts';
import { placeIn, type Trip } from './round-trips.ts';

/** What an upload creates under an id of its own: the papers of a crate, each at `/crates/{crateId}/papers/{paperId}`. */
export type StoredUpload = Subject & {
  readonly create: Operation;
  /** The member of the form that is the file; `body` where the body is the file itself. */
  readonly file: string;
  readonly itemPath: string;
  /** The member of the answer that holds the id. */
  readonly id: string;
  /** Reads the file by the id, at the path of the item or one below it: `/papers/{paperId}/content`. */
  readonly download: Operation | undefined;
  /** Reads what is known of it, as JSON. */
  readonly read: Operation | undefined;
  readonly remove: Operation | undefined;
  readonly list: Collection | undefined;
};

const needsNothing = ({ unsupported, parameters }: Operation): boolean => unsupported === undefined && !parameters.some(isAsked);

/** The one member of a form that is a file; `body` for a file that is sent as it is. */
const fileOf = (contract: Contract, create: Operation): string | undefined => {
  if (askedContent(create.body) !== undefined) return undefined;
  const form = create.body?.content.find(({ mediaType }) => essenceOf(mediaType) === 'multipart/form-data');
  if (form === undefined) return typesAlone(contract, create).length > 0 ? 'body' : undefined;
  const files = [...membersOf(contract.document, form.schema ?? true)].filter(([, schema]) =>
    isBinary(resolvedSchema(contract.document, schema)),
  );
  const [[name] = []] = files;
  return files.length === 1 ? name : undefined;
};

/** Words at the end of a path by which it is the file itself, and not a smaller picture or a page of it. */
const fileWords: ReadonlySet<string> = new Set(['content', 'contents', 'data', 'download', 'file', 'raw', 'original', 'binary', 'blob']);

const known = new WeakMap<Contract, readonly StoredUpload[]>();

/** Every such upload of a contract that is held to the standard requirements, each at its creation. */
export const storedUploads = (contract: Contract): readonly StoredUpload[] => {
  const found = known.get(contract) ?? (contract.standard.size === 0 ? [] : findUploads(contract));
  known.set(contract, found);
  return found;
};

/**
 * The path of what a type creates. Where no operation has the one below its collection, it is that of the only read of a file that has the id alone:
 * `/papers/{paperId}` of `/crates/{crateId}/papers`.
 */
const pathOfItem = ({ operations }: Contract, type: AnyInferred): string => {
  const { path } = itemOf(type);
  if (operations.some((one) => isSamePath(one.path, path))) return path;
  const flat = operations.filter((one) => one.method === 'GET' && isShallowItemOf(one.path, type.create.path) && readsFile({ read: one }));
  const [only] = flat;
  return flat.length === 1 && only && parametersIn(only.path).length === 1 ? only.path : path;
};

const findUploads = (contract: Contract): readonly StoredUpload[] =>
  [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap((type): readonly StoredUpload[] => {
    const { create } = type;
    const itemPath = pathOfItem(contract, type);
    const isOurs =
      create.method === 'POST' && ['creates', 'creates-permanently'].includes(create.effect) && create.unsupported === undefined;
    const file = isOurs && endsInParameter(itemPath) ? fileOf(contract, create) : undefined;
    const [names, above] = [parametersIn(itemPath), parametersIn(create.path)];
    // Its path is below that of the creation, or has the id alone.
    if (file === undefined || (names.length !== above.length + 1 && names.length !== 1)) return [];
    const { operations, collections } = contract;
    const reads = operations.filter((one) => one.method === 'GET' && one.effect === 'safe' && needsNothing(one));
    const isFile = (one: Operation): boolean => one.responses.some(({ content }) => content.length > 0) && readsFile({ read: one });
    const item = reads.find(({ path }) => isSamePath(path, itemPath));
    const below = reads.filter(({ path }) => isDirectlyBelow(path, itemPath) && fileWords.has(tailOf(path).at(-1)?.toLowerCase() ?? ''));
    const answersJson = item !== undefined && idNames(type).some((name) => placeIn(contract, item, name) !== undefined);
    // Nothing shows that what an id alone names was created by the run.
    const removals = isSamePath(itemPath, itemOf(type).path) ? operations : [];
    const remove = removals.find(
      (one) => one.method === 'DELETE' && one.effect === 'changes' && isSamePath(one.path, itemPath) && needsNothing(one),
    );
    const stored: Omit<StoredUpload, 'location'> = {
      create,
      file,
      itemPath,
      id: idNames(type).find((name) => placeIn(contract, create, name) !== undefined) ?? 'id',
      download: item && !answersJson && isFile(item) ? item : below.find(isFile),
      read: answersJson ? item : undefined,
      remove,
      list: collections.find(({ operation }) => isSamePath(operation.path, create.path) && needsNothing(operation)),
    };
    return [at(create.location, stored)];
  });

/** An upload as what is created, listed and removed like any other resource; nothing of it is changed. */
export const uploadTrip = ({ create, itemPath, id, read, remove, list }: StoredUpload): Trip => ({
  create,
  asked: true,
  id,
  itemPath,
  read,
  patch: undefined,
  jsonPatch: undefined,
  put: undefined,
  remove,
  list,
  lists: list ? [list] : [],
  isHeld: false,
  isFlat: parametersIn(itemPath).length === 1 && parametersIn(create.path).length > 0,
  addsTo: create.path,
  isFollowed: false,
});

/** Words of a path by which what was removed is there again. */
const bringingBack = /\b(?:restore|undelete|recover|unarchive|trash|recycle[-_]?bin|bin)\b/iu;

/** Has a contract an operation for what was removed: `POST /papers/{paperId}/restore`, `/papers/trash`. */
export const bringsBack = ({ operations }: Contract, { itemPath, create }: StoredUpload): boolean =>
  operations.some(
    ({ path }) =>
      [itemPath, create.path].some((one) => beginsWith(path, one)) && bringingBack.test(tailOf(path).join(' ').replaceAll('_', '-')),
  );
