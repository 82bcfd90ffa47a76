import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';

/** An optional header parameter of a read, with the value that the documentation prints for it. */
export type PrintedHeader = Subject & { readonly operation: Operation; readonly name: string; readonly value: string };

const printedValue = ({ document }: Contract, { location, schemaLocation }: Parameter): string | undefined => {
  const schema = nodeOf(schemaLocation);
  return [`${nodeOf(location)}/example`, `${schema}/const`, `${schema}/examples/0`, `${schema}/default`]
    .map((pointer) => valueAt(document, pointer))
    .find((value): value is string => typeof value === 'string');
};

/** Optional header parameters of reads with a printed value. */
export const printedHeaders = (contract: Contract): PrintedHeader[] =>
  contract.operations
    .filter(({ effect, conventions }) => effect === 'safe' && conventions.stream === undefined)
    .flatMap((operation) =>
      operation.parameters.flatMap((parameter) => {
        const value = parameter.in === 'header' && !parameter.required ? printedValue(contract, parameter) : undefined;
        const { name, location } = parameter;
        return value === undefined ? [] : [at({ ...location, operation: operation.key }, { operation, name, value })];
      }),
    );
