import { statuses } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Acting, actingBy, isFrom } from '../../subjects/actions.ts';
import { itemKey } from '../../subjects/collection.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { between } from '../../kit/timing.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { findItem, type Found } from '../paging/find-item.ts';
import { listed } from './listed.ts';
import { patienceMs } from '../../kit/patience.ts';
import { type FilteredPage, readByState } from '../filters/state-pages.ts';
import { until } from './until.ts';

/** How the list showed a resource at one moment. */
export type Look = {
  /** `item` where the resource was there. */
  readonly kind: Found['kind'];
  /** Its state; undefined where it was not there, or shows none. */
  readonly state: unknown;
  /** The resource itself; undefined where it was not there. */
  readonly item?: unknown;
  /** The page that showed it, else the last page. */
  readonly exchange: Exchange;
};

/** Looks at a resource by its id. Never remembered, because the moment counts. */
export const lookAt = async (session: Session, { collection, state }: Acting, id: string): Promise<Look> => {
  const found = await findItem(session, collection, (item) => itemKey(collection, item) === id);
  if (found.kind !== 'item') return { kind: found.kind, state: undefined, exchange: found.exchange };
  return { kind: 'item', state: valueAt(found.item, state), item: found.item, exchange: found.exchange };
};

/** One request of an action, with the looks right before and right after. */
export type Attempt = { readonly before: Look; readonly exchange: Exchange; readonly after: Look };

/** Acts on a resource after a look, and looks again. */
export const attempt = async (session: Session, acting: Acting, id: string, before: Look): Promise<Attempt> => {
  const exchange = await session.send(usableRequest(session, acting.operation, 'act', { pathValues: { [acting.parameter]: id } }));
  return { before, exchange, after: await lookAt(session, acting, id) };
};

type ActedParameters = { readonly create: string; readonly action: string };

/** All requests of one action on a resource that the run created. */
export type Acted = {
  /** Id of the resource; undefined where the list never showed it. */
  readonly key: string | undefined;
  /** Why nothing was tried, with the evidence. */
  readonly obstacle: { readonly reason: string; readonly exchanges: readonly Exchange[] } | undefined;
  /** Milliseconds from the answer to the creation until the resource could be acted on. */
  readonly settledMs: number | undefined;
  /** The action in a state that it is documented for; a second one where the state changed meanwhile. */
  readonly attempt: Attempt | undefined;
  /** The accepted action; undefined where none was. */
  readonly accepted: Exchange | undefined;
  /** The state of the resource when it was accepted. */
  readonly before: unknown;
  /** Looks after it was accepted, until one showed the state in between. */
  readonly looks: readonly Look[];
  /** The action once more, right after a look that showed the state in between. */
  readonly repeated: Attempt | undefined;
  /** Reads by state after all that. */
  readonly pages: readonly FilteredPage[];
};

const nothing: Acted = {
  key: undefined,
  obstacle: undefined,
  settledMs: undefined,
  attempt: undefined,
  accepted: undefined,
  before: undefined,
  looks: [],
  repeated: undefined,
  pages: [],
};

/** Longest pause between two looks for a state that does not last. */
const briefMs = 2000;

/**
 * Acts on the created resource as soon as its list shows a state that the action is documented for, and follows it until the list
 * shows the state in between.
 */
