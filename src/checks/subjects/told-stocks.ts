import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import type { AnyInferred } from '../../contract/infer/covering.ts';
import { holdsForSome } from '../../contract/infer/holds-for-some.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Setting } from '../../generators/body-with.ts';
import { conditionsIn, listedBy } from '../../generators/conditions.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { readOfOne } from './own-resources.ts';

/** An operation whose body names something and how much of it is taken, and that is refused where there is less of it: the line of an order, with the stock of its product. */
export type ToldStock = Subject & {
  readonly operation: Operation;
  /** The list in the body whose entries name it; undefined where the body itself does. */
  readonly list: string | undefined;
  /** The member that names it, and the one beside it that says how much is taken. */
  readonly by: string;
  readonly amount: string;
  readonly amountSchema: Schema;
  /** What makes the body one of those that take something. */
  readonly kind: Setting | undefined;
  readonly resourceType: AnyInferred;
  readonly read: Operation;
  /** The numbers of the read that say how much there is. */
  readonly left: readonly string[];
  /** What a creation sets so that there are a few; undefined where none of its members does. */
  readonly stocked: Setting | undefined;
  readonly sentence: string;
};

const amountNames: ReadonlySet<string> = new Set('quantity,qty,count,pieces,units,amount,number,how many,item count'.split(','));
const leftWords: ReadonlySet<string> = new Set('available stock left remaining inventory stocked'.split(' '));
/** Words of a number that is about something else than how much there is. */
const otherNumbers = /\b(?:percent|ratio|rate|days?|hours?|threshold|min|minimum|max|maximum|reorder|low|warn|limit|price|cost|value)\b/u;

const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

const there = '(?:available|left|in stock|on hand|in store|remaining|on the shelf)';

/** Sentences about less than is asked for; `amount` is the name of that in words. */
const shortages = (amount: string): readonly RegExp[] => [
  new RegExp(
    ` (?:fewer|less) than (?:the |that |its )?(?:${amount}|(?:asked|requested|ordered|wanted|needed)(?: for)?(?: ${amount})?) (?:\\w+ ){0,3}?${there} `,
    'u',
  ),
  new RegExp(
    ` (?:more|greater|higher|larger) than (?:(?:what|there|is|are|it|the|they|that|has|have|its|of|pieces|units|items) )*(?:${there}|stock|inventory) `,
    'u',
  ),
  new RegExp(` (?:exceeds?|exceeding) (?:(?:the|what|is|are|its|current|available|remaining) )*(?:stock|inventory|${there}) `, 'u'),
  new RegExp(` (?:not|isn t|aren t) (?:there )?enough (?:\\w+ ){0,4}?(?:${there}|stock) `, 'u'),
  / insufficient (?:stock|inventory) | stock (?:is|does) not (?:sufficient|suffice|enough|cover) | out of stock /u,
];

const refuses =
  / (?:40[09]|422|(?<!(?:not|never) (?:be )?)(?:refused?|refuses|rejected?|rejects)|conflict|cannot|can not|may not|must not) /u;

/** Words by which more may be taken, by some, or at times, or by which it is refused elsewhere. */
const loosens =
  / (?:unless|except|should|may be|might|could|back ?order\w*|pre ?order\w*|until|later|part(?:ly|ial\w*)|as many as|the rest|wait(?:ing|list)\w*|warn\w*|approv\w*|tolerance|(?:at|on|during|upon|before|with) (?:the )?(?:checkout|payment|paying|confirm\w*|submi\w*|ship\w*|dispatch\w*|approval|picking|delivery)) /u;

/** "For small orders, …": only there. */
const isLed = /^ (?:in|on|at|with|without|under|for|within|during|outside) /u;

/** Names by which more of a thing may be taken than there is, nobody counts it, or it is counted in packs and taken in pieces. */
const uncounted =
  / (?:back ?orders?|backorderable|pre ?orders?|oversell\w*|unlimited|track(?:ed|s|ing)?|digital|virtual|made to order|(?:pack|box|case|unit|bundle) size|per (?:pack|box|case|unit|bundle|package)) /u;

/** Words of what brings something in. */
const brings =
  / (?:in|inbound|incoming|adds?|addition|receipts?|receive[ds]?|restocks?|restocking|replenish\w*|purchases?|returns?|increase|credit|deposits?|adjust\w*|corrections?|deliver(?:y|ies)|intakes?|suppl(?:y|ies)|transfers?) /u;

type Document = Contract['document'];

const isNumber = (document: Document, schema: Schema): boolean => isType(document, schema, 'integer') || isType(document, schema, 'number');

/** The texts of an operation, and those of its refusals that it shares with no other. */
const textsOf = (
  { document }: Contract,
  { location, responses }: Operation,
): readonly { readonly text: string; readonly isRefusal: boolean }[] => [
  ...saidIn(valueAt(document, nodeOf(location))).map((text) => ({ text, isRefusal: false })),
  ...responses
    .filter((one) => ['400', '409', '422'].includes(one.status) && nodeOf(one.location).startsWith('#/paths/'))
    .flatMap((one) => saidIn(valueAt(document, nodeOf(one.location))))
    .map((text) => ({ text, isRefusal: true })),
];

/** The sentence of an operation by which it refuses what takes more than there is. */
const sentenceOf = (contract: Contract, operation: Operation, amount: string): string | undefined => {
  const forms = shortages(wordsOf(amount).join(' '));
  const sentences = textsOf(contract, operation).flatMap(({ text, isRefusal }) =>
    sentencesOf(text).map((sentence) => ({ sentence, isRefusal })),
  );
  return sentences.find(({ sentence, isRefusal }) => {
    const words = inWords(sentence);
    return (
      forms.some((one) => one.test(words)) &&
      (isRefusal || refuses.test(words)) &&
      !loosens.test(words) &&
      !isLed.test(words) &&
      !holdsForSome(sentence)
    );
  })?.sentence;
};

