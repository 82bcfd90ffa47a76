import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { nodeOf, type Place } from '../../model/place.ts';

/** A header parameter that may be left out, with the value that the documentation prints for it. */
export type PrintedHeader = { readonly name: string; readonly value: string; readonly place: Place };

const printed = (contract: Contract, { name, place, schemaPlace }: Parameter): PrintedHeader | undefined => {
  const at = (pointer: string): unknown => valueAt(contract.document, pointer);
  const schema = nodeOf(schemaPlace);
  const values = [at(`${nodeOf(place)}/example`), at(`${schema}/const`), at(`${schema}/examples/0`), at(`${schema}/default`)];
  const value = values.find((one): one is string => typeof one === 'string');
  return value === undefined ? undefined : { name, value, place };
};

/** The headers that the documentation prints for an operation and that may be left out. */
export const printedHeaders = (contract: Contract, { parameters }: Operation): PrintedHeader[] =>
  parameters.filter((one) => one.in === 'header' && !one.required).flatMap((one) => printed(contract, one) ?? []);

/** Header parameters of reads for which a value is printed. */
export const headerPlaces = (contract: Contract): Place[] =>
  contract.operations
    .filter(({ effect, conventions }) => effect === 'safe' && conventions.stream === undefined)
    .flatMap((operation) => printedHeaders(contract, operation).map(({ place }) => ({ ...place, operation: operation.key })));
