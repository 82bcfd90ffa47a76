import { type AnyInferred, coveredBy, coveredByLasting } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, isSamePath, pathAbove, valuesAlong } from '../../../contract/infer/path-template.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { isSuccess } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { isJsonType } from '../../../contract/wire/media-type.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { separatorChosen, type SeparatorChoice } from '../../subjects/csv-separators.ts';
import { type Task, tasks } from '../../subjects/tasks.ts';
import { type Followed, followTask } from './followed-task.ts';
import { fillBelow, plainTextOf } from './quoted-below.ts';
import { sendCreation } from './send-creation.ts';

/** A task about what has unusual texts, and the separator of its result that the request chose. */
export type UnusualTask = { readonly separator: string | undefined; readonly followed: Followed };

/** Letters beyond Latin 1, which no field of HTTP takes as they are. */
const letters = ' \u00DC\u0219\u65E5';

/** Signs beside them that the cells of a file have to quote, and that separate them. */
const signs = ' 5" "wide", so; on';

/** Does a task bring a file, and not an object alone. */
const bringsFile = ({ result }: Task): boolean =>
  result?.responses.some(({ status, content }) => status.startsWith('2') && content.some(({ mediaType }) => !isJsonType(mediaType))) ===
  true;

/** The type of what the path of a task names, where a run can create one of it. */
const typeAbove = ({ contract, target }: Session, { operation }: Task): AnyInferred | undefined => {
  const found = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].at(-1)?.resourceType;
  return found &&
    found.create.method === 'POST' &&
    isSamePath(pathAbove(operation.path), itemOf(found).path) &&
    isAllowed(found.create, target)
    ? found
    : undefined;
};

/** Creates a resource with an unusual text for people, else with a plain one. */
const unusualAbove = async (session: Session, type: AnyInferred): Promise<PathValues | undefined> => {
  const { create } = type;
  const member = plainTextOf(session, create);
  if (member === undefined) return undefined;
  for (const end of [letters + signs, letters]) {
    const settings = [{ member, value: `${session.fresh('odd')}${end}` }];
    const answer = await sendCreation(session, requestAsSet(session, { operation: create.key, settings, purpose: 'odd' }));
    const made = isSuccess(answer) ? createdResource(type, answer, session.target.baseUrl) : undefined;
    if (made) return made.kind === 'known' ? made.pathValues : undefined;
  }
  return undefined;
};

/** The requests that start such a task: as it is, and with each separator that may be chosen. */
const startsOf = (
  session: Session,
  { operation }: Task,
  planned: PlannedRequest,
): readonly { readonly request: PlannedRequest; readonly separator: string | undefined }[] => {
  const choice: SeparatorChoice | undefined = separatorChosen(session.contract, operation);
  const own = bodyMembers(session.contract, operation).length > 0 ? plainTextOf(session, operation) : undefined;
  const made = holdsValue(planned.body) && isObject(planned.body.value) ? planned.body.value : {};
  const titled = own === undefined ? made : { ...made, [own]: `${session.fresh('odd')}${letters}` };
  const asked = (body: Readonly<Record<string, unknown>>): PlannedRequest =>
    body === made ? planned : { ...planned, body: askedBody(operation, body) };
  if (choice === undefined) return [{ request: asked(titled), separator: undefined }];
  return choice.values.map(({ value, separator }) => ({ request: asked({ ...titled, [choice.member]: value }), separator }));
};

/**
 * Starts a task that brings a file about a resource of the run whose texts have letters beyond Latin 1, and what a file has to quote, and reads what it brings: once for each separator that the
 * request may choose. None where the task brings no file, or nothing of it can be unusual.
 */
export const unusualTask = defineScenario<{ readonly operation: string }, readonly UnusualTask[]>({
  id: 'unusual-task',
  async run(session, { operation: key }) {
    const task = tasks(session.contract).find((one) => one.operation.key === key);
    if (!task || !bringsFile(task) || session.contract.standard.size === 0) return [];
    const type = typeAbove(session, task);
    const found = type && (await orSkipped(unusualAbove(session, type)));
    const made = isSkipped(found) ? undefined : found;
    if (type && made) await fillBelow(session, { parent: type, made, title: `${session.fresh('odd')}${letters}${signs}` });
    const pathValues = type && made ? inPath(task.operation.path, valuesAlong(itemOf(type).path, made)) : {};
    const planned = usableRequest(session, task.operation, 'odd', { pathValues });
    const all: UnusualTask[] = [];
    for (const { request, separator } of startsOf(session, task, planned)) {
      if (!made && request === planned) continue;
      all.push({ separator, followed: await followTask(session, task, await session.send(request)) });
    }
    return all;
  },
});
