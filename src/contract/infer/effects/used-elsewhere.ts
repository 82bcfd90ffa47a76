import type { Operation } from '../../model.ts';
import { isJsonType } from '../../wire/media-type.ts';
import { answerSchema } from '../conventions/collection.ts';
import { idNames, isTakenBy, nounWordsOf, ownMemberOf } from '../id-names.ts';
import {
  endsInParameter,
  isDirectlyBelow,
  isDirectlyBelowOne,
  isItemOf,
  isSamePath,
  isShallowItemOf,
  parametersIn,
  pathAbove,
  segmentsOf,
} from '../path-template.ts';
import { resourceMembers } from '../resource-object.ts';
import { membersOf, partsOf } from '../schema-parts.ts';
import { singular } from '../singular.ts';
import { wordsOf } from '../words.ts';
import { collectionOf } from './collections.ts';
import { answersOnly201, isShownAt } from './creation-responses.ts';
import { namesOne } from './one-resource.ts';

type Json = Readonly<Record<string, unknown>>;

/** Where what a creation creates is used: the path of one, and an operation that has it or begins with it. */
export type Use = { readonly path: string; readonly by: Operation };

/** The beginnings of a path that end in a parameter: `/carts/{cartId}` of `/carts/{cartId}/payments`. */
const itemsAlong = (path: string): readonly string[] => {
  const segments = path
    .replace(/(?<=\}):[a-z_-]+$/iu, '')
    .split('/')
    .filter((one) => one !== '');
  return segments.flatMap((one, n) => (/^\{[^{}/]+\}$/u.test(one) ? [`/${segments.slice(0, n + 1).join('/')}`] : []));
};

/** Is a parameter called after the noun of the collection above it: `membershipId`, `membership_uuid` or `membership` of `/memberships`. */
export const isCalledAfter = (parameter: string, path: string): boolean => {
  const noun = nounWordsOf(pathAbove(path)).join(' ');
  const words = wordsOf(parameter);
  const whole = (some: readonly string[]): string => some.map((word, n) => (n === some.length - 1 ? singular(word) : word)).join(' ');
  return (
    noun !== '' && (whole(words) === noun || (['id', 'uuid', 'guid'].includes(words.at(-1) ?? '') && whole(words.slice(0, -1)) === noun))
  );
};

/** Plain names of an id in a path. */
const plainIds: ReadonlySet<string> = new Set(['id', 'uuid', 'guid']);

const isForm = (mediaType: string): boolean => /^(?:multipart\/|application\/x-www-form-urlencoded)/iu.test(mediaType);

/** Does a creation take a file: as its body, or as a part of a form. */
const takesFile = (document: Json, { body }: Operation): boolean =>
  (body?.content ?? []).some(({ mediaType, schema }) =>
    isForm(mediaType)
      ? [...membersOf(document, schema).values()].some((member) => partsOf(document, member).some(({ format }) => format === 'binary'))
      : !isJsonType(mediaType),
  );

/**
 * Does a read at a path, or right below it, bring back a file, and the creation takes one: `GET /scans/{scanId}/content` for `POST /books/{bookId}/scans`.
 */
export const isFileAt = (document: Json, operations: readonly Operation[], create: Operation, path: string): boolean => {
  const bringsFile = ({ method, responses }: Operation): boolean => {
    const shown = responses.filter(({ status }) => status.startsWith('2')).flatMap(({ content }) => content);
    return method === 'GET' && shown.length > 0 && shown.every(({ mediaType }) => !isJsonType(mediaType));
  };
  const reads = operations.filter((one) => one.method === 'GET' && isSamePath(one.path, path));
  const below = operations.filter((one) => isDirectlyBelow(one.path, path));
  return takesFile(document, create) && reads.every(bringsFile) && [...reads, ...below].some(bringsFile);
};

