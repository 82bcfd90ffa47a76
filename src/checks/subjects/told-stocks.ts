import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { descriptionsIn, isType, itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
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
import { isOtherwiseCounted, mayGoBelowNone, namesUnit } from './stock-doubts.ts';

/** An operation whose body names something and how much of it is taken, and that is refused where there is less of it: the line of an order, with the stock of its product. */
export type ToldStock = Subject & {
  readonly operation: Operation;
  /** The list in the body whose entries name it; undefined where the body itself does. */
  readonly list: string | undefined;
  /** The member that names it, undefined where the path does, and the one beside it that says how much is taken. */
  readonly by: string | undefined;
  readonly amount: string;
  readonly amountSchema: Schema;
  /** Is so much taken by a number above nought, or by one below it. */
  readonly sign: 1 | -1;
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

const amountNames: ReadonlySet<string> = new Set(
  'quantity,qty,count,pieces,units,amount,number,how many,item count,delta,difference,points,credits'.split(','),
);
const leftWords: ReadonlySet<string> = new Set('available stock left remaining inventory stocked balance'.split(' '));
/** A balance is none of pieces, of which each may cost less or more than one. */
const ofBalance: ReadonlySet<string> = new Set(['balance', 'points', 'credits']);
const pieceNames: ReadonlySet<string> = new Set('quantity,qty,count,pieces,units,number,how many,item count'.split(','));
/** More names of how much there is: `onHand`, `points`. */
const leftNames: ReadonlySet<string> = new Set(['on hand', 'on hand quantity', 'quantity on hand', 'points', 'credits']);
/** Words of a number that is about something else than how much there is. */
const otherNumbers =
  /\b(?:percent|ratio|rate|days?|hours?|threshold|min|minimum|max|maximum|reorder|low|warn|limit|price|cost|value|due|owed|outstanding|unpaid|overdraft|reserved|pending|cents|minor|pence|euros?|eur|usd|gbp)\b/u;

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

const nothing = '(?:zero|0|nothing|nought)';

/** "A level would fall below zero", "would make the balance negative": what there is may not be less than nothing. */
const belowNone: readonly RegExp[] = [
  new RegExp(
    ` (?:stock|stocks|levels?|balance|balances|inventory|on hand) (?:\\w+ ){0,5}?(?:(?:below|under|less than) ${nothing}|negative) `,
    'u',
  ),
  new RegExp(
    ` (?:falls?|falling|go|goes|going|drops?|dropping|sinks?|takes?|taking|brings?|bringing|push(?:es)?) (?:\\w+ ){0,4}?(?:below|under) ${nothing} `,
    'u',
  ),
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
  / (?:back ?orders?|backorderable|pre ?orders?|oversell\w*|unlimited|track(?:ed|s|ing)?|digital|virtual|made to order|overdraft|overdrawn|credit (?:limit|line)|(?:may|can|allows?) (?:be |go )?negative|negative (?:allowed|stock|balance)|(?:pack|box|case|unit|bundle) size|per (?:pack|box|case|unit|bundle|package)) /u;

/** Words of what brings something in. */
const brings =
  / (?:in|inbound|incoming|adds?|addition|receipts?|receive[ds]?|restocks?|restocking|replenish\w*|purchases?|returns?|increase|credit|deposits?|adjust\w*|corrections?|deliver(?:y|ies)|intakes?|suppl(?:y|ies)|transfers?) /u;

/** Words of a kind of which a card is given more, and a store has less. */
const issuing = / issue[ds]? | issuance /u;

/** Names of members by which what is sent may bring something in, or is counted otherwise. */
const ofKinds = / (?:type|kind|direction|operation|action|reason|cause|movement|mode|sign|side|effect|event|category|unit|uom) $/u;

/** Words of what takes something out. */
const takes =
  / (?:out|outbound|outgoing|picks?|picked|issues?|issued|withdraw(?:al|n)?|withdrawals|takes?|sales?|sells?|sold|consume[ds]?|consumption|redeem(?:ed)?|redemption|debits?|spend|spent|removals?|removes?|used?|usage|dispatch(?:ed)?|payouts?) /u;

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
  const forms = [...shortages(wordsOf(amount).join(' ')), ...belowNone];
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
      !isDoubtful(sentence) &&
      !isRefusalDenied(sentence)
    );
  })?.sentence;
};

