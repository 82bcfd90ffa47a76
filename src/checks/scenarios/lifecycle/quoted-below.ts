import { isDeepStrictEqual } from 'node:util';
import { type AnyInferred, coveredBy, coveredByLasting, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, isSamePath, parametersIn, pathAbove, valuesAlong } from '../../../contract/infer/path-template.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import { namesListed } from '../../../generators/valid-request.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { sendCreation } from './send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { statesFor, statesOfType } from '../../subjects/action-states.ts';
import { type NamedSiblings, namedSiblings } from '../../subjects/named-siblings.ts';
import { idOfMade, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { inferredResource } from './inferred-resource.ts';
import { broughtOn } from './needed-state.ts';
import { shownState } from './shown-state.ts';

/** What the cells of a file have to quote (RFC 4180, section 2, rules 6 and 7). */
const unquotable = ' 5" "wide", so';

/** Last words of members with a text for people. */
const plainTexts: ReadonlySet<string> = new Set('title name subject label summary description note notes comment text'.split(' '));

/**
 * The member of a creation that takes any text for people.
 * @param columns The members that a file shows, where that is known: one of these goes before one for people, because what stands in no file shows nothing of it.
 */
export const plainTextOf = (session: Session, create: Operation, columns: readonly string[] = []): string | undefined => {
  const free = bodyMembers(session.contract, create).filter(({ schema }) => {
    const isFree = isObject(schema) && ['format', 'enum', 'const', 'pattern'].every((word) => schema[word] === undefined);
    return isFree && typesOf(schema).includes('string') && Number(schema['maxLength'] ?? leastRoom) >= leastRoom;
  });
  const isForPeople = ({ name }: { readonly name: string }): boolean => plainTexts.has(wordsOf(name).at(-1) ?? '');
  const shown = free.filter(({ name }) => columns.includes(name) && !naming.has(wordsOf(name).at(-1) ?? ''));
  return (shown.find(isForPeople) ?? shown[0] ?? free.find(isForPeople))?.name;
};

/** Last words of members that name other resources. */
const naming: ReadonlySet<string> = new Set(['id', 'ids', 'uuid', 'guid']);

/** The characters for which a member needs room: a text of ours, and the signs behind it. */
const leastRoom = 40;

/** A text of ours with signs that the cells of a file have to quote. */
export const unquotedText = (session: Session, purpose: string): string => `${session.fresh(purpose)}${unquotable}`;

/** The same with a line break, and another sign that separates cells. */
const inLines = (text: string): string => `${text}\nand; on`;

/** The resource whose creation adds to a list; undefined where a run may not create it. */
const childOf = ({ contract, target }: Session, list: Operation): Trip | undefined => {
  const trip = roundTrips(contract).find((one) => one.list?.operation.key === list.key && isSamePath(one.addsTo, list.path));
  const create = trip?.create;
  return create?.method === 'POST' && create.effect.startsWith('creates') && isAllowed(create, target) ? trip : undefined;
};

const sent = async (session: Session, create: Operation, values: readonly string[], purpose: string, body?: unknown): Promise<Exchange> => {
  const pathValues = inPath(create.path, values);
  const request = usableRequest(session, create, purpose, { pathValues });
  return sendCreation(
    session,
    body === undefined ? request : { ...request, body: askedBody(create, body), madeUp: [...new Set([...(request.madeUp ?? []), 'body'])] },
  );
};

/** The values of a choice in a body: that member with the most, of which one may ask for a text or a number. */
const choicesIn = (session: Session, create: Operation): { readonly member: string; readonly values: readonly string[] } | undefined => {
  const chosen = bodyMembers(session.contract, create).flatMap(({ name, schema, required }) => {
    const listed = required && isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
    const values = listed.filter((one): one is string => typeof one === 'string');
    return values.length > 1 ? [{ member: name, values }] : [];
  });
  return chosen.length === 1 ? chosen[0] : undefined;
};

/** Most kinds of which one is created each. */
const mostKinds = 5;

/** A body with signs that have to be quoted in the texts of its lists: the choices of a question. */
const withQuotedLists = (body: Resource): Resource =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const isTexts = Array.isArray(value) && value.every((one) => typeof one === 'string');
      return [name, isTexts ? value.map((one) => `${one}, "so"`) : value];
    }),
  );

/**
 * Creates one sibling of each kind, two of those that are answered with a number, because what is left out tells as much.
 * @param title A text for people that they bear, where it is accepted: a file may name its columns after them.
 */
