import { isDeepStrictEqual } from 'node:util';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Collection, Contract, InferredResourceType } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { jsonBody } from '../../../generators/request-body.ts';
import { namesListed } from '../../../generators/valid-request.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { sendCreation } from '../../requests/send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { largestPage, listAt, pageItems, type ReadableList } from '../../subjects/collection.ts';

/** So many items a list should have, so that pages, orders and filters show something. */
const wanted = 5;

/** Numbers of which two are equal, and which have another order as texts. */
const numbers = [2, 10, 10, 9, 100] as const;

/** The type whose resources a list shows, where the run can create them and remove them again. */
const typeOf = ({ inferredResourceTypes }: Contract, { operation }: Collection): InferredResourceType | undefined =>
  inferredResourceTypes.find(({ list, create }) => list?.key === operation.key && create.effect === 'creates');

/** A plain number of a body that takes all the numbers above: none with a form, with listed values, or that names something. */
const isFreeNumber = ({ name, schema }: BodyMember): boolean => {
  if (!isObject(schema) || schema['type'] !== 'integer') return false;
  const { minimum = 0, maximum = 1000, multipleOf, enum: listed, format } = schema;
  const isPlain = multipleOf === undefined && listed === undefined && !String(format).startsWith('unix');
  return isPlain && Number(minimum) <= Math.min(...numbers) && Number(maximum) >= Math.max(...numbers) && wordsOf(name).at(-1) !== 'id';
};

/** A creation with one of the numbers in each member that takes any. */
const varied = (contract: Contract, { create }: InferredResourceType, request: PlannedRequest, n: number): PlannedRequest => {
  const value = request.body?.kind === 'json' ? request.body.value : undefined;
  const free = bodyMembers(contract, create).filter(isFreeNumber);
  if (!isObject(value) || free.length === 0) return request;
  const set = Object.fromEntries(free.map(({ name }) => [name, numbers[n % numbers.length]]));
  return { ...request, body: jsonBody(create, { ...value, ...set }) };
};

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
  const count = pageItems(collection, page)?.length;
  if (count === undefined) return 0;
  let made = 0;
  for (let n = 0; n < wanted - count; n++) {
    const request = usableRequest(session, create, `fill-${n}`);
    const changed = varied(contract, resourceType, request, n);
    const creation = await sendCreation(session, changed);
    if (!isSuccess(creation) && !(changed !== request && isSuccess(await sendCreation(session, request)))) break;
    made += 1;
  }
  return made;
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
 * Brings a short list to a few items, once a run: those that the run creates below its own parent, or for its own account, and removes in the end. Only a list
 * that is read in a document without `x-assay`, of a type that the run may create and remove.
 */
export const filled = async (session: Session, { operation }: Pick<Collection, 'operation'>): Promise<void> => {
  if (operation.conventions.collection?.['x-inferred'] === true) await session.run(filledList, { operation: operation.key });
};
