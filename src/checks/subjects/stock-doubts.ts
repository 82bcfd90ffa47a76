import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { scaleOf } from '../../contract/infer/formulas/scales.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf } from '../../model/location.ts';

type Document = Contract['document'];

/** Words for less than nothing: "below zero", "negative", "overdrawn". */
const belowNothing = String.raw`(?:(?:below|under|beneath|less than) (?:zero|0|nothing|nought)|negative|overdrawn|in the red|into debt|into the red)`;

/** "Corporate cards may go below zero", "an overdraft is granted": for some there may be less than nothing. */
const credit: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:may|can|might|could|allowed|permitted|lets?|allows?|permits?|able|even|also)\b[^.;]{0,40}\b${belowNothing}\b`,
    'iu',
  ),
  /\b(?:overdrafts?|credit (?:limit|line|frame)|on credit|back-?orders?|over-?sell\w*|over-?sold|over-?book\w*)\b/iu,
];

const denying = /\b(?:not|never|no|none|neither|nor|without|cannot|can['’]t|isn['’]t|aren['’]t)\b/iu;

/**
 * Does a text of an operation, of the creation of what it takes from, of the document, or of a member of that say that for some there may be less than nothing, so that who
 * takes more than there is may be right.
 */
export const mayGoBelowNone = (contract: Contract, operation: Operation, create: Operation, read: Operation): boolean => {
  const { document } = contract;
  const tags: unknown = document['tags'];
  const texts = [
    ...[operation, create, read].flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location)))),
    ...[document['info'], ...(Array.isArray(tags) ? (tags as readonly unknown[]) : [])].flatMap(saidIn),
    ...[answerSchema(read), ...membersOf(document, answerSchema(read)).values()].flatMap((one) => descriptionsIn(document, one)),
    ...[create, operation].flatMap((one) => bodyMembers(contract, one)).flatMap(({ schema }) => descriptionsIn(document, schema)),
  ];
  return texts.flatMap(sentencesOf).some((sentence) => !denying.test(sentence) && credit.some((one) => one.test(sentence)));
};

const units: ReadonlyMap<string, string> = new Map(
  [
    'g gram grams gramme grammes',
    'kg kilo kilos kilogram kilograms',
    't ton tons tonne tonnes',
    'ml millilitre millilitres milliliter milliliters',
    'l litre litres liter liters',
    'mm millimetre millimetres',
    'cm centimetre centimetres centimeter centimeters',
    'm metre metres meter meters',
    'second seconds',
    'minute minutes',
    'hour hours',
    'day days',
    'dozen dozens',
    'box boxes',
    'case cases',
    'pallet pallets',
    'pack packs package packages',
    'bundle bundles',
    'kwh',
    'wh',
  ].flatMap((all) => {
    const [first = '', ...others] = all.split(' ');
    return [first, ...others].map((one) => [one, first] as const);
  }),
);

/** The unit in which a number is counted, by the last word of its name, or by "in grams" in its description. */
const unitOf = (document: Document, name: string, schema: Schema): string | undefined => {
  const told = descriptionsIn(document, schema).flatMap((text) =>
    [...text.matchAll(/\b(?:in|number of|counted in|whole|full|so many) (?:whole |full )?(?<unit>[a-z]+)\b/giu)].map(
      ({ groups }) => groups?.['unit']?.toLowerCase() ?? '',
    ),
  );
  return [wordsOf(name).at(-1) ?? '', ...told].map((one) => units.get(one)).find((one) => one !== undefined);
};

/** A number by its name and its schema. */
type Counted = readonly [name: string, schema: Schema];

/** May an amount be counted in other units than what is left: cents beside euros, boxes beside pieces. */
export const isOtherwiseCounted = (document: Document, amount: Counted, left: Counted): boolean => {
  if (unitOf(document, ...amount) !== unitOf(document, ...left)) return true;
  const [one, other] = [scaleOf(document, ...amount), scaleOf(document, ...left)];
  return one !== other && ((one !== undefined && other !== undefined) || !isType(document, left[1], 'integer'));
};

/** Does a body say what its amount is counted in. */
export const namesUnit = (names: readonly string[]): boolean =>
  names.some((name) => /^(?:unit|uom|units|currency)$/u.test(wordsOf(name).at(-1) ?? ''));

/** Words of a state in which what was asked for is not done. */
const refusedState =
  /^(?:refused|rejected|declined|denied|failed|failure|error|insufficient\w*|not[ _-]?(?:done|accepted|booked)|back-?ordered|wait-?listed)(?:[ _-]\w+)*$/iu;

/** Does an answer with the status of a success say of itself that what was asked for is not done. */
export const tellsRefusal = (exchange: Exchange): boolean => {
  const shown = isSuccess(exchange) ? jsonOf(exchange) : undefined;
  const all = [shown, ...Object.values(isObject(shown) ? shown : {})].filter(isObject);
  return all.some((one) =>
    Object.entries(one).some(([name, value]) => {
      const last = wordsOf(name).at(-1) ?? '';
      if (typeof value === 'string') return ['status', 'state', 'result', 'outcome', 'decision'].includes(last) && refusedState.test(value);
      return value === false && ['success', 'ok', 'accepted', 'approved', 'successful', 'booked'].includes(last);
    }),
  );
};
