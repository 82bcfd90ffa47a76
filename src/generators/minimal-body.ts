import { isDeepStrictEqual } from 'node:util';
import { withAlternatives } from '../contract/infer/chosen-body.ts';
import { countsNeeded } from '../contract/infer/counts-needed.ts';
import { coveredBy, coveredByLasting } from '../contract/infer/covering.ts';
import { uniqueMembers } from '../contract/infer/unique-members.ts';
import { partsOf } from '../contract/infer/schema-parts.ts';
import { firstState } from '../contract/infer/told-moves.ts';
import type { Content, Contract, Operation } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { bodyExamples, borrowedExample, isCreation, ownExample, ownValuesOf } from './body-examples.ts';
import { type BodyMember, bodyMembers, membersAt } from './body-members.ts';
import { takesKnownNames } from './client-maps.ts';
import { examplesOf } from './examples.ts';
import { freeChoice } from './free-choice.ts';
import { sampledValue } from './fresh-text.ts';
import { choicesIn } from './choices.ts';
import { keepingConditions, withConditioned } from './kept-conditions.ts';
import { withLeastIn } from './least-amounts.ts';
import { membersInstead, textsOf } from './least-members.ts';
import { type Making, memberValue, type MemberValue, type MissingValue, valueNeed } from './member-value.ts';
import { withOwnId } from './own-id.ts';
import { withReferences } from './referred.ts';
import { mismatch } from './request-match.ts';
import { resolvedSchema, withItem, withoutNull } from './resolved-schema.ts';
import { withinSharedLimit } from './shared-limit.ts';
import { simplestValue } from './simplest-value.ts';
import { inTime } from './body-in-time.ts';
import { suppliesIn } from './supplies.ts';
import { withToldForms } from './told-forms.ts';
import { withPartsInOrder, withValuesInOrder } from './told-order.ts';
import { isSettable } from './whole-body.ts';
import { isJsonType } from '../contract/wire/media-type.ts';
import { askedContent } from '../contract/asked-content.ts';

export type MadeBody =
  /** `madeUp` names the members whose values neither the document nor the operator confirms, or `body` where it has no members. */
  | { readonly kind: 'body'; readonly value: unknown; readonly madeUp: readonly string[] }
  | { readonly kind: 'missing'; readonly prerequisites: readonly MissingValue[] };

/**
 * The smallest body that ought to be accepted: the required members of the operation's JSON body, without `omit`. `missing` names
 * everything that only the operator can supply; an omitted member is not asked for. Where the document prints an example of the whole, and
 * no member has a convention of `x-assay`, the body is that example.
 */
export const minimalBody = (operation: Operation, { omit = [], ...making }: Making & { readonly omit?: readonly string[] }): MadeBody => {
  const content = askedContent(operation.body);
  if (!content) return { kind: 'missing', prerequisites: [valueNeed(operation, 'body', 'the contract describes no JSON body for it')] };
  return bodyValue(operation, content, making, omit);
};

/** The value of a body in one of its media types, as {@link minimalBody} makes it. */
export const bodyValue = (operation: Operation, described: Content, given: Making, omit: readonly string[] = []): MadeBody => {
  // An example of a set that somebody asks for may be of any alternative.
  const content = given.exampleSet === undefined ? described : withAlternatives(described);
  const any = anyValue(operation, content, given, omit);
  if (any.kind === 'missing') return any;
  const made = demanded(
    operation,
    content,
    given,
    withoutDeclined(operation, content, withGreater(operation, content, any, given), given),
    omit,
  );
  const own = given.target.values[operation.key] ?? {};
  const timed = asTold(operation, content, inOrder(operation, content, inTime(operation, content, made, given, omit), given), given);
  const little = withinSharedLimit(operation, timed.value, given);
  const { value, madeUp } = withReferences(
    operation,
    withOwnId(given.contract, operation, little.value, (name) => Object.hasOwn(own, name)),
    given,
  );
  return { kind: 'body', value, madeUp: [...new Set([...timed.madeUp, ...little.madeUp, ...madeUp])] };
};

