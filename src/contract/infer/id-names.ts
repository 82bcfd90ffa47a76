import type { InferredResourceType } from '../model.ts';
import { segmentsOf } from './path-template.ts';
import { wordsOf } from './words.ts';

/** Members that hold an id whatever the thing is, likeliest first. */
const idMembers = ['id', 'uuid', '_id', 'key', 'slug', 'name'] as const;

/** The kind of thing as a noun: the last word of its collection, in the singular. */
const nounOf = (collection: string): string => {
  const last = segmentsOf(collection).findLast((segment) => 'literal' in segment);
  const word = last && 'literal' in last ? (wordsOf(last.literal).at(-1) ?? '') : '';
  return word
    .replace(/ies$/u, 'y')
    .replace(/(?<=s|x|z|ch|sh)es$/u, '')
    .replace(/(?<!s)s$/u, '');
};

/** Words at the end of a name by which it names one thing, and not what several have in common. */
const idWords =
  /(?:id|ids|identifier|identity|uuid|guid|ulid|key|no|nr|num|number|nummer|numero|code|token|ref|reference|slug|handle|hash|sha|name|login|email|mail|title|label|path|file|url|uri|urn|arn|isbn|sku|serial|phone|address)$/u;

/** So many letters at the beginning of two words make them forms of one, in any language: `libro` and `libros`. */
const stem = 4;

/** Is a word that of the kind of thing that a collection holds. */
export const isNounOf = (word: string, collection: string): boolean => {
  const noun = nounOf(collection);
  return noun !== '' && (word === noun || (word.length >= stem && word.slice(0, stem) === noun.slice(0, stem)));
};

/** Is a parameter or member called like the id of a thing of a collection: `id`, `cartNo`, `cart`. */
export const isIdName = (name: string, collection: string): boolean => {
  const words = wordsOf(name);
  return idWords.test(words.at(-1) ?? '') || words.some((word) => isNounOf(word, collection));
};

/** Names under which the body of a thing may hold its id, likeliest first. */
export const idNames = ({ name, idParameter }: Pick<InferredResourceType, 'name' | 'idParameter'>): readonly string[] => {
  const noun = nounOf(name);
  const [first, ...rest] = idMembers;
  return [...new Set([idParameter, first, ...(noun === '' ? [] : [`${noun}Id`, `${noun}_id`, `${noun}ID`]), ...rest])];
};
