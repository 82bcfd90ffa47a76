import { descriptionsIn, isType } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

/** What makes another amount of one that is told elsewhere: a tax, a grace period, a least charge. */
const terms =
  /\b(?:tax(?:es|ed)?|vat|surcharges?|grace|waived?|half|twice|double[sd]?|tripled?|multiplied|extra|peak|weekends?|saturdays?|sundays?|holidays?|season|per (?:person|seat|guest|head))\b|\brounded\b[^.;]*\b(?:5|10|50|100|five|ten|fifty|hundred|euros?|dollars?|pounds?|francs?)\b/iu;

/** The least or the most of an amount; of a rate it says what may be chosen. */
const ofLimit = /\b(?:minimum|at least|at most|never less|never more|capped)\b/iu;

const ofDiscount = /\b(?:discounts?|reduced|reductions?|cheaper|free of charge|percent)\b|%/iu;

const ofMoney =
  /\b(?:price[sd]?|pricing|costs?|fees?|charge[sd]?|charging|pays?|paid|billed|bills?|amounts?|tariffs?|tax(?:es)?|vat|overdue)\b/iu;

/** Where the numbers of a price are described. */
export type PriceTexts = {
  readonly operations: readonly Operation[];
  readonly price: Schema | undefined;
  readonly rates: readonly (Schema | undefined)[];
  /** The times from which it follows. */
  readonly times?: readonly (Schema | undefined)[];
  /** Takes the sentence that is judged a discount off already. */
  readonly isLess?: boolean;
};

const inMinor = /\b(?:cents?|pence|penn(?:y|ies)|rappen|minor (?:currency )?units?|smallest (?:currency )?units?)\b/iu;
const inMajor = /\b(?:euros?|dollars?|pounds?|francs?|EUR|USD|GBP|CHF)\b/u;

const currencyOf = ({ document }: Contract, schema: Schema | undefined): 'minor' | 'major' | undefined => {
  const text = schema === undefined ? '' : descriptionsIn(document, schema).join(' ');
  return inMinor.test(text) ? 'minor' : inMajor.test(text) ? 'major' : undefined;
};

/** May a price be told in another unit of the currency than a rate. */
const mayDiffer = (contract: Contract, price: Schema | undefined, rate: Schema | undefined): boolean => {
  const [one, other] = [price, rate].map((schema) => currencyOf(contract, schema));
  if (one === other) return false;
  const [isWhole, isOtherWhole] = [price, rate].map((schema) => isType(contract.document, schema, 'integer'));
  return (one !== undefined && other !== undefined) || isWhole !== isOtherWhole;
};

/**
 * Does a document say elsewhere what may make another amount of a price: in its introduction, of the tags of the operations, or of the numbers themselves. Or may these
 * be in different units of the currency.
 */
export const hasOtherTerms = (contract: Contract, { operations, price, rates, times = [], isLess = false }: PriceTexts): boolean => {
  const { document } = contract;
  const changes = (text: string): boolean => terms.test(text) || (!isLess && ofDiscount.test(text));
  const wide = [
    ...saidIn(document['info']),
    ...operations.flatMap(({ location }) => saidOfTags(document, valueAt(document, nodeOf(location)))),
  ];
  const own = (schema: Schema | undefined): readonly string[] => (schema === undefined ? [] : descriptionsIn(document, schema));
  return (
    wide.flatMap(sentencesOf).some((one) => ofMoney.test(one) && (changes(one) || ofLimit.test(one))) ||
    own(price).some((one) => changes(one) || ofLimit.test(one)) ||
    [...rates, ...times].flatMap(own).some(changes) ||
    rates.some((rate) => mayDiffer(contract, price, rate))
  );
};
