import { isActing } from '../../contract/infer/acting.ts';
import { coveredBy, coveredByLasting, type AnyInferred } from '../../contract/infer/covering.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow, isSamePath, parametersIn } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { type MemberWay } from '../../contract/infer/described-nouns.ts';
import { isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { leavingTo } from './leavings.ts';
import { readOfOne } from './own-resources.ts';
import { placeIn, resourceIn, roundTrips, type Trip } from './round-trips.ts';
import { holdsValue } from '../../model/request.ts';

/** An action, or a removal, whose text says that it gives back what its resource takes of others: "Seats are free again at once". */
export type GivingBack = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  readonly sentence: string;
  /** The action that takes it, where the creation does not yet: "If it was confirmed, the guest gets the points back". */
  readonly taking: Operation | undefined;
};

/** Words by which what was taken is there again. */
export const givesBack =
  /\b(?:free|available|bookable|vacant) again\b|\b(?:are|is|gets?|become) (?:released|freed)\b|\b(?:releases|frees)\b|\b(?:given|gives?|put|puts) back\b|\b(?:returns?|returned|goes?|comes?|added|adds?) (?:\w+ ){0,3}?(?:back )?(?:to|into) (?:the |its |their )?(?:stock|inventory|pool|warehouse|shelf)\b|\brestock(?:s|ed)?\b/iu;
const isConditional = /\b(?:if|unless|only|may|might|can|could|except|not|never|optionally|when|until|after)\b/iu;

/** The same of what somebody has: "the guest gets the points back", "the points are refunded". */
const getsBack =
  /\b(?:gets?|receives?|(?:is|are) (?:given|paid|credited))\b[^.;]*\bback\b|\b(?:is|are) (?:returned|refunded|credited again)\b|\brefunds? (?:the|its|their|all)\b/iu;

const wasIn = String.raw`(?:if|when|where|once) (?:it|this|(?:the|its) (?<noun>\w+)) (?:was|is|has been|had been) (?:already )?\x60?(?<state>\w+)\x60?(?: already| before)?`;
/** What is given back only where the resource was in a state: "If it was confirmed, the guest gets the points back". */
const afterState = [new RegExp(String.raw`^${wasIn},? (?<rest>.+)$`, 'iu'), new RegExp(String.raw`^(?<rest>.+?),? ${wasIn}\.?$`, 'iu')];

/** The sentence of an operation's text by which it gives back what the action that led to a state took, and that action; undefined where none says so. */
const takenBefore = (
  contract: Contract,
  trip: Trip,
  { location }: Operation,
): { readonly sentence: string; readonly taking: Operation } | undefined => {
  for (const sentence of saidIn(valueAt(contract.document, nodeOf(location))).flatMap(sentencesOf)) {
    const { state = '', rest = '', noun } = afterState.map((form) => form.exec(sentence)?.groups).find((one) => one !== undefined) ?? {};
    const isOfIt = noun === undefined || nounWordsOf(trip.addsTo).at(-1) === singular(noun.toLowerCase());
    const isMeant = isOfIt && (givesBack.test(rest) || getsBack.test(rest)) && !isConditional.test(rest) && !isOfPart.test(rest);
    const taking = isMeant ? leavingTo(contract, trip, state.toLowerCase()) : undefined;
    if (taking && taking.body === undefined) return { sentence, taking: taking.operation };
  }
  return undefined;
};

/** Words by which less than all comes back. */
const isOfPart = /\b(?:half|part|partly|partially|minus|less|percent|fee|fees|remaining|rest|most|some)\b|%/iu;

/** The sentence of an operation's text that says so without a condition. */
const sentenceOf = ({ document }: Contract, { location }: Operation): string | undefined =>
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .flatMap((one) => one.split('; '))
    .find((one) => givesBack.test(one) && !isConditional.test(one));

/** Words of numbers that fall, and of those that rise, with what is taken of a resource. */
const ofSupply: ReadonlySet<string> = new Set(
  'left remaining available free open vacant stock hand inventory taken booked reserved sold used occupied allocated'.split(' '),
);

/** Words for what somebody has and pays with, in the singular: the number of it is meant where a sentence has the word. */
const ofMeans: ReadonlySet<string> = new Set('credit point token coin balance allowance stamp ticket mile'.split(' '));

/** Does the name of a number say how much there is of what a sentence speaks of. */
const isMeans = (name: string, sentence: string): boolean => {
  const said = new Set(wordsOf(sentence).map(singular));
  return wordsOf(name).some((word) => ofMeans.has(singular(word)) && said.has(singular(word)));
};

/** The member that is the id of a resource of a type. */
const idOf = (contract: Contract, { create }: AnyInferred): string =>
  roundTrips(contract).find((one) => one.create.key === create.key)?.id ?? 'id';

