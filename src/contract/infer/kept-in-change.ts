import type { Contract, Operation } from '../model.ts';
import { isJsonType } from '../wire/media-type.ts';
import { answerSchema } from './conventions/collection.ts';
import { coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { sentenceOfFixed } from './told-fixed.ts';
import { isSamePath } from './path-template.ts';
import { resourceMembers } from './resource-object.ts';
import { membersOf, partsOf } from './schema-parts.ts';

/** The members that a replacement has to send as they are, and the read that shows them. */
export type KeptInChange = { readonly members: readonly string[]; readonly read: Operation };

/** A refusal of the change: without one, another value may be ignored. */
const refused = /(?<!\d)4(?:00|09|22)(?!\d)|\b(?:refused|rejected)\b/u;

/**
 * The members that the body of a PUT has to have, and whose value cannot be changed: "The code cannot be changed (`409`)". A replacement is accepted only with the value that
 * the resource has.
 */
export const keptInChange = (contract: Contract, operation: Operation): KeptInChange | undefined => {
  if (operation.method !== 'PUT' || operation.effect === 'safe') return undefined;
  const { document, operations } = contract;
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  const type = covering.map(({ resourceType }) => resourceType).find((one) => isSamePath(operation.path, itemOf(one).path));
  const read = type && operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, operation.path));
  const answer = read && answerSchema(read);
  const body = operation.body?.content.find(({ mediaType }) => isJsonType(mediaType))?.schema;
  if (!read || answer === undefined || body === undefined) return undefined;
  const shown = resourceMembers(document, answer);
  const required = new Set(partsOf(document, body).flatMap((part) => part['required'] ?? []));
  const members = [...membersOf(document, body)].flatMap(([name, schema]) => {
    if (!required.has(name) || !shown.has(name)) return [];
    const own = partsOf(document, schema).flatMap(({ description }) => (typeof description === 'string' ? [description] : []));
    const told = sentenceOfFixed(contract, operation, name, own);
    return told !== undefined && refused.test(told) ? [name] : [];
  });
  return members.length > 0 ? { members, read } : undefined;
};
