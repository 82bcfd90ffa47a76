import { isServedInstead } from '../../contract/infer/served-instead.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { prerequisitesFor } from '../kit/prerequisites.ts';

/** A text that is no number. */
export const unparsableNumber = 'abc';

const typesFor = (contract: Contract, { schema }: Parameter): readonly string[] => typesOf(resolvedSchema(contract.document, schema));

/** Query parameters that accept only a number. */
export const numericParameters = (contract: Contract, { parameters }: Operation): Parameter[] =>
  parameters.filter((one) => {
    const types = typesFor(contract, one);
    return one.in === 'query' && types.length > 0 && types.every((type) => type === 'integer' || type === 'number');
  });

/** A numeric query parameter of a read, at its location. `types`: `integer` or `number`, or both. */
export type NumericQuery = Subject & { readonly operation: Operation; readonly parameter: Parameter; readonly types: readonly string[] };

/** Such parameters of all reads, operation by operation, without those for which the document says what is taken where no such number is sent. */
export const numericQueries = (contract: Contract): NumericQuery[] =>
  contract.operations
    .filter(({ effect }) => effect === 'safe')
    .flatMap((operation) =>
      numericParameters(contract, operation)
        .filter((parameter) => !isServedInstead(contract, operation, parameter))
        .map((parameter) => at(parameter.location, { operation, parameter, types: typesFor(contract, parameter) })),
    );

/** Those that accept only a whole number. */
export const wholeNumberQueries = (contract: Contract): NumericQuery[] =>
  numericQueries(contract).filter(({ types }) => types.every((type) => type === 'integer'));

/** The prerequisites of the read with a parameter. */
export const queryPrerequisites = ({ operation }: Pick<NumericQuery, 'operation'>, around: Surroundings): readonly ProbePrerequisite[] =>
  prerequisitesFor(operation, around);
