import { conditionsToldIn, type Listing, type ToldCondition } from '../contract/infer/told-conditions.ts';
import { belowConditionsIn } from '../contract/infer/told-below.ts';
import { takenConditionsIn } from '../contract/infer/told-takes.ts';
import { descriptionsIn, partsOf } from '../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn, saidOfTags } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { alternativeConditions, toldAlternatives } from './alternatives.ts';
import { bodyMembers } from './body-members.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';
import { askedSchema } from '../contract/asked-content.ts';
import { actsAs } from '../contract/infer/acting.ts';

type Document = Contract['document'];
type Json = Readonly<Record<string, unknown>>;

/** Words without which no text says when a member has to be there. */
const hints =
  /\brequire[sd]?\b|\bmandatory\b|\bobligatory\b|\bnecessary\b|\bneed(?:s|ed)?\b|\b(?:must|has to|have to)\b|\ballowed\b|\bpermitted\b|\bforbidden\b|\bprohibited\b|\bonly\b|\bnot\b/iu;

/** The values that a member lists, or those of a member that is true or false; none where it takes others. */
export const listedBy = (document: Document, schema: Schema): readonly unknown[] => {
  const resolved = resolvedSchema(document, schema);
  if (!isObject(resolved)) return [];
  const { enum: listed } = resolved;
  if (Array.isArray(listed)) return listed.filter((value) => value !== null) as unknown[];
  return typesOf(resolved).includes('boolean') ? [true, false] : [];
};

/** Do two conditions say that the same member has to be there and may not be. */
const contradict = (one: ToldCondition, other: ToldCondition): boolean =>
  one.member === other.member &&
  one.by === other.by &&
  one.rule !== other.rule &&
  (one.values === undefined || other.values === undefined || one.values.some((value) => other.values?.includes(value) === true));

/**
 * What the texts of an object and of its members say of when a member has to be there, or may not be.
 * @param texts What is written of the object as a whole, where members have to be named.
 * @param required The members that its schema requires anyway.
 */
export const conditionsOf = (
  document: Document,
  members: ReadonlyMap<string, Schema>,
  texts: readonly string[],
  required: ReadonlySet<string>,
): readonly ToldCondition[] => {
  const own = [...members].flatMap(([name, schema]) =>
    descriptionsIn(document, schema)
      .filter((text) => hints.test(text))
      .map((text) => ({ name, text })),
  );
  const about = texts.filter((text) => hints.test(text));
  if (own.length === 0 && texts.length === 0) return [];
  const listing: Listing = new Map([...members].map(([name, schema]) => [name, listedBy(document, schema)]));
  const found = [
    ...own.flatMap(({ name, text }) => conditionsToldIn(text, name, listing)),
    ...about.flatMap((text) => conditionsToldIn(text, undefined, listing)),
    ...texts.flatMap((text) => [...takenConditionsIn(text, listing), ...belowConditionsIn(text, listing)]),
  ].filter(({ member }) => !required.has(member));
  const distinct = [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
  return distinct.filter((one) => !distinct.some((other) => contradict(one, other)));
};

/** Does a condition hold for an object: has the deciding member one of the values, by itself or by its default. */
export const holdsFor = (
  document: Document,
  members: ReadonlyMap<string, Schema>,
  { by, values }: ToldCondition,
  object: Json,
): boolean => {
  const own = object[by];
  if (values === undefined) return own !== undefined && own !== null;
  const resolved = resolvedSchema(document, members.get(by) ?? true);
  return values.includes(own ?? (isObject(resolved) ? resolved['default'] : undefined));
};

const takesNull = (document: Document, schema: Schema): boolean =>
  partsOf(document, schema).some((part) => part['nullable'] === true || typesOf(part).includes('null'));

const known = new WeakMap<Contract, WeakMap<Operation, readonly ToldCondition[]>>();

/** The conditions of the members at the top of the body of an operation. A change (PATCH) is about what is stored too, and has none. */
export const conditionsIn = (contract: Contract, operation: Operation): readonly ToldCondition[] => {
  if (contract.standard.size === 0 || actsAs(operation) === 'PATCH') return [];
  const all = known.get(contract) ?? new WeakMap<Operation, readonly ToldCondition[]>();
  known.set(contract, all);
  const before = all.get(operation);
  if (before) return before;
  const { document } = contract;
  const members = bodyMembers(contract, operation);
  const node = valueAt(document, nodeOf(operation.location));
  // The section of a resource tells what it is made of; its actions have bodies of their own.
  const ofSection = operation.method === 'PUT' || operation.effect === 'creates' || operation.effect === 'creates-permanently';
  const found = [
    ...alternativeConditions(toldAlternatives(contract, operation)),
    ...conditionsOf(
      document,
      new Map(members.map(({ name, schema }) => [name, schema])),
      [...saidIn(node), ...(ofSection ? saidOfTags(document, node) : []), ...descriptionsIn(document, askedSchema(operation.body))],
      // Where null is taken, what has to be there may still say nothing.
      new Set(members.filter(({ required, schema }) => required && !takesNull(document, schema)).map(({ name }) => name)),
    ),
  ];
  all.set(operation, found);
  return found;
};

const ofProperties = new WeakMap<object, readonly ToldCondition[]>();

/** The conditions of the members of an object that is described by itself, such as an entry of a list. */
export const conditionsInObject = (document: Document, resolved: Json): readonly ToldCondition[] => {
  const { properties, required } = resolved;
  if (!isObject(properties)) return [];
  const before = ofProperties.get(properties);
  if (before) return before;
  const members = new Map(
    Object.entries(properties).flatMap(([name, schema]) =>
      isObject(schema) || typeof schema === 'boolean' ? [[name, schema] as const] : [],
    ),
  );
  const named = new Set(Array.isArray(required) ? (required as unknown[]).filter((name) => typeof name === 'string') : []);
  const found = conditionsOf(document, members, descriptionsIn(document, resolved), named);
  ofProperties.set(properties, found);
  return found;
};

/** The members that an object lacks by the conditions that hold for it. */
export const lackedBy = (
  document: Document,
  members: ReadonlyMap<string, Schema>,
  conditions: readonly ToldCondition[],
  object: Json,
): readonly string[] =>
  conditions
    .filter((one) => one.rule === 'required' && (object[one.member] ?? null) === null && holdsFor(document, members, one, object))
    .map(({ member }) => member);

/** The members that an object may not have by the conditions that hold for it. */
export const surplusIn = (
  document: Document,
  members: ReadonlyMap<string, Schema>,
  conditions: readonly ToldCondition[],
  object: Json,
): readonly string[] =>
  conditions
    .filter((one) => one.rule === 'forbidden' && (object[one.member] ?? null) !== null && holdsFor(document, members, one, object))
    .map(({ member }) => member);
