import { type AnyInferred, coveredBy, coveredByLasting, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { descriptionsIn } from '../../../contract/infer/schema-parts.ts';
import { type ShownEntry, shownKeyFor } from '../../../contract/infer/shown-keys.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { statesFilled } from '../../subjects/filled-by-state.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { inferredResource, inferredShown } from './inferred-resource.ts';
import { broughtOn } from './needed-state.ts';
import { shownState } from './shown-state.ts';
import { isLookedFor, lookingFor, triedInStates } from './states-tried.ts';

/** Statuses by which a service says that what a value names is there, or will be, in another state. */
const aboutState: ReadonlySet<number> = new Set([404, 409, 410, 422, 423]);

/** The values that were found, by the name of the type and the key of the operation. */
const found = defineScenario<null, Map<string, Promise<string | undefined>>>({ id: 'shown-keys', run: async () => new Map() });

/** A value that an operation took where the shared one was refused, with what is above it, and the state of that. */
type Taken = { readonly value: string; readonly pathValues: PathValues; readonly state: string | undefined };

/** Such values by the name of the type. */
const taken = defineScenario<null, Map<string, Taken>>({ id: 'shown-keys-taken', run: async () => new Map() });

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

/** What is created below one resource, as the answer to the creation shows its value; undefined where it is refused. */
const madeBelow = async (
  session: Session,
  { type, above, at }: { readonly type: AnyInferred; readonly above: AnyInferred; readonly at: string },
  values: PathValues,
  purpose: string,
): Promise<string | undefined> => {
  const pathValues = inPath(type.create.path, valuesAlong(itemOf(above).path, values));
  const made = await orSkipped((async () => session.send(usableRequest(session, type.create, purpose, { pathValues })))());
  return isSkipped(made) || !isSuccess(made) ? undefined : idText(valueAt(jsonOf(made), at));
};

/** Brings what is above to other states until something is accepted; undefined where nothing shows its state. */
const searched = async <T>(
  session: Session,
  above: AnyInferred,
  { operation, told, tried }: { readonly operation: Operation } & Pick<Parameters<typeof triedInStates<T>>[1], 'told' | 'tried'>,
): Promise<T | undefined> => {
  const own = { resourceType: above.name, use: 'spare', for: operation.key } as const;
  const now = await shownState(session, above, await session.run(inferredResource, { ...own, turn: 'keys' }));
  const make = (turn: string): Promise<PathValues> => session.run(inferredResource, { ...own, turn });
  return now === undefined ? undefined : triedInStates(session, { resourceType: above, now, told, make, tried });
};

/** An entry in a list of a resource of the run, by its key, with the values in the path of that. */
export type OwnEntry = { readonly key: string; readonly pathValues: PathValues };

/** The entry that a read of a resource shows in a list of that; undefined where it shows none. */
const entryIn = async (
  session: Session,
  { read, list, key }: ShownEntry,
  type: AnyInferred,
  values: PathValues,
  turn: string,
): Promise<OwnEntry | undefined> => {
  const pathValues = inPath(read.path, valuesAlong(itemOf(type).path, values));
  const answer = await orSkipped((async () => session.send(usableRequest(session, read, `entries-${turn}`, { pathValues })))());
  const entries: unknown = isSkipped(answer) || !isSuccess(answer) ? undefined : resourceIn(jsonOf(answer))?.[list];
  const keys = Array.isArray(entries) ? entries.flatMap((one) => (isObject(one) ? (idText(one[key]) ?? []) : [])) : [];
  return keys[0] === undefined ? undefined : { key: keys[0], pathValues: values };
};

/**
 * An entry in a list of a resource that the run created for one operation alone, which is brought to a state in which there are some: to those that the text of the list
 * tells ("Empty until the order is paid"), else to one after another.
 * @param turn Distinguishes several for the same operation.
 */
export const ownEntry = defineScenario<
  { readonly resourceType: string; readonly entry: ShownEntry; readonly operation: string; readonly turn: string },
  OwnEntry | undefined
>({
  id: 'own-entry',
  async run(session, { resourceType: name, entry, operation, turn }) {
    const type = inferredNamed(session.contract, name);
    if (!type) return undefined;
    const make = (which: string): Promise<PathValues> =>
      session.run(inferredResource, { resourceType: name, use: 'spare', for: operation, turn: `${turn}-${which}` });
    const values = await make('entries');
    const first = await entryIn(session, entry, type, values, `${turn}-new`);
    const now = first === undefined ? await shownState(session, type, values) : undefined;
    if (now === undefined) return first;
    const states = statesFilled(session.contract, type, descriptionsIn(session.contract.document, entry.schema));
    if (states.includes(now)) return undefined;
    if (states.length > 0 && (await broughtOn(session, type, values, { now, states }))) {
      const brought = await entryIn(session, entry, type, values, `${turn}-brought`);
      if (brought !== undefined) return brought;
    }
    const tried = (own: PathValues, which: string): Promise<OwnEntry | undefined> => entryIn(session, entry, type, own, `${turn}-${which}`);
    return triedInStates(session, { resourceType: type, now, told: undefined, make, tried });
  },
});

type Sought = {
  readonly type: AnyInferred;
  readonly at: string;
  readonly operation: Operation;
  /** The parameter in the path of the operation that takes the value. */
  readonly parameter: string;
  /** The value of one that is created without regard to any state. */
  readonly usual: () => Promise<string | undefined>;
};

/**
 * The value by which a path names what the run created elsewhere, such as the token of a link. Where it is refused, what is above is brought to other states: "404 while
 * the survey is a draft". Undefined where nothing shows one.
 */
export const shownKey = async (session: Session, { resourceType: name, at, asking }: Wanted): Promise<string | undefined> => {
  const { contract } = session;
  const type = inferredNamed(contract, name);
  const operation = contract.operations.find(({ key }) => key === asking);
  if (!type || !operation) return undefined;
  const all = await session.run(found, null);
  const key = `${name} ${asking}`;
  const parameter = operation.parameters.find((own) => shownKeyFor(contract, operation, own)?.at === at);
  const { entry, by } = (parameter && shownKeyFor(contract, operation, parameter)) ?? {};
  if (entry) {
    if (isLookedFor(key)) return undefined;
    const value =
      all.get(key) ??
      lookingFor(key, async () => (await session.run(ownEntry, { resourceType: name, entry, operation: asking, turn: 'key' }))?.key);
    all.set(key, value);
    return value;
  }
  const isActing = operation.effect === 'changes' || operation.effect === 'destructive';
  // What comes about beside a resource needs a creation of its own.
  const one = isActing || by !== undefined ? ({ use: 'spare', for: asking } as const) : ({ use: 'known', for: null } as const);
  const usual = async (): Promise<string | undefined> =>
    idText(valueAt(await session.run(inferredShown, { resourceType: name, ...one }), at));
  if (parameter === undefined || isLookedFor(key)) return usual();
  const sought: Sought = { type, at, operation, parameter: parameter.name, usual };
  const value = all.get(key) ?? lookingFor(key, () => (isActing ? forAction(session, sought) : look(session, sought)));
  all.set(key, value);
  return value;
};

/** The read whose path begins the path of an operation, and ends in the same parameter: `/public/{token}` for `/public/{token}/responses`. */
const readBefore = ({ contract }: Session, { path }: Operation, parameter: string): Operation | undefined => {
  const named = path.slice(0, path.indexOf(`{${parameter}}`) + parameter.length + 2);
  return contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && one.path === named);
};

