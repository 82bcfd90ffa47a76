import { isDeepStrictEqual } from 'node:util';
import { heldVersion } from '../../../contract/infer/held-version.ts';
import {
  actedTypeOf,
  memberOf,
  resourceIn,
  type SuitedMember,
  suitedMembers,
  unreadTypeOf,
} from '../../../contract/infer/suited-members.ts';
import { keptInChange } from '../../../contract/infer/kept-in-change.ts';
import { partedTypeOf } from '../../../contract/infer/part-of-own.ts';
import { entriesOfOwn } from '../../../contract/infer/entries-of-own.ts';
import { linkedOfOwn, wayOf } from '../../../contract/infer/linked-of-own.ts';
import { amountIn, withAmount } from '../../../contract/infer/money.ts';
import { isDate } from '../../../contract/moment.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { membersOf } from '../../../contract/infer/schema-parts.ts';
import { valueOfNamed } from '../../../contract/infer/values-of-named.ts';
import { textWithin, type WithinParent, withinParent } from '../../../contract/infer/within-parent.ts';
import { askedSchema } from '../../../contract/asked-content.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { below, isObject, valueAt } from '../../../contract/pointer.ts';
import { type Placeholder, placeholdersIn, placeholderText } from '../../../generators/placeholder.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { type PlannedRequest, valuesOfBody, withValueChanged, holdsValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { wantedInPath } from './completed.ts';
import { lastShown } from './last-shown.ts';
import { elsewhereFor } from './listed-elsewhere.ts';
import { namedValue } from './named-values.ts';
import { complete } from './needed-state.ts';
import { knownParts } from './parts.ts';
import { isLookedFor, lookingFor } from './states-tried.ts';
import { toldOnce } from './told-once.ts';
import { twoVersions } from './two-versions.ts';

type Resource = Readonly<Record<string, unknown>>;

/** The placeholders in the body of a request that stand for what suits the resource in its path. */
export const suitedIn = ({ body }: PlannedRequest): readonly Placeholder[] =>
  holdsValue(body) ? placeholdersIn(JSON.stringify(valuesOfBody(body)) ?? '').filter(({ use }) => use === 'suited') : [];

/** The number of decimals that a text with an amount has. */
const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

/** An amount in the notation of the value that is sent otherwise; undefined where the resource shows it in another one. */
const amountFor = (one: SuitedMember & { readonly kind: 'amount' }, resource: Resource, otherwise: unknown): unknown => {
  const shown = memberOf(resource, one.of);
  const [whole, sent] = [amountIn(shown), amountIn(otherwise)];
  if (typeof shown !== typeof otherwise || whole === undefined) return undefined;
  if (one.rule === 'exact') return shown;
  const done = one.less === undefined ? undefined : amountIn(memberOf(resource, one.less));
  const open = whole - (done ?? 0);
  if (one.isSet) return open >= 0 ? open : undefined;
  // In another currency the number alone says nothing.
  if (open <= 0 || (sent !== undefined && sent <= open && (!isObject(shown) || isDeepStrictEqual(withAmount(shown, sent), otherwise))))
    return undefined;
  return typeof shown === 'string' ? open.toFixed(decimalsOf(shown)) : withAmount(shown, open);
};

/** When what is sent otherwise is not above what the resource shows, numbers that are: by one, else that number itself. */
const leastFor = ({ of }: SuitedMember & { readonly kind: 'least' }, resource: Resource, otherwise: unknown): readonly number[] => {
  const shown = memberOf(resource, of);
  return typeof shown === 'number' && typeof otherwise === 'number' && otherwise <= shown ? [shown + 1, shown] : [];
};

