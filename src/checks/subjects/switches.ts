import { isType } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Parameter } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';

const showing = '(?:include|includes|included|including|with|show|showing|also|and)';

/** The optional boolean of a query whose name in words has a form, and that is not true by default. */
const optionalFlag = ({ document }: Contract, { parameters }: Operation, names: RegExp): Parameter | undefined =>
  parameters.find(
    ({ in: where, name, required, schema }) =>
      where === 'query' &&
      !required &&
      names.test(wordsOf(name).join(' ')) &&
      isType(document, schema ?? true, 'boolean') &&
      (!isObject(schema) || schema['default'] !== true),
  );

/**
 * The query parameter that is a switch: with true, an operation shows what is in a state too. An optional boolean whose name says so, as
 * `include_archived` does, and that is not true by default.
 * @param state Its name in words, or a regular expression of several.
 */
export const switchFor = (contract: Contract, operation: Operation, state: string): Parameter | undefined =>
  optionalFlag(contract, operation, new RegExp(`^${showing} (?:the )?${state}(?: ones| items)?$`, 'u'));

/**
 * The query parameter by which an operation shows what is in a state and nothing else: an optional boolean named after the state alone, such as `trashed` or
 * `only_archived`, that is not true by default.
 * @param state Its name in words, or a regular expression of several.
 */
export const choosingFor = (contract: Contract, operation: Operation, state: string): Parameter | undefined =>
  optionalFlag(contract, operation, new RegExp(`^(?:(?:is|only|just) )?${state}(?: only)?$`, 'u'));
