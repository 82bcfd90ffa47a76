import type { Contract } from '../contract/model.ts';
import type { Selection } from './selection.ts';

/**
 * The operations that end, restart or empty the whole service by their names, with the reason why they are not called: everything after such a
 * call would judge another service, or none. Only those that `only` names by key or operationId are called. None where `x-assay` describes the operation.
 */
export const sparedOperations = ({ operations }: Pick<Contract, 'operations'>, { only }: Selection): ReadonlyMap<string, string> =>
  new Map(
    operations.flatMap(({ key, operationId, inferred }) =>
      inferred?.ends === undefined || only.some((name) => name === key || name === operationId)
        ? []
        : [
            [
              key,
              `its name says that it ends or empties the service ("${inferred.ends}"): it is called only where --only names it`,
            ] as const,
          ],
    ),
  );
