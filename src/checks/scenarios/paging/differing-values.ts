import { coveredBy } from '../../../contract/infer/covering.ts';
import { describedLists } from '../../../contract/infer/conventions/collection.ts';
import { isType, itemsOf, membersOf } from '../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../../contract/model.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers, formMembers } from '../../../generators/body-members.ts';
import { isOfPast } from '../../../generators/past-day.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { followingForms } from '../../../generators/told-forms.ts';
import { askedContent } from '../../../contract/asked-content.ts';
import { isNumberText, numberIn, numberTexts } from '../../subjects/number-texts.ts';
import { dayMs, dayOf, minuteMs, wholeSeconds } from '../../kit/days.ts';

/** Numbers of which two are equal, and which have another order as texts. */
const numbers = [2, 10, 10, 9, 100] as const;

/** Words in plain letters, of which none is a part of another one. */
export const plainWords = ['Amber lantern', 'Walnut bridge', 'Copper kettle', 'Violet meadow', 'Granite harbour'] as const;

/** Values of lists: two items share one, one has a value of which that is only a part, and one has none. */
const labels = [['amber', 'walnut'], ['walnut', 'copper'], ['amberish', 'copper'], [], ['amber']] as const;

/** Days from now: the first lies far enough ahead for what has to be in the future. */
const daysAhead = [20, 34, 34, 27, 41] as const;

/**
 * Minutes before now: no two of them are equal, because a service may take equal moments for the same entry. They are in no order, and the first and the last one lie
 * between others.
 */
const minutesBefore = [30, 50, 20, 10, 40] as const;

/** On which side of now the moments of what is made lie. */
export type Times = 'ahead' | 'past';

type Asked = {
  readonly n: number;
  readonly index: number;
  readonly nowMs: number;
  readonly isWhole: boolean;
  readonly isEntry: boolean;
  readonly time: Times;
};

const at = <T>(values: readonly T[], n: number): T | undefined => values[n % values.length];

const listedIn = (schema: Schema): readonly unknown[] | undefined =>
  isObject(schema) && Array.isArray(schema['enum']) ? (schema['enum'] as readonly unknown[]) : undefined;

/** Numbers with decimals, in the same order, of which none is rounded to another one. */
const decimals = [2.25, 10.375, 10.375, 9.5, 100.125] as const;

/** Amounts that are written as texts, in another order as numbers: small ones, because a service may have room for no more. */
const amounts = [2.5, 10.5, 10.5, 9.5, 20.25] as const;

/** A text with an amount, with as many decimals as the schema takes; undefined where it takes not all of them. */
const amountFor = (contract: Contract, schema: Schema, n: number): string | undefined => {
  const texts = [2, 3, 1, 4, 0]
    .map((digits) => amounts.map((one) => one.toFixed(digits)))
    .find((all) => all.every((one) => mayBeSent(contract.document, schema, one)));
  return texts && at(texts, n);
};

/** A number among those that the schema allows: one of ours, else one of the first few. */
const numberFor = (contract: Contract, schema: Schema, n: number, isEntry: boolean): number | undefined => {
  if (isEntry && !typesOf(schema).includes('integer') && decimals.every((one) => mayBeSent(contract.document, schema, one)))
    return at(decimals, n);
  if (numbers.every((one) => mayBeSent(contract.document, schema, one))) return at(numbers, n);
  const least = isObject(schema) && typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
  const few = [0, 1, 2, 3, 4].map((step) => least + step).filter((one) => mayBeSent(contract.document, schema, one));
  return few.length > 1 ? at(few, n) : undefined;
};

/** The n-th number of a member that takes numbers, also such as are written as texts; undefined for every other member. */
export const differingNumber = (contract: Contract, { name, schema }: Pick<BodyMember, 'name' | 'schema'>, n: number): unknown => {
  const types = typesOf(schema);
  if (listedIn(schema) !== undefined || refers(name)) return undefined;
  if (types.includes('integer') || types.includes('number')) return numberFor(contract, schema, n, true);
  return types.includes('string') && isNumberText(contract, name, schema) ? amountFor(contract, schema, n) : undefined;
};

