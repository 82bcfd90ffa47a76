import { operationWith } from '../../../contract/operation.ts';
import { inferredNamed } from '../../../contract/infer/covering.ts';
import { idNames } from '../../../contract/infer/id-names.ts';
import { movesMoney } from '../../../contract/infer/money-moves.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess } from '../../../contract/message.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { isOwnUuid } from '../../../generators/fresh-name.ts';
import { isOfPart, placeholdersIn, placeholderText } from '../../../generators/placeholder.ts';
import type { Id } from '../../../generators/filled-value.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsValue, type PlannedRequest, withValue, withValueChanged } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { collectionAt, pageItems } from '../../subjects/collection.ts';
import { plainRead } from '../calls/reads.ts';

/** How often a creation is sent with what lists show before it is left at that. */
const mostTries = 6;

/** The most items of a list that are looked at. */
const mostItems = 50;

/**
 * What is known of a creation whose body names what lists show: how many bodies did so far, whether one was accepted, the members that an answer had demanded for it, and ids
 * with which a body was refused, and none was accepted.
 */
type Named = {
  turn: number;
  state: 'untried' | 'accepted' | 'no use';
  demanded: Readonly<Record<string, unknown>>;
  readonly refused: Set<Id>;
  readonly accepted: Set<Id>;
  /** The ids of the last accepted body, by their ways: bodies that name things of the run name the same ones each time, too. */
  last: ReadonlyMap<string, readonly Id[]>;
};

const namings = defineScenario<null, Map<string, Named>>({ id: 'named-as-listed', run: async () => new Map() });

const namedBy = async (session: Session, operation: string): Promise<Named> => {
  const all = await session.run(namings, null);
  const known = all.get(operation) ?? {
    turn: 0,
    state: 'untried' as const,
    demanded: {},
    refused: new Set(),
    accepted: new Set(),
    last: new Map(),
  };
  all.set(operation, known);
  return known;
};

type Way = readonly string[];

/** A member of a body that names something, and the type of that, where the document tells it. */
type Reference = { readonly way: Way; readonly type: string | undefined };

const idWords: ReadonlySet<string> = new Set(['id', 'ids', 'uuid']);

/** What a value of a body names: a resource for which a placeholder stands, or something with an id that the run has made up. */
const referenceAt = (value: unknown, way: Way): Reference | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const [only, ...others] = placeholdersIn(String(value));
  // An id that a check gives stands for what the check is about, and is not replaced.
  const isMadeUp = typeof value === 'string' && (value.startsWith('ct-') || isOwnUuid(value));
  if (only === undefined) return isMadeUp && idWords.has(wordsOf(way.at(-1) ?? '').at(-1) ?? '') ? { way, type: undefined } : undefined;
  const isMeant = only.use === 'known' && only.otherwise !== undefined && others.length === 0 && placeholderText(only) === value;
  // No list of the whole shows its parts by the key of the whole.
  return isMeant ? { way, type: isOfPart(only) ? undefined : only.resourceType } : undefined;
};

/** A body with other values for what it names; elements of a list that name the same are counted. */
const withNamed = (body: unknown, idFor: (reference: Reference, element: number) => Id | undefined): unknown => {
  const visit = (value: unknown, way: Way, element: number): unknown => {
    if (Array.isArray(value)) return value.map((one, n) => visit(one, way, element + n));
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visit(one, [...way, name], element)]));
    const reference = referenceAt(value, way);
    return (reference && idFor(reference, element)) ?? value;
  };
  return visit(body, [], 0);
};

const isId = (value: unknown): value is Id => (typeof value === 'string' && value !== '') || Number.isSafeInteger(value);

/** The ids at a way of members, through lists on the way. */
const idsAt = (value: unknown, way: Way): readonly Id[] => {
  if (Array.isArray(value)) return value.flatMap((one) => idsAt(one, way));
  const [name, ...rest] = way;
  if (name === undefined) return isId(value) ? [value] : [];
  return isObject(value) ? idsAt(value[name], rest) : [];
};

const itemsOf = async (session: Session, list: Operation | undefined): Promise<readonly unknown[]> => {
  const collection = list && collectionAt(session.contract, list.key);
  if (!list || !collection || parametersIn(list.path).length > 0) return [];
  const page = await orSkipped(session.run(plainRead, { operation: list.key }));
  return isSkipped(page) || !isSuccess(page) ? [] : (pageItems(collection, page) ?? []).slice(0, mostItems);
};

