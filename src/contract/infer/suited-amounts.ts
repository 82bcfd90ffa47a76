import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { amountOfMoney } from './money.ts';
import { descriptionsIn, isType, membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { boundsInText, boundsOfMember, type Side } from './told-bounds.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/**
 * An amount in the body of an action: `exact` where it has to be what the resource shows ("The amount has to be the total of the order"), `most` where it may not be more
 * than that ("A payment of more than what is still open is refused").
 */
export type SuitedAmount = {
  readonly kind: 'amount';
  readonly rule: 'exact' | 'most';
  /** Is another amount refused to everybody: not where the rule is one as a rule, for some payments or on a condition. */
  readonly isFirm: boolean;
  /** The member of the resource that shows it. */
  readonly of: string;
  /** The member that shows how much of it is done already; undefined where none does. */
  readonly less: string | undefined;
  /** The action sets a member of the resource of that name, and takes nothing off the other one: the most of it is sent. */
  readonly isSet?: true;
};

/** A number in the body of an action that may not be below what the resource shows: the end of a meter, whose begin is known. */
export type SuitedLeast = { readonly kind: 'least'; readonly of: string };

/** Words of a name that say in what an amount is written. */
const units: ReadonlySet<string> = new Set(['minor', 'cents', 'pence', 'in', 'value', 'eur', 'usd', 'gbp', 'units']);

/** Words of members that hold an amount. */
export const amountWords: ReadonlySet<string> = new Set(['amount', 'sum', 'payment']);

const namesOf = (name: string): readonly string[] => wordsOf(name).filter((word) => !units.has(word));

/** How an amount is written: as one number, or as an object that has its currency beside it. */
type Form = 'number' | 'money';

const formOf = (document: Contract['document'], schema: Schema): Form | undefined =>
  isNumeric(document, schema) ? 'number' : amountOfMoney(document, schema) === undefined ? undefined : 'money';

const isNumeric = (document: Contract['document'], schema: Schema): boolean =>
  isType(document, schema, 'integer') ||
  isType(document, schema, 'number') ||
  partsOf(document, schema).some(({ pattern }) => typeof pattern === 'string' && /\[0-9\]|\\d/u.test(pattern) && /\\\./u.test(pattern));

/** "has to be", "must equal", "must match". */
const modal = / (?:has to|have to|must|needs? to|should) (?:be|equal|match|cover) /u;

/** Commas and semicolons that end what a rule says, and not those before what allows another amount: "the total, or more". */
const clauseEnd = /[;,](?!\s*(?:or|and|unless|except|if|but|plus|minus|less|rounded)\b)/u;

/** The words of a sentence, with a bar between its clauses. */
const inClauses = (text: string): string => text.split(clauseEnd).map(inWords).join('|');

/** Words by which a rule about an amount leaves others open. */
const leavingOpen =
  / (?:usually|normally|generally|typically|if|unless|when|where|or|except|due (?:today|now|by|on|this)|rounded|before|after|half|first|last|instalments?|partial|for(?! (?:it|this|that|the|an?) )) /u;

/** Is a sentence a rule that holds for all payments. "Should" is one where a refusal is told. */
const isFirmRule = ({ rest, words }: { readonly rest: string; readonly words: string }): boolean =>
  !leavingOpen.test(`${words.slice(0, Math.max(0, words.indexOf(rest.trim())))}${rest}`) &&
  (!/ should /u.test(words) || / (?:4\d\d|refused|rejected|otherwise) /u.test(words));

const firstClause = (words: string): string => words.split('|')[0] ?? '';

/** Words at the beginning of a description by which a number is another one. */
const equal = /^ (?:(?:is|has to be|must be) )?(?:exactly|equals?|equal to|the same as) /u;

const comparing =
  / (?:at least|at most|more|less|greater|above|below|positive|not|exceed|exceeds|up to|between|multiple|larger|smaller|than|minimum|maximum|zero|plus|minus|unless|except) /u;

/** Do words say that it is a member, and not something that the member has or is in: "the total", "exactly the outstanding amount", "the full price". */
const isSaid = (rest: string, words: readonly string[]): boolean => {
  const at = rest.indexOf(` ${words[0] ?? ''} `);
  const before = rest.slice(0, Math.max(0, at) + 1);
  return (
    at >= 0 &&
    words.every((word) => rest.slice(at).includes(` ${word} `)) &&
    /^ (?:exactly |equal to |precisely )?(?:(?:what|as) (?:the |its )?(?:\w+ ){1,2}(?:says|shows|states|gives|lists|names|has|reports|quotes) (?:in |as |under |at |for |by )?)?(?:(?:exactly|equal|to|the|same|as|its|full|whole|exact|entire|current|present|still|amount|sum) )*$/u.test(
      before,
    )
  );
};

/** "more than what is still open", "may not exceed the balance", "at most the outstanding amount". */
export const aboveOpen =
  / (?:more than|more (?:\w+ ){1,4}than|higher than|greater than|larger than|exceed|exceeds|exceeding|above|at most|up to) (?:\w+ ){0,4}?(?:open|outstanding|due|owed|owing|remaining|remains|left|balance|total|unpaid|rest) /u;

/** A sentence that begins with the bound itself. */
const leadingBound = /^ (?:anything |nothing |whatever is )?(?:no |not )?(?:more|higher|greater) than /u;

/** Names of members that show what may be paid at most, likeliest first. */
export const openNames = ['outstanding', 'remaining', 'open', 'due', 'balance', 'unpaid', 'total'];

const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

const textsFor = ({ document }: Contract, { location }: Operation, member: Schema): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  const own = saidIn(node);
  return [...own, ...partsOf(document, member).map(({ description }) => description)].filter((one) => typeof one === 'string');
};

