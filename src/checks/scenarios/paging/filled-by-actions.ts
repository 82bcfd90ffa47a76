import { isDeepStrictEqual } from 'node:util';
import { describedLists } from '../../../contract/infer/conventions/collection.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, isDirectlyBelowOne, isItemOf, isSamePath, pathAbove, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Collection, Contract, Operation, Schema } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { namesListed } from '../../../generators/valid-request.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { namesOwnAlone } from '../../requests/own-alone.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { ownPath } from './filled-by-changes.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

/** So many entries a list should have, so that pages, orders, numbers and sums show something. */
const wanted = 4;

/** Milliseconds between two actions, so that their moments differ. */
const apartMs = 40;

/** The name of a schema that others refer to; undefined where it has none. */
const nameOf = (schema: Schema | undefined): string | undefined =>
  isObject(schema) && typeof schema['$ref'] === 'string' ? schema['$ref'] : undefined;

const answerOf = ({ responses }: Operation): Schema | undefined =>
  responses
    .map(({ status, content }) => (/^20[01]$/u.test(status) ? jsonContent(content)?.schema : undefined))
    .find((schema) => schema !== undefined);

/**
 * The actions on a resource that answer the items of a list below it, each the entry that it makes: `POST /tanks/{tank}/fillings` and `POST /tanks/{tank}/drainings` for
 * `GET /tanks/{tank}/levels`. None where the list has a creation of its own, or the items have no name.
 */
export const entryActions = (contract: Contract, { path }: Pick<Operation, 'path'>): readonly Operation[] => {
  const { document, operations } = contract;
  const item = describedLists({ document, operations }).find(
    ({ operation }) => operation.method === 'GET' && operation.path === path,
  )?.item;
  const name = nameOf(item);
  const isMadeThere = operations.some((one) => one.method === 'POST' && isSamePath(one.path, path));
  if (contract.standard.size === 0 || name === undefined || !isDirectlyBelowOne(path) || isMadeThere) return [];
  return operations.filter(
    (one) =>
      one.method === 'POST' &&
      one.issues !== true &&
      one.unsupported === undefined &&
      one.inferred?.ends === undefined &&
      one.inferred?.reaches === undefined &&
      isDirectlyBelowOne(one.path) &&
      isSamePath(pathAbove(one.path), pathAbove(path)) &&
      nameOf(answerOf(one)) === name &&
      !operations.some((other) => other.method === 'GET' && isItemOf(other.path, one.path)),
  );
};

/**
 * Brings a list below a resource of the run to a few entries by the actions on that resource that make them, in turn, the first one twice.
 * @param above The path of that resource, where reads of the list do not name it by themselves.
 * @returns How many actions were accepted.
 */
export const filledByActions = async (session: Session, collection: Collection, above: PathValues | undefined): Promise<number> => {
  const { contract, target } = session;
  const { operation, pages } = collection;
  const actions = entryActions(contract, operation).filter(
    (one) =>
      isAllowed(one, target) &&
      prerequisitesFor(one, session).every((need) => need.kind === 'permission' && target.allow.includes(need.permission)),
  );
  const [first] = actions;
  const own = first && ownPath(session, first);
  if (first === undefined || own === undefined) return 0;
  const read = usableRequest(session, operation, 'fill', above && { pathValues: above });
  // Another resource may be somebody's.
  if (namesListed(read)) return 0;
  const query = [...read.query, ...largestPage({ paging: pages[0] })];
  const page = await session.send({ ...read, query });
  const ofOwn = await session.send({ ...read, query, pathValues: inPath(operation.path, valuesAlong(first.path, own)) });
  const items = pageItems(collection, page);
  // The list that others read has to be that of a resource of the run.
  if (items === undefined || !isDeepStrictEqual(page.request.pathValues, ofOwn.request.pathValues)) return 0;
  let made = 0;
  for (let turn = 0; made < wanted - items.length && turn < actions.length + wanted; turn++) {
    const action = actions[Math.max(0, turn - 1) % actions.length] ?? first;
    // The resource of the list itself: an action may otherwise get one of its own, in a state that suits it.
    const listed = inPath(action.path, valuesAlong(operation.path, page.request.pathValues));
    const request = usableRequest(session, action, `fill-${turn}`, { pathValues: listed });
    if (!namesOwnAlone(request)) continue;
    const sent = await session.send(request);
    if (isSuccess(sent)) made += 1;
    await session.pause(apartMs, 'the moments of the entries are to differ');
  }
  return made;
};
