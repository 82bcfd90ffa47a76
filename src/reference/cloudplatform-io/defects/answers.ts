import type { Members } from '../../kit/answering.ts';
import { bodyAnswered, isMembers } from '../../kit/answering.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Layer } from '../call.ts';

/** The body of a list as the healthy server makes it. */
type ListBody = { readonly data: readonly Members[]; readonly meta: Members };

const isAnswer = (call: Call, key: string, status: number): boolean => call.status === status && isCall(call, key) && isMembers(call.body);

/** Replaces the body of lists. */
export const listAnswered = (change: (body: ListBody, call: Call) => unknown): Layer =>
  bodyAnswered(
    (call) => isAnswer(call, 'GET /resources', 200),
    (body, call) => change(body as ListBody, call),
  );

/** Replaces each item of lists. */
export const itemAnswered = (change: (item: Members, call: Call) => unknown): Layer =>
  listAnswered((body, call) => ({ ...body, data: body.data.map((item) => change(item, call)) }));

/** Replaces the member meta of lists. */
export const metaAnswered = (change: (meta: Members, body: ListBody, call: Call) => unknown): Layer =>
  listAnswered((body, call) => ({ ...body, meta: change(body.meta, body, call) }));

/** Replaces the resource in a read by its id. */
export const singleAnswered = (change: (resource: Members, call: Call) => unknown): Layer =>
  bodyAnswered((call) => isAnswer(call, 'GET /resources/:id', 200), change);

/** Replaces the body of the answer to a creation. */
export const createdAnswered = (change: (resource: Members, call: Call) => unknown): Layer =>
  bodyAnswered((call) => isAnswer(call, 'POST /resources', 201), change);

/** Replaces a member of resources in every answer that shows them. */
export const memberAnswered = (name: string, change: (value: unknown, call: Call) => unknown): readonly [Layer, Layer, Layer] => {
  const changed = (resource: Members, call: Call): Members =>
    Object.hasOwn(resource, name) ? { ...resource, [name]: change(resource[name], call) } : resource;
  return [itemAnswered(changed), singleAnswered(changed), createdAnswered(changed)];
};
