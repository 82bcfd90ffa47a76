import type { IdSource } from '../contract/infer/id-sources.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { escapeToken, isObject } from '../contract/pointer.ts';
import { askedSchema } from '../contract/asked-content.ts';
import { uniqueNumbers } from '../contract/infer/unique-members.ts';
import { freshNumber } from './fresh-text.ts';
import type { Target } from '../model/target.ts';
import { membersOf } from '../contract/infer/schema-parts.ts';
import { isOwnRoom, isRoom } from '../contract/infer/room-names.ts';
import { type BodyMember, bodyMembers } from './body-members.ts';
import { mismatch } from './request-match.ts';
import { typesOf } from './resolved-schema.ts';
import { type Made, simplestValue } from './simplest-value.ts';
import { placeholderText } from './placeholder.ts';

/** Something that only the operator can supply. */
export type MissingValue =
  | { readonly kind: 'fixture'; readonly name: string }
  | { readonly kind: 'config'; readonly path: string; readonly sentence: string };

/** What values are made from besides the schema. */
export type Making = {
  readonly contract: Contract;
  readonly target: Target;
  /** A made-up value that no earlier request used, for a member or parameter of that name. */
  readonly fresh: (name: string) => string;
  /** The moment of the request in milliseconds since 1970; left out where the request is not sent. */
  readonly now?: () => number;
  /** The name under `examples` of the examples that are used together; by default the likeliest. */
  readonly exampleSet?: string;
  /** Keys of the operations for whose ids this request is made, so that lists that need each other's ids come to an end. */
  readonly asking?: readonly string[];
  /** The members that a body may leave out by its schema, and that answers demanded of bodies with its listed values, by the key of an operation. */
  readonly demanded?: (operation: string, body: Readonly<Record<string, unknown>>) => ReadonlySet<string>;
  /** The members that a body may leave out and whose usual values answers refused, by the key of an operation. */
  readonly declined?: (operation: string) => ReadonlySet<string>;
  /** The members with a day or a moment that answers refused because it is over, by the key of an operation. */
  readonly over?: (operation: string) => ReadonlySet<string>;
  /** The members whose printed values answers showed to be taken by another resource, by the key of an operation. */
  readonly taken?: (operation: string) => ReadonlySet<string>;
  /** How great whole numbers in members of a body have to be at least, as answers showed it, by the key of an operation and the name of the member. */
  readonly least?: (operation: string) => ReadonlyMap<string, number>;
  /** The listed values of an accepted body, where the usual ones of an operation were refused; by its key and the usual values. */
  readonly accepted?: (operation: string, usual: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | undefined;
  /** Filled with the sources of ids that this request rests on, by operation and parameter. */
  readonly decided?: Map<string, IdSource | undefined>;
};

/** `madeUp`: neither the document nor the operator confirms that the value is usable. */
export type MemberValue =
  | { readonly kind: 'value'; readonly value: unknown; readonly madeUp: boolean }
  | { readonly kind: 'missing'; readonly need: MissingValue };

/** A value that the document prints or the operator gives. */
export const vouchedFor = (value: unknown): MemberValue => ({ kind: 'value', value, madeUp: false });

/** The members that a success of an operation shows, at its top or in what wraps the resource. */
const shownBy = ({ document }: Contract, { responses }: Operation): readonly string[] =>
  responses
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ content }) => content)
    .flatMap(({ schema }) => {
      const members = membersOf(document, schema);
      return [...members.keys(), ...[...members.values()].flatMap((one) => [...membersOf(document, one).keys()])];
    });

/**
 * A usable value for a member or parameter: what the operator gives for it, else its fixture, else a placeholder for the id of the resource
 * that it refers to, else a fresh one where it must not repeat, else the simplest one of its schema. `texts` says which texts are made up:
 * fresh ones, so that no two runs collide, or the same in every run.
 */
export const memberValue = (
  operation: Operation,
  { name, location, schema, conventions }: Omit<BodyMember, 'required'>,
  { contract, target, fresh }: Making,
  texts: 'same' | 'fresh' = 'same',
): MemberValue => {
  const given = target.values[operation.key]?.[name];
  if (given !== undefined) return vouchedFor(given);
  if (conventions.fixture !== undefined) {
    const supplied = target.fixtures[conventions.fixture];
    if (supplied === undefined && conventions.refers === undefined)
      return { kind: 'missing', need: { kind: 'fixture', name: conventions.fixture } };
    if (supplied !== undefined) return vouchedFor(typesOf(schema).includes('array') ? [supplied].flat() : [supplied].flat()[0]);
  }
  const referred = contract.resourceTypes.find((resourceType) => resourceType.name === conventions.refers);
  if (referred && (referred.create || referred.collection)) {
    const placeholder = placeholderText({ use: 'known', resourceType: referred.name });
    return vouchedFor(typesOf(schema).includes('array') ? [placeholder] : placeholder);
  }
  const source = { document: contract.document, fresh: texts === 'fresh' ? fresh : undefined };
  // What has room is not full at once: what is asked for later needs some of it.
  const names = isRoom(name) ? bodyMembers(contract, operation).map((one) => one.name) : [];
  const meant = isOwnRoom(name, names, names.length > 0 ? shownBy(contract, operation) : []) ? 'capacity' : name;
  const own = texts === 'fresh' ? ownNumber(contract, operation, name, schema, fresh) : undefined;
  if (own !== undefined) return { kind: 'value', value: own, madeUp: true };
  const value: Made =
    conventions.fresh === true ? { kind: 'value', value: fresh(name), madeUp: false } : simplestValue(source, schema, meant);
  if (value.kind === 'unknown') return { kind: 'missing', need: valueNeed(operation, name, value.why) };
  const broken = mismatch(contract, schema, location, value.value);
  return broken === undefined ? value : { kind: 'missing', need: valueNeed(operation, name, `the simplest value breaks ${broken}`) };
};

/** The bounds between which a number of our own lies where its schema tells none: few of them are there already. */
const usual = { least: 1, most: 2_147_483_647 } as const;

/** A whole number that nothing else of the run has, for a member of a creation of which the document says that no two have the same; undefined for all others. */
const ownNumber = (
  contract: Contract,
  operation: Operation,
  name: string,
  schema: Schema,
  fresh: (name: string) => string,
): number | undefined => {
  if (operation.method !== 'POST' || !operation.effect.startsWith('creates')) return undefined;
  if (!typesOf(schema).includes('integer') || !isObject(schema) || ['enum', 'const', 'multipleOf'].some((keyword) => keyword in schema))
    return undefined;
  if (!uniqueNumbers(contract.document, operation, askedSchema(operation.body)).includes(name)) return undefined;
  const { minimum, maximum } = schema;
  const least = typeof minimum === 'number' ? Math.ceil(minimum) : usual.least;
  const most = typeof maximum === 'number' ? Math.floor(maximum) : usual.most;
  return freshNumber(fresh(name), least, Math.max(least, most));
};

/** The value that the operator is asked for: `values` in the config, by operation key and name. */
export const valueNeed = (operation: Operation, name: string, why: string): MissingValue => ({
  kind: 'config',
  path: `/values/${escapeToken(operation.key)}/${escapeToken(name)}`,
  sentence: `Give a usable value for "${name}" of ${operation.key} under values: ${why}`,
});
