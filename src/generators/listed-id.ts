import { isAdmitted } from '../contract/admission.ts';
import { type IdSource, idSourcesOf } from '../contract/infer/id-sources.ts';
import { parametersIn } from '../contract/infer/path-template.ts';
import type { Contract, Operation, Parameter } from '../contract/model.ts';
import type { Target } from '../model/target.ts';
import { parameterValues } from '../contract/wire/writing.ts';
import type { Making } from './member-value.ts';
import { placeholderText } from './placeholder.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';

/** Lists that need an id of another list, and so on: more of them in a row are not read for one id. */
const deepest = 3;

/** Can an operation be asked with what is decided about it. */
type IsMakeable = (operation: Operation, making: Making & { readonly pathValues: Readonly<Record<string, string>> }) => boolean;

/**
 * The read that gives the id for a path parameter which neither the operator nor the document names: the first of its sources that this target can be
 * asked for. Undefined where there is none, and for a contract that says by `x-assay` alone what has to exist.
 * @param isMakeable Whether a read can be made; it may need the id of another list.
 */
export const listedSource = (operation: Operation, parameter: Parameter, making: Making, isMakeable: IsMakeable): IdSource | undefined => {
  const { contract, target, asking = [] } = making;
  if (contract.standard.size === 0 || asking.length >= deepest) return undefined;
  const known = knownSources(contract, target);
  const key = `${operation.key} ${parameter.name}`;
  if (known.has(key)) {
    const decided = known.get(key);
    return decided && leadsTo(decided, asking, known) ? undefined : decided;
  }
  let onTheWay: Known = new Map();
  const source = idSourcesOf(contract, operation, parameter).find(({ read, given }) => {
    if (read.key === operation.key || asking.includes(read.key) || !isAdmitted(contract, read, target)) return false;
    const pathValues = Object.fromEntries(Object.keys(given).map((name) => [name, 'ct']));
    onTheWay = new Map();
    return isMakeable(read, { ...making, asking: [...asking, operation.key], pathValues, decided: onTheWay });
  });
  if (asking.length === 0) known.set(key, source);
  if (source === undefined) return undefined;
  // A run asks each list by itself. It has to take the same sources then: two lists that show the ids of each other would ask for ever.
  const decided = asking.length === 0 ? known : making.decided;
  for (const [one, its] of [[key, source] as const, ...onTheWay]) if (decided && !decided.has(one)) decided.set(one, its);
  return source;
};

/**
 * Does a source, or one that it needs the id of, read one of the operations, or need what it gives itself. Sources that were decided one after
 * another may need each other.
 */
const leadsTo = ({ read, given }: IdSource, operations: readonly string[], known: Known): boolean =>
  operations.includes(read.key) ||
  parametersIn(read.path).some((name) => {
    const next = given[name] === undefined ? known.get(`${read.key} ${name}`) : undefined;
    return next !== undefined && leadsTo(next, [...operations, read.key], known);
  });

/** How many sources were decided for a target. A decided one stays; another one more can decide what a request takes the next time. */
export const sourcesDecided = (contract: Contract, target: Target): number => knownSources(contract, target).size;

type Known = Map<string, IdSource | undefined>;

const knownSources = (contract: Contract, target: Target): Known => {
  const ofTargets = sources.get(contract) ?? new WeakMap<Target, Known>();
  sources.set(contract, ofTargets);
  const known = ofTargets.get(target) ?? new Map<string, IdSource | undefined>();
  ofTargets.set(target, known);
  return known;
};

const sources = new WeakMap<Contract, WeakMap<Target, Known>>();

/** Stands for the id that a list shows. */
export const listedPlaceholder = (source: IdSource, parameter: string): string =>
  placeholderText({ use: 'listed', resourceType: source.read.key, parameter });

/** Text that a path cannot carry as one segment on many servers, or that is no id. */
const unusable = /^\.{0,2}$|\/|\[(?:secret|issued)[^\]]*\]/u;

/** A listed value as the text of a path parameter; undefined where it is none that the parameter takes. */
export const usableId = (contract: Contract, parameter: Parameter, value: unknown): string | undefined => {
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) return undefined;
  const text = String(value);
  if (unusable.test(text)) return undefined;
  const { schema } = parameterValues(contract, parameter);
  const types = typesOf(resolvedSchema(contract.document, schema));
  const isNumber = types.length > 0 && !types.includes('string') && /^-?\d+$/u.test(text);
  const sent = isNumber ? Number(text) : types.includes('string') ? text : value;
  return mayBeSent(contract.document, schema, sent) ? text : undefined;
};
