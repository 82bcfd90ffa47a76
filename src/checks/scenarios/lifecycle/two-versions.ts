import type { NumberedVersions } from '../../../contract/infer/numbered-versions.ts';
import { versionsInQuery } from '../../../contract/infer/numbered-versions.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationWith } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { placeholdersIn, withOwnParents } from '../../../generators/placeholder.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
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

/**
 * The numbers of the versions of a resource, the oldest first. Of one that the run created there are two, where operations that the target allows can make them: the one that adds a version of
 * what the resource is now, and in between one that changes it.
 */
export const twoVersions = async (session: Session, versions: NumberedVersions, values: readonly string[]): Promise<readonly number[]> => {
  let numbers = await numbersOf(session, versions, values);
  const { adding, change, resourceType } = versions;
  if (numbers.length > 1 || !(await isMadeHere(session, resourceType.name, values.at(-1) ?? ''))) return numbers;
  const call = async (operation: Operation | undefined, purpose: string): Promise<boolean> => {
    if (!operation || !isAllowed(operation, session.target)) return false;
    const sent = async () => session.send(usableRequest(session, operation, purpose, { pathValues: inPath(operation.path, values) }));
    const answer = await orSkipped(sent());
    return !isSkipped(answer) && isSuccess(answer);
  };
  if (adding && numbers.length === 0) await call(adding, 'first-version');
  const isChanged = await call(change, 'another-version');
  // What brings its content itself, such as an upload, needs no change.
  if (adding && (isChanged || adding.body?.required === true)) await call(adding, 'second-version');
  numbers = await numbersOf(session, versions, values);
  return numbers;
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
