import { uniqueMembers } from '../contract/infer/unique-members.ts';
import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import type { Contract, Operation, Parameter } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { parameterValues } from '../contract/wire/writing.ts';
import { nodeOf } from '../model/location.ts';
import { freshText } from './fresh-text.ts';
import { mayBeSent } from './request-match.ts';

/** The required texts in the query of an operation as members of an object, with what is said of them. */
const asMembers = (contract: Pick<Contract, 'document'>, { parameters }: Operation): object => ({
  type: 'object',
  properties: Object.fromEntries(
    parameters
      .filter((one) => one.in === 'query' && one.required)
      .map((one) => {
        const own = saidIn(valueAt(contract.document, nodeOf(one.location)));
        const schema = isObject(one.schema) ? one.schema : {};
        return [one.name, { ...schema, description: [...own, ...descriptionsIn(contract.document, one.schema)].join(' ') }];
      }),
  ),
});

/**
 * A new text for a parameter in the query of a creation, such as the upload of a file, where the document says that what is created has it alone: "A version can be uploaded once per
 * model". Undefined where it does not say that, or where the schema leaves no room.
 */
export const freshQuery = (
  contract: Contract,
  operation: Operation,
  parameter: Parameter,
  fresh: (label: string) => string,
): string | undefined => {
  const { document } = contract;
  const isMeant = operation.method === 'POST' && operation.effect.startsWith('creates') && parameter.in === 'query' && parameter.required;
  if (!isMeant || contract.standard.size === 0) return undefined;
  const { schema } = parameterValues(contract, parameter);
  if (isObject(schema) && ['enum', 'const'].some((keyword) => keyword in schema)) return undefined;
  if (!uniqueMembers(document, operation, asMembers(contract, operation)).includes(parameter.name)) return undefined;
  const text = freshText(document, schema, fresh(parameter.name));
  return text !== undefined && mayBeSent(document, schema, text) ? text : undefined;
};