const listAt = ({ operations }: Contract, path: string): Operation | undefined =>
  operations.find((one) => one.method === 'GET' && one.path === path && one.effect === 'safe');

/** Words of numbers that say that there is some of a thing left to be named. */
const leftWords: ReadonlySet<string> = new Set('available stock balance free remaining left hand capacity seats quantity'.split(' '));

const hasSomeLeft = (item: unknown): boolean =>
  isObject(item) &&
  Object.entries(item).some(([name, value]) => leftWords.has(wordsOf(name).at(-1) ?? '') && typeof value === 'number' && value > 0);

/** Ids for what a body names: those that other resources of its kind name, else those of the list of what is named, first of what has some left. */
const candidatesFor = async (session: Session, create: Operation, { way, type }: Reference): Promise<readonly Id[]> => {
  const { contract } = session;
  const alike = (await itemsOf(session, listAt(contract, create.path))).flatMap((item) => idsAt(item, way));
  if (alike.length > 0) return [...new Set(alike)];
  const named = type === undefined ? undefined : inferredNamed(contract, type);
  if (!named) return [];
  const items = await itemsOf(session, listAt(contract, named.name));
  const inOrder = [...items.filter(hasSomeLeft), ...items.filter((item) => !hasSomeLeft(item))];
  for (const name of idNames(named)) {
    const ids = inOrder.flatMap((item) => idsAt(item, [name]));
    if (ids.length > 0) return ids;
  }
  return [];
};

/** The creation whose usual body a request has; undefined for a request with a mistake, of another caller, or with a body of the operator. */
export const usualCreation = ({ contract, target }: Session, request: PlannedRequest): Operation | undefined => {
  const { body, credential, faults, base } = request;
  const isUsual = holdsValue(body) && isObject(body.value) && faults.length === 0 && base === undefined;
  if (!isUsual || contract.standard.size === 0) return undefined;
  const operation = operationWith(contract, request.operation);
  const isCreation = operation?.effect === 'creates' || operation?.effect === 'creates-permanently';
  const isByKey = credential.kind === 'valid' ? credential.name === 'key' : operation?.secured === false;
  return isCreation && isByKey && target.values[operation.key] === undefined ? operation : undefined;
};

/** The same where the run may name what it did not create, and takes no money from that. */
const creationIn = (session: Session, request: PlannedRequest): Operation | undefined => {
  const create = session.target.allow.includes('destructive') ? usualCreation(session, request) : undefined;
  return create === undefined || movesMoney(session.contract.document, create) ? undefined : create;
};

/** What resources of a kind name together at some ways, so that it may not be named together again; in JSON. */
const namedTogether = async (session: Session, create: Operation, ways: readonly Way[]): Promise<ReadonlySet<string>> => {
  const items = await itemsOf(session, listAt(session.contract, create.path));
  return new Set(items.map((item) => JSON.stringify(ways.map((way) => idsAt(item, way)[0]))));
};

/** One id of each list, in another combination at each turn, and in none that is there already where there are others. */
const chosenAt = (
  lists: readonly (readonly Id[])[],
  together: ReadonlySet<string>,
  from: number,
): { readonly at: readonly number[]; readonly turn: number } => {
  const atTurn = (turn: number): readonly number[] => lists.map(({ length }, n) => (turn + n * (1 + Math.floor(turn / length))) % length);
  const most = from + lists.reduce((product, { length }) => product * length, 1);
  let turn = from;
  while (lists.length > 1 && turn < most && together.has(JSON.stringify(atTurn(turn).map((at, n) => lists[n]?.[at])))) turn += 1;
  return { at: atTurn(turn), turn: turn + 1 };
};

/** A request that names what lists show, and the ids of that by their ways. */
type AsListed = { readonly request: PlannedRequest; readonly ids: ReadonlyMap<string, readonly Id[]> };