/** A body without the optional members whose usual values were refused, where the rest keeps the schema. */
const withoutDeclined = (
  { key }: Operation,
  { schema, schemaLocation }: Content,
  made: MadeBody & { readonly kind: 'body' },
  { contract, declined }: Making,
): typeof made => {
  const names = [...(declined?.(key) ?? [])];
  if (names.length === 0 || schema === undefined || !schemaLocation) return made;
  const value = without(made.value, names);
  return mismatch(contract, schema, schemaLocation, value) === undefined ? { ...made, value } : made;
};

/** A body whose amounts are as great as answers demanded, where the schema allows that. */
const withGreater = (
  { key }: Operation,
  { schema, schemaLocation }: Content,
  made: MadeBody & { readonly kind: 'body' },
  { contract, least }: Making,
): typeof made => {
  const leasts = least?.(key);
  if (leasts === undefined || leasts.size === 0 || schema === undefined || !schemaLocation || !isObject(made.value)) return made;
  const value = withLeastIn(made.value, leasts);
  return mismatch(contract, schema, schemaLocation, value) === undefined ? { ...made, value } : made;
};

/** A body with what its text demands beside its values, where that keeps the schema too. */
const demanded = (
  operation: Operation,
  { mediaType, form, schema, schemaLocation }: Content,
  making: Making,
  made: MadeBody & { readonly kind: 'body' },
  omit: readonly string[],
): typeof made => {
  if ((!isJsonType(mediaType) && form === undefined) || !schemaLocation || schema === undefined || !isObject(made.value)) return made;
  const keeps = (value: unknown): boolean => mismatch(making.contract, schema, schemaLocation, value) === undefined;
  const accepted = acceptedInstead(operation, making, made.value, omit);
  if (accepted && keeps(accepted.value))
    return { ...made, value: accepted.value, madeUp: [...new Set([...made.madeUp, ...accepted.madeUp])] };
  const { value, added } = withConditioned(operation, making, made.value, omit);
  return added.length > 0 && keeps(value) ? { ...made, value, madeUp: [...new Set([...made.madeUp, ...added])] } : made;
};

/** The body with the listed values of one that was accepted, and what goes with those; undefined where nothing speaks against its own, or somebody else decides them. */
const acceptedInstead = (
  operation: Operation,
  making: Making,
  value: Readonly<Record<string, unknown>>,
  omit: readonly string[],
): { readonly value: unknown; readonly madeUp: readonly string[] } | undefined => {
  const { contract, target, accepted } = making;
  if (!accepted || omit.length > 0 || target.values[operation.key] !== undefined) return undefined;
  const instead = accepted(operation.key, choicesIn(contract, operation, value));
  if (!instead) return undefined;
  const kept = keepingConditions(operation, making, { ...value, ...instead }, Object.keys(instead));
  return { value: kept.value, madeUp: [...Object.keys(instead), ...kept.added] };
};

/** The texts in the body that would create what the path of an operation names, at any depth. */
const kindsAbove = (operation: Operation, making: Making): ReadonlySet<string> => {
  const covering = [...coveredBy(making.contract, operation).values(), ...coveredByLasting(making.contract, operation).values()].at(-1);
  const create = covering?.resourceType.create;
  if (create === undefined || create.key === operation.key || create.body === undefined) return new Set();
  const made = minimalBody(create, making);
  const textsIn = (value: unknown): readonly string[] =>
    typeof value === 'string' ? [value] : isObject(value) ? Object.values(value).flatMap(textsIn) : [];
  return new Set(made.kind === 'body' ? textsIn(made.value) : []);
};

/** A body whose made-up texts have the form that the document tells in words, where neither `x-assay` nor the operator decides. */
const asTold = (operation: Operation, content: Content, made: MadeBody & { readonly kind: 'body' }, making: Making): typeof made => {
  const { contract, target } = making;
  if (contract.standard.size === 0 || target.values[operation.key] !== undefined || !isObject(made.value)) return made;
  const { value, changed } = withToldForms(contract, operation, content, made.value, [], () => kindsAbove(operation, making));
  return changed.length === 0 ? made : { ...made, value, madeUp: [...new Set([...made.madeUp, ...changed])] };
};

