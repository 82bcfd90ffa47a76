import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation, Schema } from '../model.ts';
import { isObject, valueAt } from '../pointer.ts';
import { isJsonType } from '../wire/media-type.ts';
import { answerSchema } from './conventions/collection.ts';
import { sentencesOf } from './sentences.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { isSamePath, pathAbove, tailOf } from './path-template.ts';
import { heldVersion } from './held-version.ts';
import { type ListedWith, listedWith } from './listed-with.ts';
import { type PartOfOwn, partedTypeOf, partOfOwn } from './part-of-own.ts';
import { amountOfMoney } from './money.ts';
import { type MemberWay, nounsByDescription, referenceAt } from './references.ts';
import { nounWordsOf } from './id-names.ts';
import { resourceMembers } from './resource-object.ts';
import { isType, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { spanNames } from './span-names.ts';
import { wordsOf } from './words.ts';
import { saidIn } from '../said.ts';

/** A member at the top of the body of an action whose value depends on the resource in its path. */
export type SuitedMember = { readonly member: string } & (
  | {
      /**
       * An amount: `exact` where it has to be what the resource shows ("The amount has to be the total of the order"), `most` where it may not be more than that
       * ("A payment of more than what is still open is refused").
       */
      readonly kind: 'amount';
      readonly rule: 'exact' | 'most';
      /** Is another amount refused to everybody: not where the rule is one as a rule, for some payments or on a condition. */
      readonly isFirm: boolean;
      /** The member of the resource that shows it. */
      readonly of: string;
      /** The member that shows how much of it is done already; undefined where none does. */
      readonly less: string | undefined;
    }
  | {
      /** Ids of what belongs to the resource. */
      readonly kind: 'ids';
      readonly isList: boolean;
      /** The ids are numbers. */
      readonly isNumber: boolean;
      /** Members of the resource that list such ids, the narrowest first: `outstandingTicketIds`, `ticketIds`. */
      readonly shownIn: readonly string[];
      /** Members of the resource that list such things as objects, and the member of each that is its id: `passengers` by `id`. */
      readonly heldIn: readonly { readonly list: string; readonly id: string }[];
      /** How the run creates what the ids name, where the resource itself lists none yet. */
      readonly parts: Parts | undefined;
    }
  | {
      /** The id of one of the things that a read right below the resource lists: one of the rates of `GET /shipments/{shipmentId}/rates`. */
      readonly kind: 'listed';
      /** What one of them is called, in the singular. */
      readonly noun: string;
      readonly isList: boolean;
      readonly list: Operation;
      /** The member of the answer that holds the list; undefined where the answer is the list. */
      readonly at: string | undefined;
      /** The member of each entry that is its id. */
      readonly id: string;
      /** Adds to that list; undefined where nothing does. */
      readonly ask: Operation | undefined;
    }
  | {
      /** When the resource ends: not before it begins, nor after it ends already. */
      readonly kind: 'end';
      /** The member of the resource that shows when it begins. */
      readonly begin: string;
    }
  | ({
      /** The id of one of the parts that the resource lists, with what it has to have: "an attachment of this application of kind PROPOSAL". */
      readonly kind: 'part';
    } & PartOfOwn)
  | ({
      /** The id of something that a list elsewhere shows with a value that it has to have: "a user with role REVIEWER". */
      readonly kind: 'elsewhere';
    } & ListedWith)
  | {
      /** The version of the resource that a client has read. */
      readonly kind: 'version';
    }
  | {
      /** What the answer to the creation of the resource, or to another action on it, tells, and no read shows: the code to fetch it with. */
      readonly kind: 'told';
    }
);

/** What is created below something that the creation of a resource names: units of the item that a reservation is for. */
export type Parts = {
  readonly part: AnyInferred;
  /** The type that the parts are created below. */
  readonly parent: AnyInferred;
  /** The way to the member of the body of the creation that names the parent. */
  readonly namedAt: MemberWay;
};

/** The operation acts on one resource of this type, which this operation reads. */
export type ActedType = { readonly resourceType: AnyInferred; readonly read: Operation };

/** The type of the resource right above the end of the path of an action; undefined where the run cannot create or read it. */
export const actedTypeOf = (contract: Contract, operation: Operation): ActedType | undefined =>
  operation.method === 'POST' ? partedTypeOf(contract, operation) : undefined;

/** The type of the resource that an action is on, with the operation whose answers show one: the read, else, where nothing reads or lists them, the creation. */
const shownTypeOf = (contract: Contract, operation: Operation): ActedType | undefined => {
  const acted = actedTypeOf(contract, operation);
  if (acted) return acted;
  const resourceType = unreadTypeOf(contract, operation);
  return resourceType && { resourceType, read: resourceType.create };
};

/** The type of the resource that an action is on, where no read shows one of it. */
export const unreadTypeOf = (contract: Contract, operation: Operation): AnyInferred | undefined => {
  if (operation.method !== 'POST' || operation.effect === 'safe' || actedTypeOf(contract, operation)) return undefined;
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  return covering.map((one) => one.resourceType).find((one) => isSamePath(pathAbove(operation.path), itemOf(one).path));
};

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

const amountOf = (
  contract: Contract,
  operation: Operation,
  [member, schema]: readonly [string, Schema],
  shown: ReadonlyMap<string, Schema>,
): SuitedMember | undefined => {
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
  const amounts = [...membersOf(document, bodyOf(operation)).keys()].filter((name) => namesOf(name).some((word) => amountWords.has(word)));
  const isOnly = amounts.length === 1;
  if (!raw.map(inWords).some((words) => aboveOpen.test(words) && (isAbout(words) || (isOnly && leadingBound.test(words)))))
    return undefined;
  const of = openNames.flatMap((word) => named.filter((name) => wordsIn(name).includes(word)))[0];
  if (of === undefined) return undefined;
  const isTotal = wordsIn(of).includes('total');
  const less = isTotal ? numbers.find((name) => wordsIn(name).join(' ') === 'paid') : undefined;
  return { kind: 'amount', member, rule: 'most', isFirm: true, of, less };
};

const idWords: ReadonlySet<string> = new Set(['id', 'ids']);

/** The member of the body of a creation that names a resource of a type, at its top or in the elements of a list. */
const namingIn = (contract: Contract, create: Operation, type: AnyInferred): MemberWay | undefined => {
  const { document } = contract;
  const body = create.body?.content.find(({ mediaType }) => isJsonType(mediaType))?.schema;
  const ways = [...membersOf(document, body)].flatMap(([name, schema]): readonly MemberWay[] => [
    [name],
    ...[...membersOf(document, itemsOf(document, schema)).keys()].map((inner) => [name, inner]),
  ]);
  const found = ways.filter((way) => {
    const reference = referenceAt(contract, create, way);
    return reference?.resourceType === type && reference.inside === undefined;
  });
  return found.length === 1 ? found[0] : undefined;
};

const partsFor = (contract: Contract, operation: Operation, member: string, { resourceType }: ActedType): Parts | undefined => {
  const reference = referenceAt(contract, operation, [member]);
  const part = reference?.inside === undefined ? reference?.resourceType : undefined;
  if (!part) return undefined;
  const above = [...coveredBy(contract, part.create).values(), ...coveredByLasting(contract, part.create).values()];
  const parent = above.map((one) => one.resourceType).find((one) => isSamePath(pathAbove(part.create.path), itemOf(one).path));
  const namedAt = parent && namingIn(contract, resourceType.create, parent);
  return parent && namedAt ? { part, parent, namedAt } : undefined;
};

const idsOf = (
  contract: Contract,
  operation: Operation,
  [member, schema]: readonly [string, Schema],
  shown: ReadonlyMap<string, Schema>,
  acted: ActedType,
): SuitedMember | undefined => {
  const { document } = contract;
  const words = wordsOf(member);
  const isList = isType(document, schema, 'array');
  if (words.length < 2 || !idWords.has(words.at(-1) ?? '')) return undefined;
  const isNumber = isType(document, isList ? itemsOf(document, schema) : schema, 'integer');
  const noun = words.slice(0, -1).map(singular).join(' ');
  const shownIn = [...shown]
    .filter(([name, one]) => {
      const own = wordsOf(name);
      const isOfIds = idWords.has(own.at(-1) ?? '') && ` ${own.slice(0, -1).map(singular).join(' ')}`.endsWith(` ${noun}`);
      return isType(document, one, 'array') && isOfIds && !isType(document, itemsOf(document, one), 'object');
    })
    .map(([name]) => name)
    .toSorted((a, b) => wordsOf(b).length - wordsOf(a).length);
  const heldIn = [...shown].flatMap(([list, one]) => {
    const held = membersOf(document, itemsOf(document, one));
    const id = ['id', [...words.slice(0, -1), 'id'].join('_'), member].find((name) => held.has(name));
    return isType(document, one, 'array') && id !== undefined && wordsOf(list).map(singular).join(' ') === noun ? [{ list, id }] : [];
  });
  if (addsHeld(contract, operation, member, noun)) return undefined;
  const parts = partsFor(contract, operation, member, acted);
  return shownIn.length === 0 && heldIn.length === 0 && !parts
    ? undefined
    : { kind: 'ids', member, isList, isNumber, shownIn, heldIn, parts };
};

/**
 * Does an operation add what its body names to a list of the resource: `bookIds` of `POST /shelves/{shelfId}/books`, where books stand for themselves. What the resource holds already is
 * no use there.
 */
const addsHeld = (contract: Contract, operation: Operation, member: string, noun: string): boolean => {
  if (
    operation.method !== 'POST' ||
    wordsOf(tailOf(operation.path).at(-1) ?? '')
      .map(singular)
      .join(' ') !== noun
  )
    return false;
  const named = referenceAt(contract, operation, [member])?.resourceType;
  return named !== undefined && !named.name.includes('{');
};

/** The list in the answer of a read: the answer itself, or the only member of it that is one. */
const listIn = (
  document: Contract['document'],
  answer: Schema,
): { readonly at: string | undefined; readonly entry: Schema | undefined } | undefined => {
  if (isType(document, answer, 'array')) return { at: undefined, entry: itemsOf(document, answer) };
  const lists = [...membersOf(document, answer)].filter(([, one]) => isType(document, one, 'array'));
  const [only] = lists;
  return only && lists.length === 1 ? { at: only[0], entry: itemsOf(document, only[1]) } : undefined;
};

/** Is an operation one that may be called for what it adds to a list: nothing of it leaves the service. */
const isAsking = ({ method, effect, unsupported, issues, inferred }: Operation): boolean =>
  method === 'POST' &&
  (effect.startsWith('creates') || effect === 'asks') &&
  unsupported === undefined &&
  issues !== true &&
  inferred?.reaches === undefined;

/** What an operation says that a member names: "`sponsor` is a member of this club", "`payer` has to be one of the members of the club". */
const nounsTold = (
  contract: Contract,
  operation: Operation,
  [member, schema]: readonly [string, Schema],
  whole: string,
): readonly string[] => {
  const told = new RegExp(
    String.raw`(?<![\w.])\x60?${member}\x60?(?:,[^,.]*,)? (?:is|names|identifies|refers to|stands for|(?:must|has to|needs to) (?:be|name|refer to|identify)) (?:(?:an?|the|one of the|any of the|another|id of an?|id of the) )?(?:existing |other |active )?(?<noun>\p{L}+(?: \p{L}+)?) of (?:this|the|that|its|the same) ${whole}\b`,
    'u',
  );
  const said = saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap((text) => told.exec(text)?.groups?.['noun'] ?? []);
  const isPlain = partsOf(contract.document, schema).every(({ enum: values, format }) => values === undefined && format === undefined);
  // "an active member" is a member.
  return isPlain ? said.flatMap((noun) => wordsOf(noun).map((_, n, words) => words.slice(n).map(singular).join(''))) : [];
};

/**
 * What the body of an action, or of a creation, names by its id, and a read right below the resource lists under that name: `rateId` of a purchase, and the rates of the
 * shipment; `sponsor`, "Id of the member" or "`sponsor` is a member of this club", and the members of the club.
 */
const listedOf = (
  contract: Contract,
  operation: Operation,
  [member, schema]: readonly [string, Schema],
  { resourceType }: ActedType,
): SuitedMember | undefined => {
  const { document, operations } = contract;
  const words = wordsOf(member);
  const isId = words.length > 1 && idWords.has(words.at(-1) ?? '');
  const whole = nounWordsOf(resourceType.name).at(-1) ?? '';
  const nouns = isId
    ? [words.slice(0, -1).map(singular).join('')]
    : isType(document, schema, 'array') || words.length === 0
      ? []
      : [...nounsByDescription(document, member, schema), ...nounsTold(contract, operation, [member, schema], whole)];
  if (nouns.length === 0) return undefined;
  const found = operations.flatMap((list): readonly (SuitedMember & { readonly kind: 'listed' })[] => {
    const [last = '', ...more] = tailOf(list.path);
    const isOfIt =
      list.method === 'GET' &&
      list.effect === 'safe' &&
      more.length === 0 &&
      singular(last) !== last &&
      nouns.includes(
        wordsOf(last)
          .map(singular)
          .join(isId ? ' ' : ''),
      ) &&
      isSamePath(pathAbove(list.path), itemOf(resourceType).path);
    const answer = isOfIt ? answerSchema(list) : undefined;
    const shown = answer === undefined ? undefined : listIn(document, answer);
    const held = shown && membersOf(document, shown.entry);
    const names = isId ? ['id', member, [...words.slice(0, -1), 'id'].join('_')] : ['id', 'uuid'];
    const id = held && names.find((name) => held.has(name));
    if (!shown || id === undefined) return [];
    const ask = operations.find((one) => isAsking(one) && isSamePath(one.path, list.path));
    const noun = wordsOf(last).map(singular).join(' ');
    return [{ kind: 'listed', member, noun, isList: isType(document, schema, 'array'), list, at: shown.at, id, ask }];
  });
  return found.length === 1 ? found[0] : undefined;
};

const isTime = (document: Contract['document'], schema: Schema, format: string): boolean =>
  partsOf(document, schema).some((part) => part['format'] === format);

/** A day or a moment that is the end of what the resource shows the begin of, in the same form: `ends_on` beside `starts_on`. */
const endOf = (
  { document }: Contract,
  [member, schema]: readonly [string, Schema],
  shown: ReadonlyMap<string, Schema>,
): SuitedMember | undefined => {
  const format = ['date', 'date-time'].find((one) => isTime(document, schema, one));
  if (format === undefined) return undefined;
  const times = [...shown].flatMap(([name, one]) => (name !== member && isTime(document, one, format) ? [name] : []));
  const [begin] = spanNames([...times, member]).find(([, end]) => end === member) ?? [];
  return begin === undefined ? undefined : { kind: 'end', member, begin };
};

/** The operations whose answers tell what an action asks for in a member of its body, and no read of the resource shows; with the type of that. */
export const toldBy = (
  contract: Contract,
  operation: Operation,
  member: string,
): { readonly type: AnyInferred; readonly tellers: readonly Operation[] } | undefined => {
  const { document, operations } = contract;
  const acted = actedTypeOf(contract, operation);
  if (!acted) return undefined;
  const { resourceType: type, read } = acted;
  const shows = (one: Operation): boolean => {
    const answer = answerSchema(one);
    return answer !== undefined && resourceMembers(document, answer).has(member);
  };
  const item = itemOf(type).path;
  if (shows(read)) return undefined;
  // What another creation below it answers is something of its own.
  const tellers = operations.filter(
    (one) =>
      one.method === 'POST' &&
      one.key !== operation.key &&
      (one.key === type.create.key ||
        (!one.effect.startsWith('creates') && tailOf(one.path).length === 1 && isSamePath(pathAbove(one.path), item))) &&
      shows(one),
  );
  return tellers.length > 0 ? { type, tellers } : undefined;
};

/** What another answer tells of the resource. */
const toldOf = (contract: Contract, operation: Operation, [member, schema]: readonly [string, Schema]): SuitedMember | undefined => {
  const { document } = contract;
  const isPlain = ['string', 'integer'].some((type) => isType(document, schema, type));
  // One of a few listed values is a choice, and no secret that is told.
  const isChosen = partsOf(document, schema).some((part) => part['enum'] !== undefined || part['const'] !== undefined);
  return isPlain && !isChosen && toldBy(contract, operation, member) ? { kind: 'told', member } : undefined;
};

const known = new WeakMap<Operation, readonly SuitedMember[]>();

/** The members of the body of a change or an action that have to suit the resource in its path. Only for a contract that is held to the standard requirements. */
export const suitedMembers = (contract: Contract, operation: Operation): readonly SuitedMember[] => {
  if (contract.standard.size === 0 || operation.effect === 'safe' || !['POST', 'PATCH', 'PUT'].includes(operation.method)) return [];
  const before = known.get(operation);
  if (before) return before;
  const version = heldVersion(contract, operation)?.member;
  const found = [
    ...(version === undefined ? [] : [{ kind: 'version' as const, member: version }]),
    ...findSuited(contract, operation).filter(({ member }) => member !== version),
  ];
  known.set(operation, found);
  return found;
};

/** Members with those of the objects among them, by their way: `price.total`. */
const withInner = (document: Contract['document'], members: ReadonlyMap<string, Schema>): ReadonlyMap<string, Schema> =>
  new Map([
    ...members,
    ...[...members].flatMap(([name, schema]) => [...membersOf(document, schema)].map(([inner, one]) => [`${name}.${inner}`, one] as const)),
  ]);

/** The value of a member that {@link SuitedMember} names, in a resource: at its top, or in an object there. */
export const memberOf = (resource: Readonly<Record<string, unknown>>, of: string): unknown => {
  if (Object.hasOwn(resource, of)) return resource[of];
  const [outer = '', inner] = of.split('.');
  const around = resource[outer];
  return inner !== undefined && isObject(around) ? around[inner] : undefined;
};

/** The resource in an answer: the answer itself, or the object in it that has an id, or the only one. */
export const resourceIn = (body: unknown): Readonly<Record<string, unknown>> | undefined => {
  if (!isObject(body)) return undefined;
  const inside = Object.values(body).filter(isObject);
  const withId = inside.filter((one) => 'id' in one);
  const [only] = withId.length === 1 ? withId : inside.length === 1 ? inside : [];
  return !('id' in body) && only !== undefined ? only : body;
};

const bodyOf = ({ body }: Operation): Schema | undefined => body?.content.find(({ mediaType }) => isJsonType(mediaType))?.schema;

const findSuited = (contract: Contract, operation: Operation): readonly SuitedMember[] => {
  const body = bodyOf(operation);
  const parts = [...membersOf(contract.document, body)].flatMap(([member, schema]): readonly SuitedMember[] => {
    const isOne = idWords.has(wordsOf(member).at(-1) ?? '') && !isType(contract.document, schema, 'array');
    const part = isOne ? partOfOwn(contract, operation, member) : undefined;
    if (part) return [{ kind: 'part', member, ...part }];
    const listed = isOne ? listedWith(contract, operation, member) : undefined;
    return listed ? [{ kind: 'elsewhere', member, ...listed }] : [];
  });
  const acted = shownTypeOf(contract, operation);
  const answer = acted && answerSchema(acted.read);
  if (!acted || answer === undefined) return parts;
  const shown = withInner(contract.document, resourceMembers(contract.document, answer));
  const others = [...membersOf(contract.document, body)].flatMap(
    (one) =>
      amountOf(contract, operation, one, shown) ??
      idsOf(contract, operation, one, shown, acted) ??
      listedOf(contract, operation, one, acted) ??
      endOf(contract, one, shown) ??
      toldOf(contract, operation, one) ??
      [],
  );
  return [...others, ...parts.filter(({ member }) => !others.some((one) => one.member === member))];
};

/** What the actions on resources of a type need to be there: each kind of part once. */
export const partsNeeded = (contract: Contract, resourceType: AnyInferred): readonly Parts[] => {
  const all = contract.operations.flatMap((operation) =>
    actedTypeOf(contract, operation)?.resourceType === resourceType
      ? suitedMembers(contract, operation).flatMap((one) => (one.kind === 'ids' && one.parts ? [one.parts] : []))
      : [],
  );
  return all.filter((one, n) => all.findIndex(({ part }) => part === one.part) === n);
};
