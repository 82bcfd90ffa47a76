import { restartAccepted } from '../restart.ts';
import type { Call } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import { answerText, insteadOfErrorResponse, statusChanged, webPage } from './answering.ts';
import { listAsked, parameter } from './asking.ts';

/** Whether the call's limit is a word. */
const isLimitText = (call: Call): boolean => /^[a-z]+$/i.test(parameter(call, 'limit') ?? '');

const isArrayBody = (call: Call): boolean => call.state.body?.kind === 'value' && Array.isArray(call.state.body.value);

/** Mistakes of clients that get another answer than the documented one. */
export const errorResponseDefects: NexusDefects = {
  'invalid-json-422': {
    breaks: 'NEXUS-114',
    note: 'Unparsable JSON is answered 422',
    around: statusChanged('unparsable-body', 422),
  },
  'invalid-json-treated-as-empty-200': {
    breaks: 'NEXUS-114',
    note: 'Unparsable JSON counts as an empty body and is answered 200',
    behind: insteadOfErrorResponse('unparsable-body', (call) => {
      call.status = 200;
      call.body = {};
    }),
  },

  'limit-text-ignored': {
    breaks: 'NEXUS-116',
    note: 'limit=abc returns the default page',
    behind: listAsked((call) => (isLimitText(call) ? { limit: undefined } : {})),
  },
  'limit-text-422': {
    breaks: 'NEXUS-116',
    note: 'limit=abc is answered 422',
    around: statusChanged('malformed-query', 422, (_errorResponse, call) => isLimitText(call)),
  },

  'unknown-instance-202': {
    breaks: 'NEXUS-125',
    note: 'The restart of an unknown id is accepted with 202',
    behind: insteadOfErrorResponse('unknown-instance', (call) => {
      call.status = 202;
      call.body = restartAccepted(call.params?.['id'] ?? '');
    }),
  },
  'unknown-instance-400': {
    breaks: 'NEXUS-125',
    note: 'An unknown id is answered 400',
    around: statusChanged('unknown-instance', 400),
  },

  'unknown-path-200': {
    breaks: 'NEXUS-126',
    note: 'An unknown path is answered 200 with a web page',
    alsoBreaks: { 'NEXUS-7': 'the page is returned under an unknown version too' },
    behind: insteadOfErrorResponse('unknown-path', (call) => answerText(call, 200, 'html', webPage)),
  },
  'unknown-path-400': {
    breaks: 'NEXUS-126',
    note: 'An unknown path is answered 400',
    around: statusChanged('unknown-path', 400),
  },

  'invalid-json-500': {
    breaks: 'NEXUS-136',
    note: 'Unparsable JSON is answered 500',
    around: statusChanged('unparsable-body', 500),
  },
  'cursor-garbage-500': {
    breaks: 'NEXUS-136',
    note: 'A cursor that was never issued is answered 500',
    around: statusChanged('unknown-cursor', 500),
  },
  'body-array-500': {
    breaks: 'NEXUS-136',
    note: 'A JSON array as a body is answered 500',
    around: statusChanged('body-not-object', 500, (_errorResponse, call) => isArrayBody(call)),
  },
};