/**
 * The path of its own at which other operations use what a POST creates below another resource, where nothing lists that, or reads it but as a file:
 * `/memberships/{membershipId}` for `POST /members/{memberId}/memberships` with `POST /memberships/{membershipId}/payments`. The only success of the POST
 * is 201, whose answer has an id; the parameter is called after the noun, or what is done there answers with the same named schema or brings back the file. Undefined where there is none, or where
 * another operation creates what has this noun.
 */
export const usedElsewhere = (document: Json, operations: readonly Operation[], create: Operation): Use | undefined => {
  if (create.method !== 'POST' || !isDirectlyBelowOne(create.path) || !answersOnly201(create)) return undefined;
  const answered = answerSchema(create);
  const made = answered === undefined ? undefined : resourceMembers(document, answered);
  if (made === undefined) return undefined;
  const noun = nounWordsOf(create.path).join(' ');
  const isRival = (one: Operation): boolean =>
    one.key !== create.key && one.method === 'POST' && segmentsOf(one.path).length > 0 && nounWordsOf(one.path).join(' ') === noun;
  if (noun === '' || operations.some(isRival)) return undefined;
  const uses = operations.flatMap((by): Use[] =>
    itemsAlong(by.path)
      .filter((path) => isShallowItemOf(path, create.path))
      .map((path) => ({ path, by })),
  );
  const [use] = uses;
  if (use === undefined || uses.some(({ path }) => !isSamePath(path, use.path))) return undefined;
  // What a read shows there is compared by the rules for reads; a file shows nothing to compare.
  const isFile = isFileAt(document, operations, create, use.path);
  const isRead = (one: Operation): boolean =>
    one.method === 'GET' && ((isSamePath(one.path, use.path) && !isFile) || isSamePath(one.path, pathAbove(use.path)));
  if (operations.some(isRead)) return undefined;
  const parameter = parametersIn(use.path).at(-1) ?? '';
  const hasId = idNames({ name: pathAbove(use.path), idParameter: parameter }).some((name) => made.has(name) && isTakenBy(parameter, name));
  const isMeant =
    isCalledAfter(parameter, use.path) || isShownAt(operations, create, use.path) || (isFile && plainIds.has(parameter.toLowerCase()));
  return hasId && isMeant && namesOne(document, { ...use.by, path: use.path }, create, pathAbove(use.path)) ? use : undefined;
};

/**
 * The path of one of what a POST adds to a collection, where nothing reads that one, or the collection, but other operations use it below: `/drawings/{drawingId}` for `POST /drawings`
 * with `GET /drawings/{drawingId}/image`. The only success of the POST is 201, whose answer has an id; the parameter is called after the noun, also with the member of the answer that it takes
 * (`drawingKey`, and the answer has a `key`), or `id`. Undefined where there is none.
 */
export const usedBelow = (document: Json, operations: readonly Operation[], create: Operation): Use | undefined => {
  if (create.method !== 'POST' || endsInParameter(create.path) || !answersOnly201(create)) return undefined;
  const collection = collectionOf(create.path);
  const answered = answerSchema(create);
  const made = answered === undefined ? undefined : resourceMembers(document, answered);
  const uses = operations.flatMap((by): Use[] =>
    itemsAlong(by.path)
      .filter((path) => isItemOf(path, collection))
      .map((path) => ({ path, by })),
  );
  const [use] = uses;
  if (made === undefined || use === undefined) return undefined;
  if (operations.some((one) => isSamePath(one.path, use.path) || (one.method === 'GET' && isSamePath(one.path, collection))))
    return undefined;
  const parameter = parametersIn(use.path).at(-1) ?? '';
  const hasId = idNames({ name: collection, idParameter: parameter }).some((name) => made.has(name) && isTakenBy(parameter, name));
  const isMeant =
    isCalledAfter(parameter, use.path) || plainIds.has(parameter.toLowerCase()) || made.has(ownMemberOf(parameter, collection) ?? '');
  return hasId && isMeant && namesOne(document, { ...use.by, path: use.path }, create, collection) ? use : undefined;
};
