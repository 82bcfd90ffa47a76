import { addedById } from '../../../contract/infer/added-by-id.ts';
import { itemsIn, type PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { type PlannedRequest, valuesOfBody, withValueChanged } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { plainRead } from '../calls/reads.ts';

/** Others are tried where the first one was there already, or may not be added. */
const mostTried = 4;

/** The same request that adds one certain thing. */
const adding = (request: PlannedRequest, member: string, id: unknown): PlannedRequest => {
  const { body } = request;
  if (body?.kind !== 'json') return request;
  const named = withValueChanged(body, (value) =>
    isObject(value) ? { ...value, [member]: Array.isArray(value[member]) ? [id] : id } : value,
  );
  return { ...request, body: named };
};

/**
 * The id of what the run has put below a resource of its own: it was sent, the list shows it afterwards, and did not show it before. So nobody is taken out whom something
 * else put there.
 * @param known The values of the path of the removal, of which those of the resource are known.
 * @param idOf The id that an item of the list shows for the parameter.
 * @throws {NotTried} where nothing could be added, or the list does not show it.
 */
export const idOfAdded = async (
  session: Session,
  operation: Operation,
  known: PathValues,
  idOf: (item: unknown) => string | undefined,
): Promise<string> => {
  const { contract, target } = session;
  const added = addedById(contract, operation);
  if (!added || !isAllowed(added.add, target)) throw new NotTried('missing-prerequisite', `Nothing may be added for ${operation.key}`);
  const { add, list, member } = added;
  const above = valuesAlong(operation.path, known).slice(0, -1);
  const look = async (): Promise<readonly string[] | undefined> => {
    const page = await session.send(usableRequest(session, list, 'added', { pathValues: inPath(list.path, above) }));
    return isSuccess(page) ? itemsIn(jsonOf(page)).flatMap((item) => idOf(item) ?? []) : undefined;
  };
  const before = await look();
  if (before === undefined) throw new NotTried('missing-prerequisite', `${list.key} does not show what is there already`);
  const usual = usableRequest(session, add, 'adding', { pathValues: inPath(add.path, above) });
  const reference = referenceAt(contract, add, [member]);
  const others = reference?.list === undefined ? undefined : await session.run(plainRead, { operation: reference.list.read.key });
  const listed = others && isSuccess(others) ? itemsIn(jsonOf(others)).map((one) => valueAt(one, reference?.list?.pointer ?? '')) : [];
  const candidates = listed.filter((id) => idText(id) !== undefined && !before.includes(idText(id) ?? ''));
  for (const one of [usual, ...candidates.map((id) => adding(usual, member, id))].slice(0, mostTried)) {
    const answer = await session.send(one);
    if (!isSuccess(answer)) continue;
    const sent = valuesOfBody(answer.request.body).flatMap((value) => (isObject(value) ? [value[member]].flat() : []));
    const now = (await look()) ?? [];
    const id = sent.flatMap((each) => idText(each) ?? []).find((each) => !before.includes(each) && now.includes(each));
    if (id !== undefined) return id;
  }
  throw new NotTried(
    'missing-prerequisite',
    `${list.key} shows nothing that ${add.key} has added, so that ${operation.key} has nothing to name`,
  );
};
