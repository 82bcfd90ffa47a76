import { isAsked } from '../common-parameters.ts';
import type { Operation, Schema } from '../../model.ts';
import { type AnyInferred, itemOf } from '../covering.ts';
import { nodeOf } from '../../../model/location.ts';
import { below, escapeToken, isObject, valueAt } from '../../pointer.ts';
import { idNames, isIdName, isResourceName, isTakenBy, nounWordsOf } from '../id-names.ts';
import { beginsWith, isItemOf, isSamePath, isShallowItemOf, parametersIn, segmentsOf, tailOf } from '../path-template.ts';
import { isLimited } from '../listed-items.ts';
import { isType, membersOf, partsOf } from '../schema-parts.ts';
import { uniqueForAll } from '../unique-members.ts';
import { wordsOf } from '../words.ts';
import { answerSchema, type DescribedList, describedLists } from './collection.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';
import { saidOfSuccess } from '../../said.ts';
import { actsAs } from '../acting.ts';

type Json = DocumentView['document'];

/** Where an answer shows one resource, and what of it. */
type Shown = { readonly at: string; readonly resource: Schema };

/** Members that may be the name of something that has an id as well. */
const plainNames: ReadonlySet<string> = new Set(['key', 'slug', 'name']);

const typesIn = (document: Json, schema: Schema): readonly unknown[] => partsOf(document, schema).flatMap(({ type }) => [type].flat());

const isIdLike = (document: Json, schema: Schema): boolean => {
  const types = typesIn(document, schema);
  return types.some((type) => type === 'string' || type === 'integer' || type === 'number') && !isLimited(document, schema);
};

/** The member that holds the id of a resource, as its own description names it; undefined where it is not plain. */
const idMember = (document: Json, resourceType: AnyInferred, resource: Schema): string | undefined => {
  const members = membersOf(document, resource);
  return idNames(resourceType).find((name) => {
    const member = members.get(name);
    return (
      (isTakenBy(resourceType.idParameter, name) || isResourceName(document, resourceType.name, name, member)) &&
      isIdName(name, resourceType.name) &&
      member !== undefined &&
      isIdLike(document, member)
    );
  });
};