/** When what is sent otherwise lies outside of the time of the resource, the begin of that: a day is its own last one. */
const endFor = (one: SuitedMember & { readonly kind: 'end' }, resource: Resource, otherwise: unknown): unknown => {
  const [begin, end] = [memberOf(resource, one.begin), memberOf(resource, one.member)];
  const [from, to, at] = [begin, end, otherwise].map((value) => (typeof value === 'string' ? Date.parse(value) : Number.NaN));
  if (from === undefined || at === undefined || Number.isNaN(from) || Number.isNaN(at)) return undefined;
  const isWithin = at >= from && !(to !== undefined && at > to);
  if (isWithin || isDate(String(begin))) return isWithin ? undefined : begin;
  // A moment has to be behind the begin.
  const later = from + 60_000;
  return to !== undefined && later > to ? end : new Date(later).toISOString().replace('.000Z', 'Z');
};

const isId = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

const idsFor = (one: SuitedMember & { readonly kind: 'ids' }, resource: Resource, made: readonly string[]): unknown => {
  const held = one.heldIn.map(({ list, id }) => {
    const entries = memberOf(resource, list);
    return Array.isArray(entries) ? entries.map((entry: unknown) => (isObject(entry) ? entry[id] : undefined)) : undefined;
  });
  const shown = [...one.shownIn.map((name) => resource[name]), ...held].find(
    (value) => Array.isArray(value) && value.length > 0 && value.every(isId),
  );
  const ids = Array.isArray(shown) ? shown.filter(isId) : one.isNumber ? made.map(Number) : made;
  return ids.length === 0 ? undefined : one.isList ? ids : ids[0];
};

/** The values in the path of a request, where all of them are known and none was given by the operator: it may name something that is somebody's. */
const ownValues = (
  { target }: Session,
  operation: Operation,
  { pathValues }: Pick<PlannedRequest, 'pathValues'>,
): readonly string[] | undefined => {
  const given = target.values[operation.key] ?? {};
  if (parametersIn(operation.path).some((name) => given[name] !== undefined)) return undefined;
  const values = valuesAlong(operation.path, pathValues);
  return values.some((value) => value === '' || placeholdersIn(value).length > 0) ? undefined : values;
};

/** Ids of what the list below a resource shows; what adds to that is asked for some where it shows none, and may be. */
export const listedFor = async (
  session: Session,
  one: SuitedMember & { readonly kind: 'listed' },
  operation: Operation,
  request: Pick<PlannedRequest, 'pathValues'>,
): Promise<readonly (string | number)[]> => {
  const values = ownValues(session, operation, request);
  if (values === undefined) return [];
  const shown = async (): Promise<readonly (string | number)[]> => {
    const answer = await orSkipped(session.send(usableRequest(session, one.list, 'suited', { pathValues: inPath(one.list.path, values) })));
    if (isSkipped(answer) || !isSuccess(answer)) return [];
    const body = jsonOf(answer);
    const list = one.at === undefined ? body : isObject(body) ? body[one.at] : undefined;
    return Array.isArray(list)
      ? (list.flatMap((entry: unknown) => (isObject(entry) && isId(entry[one.id]) ? [entry[one.id]] : [])) as readonly (string | number)[])
      : [];
  };
  const { ask } = one;
  const askFor = async (): Promise<boolean> => {
    const asked =
      ask &&
      (await orSkipped((async () => session.send(usableRequest(session, ask, 'asked-for', { pathValues: inPath(ask.path, values) })))()));
    return asked !== undefined && !isSkipped(asked) && isSuccess(asked);
  };
  /** Asks once more after what the resource needs for that was added, where it was refused. */
  const isAsked = async (): Promise<boolean> => {
    if (!ask || !isAllowed(ask, session.target)) return false;
    if (await askFor()) return true;
    const type = actedTypeOf(session.contract, operation)?.resourceType;
    const wanted = type && (await wantedInPath(session, ask.key, type.name));
    if (!type || !wanted) return false;
    await complete(session, type, inPath(itemOf(type).path, values), wanted);
    return askFor();
  };
  const before = await shown();
  if (before.length > 0 || !ask) return before;
  // What is asked for may need one of these itself.
  const looking = `asking ${ask.key}`;
  return !isLookedFor(looking) && (await lookingFor(looking, isAsked)) ? shown() : before;
};

