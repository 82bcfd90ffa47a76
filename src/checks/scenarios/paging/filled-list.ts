import { isDeepStrictEqual } from 'node:util';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Collection, Contract, InferredResourceType, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { jsonBody } from '../../../generators/request-body.ts';
import { namesListed } from '../../../generators/valid-request.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { namingOwn, sendCreation } from '../../requests/send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { largestPage, listAt, pageItems, type ReadableList } from '../../subjects/collection.ts';
import { areAlike, differingBodies, refersByFilter } from './differing-values.ts';

/** So many items a list should have, so that pages, orders and filters show something. */
const wanted = 5;

/** The type whose resources a list shows, where the run can create them and remove them again. */
const typeOf = ({ inferredResourceTypes }: Contract, { operation }: Collection): InferredResourceType | undefined =>
  inferredResourceTypes.find(({ list, create }) => list?.key === operation.key && create.effect === 'creates');

const fill = async (session: Session, collection: Collection): Promise<number> => {
  const { contract, target } = session;
  const resourceType = typeOf(contract, collection);
  if (!resourceType || !isAllowed(resourceType.create, target) || !isAllowed(resourceType.remove, target)) return 0;
  const isReady = prerequisitesFor(resourceType.create, session).every(
    (one) => one.kind === 'permission' && target.allow.includes(one.permission),
  );
  if (!isReady) return 0;
  const { create } = resourceType;
  const read = usableRequest(session, collection.operation, 'fill');
  const above = (request: PlannedRequest) => parametersIn(collection.operation.path).map((name) => request.pathValues[name]);
  const first = usableRequest(session, create, 'fill-0');
  // Another parent may be somebody's.
  if (namesListed(read) || !isDeepStrictEqual(above(read), above(first))) return 0;
  const page = await session.send({ ...read, query: [...read.query, ...largestPage(pagingOf(collection))] });
  const items = pageItems(collection, page);
  if (items === undefined) return 0;
  const missing = areAlike(contract, create, collection, items) ? wanted : wanted - items.length;
  let made = 0;
  let from = 0;
  for (let n = 0; n < missing; n++) {
    const request = usableRequest(session, create, `fill-${n}`);
    // One item names other resources than the rest, where the list is filtered by these.
    const own = n === 1 && refersByFilter(collection) ? namingOwn(request) : undefined;
    const ofOwn = own && (await orSkipped(acceptedRung(session, collection, create, own, { n, from })));
    const rung = typeof ofOwn === 'number' ? ofOwn : await acceptedRung(session, collection, create, request, { n, from });
    if (rung === undefined) break;
    from = rung;
    made += 1;
  }
  return made;
};

/** Beyond every rung of the bodies that differ. */
const lastRung = 3;

/**
 * Creates one more item, with values of its own where the server takes them.
 * @param from The first rung that is tried: what is above it was refused before.
 * @returns The rung that was accepted; undefined where none was.
 */
const acceptedRung = async (
  session: Session,
  collection: Collection,
  create: Operation,
  request: PlannedRequest,
  { n, from }: { readonly n: number; readonly from: number },
): Promise<number | undefined> => {
  const value = request.body?.kind === 'json' ? request.body.value : undefined;
  const bodies = isObject(value) ? differingBodies(session.contract, create, collection, value, { n, nowMs: session.now() }) : [];
  const tried = bodies
    .filter(({ rung }) => rung >= from)
    .map(({ rung, body }) => ({ rung, request: { ...request, body: jsonBody(create, body) } }));
  for (const one of [...tried, { rung: lastRung, request }]) {
    if (isSuccess(await sendCreation(session, one.request))) return one.rung;
  }
  return undefined;
};

const pagingOf = (collection: Collection): Pick<ReadableList, 'paging'> => ({ paging: collection.pages[0] });

const filledList = defineScenario<{ readonly operation: string }, number>({
  id: 'filled-list',
  async run(session, { operation }) {
    const made = await orSkipped(fill(session, listAt(session.contract, { operation })));
    return isSkipped(made) ? 0 : made;
  },
});

/**
 * Brings a list that is short, or whose items are alike in what it is filtered or ordered by, to a few items that differ, once a run: those that the run creates below its own parent, or for its own account, and removes in the end. Only a list
 * that is read in a document without `x-assay`, of a type that the run may create and remove.
 */
export const filled = async (session: Session, { operation }: Pick<Collection, 'operation'>): Promise<void> => {
  if (operation.conventions.collection?.['x-inferred'] === true) await session.run(filledList, { operation: operation.key });
};
