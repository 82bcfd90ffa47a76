import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import { itemsOf } from '../../../contract/held.ts';
import { idInItem, type PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { lastShown } from './last-shown.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { statefulAnswer } from '../../subjects/needed-states.ts';
import { readOfOne } from '../../subjects/own-resources.ts';

/** The state in which the list of its type shows a resource that no operation reads alone. */
const stateInList = async (session: Session, resourceType: AnyInferred, values: PathValues): Promise<string | undefined> => {
  const { list, idParameter, create } = resourceType;
  const id = values[idParameter];
  const member = statefulAnswer(session.contract, create)?.at.split('/').at(-1);
  const collection = list && collectionAt(session.contract, list.key);
  if (!list || !collection || id === undefined || member === undefined || session.contract.standard.size === 0) return undefined;
  const pathValues = inPath(list.path, valuesAlong(itemOf(resourceType).path, values));
  const page = await orSkipped(session.send(usableRequest(session, list, 'ready', { pathValues })));
  const items = isSkipped(page) || !isSuccess(page) ? [] : (itemsOf(collection, page) ?? []);
  const item = items.find((one) => idInItem(resourceType, one) === id);
  const state = isObject(item) ? item[member] : undefined;
  return typeof state === 'string' ? state : undefined;
};

/** The state that an answer about the resource showed last. */
const stateShownLast = async (session: Session, resourceType: AnyInferred, values: PathValues): Promise<string | undefined> => {
  const last = statefulAnswer(session.contract, resourceType.create);
  const resource = last && (await lastShown(session, resourceType, values));
  const known = last && resource?.[last.at.split('/').at(-1) ?? ''];
  return typeof known === 'string' ? known : undefined;
};

/** The state in which a read shows a resource, or where nothing reads one, its list, or an answer showed it last; undefined where none does. */
export const shownState = async (session: Session, resourceType: AnyInferred, values: PathValues): Promise<string | undefined> => {
  const read = readOfOne(session.contract, resourceType);
  const shown = read && statefulAnswer(session.contract, read);
  if (!read) return (await stateInList(session, resourceType, values)) ?? stateShownLast(session, resourceType, values);
  if (!shown) return undefined;
  const pathValues = inPath(read.path, valuesAlong(itemOf(resourceType).path, values));
  const exchange = await orSkipped(session.send(usableRequest(session, read, 'ready', { pathValues })));
  const state = isSkipped(exchange) || !isSuccess(exchange) ? undefined : valueAt(jsonOf(exchange), shown.at);
  return typeof state === 'string' ? state : undefined;
};