/** The request with what lists show in place of what its body names; undefined where it names nothing that a list shows. */
const asListed = async (session: Session, request: PlannedRequest, create: Operation, known: Named): Promise<AsListed | undefined> => {
  if (!holdsValue(request.body)) return undefined;
  const references = new Map<string, Reference>();
  withNamed(request.body.value, (reference) => {
    references.set(reference.way.join('/'), reference);
    return undefined;
  });
  const lists: { readonly way: Way; readonly ids: readonly Id[] }[] = [];
  for (const { way, type } of references.values()) {
    const ids = await candidatesFor(session, create, { way, type });
    const open = ids.filter((id) => known.accepted.has(id) || !known.refused.has(id));
    if (ids.length > 0) lists.push({ way, ids: open.length > 0 ? open : ids });
  }
  if (lists.length === 0) return undefined;
  const together = await namedTogether(
    session,
    create,
    lists.map(({ way }) => way),
  );
  const { at, turn } = chosenAt(
    lists.map(({ ids }) => ids),
    together,
    known.turn,
  );
  known.turn = turn;
  const ids = new Map<string, Id[]>();
  const body = withValueChanged(request.body, (value) =>
    withNamed(value, ({ way }, element) => {
      const n = lists.findIndex((one) => one.way.join('/') === way.join('/'));
      const list = lists[n]?.ids ?? [];
      const id = list[((at[n] ?? 0) + element) % list.length];
      if (id !== undefined) ids.set(way.join('/'), [...(ids.get(way.join('/')) ?? []), id]);
      return id;
    }),
  );
  const madeUp = lists.flatMap(({ way: [first] }) => (first === undefined ? [] : [first]));
  return { ids, request: { ...request, body, madeUp: [...new Set([...(request.madeUp ?? []), ...madeUp])] } };
};

/**
 * A request whose body names what lists show, where bodies of its operation that name what the run has made were refused, and one that named so was accepted: a picking
 * takes what is in stock, and nothing that the run could make has a stock. Any other request as it is.
 */
export const namingAsAccepted = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const create = creationIn(session, request);
  if (!create) return request;
  const known = await namedBy(session, create.key);
  if (known.state !== 'accepted') return request;
  const whole = withMembers(request, known.demanded);
  if (!holdsValue(whole.body)) return request;
  const madeUp = new Set(request.madeUp);
  const body = withValueChanged(whole.body, (value) =>
    withNamed(value, ({ way }, element) => {
      const ids = known.last.get(way.join('/')) ?? [];
      const id = ids[element % ids.length];
      if (id !== undefined) madeUp.add(way[0] ?? '');
      return id;
    }),
  );
  return { ...whole, body, madeUp: [...madeUp] };
};

/** A request with more members in its body, where it has none of that name. */
const withMembers = (request: PlannedRequest, more: Readonly<Record<string, unknown>>): PlannedRequest =>
  holdsValue(request.body) && isObject(request.body.value)
    ? { ...request, body: withValue(request.body, { ...more, ...request.body.value }) }
    : request;

/** The members that were sent beyond those of a request, because an answer had demanded them. */
const demandedIn = (request: PlannedRequest, { request: { body } }: Exchange): Readonly<Record<string, unknown>> => {
  const planned = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
  const sent = holdsValue(body) && isObject(body.value) ? body.value : {};
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !(name in planned)));
};

/**
 * Sends a creation again that was refused, with what lists show in place of what its body names: what other resources of its kind name, or what the list of a type shows. Only with the
 * permission `destructive`, because what it names may be somebody's, and a few times; once one is accepted, later ones name such things from the beginning.
 * @returns the accepted exchange; undefined where there is none.
 */
export const sentAsListed = async (
  session: Session,
  request: PlannedRequest,
  refused: Exchange,
  send: (request: PlannedRequest) => Promise<Exchange>,
): Promise<Exchange | undefined> => {
  const create = creationIn(session, request);
  if (!create) return undefined;
  const known = await namedBy(session, create.key);
  if (known.state === 'no use' || (known.state === 'untried' && session.hasAccepted(create.key))) return undefined;
  const demanded = demandedIn(request, refused);
  const whole = withMembers(request, demanded);
  for (let tried = 0; tried < mostTries; tried++) {
    const asked = await asListed(session, whole, create, known);
    if (!asked) break;
    const exchange = await send(asked.request);
    const told = isSuccess(exchange) ? known.accepted : known.refused;
    for (const id of [...asked.ids.values()].flat()) told.add(id);
    if (!isSuccess(exchange)) continue;
    known.state = 'accepted';
    known.demanded = demanded;
    known.last = asked.ids;
    return exchange;
  }
  if (known.state === 'untried') known.state = 'no use';
  return undefined;
};
