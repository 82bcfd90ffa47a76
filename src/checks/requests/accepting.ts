import type { PlannedRequest } from '../../model/request.ts';

/** The same request with other values of some header fields, whose names are in small letters. */
export const accepting = (request: PlannedRequest, ...fields: PlannedRequest['headers']): PlannedRequest => ({
  ...request,
  headers: [...request.headers.filter(([name]) => !fields.some(([own]) => own === name.toLowerCase())), ...fields],
});