const saysBelowNone = (sentence: string): boolean => belowNone.some((one) => one.test(inWords(sentence)));

type Kind = { readonly member: string; readonly value: string };

/** Does a kind say that something comes in, or does its member say that there are kinds of what may come in as well as go out. */
const isOfWay = ({ member, value }: Kind, isPositive: boolean): boolean =>
  brings.test(inWords(value)) || (isPositive && ofKinds.test(inWords(member)));

/** Does a kind take something out: what is issued to a card comes in there. */
const isOutward = ({ value }: Kind, { left }: Pick<ToldStock, 'left'>): boolean => {
  const isBalance = left.some((name) => wordsOf(name).some((word) => ofBalance.has(word)));
  return takes.test(inWords(value)) && !brings.test(inWords(value)) && !(isBalance && issuing.test(inWords(value)));
};

/** The part of a sentence that says that there may not be less than nothing. */
const belowNonePart = (sentence: string): string => sentence.split(/[,;:]\s|\bor\b/u).find(saysBelowNone) ?? sentence;

/** "`quantity` is positive, except that it is a signed difference for a correction". */
const saysPositive = (contract: Contract, operation: Operation, [amount, schema]: readonly [string, Schema]): boolean =>
  [...textsOf(contract, operation).map(({ text }) => text), ...descriptionsIn(contract.document, schema)]
    .flatMap(sentencesOf)
    .some((sentence) =>
      new RegExp(
        // "If it is positive, the stock rises" is about some numbers, and leaves the others open.
        `(?<! (?:if|when|whenever|where|wherever|while|unless|whether|until|that|long as|case)(?: the| an?| its)?) (?:${wordsOf(amount).join(' ')}|it) (?:is|must be|has to be|are) (?:always )?(?:positive|(?:greater|more) than (?:zero|0)|above (?:zero|0)) `,
        'u',
      ).test(inWords(sentence)),
    );

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
  {
    list,
    by,
    members,
    thing,
    isPositive,
  }: {
    readonly list: string | undefined;
    readonly by: string | undefined;
    readonly members: Members;
    readonly thing: Thing;
    readonly isPositive: boolean;
  },
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
  // "A level would fall below zero" is about each kind that takes something, whatever else the sentence names; "a `pick` below zero" is about that one.
  if (!needed && list === undefined && saysBelowNone(sentence)) {
    const part = belowNonePart(sentence);
    const meant = listed.filter(({ value }) => names(part, value));
    const taking = (meant.length > 0 ? meant : listed).filter((one) => isOutward(one, thing));
    return taking[0] ?? (meant.length > 0 || listed.some((one) => isOfWay(one, isPositive)) ? null : undefined);
  }
  if (others.length > 0 || (only && list !== undefined)) return null;
  if (only) return typeof only.value === 'string' && !brings.test(inWords(only.value)) ? only : null;
  return listed.some((one) => isOfWay(one, isPositive)) ? null : undefined;
};

/** So many of a thing are there at first, where a creation can say so. */
const few = 3;

type Thing = Pick<ToldStock, 'resourceType' | 'read' | 'left' | 'stocked'>;

/** What is named by a member, where its read says how much of it there is. */
const thingAt = (contract: Contract, operation: Operation, way: readonly string[]): Thing | undefined => {
  const reference = referenceAt(contract, operation, way);
  return reference?.inside === undefined ? thingOf(contract, operation, reference?.resourceType) : undefined;
};

