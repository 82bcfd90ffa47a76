import { inferredNamed } from '../../../contract/infer/covering.ts';
import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isSafe } from '../../kit/reach.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { stateFor, statefulAnswer } from '../../subjects/needed-states.ts';
import { type Inferred, inferredThing } from './inferred-resource.ts';

/** A resource of a type that no operation removes, and the operations that may have changed it since it was created. */
export type Kept = { readonly resource: Inferred; readonly changedBy: Set<string> };

type Keeping = {
  /** By the name of their type and the state that they were brought to, in the order of their creation. */
  readonly kept: Map<string, Kept[]>;
  /** By type and operation, the one that the requests of that operation are about. */
  readonly givenTo: Map<string, Kept>;
};

const keeping = defineScenario<null, Keeping>({
  id: 'untouched-resources',
  run: async () => ({ kept: new Map(), givenTo: new Map() }),
});

/**
 * May an operation be tried on a resource that requests to other operations were about, as long as all of them were refused: one that no operation removes, because
 * a run may leave few of these.
 */
export const mayShare = ({ contract }: Session, name: string): boolean => {
  const resourceType = inferredNamed(contract, name);
  return resourceType !== undefined && !('remove' in resourceType) && contract.standard.size > 0;
};

/** The state that a document asks for where an operation uses a resource; empty where it asks for none. */
const stateAskedFor = ({ contract }: Session, name: string, operation: string): string => {
  const resourceType = inferredNamed(contract, name);
  const shown = resourceType && statefulAnswer(contract, resourceType.create);
  return (shown && stateFor(contract, resourceType, operation, shown.states)) ?? '';
};

/**
 * A resource of a type, in the state that an operation asks for, that nothing has changed since.
 * @throws {NotTried} where there is none and none could be created.
 */
export const untouched = async (session: Session, resourceType: string, operation: string): Promise<Kept> => {
  const { kept } = await session.run(keeping, null);
  const key = `${resourceType} ${stateAskedFor(session, resourceType, operation)}`;
  const known = kept.get(key) ?? [];
  kept.set(key, known);
  const found = known.find(({ changedBy }) => changedBy.size === 0);
  if (found) return found;
  const turn = `unchanged-${known.length}`;
  const resource = await session.run(inferredThing, { resourceType, use: 'spare', for: operation, turn });
  const made = { resource, changedBy: new Set<string>() };
  known.push(made);
  return made;
};

/** The resource that all requests of one operation are about: one that no other operation changed. */
export const spareFor = async (session: Session, resourceType: string, operation: string): Promise<Inferred> => {
  const { givenTo } = await session.run(keeping, null);
  const key = `${resourceType} ${operation}`;
  const given = givenTo.get(key);
  if (given && [...given.changedBy].every((one) => one === operation)) return given.resource;
  const other = await untouched(session, resourceType, operation);
  givenTo.set(key, other);
  return other.resource;
};

/** Call for each answer: a request that was not refused by a 4xx may have changed the resource that its path names. */
export const noteChange = async (session: Session, exchange: Exchange): Promise<void> => {
  const { request } = exchange;
  const status = statusOf(exchange) ?? 0;
  if (isSafe(request.method) || (status >= 400 && status < 500)) return;
  const { kept } = await session.run(keeping, null);
  const named = new Set(Object.values(request.pathValues));
  for (const { resource, changedBy } of [...kept.values()].flat())
    if (Object.values(resource.pathValues).every((value) => named.has(value))) changedBy.add(request.operation ?? request.method);
};
