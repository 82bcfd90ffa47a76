import { suggestion } from '../config/nearest.ts';
import { ContractError } from './contract-error.ts';
import type { Pagination, PaginationStyle, ResourceConvention } from './conventions.ts';
import { conventionLocation } from './conventions-at.ts';
import { parseExpression } from './expression.ts';
import { showsAllUnlessTrue } from './infer/conventions/flag-sides.ts';
import { withDeepMembers } from './infer/deep-parameters.ts';
import { isCalled } from './infer/described.ts';
import { descriptionsIn, itemsOf, isType, partsOf } from './infer/schema-parts.ts';
import type {
  Collection,
  Contract,
  CountedPages,
  Filter,
  InferredResourceType,
  LastingResourceType,
  Operation,
  Pages,
  Parameter,
  ResourceType,
} from './model.ts';
import { nodeOf } from '../model/location.ts';
import { saidIn } from './said.ts';
import type { Filters } from './x-assay/lists.ts';
import { below, isObject, valueAt } from './pointer.ts';
import type { Place } from './read-document.ts';

type ResourceTypes = Readonly<Record<string, ResourceConvention>>;

/** The collections of a contract: every operation with the convention `collection`. */
export const readCollections = (
  operations: readonly Operation[],
  resourceTypes: ResourceTypes,
  document: Contract['document'],
  place: Place,
): Collection[] =>
  operations.flatMap((operation) => {
    const { collection, pagination, filters } = operation.conventions;
    if (!collection) return [];
    const resourceType = Object.values(resourceTypes).find(({ list }) => list !== undefined && isCalled(operation, list));
    const pages = pagination === undefined ? [] : pagesOf(operation, pagination, document, place);
    return [
      {
        operation,
        items: typeof collection.items === 'string' ? [collection.items] : collection.items,
        id: collection.id ?? resourceType?.id,
        // A name that is only inferred does not tell one item from another.
        name: resourceType?.['x-inferred'] === true ? undefined : resourceType?.name,
        state: resourceType?.state,
        pages,
        filters: Object.entries(filters ?? {})
          .filter(([name]) => !name.startsWith('x-'))
          .map(([name, filter]) =>
            filterOf(operation, name, isObject(filter) ? filter : {}, filters?.['x-inferred'] === true, document, place),
          ),
      },
    ];
  });

/** Names a word of an operation for a message: where it stands, at the operation or at the root. */
const wordAt = (operation: Operation, word: string, document: Contract['document'], place: Place): string => {
  const location = conventionLocation({ document }, operation, word);
  return place(location === undefined ? below(nodeOf(operation.location), 'x-assay', ...word.split('.')) : nodeOf(location));
};

/** @param at Tells where the word stands that names the parameter: the text has to be parsed for that. */
const parameterCalled = (operation: Operation, name: string, document: Contract['document'], at: () => string): Parameter => {
  const parameter = [...operation.parameters, ...withDeepMembers(document, operation.parameters)].find(
    (one) => one.in === 'query' && one.name === name,
  );
  if (parameter) return parameter;
  const known = operation.parameters.filter((one) => one.in === 'query').map((one) => one.name);
  throw new ContractError(`Cannot use ${at()}: ${operation.key} has no query parameter "${name}", only ${known.join(', ') || 'none'}`);
};

const pagesOf = (operation: Operation, pagination: Pagination, document: Contract['document'], place: Place): Pages[] => {
  const styles = 'anyOf' in pagination ? pagination.anyOf : [pagination];
  return styles.map((style, n) =>
    pagesIn(operation, style, 'anyOf' in pagination ? `pagination.anyOf.${n}` : 'pagination', document, place),
  );
};

const pagesIn = (operation: Operation, style: PaginationStyle, word: string, document: Contract['document'], place: Place): Pages => {
  const parameter = (name: string, expression: string): Parameter => {
    const parsed = parseExpression(expression);
    if (parsed?.from === 'request-query')
      return parameterCalled(operation, parsed.name, document, () => wordAt(operation, `${word}.${name}`, document, place));
    throw new ContractError(
      `Cannot use ${wordAt(operation, `${word}.${name}`, document, place)}: "${expression}" is not $request.query.NAME`,
    );
  };
  const location = conventionLocation({ document }, operation, word);
  if (!location) throw new ContractError(`Cannot use ${wordAt(operation, word, document, place)}: it is not there`);
  const limit = style.limit === undefined ? undefined : parameter('limit', style.limit);
  const numberIn = (one: Parameter | undefined, keyword: string): number | undefined => {
    const value = keywordIn(document, one, keyword);
    return typeof value === 'number' ? value : undefined;
  };
  const counted = (convention: CountedPages['convention'], position: Parameter, usualFirst: number): CountedPages => ({
    kind: convention.kind,
    convention,
    ...sizes,
    position,
    first: convention.first ?? numberIn(position, 'default') ?? usualFirst,
  });
  const isInferred = style['x-inferred'] === true;
  const sizes = {
    location,
    limit,
    defaultSize: numberIn(limit, 'default'),
    maximumSize: numberIn(limit, 'maximum'),
    isInferred,
    leastSize: numberIn(limit, 'minimum') ?? (isInferred ? undefined : 1),
  };
  switch (style.kind) {
    case 'cursor':
      return { kind: style.kind, convention: style, ...sizes, cursor: parameter('cursor', style.cursor) };
    case 'link':
      return { kind: style.kind, convention: style, ...sizes };
    case 'page':
      return counted(style, parameter('page', style.page), 1);
    case 'offset':
      return counted(style, parameter('offset', style.offset), 0);
  }
};