/** A body whose values lie to each other as the document tells, where it prints no example of the whole. */
const inOrder = (
  operation: Operation,
  content: Content,
  made: MadeBody & { readonly kind: 'body' },
  { contract, target, exampleSet }: Making,
): typeof made => {
  if (contract.standard.size === 0 || target.values[operation.key] !== undefined || !isObject(made.value)) return made;
  if (bodyExamples(contract, content, exampleSet).usable.length > 0) return made;
  const before: Readonly<Record<string, unknown>> = made.value;
  const parts = Object.fromEntries(
    Object.entries(before).map(([name, one]) => {
      const schema = bodyMembers(contract, operation).find((member) => member.name === name)?.schema;
      return [name, schema === undefined ? one : withPartsInOrder(contract.document, schema, one)];
    }),
  );
  const ordered = withValuesInOrder(contract, operation, parts, []);
  const value = ordered.value;
  const changed = Object.keys(value).filter((name) => !isDeepStrictEqual(value[name], before[name]));
  return changed.length > 0 ? { ...made, value, madeUp: [...new Set([...made.madeUp, ...changed])] } : made;
};

const anyValue = (operation: Operation, content: Content, given: Making, omit: readonly string[]): MadeBody => {
  const { contract, target } = given;
  const members = content.schemaLocation ? membersAt(contract, content.schemaLocation) : [];
  const givenBody = target.values[operation.key]?.['body'];
  // What the body holds in a member may be given by the name of that member, too.
  const whole = givenBody ?? (content.inside === undefined ? undefined : heldGiven(target.values[operation.key], content.inside));
  if (whole !== undefined && !members.some(({ name }) => name === 'body')) {
    const held = content.inside === undefined ? whole : valueAt(whole, content.inside);
    return { kind: 'body', value: without(held, omit), madeUp: [] };
  }
  const isDescribed = members.some(({ conventions }) => Object.keys(conventions).length > 0);
  const making = isDescribed ? given : { ...given, fresh: freshOf(operation, given.fresh) };
  const [example] = isDescribed ? [] : bodyExamples(contract, content, given.exampleSet).usable;
  if (example !== undefined) return fromExample(operation, content, members, example, making, omit);
  const borrowed = isDescribed ? undefined : borrowedExample(contract, operation, content);
  if (isObject(borrowed)) {
    const made = fromExample(operation, content, members, borrowed, making, omit);
    // Nothing says that these values suit a replacement too.
    return made.kind === 'missing' ? made : { ...made, madeUp: Object.keys(borrowed) };
  }
  if (members.length === 0) return wholeValue(operation, content, making);
  const value: Record<string, unknown> = {};
  const prerequisites: MissingValue[] = [];
  const madeUp: string[] = [];
  const supplies = isDescribed ? [] : suppliesIn(contract, operation, members);
  const unique = isDescribed ? [] : uniqueAmong(operation, content, members, making);
  const counts = isDescribed ? new Map<string, number>() : countsNeeded(contract, operation);
  const counted = members.filter(({ name }) => counts.has(name));
  const sent = [...needed(members, operation, contract, isDescribed), ...supplies.map(({ member }) => member), ...unique];
  const least = members.filter((one) => sent.includes(one) || isGiven(operation, one, target));
  const others = least.length > 0 ? least : membersInstead(operation, content, members, isDescribed, making);
  const chosen = members.filter((one) => (others.includes(one) || counted.includes(one)) && !omit.includes(one.name));
  for (const member of chosen) {
    const count = counts.get(member.name);
    const long = count === undefined ? member : { ...member, schema: ofLength(contract, member.schema, count) };
    const plain = unique.includes(member) ? { ...long, schema: withoutNull(long.schema) } : long;
    const asked = isDescribed || isJsonType(content.mediaType) ? plain : { ...plain, schema: withItem(plain.schema) };
    const supply = isGiven(operation, member, target) ? undefined : supplies.find((one) => one.member === member);
    const made: MemberValue = supply
      ? { kind: 'value', value: supply.plenty, madeUp: true }
      : memberValue(operation, asked, making, textsOf(operation, isDescribed));
    if (made.kind === 'missing') prerequisites.push(made.need);
    else {
      const free =
        isDescribed || isGiven(operation, member, target)
          ? undefined
          : (freeChoice(contract, operation, member) ?? firstState(contract, operation, member.name));
      const isFirst = free !== undefined && firstListed(contract, member) === made.value;
      value[member.name] = isFirst ? free : made.value;
      if (made.madeUp) madeUp.push(member.name);
    }
  }
  if (prerequisites.length > 0) return { kind: 'missing', prerequisites };
  const own = isDescribed ? { value, madeUp: [] } : ownPrinted(operation, members, value, madeUp, making);
  const body: MadeBody = {
    kind: 'body',
    value: own.value,
    madeUp: chosen.length === 0 ? ['body'] : [...new Set([...madeUp, ...own.madeUp])],
  };
  // Members left out on purpose, and values of the operator, may break the schema.
  const isOurs = !isDescribed && omit.length === 0 && target.values[operation.key] === undefined;
  return isOurs ? fitting(operation, content, making, body) : body;
};