/** The n-th value of a member, such that the values of some resources are equal and others differ; undefined where the schema allows no choice. */
const valueFor = (contract: Contract, { name, schema }: BodyMember, { n, index, nowMs, isWhole, isEntry, time }: Asked): unknown => {
  const types = typesOf(schema);
  const format = isObject(schema) ? schema['format'] : undefined;
  const listed = listedIn(schema);
  if (listed !== undefined)
    return at(
      listed.filter((one) => one !== null),
      n,
    );
  if (types.includes('boolean')) return n % 2 === 1;
  if (types.includes('null') && n % 3 === 1) return null;
  if (types.includes('integer') || types.includes('number'))
    return [undefined, 'int32', 'int64', 'double', 'float'].some((one) => one === format)
      ? numberFor(contract, schema, n, isEntry)
      : undefined;
  if (types.includes('array')) {
    const item = itemsOf(contract.document, schema);
    const values = item === undefined ? undefined : listedIn(resolvedSchema(contract.document, item));
    const own = values === undefined ? at(labels, n) : [at(values, n), ...(n % 2 === 0 ? [] : [at(values, n + 1)])];
    return own === undefined ? undefined : [...new Set(own)];
  }
  if (!types.includes('string')) return undefined;
  const moment = isOfPast(name, schema)
    ? nowMs - ((at(daysAhead, n) ?? 0) + index) * dayMs
    : time === 'ahead'
      ? nowMs + ((at(daysAhead, n) ?? 0) + index) * dayMs + (isEntry ? n * minuteMs : 0)
      : nowMs - (at(minutesBefore, n) ?? 0) * minuteMs + index * 1000;
  if (format === 'date') return dayOf(moment);
  if (format === 'date-time') return wholeSeconds(moment);
  if (isNumberText(contract, name, schema)) return amountFor(contract, schema, n);
  const isNamed = ['id', 'code', 'key', 'slug', 'number', 'url', 'email', 'phone', 'password', 'token'].includes(
    wordsOf(name).at(-1) ?? '',
  );
  return format === undefined && !isNamed && isWhole ? at(plainWords, n + index) : undefined;
};

/** The top-level member of an item to which a pointer leads. */
const memberAt = (pointer: string): string | undefined => {
  const [name, ...deeper] = tokensOf(pointer);
  return deeper.length === 0 ? name : undefined;
};

/** The members of an item by whose values its list is filtered or ordered. */
export const comparedMembers = ({ filters, operation }: Collection): ReadonlySet<string> => {
  const { by, offered } = operation.conventions.ordering ?? {};
  const pointers = [
    ...filters.flatMap((one) => [one.at ?? [], one.also].flat()),
    ...(by === undefined ? [] : [by]),
    ...(offered?.orders ?? []).map((one) => one.by),
  ];
  return new Set(pointers.flatMap((pointer) => memberAt(pointer) ?? []));
};

/** The members of an item by which its list can be ordered, and whose values are numbers that are written as texts. */
const amountOrders = (contract: Contract, { operation }: Pick<Collection, 'operation'>): readonly string[] => {
  const texts = numberTexts(contract, operation);
  return (operation.conventions.ordering?.offered?.orders ?? []).flatMap(({ by }) => (texts.has(by) ? (memberAt(by) ?? []) : []));
};

/** The members of an item by which its list can be ordered, and whose values are numbers that a creation does not set: the service works them out. */
const workedOutOrders = (contract: Contract, create: Operation, { operation }: Pick<Collection, 'operation'>): readonly string[] => {
  const [described] = describedLists({ document: contract.document, operations: [operation] });
  const shown = described && membersOf(contract.document, described.item);
  const settable = new Set(bodyMembers(contract, create).map(({ name }) => name));
  return (operation.conventions.ordering?.offered?.orders ?? []).flatMap(({ by }) => {
    const name = memberAt(by);
    const schema = name === undefined ? undefined : shown?.get(name);
    const isNumeric = ['integer', 'number'].some((type) => isType(contract.document, schema, type));
    return name !== undefined && isNumeric && !settable.has(name) ? [name] : [];
  });
};

