import { inPath, parametersIn, valuesAlong } from '../../contract/infer/path-template.ts';
import type { Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { pathOfItem, type ReadItems } from '../subjects/read-items.ts';
import type { Resource } from '../subjects/shown-resource.ts';
import { usableRequest } from './usable-request.ts';

/** An item, the page of the list that shows it, and the operation that is asked for it: the read itself, or one whose path begins with that of the read. */
export type AskedItem = { readonly page: Exchange; readonly item: Resource; readonly operation: Operation };

/**
 * The request for an item that a list shows, or for what is below it. No document says which member of an item the path takes, unless it gives both the
 * same name: otherwise a refusal may be about that.
 * @throws {NotTried} when a value in it can only come from the operator.
 */
export const itemRequest = (session: Session, subject: ReadItems, { page, item, operation }: AskedItem): PlannedRequest => {
  const { read, id } = subject;
  const values = valuesAlong(read.path, pathOfItem(subject, page.request, item));
  const request = usableRequest(session, operation, 'listed', { pathValues: inPath(operation.path, values) });
  const name = parametersIn(operation.path)[parametersIn(read.path).length - 1] ?? '';
  return name === id ? request : { ...request, madeUp: [...new Set([...(request.madeUp ?? []), name])] };
};
