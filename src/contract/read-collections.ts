import { ContractError } from './contract-error.ts';
import type { Pagination, ResourceConvention } from './conventions.ts';
import { parseExpression } from './expression.ts';
import type { Collection, Filter, Operation, PaginationOf, Parameter, Resource } from './model.ts';
import { isObject } from './pointer.ts';

type Resources = Readonly<Record<string, ResourceConvention>>;

/** Lists of the contract: every operation whose own `x-assay` says where the items stand. */
export const readCollections = (operations: readonly Operation[], resources: Resources, source: string): Collection[] =>
  operations.flatMap((operation) => {
    const { collection, pagination, filters } = operation.conventions;
    if (!collection) return [];
    const resource = Object.values(resources).find(({ list }) => list !== undefined && list === operation.operationId);
    return [
      {
        operation,
        items: typeof collection.items === 'string' ? [collection.items] : collection.items,
        id: resource?.id,
        name: resource?.name,
        state: resource?.state,
        pagination: pagination && paginationOf(operation, pagination, source),
        filters: Object.entries(filters ?? {})
          .filter(([name]) => name !== 'x-requirement')
          .map(([name, filter]) => filterOf(operation, name, isShown(filter) ? filter.at : undefined, source)),
      },
    ];
  });

const isShown = (value: unknown): value is { readonly at: string } => isObject(value) && typeof value['at'] === 'string';

const parameterCalled = (operation: Operation, name: string, word: string, source: string): Parameter => {
  const parameter = operation.parameters.find((one) => one.in === 'query' && one.name === name);
  if (parameter) return parameter;
  const known = operation.parameters.filter((one) => one.in === 'query').map((one) => one.name);
  throw new ContractError(
    `Cannot use x-assay.${word} of ${operation.key} in "${source}": it has no query parameter "${name}", only ${known.join(', ') || 'none'}`,
  );
};

const paginationOf = (operation: Operation, convention: Pagination, source: string): PaginationOf => {
  const parameter = (word: 'cursor' | 'limit'): Parameter => {
    const parsed = parseExpression(convention[word]);
    if (parsed?.from !== 'request-query') {
      throw new ContractError(
        `Cannot use x-assay.pagination.${word} of ${operation.key} in "${source}": "${convention[word]}" is no $request.query.NAME`,
      );
    }
    return parameterCalled(operation, parsed.name, `pagination.${word}`, source);
  };
  const limit = parameter('limit');
  return {
    convention,
    cursor: parameter('cursor'),
    limit,
    defaultSize: numberIn(limit, 'default'),
    maximumSize: numberIn(limit, 'maximum'),
  };
};

const numberIn = ({ schema }: Parameter, keyword: string): number | undefined => {
  const value = isObject(schema) ? schema[keyword] : undefined;
  return typeof value === 'number' ? value : undefined;
};

const filterOf = (operation: Operation, name: string, at: string | undefined, source: string): Filter => {
  const parameter = parameterCalled(operation, name, 'filters', source);
  const values = isObject(parameter.schema) && Array.isArray(parameter.schema['enum']) ? parameter.schema['enum'] : undefined;
  return { parameter, at, values: values?.filter((value): value is string => typeof value === 'string') };
};

/** Kinds of things, with their operations resolved. */
export const readResources = (
  resources: Resources,
  operations: readonly Operation[],
  collections: readonly Collection[],
  source: string,
): Resource[] =>
  Object.entries(resources).map(([name, convention]) => {
    const operation = (word: 'create' | 'list' | 'remove'): Operation | undefined => {
      const id = convention[word];
      if (id === undefined || (word === 'remove' && id === 'none')) return undefined;
      const found = operations.find(({ operationId }) => operationId === id);
      if (!found)
        throw new ContractError(
          `Cannot use x-assay.resources.${name}.${word} of "${source}": there is no operation with operationId "${id}"`,
        );
      return found;
    };
    const list = operation('list');
    return {
      name,
      create: operation('create'),
      collection: collections.find((collection) => collection.operation === list),
      remove: operation('remove'),
      unique: convention.unique ?? [],
    };
  });
