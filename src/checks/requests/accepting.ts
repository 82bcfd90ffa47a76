import type { PlannedRequest } from '../../model/request.ts';

/** What a request accepts, of its header fields; none where it accepts JSON as every request does. */
export const acceptedBy = (headers: PlannedRequest['headers']): PlannedRequest['headers'] =>
  headers.filter(([name]) => name.toLowerCase() === 'accept');

/** The same request with other values of some header fields, whose names are in small letters. */
export const accepting = (request: PlannedRequest, ...fields: PlannedRequest['headers']): PlannedRequest => ({
  ...request,
  headers: [...request.headers.filter(([name]) => !fields.some(([own]) => own === name.toLowerCase())), ...fields],
});