/** Where the answer of an operation shows the resource: itself, or the only object in it. */
const shownIn = (document: Json, operation: Operation | undefined, id: string): Shown | undefined => {
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
const idIn = (document: Json, resourceType: AnyInferred, operation: Operation | undefined): string | undefined => {
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
  'quantity amount count pages year price weight size length width height depth volume capacity age'.split(' '),
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
    ({ format, pattern, maxLength, readOnly, writeOnly, contentEncoding }) =>
      format === undefined &&
      pattern === undefined &&
      contentEncoding === undefined &&
      readOnly !== true &&
      writeOnly !== true &&
      !(typeof maxLength === 'number' && maxLength < shortest),
  );

const isFreeNumber = (document: Json, schema: Schema): boolean =>
  typesIn(document, schema).some((type) => type === 'integer' || type === 'number') &&
  !isLimited(document, schema) &&
  partsOf(document, schema).every(
    ({ maximum, exclusiveMaximum, multipleOf, readOnly, writeOnly }) =>
      maximum === undefined && exclusiveMaximum === undefined && multipleOf === undefined && readOnly !== true && writeOnly !== true,
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
export const leavesOut: ReadonlySet<string> = new Set(
  'state status published visibility visible draft hidden archived active enabled approved deleted private public'.split(' '),
);

/** Words of an operation whose list shows a choice of what there is. */
const chosen: ReadonlySet<string> = new Set([
  ...leavesOut,
  ...'recent recently latest newest top popular featured available trending random open pending upcoming past current mine expired due'.split(
    ' ',
  ),
]);

/** Words of parameters that say how a list is shown, and not what is in it. */
export const shownBy: ReadonlySet<string> = new Set(
  (
    'limit offset page pages size per number no index max results items cursor start skip take count sort sorting order ordering by direction dir ' +
    'asc desc format fields view lang language locale pretty'
  ).split(' '),
);

const hasWord = (text: string, words: ReadonlySet<string>): boolean => wordsOf(text).some((word) => words.has(word));

const hasState = (document: Json, schema: Schema | undefined): boolean =>
  schema !== undefined && [...membersOf(document, schema).keys()].some((name) => hasWord(name, leavesOut));

/** Words by which a list says in which order it is, and not what is in it: "newest first". */
const inOrder = /\b(?:newest|latest|oldest|most recent|least recent)(?: ones| items| entries)?,? (?:first|last)\b/giu;

/** Does a list leave out what nobody asks for: its words say so, it needs a parameter, or one that is not sent has a value all the same. */
const isNarrowed = (document: Json, { parameters, location, operationId = '' }: Operation): boolean => {
  const node = valueAt(document, nodeOf(location));
  const { summary, description }: Readonly<Record<string, unknown>> = isObject(node) ? node : {};
  const texts = [operationId, summary, description].filter((one) => typeof one === 'string');
  return (
    texts.some((text) => hasWord(text.replaceAll(inOrder, ' '), chosen)) ||
    parameters.some(
      (one) =>
        isAsked(one) ||
        (one.in === 'query' &&
          !wordsOf(one.name).every((word) => shownBy.has(word)) &&
          partsOf(document, one.schema).some((part) => part['default'] !== undefined)),
    )
  );
};

/** A list that a new resource is in: it needs nothing, and nothing says that it leaves resources out. */
const wholeList = (
  { document }: DocumentView,
  lists: readonly DescribedList[],
  { list, create }: AnyInferred,
  id: string,
): DescribedList | undefined => {
  const found = lists.find(({ operation: { key } }) => key === list?.key);
  if (!found || !membersOf(document, found.item).has(id)) return undefined;
  return isNarrowed(document, found.operation) || hasState(document, bodyOf(create)) || hasState(document, found.item) ? undefined : found;
};

/** The operation that changes one: a PATCH, else a PUT, whose body does not name the resource. */
const updateOf = ({ document, operations }: DocumentView, resourceType: AnyInferred): Operation | undefined =>
  ['PATCH', 'PUT'].flatMap((method) => {
    const found = operations.find(
      (one) => actsAs(one) === method && isSamePath(one.path, itemOf(resourceType).path) && one.effect === 'changes',
    );
    const body = found && bodyOf(found);
    const isNamed =
      body !== undefined &&
      partsOf(document, body).some(
        ({ required }) =>
          Array.isArray(required) && required.some((name) => idNames(resourceType).includes(String(name)) && !plainNames.has(String(name))),
      );
    return found && body !== undefined && !isNamed && !found.parameters.some(isAsked) ? [found] : [];
  })[0];

/** Every type of which a run can create resources. */
const typesOf = ({ resourceTypes, lastingTypes = [] }: DocumentView): readonly AnyInferred[] => [...resourceTypes, ...lastingTypes];

/** Does a run create each of its parents itself, one collection above the other (`/shops/{shop}/crates`), so that nobody else's resource gets a child. */
const hasOwnParents = (view: DocumentView, { name }: AnyInferred): boolean => {
  if (parametersIn(name).length === 0) return true;
  const above = typesOf(view).find((one) => isAbove(itemOf(one).path, name));
  return above !== undefined && hasOwnParents(view, above);
};

/** Is a path that of the item which a collection is directly below. */
const isAbove = (item: string, collection: string): boolean =>
  beginsWith(collection, item) && tailOf(collection).length === 1 && segmentsOf(collection).length === segmentsOf(item).length + 1;

/** A name for the resource type of a collection: the nouns of its path, `shop-crate` of `/shops/{shop}/crates`. */
const nameOf = (collection: string): string => {
  const nouns = parentsIn(collection).map((path) => nounWordsOf(path).join('-'));
  return nouns.some((noun) => noun === '') ? wholeNameOf(collection) : nouns.join('-');
};

/** The words of the whole path: `v1-books` of `/v1/books`. */
const wholeNameOf = (collection: string): string => wordsOf(collection.replaceAll(/\{[^{}]*\}/gu, ' ')).join('-');

/** The collections of a path, the outermost one first. */
const parentsIn = (collection: string): readonly string[] =>
  [...collection.matchAll(/\/\{[^{}/]+\}(?=\/|$)/gu)].map(({ index }) => collection.slice(0, index)).concat(collection);

const suggestionFor = (
  view: DocumentView,
  lists: readonly DescribedList[],
  resourceType: AnyInferred,
): Omit<Suggestion, 'word'> | undefined => {
  const { document, operations } = view;
  const { create } = resourceType;
  const remove = 'remove' in resourceType ? resourceType.remove : undefined;
  const { path } = itemOf(resourceType);
  const asked = bodyOf(create);
  const isItem = isItemOf(path, resourceType.name) || isShallowItemOf(path, resourceType.name);
  const isPlain = isItem && hasOwnParents(view, resourceType);
  if (!isPlain || asked === undefined || create.issues === true || isType(document, asked, 'array') || mayKeepNothing(document, asked))
    return undefined;
  const read = operations.find(
    (one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, path) && !one.parameters.some(isAsked),
  );
  const item = lists.find(({ operation: { key } }) => key === resourceType.list?.key)?.item;
  const id = idIn(document, resourceType, read) ?? (item === undefined ? undefined : idMember(document, resourceType, item));
  if (id === undefined) return undefined;
  const shown = shownIn(document, read, id);
  const list = wholeList(view, lists, resourceType, id);
  if (!shown && !list) return undefined;
  const created = shownIn(document, create, id);
  const update = shown && updateOf(view, resourceType);
  const resource = shown?.resource ?? list?.item ?? true;
  const changes = update ? plainMembers(document, bodyOf(update), resource).slice(0, mostChanges) : [];
  const name = plainMembers(document, asked, resource).find((one) => ['name', 'title', 'label'].includes(one));
  const isChanged = update !== undefined && changes.length > 0;
  const unique = uniqueForAll(document, create, asked);
  const updated = isChanged ? shownIn(document, update, id) : undefined;
  return {
    operation: null,
    value: {
      create: create.key,
      ...(shown && read ? { read: read.key } : {}),
      ...(list ? { list: list.operation.key } : {}),
      ...(isChanged ? { update: update.key } : {}),
      remove: remove?.key ?? 'none',
      shown: {
        ...(created ? { create: created.at } : {}),
        ...(shown ? { read: shown.at } : {}),
        ...(updated ? { update: updated.at } : {}),
      },
      id: below('', id),
      ...(name === undefined ? {} : { name: below('', name) }),
      ...(isChanged ? { changes } : {}),
      ...(unique.length > 0 ? { unique } : {}),
      ...(remove
        ? {
            removed: {
              ...(shown && read ? { read: { status: goneStatuses(document, remove, read) } } : {}),
              ...(list ? { unlisted: {} } : {}),
            },
          }
        : {}),
    },
    why: `${create.key} creates one${remove ? `, ${remove.key} removes it` : ''}${shown && read ? `, ${read.key} shows it by "${id}"` : `, the list shows it by "${id}"`}.`,
  };
};

/** Words of a sentence about the time after a removal. */
const afterwards = /\b(?:then on|from now on|afterwards?|after that|thereafter|any ?more|no longer|once (?:deleted|removed))\b/iu;

/** The statuses of a read of what was removed: the one that a sentence of the removal names for that and the read describes, else both that HTTP has. */
const goneStatuses = (document: Json, remove: Operation, read: Operation): readonly number[] => {
  const named = saidOfSuccess(document, remove)
    .flatMap((text) => text.split(/[.;\n]/u))
    .filter((sentence) => afterwards.test(sentence))
    .flatMap((sentence) => [404, 410].filter((status) => new RegExp(`\\b${status}\\b`, 'u').test(sentence)));
  const [only, ...others] = [...new Set(named)];
  const isDescribed = only !== undefined && read.responses.some(({ status }) => status === String(only));
  return isDescribed && others.length === 0 ? [only] : [404, 410];
};

/** Members by which a request says whether what it asks for is kept at all. */
const keeps: ReadonlySet<string> = new Set('store persist save dry preview simulate temporary ephemeral'.split(' '));

/** Does the body of a creation say whether anything is kept: then a success does not mean that it is. */
const mayKeepNothing = (document: Json, asked: Schema): boolean =>
  [...membersOf(document, asked)].some(([name, member]) => isType(document, member, 'boolean') && hasWord(name, keeps));

/** The most members that are changed one after another. */
const mostChanges = 2;

/** `refusals.duplicate`: a creation that describes such a refusal refuses a second resource with the values of a first one. */
const duplicateOf = (resourceType: AnyInferred, value: Suggestion['value']): readonly Suggestion[] => {
  const { unique } = value;
  // A PUT under the same name replaces what the first one made.
  if (!Array.isArray(unique) || resourceType.idChosenBy === 'client') return [];
  const names = unique.map((name) => `"${String(name)}"`).join(', ');
  return [
    {
      operation: resourceType.create,
      word: ['refusals', 'duplicate'],
      value: { status: [409, 400, 422] },
      why: `The operation describes such a refusal, and no two resources may have the same ${names}.`,
    },
  ];
};

/**
 * `resources`: what the document shows to be created and removed again, with the read, the list and the update of the same path. Only where an answer is
 * described that shows the id, and where the run can create every parent itself.
 */
export const inferResources: Inference = (view) => {
  const lists = describedLists(view);
  const found = typesOf(view).flatMap((resourceType) => {
    const one = suggestionFor(view, lists, resourceType);
    return one === undefined ? [] : [{ ...one, path: resourceType.name, resourceType }];
  });
  const named = found.map(({ path, operation, value, why }): Suggestion => {
    const isShared = found.some((other) => other.path !== path && nameOf(other.path) === nameOf(path));
    return { operation, value, why, word: ['resources', isShared ? wholeNameOf(path) : nameOf(path)] };
  });
  const kept = named.filter(({ word }, n) => named.findIndex((other) => other.word[1] === word[1]) === n);
  return [...kept, ...found.flatMap(({ resourceType, value }) => duplicateOf(resourceType, value))];
};
