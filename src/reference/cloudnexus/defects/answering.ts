import * as answering from '../../kit/answering.ts';
import type { Call, CallState, Layer, ListNotes, NexusErrorResponse } from '../call.ts';
import type { ErrorObject } from '../error-object.ts';
import type { ShownInstance } from '../instance.ts';
import type { InstanceList } from '../instance-list.ts';
import type { Pagination } from '../pagination.ts';

export { answerText, webPage, without } from '../../kit/answering.ts';

export const answered = answering.answered<CallState>;
export const restated = answering.restated<CallState>;
export const insteadOfErrorResponse = answering.insteadOfErrorResponse<CallState>;

/** Takes the body of every answered list of instances for another one. */
export const listAnswered = (change: (body: InstanceList, notes: ListNotes, call: Call) => unknown): Layer =>
  answered((call) => {
    if (call.state.list !== undefined) call.body = change(call.body as InstanceList, call.state.list, call);
  });

/** Takes every instance that a list shows for something else. */
export const instanceAnswered = (change: (instance: ShownInstance, notes: ListNotes) => unknown): Layer =>
  listAnswered((body, notes) => ({ ...body, data: body.data.map((instance) => change(instance, notes)) }));

/** Takes the pagination object of every answered list for something else. */
export const paginationAnswered = (change: (pagination: Pagination, notes: ListNotes, call: Call) => unknown): Layer =>
  listAnswered((body, notes, call) => ({ ...body, pagination: change(body.pagination, notes, call) }));

/** Takes the content of `error` for something else, in answers that come from a refusal. */
export const errorAnswered = (change: (error: ErrorObject['error'], errorResponse: NexusErrorResponse) => unknown): Layer =>
  answered((call) => {
    const { errorResponse } = call.state;
    if (errorResponse !== undefined) call.body = { error: change((call.body as ErrorObject).error, errorResponse) };
  });
