import { headerValues } from '../../contract/message.ts';
import type { Contract } from '../../contract/model.ts';
import { evaluateSchema } from '../../contract/schema/evaluate.ts';
import type { Exchange } from '../../model/exchange.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { describedResponses } from './described-responses.ts';

/**
 * Does the Header Object of an answer itself refuse what stands in a header: its form is then another promise's, and nothing
 * more is said about the value. A header that no Header Object describes may hold anything.
 */
export const isOtherForm = (contract: Contract, exchange: Exchange, name: string): boolean => {
  const [text, ...others] = new Set(headerValues(exchange, name));
  if (text === undefined) return false;
  const described = describedResponses(contract, exchange).flatMap(({ headers }) =>
    headers.filter((header) => header.name.toLowerCase() === name.toLowerCase()),
  );
  return described.some(({ schema, schemaPlace }) => {
    if (others.length > 0) return true;
    const isNumber = typesOf(resolvedSchema(contract.document, schema)).some((type) => type === 'integer' || type === 'number');
    const value = isNumber && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    return evaluateSchema(contract, schemaPlace, value).some(({ holds }) => !holds);
  });
};