export const acted = defineScenario<ActedParameters, Acted>({
  id: 'acted',
  async run(session, { create, action }) {
    const acting = actingBy(session.contract, action);
    const resource = await session.run(listed, { operation: create });
    if (resource.kind === 'not-created') return stuck(`Nothing was created: ${outcomeOf(resource.creation)}`, [resource.creation]);
    const key = resource.kind === 'listed' ? itemKey(acting.collection, resource.item) : undefined;
    if (key === undefined) return stuck('The created resource is not in its list, or has no id there', [resource.creation]);
    const { creation } = resource;
    const { ready, looks: waiting } = await whenIn(session, acting, key);
    if (!ready) {
      const exchanges = [creation, ...waiting.slice(-1).map(({ exchange }) => exchange)];
      return { ...stuck(`The created resource never became ready for ${action}: ${stateWords(waiting.at(-1))}`, exchanges), key };
    }
    const settledMs = between(creation, ready.exchange).least;
    const tried = await tryTwice(session, acting, key, ready);
    const known = { ...nothing, key, settledMs, attempt: tried };
    if (!isSuccess(tried.exchange)) return known;
    const looks = await looksThrough(session, acting, key, tried.after);
    const through = looks.find(({ state }) => isThrough(acting, state));
    const repeated = through && acting.action.repeated ? await attempt(session, acting, key, through) : undefined;
    const now = repeated?.after ?? looks.at(-1);
    const pages = await readByState(session, acting.collection, now?.state);
    return { ...known, accepted: tried.exchange, before: tried.before.state, looks, repeated, pages };
  },
});

const stuck = (reason: string, exchanges: readonly Exchange[]): Acted => ({ ...nothing, obstacle: { reason, exchanges } });

const stateWords = (look: Look | undefined): string =>
  look?.kind === 'item' ? `its list shows it as ${JSON.stringify(look.state) ?? 'nothing'}` : 'its list does not show it';

/** Is a state one that shows that the action is under way. */
export const isThrough = ({ action: { through } }: Acting, state: unknown): boolean => through !== undefined && state === through;

/** Waits until a resource shows a state that an action is documented for. */
const whenIn = async (
  session: Session,
  acting: Acting,
  key: string,
): Promise<{ readonly ready: Look | undefined; readonly looks: readonly Look[] }> => {
  const looks: Look[] = [];
  const wait = { withinMs: patienceMs(session.target, 'created.settled'), why: `${acting.operation.key} is to be possible` };
  const ready = await until(session, wait, async () => {
    const look = await lookAt(session, acting, key);
    looks.push(look);
    return isFrom(acting.action, look.state) ? look : undefined;
  });
  return { ready, looks };
};

/** Acts; once more after a conflict, as the state may have changed meanwhile. */
const tryTwice = async (session: Session, acting: Acting, key: string, look: Look): Promise<Attempt> => {
  const first = await attempt(session, acting, key, look);
  const isConflict = statuses(acting.action.repeated).includes(statusOf(first.exchange) ?? 0);
  if (!isConflict || isFrom(acting.action, first.after.state)) return first;
  const { ready } = await whenIn(session, acting, key);
  return ready ? attempt(session, acting, key, ready) : first;
};

/** Looks, after a first one, until one shows the state in between or the time is up. */
const looksThrough = async (session: Session, acting: Acting, key: string, first: Look): Promise<Look[]> => {
  const looks = [first];
  const { through } = acting.action;
  if (through === undefined) return looks;
  const wait = { withinMs: patienceMs(session.target, 'action.through'), why: `"${through}" is to show`, pauseMs: briefMs };
  let made: Look | undefined = first;
  await until(session, wait, async () => {
    const look = made ?? (await lookAt(session, acting, key));
    if (!made) looks.push(look);
    made = undefined;
    return isThrough(acting, look.state) ? true : undefined;
  });
  return looks;
};

/**
 * Acts without a credential on the created resource, in a state in which the same action was accepted before. Undefined where
 * there was no such state.
 */
export const actedWithoutCredential = defineScenario<ActedParameters, Exchange | undefined>({
  id: 'acted-without-credential',
  async run(session, parameters) {
    const { accepted, key } = await session.run(acted, parameters);
    if (!accepted || key === undefined) return undefined;
    const acting = actingBy(session.contract, parameters.action);
    const { ready } = await whenIn(session, acting, key);
    if (!ready) return undefined;
    const request = usableRequest(session, acting.operation, 'act', { pathValues: { [acting.parameter]: key } });
    return session.send({ ...request, credential: { kind: 'none' }, faults: ['credential-missing'] });
  },
});
