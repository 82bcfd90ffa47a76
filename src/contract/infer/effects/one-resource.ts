import type { Operation } from '../../model.ts';
import { isIdName } from '../id-names.ts';
import { bringsText, isLimited, takesMany } from '../listed-items.ts';
import { endsInParameter, isDirectlyBelowOne, parametersIn } from '../path-template.ts';
import { dangerIn, reachesMany } from '../words.ts';
import type { NamedOf } from './names.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Whether the path of a removal names one resource, and not all with a common property (`DELETE /jobs/{state}`): its last parameter has the
 * name of an id, or the body of the creation has the value as a free text, or the answer to the creation has Location.
 */
export const namesOne = (document: Json, { path, parameters }: Operation, create: Operation, collection: string): boolean => {
  const name = parametersIn(path).at(-1) ?? '';
  const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema;
  if (isLimited(document, schema)) return false;
  return (
    isIdName(name, collection) ||
    create.responses.some(
      ({ status, headers }) => status.startsWith('2') && headers.some((one) => one.name.toLowerCase() === 'location'),
    ) ||
    (create.body?.content.some((content) => bringsText(document, content.schema, name)) ?? false)
  );
};

/** Whether an operation removes one resource, and requires nothing that the creation does not require too. */
export const isRemoval = (operation: Operation, create: Operation, namedOf: NamedOf): boolean => {
  const { method, path, parameters, body } = operation;
  const isInCreation = (name: string, where: string): boolean => create.parameters.some((one) => one.name === name && one.in === where);
  return (
    method === 'DELETE' &&
    endsInParameter(path) &&
    dangerIn(namedOf(operation)) === undefined &&
    body?.required !== true &&
    parameters.every((one) => one.in === 'path' || !one.required || one.name.toLowerCase() === 'if-match' || isInCreation(one.name, one.in))
  );
};

/** Is a POST an action on the one resource that its path names: `/carts/{id}/checkout`, but not `/carts/{id}/purge-all`. */
export const actsOnOne = (document: Json, operation: Operation, namedOf: NamedOf): boolean =>
  operation.method === 'POST' && isDirectlyBelowOne(operation.path) && !takesMany(document, operation) && !reachesMany(namedOf(operation));