const siblingsBelow = async (
  session: Session,
  { sibling }: NamedSiblings,
  values: readonly string[],
  title: string | undefined,
): Promise<readonly Exchange[]> => {
  const { create } = sibling;
  const member = title === undefined ? undefined : plainTextOf(session, create);
  const planned = usableRequest(session, create, 'quoted-sibling', { pathValues: inPath(create.path, values) });
  const base = holdsValue(planned.body) && isObject(planned.body.value) ? planned.body.value : undefined;
  if (base === undefined) return [];
  const made: Exchange[] = [];
  const tried = async (body: Resource): Promise<boolean> => {
    const titled = member === undefined ? body : { ...body, [member]: `${title} ${made.length}` };
    const first = await sent(session, create, values, `quoted-sibling-${made.length}`, titled);
    const answer = titled === body || isSuccess(first) ? first : await sent(session, create, values, `quoted-sibling-${made.length}`, body);
    if (isSuccess(answer)) made.push(answer);
    return isSuccess(answer);
  };
  const choice = choicesIn(session, create);
  const needed = new Set(bodyMembers(session.contract, create).flatMap(({ name, required }) => (required ? [name] : [])));
  const least = Object.fromEntries(Object.entries(base).filter(([name]) => needed.has(name)));
  if (choice === undefined) {
    if (!(await tried(withQuotedLists(base)))) await tried(base);
    return made;
  }
  for (const value of choice.values.slice(0, mostKinds)) {
    const kind = { [choice.member]: value };
    if (await tried({ ...least, ...kind })) await tried({ ...least, ...kind });
    else if (!(await tried(withQuotedLists({ ...base, ...kind })))) await tried({ ...base, ...kind });
  }
  return made;
};

/** What may be said of a sibling: any text, one of those that it lists, or a number. */
const valuesFor = (session: Session, shown: Resource, isInLines: boolean): readonly unknown[] => {
  const listed = Object.values(shown).flatMap((value) =>
    Array.isArray(value) && typeof value[0] === 'string' ? [value[0], [value[0]]] : [],
  );
  const text = unquotedText(session, 'quoted');
  return [...(isInLines ? [inLines(text)] : []), text, ...listed, 2];
};

/** The values of the path of a parent that takes children which say something of their siblings, with a few of both; undefined where there is none. */
const withSiblings = async (
  session: Session,
  child: Trip,
  named: NamedSiblings,
  listed: readonly string[],
): Promise<readonly string[] | undefined> => {
  const parent = parentType(session, child);
  if (!parent || !isAllowed(named.sibling.create, session.target)) return undefined;
  const made = await session.run(inferredResource, {
    resourceType: parent.name,
    use: 'spare',
    for: named.sibling.create.key,
    turn: 'quoted',
  });
  return (await saidOfSiblings(session, child, named, { parent, made, listed })) ? valuesAlong(itemOf(parent).path, made) : undefined;
};

const parentType = ({ contract }: Session, { create }: Trip): AnyInferred | undefined => {
  const [covering] = [...coveredBy(contract, create).values(), ...coveredByLasting(contract, create).values()];
  return covering && inferredNamed(contract, covering.resourceType.name);
};

/** A resource of the run that is to be filled. */
export type Filled = {
  readonly parent: AnyInferred;
  readonly made: PathValues;
  /** The values of the path of another one, which may take children. */
  readonly listed?: readonly string[];
  /** A text for people that what is named bears. */
  readonly title?: string;
};

/** Fills a resource of the run with children that say something of their siblings. Is one of them accepted. */
const saidOfSiblings = async (
  session: Session,
  child: Trip,
  named: NamedSiblings,
  { parent, made, listed, title }: Filled,
): Promise<boolean> => {
  const { contract } = session;
  const values = valuesAlong(itemOf(parent).path, made);
  const siblings = await siblingsBelow(session, named, values, title);
  // Where no text says in which state children are taken, it may be that of the resource below which the list is read, else any other one.
  const now = await shownState(session, parent, made);
  const told = statesFor(contract, parent, child.create);
  const ready =
    told === undefined && listed !== undefined ? await shownState(session, parent, inPath(itemOf(parent).path, listed)) : undefined;
  const states =
    told ?? (ready === undefined || ready === now ? (statesOfType(contract, parent) ?? []).filter((one) => one !== now) : [ready]);
  if (now !== undefined && states.length > 0 && !states.includes(now)) await broughtOn(session, parent, made, { now, states });
  const accepted: Resource[] = [];
  for (const sibling of siblings) {
    const id = idOfMade(contract, named.sibling, sibling);
    const shown = resourceIn(contract, named.sibling.create, sibling, named.sibling.id);
    if (id === undefined || !shown) continue;
    for (const value of valuesFor(session, shown, title !== undefined)) {
      const entry = { [named.reference]: id, [named.value]: value };
      const answer = await sent(session, child.create, values, `quoted-${id}`, bodyOf(session, child, named, [entry]));
      if (!isSuccess(answer)) continue;
      accepted.push(entry);
      break;
    }
  }
  if (accepted.length > 1) await sent(session, child.create, values, 'quoted-all', bodyOf(session, child, named, accepted));
  return accepted.length > 0;
};

