import { Undecidable } from '../../checks/kit/define.ts';
import type { Session } from '../../checks/kit/session.ts';
import { madeRemovable } from '../../checks/scenarios/lifecycle/ready.ts';
import { usableRequest } from '../../checks/requests/usable-request.ts';
import { idInItem, itemsIn } from '../../contract/infer/created-resource.ts';
import { inPath, isSamePath, parametersIn, valuesAlong } from '../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../contract/message.ts';
import type { Contract, InferredResourceType, Operation } from '../../contract/model.ts';
import { lastInPath } from '../../contract/operation.ts';
import { isObject } from '../../contract/pointer.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Fault } from '../../model/request.ts';
import type { RemovalOf } from '../../exchange/created-ledger.ts';
import type { EndingMemory } from './ending-memory.ts';
import type { Leftover, Removal } from './removal.ts';

/** Treats the resource at a path as one of the run, so that the guard allows its removal. */
export type Adopt = (
  path: string,
  values: Readonly<Record<string, string>>,
  /** Where it is, who created it, and the made-up name that it has. */
  { base, credential, label }: Pick<Leftover, 'base' | 'credential' | 'label'>,
) => void;

/** Statuses of a busy resource (RFC 9110 section 15.5.10, RFC 4918 section 11.3). */
const busy: readonly (number | undefined)[] = [409, 423];

export const isBusyAnswer = (exchange: Exchange): boolean => busy.includes(statusOf(exchange));

/**
 * Removes a resource of an inferred resource type: by the path that the answer to its creation gave, else by the one listed item that has
 * its made-up name.
 * @param endings Where it cannot be removed as it is, and its creation told what it is, actions that may end that are tried.
 * @throws {Undecidable} where the resource cannot be identified.
 */
export const removeInferred = async (
  session: Session,
  leftover: Leftover,
  resourceType: InferredResourceType | undefined,
  adopt: Adopt,
  endings?: EndingMemory,
): Promise<Removal> => {
  const ended = (outcome: Removal['outcome'], reason: string): Removal => ({ ...leftover, outcome, reason });
  const found = leftover.removal && leftover.unknown === undefined ? leftover.removal : await listedUnder(session, leftover, resourceType);
  if (found === 'not stored') return ended('gone', 'it was asked to store nothing, and the list shows nothing of it');
  const { operation: key, pathValues } = found;
  const { operations } = session.contract;
  const remove = operations.find((one) => one.key === key);
  if (!remove) return ended('failed', `the document has no ${key} any more, which was to remove it`);
  adopt(remove.path, pathValues, leftover);
  const ids = parametersIn(remove.path)
    .map((name) => pathValues[name] ?? '')
    .join(', ');
  const removal = usableRequest(session, remove, 'remove', { pathValues });
  let exchange = await session.send(removal);
  const made = isBusyAnswer(exchange) && resourceType ? await madeRemovable(session, resourceType.name, pathValues) : undefined;
  if (made === 'brought') exchange = await session.send(removal);
  const isKnown = leftover.removal !== undefined && leftover.unknown === undefined;
  if (isBusyAnswer(exchange) && endings && resourceType && isKnown)
    exchange = (await endings.ended(session, { resourceType, remove, pathValues }, () => session.send(removal))) ?? exchange;
  const answered = `${key} of ${ids} was answered ${outcomeOf(exchange)}`;
  if (isSuccess(exchange)) return ended('removed', answered);
  if (statusOf(exchange) === 404 || statusOf(exchange) === 410) {
    const read = operations.find(({ method, path }) => method === 'GET' && isSamePath(path, remove.path));
    const isThere =
      (read !== undefined && (await isReadable(session, read, remove, pathValues))) ||
      (await isListed(session, leftover, resourceType, remove, pathValues));
    const named = read && (await namedValues(session, read, remove, leftover, pathValues));
    if (named) {
      adopt(remove.path, named, leftover);
      const again = await session.send(usableRequest(session, remove, 'remove', { pathValues: named }));
      if (isSuccess(again))
        return ended('removed', `${key} of ${leftover.label} was answered ${outcomeOf(again)}, and of ${ids} ${outcomeOf(exchange)}`);
    }
    return isThere ? ended('failed', `it is still there although ${answered}`) : ended('gone', `${ids} was not there any more`);
  }
  const failed = ended('failed', `it is still there: ${answered}`);
  return isBusyAnswer(exchange) ? { ...failed, busy: statusOf(exchange), ...(made === 'stuck' && { isStuck: true }) } : failed;
};

/**
 * Does a read find the resource? The parameters of the read may have other names than those of the removal.
 * @param faults `unknown-id` for a name that hardly any server takes for an id, so that a refusal shows nothing.
 */