/** The value of a keyword in the schema of a parameter, references followed; undefined where it has none. */
const keywordIn = (document: Contract['document'], parameter: Parameter | undefined, keyword: string): unknown =>
  partsOf(document, parameter?.schema)
    .map((part) => part[keyword])
    .find((value) => value !== undefined);

type FilterWords = Partial<Filters[string]>;

const filterOf = (
  operation: Operation,
  name: string,
  { at, also = [], compare = 'equals', included, without, zone }: FilterWords,
  isInferred: boolean,
  document: Contract['document'],
  place: Place,
): Filter => {
  const parameter = parameterCalled(operation, name, document, () => place(below(nodeOf(operation.location), 'x-assay', 'filters', name)));
  return {
    parameter,
    at,
    also,
    compare,
    isIncluded: included === true,
    isShownOnly: without === 'out',
    zone,
    isInferred,
    values: listedValues(document, parameter, isInferred),
  };
};

/** The values that the schema of a parameter lists, or that of its elements where it takes several; undefined where any value is allowed. */
const listedValues = (document: Contract['document'], parameter: Parameter, isInferred: boolean): readonly string[] | undefined => {
  const { schema } = parameter;
  const listed =
    keywordIn(document, parameter, 'enum') ?? keywordIn(document, { ...parameter, schema: itemsOf(document, schema) ?? true }, 'enum');
  if (Array.isArray(listed)) return listed.filter((value): value is string => typeof value === 'string');
  if (!isType(document, schema, 'boolean')) return undefined;
  return isInferred &&
    showsAllUnlessTrue(`${saidIn(valueAt(document, nodeOf(parameter.location))).join(' ')} ${descriptionsIn(document, schema).join(' ')}`)
    ? ['true']
    : ['true', 'false'];
};

/** The operations that resource types name, each by its operationId or its key. */
export const operationsOf = (resourceTypes: ResourceTypes): ReadonlySet<string> =>
  new Set(
    Object.values(resourceTypes)
      .flatMap(({ create, read, list, update, remove }) => [create, read, list, update, remove])
      .filter((id) => id !== undefined),
  );

/**
 * The resource types that `x-assay` declares, with their operations resolved.
 * @param inferred Resource types that the structure of the document shows. Where a declaration is only inferred, the one with the same creation and removal
 *   says how its resources are told from others; without such a one the declaration is left out. Undefined where declarations count as they are.
 * @throws {ContractError} where a declaration names an operation that the document does not have.
 */
export const readResourceTypes = (
  resourceTypes: ResourceTypes,
  operations: readonly Operation[],
  collections: readonly Collection[],
  place: Place,
  inferred: readonly (InferredResourceType | LastingResourceType)[] | undefined,
): ResourceType[] =>
  Object.entries(resourceTypes).flatMap(([name, convention]): ResourceType[] => {
    const operation = (word: 'create' | 'read' | 'list' | 'update' | 'remove'): Operation | undefined => {
      const id = convention[word];
      if (id === undefined || (word === 'remove' && id === 'none')) return undefined;
      const found = operations.find((one) => isCalled(one, id));
      if (!found) {
        const known = operations.flatMap((one) => [...(one.operationId === undefined ? [] : [one.operationId]), one.key]);
        throw new ContractError(
          `Cannot use ${place(below('#/x-assay/resources', name, word))}: there is no operation with the operationId or the key "${id}"${suggestion(id, known)}`,
        );
      }
      return found;
    };
    const list = operation('list');
    const create = operation('create');
    const remove = operation('remove');
    const isDoubtful = inferred !== undefined && convention['x-inferred'] === true;
    const presumed = isDoubtful
      ? inferred.find((one) => one.create.key === create?.key && ('remove' in one ? one.remove.key : undefined) === remove?.key)
      : undefined;
    const resourceType: ResourceType = {
      name,
      convention,
      location: { operation: null, way: ['#', '#/x-assay', '#/x-assay/resources', below('#/x-assay/resources', name)] },
      ...(presumed === undefined ? {} : { presumed }),
      create,
      read: operation('read'),
      update: operation('update'),
      collection: collections.find((collection) => collection.operation === list),
      remove,
      unique: convention.unique ?? [],
    };
    return isDoubtful && presumed === undefined ? [] : [resourceType];
  });
