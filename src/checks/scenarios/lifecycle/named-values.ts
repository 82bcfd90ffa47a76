import { itemsOf } from '../../../contract/held.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath } from '../../../contract/infer/path-template.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import type { ValueOfNamed } from '../../../contract/infer/values-of-named.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { plainRead } from '../calls/reads.ts';

/** What the answers to creations showed, by the type and the id of what they made. */
const madeOnes = defineScenario<null, Map<string, unknown>>({ id: 'shown-when-made', run: async () => new Map() });

const placeOf = (type: string, values: PathValues | undefined, id?: string): string =>
  JSON.stringify([type, id ?? Object.values(values ?? {}).at(-1) ?? '']);

/** Remembers what the answer to a creation showed. */
export const noteMade = async (session: Session, type: string, values: PathValues, shown: unknown): Promise<void> => {
  (await session.run(madeOnes, null)).set(placeOf(type, values), shown);
};

/** What the answer to the creation of a resource showed; undefined where the run did not make it. */
export const shownWhenMade = async (session: Session, type: string, id: string): Promise<Readonly<Record<string, unknown>> | undefined> =>
  resourceIn((await session.run(madeOnes, null)).get(placeOf(type, undefined, id)));

/** Did the run make the resource of a type with an id. */
export const isMadeHere = async (session: Session, type: string, id: string): Promise<boolean> =>
  (await session.run(madeOnes, null)).has(placeOf(type, undefined, id));

const isPlain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** The value that something shows which a resource of the run names, by the id of that resource; undefined where it cannot be read. */
export const namedValue = async (session: Session, { type, naming, shown, read, key }: ValueOfNamed, id: string): Promise<unknown> => {
  const resource = resourceIn((await session.run(madeOnes, null)).get(placeOf(type.name, undefined, id)));
  const name = resource?.[naming];
  if (!isPlain(name)) return undefined;
  if (key !== undefined) {
    const collection = collectionAt(session.contract, read.key);
    const page = await orSkipped(session.run(plainRead, { operation: read.key }));
    const items = collection && !isSkipped(page) ? (itemsOf(collection, page) ?? []) : [];
    const item = items.find((one) => isObject(one) && one[key] === name);
    return isObject(item) && isPlain(item[shown]) ? item[shown] : undefined;
  }
  const answer = await orSkipped(
    (async () => session.send(usableRequest(session, read, 'named', { pathValues: inPath(read.path, [String(name)]) })))(),
  );
  const found = isSkipped(answer) || !isSuccess(answer) ? undefined : resourceIn(jsonOf(answer));
  const value = found?.[shown];
  return isPlain(value) ? value : undefined;
};
