import { parametersIn } from '../../contract/infer/path-template.ts';
import type { Contract, Effect, Operation, Parameter } from '../../contract/model.ts';
import { lastInPath } from '../../contract/operation.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { rootLocation } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { collectionAt } from './collection.ts';
import type { JudgedOperation } from './secured-operations.ts';
import { askedContent } from '../../contract/asked-content.ts';

// What a survey asks: of several operations that would do, the one first that leaves least behind and needs least.

/** Reads whose answers end. */
const reads = ({ operations }: Contract): Operation[] =>
  operations.filter(
    ({ method, effect, unsupported, conventions }) =>
      method === 'GET' && effect === 'safe' && unsupported === undefined && conventions.stream === undefined,
  );

const byParametersInPath = (a: Operation, b: Operation): number => parametersIn(a.path).length - parametersIn(b.path).length;

/** Reads, those first whose paths name nothing. */
export const readsToAsk = (contract: Contract): JudgedOperation[] =>
  reads(contract)
    .toSorted(byParametersInPath)
    .map((operation) => at(operation.location, { operation }));

/** Effects of operations whose body can have a mistake on purpose, the gentlest first. */
const gentlest: readonly Effect[] = ['creates', 'creates-permanently', 'asks'];

/** Operations that create something from a JSON body, or only ask with one. */
export const creationsToAsk = ({ operations }: Contract): JudgedOperation[] =>
  operations
    .filter(
      ({ effect, body, unsupported, inferred }) =>
        gentlest.includes(effect) &&
        unsupported === undefined &&
        inferred?.ends === undefined &&
        inferred?.reaches === undefined &&
        askedContent(body) !== undefined,
    )
    .toSorted(
      (a, b) =>
        Number(a.issues === true) - Number(b.issues === true) ||
        gentlest.indexOf(a.effect) - gentlest.indexOf(b.effect) ||
        byParametersInPath(a, b),
    )
    .map((operation) => at(operation.location, { operation }));

/** An operation with the parameter of its path that names what it is about. */
export type AskedById = JudgedOperation & { readonly parameter: Parameter };

/** Operations on one thing that its path names: reads, else changes. */
export const callsById = (contract: Contract): AskedById[] => {
  const changes = contract.operations.filter(
    ({ method, effect, unsupported }) => method !== 'DELETE' && effect === 'changes' && unsupported === undefined,
  );
  return [...reads(contract), ...changes].flatMap((operation) => {
    const parameter = lastInPath(operation);
    return parameter === undefined ? [] : [at(operation.location, { operation, parameter })];
  });
};

/** Removals of one thing that the path names. */
export const removalsById = ({ operations }: Contract): JudgedOperation[] =>
  operations
    .filter(
      ({ method, effect, path, unsupported }) =>
        method === 'DELETE' && effect === 'changes' && unsupported === undefined && path.endsWith('}'),
    )
    .map((operation) => at(operation.location, { operation }));

/** A path that names one thing, and that no operation reads; another operation has it. */
export type UnreadPath = Subject & { readonly path: string; readonly beside: Operation };

/** The paths of single things that cannot be read by the document. Whoever reads them is outside all operations. */
export const unreadPaths = ({ operations }: Contract): UnreadPath[] =>
  operations.flatMap((beside) => {
    const path = beside.path.slice(0, beside.path.lastIndexOf('}') + 1);
    const isRead = operations.some((one) => one.method === 'GET' && one.path === path);
    return path.endsWith('}') && beside.unsupported === undefined && !isRead ? [at(rootLocation, { path, beside })] : [];
  });

/** A query parameter of a read, at its location. */
export type AskedByQuery = JudgedOperation & { readonly parameter: Parameter };

/** Query parameters of reads that a function picks, in the order in which it counts them: 0 first, and none that it gives no number. */
const queriesBy = (contract: Contract, rank: (parameter: Parameter, operation: Operation) => number | undefined): AskedByQuery[] =>
  readsToAsk(contract)
    .flatMap(({ operation }) =>
      operation.parameters.flatMap((parameter) => {
        const place = parameter.in === 'query' ? rank(parameter, operation) : undefined;
        return place === undefined ? [] : [{ place, asked: at(parameter.location, { operation, parameter }) }];
      }),
    )
    .toSorted((a, b) => a.place - b.place)
    .map(({ asked }) => asked);

const schemaOf = ({ document }: Contract, { schema }: Parameter): Readonly<Record<string, unknown>> => {
  const resolved = resolvedSchema(document, schema);
  return typeof resolved === 'boolean' ? {} : resolved;
};

/** Does a parameter say which page of a list is meant, or how large it is. */
const isOfPages = (contract: Contract, { key }: Operation, { name }: Parameter): boolean =>
  (collectionAt(contract, key)?.pages ?? []).some(
    (pages) =>
      pages.limit?.name === name ||
      (pages.kind === 'cursor' && pages.cursor.name === name) ||
      ((pages.kind === 'page' || pages.kind === 'offset') && pages.position.name === name),
  );

/** Any query parameters, those first that are about no pages. */
export const anyQueries = (contract: Contract): AskedByQuery[] =>
  queriesBy(contract, (parameter, operation) => Number(isOfPages(contract, operation, parameter)));

const timeFormats: ReadonlySet<unknown> = new Set(['date', 'date-time', 'time']);

/** Query parameters that take no text: numbers first, then truth values, then times. */
export const typedQueries = (contract: Contract): AskedByQuery[] =>
  queriesBy(contract, (parameter) => {
    const schema = schemaOf(contract, parameter);
    const types = typesOf(schema);
    if (types.length === 0) return undefined;
    if (types.every((type) => type === 'integer' || type === 'number')) return 0;
    if (types.every((type) => type === 'boolean')) return 1;
    return types.every((type) => type === 'string') && timeFormats.has(schema['format']) ? 2 : undefined;
  });

/** Query parameters that take a text which things of the server have: those first that list no values. */
export const namingQueries = (contract: Contract): AskedByQuery[] =>
  queriesBy(contract, (parameter, operation) => {
    const schema = schemaOf(contract, parameter);
    const types = typesOf(schema);
    const isText = types.length > 0 && types.every((type) => type === 'string') && !timeFormats.has(schema['format']);
    return isText && !isOfPages(contract, operation, parameter) ? Number(Array.isArray(schema['enum'])) : undefined;
  });