/** The entries of a list in a body with other numbers, from which the service works out those of the resource; undefined where it has none. */
const entriesFor = (contract: Contract, { schema }: BodyMember, given: unknown, n: number): readonly unknown[] | undefined => {
  const [first] = Array.isArray(given) ? (given as readonly unknown[]) : [];
  const members = membersOf(contract.document, itemsOf(contract.document, schema));
  if (!isObject(first)) return undefined;
  const numbersOf = [...members].flatMap(([name, one]): (readonly [string, number])[] => {
    const resolved = resolvedSchema(contract.document, one);
    const isFree = typeof first[name] === 'number' && isFreeNumber({ name, schema: resolved }, true);
    const value = isFree ? numberFor(contract, resolved, n, false) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  return numbersOf.length === 0 ? undefined : [{ ...first, ...Object.fromEntries(numbersOf) }];
};

/** Is the order of items by a number the same for numbers and for texts. */
const hidesDigits = (items: readonly unknown[], name: string): boolean => {
  const told = items.map((item) => valueAt(item, `/${name}`)).filter((one): one is number => typeof one === 'number');
  return !told.some((one) => told.some((other) => one < other && String(one) > String(other)));
};

/** Is the order of items by one of their amounts the same for numbers and for texts, so that it does not show which of them were compared. */
const hideNumbers = (contract: Contract, collection: Collection, items: readonly unknown[]): boolean =>
  amountOrders(contract, collection).some((name) => {
    const told = items.flatMap((item) => {
      const text = valueAt(item, `/${name}`);
      const number = numberIn(text);
      return typeof text === 'string' && number !== undefined ? [{ text, number }] : [];
    });
    return !told.some((one) => told.some((other) => one.number < other.number && one.text > other.text));
  });

const written = (text: unknown): string => (typeof text === 'string' ? text : '');

/** Those of which a filter takes whole values. */
const exactMembers = ({ filters }: Collection): ReadonlySet<string> =>
  new Set(
    filters
      .filter(({ compare }) => compare !== 'contains')
      .flatMap((one) => [one.at ?? [], one.also].flat().flatMap((pointer) => memberAt(pointer) ?? [])),
  );

/** Plain whole numbers, and in entries any plain numbers, take other values too, so that what a list shows can be told apart. */
const isFreeNumber = ({ name, schema }: Pick<BodyMember, 'name' | 'schema'>, isEntry: boolean): boolean =>
  (typesOf(schema).includes('integer') || (isEntry && typesOf(schema).includes('number'))) &&
  listedIn(schema) === undefined &&
  isObject(schema) &&
  schema['multipleOf'] === undefined &&
  !String(schema['format']).startsWith('unix') &&
  wordsOf(name).at(-1) !== 'id';

/** States in which many servers keep a resource from being removed. */
const isFinal = /paid|ship|sent|deliver|clos|complet|done|final|lock|archiv|cancel|delet|publish|approv|active|running|issued|started/iu;

/** The states that a new resource may be given: where its removal, or that of the resource above it, is described to be refused by a conflict, only those that keep nothing. */
const harmless = (contract: Contract, create: Operation, { schema }: BodyMember): readonly unknown[] | undefined => {
  const listed = listedIn(schema);
  const removal =
    contract.inferredResourceTypes.find((one) => one.create.key === create.key)?.remove ??
    [...coveredBy(contract, create).values()].at(-1)?.resourceType.remove;
  const mayRefuse = removal?.responses.some(({ status }) => ['409', '412', '422', '423'].includes(status)) === true;
  return mayRefuse ? listed?.filter((one) => typeof one === 'string' && !isFinal.test(one)) : listed;
};

const isState = (name: string): boolean => ['state', 'status', 'stage', 'phase'].includes(wordsOf(name).at(-1) ?? '');

/** Names of members that refer to other resources, or that a run fills in by itself. */
const refers = (name: string): boolean => ['id', 'ids', 'ref', 'reference', 'url', 'uri'].includes(wordsOf(name).at(-1) ?? '');

/** The members that a creation sets: of its JSON, else of its form. */
const settableMembers = (contract: Contract, create: Operation): readonly BodyMember[] => {
  const members = bodyMembers(contract, create);
  return members.length > 0 ? members : formMembers(contract, create);
};

/** Is a list filtered by what its items refer to. */
export const refersByFilter = (collection: Collection): boolean => [...comparedMembers(collection)].some(refers);

/**
 * Bodies for the n-th of some resources that differ in what their list is filtered and ordered by, the most telling first. A server may refuse to set a
 * state, or know only some texts, so that bodies without amounts, without states and without such texts follow, each on a rung of its own.
 * @param body The body of an ordinary creation, which names what has to be fresh.
 * @param entry The members of an entry, where the body is one of those that the creation brings.
 */
export const differingBodies = (
  contract: Contract,
  create: Operation,
  collection: Collection,
  body: Readonly<Record<string, unknown>>,
  { n, nowMs, entry, time = 'ahead' }: Pick<Asked, 'n' | 'nowMs'> & { readonly entry?: readonly BodyMember[]; readonly time?: Times },
): readonly { readonly rung: number; readonly body: Readonly<Record<string, unknown>> }[] => {
  const isEntry = entry !== undefined;
  const members = entry ?? settableMembers(contract, create);
  const compared = comparedMembers(collection);
  const texts = members.filter(({ name }) => !refers(name) && written(body[name]).includes('ct-')).map(({ name }) => name);
  // One text of ours has to stay, by which the resource is known as one of the run.
  const kept = texts.find((name) => !compared.has(name)) ?? texts[0];
  // An amount that the server works out follows from those that are sent.
  const isWorkedOut = amountOrders(contract, collection).some((name) => !members.some((member) => member.name === name));
  const isAmount = ({ name, schema }: BodyMember): boolean => isNumberText(contract, name, schema);
  const bringsNumbers = !isEntry && workedOutOrders(contract, create, collection).length > 0;
  const isChosen = (member: BodyMember): boolean =>
    (bringsNumbers && entriesFor(contract, member, body[member.name], n) !== undefined) ||
    compared.has(member.name) ||
    isFreeNumber(member, isEntry) ||
    (isWorkedOut && isAmount(member));
  const chosen = members.filter((member) => isChosen(member) && !refers(member.name));
  const set = chosen.flatMap((member, index): (readonly [string, unknown])[] => {
    const states = isState(member.name) ? harmless(contract, create, member) : undefined;
    const entries = bringsNumbers ? entriesFor(contract, member, body[member.name], n) : undefined;
    if (entries !== undefined) return mayBeSent(contract.document, member.schema, entries) ? [[member.name, entries]] : [];
    const value = states ? at(states, n) : valueFor(contract, member, { n, index, nowMs, isWhole: member.name !== kept, isEntry, time });
    const own =
      member.name === kept && typesOf(member.schema).includes('string') ? `${at(plainWords, n) ?? ''} ${String(body[kept])}` : value;
    return own !== undefined && mayBeSent(contract.document, member.schema, own) ? [[member.name, own]] : [];
  });
  // A service may take no such amounts; that says nothing of the other values.
  const amountNames = new Set(chosen.filter(isAmount).map(({ name }) => name));
  const withoutAmounts = set.filter(([name]) => !amountNames.has(name));
  const withoutStates = withoutAmounts.filter(([name]) => !isState(name));
  // What a file of the list has to put into quotes; not where a filter takes the whole text, because commas may divide its values.
  const odd = members.find(({ name }) => name === kept && !exactMembers(collection).has(name));
  const quoted = odd && n === 4 ? `${written(Object.fromEntries(set)[odd.name] ?? body[odd.name])}, "north"` : undefined;
  const withQuotes =
    odd && quoted !== undefined && mayBeSent(contract.document, odd.schema, quoted) ? [[...set, [odd.name, quoted] as const]] : [];
  const withoutTexts = withoutStates.filter(
    ([, value]) => typeof value !== 'string' || !plainWords.some((words) => value.startsWith(words)),
  );
  const rungs = [
    ...withQuotes.map((one) => ({ rung: 0, one })),
    { rung: 0, one: set },
    { rung: 1, one: withoutAmounts },
    { rung: 2, one: withoutStates },
    { rung: 3, one: withoutTexts },
  ];
  return rungs
    .filter(({ one }, place) => one.length > 0 && rungs.findIndex((other) => other.one.length === one.length) === place)
    .map(({ rung, one }) => {
      const whole = { ...body, ...Object.fromEntries(one) };
      const asked = isEntry ? undefined : askedContent(create.body);
      return {
        rung,
        body: followingForms(
          contract,
          create,
          asked,
          whole,
          one.map(([name]) => name),
        ),
      };
    });
};

/** Does a creation bring entries with numbers. */
const bringsEntries = (contract: Contract, create: Operation): boolean =>
  bodyMembers(contract, create).some(({ schema }) =>
    [...membersOf(contract.document, itemsOf(contract.document, schema))].some(([name, one]) =>
      isFreeNumber({ name, schema: resolvedSchema(contract.document, one) }, true),
    ),
  );

/** Do items show the same at a member by which their list is filtered or ordered that a creation can set, or have amounts whose order is the same for texts. */
export const areAlike = (contract: Contract, create: Operation, collection: Collection, items: readonly unknown[]): boolean => {
  const settable = new Set(settableMembers(contract, create).map(({ name }) => name));
  const isSame = (name: string): boolean => new Set(items.map((item) => JSON.stringify(valueAt(item, `/${name}`)) ?? '')).size < 2;
  return (
    [...comparedMembers(collection)].some((name) => settable.has(name) && !refers(name) && isSame(name)) ||
    hideNumbers(contract, collection, items) ||
    (bringsEntries(contract, create) && workedOutOrders(contract, create, collection).some((name) => hidesDigits(items, name)))
  );
};
