import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { versionInBody } from './numbered-versions.ts';
import { isSamePath, pathAbove } from './path-template.ts';
import { resourceMembers } from './resource-object.ts';
import { isType, membersOf, partsOf } from './schema-parts.ts';
import { askedSchema } from '../asked-content.ts';

/** A member of the body of a change that names the version of the resource that the client has read: the service refuses the change where there is a later one. */
export type HeldVersion = {
  readonly member: string;
  readonly resourceType: AnyInferred;
  /** Shows the version that is current. */
  readonly read: Operation;
  /** The sentence that says that another version comes with every change; undefined where none does. */
  readonly rising: string | undefined;
};

const versionName = /^_?(?:version|revision|rev|etag|(?:lock|row|resource|record|object)[_-]?version|version[_-]?(?:number|no)|lock)$/iu;

/** Is a member called like the version of a resource: `version`, `revision`, `lockVersion`. */
export const isVersionName = (name: string): boolean => versionName.test(name);

/** "goes up by one with every change", "incremented on each update", "changes whenever the order does". */
const risesAlways =
  /\b(?:goes up|rises?|grows?|increas\w+|increment\w+|raised|bumped|counts?|changes|new one)\b[^.]*\b(?:every|each|any|whenever|all)\b|\b(?:every|each|any) (?:\w+ )?(?:change|update|edit|write|modification)\b[^.]*\b(?:increas|increment|rais|bump|gives|makes)/iu;

const isConflict = ({ responses }: Operation): boolean => responses.some(({ status }) => status === '409' || status === '412');

/** The type of the resource that a change is about: the one at its path, or the one that an action is below. */
const changedType = (contract: Contract, operation: Operation): AnyInferred | undefined => {
  const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  const path = operation.method === 'POST' ? pathAbove(operation.path) : operation.path;
  return covering.map(({ resourceType }) => resourceType).find((one) => isSamePath(path, itemOf(one).path));
};

const find = (contract: Contract, operation: Operation): HeldVersion | undefined => {
  if (!['PATCH', 'PUT', 'POST'].includes(operation.method) || operation.effect === 'safe' || !isConflict(operation)) return undefined;
  const resourceType = changedType(contract, operation);
  const read =
    resourceType &&
    contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, itemOf(resourceType).path));
  const answer = read && answerSchema(read);
  if (!resourceType || !read || answer === undefined) return undefined;
  const { document } = contract;
  const bodyOf = ({ body }: Operation): ReadonlySet<string> => new Set(membersOf(document, askedSchema(body)).keys());
  const given = bodyOf(resourceType.create);
  const shown = resourceMembers(document, answer);
  const member = [...bodyOf(operation)].find((name) => versionName.test(name) && shown.has(name) && !given.has(name));
  const schema = member === undefined ? undefined : shown.get(member);
  // What an action goes back to is no mark of what its client has read.
  if (
    member !== undefined &&
    versionInBody(contract, operation, [member, membersOf(document, askedSchema(operation.body)).get(member) ?? true])
  )
    return undefined;
  if (member === undefined || schema === undefined || (!isType(document, schema, 'integer') && !isType(document, schema, 'string')))
    return undefined;
  const texts = [
    ...partsOf(document, schema).map(({ description }) => description),
    ...saidIn(valueAt(document, nodeOf(operation.location))),
  ];
  const rising = texts.find((text): text is string => typeof text === 'string' && risesAlways.test(text));
  return { member, resourceType, read, rising };
};

const known = new WeakMap<Operation, { readonly found: HeldVersion | undefined }>();

/**
 * The member of a change by which it names the version that it is for; undefined where there is none. A member that a creation takes as well is none: clients choose
 * it. Only for a contract that is held to the standard requirements.
 */
export const heldVersion = (contract: Contract, operation: Operation): HeldVersion | undefined => {
  if (contract.standard.size === 0) return undefined;
  const before = known.get(operation) ?? { found: find(contract, operation) };
  known.set(operation, before);
  return before.found;
};
