import type { Contract, Operation, Parameter } from '../model.ts';
import { below, isObject, valueAt } from '../pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, coveredElsewhere } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { isType, membersOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** A value by which what a creation made is known at another path, and where the answer to the creation shows it: the token of a share link. */
export type ShownKey = { readonly resourceType: AnyInferred; readonly at: string };

/** Last words of names of such values. An id is no such value: it may be that of anything. */
const keyWords: ReadonlySet<string> = new Set(['token', 'code', 'slug', 'key', 'hash', 'reference', 'ref', 'handle', 'shortcode', 'alias']);

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Where the answer to a creation shows a text of a name: at its top, or in an object that it wraps. */
const shownAt = ({ document }: Contract, create: Operation, name: string): string | undefined => {
  const members = [...membersOf(document, answerSchema(create))];
  const isMeant = ([one, schema]: (typeof members)[number]): boolean => plain(one) === plain(name) && isType(document, schema, 'string');
  const own = members.find(isMeant);
  if (own) return below('', own[0]);
  for (const [wrapper, schema] of members) {
    if (isType(document, schema, 'array')) continue;
    const inner = [...membersOf(document, schema)].find(isMeant);
    if (inner) return below('', wrapper, inner[0]);
  }
  return undefined;
};

/** Does a text speak of one of a type: "The token of a share link". */
const speaksOf = (text: string, { name }: AnyInferred): boolean => {
  const noun = singular(nounWordsOf(name).at(-1) ?? '');
  return noun !== '' && wordsOf(text).some((word) => singular(word) === noun);
};

/**
 * The value that a path parameter takes of something that the run creates elsewhere: the parameter has the name of a text in the answer to one creation, such as `token`, and no
 * resource has the path. Where several creations show one, the description of the parameter has to name what is meant.
 */
export const shownKeyFor = (contract: Contract, operation: Operation, { name, location }: Parameter): ShownKey | undefined => {
  const isKey = keyWords.has(wordsOf(name).at(-1) ?? '');
  const isCovered = [coveredBy(contract, operation), coveredByLasting(contract, operation)].some((all) => all.has(name));
  if (contract.standard.size === 0 || !isKey || isCovered || coveredElsewhere(contract, operation)?.parameter === name) return undefined;
  const types = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].filter(
    ({ create, idChosenBy }) => create.key !== operation.key && idChosenBy === 'server',
  );
  const found = types.flatMap((resourceType) => {
    const at = shownAt(contract, resourceType.create, name);
    return at === undefined ? [] : [{ resourceType, at }];
  });
  if (found.length < 2) return found[0];
  const node = valueAt(contract.document, nodeOf(location));
  const texts = isObject(node) ? saidIn(node) : [];
  const named = found.filter(({ resourceType }) => texts.some((text) => speaksOf(text, resourceType)));
  return named.length === 1 ? named[0] : undefined;
};
