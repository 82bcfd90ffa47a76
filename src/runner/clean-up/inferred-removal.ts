import { Undecidable } from '../../checks/kit/define.ts';
import type { Session } from '../../checks/kit/session.ts';
import { usableRequest } from '../../checks/requests/usable-request.ts';
import { idInItem, itemsIn } from '../../contract/infer/created-resource.ts';
import { isSamePath, parametersIn } from '../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../contract/message.ts';
import type { InferredResourceType, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { NamedBase } from '../../model/request.ts';
import type { RemovalOf } from '../../exchange/created-ledger.ts';
import type { Leftover, Removal } from './removal.ts';

/** Takes the thing at a path for one of ours, so that the guard lets it be removed. */
export type Adopt = (path: string, values: Readonly<Record<string, string>>, base: NamedBase | undefined) => void;

/** Statuses by which a service says that a thing is busy (RFC 9110 section 15.5.10, RFC 4918 section 11.3). */
const busy: readonly (number | undefined)[] = [409, 423];

export const isBusyAnswer = (exchange: Exchange): boolean => busy.includes(statusOf(exchange));

/**
 * Removes a thing of which only the structure of the document tells: by the path that the answer to its creation gave, else by the one listed item that bears
 * our name.
 * @throws {Undecidable} where nothing tells which thing it is.
 */
export const removeInferred = async (
  session: Session,
  leftover: Leftover,
  resourceType: InferredResourceType | undefined,
  adopt: Adopt,
): Promise<Removal> => {
  const stated = (outcome: Removal['outcome'], reason: string): Removal => ({ ...leftover, outcome, reason });
  const { operation: key, pathValues } =
    leftover.removal && leftover.unknown === undefined ? leftover.removal : await listedUnder(session, leftover, resourceType);
  const { operations } = session.contract;
  const remove = operations.find((one) => one.key === key);
  if (!remove) return stated('failed', `the document has no ${key} any more, by which it was to be removed`);
  adopt(remove.path, pathValues, leftover.base);
  const reported = parametersIn(remove.path)
    .map((name) => pathValues[name] ?? '')
    .join(', ');
  const exchange = await session.send(usableRequest(session, remove, 'remove', { pathValues }));
  const answered = `${key} of ${reported} was answered ${outcomeOf(exchange)}`;
  if (isSuccess(exchange)) return stated('removed', answered);
  if (statusOf(exchange) === 404 || statusOf(exchange) === 410) {
    const read = operations.find(({ method, path }) => method === 'GET' && isSamePath(path, remove.path));
    const isThere = read !== undefined && (await isReadable(session, read, remove, pathValues));
    return isThere ? stated('failed', `it is still there although ${answered}`) : stated('gone', `${reported} was not there any more`);
  }
  const failed = stated('failed', `it is still there: ${answered}`);
  return isBusyAnswer(exchange) ? { ...failed, isBusy: true } : failed;
};

/** The parameters of a read may have other names than those of the removal. */
const isReadable = async (session: Session, read: Operation, remove: Operation, values: RemovalOf['pathValues']): Promise<boolean> => {
  const ours = parametersIn(remove.path);
  const renamed = Object.fromEntries(parametersIn(read.path).map((name, n) => [name, values[ours[n] ?? ''] ?? '']));
  return isSuccess(await session.send(usableRequest(session, read, 'look', { pathValues: renamed })));
};

/** @throws {Undecidable} where not exactly one item on the first page of the list bears our name. */
const listedUnder = async (
  session: Session,
  { label, id: reported, unknown, pathValues = {} }: Leftover,
  resourceType: InferredResourceType | undefined,
): Promise<RemovalOf> => {
  const why = unknown ?? 'the answer to its creation never came';
  const list = resourceType?.list;
  // What was there before may bear our name by now.
  const isOthers = reported !== undefined && unknown !== undefined;
  if (!resourceType || !list || label === '' || isOthers) throw new Undecidable(`may still be there: ${why}`, []);
  const theirs = parametersIn(resourceType.create.path);
  const around = Object.fromEntries(parametersIn(list.path).map((name, n) => [name, pathValues[theirs[n] ?? ''] ?? '']));
  const page = await session.send(usableRequest(session, list, 'look', { pathValues: around }));
  const ids = itemsIn(jsonOf(page))
    .filter((item) => bears(item, label))
    .map((item) => idInItem(resourceType, item));
  const [id, ...more] = ids;
  if (id === undefined || more.length > 0) {
    const seen = !isSuccess(page)
      ? `was answered ${outcomeOf(page)}`
      : more.length > 0
        ? `shows ${ids.length} that bear ${label}`
        : `shows none that bears ${label}`;
    throw new Undecidable(`may still be there: ${why}, and the first page of ${list.key} ${seen}`, [page]);
  }
  const ours = parametersIn(resourceType.remove.path);
  const below = Object.fromEntries(ours.slice(0, -1).map((name, n) => [name, pathValues[theirs[n] ?? ''] ?? '']));
  return { operation: resourceType.remove.key, pathValues: { ...below, [resourceType.idParameter]: id } };
};

/**
 * Does a listed thing bear our name, in a member of its own. What stands in a list inside it is another thing; and where our name tells for which member
 * it was made, it has to stand there, since a text may also be told by what it was added to.
 */
const bears = (item: unknown, label: string): boolean =>
  isObject(item) && Object.entries(item).some(([name, value]) => (value === label ? isMadeFor(label, name) : bears(value, label)));

/** A name of ours ends with that of its member, but for a short one. */
const isMadeFor = (label: string, member: string): boolean => /^ct-?[\da-f]{1,12}$/u.test(label) || label.includes(`-${member}`);
