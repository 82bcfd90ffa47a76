import { asWebPage } from '../../kit/broken-answers.ts';
import type { Fault } from '../../kit/error-response.ts';
import type { Layer } from '../call.ts';
import type { ErrorObject } from '../error-object.ts';
import type { NexusDefects } from '../overrides.ts';
import { answered, answerText, errorAnswered, without } from './answering.ts';
import { burstQuota } from './burst-quota.ts';

const noDetails = { 'NEXUS-111': 'there is no array error.details on a 422' };

/** Replaces every element of details in the error response for an unusable value. */
const detailsAnswered = (change: (fault: Fault) => Fault): Layer =>
  errorAnswered((error, errorResponse) =>
    error.details && errorResponse.reason === 'unusable-value' ? { ...error, details: error.details.map(change) } : error,
  );

/** The error object, and error bodies without one. */
export const errorShapeDefects: NexusDefects = {
  'error-404-html': {
    breaks: 'NEXUS-107',
    note: 'An unknown path is answered with an HTML page',
    alsoBreaks: { 'NEXUS-113': 'the page is sent as text/html' },
    around: asWebPage((call) => call.state.errorResponse?.reason === 'unknown-path'),
  },
  'error-401-empty': {
    breaks: 'NEXUS-107',
    note: 'A 401 has no body',
    alsoBreaks: { 'NEXUS-113': 'without a body there is no Content-Type' },
    shownBy: ['errors', 'auth'],
    around: answered((call) => {
      if (call.status !== 401) return;
      answerText(call, 401, 'text', '');
      call.remove('Content-Type');
    }),
  },
  'error-429-plain-text': {
    breaks: 'NEXUS-107',
    note: 'A 429 has a plain text body',
    alsoBreaks: { 'NEXUS-113': 'the text is sent as text/plain' },
    shownBy: ['NEXUS-107', 'NEXUS-138'],
    options: { quota: burstQuota },
    around: answered((call) => {
      if (call.status === 429) answerText(call, 429, 'text', 'Too Many Requests\n');
    }),
  },

  'error-flat-object': {
    breaks: 'NEXUS-108',
    note: 'code, message and details are at the top level, without error',
    alsoBreaks: noDetails,
    around: answered((call) => {
      if (call.state.errorResponse !== undefined) call.body = (call.body as ErrorObject).error;
    }),
  },
  'error-as-string': {
    breaks: 'NEXUS-108',
    note: 'error is a string',
    alsoBreaks: noDetails,
    around: errorAnswered((error) => error.message),
  },
  'error-code-text': {
    breaks: 'NEXUS-108',
    note: 'error.code is a word',
    around: errorAnswered((error, errorResponse) => ({ ...error, code: errorResponse.reason.replaceAll('-', '_') })),
  },
  'error-message-missing': {
    breaks: 'NEXUS-108',
    note: 'error.message is missing',
    around: errorAnswered((error) => without(error, 'message')),
  },

  'error-code-differs-from-status': {
    breaks: 'NEXUS-109',
    note: 'error.code is an internal number',
    around: errorAnswered((error) => ({ ...error, code: error.code + 1000 })),
  },
  'error-code-always-400': {
    breaks: 'NEXUS-109',
    note: 'error.code is always 400, whatever the status',
    around: errorAnswered((error) => ({ ...error, code: 400 })),
  },

  'error-details-map': {
    breaks: 'NEXUS-110',
    note: 'details is an object from field names to messages',
    alsoBreaks: noDetails,
    around: errorAnswered((error) =>
      error.details ? { ...error, details: Object.fromEntries(error.details.map(({ field, message }) => [field, message])) } : error,
    ),
  },
  'error-details-strings': {
    breaks: 'NEXUS-110',
    note: 'details is an array of strings',
    alsoBreaks: { 'NEXUS-112': 'an element that is a string has no field' },
    around: errorAnswered((error) =>
      error.details ? { ...error, details: error.details.map(({ field, message }) => `${field}: ${message}`) } : error,
    ),
  },
  'error-detail-without-field': {
    breaks: 'NEXUS-110',
    note: 'An element of details has a message but no field',
    alsoBreaks: { 'NEXUS-112': 'an element without field does not name the field at fault' },
    around: errorAnswered((error) => (error.details ? { ...error, details: error.details.map(({ message }) => ({ message })) } : error)),
  },

  'validation-details-missing': {
    breaks: 'NEXUS-111',
    note: 'A 422 for an unusable value has no details',
    around: errorAnswered((error, errorResponse) => (errorResponse.reason === 'unusable-value' ? without(error, 'details') : error)),
  },
  'validation-details-empty': {
    breaks: 'NEXUS-111',
    note: 'A 422 for an unusable value has an empty array of details',
    alsoBreaks: { 'NEXUS-112': 'an empty array names no field at fault' },
    around: errorAnswered((error, errorResponse) => (errorResponse.reason === 'unusable-value' ? { ...error, details: [] } : error)),
  },

  'error-detail-field-path': {
    breaks: 'NEXUS-112',
    note: 'field is written as a path, such as body.region',
    around: detailsAnswered((fault) => ({ ...fault, field: `body.${fault.field}` })),
  },
  'error-detail-wrong-field': {
    breaks: 'NEXUS-112',
    note: 'field is name, whichever field is at fault',
    around: detailsAnswered((fault) => ({ ...fault, field: 'name' })),
  },
};