/** The schema of a list with so many entries, where it allows fewer. */
const ofLength = ({ document }: Contract, schema: BodyMember['schema'], count: number): BodyMember['schema'] => {
  const resolved = withoutNull(resolvedSchema(document, schema));
  const least = isObject(resolved) ? resolved['minItems'] : undefined;
  return isObject(resolved) && !(typeof least === 'number' && least >= count) ? { ...resolved, minItems: count } : schema;
};

/** The first listed value of a member, which is the usual one unless the document prints another. */
const firstListed = ({ document }: Contract, { schema }: BodyMember): unknown =>
  examplesOf(document, schema).length > 0 || partsOf(document, schema).some((part) => part['default'] !== undefined)
    ? undefined
    : partsOf(document, schema).flatMap(({ enum: values }) => (Array.isArray(values) ? values : []))[0];

/** The value that the operator gives for the member in which a body holds what it is about, with that member around it. */
const heldGiven = (given: Readonly<Record<string, unknown>> | undefined, inside: string): unknown =>
  valueAt(given, inside) === undefined ? undefined : given;

/** What a creation may leave out and the document says to be unique: only a creation that gives it can be refused for it. */
const uniqueAmong = (operation: Operation, { schema }: Content, members: readonly BodyMember[], making: Making): readonly BodyMember[] => {
  const { contract } = making;
  if (!isCreation(contract, operation)) return [];
  const names = uniqueMembers(contract.document, operation, schema);
  return members.filter(
    (member) => names.includes(member.name) && isSettable(member) && memberValue(operation, member, making, 'fresh').kind !== 'missing',
  );
};

/** Does the operator give an optional member, and not a parameter of the same name. */
const isGiven = ({ key, parameters }: Operation, { name }: BodyMember, { values }: Making['target']): boolean =>
  values[key]?.[name] !== undefined && !parameters.some((one) => one.name === name);

/** A body whose members match may break a rule about them together (`oneOf`, `if`, `dependentRequired`): then a whole body is drawn. */
const fitting = (operation: Operation, { schema, schemaLocation }: Content, { contract, fresh }: Making, made: MadeBody): MadeBody => {
  if (made.kind === 'missing' || schema === undefined || !schemaLocation) return made;
  const broken = mismatch(contract, schema, schemaLocation, made.value);
  if (broken === undefined) return made;
  const drawn = sampledValue(contract.document, schema, fresh('body'));
  return isObject(drawn) && mismatch(contract, schema, schemaLocation, drawn) === undefined
    ? { kind: 'body', value: drawn, madeUp: ['body'] }
    : { kind: 'missing', prerequisites: [valueNeed(operation, 'body', `the simplest body breaks ${broken}`)] };
};

/** Fresh texts of one operation: two operations may create resources of one type. */
const freshOf =
  ({ method, path }: Operation, fresh: Making['fresh']): Making['fresh'] =>
  (name) =>
    fresh(
      `${`${method}${path}`
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .slice(0, longestLabel)}-${name}`,
    );

const longestLabel = 40;

const without = (value: unknown, omit: readonly string[]): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !omit.includes(name))) : value;