/** The id of a part that a resource lists and that has what it has to have; one is added where there is none, and that is allowed. */
const partFor = async (
  session: Session,
  one: SuitedMember & { readonly kind: 'part' },
  operation: Operation,
  request: Pick<PlannedRequest, 'pathValues'>,
  resource: Resource,
): Promise<unknown> => {
  const entries = resource[one.list];
  const isMeant = (entry: unknown): entry is Resource =>
    isObject(entry) && isId(entry['id']) && (one.having === undefined || entry[one.having.member] === one.having.value);
  const held = Array.isArray(entries) ? (entries as readonly unknown[]).find(isMeant) : undefined;
  if (held) return held['id'];
  const values = ownValues(session, operation, request);
  const { add, having } = one;
  if (values === undefined || !add || !isAllowed(add, session.target)) return undefined;
  const added = await orSkipped(
    (async () => {
      const asked = usableRequest(session, add, 'part-of-own', { pathValues: inPath(add.path, values) });
      const { body } = asked;
      const isWhole = having === undefined || !holdsValue(body) || !isObject(body.value);
      return session.send(isWhole ? asked : { ...asked, body: { ...body, value: { ...body.value, [having.member]: having.value } } });
    })(),
  );
  const made = isSkipped(added) || !isSuccess(added) ? undefined : resourceIn(jsonOf(added));
  return made && isMeant(made) ? made['id'] : undefined;
};

/** What the read of what an action is about shows; where nothing reads that, what an answer showed of it last. */
export const shownFor = async (session: Session, operation: Operation, request: PlannedRequest): Promise<Resource | undefined> => {
  const { contract } = session;
  const read = heldVersion(contract, operation)?.read ?? keptInChange(contract, operation)?.read ?? partedTypeOf(contract, operation)?.read;
  const values = valuesAlong(operation.path, request.pathValues);
  if (values.some((value) => value === '' || placeholdersIn(value).length > 0)) return undefined;
  const unread = read ? undefined : unreadTypeOf(contract, operation);
  if (unread) return lastShown(session, unread, inPath(itemOf(unread).path, values));
  if (!read) return undefined;
  const pathValues = inPath(read.path, values);
  const answer = await orSkipped(session.send(usableRequest(session, read, 'suited', { pathValues })));
  return isSkipped(answer) || !isSuccess(answer) ? undefined : resourceIn(jsonOf(answer));
};

const operationFor = ({ operations }: Contract, { operation }: PlannedRequest): Operation => {
  const found = operations.find(({ key }) => key === operation);
  if (!found) throw new NotTried('not-applicable', 'The request belongs to no operation');
  return found;
};

/** A text below what the resource in the path shows; undefined where none may be sent. */
const withinFor = (
  { document }: Contract,
  { body }: Operation,
  within: WithinParent,
  resource: Resource,
  otherwise: unknown,
): string | undefined => {
  const above = memberOf(resource, within.shown);
  const schema = membersOf(document, askedSchema(body)).get(within.member);
  if (typeof above !== 'string' || typeof otherwise !== 'string' || schema === undefined) return undefined;
  return textWithin(within, above, otherwise, (text) => mayBeSent(document, schema, text));
};

/** A value with what is sent otherwise in the place of its placeholders. */
const withoutPlaceholders = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutPlaceholders);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutPlaceholders(one)]));
  const [only] = typeof value === 'string' ? placeholdersIn(value) : [];
  return only && placeholderText(only) === value ? (only.otherwise ?? value) : value;
};

