import type { Parameter } from '../../../model.ts';
import type { DescribedList } from '../collection.ts';
import type { DocumentView } from '../convention.ts';
import { itemMembers } from '../item-members.ts';
import { inWords, isOnly, keywordOf, optionalQuery, textOf } from '../paging-members.ts';
import { sentencesOf } from '../../sentences.ts';
import { isOrdered, isText } from './order-values.ts';
import { listedTexts, orderNames, printedValuesOf, rulesOfOrders, toldTexts } from './sort-parameter.ts';

type Document = DocumentView['document'];

/** The keys that a list can be sorted by, as its parameter takes them. */
export type SortKeys = {
  readonly parameter: Parameter;
  /** The text of each key without a sign, and the JSON pointer to its values inside an item. */
  readonly keys: readonly {
    readonly text: string;
    readonly at: string;
    /** What servers order alike, texts in any words, or other values, such as listed ones, whose order is the server's own. */
    readonly kind: 'ordered' | 'text' | 'other';
  }[];
  /** Does a `-` before a key turn its direction. */
  readonly isSigned: boolean;
  /** Does the parameter take several keys with commas between them. */
  readonly takesMany: boolean;
  /** Is a key that is not known refused. */
  readonly refusesUnknown: boolean;
};

/** Words by which several keys are taken, with commas between them. */
const saysMany = /\bcommas?\b/iu;

/** A sentence by which a key that is not known is refused: "A field that cannot be sorted by is refused with `400`." */
const refusesKeys = (sentence: string): boolean =>
  /\b(?:unknown|unsupported|unrecogni[sz]ed|invalid|any(?:thing)? (?:other|else)|other (?:values?|fields?|keys?|members?|names?|columns?)|every(?:thing)? else|not (?:be )?(?:listed|known|sortable|supported)|no other|cannot (?:be )?sort)/iu.test(
    sentence,
  ) &&
  /\b(?:refused|rejected|400|422)\b/iu.test(sentence) &&
  !/\b(?:ignored|may|might|falls? back|unless)\b/iu.test(sentence);

/** The keys of the one parameter of a list that takes an order; undefined where it lists none that an item shows. */
export const sortKeysOf = (document: Document, { operation, item }: DescribedList): SortKeys | undefined => {
  const [parameter, ...others] = optionalQuery(document, operation).filter(({ name }) => orderNames.has(inWords(name)));
  if (parameter === undefined || others.length > 0) return undefined;
  const members = itemMembers(document, item);
  const texts = toldTexts(document, parameter);
  const plain = [...new Set(texts.map((text) => text.replace(/^[+-]/u, '')))];
  const keys = plain.flatMap((text) => {
    const [member, ...more] = members.filter(({ words }) => words === inWords(text));
    if (member === undefined || more.length > 0) return [];
    const { at, schema } = member;
    return [{ text, at, kind: isOrdered(document, schema) ? 'ordered' : isText(document, schema) ? 'text' : 'other' } as const];
  });
  const own = textOf(document, parameter);
  const rules = `${own} ${rulesOfOrders(document, parameter)}`;
  return {
    parameter,
    keys,
    isSigned: texts.some((text) => text.startsWith('-')),
    takesMany:
      (saysMany.test(rules) || printedValuesOf(document, parameter).some((one) => one.includes(',') && !/,(?:asc|desc)$/iu.test(one))) &&
      listedTexts(document, parameter).length === 0 &&
      isOnly(document, parameter.schema, 'string') &&
      keywordOf(document, parameter.schema, 'pattern') === undefined,
    refusesUnknown: sentencesOf(/[.!?]\s*$/u.test(own) ? rules : `${own}. ${rulesOfOrders(document, parameter)}`).some(refusesKeys),
  };
};