/** Does a sentence name a listed value: as code, or as a word that is no small one of any sentence. */
const names = (sentence: string, value: string): boolean =>
  ['`', '"', "'"].some((mark) => sentence.includes(`${mark}${value}${mark}`)) ||
  (value.length > 3 && inWords(sentence).includes(inWords(value)));

type Members = ReadonlyMap<string, Schema>;

/**
 * The value of a listed member with which a body takes something: the one with which it has to name that, else the one that the sentence names; null where it may as well bring
 * something, or where the kind is that of a whole list.
 */
const kindOf = (
  contract: Contract,
  operation: Operation,
  { list, by, members }: { readonly list: string | undefined; readonly by: string; readonly members: Members },
  sentence: string,
): Setting | undefined | null => {
  const { document } = contract;
  const all = new Map([...bodyMembers(contract, operation).map(({ name, schema }) => [name, schema] as const), ...members]);
  const listed = [...all].flatMap(([member, schema]) =>
    listedBy(document, schema).flatMap((value) => (typeof value === 'string' ? [{ member, value }] : [])),
  );
  const conditions = list === undefined ? conditionsIn(contract, operation) : [];
  const needed = conditions.find(({ member, rule, values }) => member === by && rule === 'required' && values?.length === 1);
  const told = listed.filter(({ value }) => names(sentence, value));
  const [only, ...others] = needed?.values ? [{ member: needed.by, value: needed.values[0] }] : told;
  if (others.length > 0 || (only && list !== undefined)) return null;
  if (only) return typeof only.value === 'string' && !brings.test(inWords(only.value)) ? only : null;
  return listed.some(({ value }) => brings.test(inWords(value))) ? null : undefined;
};

/** So many of a thing are there at first, where a creation can say so. */
const few = 3;

/** What is named by a member, where its read says how much of it there is. */
const thingAt = (
  contract: Contract,
  operation: Operation,
  way: readonly string[],
): Pick<ToldStock, 'resourceType' | 'read' | 'left' | 'stocked'> | undefined => {
  const { document } = contract;
  const reference = referenceAt(contract, operation, way);
  const resourceType = reference?.inside === undefined ? reference?.resourceType : undefined;
  const read = resourceType && readOfOne(contract, resourceType);
  if (!resourceType || !read || resourceType.create.key === operation.key) return undefined;
  const members = [...membersOf(document, answerSchema(read) ?? true)];
  const settable = bodyMembers(contract, resourceType.create);
  if ([...members.map(([name]) => name), ...settable.map(({ name }) => name)].some((name) => uncounted.test(inWords(name))))
    return undefined;
  const isLeft = (name: string): boolean =>
    wordsOf(name).some((word) => leftWords.has(word)) && !otherNumbers.test(wordsOf(name).join(' '));
  const left = members.filter(([name, schema]) => isLeft(name) && isNumber(document, schema)).map(([name]) => name);
  const sets = settable.filter(
    ({ name, schema }) =>
      (isLeft(name) || amountNames.has(wordsOf(name).join(' '))) && isNumber(document, schema) && mayBeSent(document, schema, few),
  );
  const [only, ...others] = sets;
  const stocked = only && others.length === 0 ? { member: only.name, value: few } : undefined;
  return left.length === 0 ? undefined : { resourceType, read, left, stocked };
};

const stocksOf = (contract: Contract, operation: Operation): readonly ToldStock[] => {
  const { document } = contract;
  const top = bodyMembers(contract, operation);
  const places = [
    { list: undefined, members: new Map(top.map(({ name, schema }) => [name, schema])) },
    ...top
      .filter(({ schema }) => isType(document, schema, 'array'))
      .map(({ name, schema }) => ({ list: name, members: membersOf(document, itemsOf(document, schema) ?? true) })),
  ];
  return places.flatMap(({ list, members }): readonly ToldStock[] => {
    const amounts = [...members].filter(
      ([name, schema]) => amountNames.has(wordsOf(name).join(' ')) && isType(document, schema, 'integer'),
    );
    const [amount, ...others] = amounts;
    const sentence = amount && others.length === 0 ? sentenceOf(contract, operation, amount[0]) : undefined;
    // Where an amount may be below nought, one above it may bring something in.
    if (!amount || sentence === undefined || mayBeSent(document, amount[1], -1)) return [];
    const things = [...members.keys()].flatMap((by) => {
      const thing = thingAt(contract, operation, list === undefined ? [by] : [list, by]);
      return thing ? [{ by, thing }] : [];
    });
    const [only, ...more] = things;
    const kind = only && more.length === 0 ? kindOf(contract, operation, { list, by: only.by, members }, sentence) : undefined;
    if (!only || more.length > 0 || kind === null) return [];
    return [
      at(operation.location, { operation, list, by: only.by, amount: amount[0], amountSchema: amount[1], kind, sentence, ...only.thing }),
    ];
  });
};

/** Every such operation of a contract that is held to the standard requirements. */
export const toldStocks = (contract: Contract): readonly ToldStock[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation): readonly ToldStock[] => {
        const isTaking =
          operation.method === 'POST' &&
          operation.effect !== 'safe' &&
          operation.unsupported === undefined &&
          operation.issues !== true &&
          operation.inferred?.reaches === undefined;
        const [first] = isTaking ? stocksOf(contract, operation) : [];
        return first ? [first] : [];
      });
