import type { Contract, InferredResourceType, Schema } from '../model.ts';
import { partsOf } from './schema-parts.ts';
import { segmentsOf } from './path-template.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** Members that hold the id of a resource of any type, likeliest first. */
const idMembers = ['id', 'uuid', '_id', 'key', 'slug', 'name'] as const;

/** A resource type as a noun: the last word of the path of its collection, in the singular. */
const nounOf = (collection: string): string => {
  const last = segmentsOf(collection).findLast((segment) => 'literal' in segment);
  return singular(last && 'literal' in last ? (wordsOf(last.literal).at(-1) ?? '') : '');
};

/** The words of the last segment of a path, the last of them in the singular: `/spare-parts` has `spare` and `part`. Empty for a parameter. */
export const nounWordsOf = (path: string): readonly string[] => {
  const last = segmentsOf(path).at(-1);
  const words = last && 'literal' in last ? wordsOf(last.literal) : [];
  return words.map((word, n) => (n === words.length - 1 ? singular(word) : word));
};

/** Words at the end of a name that identifies one resource, and not a property that several share. */
const idWords =
  /(?:id|ids|identifier|identity|uuid|guid|ulid|key|no|nr|num|number|nummer|numero|code|token|ref|reference|slug|handle|hash|sha|name|login|email|mail|title|label|path|file|url|uri|urn|arn|isbn|sku|serial|phone|address)$/u;

/** Two words that share this many first letters count as forms of one word, in any language: `libro` and `libros`. */
const stem = 4;

/** Whether a word is the noun of a collection's resource type. */
export const isNounOf = (word: string, collection: string): boolean => {
  const noun = nounOf(collection);
  return noun !== '' && (word === noun || (word.length >= stem && word.slice(0, stem) === noun.slice(0, stem)));
};

/** Whether the name of a parameter or member is that of an id in a collection: `id`, `cartNo`, `cart`. */
export const isIdName = (name: string, collection: string): boolean => {
  const words = wordsOf(name);
  return idWords.test(words.at(-1) ?? '') || words.some((word) => isNounOf(word, collection));
};

/** Last words of a path parameter that name the member which it takes, rather than one with the name of an id: `{crateNumber}` takes `number`. */
const ownWords: ReadonlySet<string> = new Set(['key', 'slug', 'code', 'number', 'handle', 'sku', 'reference', 'serial']);

/**
 * The member that a path parameter takes where it is called after the noun of a collection with that member behind it: `key` for `{crateKey}` of `/crates`, also below another
 * resource. Undefined for any other parameter.
 */
export const ownMemberOf = (idParameter: string, collection: string): string | undefined => {
  const words = wordsOf(idParameter);
  const last = words.at(-1) ?? '';
  const nouns = nounWordsOf(collection).join(' ');
  return ownWords.has(last) && nouns !== '' && words.slice(0, -1).join(' ') === nouns ? last : undefined;
};

/** Names of the members that may hold the id in the body of a resource, likeliest first. */
export const idNames = ({ name, idParameter }: Pick<InferredResourceType, 'name' | 'idParameter'>): readonly string[] => {
  const noun = nounOf(name);
  const [first, ...rest] = idMembers;
  const last = wordsOf(idParameter).at(-1) ?? '';
  const own = ownWords.has(last) ? [last] : [];
  return [...new Set([idParameter, ...own, first, ...(noun === '' ? [] : [`${noun}Id`, `${noun}_id`, `${noun}ID`]), ...rest])];
};

/** Names that identify a resource only where its path says so, because something that has an id may have them as well. */
const plainNames: ReadonlySet<string> = new Set(['key', 'slug', 'name']);

/**
 * Is a member the name of its resource as the Google API design guide has it (AIP-122, Resource names): `name`, with the path of the resource (`shelves/7/boxes/12`) as its
 * example or its pattern shows it.
 */
export const isResourceName = (document: Contract['document'], collection: string, member: string, schema: Schema | undefined): boolean =>
  member === 'name' && collectionsNamed(document, schema).some((named) => named.at(-1) === collectionsIn(collection).at(-1));

/** The collections that a path of one resource, or of its collection, leads through: `shelves` and `boxes` of `/v1/shelves/{shelf}/boxes/{box}`. */
export const collectionsIn = (path: string): readonly string[] => {
  const segments = segmentsOf(path);
  return segments.flatMap((one, n) => {
    const next = segments[n + 1];
    return 'literal' in one && (next === undefined || 'parameter' in next) ? [one.literal] : [];
  });
};

/** A part of a pattern that stands for any id. */
const anyId = /\[\^?\\?\/?[^\]]*\][+*]|\[\^\/\][+*]|\\[wdS][+*]|\.[+*]/gu;

/** The collections of the resource names that a schema shows by its pattern or its examples: `shelves` and `boxes` of `^shelves/[^/]+/boxes/[^/]+$`; none where it shows no such name. */
export const collectionsNamed = (document: Contract['document'], schema: Schema | undefined): readonly (readonly string[])[] =>
  partsOf(document, schema).flatMap(({ example, examples, pattern }) =>
    [
      ...(typeof pattern === 'string'
        ? [
            pattern
              .replaceAll(/^\^|\$$/gu, '')
              .replaceAll(anyId, '~')
              .replaceAll(String.raw`\/`, '/'),
          ]
        : []),
      ...[example, ...[examples].flat()].filter((one) => typeof one === 'string'),
    ].flatMap((name) => {
      const parts = name.split('/');
      const collections = parts.filter((_, n) => n % 2 === 0);
      const isName = parts.length > 1 && parts.length % 2 === 0 && collections.every((one) => /^[a-z][A-Za-z-]*s$/u.test(one));
      return isName && parts.every((one) => one !== '') ? [collections] : [];
    }),
  );

/** Does a path parameter take a member of that name: it has the name of an id, or the parameter is called so, alone or after the resource (`{crateKey}`). */
export const isTakenBy = (idParameter: string, member: string): boolean =>
  !plainNames.has(member) || member === idParameter || wordsOf(idParameter).at(-1) === member;

const wrappers: ReadonlySet<string> = new Set(['data', 'result', 'item', 'response', 'payload', 'attributes']);

/** Whether a member of an answer is around the resource itself: it has the name of an envelope, or that of the resource type. */
export const isAround = (name: string, collection: string): boolean =>
  wrappers.has(name.toLowerCase()) || isNounOf(name.toLowerCase(), collection);

/** Does a description say that a text is the id of something: "Id or slug of the thing that was changed", "Only entries of the id". */
export const saysId = (description: string): boolean =>
  /^(?:only (?:\w+ ){1,3}(?:of|with|about) )?(?:the |an |its )?(?:ids?|identifiers?|uuid)\b/iu.test(
    description.replaceAll(/[`*]/gu, '').trim(),
  );