/** The value of one that nothing else looks at, below something in the state in which a read by such a value was accepted. An action is not tried to find that out: it is done once. */
const forAction = async (session: Session, sought: Sought): Promise<string | undefined> => {
  const { type, at, operation, parameter, usual } = sought;
  const read = readBefore(session, operation, parameter);
  if (read) await orSkipped(shownKey(session, { resourceType: type.name, at, asking: read.key }));
  const { state, pathValues } = (await session.run(taken, null)).get(type.name) ?? {};
  const above = aboveOf(session, type);
  if (state === undefined || pathValues === undefined || !above) return usual();
  const tried = (values: PathValues, turn: string): Promise<string | undefined> =>
    madeBelow(session, { type, above, at }, values, `key-for-${operation.key}-${turn}`);
  // What no operation removes stays, so that there is no second one.
  const value = 'remove' in above ? await searched(session, above, { operation, told: [state], tried }) : await tried(pathValues, 'same');
  return value ?? usual();
};

const look = async (session: Session, { type, at, operation, parameter, usual }: Sought): Promise<string | undefined> => {
  const common = await usual();
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
  const earlier = known.get(type.name)?.value;
  // What leads to one thing is in the right state for most of what is below it.
  if (earlier !== undefined && (await isTaken(earlier, 'key-known')) === true) return earlier;
  const above = aboveOf(session, type);
  if (!above) return common;
  const tried = async (values: PathValues, turn: string): Promise<Taken | undefined> => {
    const value = await madeBelow(session, { type, above, at }, values, `key-${turn}`);
    if (value === undefined || (await isTaken(value, `key-${turn}`)) !== true) return undefined;
    return { value, pathValues: values, state: await shownState(session, above, values) };
  };
  const other = await searched(session, above, { operation, told: undefined, tried });
  if (other !== undefined) known.set(type.name, other);
  return other?.value ?? common;
};
