import { askedContent } from '../asked-content.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { below } from '../pointer.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, itemOf } from './covering.ts';
import { type MemberWay, nounOf } from './described-nouns.ts';
import { nounWordsOf } from './id-names.ts';
import { beginsWith } from './path-template.ts';
import { idWords, isId } from './reference-types.ts';
import { descriptionsIn, membersOf, partsOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { uniqueMembers } from './unique-members.ts';
import { wordsOf } from './words.ts';

/** A type of which a member names one by another value than what its path takes, and where the answer to its creation shows that: `/barcode`. */
export type ByOwnKey = { readonly resourceType: AnyInferred; readonly inside: string };

/** Is a member a text or number in no form of its own that a request brings. */
const isPlain = (document: Contract['document'], schema: Schema | undefined): boolean =>
  isId(document, schema) &&
  partsOf(document, schema).every(
    (part) =>
      ['enum', 'const', 'default', 'format', 'minimum', 'maximum'].every((keyword) => part[keyword] === undefined) &&
      part['readOnly'] !== true,
  );

/** Does a description say of what a value is: "of the copy", "Barcode of the copy that is lent", "The copy's barcode". */
const isSaidOf = (text: string, noun: string, property: readonly string[]): boolean => {
  const words = ` ${wordsOf(text.replaceAll(/[’']s\b/gu, ''))
    .map(singular)
    .join(' ')} `;
  const own = property.map(singular).join(' ');
  const article = '(?:(?:the|an?|this|that|its|your|one|existing|physical) )*';
  return (
    new RegExp(`^ (?:the )?(?:${own} )?(?:of|on|from) ${article}${noun} `, 'u').test(words) ||
    new RegExp(`^ ${article}${noun} ${own} $`, 'u').test(words)
  );
};

/** The one member of a creation that is unique among what it makes and that its answer shows, and by which a member of another body names one of it. */
const keyOf = (
  { document }: Contract,
  { create, name: type, idParameter }: AnyInferred,
  name: string,
  schema: Schema | undefined,
): string | undefined => {
  const content = askedContent(create.body);
  const shown = membersOf(document, answerSchema(create));
  const sent = membersOf(document, content?.schema);
  const noun = nounWordsOf(type).join(' ');
  if (noun === '') return undefined;
  return uniqueMembers(document, create, content?.schema).find((property) => {
    const words = wordsOf(property);
    const isOwn = property !== idParameter && shown.has(property) && sent.has(property) && !idWords.has(words.at(-1) ?? '');
    if (!isOwn) return false;
    if (nounOf(wordsOf(name)) === nounOf([...nounWordsOf(type), ...words])) return true;
    return name === property && descriptionsIn(document, schema).some((text) => isSaidOf(text, noun, words));
  });
};

/**
 * What a member at the top of a body names by a key that the document says to be unique, which is not what the path of such a thing takes: the `barcode`, "of the copy", of `POST /loans`,
 * or its `copyBarcode`, where each copy has an id in its path and is created with a barcode of its own. Undefined where several types suit, and for the thing itself.
 */
export const byOwnKey = (contract: Contract, operation: Operation, way: MemberWay, schema: Schema | undefined): ByOwnKey | undefined => {
  const { document, inferredResourceTypes, lastingResourceTypes } = contract;
  const [name = '', ...more] = way;
  if (more.length > 0 || !['POST', 'PUT', 'PATCH'].includes(operation.method) || !isPlain(document, schema)) return undefined;
  const found = [...inferredResourceTypes, ...lastingResourceTypes].flatMap((resourceType): readonly ByOwnKey[] => {
    const isItself = resourceType.create.key === operation.key || beginsWith(operation.path, itemOf(resourceType).path);
    const key = isItself ? undefined : keyOf(contract, resourceType, name, schema);
    return key === undefined ? [] : [{ resourceType, inside: below('', key) }];
  });
  return found.length === 1 ? found[0] : undefined;
};
