import type { Comparison } from '../../conventions.ts';
import type { Parameter, Schema } from '../../model.ts';
import { isObject } from '../../pointer.ts';
import { itemsOf, isType } from '../schema-parts.ts';
import { comparedIn } from './compared.ts';
import type { DocumentView } from './convention.ts';
import type { ItemMember } from './item-members.ts';
import { inWords, isOnly, keywordOf, textOf } from './paging-members.ts';

type Document = DocumentView['document'];

/** A filter as it is inferred (docs/x-assay.md, filters). */
export type InferredFilter = {
  readonly at: string;
  readonly also?: readonly string[];
  readonly compare?: Comparison;
  readonly included?: true;
  readonly without?: 'out';
};

/** The words of a parameter that names a member, in its own form or in that of JSON:API: `filter[state]`. */
export const namedBy = ({ name }: Parameter): string => inWords(name).replace(/^filter /u, '');

/** Descriptions by which a parameter leaves items out by another rule than the values that they hold. */
const isOtherwise =
  /exclud|\bnot\b|\bwithout\b|\bexcept\b|prefix|partial|starts? with|wildcard|fuzzy|similar|regex|expand|unless|ignor|deprecat|default|instead|in addition|\bonly (?:be|if|when|with|used|valid|appl|supported|available)|\brequires?\b|child|descend|recurs|\bid\b/iu;

const all = /\ball (?:of )?(?:these|those|them|the|given|listed)\b|\beach of\b|\bevery (?:one|given|listed)\b|\bcombined with AND\b/iu;
const any =
  /\bat least one\b|\bany (?:one )?of\b|\bone (?:or more )?of\b|\beither\b|\bone of (?:these|those|them|the)\b|\bcombined with OR\b/iu;

/** Words of two names that may stand for one and many of the same. */
export const isSameNoun = (one: string, other: string): boolean =>
  one === other || `${one}s` === other || `${other}s` === one || one.replace(/y$/u, 'ies') === other || other.replace(/y$/u, 'ies') === one;

/** Do two schemas give texts one form: are they the same one of the document, or do they have the same pattern. */
export const isOfOneForm = (document: Document, one: unknown, other: unknown): boolean => {
  const isSame = isObject(one) && isObject(other) && typeof one['$ref'] === 'string' && one['$ref'] === other['$ref'];
  const pattern = keywordOf(document, one, 'pattern');
  return isSame || (pattern !== undefined && pattern === keywordOf(document, other, 'pattern'));
};

export const isListOfTexts = (document: Document, schema: Schema): boolean =>
  isType(document, schema, 'array') && isOnly(document, itemsOf(document, schema), 'string');

/**
 * A filter by values of a list that items show: `tag=red`, or several values of which items have all or one. Where the description does not say which,
 * only one value at a time is clear.
 */
export const heldValue = (document: Document, parameter: Parameter, members: readonly ItemMember[]): InferredFilter | undefined => {
  const text = textOf(document, parameter);
  const { schema } = parameter;
  const isList = isListOfTexts(document, schema);
  const isFree = ['default', 'format'].every((one) => keywordOf(document, schema, one) === undefined);
  if ((!isList && !isOnly(document, schema, 'string')) || !isFree || isOtherwise.test(comparedIn(text))) return undefined;
  const named = namedBy(parameter);
  const [words, word] = [named.replace(/^(?:any|all|has) /u, '').replace(/ (?:any|all)$/u, ''), named];
  const [member, ...others] = members.filter((one) => isSameNoun(one.words, words) && isListOfTexts(document, one.schema));
  if (member === undefined || others.length > 0) return undefined;
  // A form of its own may be that of an expression, unless it is the form of the values.
  if (keywordOf(document, schema, 'pattern') !== undefined && !isOfOneForm(document, schema, itemsOf(document, member.schema)))
    return undefined;
  const isOf = (sign: RegExp, prefix: string): boolean => sign.test(text) || word === `${prefix} ${words}` || word === `${words} ${prefix}`;
  const [isAll, isAny] = [isOf(all, 'all'), isOf(any, 'any')];
  // A name that says more than the member has to be explained in the same way.
  if (words !== word && isAll === isAny) return undefined;
  if (!isList || isAll === isAny) return { at: member.at, compare: 'has' };
  return { at: member.at, compare: isAll ? 'hasAll' : 'hasAny' };
};

const isBeginning = /\b(?:starts?|starting|begins?|beginning) with\b/iu;
const beginningNames = /^(?:prefix|starts with|begins with)$| (?:prefix|starts with|begins with)$|^(?:prefix) /u;

/** A filter by the beginning of a text that items show: of the member that its name or its description names, else of the only text of an item. */
export const beginning = (document: Document, parameter: Parameter, members: readonly ItemMember[]): InferredFilter | undefined => {
  const text = textOf(document, parameter);
  const words = namedBy(parameter);
  const isFree = ['enum', 'format', 'pattern', 'default'].every((one) => keywordOf(document, parameter.schema, one) === undefined);
  if (!isOnly(document, parameter.schema, 'string') || !isFree || !isBeginning.test(text) || !beginningNames.test(words)) return undefined;
  if (/\bnot\b|exclud|deprecat|ignor|\bor\b|contain/iu.test(text)) return undefined;
  const texts = members.filter(
    ({ schema }) => isOnly(document, schema, 'string') && ['format', 'enum'].every((one) => keywordOf(document, schema, one) === undefined),
  );
  const about = words.replace(/ ?(?:prefix|starts with|begins with)/u, '').trim();
  const named = texts.filter((one) => one.words === about || ` ${inWords(text)} `.includes(` ${one.words} `));
  const [member, ...others] = named.length > 0 ? named : texts;
  return member === undefined || others.length > 0 ? undefined : { at: member.at, compare: 'startsWith' };
};
