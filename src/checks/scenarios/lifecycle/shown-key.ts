import { type AnyInferred, coveredBy, coveredByLasting, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { shownKeyFor } from '../../../contract/infer/shown-keys.ts';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { inferredResource, inferredShown } from './inferred-resource.ts';
import { shownState } from './shown-state.ts';
import { isLookedFor, lookingFor, triedInStates } from './states-tried.ts';

/** Statuses by which a service says that what a value names is there, or will be, in another state. */
const aboutState: ReadonlySet<number> = new Set([404, 409, 410, 422, 423]);

/** The values that were found, by the name of the type and the key of the operation. */
const found = defineScenario<null, Map<string, Promise<string | undefined>>>({ id: 'shown-keys', run: async () => new Map() });

/** A value that an operation took, where the shared one was refused, by the name of the type. */
const taken = defineScenario<null, Map<string, string>>({ id: 'shown-keys-taken', run: async () => new Map() });

type Wanted = {
  /** Name of the inferred type of what the value names. */
  readonly resourceType: string;
  /** JSON pointer of the value in the answer to its creation. */
  readonly at: string;
  /** The operation whose path takes it, by its key. */
  readonly asking: string;
};

/** The type above one, with the resource that all reads share. */
const aboveOf = ({ contract }: Session, { create }: AnyInferred): AnyInferred | undefined =>
  [...coveredBy(contract, create).values(), ...coveredByLasting(contract, create).values()].at(-1)?.resourceType;

/**
 * The value by which a path names what the run created elsewhere, such as the token of a link. Where it is refused, what is above is brought to other states: "404 while
 * the survey is a draft". Undefined where nothing shows one.
 */
export const shownKey = async (session: Session, { resourceType: name, at, asking }: Wanted): Promise<string | undefined> => {
  const { contract } = session;
  const type = inferredNamed(contract, name);
  const operation = contract.operations.find(({ key }) => key === asking);
  if (!type || !operation) return undefined;
  const isActing = operation.effect === 'changes' || operation.effect === 'destructive';
  const one = isActing ? ({ use: 'spare', for: asking } as const) : ({ use: 'known', for: null } as const);
  const shared = async (): Promise<string | undefined> =>
    idText(valueAt(await session.run(inferredShown, { resourceType: name, ...one }), at));
  const key = `${name} ${asking}`;
  const parameter = operation.parameters.find((own) => shownKeyFor(contract, operation, own)?.at === at)?.name;
  // What an action does is done once, to one that nothing else looks at.
  if (isActing || parameter === undefined || isLookedFor(key)) return shared();
  const all = await session.run(found, null);
  const value = all.get(key) ?? lookingFor(key, () => look(session, { type, at, operation, parameter, shared }));
  all.set(key, value);
  return value;
};

const look = async (
  session: Session,
  {
    type,
    at,
    operation,
    parameter,
    shared,
  }: {
    readonly type: AnyInferred;
    readonly at: string;
    readonly operation: Operation;
    readonly parameter: string;
    readonly shared: () => Promise<string | undefined>;
  },
): Promise<string | undefined> => {
  const common = await shared();
  const isTaken = async (value: string | undefined, purpose: string): Promise<boolean | undefined> => {
    if (value === undefined) return undefined;
    const answer = await orSkipped(
      (async () => session.send(usableRequest(session, operation, purpose, { pathValues: { [parameter]: value } })))(),
    );
    if (isSkipped(answer)) return undefined;
    return isSuccess(answer) ? true : aboutState.has(statusOf(answer) ?? 0) ? false : undefined;
  };
  if (!isAllowed(operation, session.target) || (await isTaken(common, 'key-shared')) !== false) return common;
  const known = await session.run(taken, null);
  const earlier = known.get(type.name);
  // What leads to one thing is in the right state for most of what is below it.
  if (earlier !== undefined && (await isTaken(earlier, 'key-known')) === true) return earlier;
  const above = aboveOf(session, type);
  if (!above) return common;
  const own = { resourceType: above.name, use: 'spare', for: operation.key } as const;
  const now = await shownState(session, above, await session.run(inferredResource, { ...own, turn: 'keys' }));
  if (now === undefined) return common;
  const other = await triedInStates(session, {
    resourceType: above,
    now,
    told: undefined,
    make: (turn) => session.run(inferredResource, { ...own, turn }),
    async tried(values, turn) {
      const pathValues = inPath(type.create.path, valuesAlong(itemOf(above).path, values));
      const made = await orSkipped((async () => session.send(usableRequest(session, type.create, `key-${turn}`, { pathValues })))());
      const value = isSkipped(made) || !isSuccess(made) ? undefined : idText(valueAt(jsonOf(made), at));
      return (await isTaken(value, `key-${turn}`)) === true ? value : undefined;
    },
  });
  if (other !== undefined) known.set(type.name, other);
  return other ?? common;
};
