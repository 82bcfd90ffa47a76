import { asWebPage, withoutBody } from '../../kit/broken-answers.ts';
import { randomBytes } from 'node:crypto';
import type { Members } from '../../kit/answering.ts';
import { answered, errorAnswered, renamed, statusChanged, without } from '../../kit/answering.ts';
import type { Call, Layer, PlatformDefects } from '../call.ts';

const noJson = { 'CPEX-5': 'an error without a JSON body has no JSON media type either' };

/** Replaces the error object. */
export const errorObject = (change: (error: Members, call: Call) => Members, isMeant: (call: Call) => boolean = () => true): Layer =>
  errorAnswered((body, _errorResponse, call) => (isMeant(call) ? { error: change(body['error'] as Members, call) } : body));

let errors = 0;

/** Bodies of error responses. */
export const errorBodyDefects: PlatformDefects = {
  'invalid-create-is-200-with-error': {
    breaks: 'CPEX-71',
    note: 'A creation without a name is answered 200 with an error object',
    alsoBreaks: { 'CPEX-52': 'the answer to such a creation is not a project' },
    around: statusChanged('missing-member', 200, ({ fields }) => fields.includes('name')),
  },
  'unknown-path-is-200-with-error': {
    breaks: 'CPEX-71',
    note: 'An unknown path is answered 200 with an error object',
    around: statusChanged('unknown-path', 200),
  },
  'error-body-is-html': {
    breaks: 'CPEX-72',
    note: 'A 401 is an HTML page',
    alsoBreaks: noJson,
    shownBy: ['errors', 'auth'],
    around: asWebPage((call) => call.state.errorResponse?.status === 401),
  },
  'error-body-empty': {
    breaks: 'CPEX-72',
    note: 'A 401 has no body',
    alsoBreaks: noJson,
    shownBy: ['errors', 'auth'],
    around: withoutBody((call) => call.state.errorResponse?.status === 401),
  },
  'error-body-is-json-string': {
    breaks: 'CPEX-72',
    note: 'The body of an error is a bare JSON string',
    around: answered((call) => {
      const { errorResponse } = call.state;
      if (errorResponse === undefined) return;
      call.body = JSON.stringify(errorResponse.message);
      call.type = 'json';
    }),
  },
  'error-without-code': {
    breaks: 'CPEX-73',
    note: 'The error object has only a message',
    around: errorObject((error) => without(error, 'code')),
  },
  'error-code-null': {
    breaks: 'CPEX-73',
    note: 'The code of an error is null',
    around: errorObject((error) => ({ ...error, code: null })),
  },
  'error-code-random': {
    breaks: 'CPEX-74',
    note: 'The code is a new random value each time',
    around: errorObject((error) => ({ ...error, code: `e_${randomBytes(6).toString('hex')}` })),
  },
  'error-code-has-request-number': {
    breaks: 'CPEX-74',
    note: 'The code ends in a serial number',
    around: errorObject((error) => ({ ...error, code: `${String(error['code'])}-${(errors += 1)}` })),
  },
  'error-without-message': {
    breaks: 'CPEX-75',
    note: 'The error object has only a code',
    around: errorObject((error) => without(error, 'message')),
  },
  'error-message-empty': {
    breaks: 'CPEX-75',
    note: 'The message of an error is an empty string',
    around: errorObject((error) => ({ ...error, message: '' })),
  },
  'error-message-is-object': {
    breaks: 'CPEX-75',
    note: 'The message of an error is an object',
    around: errorObject((error) => ({ ...error, message: { en: error['message'] } })),
  },
  'error-members-renamed': {
    breaks: 'CPEX-76',
    note: 'The members are called type and detail',
    around: errorObject((error) => renamed(renamed(error, 'code', 'type'), 'message', 'detail')),
  },
};
