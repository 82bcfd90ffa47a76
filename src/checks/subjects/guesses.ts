import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Location } from '../../model/location.ts';
import type { Target } from '../../model/target.ts';

/** Whether a location is inferred: a node on its path has `x-inferred`. */
export const isGuess = ({ document }: Contract, { way }: Location): boolean =>
  way.some((pointer) => {
    const node = valueAt(document, pointer);
    return isObject(node) && node['x-inferred'] === true;
  });

/** Does an operation require a guessed parameter or member that the operator does not set under `values`. */
export const takesGuesses = (contract: Contract, operation: Operation, { values }: Pick<Target, 'values'>): boolean =>
  [
    ...operation.parameters.map(({ name, required, schemaLocation }) => ({ name, required, location: schemaLocation })),
    ...bodyMembers(contract, operation),
  ].some(({ name, required, location }) => required && values[operation.key]?.[name] === undefined && isGuess(contract, location));