/** The example of the whole with the operator's values in it, and with fresh values for what must not repeat where it creates something. */
const fromExample = (
  operation: Operation,
  content: Content,
  members: readonly BodyMember[],
  example: unknown,
  making: Making,
  omit: readonly string[],
): MadeBody => {
  if (!isObject(example)) return { kind: 'body', value: example, madeUp: [] };
  const { contract, target, fresh, taken } = making;
  const given = Object.entries(target.values[operation.key] ?? {}).filter(
    ([name]) => Object.hasOwn(example, name) || members.some((member) => member.name === name),
  );
  const fits = (value: unknown): boolean =>
    content.schema === undefined ||
    !content.schemaLocation ||
    mismatch(contract, content.schema, content.schemaLocation, value) === undefined;
  const shown = Object.fromEntries(Object.entries(example).filter(([name]) => !given.some(([other]) => other === name)));
  const set = Object.fromEntries(given);
  const makes = ownValuesOf(contract, operation);
  const own =
    makes === 'none'
      ? { value: shown, madeUp: [] }
      : ownExample(contract, operation, members, shown, fresh, (value) => fits({ ...value, ...set }), {
          makes,
          taken: taken?.(operation.key),
        });
  const needed = listsBeside(operation, members, { ...own.value, ...set }, making);
  const more = fits({ ...own.value, ...set, ...needed }) ? needed : {};
  const madeUp = [...own.madeUp, ...Object.keys(more)].filter((name) => !omit.includes(name));
  return { kind: 'body', value: without({ ...own.value, ...set, ...more }, omit), madeUp };
};

/** The lists that a printed body leaves out or empty, and that have to hold something for what is done with the resource later. */
const listsBeside = (
  operation: Operation,
  members: readonly BodyMember[],
  printed: Readonly<Record<string, unknown>>,
  making: Making,
): Readonly<Record<string, unknown>> => {
  const { contract, target } = making;
  const counts = countsNeeded(contract, operation);
  const isEmpty = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);
  const lacking = members.filter((one) => counts.has(one.name) && isEmpty(printed[one.name]) && !isGiven(operation, one, target));
  return Object.fromEntries(
    lacking.flatMap((member) => {
      const long = { ...member, schema: ofLength(contract, member.schema, counts.get(member.name) ?? 1) };
      const made = memberValue(operation, long, making, textsOf(operation, false));
      return made.kind === 'value' ? [[member.name, made.value] as const] : [];
    }),
  );
};

/** Printed values of single members that must not repeat, made fresh; the operator's values are kept. */
const ownPrinted = (
  operation: Operation,
  members: readonly BodyMember[],
  value: Readonly<Record<string, unknown>>,
  madeUp: readonly string[],
  { contract, target, fresh, taken }: Making,
): ReturnType<typeof ownExample> => {
  const makes = ownValuesOf(contract, operation);
  if (makes === 'none') return { value, madeUp: [] };
  const given = target.values[operation.key] ?? {};
  const required = new Set(members.filter((member) => member.required).map(({ name }) => name));
  const printed = Object.fromEntries(Object.entries(value).filter(([name]) => given[name] === undefined && !madeUp.includes(name)));
  const isWhole = (changed: Readonly<Record<string, unknown>>): boolean =>
    Object.keys(printed).every((name) => !required.has(name) || Object.hasOwn(changed, name));
  const own = ownExample(contract, operation, members, printed, fresh, isWhole, { makes, taken: taken?.(operation.key) });
  const kept = Object.entries(value).filter(([name]) => !Object.hasOwn(printed, name) || Object.hasOwn(own.value, name));
  return { value: { ...Object.fromEntries(kept), ...own.value }, madeUp: own.madeUp };
};

/**
 * The required members. Where an update requires none, the first one that can be changed, because it would change nothing without one.
 * Where nothing is required and `x-assay` declares nothing, the members that the document prints examples of: many servers refuse a body
 * without any.
 */
const needed = (
  members: readonly BodyMember[],
  operation: Operation,
  { resourceTypes, document }: Contract,
  isDescribed: boolean,
): readonly BodyMember[] => {
  const required = members.filter((member) => member.required);
  if (required.length > 0) return required;
  const first = resourceTypes.find(({ update }) => update?.key === operation.key)?.convention.changes?.[0];
  const changed = members.filter(({ name }) => name === first);
  if (changed.length > 0 || isDescribed) return changed;
  return members.filter(({ schema }) => examplesOf(document, schema).length > 0 && !takesKnownNames(document, schema));
};

/** A body without declared members: an array, a text, or an open object. */
const wholeValue = (operation: Operation, { schema = true }: Content, { contract: { document }, fresh }: Making): MadeBody => {
  const source = { document, fresh: operation.effect === 'safe' ? undefined : fresh };
  const made = simplestValue(source, schema === true ? { type: 'object' } : schema, 'body');
  return made.kind === 'value'
    ? { kind: 'body', value: made.value, madeUp: made.madeUp ? ['body'] : [] }
    : { kind: 'missing', prerequisites: [valueNeed(operation, 'body', made.why)] };
};
