import type { Contract, Parameter } from '../../contract/model.ts';
import { operationOf } from '../../contract/operation.ts';
import { nodeOf, type Place } from '../../model/place.ts';

/**
 * The parameter that stands at a place.
 * @throws {RangeError} for a place that is none, which a check never gives.
 */
export const parameterAt = (contract: Contract, place: Place): Parameter => {
  const parameter = operationOf(contract, place.operation ?? '').parameters.find((one) => nodeOf(one.place) === nodeOf(place));
  if (!parameter) throw new RangeError(`Cannot find a parameter at ${nodeOf(place)} of "${contract.source}"`);
  return parameter;
};
