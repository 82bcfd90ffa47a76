import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { parameterValues } from '../../contract/wire/writing.ts';
import { resolvedSchema, typesOf, withoutNull } from '../../generators/resolved-schema.ts';
import { at, type Subject } from '../kit/define.ts';
import { collectionAt, isByCursor, stylesOf } from './collection.ts';

/** A query parameter of a read that takes any text, at its location. */
export type TextQuery = Subject & { readonly operation: Operation; readonly parameter: Parameter };

/** Keywords that say which texts a parameter takes. */
const restricting = ['enum', 'const', 'pattern', 'format'] as const;

/** Does a parameter take texts, with nothing said about them but perhaps their length. */
const isFree = (contract: Contract, parameter: Parameter): boolean => {
  const { schema, writing } = parameterValues(contract, parameter);
  const resolved = resolvedSchema(contract.document, schema);
  // Null cannot be written in a query.
  const types = typesOf(withoutNull(resolved));
  return (
    writing.kind === 'style' &&
    writing.style === 'form' &&
    types.length === 1 &&
    types[0] === 'string' &&
    typeof resolved !== 'boolean' &&
    restricting.every((keyword) => resolved[keyword] === undefined)
  );
};

/** A cursor is text that the server issued: no other one is meant to be sent. */
const takesCursor = (contract: Contract, { key }: Operation, { name }: Parameter): boolean => {
  const collection = collectionAt(contract, key);
  return collection !== undefined && stylesOf(collection).some((list) => isByCursor(list) && list.paging.cursor.name === name);
};

/** The query parameters of all reads that take any text. */
export const textQueries = (contract: Contract): TextQuery[] =>
  contract.operations
    .filter(({ effect }) => effect === 'safe')
    .flatMap((operation) =>
      operation.parameters
        .filter((one) => one.in === 'query' && isFree(contract, one) && !takesCursor(contract, operation, one))
        .map((parameter) => at(parameter.location, { operation, parameter })),
    );
