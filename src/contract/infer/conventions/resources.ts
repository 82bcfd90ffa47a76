import type { InferredResourceType, Operation, Schema } from '../../model.ts';
import { below, escapeToken } from '../../pointer.ts';
import { idNames, isIdName, nounWordsOf } from '../id-names.ts';
import { isSamePath, parametersIn } from '../path-template.ts';
import { isLimited } from '../listed-items.ts';
import { isType, membersOf, partsOf } from '../schema-parts.ts';
import { wordsOf } from '../words.ts';
import { answerSchema, type DescribedList, describedLists } from './collection.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';

type Json = DocumentView['document'];

/** Where an answer shows one resource, and what of it. */
type Shown = { readonly at: string; readonly resource: Schema };

/** Members that may be the name of something that has an id as well. */
const plainNames: ReadonlySet<string> = new Set(['key', 'slug', 'name']);

const typesIn = (document: Json, schema: Schema): readonly unknown[] => partsOf(document, schema).flatMap(({ type }) => [type].flat());

const isIdLike = (document: Json, schema: Schema): boolean => {
  const types = typesIn(document, schema);
  return types.some((type) => type === 'string' || type === 'integer') && !isLimited(document, schema);
};

/** The member that holds the id of a resource, as its own description names it; undefined where it is not plain. */
const idMember = (document: Json, resourceType: InferredResourceType, resource: Schema): string | undefined => {
  const members = membersOf(document, resource);
  return idNames(resourceType).find((name) => {
    const member = members.get(name);
    const isPlain = !plainNames.has(name) || name === resourceType.idParameter;
    return isPlain && isIdName(name, resourceType.name) && member !== undefined && isIdLike(document, member);
  });
};

/** Where the answer of an operation shows the resource: itself, or the only object in it. */
const shownBy = (document: Json, operation: Operation | undefined, id: string): Shown | undefined => {
  const body = operation && answerSchema(operation);
  if (body === undefined || isType(document, body, 'array')) return undefined;
  const members = membersOf(document, body);
  if (members.has(id)) return { at: '$response.body', resource: body };
  const inner = [...members].filter(([, member]) => membersOf(document, member).has(id));
  const [[name, resource] = []] = inner;
  return inner.length === 1 && name !== undefined && resource !== undefined
    ? { at: `$response.body#/${escapeToken(name)}`, resource }
    : undefined;
};

/** The likeliest member that holds the id in an answer or an item. */
const idIn = (document: Json, resourceType: InferredResourceType, operation: Operation | undefined): string | undefined => {
  const body = operation && answerSchema(operation);
  if (body === undefined) return undefined;
  return (
    idMember(document, resourceType, body) ??
    [...membersOf(document, body).values()].map((member) => idMember(document, resourceType, member)).find((id) => id !== undefined)
  );
};

/** The JSON body of a request. */
const bodyOf = ({ body }: Operation): Schema | undefined => body?.content.find(({ mediaType }) => /json/i.test(mediaType))?.schema;

/** Last words of members whose text a server keeps as it is, apart from spaces and letter case. */
const plainTexts: ReadonlySet<string> = new Set('title name label description summary note notes comment caption subject'.split(' '));

/** Last words of members whose number a server keeps, apart from rounding. */
const plainNumbers: ReadonlySet<string> = new Set(
  'quantity amount count pages year price weight size length width height depth age'.split(' '),
);

/** Words of a member that a server derives, checks or confirms before it changes. */
const careful: ReadonlySet<string> = new Set(
  'user login account nick domain host file path display full first last middle family given legal total status state type kind role id ids min max'.split(
    ' ',
  ),
);

/** The least length of a text that a run can make up. */
const shortest = 60;

const isFreeText = (document: Json, schema: Schema): boolean =>
  typesIn(document, schema).includes('string') &&
  !isLimited(document, schema) &&
  partsOf(document, schema).every(
    ({ format, pattern, maxLength, readOnly, contentEncoding }) =>
      format === undefined &&
      pattern === undefined &&
      contentEncoding === undefined &&
      readOnly !== true &&
      !(typeof maxLength === 'number' && maxLength < shortest),
  );

const isFreeNumber = (document: Json, schema: Schema): boolean =>
  typesIn(document, schema).some((type) => type === 'integer' || type === 'number') &&
  !isLimited(document, schema) &&
  partsOf(document, schema).every(
    ({ maximum, exclusiveMaximum, multipleOf, readOnly }) =>
      maximum === undefined && exclusiveMaximum === undefined && multipleOf === undefined && readOnly !== true,
  );

/** Plain members of a request body that the resource shows under the same name: texts first. */
const plainMembers = (document: Json, request: Schema | undefined, resource: Schema): readonly string[] => {
  if (request === undefined) return [];
  const shown = membersOf(document, resource);
  const free = (wanted: ReadonlySet<string>, isFree: typeof isFreeText): readonly string[] =>
    [...membersOf(document, request)].flatMap(([name, member]) => {
      const words = wordsOf(name);
      const same = shown.get(name);
      const isPlain = wanted.has(words.at(-1) ?? '') && !words.slice(0, -1).some((word) => careful.has(word));
      const isShown = same !== undefined && typesIn(document, same).some((type) => typesIn(document, member).includes(type));
      return isPlain && isShown && isFree(document, member) ? [name] : [];
    });
  return [...free(plainTexts, isFreeText), ...free(plainNumbers, isFreeNumber)];
};

