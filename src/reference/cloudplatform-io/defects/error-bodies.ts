import { asWebPage, withoutBody } from '../../kit/broken-answers.ts';
import type { Members } from '../../kit/answering.ts';
import { answerText, answered, errorAnswered, renamed, without } from '../../kit/answering.ts';
import type { Call, Layer, PlatformDefect, PlatformDefects } from '../call.ts';
import { burstQuota } from './burst-quota.ts';

const named = (breaks: string, status: number, name: string): PlatformDefect => ({
  breaks,
  note: `The ${status} body names the error ${name} only`,
  around: errorAnswered((body, errorResponse) => (errorResponse.status === status ? { ...body, error: name, message: 'Refused' } : body)),
});

const noJson = { 'CPIO-13': 'an error without a JSON body has no JSON media type either' };

/** Replaces the errors array of a 422. */
const errorsAnswered = (change: (body: Members, call: Call) => unknown): Layer =>
  errorAnswered((body, { status }, call) => (status === 422 ? change(body, call) : body));

/** The contents of error bodies. */
export const errorBodyDefects: PlatformDefects = {
  'error-shape-differs-by-status': {
    breaks: 'CPIO-2',
    note: '404 has only a message while 401 has only an error',
    shownBy: ['CPIO-2', 'errors', 'auth'],
    around: errorAnswered((body, { status }) =>
      status === 404 ? without(body, 'error') : status === 401 ? without(body, 'message') : body,
    ),
  },
  'error-body-html': {
    breaks: 'CPIO-23',
    note: '404 is answered with an HTML page',
    alsoBreaks: noJson,
    around: asWebPage((call) => call.state.errorResponse?.status === 404),
  },
  'error-body-empty': {
    breaks: 'CPIO-23',
    note: '401 has no body',
    alsoBreaks: noJson,
    shownBy: ['errors', 'auth'],
    around: withoutBody((call) => call.state.errorResponse?.status === 401),
  },
  'malformed-json-error-plain-text': {
    breaks: 'CPIO-23',
    note: 'A body that cannot be parsed is answered with plain text',
    alsoBreaks: noJson,
    around: answered((call) => {
      if (call.state.errorResponse?.reason === 'unparsable-body') answerText(call, 400, 'text', 'Malformed JSON');
    }),
  },
  'error-echoes-key': {
    breaks: 'CPIO-28',
    note: 'A 404 or 422 body repeats the Authorization header',
    shownBy: ['CPIO-28', 'errors'],
    around: errorAnswered((body, { status }, call) =>
      status === 404 || status === 422 ? { ...body, request: { authorization: call.get('Authorization') } } : body,
    ),
  },
  'error-name-401-other': named('CPIO-39', 401, 'invalid_token'),
  'error-name-403-other': { ...named('CPIO-42', 403, 'access_denied'), shownBy: ['errors', 'auth'] },
  'error-name-429-other': {
    ...named('CPIO-44', 429, 'quota_exceeded'),
    shownBy: ['CPIO-44', 'CPIO-101', 'CPIO-105'],
    options: { quota: burstQuota },
  },
  'errors-array-missing': {
    breaks: 'CPIO-81',
    note: 'The 422 body has a message only',
    around: errorsAnswered((body) => without(body, 'errors')),
  },
  'errors-is-object': {
    breaks: 'CPIO-81',
    note: 'errors is an object keyed by field',
    around: errorsAnswered((body) => ({ ...body, errors: { name: 'Invalid' } })),
  },
  'errors-array-empty': {
    breaks: 'CPIO-82',
    note: 'A missing name is answered 422 with an empty errors array',
    around: errorsAnswered((body, { state }) => (state.errorResponse?.reason === 'missing-member' ? { ...body, errors: [] } : body)),
  },
  'errors-under-other-key': {
    breaks: 'CPIO-81',
    note: 'The array of a 422 is called details',
    around: errorsAnswered((body) => renamed(body, 'errors', 'details')),
  },
};
