import { ignoresLetterCase } from '../letter-case.ts';
import { comparedIn, isPart, literal } from './compared.ts';
import type { Parameter } from '../../model.ts';
import type { DocumentView } from './convention.ts';
import { type InferredFilter, namedBy } from './held-values.ts';
import type { ItemMember } from './item-members.ts';
import { inWords, isOnly, keywordOf, textOf, textsOf } from './paging-members.ts';

type Document = DocumentView['document'];

/** Descriptions by which a parameter may find more or less than what contains it. */
const isVague =
  /fuzzy|stem|synonym|relevan|similar|regex|regular expr|wildcard|full[- ]?text|prefix|starts? with|ends? with|phonetic|\bnot\b|exclud|tags?\b|comma|separated|lucene|syntax|operator|at least|minimum|case[- ]sensitiv|deprecat/iu;

/** Words between members of which either may contain the text. */
const isEither = /\bor\b/iu;

/** Names of parameters that search texts. */
const searching = new Set('q,query,search,search term,search text,text,keyword,term'.split(','));

/** Is a text searched as it is written, by the description of its parameter. */
export const isLiteral = (text: string): boolean => literal.test(text);

/** Are texts compared without the case of their letters, by the description of the parameter. */
export const isAnyCase = (text: string): boolean => ignoresLetterCase(text) || /\b(?:any|either) case\b/iu.test(text);

/** Does a parameter say of itself that texts are compared without the case of their letters. */
export const saysAnyCase = (document: Document, parameter: Parameter): boolean => textsOf(document, parameter).some(isAnyCase);

/** So many characters may be asked for at least: the words that are searched for have more. */
const mostAsked = 3;

/** A search by a part of a text that items show: the member of the name of the parameter, or the first one that its description names. */
export const contained = (document: Document, parameter: Parameter, members: readonly ItemMember[]): InferredFilter | undefined => {
  const text = comparedIn(textOf(document, parameter));
  const isFree = ['enum', 'format', 'pattern', 'default'].every((one) => keywordOf(document, parameter.schema, one) === undefined);
  const least = keywordOf(document, parameter.schema, 'minLength') ?? 0;
  if (!isOnly(document, parameter.schema, 'string') || !isFree || Number(least) > mostAsked) return undefined;
  if (!isPart.test(text) || isVague.test(text)) return undefined;
  const texts = members.filter(
    ({ schema }) => isOnly(document, schema, 'string') && ['format', 'enum'].every((one) => keywordOf(document, schema, one) === undefined),
  );
  const words = namedBy(parameter);
  const named = texts.find((one) => one.words === words);
  const said = searching.has(words) ? texts.filter((one) => ` ${inWords(text)} `.includes(` ${one.words} `)) : [];
  const [found, ...others] = named === undefined ? said : [named];
  // Of members that stand together a search may look at both at once, or at either.
  const also = isEither.test(text) ? others.map(({ at }) => at) : [];
  return found === undefined ? undefined : { at: found.at, compare: 'contains', ...(also.length > 0 ? { also } : {}) };
};
