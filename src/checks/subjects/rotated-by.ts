import { segmentsOf, tailOf } from '../../contract/infer/path-template.ts';
import { rotatedThing } from '../../contract/infer/told-rotation.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidOfSuccess } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

/** The word of the secret that an operation on one resource gives a new value, by its path, its id and its texts; undefined where it gives none. */
export const rotatedBy = ({ document }: Contract, operation: Operation): string | undefined => {
  const { path, method, location, effect } = operation;
  const tail = tailOf(path);
  const isAction = method === 'POST' || method === 'PUT';
  if (!isAction || tail.length === 0 || tail.length > 2 || effect.startsWith('creates')) return undefined;
  const node = valueAt(document, nodeOf(location));
  const id = isObject(node) && typeof node['operationId'] === 'string' ? [node['operationId']] : [];
  // What is rotated may be named by the collection alone: `/api-keys/{keyId}/rotate`.
  const above = segmentsOf(path)
    .slice(0, -tail.length)
    .findLast((one) => 'literal' in one);
  const whole = above && 'literal' in above ? [[above.literal, ...tail].join(' ')] : [];
  return rotatedThing([tail.join(' '), ...id, ...whole], saidOfSuccess(document, operation));
};