/** The same of the resources of a type. */
const thingOf = (contract: Contract, operation: Operation, resourceType: AnyInferred | undefined): Thing | undefined => {
  const { document } = contract;
  const read = resourceType && readOfOne(contract, resourceType);
  if (!resourceType || !read || resourceType.create.key === operation.key) return undefined;
  const members = [...membersOf(document, answerSchema(read) ?? true)];
  const settable = bodyMembers(contract, resourceType.create);
  if ([...members.map(([name]) => name), ...settable.map(({ name }) => name)].some((name) => uncounted.test(inWords(name))))
    return undefined;
  const isLeft = (name: string): boolean =>
    (wordsOf(name).some((word) => leftWords.has(word)) || leftNames.has(wordsOf(name).join(' '))) &&
    !otherNumbers.test(wordsOf(name).join(' '));
  const left = members.filter(([name, schema]) => isLeft(name) && isNumber(document, schema)).map(([name]) => name);
  const sets = settable.filter(
    ({ name, schema }) =>
      (isLeft(name) || amountNames.has(wordsOf(name).join(' '))) && isNumber(document, schema) && mayBeSent(document, schema, few),
  );
  const [only, ...others] = sets;
  const stocked = only && others.length === 0 ? { member: only.name, value: few } : undefined;
  return left.length === 0 ? undefined : { resourceType, read, left, stocked };
};

/** What the path of an operation names, where that stands right below it: the card of `POST /cards/{cardId}/uses`. */
const thingAbove = (contract: Contract, operation: Operation): Thing | undefined => {
  const type = contract.inferredResourceTypes.find((one) => isSamePath(itemOf(one).path, pathAbove(operation.path)));
  return thingOf(contract, operation, type);
};

/** A thing with what shows how much there is of it in what an amount counts; undefined where nothing does. */
const withUnit = (thing: Thing | undefined, amount: string): Thing | undefined => {
  const isPieces = pieceNames.has(wordsOf(amount).join(' '));
  const left = thing?.left.filter((name) => !isPieces || !wordsOf(name).some((word) => ofBalance.has(word))) ?? [];
  return thing && left.length > 0 ? { ...thing, left } : undefined;
};

/** Does the name of a member say that it names something, of which a text may speak as well. */
const namesThing = (name: string): boolean =>
  /^(?:ids?|sku|code|barcode|isbn|ean|key|item|product|article|slug|uuid)$/u.test(wordsOf(name).at(-1) ?? '');

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
    if (!amount || sentence === undefined) return [];
    // Where an amount may be below nought, one above it may bring something in, and one below it takes something where a sum may not fall below that.
    const maySign = mayBeSent(document, amount[1], -1);
    const isPositive = !maySign || saysPositive(contract, operation, amount);
    if (!isPositive && !saysBelowNone(sentence)) return [];
    const things = [...members.keys()].flatMap((by) => {
      const thing = withUnit(thingAt(contract, operation, list === undefined ? [by] : [list, by]), amount[0]);
      return thing ? [{ by, thing }] : [];
    });
    const isAbove = things.length === 0 && list === undefined && !top.some(({ name }) => namesThing(name));
    const above = isAbove ? withUnit(thingAbove(contract, operation), amount[0]) : undefined;
    const [only, ...more] = above ? [{ by: undefined, thing: above }] : things;
    const kind =
      only && more.length === 0
        ? kindOf(contract, operation, { list, by: only.by, members, thing: only.thing, isPositive }, sentence)
        : undefined;
    // Of what kind a signed amount has to be is not known where there are kinds.
    if (!only || more.length > 0 || kind === null || (!isPositive && kind !== undefined)) return [];
    const { by, thing } = only;
    const [name, amountSchema] = amount;
    const shown = membersOf(document, answerSchema(thing.read) ?? true);
    if (namesUnit([...members.keys()]) || mayGoBelowNone(contract, operation, thing.resourceType.create, thing.read)) return [];
    if (thing.left.some((one) => isOtherwiseCounted(document, amount, [one, shown.get(one) ?? true]))) return [];
    return [
      at(operation.location, { operation, list, by, amount: name, amountSchema, sign: isPositive ? 1 : -1, kind, sentence, ...thing }),
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
