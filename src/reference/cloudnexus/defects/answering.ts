import * as answering from '../../kit/answering.ts';
import type { Call, CallState, Layer, ListNotes, NexusErrorResponse } from '../call.ts';
import type { ErrorObject } from '../error-object.ts';
import type { ShownInstance } from '../instance.ts';
import type { InstanceList } from '../instance-list.ts';
import type { Pagination } from '../pagination.ts';

export { answerText, webPage, without } from '../../kit/answering.ts';

export const answered = answering.answered<CallState>;
export const statusChanged = answering.statusChanged<CallState>;
export const insteadOfErrorResponse = answering.insteadOfErrorResponse<CallState>;

/** Replaces the body of every list of instances. */
export const listAnswered = (change: (body: InstanceList, notes: ListNotes, call: Call) => unknown): Layer =>
  answered((call) => {
    if (call.state.list !== undefined) call.body = change(call.body as InstanceList, call.state.list, call);
  });

/** Replaces every instance in a list. */
export const instanceAnswered = (change: (instance: ShownInstance, notes: ListNotes) => unknown): Layer =>
  listAnswered((body, notes) => ({ ...body, data: body.data.map((instance) => change(instance, notes)) }));

/** Replaces the pagination object of every list. */
export const paginationAnswered = (change: (pagination: Pagination, notes: ListNotes, call: Call) => unknown): Layer =>
  listAnswered((body, notes, call) => ({ ...body, pagination: change(body.pagination, notes, call) }));

/** Replaces the content of `error` in error responses. */
export const errorAnswered = (change: (error: ErrorObject['error'], errorResponse: NexusErrorResponse) => unknown): Layer =>
  answered((call) => {
    const { errorResponse } = call.state;
    if (errorResponse !== undefined) call.body = { error: change((call.body as ErrorObject).error, errorResponse) };
  });