/** Most lists below a resource that are filled. */
const mostLists = 3;

/** Fills a resource of the run with what is created below it, with texts that the cells of a file have to quote, where the run may. */
export const fillBelow = async (session: Session, filled: Filled): Promise<void> => {
  const { contract, target } = session;
  const { parent, made } = filled;
  const values = valuesAlong(itemOf(parent).path, made);
  const children = roundTrips(contract).filter(
    ({ create }) =>
      create.method === 'POST' &&
      create.effect.startsWith('creates') &&
      isAllowed(create, target) &&
      isSamePath(pathAbove(create.path), itemOf(parent).path) &&
      create.responses.every(({ status }) => status !== '202'),
  );
  const siblings = children.flatMap((child) => {
    const named = namedSiblings(contract, child);
    return named && isAllowed(named.sibling.create, target) ? [{ child, named }] : [];
  });
  for (const { child, named } of siblings.slice(0, 1)) await orSkipped(saidOfSiblings(session, child, named, filled));
  if (siblings.length > 0) return;
  for (const { create } of children.slice(0, mostLists)) {
    const member = plainTextOf(session, create);
    if (member === undefined) continue;
    await orSkipped(
      (async () => {
        const planned = usableRequest(session, create, 'quoted', { pathValues: inPath(create.path, values) });
        const body = holdsValue(planned.body) && isObject(planned.body.value) ? planned.body.value : {};
        for (const text of [inLines(unquotedText(session, 'lines')), unquotedText(session, 'quoted'), `${session.fresh('apart')}; so`])
          await sent(session, create, values, 'quoted', { ...body, [member]: text });
      })(),
    );
  }
};

const bodyOf = (session: Session, child: Trip, named: NamedSiblings, entries: readonly Resource[]): Resource => {
  const planned = usableRequest(session, child.create, 'quoted');
  const body = holdsValue(planned.body) && isObject(planned.body.value) ? planned.body.value : {};
  return { ...body, [named.list]: entries };
};

/**
 * Creates items below a resource whose texts have what the cells of a file have to quote, where the run may: by a member with any text, or by entries that say
 * something of other resources below the same one. Gives the values of the path of the list that shows them; undefined where there are none of its own.
 */
export const quotedBelow = defineScenario<
  { readonly list: string; readonly values: readonly string[]; readonly columns?: readonly string[] },
  readonly string[] | undefined
>({
  id: 'quoted-below',
  async run(session, { list, values, columns = [] }) {
    const operation = session.contract.operations.find(({ key }) => key === list);
    const child = operation && childOf(session, operation);
    if (!child) return undefined;
    const above = (request: PlannedRequest) => parametersIn(operation.path).map((name) => request.pathValues[name]);
    const [read, creation] = [operation, child.create].map((one) => usableRequest(session, one, 'quoted'));
    // Another parent may be somebody's.
    if (!read || !creation || namesListed(read) || !isDeepStrictEqual(above(read), above(creation))) return undefined;
    const member = plainTextOf(session, child.create, columns);
    const planned = usableRequest(session, child.create, 'quoted');
    const body = holdsValue(planned.body) && isObject(planned.body.value) ? planned.body.value : {};
    if (member !== undefined) {
      const text = unquotedText(session, 'quoted');
      await orSkipped((async () => sent(session, child.create, values, 'quoted', { ...body, [member]: text }))());
      return undefined;
    }
    const named = namedSiblings(session.contract, child);
    const own = named && (await orSkipped(withSiblings(session, child, named, values)));
    return own === undefined || isSkipped(own) ? undefined : own;
  },
});
