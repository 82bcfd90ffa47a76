import { statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { bodyMembers, type BodyMember } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { resourceTypeNamed } from '../../subjects/resources.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { sentMember } from '../../subjects/creators.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { created } from './created.ts';
import { listed } from './listed.ts';

/** A member of a body that refers to a resource of another type, with its id in a request. */
export type Reference = { readonly member: BodyMember; readonly resourceType: string; readonly id: string };

/** The first resource of another type to which the body of a request refers; undefined where there is none. */
export const referenceIn = (session: Pick<Session, 'contract'>, operation: Operation, exchange: Exchange): Reference | undefined => {
  for (const member of bodyMembers(session.contract, operation)) {
    const { refers } = member.conventions;
    const id = idText(sentMember(exchange, member.name));
    if (refers !== undefined && id !== undefined) return { member, resourceType: refers, id };
  }
  return undefined;
};

export type Repeated =
  /** The resource certainly exists, or the request refers to none: the answer counts. */
  | { readonly kind: 'stands' }
  /** The same request, sent after a list showed the resource. */
  | { readonly kind: 'again'; readonly exchange: Exchange }
  /** The resource was created a moment ago, and no list shows it. */
  | { readonly kind: 'unsure' };

/** The shared creation; sent once more where it was answered as if something in it did not exist. */
export const createdOnceListed = defineScenario<{ readonly operation: string }, Repeated>({
  id: 'created-once-listed',
  async run(session, { operation }) {
    const { exchange } = await session.run(created, { operation });
    return statusOf(exchange) === 404 ? onceListed(session, operationOf(session.contract, operation), exchange) : { kind: 'stands' };
  },
});

/**
 * Sends a request again that was answered as if something in it did not exist: a new resource may not be visible everywhere yet.
 */
export const onceListed = async (session: Session, operation: Operation, exchange: Exchange): Promise<Repeated> => {
  const reference = referenceIn(session, operation, exchange);
  if (!reference) return { kind: 'stands' };
  const { contract, target } = session;
  const { name, conventions } = reference.member;
  const isOperators =
    target.values[operation.key]?.[name] !== undefined ||
    (conventions.fixture !== undefined && target.fixtures[conventions.fixture] !== undefined);
  const { create } = resourceTypeNamed(contract, reference.resourceType);
  // Without a creation of this run the id is from a list.
  if (isOperators || !create || !isAllowed(create, target)) return { kind: 'stands' };
  const shown = await orSkipped(session.run(listed, { operation: create.key }));
  if (isSkipped(shown) || shown.kind !== 'listed') return { kind: 'unsure' };
  return { kind: 'again', exchange: await session.send(exchange.request) };
};
