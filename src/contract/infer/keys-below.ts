import type { Contract, Operation, Parameter } from '../model.ts';
import { type Covering, isSameKey, itemOf } from './covering.ts';
import { beginsWith, endsInParameter, isItemOf, pathAbove } from './path-template.ts';

/** What a parameter names that is created below the same resource as what the path of its operation is about, and the path of what both are below. */
export type KeyBelow = Covering & { readonly around: string };

/**
 * What a parameter of a query names by the key that the path of it takes: the `wing` of `POST /museums/{museumId}/tours?wing=north`, where wings are at
 * `/museums/{museumId}/wings/{wing}`. The request has to name one of that very museum. Undefined where no type has such a key, or several do.
 */
export const keyBelow = (
  contract: Pick<Contract, 'inferredResourceTypes' | 'lastingResourceTypes'>,
  operation: Operation,
  { name, in: where, schema }: Parameter,
): KeyBelow | undefined => {
  if (where !== 'query') return undefined;
  const found = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap((resourceType): readonly KeyBelow[] => {
    const item = itemOf(resourceType);
    const around = pathAbove(pathAbove(item.path));
    const own = item.parameters.find((one) => one.in === 'path' && one.name === name);
    const isBelowSame =
      isItemOf(item.path, resourceType.name) &&
      endsInParameter(around) &&
      beginsWith(operation.path, around) &&
      !beginsWith(operation.path, resourceType.name);
    const isNamed = resourceType.idParameter === name && own !== undefined && isSameKey(name, own.schema, schema);
    return isBelowSame && isNamed ? [{ resourceType, parameter: name, around }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};
