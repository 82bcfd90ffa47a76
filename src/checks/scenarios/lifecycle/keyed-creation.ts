import { createHash } from 'node:crypto';
import { itemsOf } from '../../../contract/held.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Parameter } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { freshText } from '../../../generators/fresh-text.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { itemKey, largestPage, listAt } from '../../subjects/collection.ts';
import { type Keyed, type KeyedAction, keyedActions, keyedNews, keyedOthers } from '../../subjects/keyed-creations.ts';
import { type OnOwn, valuesFor } from '../../subjects/own-resources.ts';
import { anew } from './creation-anew.ts';
import { inferredResource } from './inferred-resource.ts';
import { readValues, withResources } from './references.ts';

/**
 * A creation with a fresh key.
 * @throws {NotTried} where no value suits the parameter.
 */
export const keyedRequest = (
  session: Session,
  { operation, parameter }: Pick<Keyed, 'operation' | 'parameter'>,
  purpose: string,
): PlannedRequest => {
  return withKey(session, parameter, purpose, requestAsSet(session, { operation: operation.key, settings: [], purpose }));
};

/**
 * A text for the key of a request, which no other request of the purpose has: services that keep keys for a whole account refuse one that came with another
 * path or body (draft-ietf-httpapi-idempotency-key-header, section 2.2).
 */
export const keyText = (session: Session, purpose: string, { operation, path, pathValues, body }: PlannedRequest): string => {
  const content = createHash('sha256').update(JSON.stringify([operation, path, pathValues, body]));
  return session.fresh(`${purpose}-${content.digest('hex').slice(0, 8)}`);
};

/**
 * A request with a key of its own, in place of any other.
 * @throws {NotTried} where no value suits the parameter.
 */
export const withKey = (session: Session, parameter: Parameter, purpose: string, request: PlannedRequest): PlannedRequest => {
  const key = freshText(session.contract.document, parameter.schema, keyText(session, purpose, request));
  if (key === undefined) throw new NotTried('not-applicable', `assay cannot make a fresh value for "${parameter.name}"`);
  const others = request.headers.filter(([name]) => name.toLowerCase() !== parameter.name.toLowerCase());
  return { ...request, headers: [...others, [parameter.name, key] as const] };
};

/** An action with a key, and the same once more where it succeeded. */
export type ActedTwice = SentTwice & {
  /** Reads of the resource: two before the first action, one between, and one after the second. */
  readonly looks: readonly Exchange[];
  /** What each of them shows of the resource; undefined where one shows nothing of it. */
  readonly shown: readonly unknown[];
};

/** What an action is sent to, and how the resource is read. */
type Acting = { readonly request: PlannedRequest; readonly read: PlannedRequest; readonly shownBy: (look: Exchange) => unknown };

const actingOnOwn = async (session: Session, { operation, read }: KeyedAction, on: OnOwn): Promise<Acting> => {
  const { key } = operation;
  const resource = await session.run(inferredResource, { resourceType: on.resourceType.name, use: 'spare', for: key, turn: 'keyed' });
  const pathValues = valuesFor(on, resource);
  if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${key} names`);
  return {
    request: await withResources(session, usableRequest(session, operation, 'keyed', { pathValues })),
    read: usableRequest(session, read, 'keyed-look', { pathValues: readValues(read, resource) }),
    shownBy: jsonOf,
  };
};

/** What came about is shown by its list alone. */
const actingOnBrought = async (session: Session, { operation, read }: KeyedAction): Promise<Acting> => {
  const list = listAt(session.contract, { operation: read.key });
  const request = await withResources(session, usableRequest(session, operation, 'keyed'));
  const [id] = Object.values(request.pathValues);
  const asked = usableRequest(session, read, 'keyed-look');
  const [paging] = list.pages;
  return {
    request,
    read: { ...asked, query: [...asked.query, ...largestPage({ paging })] },
    shownBy: (look) => itemsOf(list, look)?.find((item) => id !== undefined && itemKey(list, item) === id),
  };
};

/** An action that takes a key, sent twice about a resource that nothing else is about. */
export const actedTwice = defineScenario<{ readonly operation: string }, ActedTwice>({
  id: 'acted-twice',
  async run(session, { operation: key }) {
    const keyed = keyedActions(session.contract).find(({ operation }) => operation.key === key);
    if (!keyed) throw new NotTried('not-applicable', `${key} takes no idempotency key`);
    const { request, read, shownBy } = await (keyed.on ? actingOnOwn(session, keyed, keyed.on) : actingOnBrought(session, keyed));
    const looks: Exchange[] = [];
    const look = async (): Promise<void> => {
      looks.push(await session.send(read));
    };
    // Two reads show what changes without any action.
    await look();
    await look();
    const first = await session.send(withKey(session, keyed.parameter, 'keyed-act', request));
    await look();
    const second = isSuccess(first) ? await session.send({ ...first.request, faults: ['duplicate'] }) : undefined;
    if (second) await look();
    return { first, second, looks, shown: looks.map((one) => (isSuccess(one) ? shownBy(one) : undefined)) };
  },
});

/** A creation with a key, and the same request once more where it succeeded. */
export type SentTwice = { readonly first: Exchange; readonly second: Exchange | undefined };

/** A creation that takes a key, sent twice. All checks of its key share it, because each creation may stay. */
export const keyedTwice = defineScenario<{ readonly operation: string }, SentTwice>({
  id: 'keyed-twice',
  async run(session, { operation: key }) {
    const keyed = keyedNews(session.contract).find(({ operation }) => operation.key === key);
    if (!keyed) throw new NotTried('not-applicable', `${key} takes no idempotency key`);
    const { exchange: first } = await anew(session, keyedRequest(session, keyed, 'keyed-once'), async (one) => ({
      exchange: await session.send(withKey(session, keyed.parameter, 'keyed-once', one)),
    }));
    // How a repetition is answered is seldom described, so no other check judges it.
    return { first, second: isSuccess(first) ? await session.send({ ...first.request, faults: ['duplicate'] }) : undefined };
  },
});

/** A creation that takes a key and of which no id is known, sent once. */
export const keyedOnce = defineScenario<{ readonly operation: string }, Exchange>({
  id: 'keyed-once',
  async run(session, { operation: key }) {
    const keyed = keyedOthers(session.contract).find(({ operation }) => operation.key === key);
    if (!keyed) throw new NotTried('not-applicable', `${key} takes no idempotency key`);
    const asked = requestAsSet(session, { operation: key, settings: [], purpose: 'keyed-once' });
    const send = async (one: PlannedRequest): Promise<{ readonly exchange: Exchange }> => ({
      exchange: await session.send(withKey(session, keyed.parameter, 'keyed-once', one)),
    });
    return (await anew(session, asked, send)).exchange;
  },
});