const isReadable = async (
  session: Session,
  read: Operation,
  remove: Operation,
  values: RemovalOf['pathValues'],
  faults: readonly Fault[] = [],
): Promise<boolean> => {
  const renamed = inPath(read.path, valuesAlong(remove.path, values));
  return isSuccess(await session.send({ ...usableRequest(session, read, 'look', { pathValues: renamed }), faults }));
};

/** May the last value in the path of a read be a text, by its schema: a name stands for no number. */
const takesText = ({ document }: Contract, read: Operation, text: string): boolean => {
  const schema = lastInPath(read)?.schema ?? true;
  const types = typesOf(resolvedSchema(document, schema));
  return (types.length === 0 || types.includes('string')) && mayBeSent(document, schema, text);
};

/**
 * The path of a resource under its made-up name, where a read finds it under that name and nothing under another made-up one: some servers take a name where their
 * answers show an id.
 */
const namedValues = async (
  session: Session,
  read: Operation,
  remove: Operation,
  { label }: Leftover,
  values: RemovalOf['pathValues'],
): Promise<RemovalOf['pathValues'] | undefined> => {
  const last = parametersIn(remove.path).at(-1) ?? '';
  if (label === '' || values[last] === label || !takesText(session.contract, read, label)) return undefined;
  const named = { ...values, [last]: label };
  const isFound =
    (await isReadable(session, read, remove, named, ['unknown-id'])) &&
    !(await isReadable(session, read, remove, { ...values, [last]: `${label}-other` }, ['unknown-id']));
  return isFound ? named : undefined;
};

/** Does the first page of the list show the resource? Some servers remove by a name what they identify by an id. */
const isListed = async (
  session: Session,
  { label }: Leftover,
  resourceType: InferredResourceType | undefined,
  remove: Operation,
  values: RemovalOf['pathValues'],
): Promise<boolean> => {
  if (!resourceType?.list) return false;
  const { list } = resourceType;
  const ours = parametersIn(remove.path);
  const around = inPath(list.path, valuesAlong(remove.path, values));
  const page = await session.send(usableRequest(session, list, 'look', { pathValues: around }));
  const id = values[ours.at(-1) ?? ''];
  return (
    isSuccess(page) &&
    itemsIn(jsonOf(page)).some((item) => (label !== '' && bears(item, label)) || (id !== undefined && idInItem(resourceType, item) === id))
  );
};

/** @throws {Undecidable} where not exactly one item on the first page of the list has the made-up name. */
const listedUnder = async (
  session: Session,
  { label, id, unknown, isTrial, pathValues = {} }: Leftover,
  resourceType: InferredResourceType | undefined,
): Promise<RemovalOf | 'not stored'> => {
  const why = unknown ?? 'its creation was never answered';
  const list = resourceType?.list;
  // An existing resource may have received the made-up name.
  const isOthers = id !== undefined && unknown !== undefined;
  if (!resourceType || !list || label === '' || isOthers) throw new Undecidable(`may still be there: ${why}`, []);
  const above = valuesAlong(resourceType.create.path, pathValues);
  const around = inPath(list.path, above);
  const page = await session.send(usableRequest(session, list, 'look', { pathValues: around }));
  const ids = itemsIn(jsonOf(page))
    .filter((item) => bears(item, label))
    .map((item) => idInItem(resourceType, item));
  const [listed, ...more] = ids;
  if (isTrial === true && ids.length === 0 && isSuccess(page)) return 'not stored';
  if (listed === undefined || more.length > 0) {
    const seen = !isSuccess(page)
      ? `was answered ${outcomeOf(page)}`
      : more.length > 0
        ? `shows ${ids.length} named ${label}`
        : `shows none named ${label}`;
    throw new Undecidable(`may still be there: ${why}, and the first page of ${list.key} ${seen}`, [page]);
  }
  const { remove, idParameter } = resourceType;
  return { operation: remove.key, pathValues: { ...inPath(remove.path, above), [idParameter]: listed } };
};

/**
 * Does a listed item have the made-up name in a member of its own? Items of an inner list are other resources. A name that was made for a
 * certain member has to be in that member, since another resource may repeat it.
 */
const bears = (item: unknown, label: string): boolean =>
  isObject(item) && Object.entries(item).some(([name, value]) => (value === label ? isMadeFor(label, name) : bears(value, label)));

/** A made-up name ends with the name of its member, unless it is a short one. */
const isMadeFor = (label: string, member: string): boolean => /^ct-?[\da-f]{1,12}$/u.test(label) || label.includes(`-${member}`);
