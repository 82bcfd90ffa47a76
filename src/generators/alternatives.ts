import { isDeepStrictEqual } from 'node:util';
import { alternativesToldIn, type ToldAlternatives } from '../contract/infer/told-alternatives.ts';
import type { ToldCondition } from '../contract/infer/told-conditions.ts';
import { actsAs } from '../contract/infer/acting.ts';
import { idWords } from '../contract/infer/reference-types.ts';
import { referenceAt } from '../contract/infer/references.ts';
import { descriptionsIn, partsOf } from '../contract/infer/schema-parts.ts';
import { wordsOf } from '../contract/infer/words.ts';
import { askedSchema } from '../contract/asked-content.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { bodyMembers } from './body-members.ts';
import { resolvedSchema } from './resolved-schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** Words of a schema beside which `required` alone makes a choice. */
const silent: ReadonlySet<string> = new Set(['required', 'title', 'description', 'type']);

/** The members of one of several alternatives that a schema describes by `required` alone; undefined for another one. */
const requiredAlone = (document: Contract['document'], choice: unknown): readonly string[] | undefined => {
  const resolved = resolvedSchema(document, choice as Schema);
  if (!isObject(resolved) || Object.keys(resolved).some((word) => !silent.has(word))) return undefined;
  const { required } = resolved;
  const names = Array.isArray(required) ? required.filter((name): name is string => typeof name === 'string') : [];
  return names.length === 0 ? undefined : names;
};

/**
 * The alternatives that a schema itself has: `oneOf` or `anyOf` of objects that differ by what they require.
 * @param names The members that the schema lets a body leave out.
 */
const alternativesIn = (
  document: Contract['document'],
  schema: Schema | undefined,
  names: readonly string[],
): readonly ToldAlternatives[] =>
  partsOf(document, schema).flatMap(({ oneOf, anyOf }) =>
    [oneOf, anyOf].flatMap((choices, n): readonly ToldAlternatives[] => {
      const groups = Array.isArray(choices) ? choices.map((choice: unknown) => requiredAlone(document, choice)) : [];
      const known = groups.flatMap((group) => (group === undefined ? [] : [group]));
      const all = known.flat();
      const isPlain = known.length > 1 && known.length === groups.length && new Set(all).size === all.length;
      return isPlain && all.every((name) => names.includes(name)) ? [{ groups: known, isExclusive: n === 0, isOfSchema: true }] : [];
    }),
  );

const known = new WeakMap<Contract, Map<string, readonly ToldAlternatives[]>>();

/** The alternatives between the members at the top of the body of an operation, by its schema or by its text. A change (PATCH) is about what is stored too, and has none. */
export const toldAlternatives = (contract: Contract, operation: Operation): readonly ToldAlternatives[] => {
  if (contract.standard.size === 0 || actsAs(operation) === 'PATCH') return [];
  const all = known.get(contract) ?? new Map<string, readonly ToldAlternatives[]>();
  known.set(contract, all);
  const before = all.get(operation.key);
  if (before) return before;
  const { document } = contract;
  const names = bodyMembers(contract, operation).flatMap(({ name, required }) => (required ? [] : [name]));
  const texts = [...saidIn(valueAt(document, nodeOf(operation.location))), ...descriptionsIn(document, askedSchema(operation.body))];
  const written = names.length < 2 ? [] : alternativesIn(document, askedSchema(operation.body), names);
  const told = names.length < 2 ? [] : texts.flatMap((text) => alternativesToldIn(text, names));
  // What the schema says is not told once more.
  const found = [...written, ...told.filter(({ groups }) => !written.some((one) => isDeepStrictEqual(one.groups, groups)))];
  const distinct = [...new Map(found.map((one) => [JSON.stringify(one.groups), one])).values()];
  all.set(operation.key, distinct);
  return distinct;
};

/** What alternatives say of each member beside the others: what goes together is there together, and where no two may be there, one keeps the others away. */
export const alternativeConditions = (alternatives: readonly ToldAlternatives[]): readonly ToldCondition[] =>
  alternatives.flatMap(({ groups, isExclusive, isOfSchema }) =>
    groups.flatMap((group) => {
      const others = groups.filter((one) => one !== group);
      const isPart = (other: readonly string[]): object => (group.length > 1 || other.length > 1 ? { isPart: true } : {});
      return group.flatMap((member): readonly ToldCondition[] => [
        ...group
          .filter((by) => by !== member)
          .map((by): ToldCondition => ({ member, rule: 'required', by, values: undefined, isPart: true })),
        ...others
          .flatMap((other) =>
            other.map((by): ToldCondition => ({
              member,
              rule: 'forbidden',
              by,
              values: undefined,
              ...isPart(other),
              ...(isOfSchema && { isOfSchema }),
            })),
          )
          .filter(() => isExclusive),
      ]);
    }),
  );

/** How many members of a group are ids of what nothing is known of. */
const unknownIn = (contract: Contract, operation: Operation, group: readonly string[]): number =>
  group.filter((name) => idWords.has(wordsOf(name).at(-1) ?? '') && referenceAt(contract, operation, [name]) === undefined).length;

/**
 * The members that a body lacks because it has none of several alternatives: those of the first one whose ids are known to name something, else of the first one.
 * @param fixed The names of members that are decided elsewhere.
 */
export const chosenAlternatives = (contract: Contract, operation: Operation, value: Json, fixed: readonly string[]): readonly string[] =>
  toldAlternatives(contract, operation).flatMap(({ groups }) => {
    const isThere = (name: string): boolean => fixed.includes(name) || (value[name] ?? null) !== null;
    if (groups.some((group) => group.some(isThere))) return [];
    const [best] = groups.toSorted((a, b) => unknownIn(contract, operation, a) - unknownIn(contract, operation, b));
    return best ?? [];
  });

/**
 * A body with one of several alternatives where it has none of them, and without the others where it has two that do not go together: what the usual body has is kept.
 * @param usual A body that keeps to them.
 */
export const keepingAlternatives = (contract: Contract, operation: Operation, usual: Json, body: Json): Json => {
  const isIn = (object: Json, group: readonly string[]): boolean => group.some((name) => (object[name] ?? null) !== null);
  return toldAlternatives(contract, operation).reduce<Json>((kept, { groups, isExclusive }) => {
    const there = groups.filter((group) => isIn(kept, group));
    const own = groups.find((group) => isIn(usual, group));
    if (there.length === 0) return { ...kept, ...Object.fromEntries((own ?? []).map((name) => [name, usual[name]])) };
    const [first] = own !== undefined && there.includes(own) ? [own] : there;
    const surplus = new Set(isExclusive ? there.filter((group) => group !== first).flat() : []);
    return surplus.size === 0 ? kept : Object.fromEntries(Object.entries(kept).filter(([name]) => !surplus.has(name)));
  }, body);
};
