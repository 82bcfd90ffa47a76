import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { type NumberedVersions, versionsInQuery } from '../../../contract/infer/numbered-versions.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { placeholdersIn, withOwnParents } from '../../../generators/placeholder.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { freeTextOf } from '../paging/filled-by-changes.ts';
import { isMadeHere } from './named-values.ts';

/** The numbers of the versions that a resource has, the oldest first, as far as one page of their list shows them. */
const numbersOf = async (
  session: Session,
  { list, at, number }: NumberedVersions,
  values: readonly string[],
): Promise<readonly number[]> => {
  const asked = async () => session.send(usableRequest(session, list, 'versions', { pathValues: inPath(list.path, values) }));
  const answer = await orSkipped(asked());
  if (isSkipped(answer) || !isSuccess(answer)) return [];
  const body = jsonOf(answer);
  const entries = at === undefined ? body : isObject(body) ? body[at] : undefined;
  const numbers = (Array.isArray(entries) ? entries : []).map((entry: unknown) => (isObject(entry) ? entry[number] : undefined));
  return numbers.filter((one): one is number => typeof one === 'number').toSorted((a, b) => a - b);
};

/** So many are added at most to have two: the first may add the first of all. */
const mostAdded = 4;

/** A change that leaves no doubt that it changes something, where its body has a free text. */
const changing = (session: Session, operation: Operation, purpose: string, pathValues: PathValues): PlannedRequest => {
  const request = usableRequest(session, operation, purpose, { pathValues });
  const { body } = request;
  const member = freeTextOf(session, operation);
  if (member === undefined || !holdsValue(body) || !isObject(body.value)) return request;
  return { ...request, body: askedBody(operation, { ...body.value, [member]: session.fresh(purpose) }) };
};

/**
 * The numbers of the versions of a resource, the oldest first. Of one that the run created there are two, where operations that the target allows can make them: those that add a version of
 * what the resource is now, and in between one that changes it.
 */
export const twoVersions = async (session: Session, versions: NumberedVersions, values: readonly string[]): Promise<readonly number[]> => {
  let numbers = await numbersOf(session, versions, values);
  const { adding, change, resourceType } = versions;
  if (numbers.length > 1 || !(await isMadeHere(session, resourceType.name, values.at(-1) ?? ''))) return numbers;
  const call = async (operation: Operation, purpose: string): Promise<boolean> => {
    if (!isAllowed(operation, session.target)) return false;
    const answer = await orSkipped((async () => session.send(changing(session, operation, purpose, inPath(operation.path, values))))());
    return !isSkipped(answer) && isSuccess(answer);
  };
  let added = 0;
  for (const add of adding.length > 0 ? adding : change ? [change] : []) {
    let isGrowing = true;
    while (isGrowing && numbers.length < 2 && added < mostAdded) {
      added += 1;
      // What brings its content itself, such as an upload, needs no change before it.
      if (change && change !== add && numbers.length > 0 && add.body?.required !== true) await call(change, `changed-version-${added}`);
      const now = (await call(add, `added-version-${added}`)) ? await numbersOf(session, versions, values) : numbers;
      isGrowing = now.length > numbers.length;
      numbers = now;
    }
  }
  return numbers;
};

/**
 * The number of the oldest version of a resource of the run: the newest one is the current one, which is often neither removed nor restored.
 * @param upTo The values of the path of the operation, of which those of the resource are known.
 * @throws {NotTried} where nothing makes two versions.
 */
export const olderVersion = async (
  session: Session,
  operation: Operation,
  versions: NumberedVersions,
  upTo: PathValues,
): Promise<string> => {
  const [oldest, ...others] = await twoVersions(session, versions, valuesAlong(operation.path, upTo).slice(0, -1));
  if (oldest !== undefined && others.length > 0) return String(oldest);
  const reason = `${versions.list.key} shows no older one of what ${operation.key} names, whatever was changed`;
  throw new NotTried('missing-prerequisite', reason);
};

const versionsAsked = (session: Session, request: PlannedRequest): ReturnType<typeof versionsInQuery> => {
  const { contract, target } = session;
  const operation = operationWith(contract, request.operation);
  const found = operation && contract.standard.size > 0 && request.faults.length === 0 ? versionsInQuery(contract, operation) : undefined;
  const given = target.values[request.operation ?? ''] ?? {};
  if (
    !operation ||
    !found ||
    [...Object.keys(request.pathValues), ...found.parameters.map(({ name }) => name)].some((name) => given[name] !== undefined)
  )
    return undefined;
  // A check that decides a number means that one.
  const usual = usableRequest(session, operation, 'versions').query;
  const parameters = found.parameters.filter(({ name }) => {
    const [own, their] = [request.query, usual].map((all) => all.find(([one]) => one === name)?.[1]);
    return own !== undefined && own === their;
  });
  return parameters.length > 0 ? { ...found, parameters } : undefined;
};

/** A read that names versions of a resource, with a resource in its path that nothing else uses: it gets two of them. */
export const onVersioned = (session: Session, request: PlannedRequest): PlannedRequest =>
  !Object.values(request.pathValues).some((value) => placeholdersIn(value).some(({ use }) => use === 'known')) ||
  !versionsAsked(session, request)
    ? request
    : {
        ...request,
        pathValues: Object.fromEntries(Object.entries(request.pathValues).map(([name, value]) => [name, withOwnParents(value)])),
      };

/** A read with the numbers of versions that the resource in its path has, in the place of those that are made up: the oldest and the latest one. */
export const withVersions = async (session: Session, planned: PlannedRequest, request: PlannedRequest): Promise<PlannedRequest> => {
  const isChosen = Object.values(planned.pathValues).some((value) => placeholdersIn(value).length > 0);
  const versions = isChosen ? versionsAsked(session, request) : undefined;
  if (!versions) return request;
  const numbers = await twoVersions(session, versions, valuesAlong(request.path, request.pathValues));
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return request;
  const sides = new Map(versions.parameters.map(({ name, side }) => [name, String(side === 'older' ? first : last)]));
  const query = request.query.map(([name, value]) => [name, sides.get(name) ?? value] as const);
  return { ...request, query };
};
