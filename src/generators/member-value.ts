import type { Contract, Operation } from '../contract/model.ts';
import { escapeToken } from '../contract/pointer.ts';
import { evaluateSchema } from '../contract/schema/evaluate.ts';
import type { Target } from '../model/target.ts';
import type { BodyMember } from './body-members.ts';
import { typesOf } from './resolved-schema.ts';
import { type Made, simplestValue } from './simplest-value.ts';
import { thingMark } from './thing-mark.ts';

/** Something that only the operator can supply. */
export type MissingValue =
  | { readonly kind: 'fixture'; readonly name: string }
  | { readonly kind: 'config'; readonly path: string; readonly sentence: string };

/** What values are made from. */
export type Making = {
  readonly contract: Contract;
  readonly target: Target;
  /** A value of ours that no earlier request used, for a member or parameter of that name. */
  readonly fresh: (name: string) => string;
};

export type MemberValue = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'missing'; readonly need: MissingValue };

/**
 * A usable value for a member or parameter: what the operator gives for it, else its fixture, else a mark for the id of
 * the thing that it refers to, else a fresh one where it must not repeat, else what the document leads to.
 */
export const memberValue = (
  operation: Operation,
  { name, place, schema, conventions }: Omit<BodyMember, 'required'>,
  { contract, target, fresh }: Making,
): MemberValue => {
  const given = target.values[operation.key]?.[name];
  if (given !== undefined) return { kind: 'value', value: given };
  if (conventions.fixture !== undefined) {
    const supplied = target.fixtures[conventions.fixture];
    if (supplied === undefined && conventions.refers === undefined)
      return { kind: 'missing', need: { kind: 'fixture', name: conventions.fixture } };
    if (supplied !== undefined)
      return { kind: 'value', value: typesOf(schema).includes('array') ? [supplied].flat() : [supplied].flat()[0] };
  }
  const referred = contract.resources.find((resource) => resource.name === conventions.refers);
  if (referred && (referred.create || referred.collection)) {
    const mark = thingMark({ use: 'known', resource: referred.name });
    return { kind: 'value', value: typesOf(schema).includes('array') ? [mark] : mark };
  }
  const value: Made = conventions.fresh === true ? { kind: 'value', value: fresh(name) } : simplestValue(contract.document, schema);
  const why = value.kind === 'unknown' ? value.why : mismatch(contract, place, value.value);
  if (value.kind === 'value' && why === undefined) return value;
  return { kind: 'missing', need: valueNeed(operation, name, why ?? 'its schema allows no value') };
};

const mismatch = (contract: Contract, place: BodyMember['place'], value: unknown): string | undefined => {
  const breach = evaluateSchema(contract, place, value).find(({ holds }) => !holds);
  return breach && !breach.holds ? `the simplest value breaks ${breach.keyword}, it wants ${breach.expected}` : undefined;
};

/** The operator is asked for a value in the config: `values` by operation key and name. */
export const valueNeed = (operation: Operation, name: string, why: string): MissingValue => ({
  kind: 'config',
  path: `/values/${escapeToken(operation.key)}/${escapeToken(name)}`,
  sentence: `Give a usable value for "${name}" of ${operation.key} under values: ${why}`,
});
