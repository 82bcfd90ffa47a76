import { itemsIn } from '../../../contract/infer/created-resource.ts';
import { idSourcesOf } from '../../../contract/infer/id-sources.ts';
import { neededAround } from '../../../contract/infer/needed-around.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { operationOf, operationWith } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { timeParts } from '../../../generators/spans.ts';
import { type PlannedRequest, withValueChanged, holdsValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idText } from '../../subjects/shown-resource.ts';

/** Brings the stretch around a day, below a resource of the run, to the state that is needed there, once for each; what is refused is left. */
const opened = defineScenario<{ readonly operation: string; readonly values: readonly string[]; readonly day: string }, null>({
  id: 'opened-around',
  async run(session, { operation: key, values, day }) {
    const { contract } = session;
    const needed = neededAround(contract, operationOf(contract, key));
    if (!needed) return null;
    const { list, change, member, state, bounds, parameter } = needed;
    const page = await orSkipped(
      (async () => session.send(usableRequest(session, list, 'around', { pathValues: inPath(list.path, values) })))(),
    );
    const named = change.parameters.find((one) => one.in === 'path' && one.name === parameter);
    const source = named && idSourcesOf(contract, change, named).find(({ read }) => read.key === list.key);
    if (isSkipped(page) || !isSuccess(page) || source?.from.kind !== 'items') return null;
    const pointers = source.from.members[parameter] ?? [];
    const idOf = (item: unknown): string | undefined =>
      pointers.map((pointer) => idText(valueAt(item, pointer))).find((id) => id !== undefined);
    const isAround = (item: Readonly<Record<string, unknown>>): boolean => {
      if (bounds === undefined) return /^\d{4}(?:-\d\d){0,2}$/u.test(idOf(item) ?? '') && `${day}-`.startsWith(`${idOf(item)}-`);
      const [from, to] = bounds.map((name) => timeParts(item[name])?.day);
      return from !== undefined && to !== undefined && from <= day && day <= to;
    };
    const around = itemsIn(jsonOf(page)).filter(isObject).find(isAround);
    const id = idOf(around);
    if (around === undefined || id === undefined || around[member] === state) return null;
    const request = usableRequest(session, change, 'around', { pathValues: inPath(change.path, [...values, id]) });
    if (!holdsValue(request.body)) return null;
    const body = withValueChanged(request.body, (value) => ({ ...(isObject(value) ? value : {}), [member]: state }));
    await orSkipped(session.send({ ...request, body }));
    return null;
  },
});

/**
 * Before something is created below a resource of the run: brings the stretch of time in which it lies to the state that the document asks for, by the change that sets it ("the
 * period it lies in is open"). Only where everything in the path is the run's own, and the target allows what names things by a list.
 * @param planned The request as it was before its placeholders were filled.
 */
export const openAround = async (session: Session, planned: PlannedRequest, request: PlannedRequest): Promise<void> => {
  const { contract, target } = session;
  const operation = operationWith(contract, request.operation);
  const needed = operation && neededAround(contract, operation);
  if (!needed || request.faults.length > 0 || !target.allow.includes('destructive') || !isAllowed(needed.change, target)) return;
  const isOwn = Object.values(planned.pathValues).every((text) => {
    const placeholders = placeholdersIn(text);
    return placeholders.length > 0 && placeholders.every(({ use }) => use !== 'listed');
  });
  const { body } = request;
  if (!isOwn || !holdsValue(body) || !isObject(body.value)) return;
  const { value } = body;
  const day = needed.times.map((name) => timeParts(value[name])?.day).find((one) => one !== undefined);
  const values = valuesAlong(operation.path, request.pathValues);
  if (day === undefined || values.some((one) => one === '' || placeholdersIn(one).length > 0)) return;
  await session.run(opened, { operation: operation.key, values, day });
};
