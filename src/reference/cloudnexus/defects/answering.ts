import type { Call, Layer, NexusRefusal, Reason } from '../call.ts';
import { isRefusal } from '../call.ts';
import type { ErrorObject } from '../error-object.ts';
import { answerRefusal } from '../error-object.ts';
import type { ShownInstance } from '../instance.ts';
import type { InstanceList } from '../instance-list.ts';
import type { Pagination } from '../pagination.ts';
import type { ListNotes } from '../call.ts';

/** Changes answers as they leave. */
export const answered =
  (change: (call: Call) => void): Layer =>
  async (call, next) => {
    await next();
    change(call);
  };

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

/** An object without one of its members. */
export const without = (object: object, member: string): object =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== member));

/** Takes the content of `error` for something else, in answers that come from a refusal. */
export const errorAnswered = (change: (error: ErrorObject['error'], refusal: NexusRefusal) => unknown): Layer =>
  answered((call) => {
    const { refusal } = call.state;
    if (refusal !== undefined) call.body = { error: change((call.body as ErrorObject).error, refusal) };
  });

/** Answers refusals of one kind with another status. */
export const restated = (reason: Reason, status: number, isMeant: (refusal: NexusRefusal, call: Call) => boolean = () => true): Layer =>
  answered((call) => {
    const { refusal } = call.state;
    if (refusal?.reason === reason && isMeant(refusal, call)) answerRefusal(call, refusal.as(status));
  });

/** Answers in another way where the healthy server would refuse. Belongs behind key and quota. */
export const insteadOfRefusal =
  (reason: Reason, answer: (call: Call) => void, isMeant: (refusal: NexusRefusal) => boolean = () => true): Layer =>
  async (call, next) => {
    try {
      await next();
    } catch (thrown) {
      if (!isRefusal(thrown) || thrown.reason !== reason || !isMeant(thrown)) throw thrown;
      answer(call);
    }
  };

/** Answers with text that is no JSON. */
export const answerText = (call: Call, status: number, type: 'html' | 'text', text: string): void => {
  call.status = status;
  call.body = text;
  call.type = type;
};

/** A web page such as a proxy or a catch-all would send. */
export const webPage = '<!doctype html><html><head><title>CloudNexus</title></head><body><p>Welcome</p></body></html>';
