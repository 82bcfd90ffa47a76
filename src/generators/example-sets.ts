import type { Contract, Operation } from '../contract/model.ts';
import { parameterValues } from '../contract/wire/writing.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { wordsOf } from '../contract/infer/words.ts';
import { type NamedExample } from './examples.ts';
import { nodeOf } from '../model/location.ts';

/**
 * Named examples of one operation that belong together (OpenAPI 3.1, Example Object: the names under `examples` have no meaning of their own, and authors give
 * the same one to the parts of one exchange).
 */
export type ExampleSets = {
  /** The name whose examples are used together; undefined where no name is used twice. */
  readonly chosen: string | undefined;
  /** Names that more than one part has: an example with another one of them belongs to another request. */
  readonly shared: ReadonlySet<string>;
  /** Names that only error responses have too: such a request is not one that ought to succeed. */
  readonly failing: ReadonlySet<string>;
};

/** Words of names that say only that something is an example, and so do not belong together. */
const generic = new Set([
  'default',
  'example',
  'examples',
  'sample',
  'value',
  'basic',
  'simple',
  'minimal',
  'full',
  'request',
  'response',
  'body',
  'payload',
  'json',
  'xml',
  'main',
  'empty',
]);

const isTelling = (name: string): boolean =>
  !name.includes('/') && wordsOf(name).some((word) => !generic.has(word) && !/^\d+$/u.test(word));

const namesAt = (nodes: readonly unknown[]): readonly string[] =>
  nodes.flatMap((node) => (isObject(node) && isObject(node['examples']) ? Object.keys(node['examples']).filter(isTelling) : []));

const known = new WeakMap<Contract, Map<string, ExampleSets>>();

/** The same with another name chosen; the given sets where none is named. */
export const choosing = (sets: ExampleSets, chosen: string | undefined): ExampleSets => (chosen === undefined ? sets : { ...sets, chosen });

/** The most sets of an operation that are sent beside the chosen one. */
const mostOthers = 3;

/**
 * Names of examples of an operation that may be sent beside the smallest request, each for a request of its own, in the order of the document. The chosen one is
 * among them where it gives values for optional parameters.
 */
export const otherSetsOf = (contract: Contract, operation: Operation): readonly string[] => {
  const { chosen, failing } = exampleSetsOf(contract, operation);
  const { parameters, body } = operation;
  const nodes = [
    ...parameters.filter((one) => one.in !== 'path').flatMap((one) => parameterValues(contract, one).exampleNodes),
    ...(body?.content ?? []).map(({ location }) => valueAt(contract.document, nodeOf(location))),
  ];
  const names = nodes.flatMap((node) => (isObject(node) && isObject(node['examples']) ? [Object.keys(node['examples'])] : []));
  const first = chosen ?? names[0]?.[0];
  const optional = parameters
    .filter(({ required, in: where }) => !required && where !== 'path')
    .flatMap((one) => parameterValues(contract, one).exampleNodes)
    .flatMap((node) => (isObject(node) && isObject(node['examples']) ? Object.keys(node['examples']) : []));
  return [...new Set(names.flat())]
    .filter((name) => (name !== first || optional.includes(name)) && !failing.has(name))
    .slice(0, mostOthers);
};

/** The sets of an operation. Of several names, the one with examples for the most parts is chosen, the first of equal ones. */
export const exampleSetsOf = (contract: Contract, operation: Operation): ExampleSets => {
  const all = known.get(contract) ?? new Map<string, ExampleSets>();
  known.set(contract, all);
  const found = all.get(operation.key) ?? findSets(contract, operation);
  all.set(operation.key, found);
  return found;
};

/** The same by the key of an operation; nothing belongs together where there is none. */
export const exampleSetsOfKey = (contract: Contract, key: string | null): ExampleSets => {
  const operation = contract.operations.find((one) => one.key === key);
  return operation === undefined ? { chosen: undefined, shared: new Set(), failing: new Set() } : exampleSetsOf(contract, operation);
};

/**
 * Examples of one part of a request as they are tried: those of the chosen set, then those that belong to no other, then the rest. Without those of a
 * request that ought to fail.
 */
export const inSetOrder = <T extends NamedExample>(
  examples: readonly T[],
  { chosen, shared, failing }: ExampleSets,
): readonly (T & { readonly isMixed: boolean })[] => {
  const rank = ({ name }: NamedExample): number => (name !== undefined && name === chosen ? 0 : isMixed(name) ? 2 : 1);
  const isMixed = (name: string | undefined): boolean => name !== undefined && name !== chosen && shared.has(name);
  return examples
    .filter(({ name }) => name === undefined || !failing.has(name))
    .map((one) => ({ ...one, isMixed: isMixed(one.name) }))
    .toSorted((a, b) => rank(a) - rank(b));
};

const findSets = (contract: Contract, { parameters, body, responses }: Operation): ExampleSets => {
  const { document } = contract;
  const contentsOf = (contents: NonNullable<Operation['body']>['content']): readonly unknown[] =>
    contents.map(({ location }) => valueAt(document, nodeOf(location)));
  const requested = [
    ...parameters.map((one) => namesAt(parameterValues(contract, one).exampleNodes)),
    namesAt(contentsOf(body?.content ?? [])),
  ].map((names) => [...new Set(names)]);
  const answered = (isError: boolean): ReadonlySet<string> =>
    new Set(responses.filter(({ status }) => /^[45]/u.test(status) === isError).flatMap(({ content }) => namesAt(contentsOf(content))));
  const [succeeding, refused] = [answered(false), answered(true)];
  const names = [...new Set(requested.flat())];
  const failing = new Set(names.filter((name) => refused.has(name) && !succeeding.has(name)));
  const parts = (name: string): number => requested.filter((one) => one.includes(name)).length;
  const shared = new Set(names.filter((name) => parts(name) > 1));
  const [chosen] = names
    .filter((name) => !failing.has(name) && (shared.has(name) || succeeding.has(name)))
    .toSorted((a, b) => parts(b) - parts(a));
  return { chosen, shared, failing };
};