type Suited = { readonly member: string } & (SuitedAmount | SuitedLeast);

/** The amount that a member of the body of an action is, where the document says which one it has to be or may not exceed. */
export const suitedAmount = (
  contract: Contract,
  operation: Operation,
  member: readonly [string, Schema],
  shown: ReadonlyMap<string, Schema>,
): Suited | undefined => amountByWords(contract, operation, member, shown) ?? boundNumber(contract, operation, member, shown);

/** Words of a text by which the most of a number ends something: "when they reach it, the book is `finished`". */
const ending = /\b(?:reach(?:es|ed)?|in full|fully|entirely|completes?|finishes)\b/iu;

/** A number that a sentence bounds by one of the resource, which the body does not name: "The assessed amount cannot be above the claimed amount". */
const boundNumber = (
  contract: Contract,
  operation: Operation,
  [member, schema]: readonly [string, Schema],
  shown: ReadonlyMap<string, Schema>,
): Suited | undefined => {
  const { document } = contract;
  const isNumber = (one: Schema): boolean => isType(document, one, 'integer') || isType(document, one, 'number');
  const own = membersOf(document, askedSchema(operation.body));
  const bounding = [...shown].flatMap(([name, one]) => (!own.has(name) && !name.includes('.') && isNumber(one) ? [name] : []));
  if (!isNumber(schema) || bounding.length === 0) return undefined;
  const around = { names: [...new Set([...bounding, ...own.keys()])], span: undefined };
  const said = saidIn(valueAt(document, nodeOf(operation.location)));
  const described = descriptionsIn(document, schema);
  const bounds = [
    ...described.flatMap((text) => boundsOfMember(text, member, around)),
    ...said.flatMap((text) => boundsInText(text, around)).filter((one) => one.member === member),
  ];
  const [upper, lower] = [upwards, downwards].map((sides) => {
    const [of, ...others] = new Set(bounds.flatMap(({ side, other }) => (sides.has(side) && other !== null ? [other] : [])));
    return of !== undefined && others.length === 0 && bounding.includes(of) ? of : undefined;
  });
  if (upper === undefined) return lower === undefined ? undefined : { kind: 'least', member, of: lower };
  const isSet = shown.has(member) && ![...said, ...described].some((text) => ending.test(text));
  return { kind: 'amount', member, rule: 'most', isFirm: true, of: upper, less: undefined, ...(isSet ? { isSet } : {}) };
};

/** How a number lies to what it may not exceed, and to what it may not be below. */
const upwards: ReadonlySet<Side> = new Set(['not-after']);
const downwards: ReadonlySet<Side> = new Set(['not-before', 'after']);

const amountByWords = (
  contract: Contract,
  operation: Operation,
  [member, schema]: readonly [string, Schema],
  shown: ReadonlyMap<string, Schema>,
): Suited | undefined => {
  const { document } = contract;
  const head = namesOf(member).find((word) => amountWords.has(word));
  const form = formOf(document, schema);
  if (head === undefined || form === undefined) return undefined;
  const numbers = [...shown].filter(([, one]) => formOf(document, one) === form).map(([name]) => name);
  const wordsIn = (name: string): readonly string[] => namesOf(name).filter((word) => !amountWords.has(word));
  const named = numbers.filter((name) => wordsIn(name).length > 0);
  const raw = textsFor(contract, operation, schema).flatMap(sentencesOf);
  // Its own description may leave out what it is about: "Exactly the total of the order".
  const own = partsOf(document, schema).flatMap(({ description }) => (typeof description === 'string' ? sentencesOf(description) : []));
  const elided = own
    .map((one) => ({ rest: firstClause(inClauses(one)), words: inClauses(one) }))
    .filter(({ rest }) => equal.test(rest) && !comparing.test(rest));
  const isAbout = (words: string): boolean => [head, 'amount', 'payment', 'it'].some((word) => words.includes(` ${word} `));
  const told = raw.map(inClauses).flatMap((words) => {
    const found = modal.exec(words);
    const isOwn = found && isAbout(words.slice(0, found.index + 1));
    const rest = isOwn ? firstClause(` ${words.slice(found.index + found[0].length)}`) : '';
    return isOwn && !comparing.test(rest) ? [{ rest, words }] : [];
  });
  for (const { rest, words } of [...told, ...elided]) {
    const of = named.filter((name) => isSaid(rest, wordsIn(name))).toSorted((a, b) => wordsIn(b).length - wordsIn(a).length)[0];
    if (of !== undefined) return { kind: 'amount', member, rule: 'exact', isFirm: isFirmRule({ rest, words }), of, less: undefined };
  }
  // "More than what is outstanding is not taken" is about the only amount of the body.
  const amounts = [...membersOf(document, askedSchema(operation.body)).keys()].filter((name) =>
    namesOf(name).some((word) => amountWords.has(word)),
  );
  const isOnly = amounts.length === 1;
  if (!raw.map(inWords).some((words) => aboveOpen.test(words) && (isAbout(words) || (isOnly && leadingBound.test(words)))))
    return undefined;
  const of = openNames.flatMap((word) => named.filter((name) => wordsIn(name).includes(word)))[0];
  if (of === undefined) return undefined;
  const isTotal = wordsIn(of).includes('total');
  const less = isTotal ? numbers.find((name) => wordsIn(name).join(' ') === 'paid') : undefined;
  return { kind: 'amount', member, rule: 'most', isFirm: true, of, less };
};
