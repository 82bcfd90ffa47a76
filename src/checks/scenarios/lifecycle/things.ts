import { isSuccess } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Operation, Resource } from '../../../contract/model.ts';
import { idOfCreation } from './references.ts';
import { resourceNamed } from '../../subjects/resource-at.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created, freshValues } from './created.ts';

/** A thing that the run asked for. */
export type MadeThing = {
  readonly creation: Exchange;
  /** Undefined where it was not created, or nothing tells its id. */
  readonly id: string | undefined;
  /** Values of ours by which it is known over there. */
  readonly names: readonly unknown[];
};

/** Things of the run of one kind. */
export type Things = {
  /** In the order of their creation; the first one serves everybody and is left alone. */
  readonly all: readonly MadeThing[];
  /** The one that is followed through its life: it may be changed and removed. */
  readonly own: MadeThing;
};

/** Two are made at the same moment. */
const labels = ['own', 'beside'] as const;

/**
 * Makes what the life of a thing is judged by: the thing that serves everybody and, where things can be removed, two
 * more at the same moment; where they can only be changed, one more. Nothing more is tried after a refusal.
 */
export const things = defineMeasurement<{ readonly resource: string }, Things>({
  id: 'things',
  async run(session, { resource: name }) {
    const resource = resourceNamed(session.contract, name);
    const create = creatorOf(resource);
    const { exchange } = await session.measure(created, { operation: create.key });
    const first = await made(session, resource, create, exchange);
    const most = resource.remove ? 2 : resource.update ? 1 : 0;
    if (!isSuccess(exchange) || most === 0) return { all: [first], own: first };
    const requests = labels.slice(0, most).map((label) => usableRequest(session, create, label));
    const more: MadeThing[] = [];
    for (const creation of await session.sendTogether(requests)) more.push(await made(session, resource, create, creation));
    return { all: [first, ...more], own: more.find(({ id }) => id !== undefined) ?? more[0] ?? first };
  },
});

const made = async (session: Session, resource: Resource, create: Operation, creation: Exchange): Promise<MadeThing> => ({
  creation,
  id: await idOfCreation(session, resource, creation),
  names: freshValues(session.contract, create, creation.request),
});

/** @throws {RangeError} where nothing creates such a thing, which no check asks for. */
export const creatorOf = ({ name, create }: Resource): Operation => {
  if (!create) throw new RangeError(`Cannot make a "${name}": the contract has no operation that creates one`);
  return create;
};
