import type { Contract, Operation, ResourceType } from '../../contract/model.ts';
import { below, isObject } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import type { Exchange } from '../../model/exchange.ts';
import { distinctBy } from '../../model/json.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { prerequisitesFor } from '../kit/prerequisites.ts';
import { makeableResourceTypes } from './resources.ts';
import { holdsValue } from '../../model/request.ts';

/** Operations that create a resource from a JSON body. */
export const creators = (contract: Contract): Operation[] =>
  distinctBy(
    makeableResourceTypes(contract).map(({ create }) => create),
    ({ key }) => key,
  );

/** An operation that creates a resource from a JSON body; its location is the operation, unless a check names one below it. */
export type Creation = Subject & { readonly operation: Operation };

/** Creations of a contract, each at its operation. */
export const creations = (contract: Contract): Creation[] => creators(contract).map((operation) => at(operation.location, { operation }));

/** A member of the body of a creation, at its schema. */
export type CreationMember = Creation & { readonly member: BodyMember };

/** Members of the bodies of creations: all, or those that a function picks. */
export const creationMembers = (
  contract: Contract,
  members: (contract: Contract, operation: Operation) => readonly BodyMember[] = bodyMembers,
): CreationMember[] =>
  creators(contract).flatMap((operation) => members(contract, operation).map((member) => at(member.location, { operation, member })));

/** The prerequisites of a complete creation. */
export const prerequisitesToCreate = ({ operation }: Pick<Creation, 'operation'>, around: Surroundings): readonly ProbePrerequisite[] =>
  prerequisitesFor(operation, around);

/** The value of a member in the JSON body of a request; undefined where it has none. */
export const sentMember = ({ request: { body } }: Pick<Exchange, 'request'>, name: string): unknown =>
  holdsValue(body) && isObject(body.value) ? body.value[name] : undefined;

/** Creations of resources that a list shows by name, each at the convention of its type. */
export const listedCreations = (contract: Contract): (Creation & { readonly resourceType: ResourceType })[] =>
  makeableResourceTypes(contract).flatMap((resourceType) => {
    const { name, create, collection } = resourceType;
    if (collection?.name === undefined) return [];
    const all = '#/x-assay/resources';
    return [at({ operation: create.key, way: ['#', '#/x-assay', all, below(all, name)] }, { operation: create, resourceType })];
  });
