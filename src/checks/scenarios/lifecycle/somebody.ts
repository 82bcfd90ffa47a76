import { itemOf } from '../../../contract/infer/covering.ts';
import { type PeopleElsewhere, peopleElsewhere } from '../../../contract/infer/people-elsewhere.ts';
import { inPath, isSamePath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { operationOf, operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { idOfCaller, idsOfCallers } from '../credentials/ids-of-callers.ts';
import { inferredResource } from './inferred-resource.ts';
import { isMadeHere } from './named-values.ts';

/** Most things whose people are looked at, and most of the run to which people are added. */
const mostThings = 4;

/** The texts of one member in the entries of a list. */
const textsIn = (answer: Exchange, at: string | undefined, member: string): readonly string[] => {
  const body = jsonOf(answer);
  const entries = at === undefined ? body : isObject(body) ? body[at] : undefined;
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown) => (isObject(entry) ? (idText(entry[member]) ?? []) : []));
};

/** Who is on the list of one thing, as the key sees it; undefined where that is refused. */
const peopleOf = async (session: Session, { list, at, member }: PeopleElsewhere, id: string): Promise<readonly string[] | undefined> => {
  const asked = async () => session.send(usableRequest(session, list, 'people', { pathValues: inPath(list.path, [id]) }));
  const answer = await orSkipped(asked());
  return isSkipped(answer) || !isSuccess(answer) ? undefined : textsIn(answer, at, member);
};

/** Is a list certainly without the account `other`: it is not there for that. */
const isWithoutOther = async (session: Session, { list }: PeopleElsewhere, id: string): Promise<boolean> => {
  if (!session.target.credentials.includes('other')) return true;
  const asked = async () =>
    session.send({
      ...usableRequest(session, list, 'people', { pathValues: inPath(list.path, [id]) }),
      credential: { kind: 'valid', name: 'other' } as const,
    });
  const answer = await orSkipped(asked());
  return !isSkipped(answer) && statusOf(answer) === 404;
};

/** The people whom a list of people shows, where it is known which of them is the account `other`. */
const peopleListed = async (session: Session, { shows: { read, at, id } }: PeopleElsewhere): Promise<readonly string[]> => {
  const isTold = !session.target.credentials.includes('other') || (await session.run(idOfCaller, { name: 'other' })) !== undefined;
  const answer = isTold ? await orSkipped((async () => session.send(usableRequest(session, read, 'people')))()) : undefined;
  return answer === undefined || isSkipped(answer) || !isSuccess(answer) ? [] : textsIn(answer, at, id);
};

/** The people whom the lists of things show that were there before. */
const peopleOfThings = async (session: Session, people: PeopleElsewhere): Promise<readonly string[]> => {
  const { above, shows } = people;
  const answer = await orSkipped((async () => session.send(usableRequest(session, shows.read, 'people')))());
  if (isSkipped(answer) || !isSuccess(answer)) return [];
  const body = jsonOf(answer);
  const lists = Array.isArray(body) ? [body] : isObject(body) ? Object.values(body).filter(Array.isArray) : [];
  const ids = lists.flat().flatMap((one: unknown) => (isObject(one) ? (idText(one[shows.id]) ?? []) : []));
  const found = new Set<string>();
  let seen = 0;
  for (const id of ids) {
    if (seen >= mostThings || (await isMadeHere(session, above.name, id))) continue;
    seen += 1;
    if (!(await isWithoutOther(session, people, id))) continue;
    for (const one of (await peopleOf(session, people, id)) ?? []) found.add(one);
  }
  return [...found];
};

/** The people whom lists show, where none of them can be the account `other`: that one is to see nothing of the run. */
const known = defineScenario<{ readonly operation: string }, readonly string[]>({
  id: 'people-elsewhere',
  async run(session, { operation: key }) {
    const people = peopleElsewhere(session.contract, operationOf(session.contract, key));
    if (!people) return [];
    const found = await (people.shows.what === 'people' ? peopleListed(session, people) : peopleOfThings(session, people));
    const callers = (await session.run(idsOfCallers, null)).map(String);
    return found.filter((one) => !callers.includes(one));
  },
});

/** Who was put where, by the made-up text that the request had in the place of the person. */
const put = defineScenario<null, Map<string, readonly string[]>>({ id: 'people-put', run: async () => new Map() });

/**
 * A request that adds somebody to something, with somebody whom the lists of others show in the place of a made-up name, and a thing of the run that has nothing else in it: whoever is added
 * may see what there is. Only where the target allows what reaches others. What is done with that person later names the same.
 */
export const withSomebody = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const { contract, target } = session;
  const operation = operationWith(contract, request.operation);
  if (!operation || contract.standard.size === 0 || !target.allow.includes('destructive')) return request;
  const adding = contract.operations.find((one) => one.method === 'PUT' && isSamePath(one.path, operation.path));
  const people = adding && peopleElsewhere(contract, adding);
  if (!adding || !people) return request;
  const values = valuesAlong(request.path, request.pathValues);
  const made = values.at(-1) ?? '';
  const all = await session.run(put, null);
  const before = all.get(made);
  if (before) return { ...request, pathValues: inPath(request.path, before) };
  const given = target.values[adding.key] ?? {};
  const isNew =
    operation.key === adding.key &&
    request.faults.length === 0 &&
    request.credential.kind === 'valid' &&
    request.credential.name === 'key' &&
    made.startsWith('ct-') &&
    made.endsWith(`-${people.parameter}`) &&
    placeholdersIn(values[0] ?? '').some(({ use }) => use !== 'listed') &&
    Object.keys(request.pathValues).every((name) => given[name] === undefined);
  const candidates = isNew ? await session.run(known, { operation: adding.key }) : [];
  if (candidates.length === 0) return request;
  for (let n = 0; n < mostThings; n++) {
    const turn = n === 0 ? 'people' : `people-${n}`;
    const parent = await session.run(inferredResource, { resourceType: people.above.name, use: 'spare', for: adding.key, turn });
    const id = valuesAlong(itemOf(people.above).path, parent).at(-1) ?? '';
    const there = await peopleOf(session, people, id);
    const added = [...all.values()].flatMap(([thing, one]) => (thing === id ? [one] : []));
    const taken = new Set([...(there ?? candidates), ...added]);
    const next = candidates.find((one) => !taken.has(one));
    if (next === undefined) continue;
    all.set(made, [id, next]);
    return { ...request, pathValues: inPath(request.path, [id, next]) };
  }
  return request;
};

/** The ids without those of people whom lists show: what is named after one of them is no more the run's own than that person is. */
export const withoutPeople = async (session: Session, ids: readonly string[]): Promise<readonly string[]> => {
  const added = new Set([...(await session.run(put, null)).values()].map((one) => one.at(-1)));
  return ids.filter((id) => !added.has(id));
};