/** Members by which lists leave items out, whatever was asked for: drafts, what is hidden or archived. */
const leavesOut = /^(?:state|status|published|visibility|visible|draft|hidden|archived|active|enabled|approved|deleted)$/u;

const hasState = (document: Json, schema: Schema | undefined): boolean =>
  schema !== undefined && [...membersOf(document, schema).keys()].some((name) => wordsOf(name).some((word) => leavesOut.test(word)));

/** A list that a new resource is in: it needs nothing, and nothing says that it leaves resources out. */
const wholeList = (
  { document }: DocumentView,
  lists: readonly DescribedList[],
  { list, create }: InferredResourceType,
  id: string,
): DescribedList | undefined => {
  const found = lists.find(({ operation: { key } }) => key === list?.key);
  if (!found || !membersOf(document, found.item).has(id)) return undefined;
  const isNarrowed = found.operation.parameters.some(
    ({ required, in: where, name, schema }) =>
      required ||
      (where === 'query' &&
        wordsOf(name).some((word) => leavesOut.test(word)) &&
        partsOf(document, schema).some((part) => part['default'] !== undefined)),
  );
  return isNarrowed || hasState(document, bodyOf(create)) || hasState(document, found.item) ? undefined : found;
};

/** The operation that changes one: a PATCH, else a PUT, whose body does not name the resource. */
const updateOf = ({ document, operations }: DocumentView, resourceType: InferredResourceType): Operation | undefined =>
  ['PATCH', 'PUT'].flatMap((method) => {
    const found = operations.find(
      (one) => one.method === method && isSamePath(one.path, resourceType.remove.path) && one.effect === 'changes',
    );
    const body = found && bodyOf(found);
    const isNamed =
      body !== undefined &&
      partsOf(document, body).some(
        ({ required }) =>
          Array.isArray(required) && required.some((name) => idNames(resourceType).includes(String(name)) && !plainNames.has(String(name))),
      );
    return found && body !== undefined && !isNamed && found.parameters.every((one) => one.in === 'path' || !one.required) ? [found] : [];
  })[0];

const suggestionFor = (view: DocumentView, lists: readonly DescribedList[], resourceType: InferredResourceType): Suggestion | undefined => {
  const { document, operations } = view;
  const { create, remove, idChosenBy } = resourceType;
  const asked = bodyOf(create);
  const isPlain = idChosenBy === 'server' && parametersIn(create.path).length === 0 && parametersIn(remove.path).length === 1;
  if (!isPlain || asked === undefined || create.issues === true || isType(document, asked, 'array')) return undefined;
  const read = operations.find(
    (one) =>
      one.method === 'GET' &&
      one.effect === 'safe' &&
      isSamePath(one.path, remove.path) &&
      one.parameters.every(({ in: where, required }) => where === 'path' || !required),
  );
  const item = lists.find(({ operation: { key } }) => key === resourceType.list?.key)?.item;
  const id = idIn(document, resourceType, read) ?? (item === undefined ? undefined : idMember(document, resourceType, item));
  if (id === undefined) return undefined;
  const shown = shownBy(document, read, id);
  const list = wholeList(view, lists, resourceType, id);
  if (!shown && !list) return undefined;
  const created = shownBy(document, create, id);
  const update = shown && updateOf(view, resourceType);
  const resource = shown?.resource ?? list?.item ?? true;
  const changes = update ? plainMembers(document, bodyOf(update), resource).slice(0, mostChanges) : [];
  const name = plainMembers(document, asked, resource).find((one) => ['name', 'title', 'label'].includes(one));
  const isChanged = update !== undefined && changes.length > 0;
  const updated = isChanged ? shownBy(document, update, id) : undefined;
  const noun = nounWordsOf(resourceType.name).join('-');
  return {
    operation: null,
    word: ['resources', noun === '' ? resourceType.name : noun],
    value: {
      create: create.key,
      ...(shown && read ? { read: read.key } : {}),
      ...(list ? { list: list.operation.key } : {}),
      ...(isChanged ? { update: update.key } : {}),
      remove: remove.key,
      shown: {
        ...(created ? { create: created.at } : {}),
        ...(shown ? { read: shown.at } : {}),
        ...(updated ? { update: updated.at } : {}),
      },
      id: below('', id),
      ...(name === undefined ? {} : { name: below('', name) }),
      ...(isChanged ? { changes } : {}),
      removed: { ...(shown ? { read: { status: [404, 410] } } : {}), ...(list ? { unlisted: {} } : {}) },
    },
    why: `${create.key} creates one, ${remove.key} removes it${shown && read ? `, ${read.key} shows it by "${id}"` : `, the list shows it by "${id}"`}.`,
  };
};

/** The most members that are changed one after another. */
const mostChanges = 2;

/**
 * `resources`: what the document shows to be created and removed again, with the read, the list and the update of the same path. Only where an answer is
 * described that shows the id, and for collections that stand by themselves.
 */
export const inferResources: Inference = (view) => {
  const lists = describedLists(view);
  const found = view.resourceTypes.flatMap((resourceType) => suggestionFor(view, lists, resourceType) ?? []);
  // Two collections with one noun would share a name.
  return found.filter(({ word }) => found.filter((other) => other.word[1] === word[1]).length === 1);
};
