import type { Collection, Contract, Filter, Operation, Parameter } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { parameterValues } from '../../contract/wire/writing.ts';
import { conventionsOf } from '../../generators/body-members.ts';
import { type MemberValue, valueNeed, vouchedFor } from '../../generators/member-value.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { prerequisitesFor } from '../kit/prerequisites.ts';
import type { Session } from '../kit/session.ts';
import type { QueryPairs } from './collection.ts';

/** A filter by a value that the items of the list show. */
export type ShownFilter = Filter & { readonly at: string };

/** Does a filter keep the items that show exactly its value. */
export const isShown = (filter: Filter): filter is ShownFilter => filter.at !== undefined && filter.compare === 'equals';

/** A filter with the list that it narrows. Its location is that of its parameter. */
export type ListFilter<F extends Filter = Filter> = Subject & { readonly collection: Collection; readonly filter: F };

/** The filters of all lists, list by list. */
export const listFilters = ({ collections }: Contract): ListFilter[] =>
  collections.flatMap((collection) => collection.filters.map((filter) => at(filter.parameter.location, { collection, filter })));

/** The filters of all lists by a value that the items show. */
export const shownFilters = (contract: Contract): ListFilter<ShownFilter>[] =>
  listFilters(contract).flatMap(({ filter, ...one }) => (isShown(filter) ? [{ ...one, filter }] : []));

/** Every pair of filters of a list whose values its items show. */
export const filterPairs = ({ filters }: Collection): (readonly [ShownFilter, ShownFilter])[] => {
  const shown = filters.filter(isShown);
  return shown.flatMap((one, n) => shown.slice(n + 1).map((other) => [one, other] as const));
};

/** A list with such pairs, at the location of its operation. */
export type ListWithPairs = Subject & { readonly collection: Collection };

export const listsWithPairs = ({ collections }: Contract): ListWithPairs[] =>
  collections
    .filter((collection) => filterPairs(collection).length > 0)
    .map((collection) => at(collection.operation.location, { collection }));

/** The prerequisites for reading the list of a subject. */
export const listPrerequisites = (
  { collection }: { readonly collection: Collection },
  around: Surroundings,
): readonly ProbePrerequisite[] => prerequisitesFor(collection.operation, around);

/** Is the name of the parameter only our reading: the service may have the filter under another name, or not at all. */
export const isGuessed = (contract: Contract, { parameter }: Filter): boolean => {
  const node = valueAt(contract.document, nodeOf(parameter.location));
  return isObject(node) && node['x-inferred'] === true;
};

/**
 * A value that a filter certainly accepts: from the operator, else a fixture, else printed in the document. None is made up, because a
 * service may refuse a value that it does not know.
 */
export const usableFilterValue = (operation: Operation, parameter: Parameter, { contract, target }: Surroundings): MemberValue => {
  const { name } = parameter;
  const schema = resolvedSchema(contract.document, parameter.schema);
  const given = target.values[operation.key]?.[name];
  if (given !== undefined) return vouchedFor(given);
  const { fixture } = conventionsOf(schema);
  if (fixture !== undefined) {
    const [supplied] = [target.fixtures[fixture] ?? []].flat();
    return supplied === undefined ? { kind: 'missing', need: { kind: 'fixture', name: fixture } } : vouchedFor(supplied);
  }
  const words = typeof schema === 'boolean' ? {} : schema;
  const examples: readonly unknown[] = Array.isArray(words['examples']) ? words['examples'] : [];
  const printed = examples[0] ?? words['example'] ?? words['default'];
  if (printed !== undefined) return vouchedFor(printed);
  return { kind: 'missing', need: valueNeed(operation, name, 'the document prints no value that it accepts') };
};

/** What the schema of a parameter says of the form of its values; undefined where it says nothing. */
const formOf = (
  { document }: Pick<Contract, 'document'>,
  { schema }: Pick<Parameter, 'schema'>,
): 'integer' | 'uuid' | 'other' | undefined => {
  const resolved = resolvedSchema(document, schema);
  if (!isObject(resolved)) return undefined;
  const { type, format } = resolved;
  if (type === 'integer') return 'integer';
  if (format === 'uuid') return 'uuid';
  return format === undefined && (type === undefined || [type].flat().includes('string')) ? undefined : 'other';
};

/** Does a parameter take any text: none of another type, and of no format. */
export const isFreeText = (contract: Pick<Contract, 'document'>, parameter: Pick<Parameter, 'schema'>): boolean =>
  formOf(contract, parameter) === undefined;

/** A large number with few chances to be an id, and below the numbers that 32 bits hold. */
const numberFrom = (hex: string): string => String(1_000_000_000 + (Number.parseInt(hex, 16) % 1_000_000_000));

/** A number within the limits of a parameter that no item shows; undefined where it has no greatest number, or every one is shown. */
const freeNumber = ({ document }: Pick<Contract, 'document'>, { schema }: Parameter, shown: readonly string[]): string | undefined => {
  const resolved = resolvedSchema(document, schema);
  const { minimum = 0, maximum } = isObject(resolved) ? resolved : {};
  if (typeof maximum !== 'number' || typeof minimum !== 'number' || maximum >= largeNumber) return undefined;
  const numbers = Array.from({ length: Math.min(50, Math.max(0, Math.floor(maximum - minimum) + 1)) }, (_, n) =>
    String(Math.floor(maximum) - n),
  );
  return numbers.find((one) => !shown.includes(one));
};

/** From here on numbers are made up as if there were no limit. */
const largeNumber = 2_000_000_000;

/** A value that no item has: the documented unusable one, else one of ours in the form of the parameter; never one that an item shows. */
export const madeUpFilterValue = (
  session: Pick<Session, 'contract' | 'hex'>,
  parameter: Parameter,
  shown: readonly string[] = [],
): string => {
  const { name } = parameter;
  const { unusable } = conventionsOf(resolvedSchema(session.contract.document, parameter.schema));
  const hex = session.hex(`filter-${name}`, 8);
  const form = typeof unusable === 'string' ? undefined : formOf(session.contract, parameter);
  if (form === 'integer') return freeNumber(session.contract, parameter, shown) ?? numberFrom(hex);
  if (form === 'uuid') return `${hex}-0000-4000-8000-${hex}0000`;
  let value = typeof unusable === 'string' ? unusable : `ct-no-such-${name}-${hex}`;
  while (shown.includes(value)) value += '1';
  return value;
};

/** Signs between the values of a list in one text, by style (OpenAPI 3.1, Style Values). */
const signs: Readonly<Record<string, string>> = { form: ',', spaceDelimited: ' ', pipeDelimited: '|' };

/** Several values of a filter as its parameter is written: as one text, or as a parameter for each; undefined where it is written in another way. */
export const queryFor = (
  contract: Contract,
  { parameter }: Pick<Filter, 'parameter'>,
  values: readonly string[],
): QueryPairs | undefined => {
  const { writing } = parameterValues(contract, parameter);
  if (writing.kind !== 'style') return undefined;
  if (writing.explode) return values.map((value) => [parameter.name, value]);
  const sign = signs[writing.style];
  return sign === undefined ? undefined : [[parameter.name, values.join(sign)]];
};
