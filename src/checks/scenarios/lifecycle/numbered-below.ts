import { itemsIn, type PathValues } from '../../../contract/infer/created-resource.ts';
import { numberedBelow } from '../../../contract/infer/numbered-below.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { freeTextOf } from '../paging/filled-by-changes.ts';

/** So many are sent to have an older one: the first may add the first of all. */
const mostSent = 4;

/** A change that leaves no doubt that it changes something, where its body has a free text. */
const changing = (session: Session, operation: Operation, purpose: string, pathValues: PathValues): PlannedRequest => {
  const request = usableRequest(session, operation, purpose, { pathValues });
  const { body } = request;
  const member = freeTextOf(session, operation);
  if (member === undefined || !holdsValue(body) || !isObject(body.value)) return request;
  return { ...request, body: askedBody(operation, { ...body.value, [member]: session.fresh(purpose) }) };
};

/**
 * The number of the oldest of what changes of a resource of the run have left behind: the newest one is the current one, which is often neither removed nor restored.
 * @param upTo The values of the path of the operation, of which those of the resource are known.
 * @param numberOf The number that an item of the list shows for the parameter.
 * @throws {NotTried} where no change adds one to the list.
 */
export const olderNumber = async (
  session: Session,
  operation: Operation,
  upTo: PathValues,
  numberOf: (item: unknown) => string | undefined,
): Promise<string> => {
  const found = numberedBelow(session.contract, operation);
  if (!found) throw new NotTried('unsupported', `Nothing below a resource has a number for ${operation.key}`);
  const { list, adding } = found;
  const above = valuesAlong(operation.path, upTo).slice(0, -1);
  const look = async (): Promise<readonly number[]> => {
    const page = await session.send(usableRequest(session, list, 'numbered', { pathValues: inPath(list.path, above) }));
    if (isSuccess(page))
      return itemsIn(jsonOf(page))
        .flatMap((item) => numberOf(item) ?? [])
        .map(Number);
    throw new NotTried('missing-prerequisite', `${list.key} was answered ${outcomeOf(page)}, so that ${operation.key} has nothing to name`);
  };
  let numbers = await look();
  let sent = 0;
  for (const add of adding.filter((one) => isAllowed(one, session.target))) {
    let isAdding = true;
    while (isAdding && numbers.length < 2 && sent < mostSent) {
      sent += 1;
      const request = (async () =>
        session.send(changing(session, add, `numbered-${String(Math.max(0, ...numbers))}-${String(sent)}`, inPath(add.path, above))))();
      const answer = await orSkipped(request);
      const now = isSkipped(answer) || !isSuccess(answer) ? numbers : await look();
      isAdding = now.length > numbers.length;
      numbers = now;
    }
  }
  if (numbers.length < 2)
    throw new NotTried('missing-prerequisite', `${list.key} shows no older one of what ${operation.key} names, whatever was changed`);
  return String(Math.min(...numbers));
};
