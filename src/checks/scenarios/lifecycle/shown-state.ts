import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { lastShown } from './last-shown.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { statefulAnswer } from '../../subjects/needed-states.ts';
import { readOfOne } from '../../subjects/own-resources.ts';

/** The state in which a read shows a resource, or where nothing reads one, in which an answer showed it last; undefined where none does. */
export const shownState = async (session: Session, resourceType: AnyInferred, values: PathValues): Promise<string | undefined> => {
  const read = readOfOne(session.contract, resourceType);
  if (!read) {
    const last = statefulAnswer(session.contract, resourceType.create);
    const resource = last && (await lastShown(session, resourceType, values));
    const known = last && resource?.[last.at.split('/').at(-1) ?? ''];
    return typeof known === 'string' ? known : undefined;
  }
  const shown = statefulAnswer(session.contract, read);
  if (!shown) return undefined;
  const pathValues = inPath(read.path, valuesAlong(itemOf(resourceType).path, values));
  const exchange = await orSkipped(session.send(usableRequest(session, read, 'ready', { pathValues })));
  const state = isSkipped(exchange) || !isSuccess(exchange) ? undefined : valueAt(jsonOf(exchange), shown.at);
  return typeof state === 'string' ? state : undefined;
};
