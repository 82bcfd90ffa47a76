import { parseExpression } from '../contract/expression.ts';
import type { Contract, Operation, Parameter } from '../contract/model.ts';
import { producersOf } from '../contract/operation.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { nodeOf } from '../model/location.ts';
import { examplesOf } from './examples.ts';
import { uuidFor } from './fresh-name.ts';
import { type Digits, lookalikeId, replaced } from './lookalike-id.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';

/**
 * An id that names nothing, in the form of one that does. Where so few characters can vary that the result may well exist, it gets longer:
 * after the word that it begins with (`prj_`), or as a number. Undefined for a short name, whose form is free.
 */
export const unknownLike = (id: string, digits: Digits): string | undefined => {
  const isNumber = /^\d+$/.test(id);
  if (isNumber && id.length < 12) return String(1_000_000_000 + Number.parseInt(digits('unknown-id', 7), 16));
  const [, word = '', rest = id] = /^([A-Za-z]+[^0-9A-Za-z]+)(.+)$/.exec(id) ?? [];
  const varying = Array.from(rest).filter((character) => /[0-9A-Za-z]/.test(character)).length;
  if (varying >= replaced) return lookalikeId(id, digits);
  if (word === '') return undefined;
  const drawn = digits('unknown-id', 12);
  const isCount = /^\d+$/.test(rest);
  return word + (isCount ? String(100_000_000_000 + (Number.parseInt(drawn, 16) % 900_000_000_000)) : drawn);
};

/**
 * An id that no server has: of the shape of one that the document prints for a path parameter, else by its type or format.
 * @param fresh A new name of this run, which a UUID is derived from.
 */
export const madeUpId = (contract: Contract, operation: Operation, parameter: Parameter, digits: Digits, fresh: string): string => {
  const printed = printedIds(contract, operation, parameter).find((one) => typeof one === 'string' || typeof one === 'number');
  const alike = printed === undefined ? undefined : lookalikeId(String(printed), digits);
  if (alike !== undefined) return alike;
  const schema = resolvedSchema(contract.document, parameter.schema);
  if (typesOf(schema).includes('integer')) return String(1_000_000_000 + Number.parseInt(digits('unknown-id', 7), 16));
  // What has not the form of an id may be refused as malformed, before anybody looks for it.
  return isObject(schema) && schema['format'] === 'uuid' ? uuidFor(fresh) : `ct-${digits('unknown-id', 10)}`;
};

/** Examples of the parameter itself, then those of the responses that links take it from. */
const printedIds = (contract: Contract, operation: Operation, parameter: Parameter): unknown[] => {
  const schema = resolvedSchema(contract.document, parameter.schema);
  const printed = (node: unknown): readonly unknown[] => examplesOf(contract.document, node);
  const own = [valueAt(contract.document, nodeOf(parameter.location)), schema].flatMap(printed);
  const linked = producersOf(contract, operation, parameter.name).flatMap(({ operation: producer, expression }) => {
    const parsed = parseExpression(expression);
    if (parsed?.from !== 'response-body') return [];
    const media = producer.responses.flatMap(({ content }) => content.map(({ location }) => valueAt(contract.document, nodeOf(location))));
    return media.flatMap(printed).map((example) => valueAt(example, parsed.pointer));
  });
  return [...own, ...linked];
};