/** The numbers in the answer of a read that nobody sets and whose names say how much of the resource is left, or taken. */
export const suppliesOf = (
  contract: Contract,
  { type, read }: Pick<Giver, 'type' | 'read'>,
  exchange: Exchange,
  sentence = '',
): ReadonlyMap<string, number> => {
  const id = idOf(contract, type);
  const schema = placeIn(contract, read, id)?.schema;
  const resource = resourceIn(contract, read, exchange, id);
  const set = new Set(bodyMembers(contract, type.create).map(({ name }) => name));
  return new Map(
    [...membersOf(contract.document, schema)].flatMap(([name, member]): (readonly [string, number])[] => {
      const value = resource?.[name];
      const isNumber = isType(contract.document, member, 'integer') || isType(contract.document, member, 'number');
      const isSupply = (wordsOf(name).some((word) => ofSupply.has(word)) || isMeans(name, sentence)) && !set.has(name);
      return isNumber && isSupply && typeof value === 'number' ? [[name, value]] : [];
    }),
  );
};

/** A resource that another one takes something of. */
export type Giver = { readonly type: AnyInferred; readonly read: Operation; readonly id: string };

/** The resources of the run that a creation names in its body or in its path. */
export const giversOf = (contract: Contract, create: Operation, { request }: Exchange): readonly Giver[] => {
  const found: Giver[] = [];
  const add = (type: AnyInferred | undefined, id: string): void => {
    const read = type && readOfOne(contract, type);
    if (!type || !read || parametersIn(read.path).length !== 1 || found.some((one) => one.type === type && one.id === id)) return;
    found.push({ type, read, id });
  };
  const visit = (value: unknown, way: MemberWay): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, way);
    else if (isObject(value)) for (const [name, one] of Object.entries(value)) visit(one, [...way, name]);
    else if ((typeof value === 'string' || typeof value === 'number') && way.length > 0)
      add(referenceAt(contract, create, way)?.resourceType, String(value));
  };
  if (holdsValue(request.body)) visit(request.body.value, []);
  for (const [name, { resourceType }] of [...coveredBy(contract, create), ...coveredByLasting(contract, create)])
    add(resourceType, request.pathValues[name] ?? '');
  return found;
};

/** The resources that a resource names as a read of it shows. */
export const giversShown = (contract: Contract, create: Operation, resource: Readonly<Record<string, unknown>>): readonly Giver[] =>
  bodyMembers(contract, create).flatMap(({ name }): readonly Giver[] => {
    const type = referenceAt(contract, create, [name])?.resourceType;
    const read = type && readOfOne(contract, type);
    const id = resource[name];
    const isNamed = typeof id === 'string' || typeof id === 'number';
    return type && read && isNamed && parametersIn(read.path).length === 1 ? [{ type, read, id: String(id) }] : [];
  });

/** Has the creation of a resource something to take from, by the document; a sentence may name what somebody pays with. */
const takesSomething = (contract: Contract, { create }: Trip, sentence = ''): boolean => {
  const types = [
    ...[...coveredBy(contract, create).values(), ...coveredByLasting(contract, create).values()].map(({ resourceType }) => resourceType),
    ...waysIn(contract, create).map((way) => referenceAt(contract, create, way)?.resourceType),
  ];
  return types.some((type) => {
    const read = type && readOfOne(contract, type);
    const place = type && read && placeIn(contract, read, idOf(contract, type));
    return (
      place !== undefined &&
      [...membersOf(contract.document, place.schema).keys()].some(
        (name) => wordsOf(name).some((word) => ofSupply.has(word)) || isMeans(name, sentence),
      )
    );
  });
};

/** The ways to the members of a body, at its top and one below. */
const waysIn = (contract: Contract, create: Operation): readonly MemberWay[] =>
  bodyMembers(contract, create).flatMap(({ name, schema }): readonly MemberWay[] => [
    [name],
    ...[...membersOf(contract.document, isObject(schema) && isObject(schema['items']) ? schema['items'] : schema).keys()].map((inner) => [
      name,
      inner,
    ]),
  ]);

/** Every such action and removal of a contract that is held to the standard requirements. */
export const givingsBack = (contract: Contract): readonly GivingBack[] =>
  roundTrips(contract).flatMap((trip) =>
    contract.operations.flatMap((operation): GivingBack[] => {
      const isAction = isActing(operation) && isDirectlyBelow(operation.path, trip.itemPath) && operation.effect !== 'safe';
      const isRemoval = operation.method === 'DELETE' && isSamePath(operation.path, trip.itemPath);
      if (!(isAction || isRemoval) || operation.unsupported !== undefined || operation.inferred?.reaches !== undefined) return [];
      const sentence = takesSomething(contract, trip) ? sentenceOf(contract, operation) : undefined;
      if (sentence !== undefined) return [at(operation.location, { trip, operation, sentence, taking: undefined })];
      const told = trip.read && takenBefore(contract, trip, operation);
      return told && told.taking.inferred?.reaches === undefined && takesSomething(contract, trip, told.sentence)
        ? [at(operation.location, { trip, operation, ...told })]
        : [];
    }),
  );