/** A request with the values in its body that suit the resource in its path, which has to be filled; where there are none, those that it has otherwise. */
export const withSuited = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const placeholders = suitedIn(request);
  const { body } = request;
  if (placeholders.length === 0 || !holdsValue(body)) return request;
  const operation = operationFor(session.contract, request);
  const resource = await shownFor(session, operation, request);
  const made = await knownParts(session, operation, Object.values(request.pathValues).at(-1) ?? '');
  const members = suitedMembers(session.contract, operation);
  const suitedBy = async (one: SuitedMember, shown: Resource, otherwise: unknown): Promise<unknown> => {
    switch (one.kind) {
      case 'version':
      case 'kept':
        return memberOf(shown, one.member);
      case 'amount': {
        const amount = amountFor(one, shown, otherwise);
        const schema = membersOf(session.contract.document, askedSchema(operation.body)).get(one.member) ?? true;
        return one.isSet && !mayBeSent(session.contract.document, schema, amount) ? undefined : amount;
      }
      case 'least': {
        const schema = membersOf(session.contract.document, askedSchema(operation.body)).get(one.member) ?? true;
        return leastFor(one, shown, otherwise).find((value) => mayBeSent(session.contract.document, schema, value));
      }
      case 'told': {
        const type = actedTypeOf(session.contract, operation)?.resourceType;
        const own = ownValues(session, operation, request);
        return type && own && toldOnce(session, type, own, one.member);
      }
      case 'end':
        return endFor(one, shown, otherwise);
      case 'listed': {
        const [id] = await listedFor(session, one, operation, request);
        return one.isList && id !== undefined ? [id] : id;
      }
      case 'numbered': {
        const own = ownValues(session, operation, request);
        return own && (await twoVersions(session, one, own))[0];
      }
      case 'elsewhere':
        return elsewhereFor(session, one, request);
      case 'part':
        return partFor(session, one, operation, request, shown);
      case 'ids':
        return idsFor(one, shown, one.parts ? (made.get(one.parts.part.name) ?? []) : []);
    }
  };
  const values = new Map<string, unknown>();
  for (const placeholder of placeholders) {
    const { otherwise, parameter = '' } = placeholder;
    const told = valueOfNamed(session.contract, operation, parameter);
    if (told) {
      const id = Object.values(request.pathValues).at(-1) ?? '';
      values.set(placeholderText(placeholder), (await namedValue(session, told, id)) ?? otherwise);
      continue;
    }
    const within = withinParent(session.contract, operation).find(({ member }) => member === parameter);
    if (within) {
      values.set(
        placeholderText(placeholder),
        (resource && withinFor(session.contract, operation, within, resource, otherwise)) ?? otherwise,
      );
      continue;
    }
    const isPart = parameter.startsWith('/');
    const list = isPart && resource ? linkedOfOwn(session.contract, operation, wayOf(parameter)) : undefined;
    if (list !== undefined) {
      const [first] = [resource?.[list] ?? []].flat();
      values.set(placeholderText(placeholder), (isObject(first) && isId(first['id']) ? first['id'] : undefined) ?? otherwise);
      continue;
    }
    const way = wayOf(parameter);
    const entries = isPart && resource ? entriesOfOwn(session.contract, operation, way) : undefined;
    if (entries !== undefined) {
      const [first] = [resource?.[entries] ?? []].flat();
      const shown: unknown = isObject(first) ? first[way.at(-1) ?? ''] : undefined;
      values.set(placeholderText(placeholder), isId(shown) && typeof shown === typeof otherwise ? shown : otherwise);
      continue;
    }
    const one = members.find(({ member }) => (isPart ? parameter.startsWith(`${below('', member)}/`) : member === parameter));
    const shown = one?.kind === 'elsewhere' ? (resource ?? {}) : resource;
    const suited =
      shown && one && (await suitedBy(one, shown, isPart ? withoutPlaceholders(valueAt(body.value, below('', one.member))) : otherwise));
    values.set(placeholderText(placeholder), (isPart && one ? valueAt({ [one.member]: suited }, parameter) : suited) ?? otherwise);
  }
  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return values.has(value) ? values.get(value) : value;
    // A list of ids stands in the place of the only one.
    if (Array.isArray(value)) return value.flatMap((one: unknown) => visit(one));
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visit(one)])) : value;
  };
  return { ...request, body: withValueChanged(body, visit) };
};
