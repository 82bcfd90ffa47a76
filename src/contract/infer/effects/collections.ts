import type { Operation, Schema } from '../../model.ts';
import { isObject } from '../../pointer.ts';
import { answerSchema, describedLists } from '../conventions/collection.ts';
import { nounWordsOf } from '../id-names.ts';
import {
  endsInParameter,
  isDirectlyBelowOne,
  isItemOf,
  isSamePath,
  isShallowItemOf,
  parametersIn,
  pathAbove,
  segmentsOf,
} from '../path-template.ts';
import { itemsOf, membersOf } from '../schema-parts.ts';
import { answersOnly201, leadsToNew, showsSame } from './creation-responses.ts';

type Json = Readonly<Record<string, unknown>>;

/** Last segments that only repeat the method: `POST /books/create`. */
const makingSegments = new Set(['create', 'add', 'new']);

/** The path of the collection that a POST adds to. */
export const collectionOf = (path: string): string => {
  const last = segmentsOf(path).at(-1);
  return last && 'literal' in last && makingSegments.has(last.literal.toLowerCase()) ? pathAbove(path) : path;
};

/**
 * The collection with a path of its own to which a POST below another resource adds: `/invoices` for `POST /orders/{id}/invoice`. The last word of both paths is the same
 * noun, 201 is the only success, or each has Location, and its answer is described by the very schema of what the collection, or the read of one, shows. Undefined where there
 * is none.
 */
export const collectionElsewhere = (document: Json, operations: readonly Operation[], operation: Operation): string | undefined => {
  const { method, path } = operation;
  const noun = nounWordsOf(path).join(' ');
  if (method !== 'POST' || noun === '' || !isDirectlyBelowOne(path)) return undefined;
  if (!answersOnly201(operation) && !leadsToNew(operation)) return undefined;
  const reads = operations.filter((one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined);
  // A collection below the same resource is its own.
  if (reads.some((one) => isSamePath(one.path, path) || isItemOf(one.path, path))) return undefined;
  const collections = reads.flatMap((one) => {
    const own = endsInParameter(one.path) ? pathAbove(one.path) : one.path;
    const isMeant = parametersIn(own).length === 0 && nounWordsOf(own).join(' ') === noun;
    return isMeant &&
      (endsInParameter(one.path) ? showsSame(document, operations, operation, one.path) : listsSame(document, one, operation))
      ? [own]
      : [];
  });
  return new Set(collections).size === 1 ? collections[0] : undefined;
};

/** Are the items of a list described by the very schema of the answer to a creation. */
const listsSame = (document: Json, list: Operation, create: Operation): boolean => {
  const [described] = describedLists({ document, operations: [list] });
  const shown = described && isObject(described.item) ? described.item['$ref'] : undefined;
  const answered = answerSchema(create);
  return typeof shown === 'string' && isObject(answered) && answered['$ref'] === shown;
};

/**
 * The read of one item that shows the same as every success of a POST, or that reads what is listed so: so the POST adds one to a collection. The read may show more than the list.
 * @param isNew Does the answer say that there is a new one.
 */
export const readOfNew = (
  document: Json,
  operations: readonly Operation[],
  operation: Operation,
  isNew = leadsToNew(operation),
): Operation | undefined => {
  const read = operations.find((one) => one.method === 'GET' && isItemOf(one.path, operation.path));
  const isShown = (): boolean =>
    read !== undefined &&
    (showsSame(document, operations, operation, read.path) ||
      (leadsToNew(operation) && listOfNew(document, operations, operation) !== undefined));
  return isNew && isShown() ? read : undefined;
};

/** The list at the path of a POST whose items are described by the very schema of its only success, 201: so the POST adds one to it. */
export const listOfNew = (document: Json, operations: readonly Operation[], operation: Operation): Operation | undefined =>
  answersOnly201(operation)
    ? operations.find((one) => one.method === 'GET' && isSamePath(one.path, operation.path) && listsSame(document, one, operation))
    : undefined;

/**
 * The read of what a POST is directly below that shows a list of what its only success, 201, answers with, by the very same schema, and an item of that list: so the POST adds
 * one to it, such as `POST /sensors/{id}/calibrations` to the `calibrations` of a sensor. Undefined where there is none.
 */
export const listOfParent = (
  document: Json,
  operations: readonly Operation[],
  operation: Operation,
): { readonly read: Operation; readonly item: Schema } | undefined => {
  const answered = answerSchema(operation);
  const shown = isObject(answered) ? answered['$ref'] : undefined;
  if (typeof shown !== 'string' || !isDirectlyBelowOne(operation.path) || !answersOnly201(operation)) return undefined;
  const above = pathAbove(operation.path);
  const reads = operations.filter(
    ({ method, path, effect }) =>
      method === 'GET' &&
      effect === 'safe' &&
      (isSamePath(path, above) || (isShallowItemOf(above, pathAbove(path)) && endsInParameter(path))),
  );
  return reads.flatMap((read) =>
    [...membersOf(document, answerSchema(read) ?? true).values()].flatMap((member) => {
      const item = itemsOf(document, member);
      return isObject(item) && item['$ref'] === shown ? [{ read, item }] : [];
    }),
  )[0];
};

/** Is there a {@link listOfParent}. */
export const addsToListOfParent = (document: Json, operations: readonly Operation[], operation: Operation): boolean =>
  listOfParent(document, operations, operation) !== undefined;
