import type { ErrorObject } from '../error-object.ts';
import type { NexusDefects } from '../departure.ts';
import { answered, answerText, errorAnswered, webPage, without } from './answering.ts';

const noDetails = { 'NEXUS-111': 'there is no array error.details on a 422' };

/** The error object, and errors that are none. */
export const errorShapeDefects: NexusDefects = {
  'error-404-html': {
    breaks: 'NEXUS-107',
    note: 'An unknown path is answered with an HTML page',
    around: answered((call) => {
      if (call.state.refusal?.reason === 'unknown-path') answerText(call, 404, 'html', webPage);
    }),
  },
  'error-401-empty': {
    breaks: 'NEXUS-107',
    note: 'A 401 has no body',
    shownBy: ['errors', 'auth'],
    around: answered((call) => {
      if (call.status !== 401) return;
      answerText(call, 401, 'text', '');
      call.remove('Content-Type');
    }),
  },
  'error-429-plain-text': {
    breaks: 'NEXUS-107',
    note: 'A 429 comes as plain text',
    shownBy: ['rate-limit'],
    options: { quota: { limit: 120, windowSeconds: 2 } },
    around: answered((call) => {
      if (call.status === 429) answerText(call, 429, 'text', 'Too Many Requests\n');
    }),
  },

  'error-flat-object': {
    breaks: 'NEXUS-108',
    note: 'code, message and details stand at the top level without error',
    alsoBreaks: noDetails,
    around: answered((call) => {
      if (call.state.refusal !== undefined) call.body = (call.body as ErrorObject).error;
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
    around: errorAnswered((error, refusal) => ({ ...error, code: refusal.reason.replaceAll('-', '_') })),
  },
  'error-message-missing': {
    breaks: 'NEXUS-108',
    note: 'error.message is left out',
    around: errorAnswered((error) => without(error, 'message')),
  },

  'error-code-differs-from-status': {
    breaks: 'NEXUS-109',
    note: 'error.code is an internal number',
    around: errorAnswered((error) => ({ ...error, code: error.code + 1000 })),
  },
  'error-code-always-400': {
    breaks: 'NEXUS-109',
    note: 'error.code is 400 whatever the status',
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
    around: errorAnswered((error) =>
      error.details ? { ...error, details: error.details.map(({ field, message }) => `${field}: ${message}`) } : error,
    ),
  },
  'error-detail-without-field': {
    breaks: 'NEXUS-110',
    note: 'An element of details has a message but no field',
    around: errorAnswered((error) => (error.details ? { ...error, details: error.details.map(({ message }) => ({ message })) } : error)),
  },

  'validation-details-missing': {
    breaks: 'NEXUS-111',
    note: 'A 422 for an unusable value has no details',
    around: errorAnswered((error, refusal) => (refusal.reason === 'unusable-value' ? without(error, 'details') : error)),
  },
  'validation-details-empty': {
    breaks: 'NEXUS-111',
    note: 'A 422 for an unusable value has an empty array of details',
    around: errorAnswered((error, refusal) => (refusal.reason === 'unusable-value' ? { ...error, details: [] } : error)),
  },
};
