import { asDescribed } from '../contract/infer/held-body.ts';
import type { Operation } from '../contract/model.ts';
import { type PlannedRequest, type RequestBody } from '../model/request.ts';
import { wholeValue } from '../contract/wire/whole-value.ts';
import type { Making, MissingValue } from './member-value.ts';
import { bodyValue } from './minimal-body.ts';
import { jsonContent } from '../contract/asked-content.ts';

/** A body as it is sent, undefined where there is none; or what only the operator can supply for what is around its value. */
type Whole =
  | { readonly kind: 'body'; readonly body: RequestBody | undefined }
  | { readonly kind: 'missing'; readonly prerequisites: readonly MissingValue[] };

/** A body of JSON with what the document describes around its value, where the bodies of the operation hold that in a member; any other body as it is. */
export const aroundHeld = (operation: Operation, body: RequestBody | undefined, making: Making): Whole => {
  const whole = operation.body?.whole;
  if (whole === undefined || body?.kind !== 'json' || body.around !== undefined) return { kind: 'body', body };
  const contents = operation.body?.content ?? [];
  const content = contents.find(({ mediaType }) => mediaType === (body.mediaType ?? 'application/json')) ?? jsonContent(contents);
  const described = whole.content.find(({ mediaType }) => mediaType === content?.mediaType);
  if (content?.inside === undefined || described === undefined) return { kind: 'body', body };
  const made = bodyValue(asDescribed(operation), described, making);
  return made.kind === 'missing' ? made : { kind: 'body', body: { ...body, around: { at: content.inside, value: made.value } } };
};

/** A request whose JSON body has as its value all that is sent, also what is around the value of other requests. */
export const withWholeValue = (request: PlannedRequest): PlannedRequest => {
  const { body } = request;
  if (body?.kind !== 'json' || body.around === undefined) return request;
  return { ...request, body: { ...body, value: wholeValue(body), around: { at: '', value: null } } };
};
