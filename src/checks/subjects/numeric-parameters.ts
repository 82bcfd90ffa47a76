import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';

/** A text that nobody reads as a number. */
export const unparsableNumber = 'abc';

/** Query parameters that take nothing but a number. */
export const numericParameters = (contract: Contract, { parameters }: Operation): Parameter[] =>
  parameters.filter((one) => {
    const types = typesOf(resolvedSchema(contract.document, one.schema));
    return one.in === 'query' && types.length > 0 && types.every((type) => type === 'integer' || type === 'number');
  });
