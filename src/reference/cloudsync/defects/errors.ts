import { asWebPage } from '../../kit/broken-answers.ts';
import { answered, answerText, errorAnswered, insteadOfErrorResponse, layered, statusChanged } from '../../kit/answering.ts';
import { bodyObject } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import { routeOf } from '../../kit/service.ts';
import type { Call, State } from '../call.ts';
import { basePath } from '../call.ts';
import type { SyncDefect, SyncDefects } from '../overrides.ts';
import { answer, everExisted } from '../routes.ts';
import { burstQuota } from './burst-quota.ts';
import { goesTo } from './answering.ts';

const neverThere = (call: Call): boolean => !everExisted(call, routeOf(call)?.params['id'] ?? '');
const tooLong = 1000;

/** Replaces the bodies of errors with these statuses. */
const errorBody = (
  breaks: string,
  note: string,
  statuses: readonly number[],
  shownBy: readonly string[],
  change: (call: Call) => unknown,
): SyncDefect => ({
  breaks,
  note,
  shownBy: [breaks, ...shownBy],
  around: answered((call) => {
    if (call.state.errorResponse !== undefined && statuses.includes(call.status)) call.body = change(call);
  }),
});

const alsoNot404 = { 'SYNC-88': 'the read of an unknown id is not answered 404' };

/** Unknown ids, and the bodies of errors. */
export const errorDefects: SyncDefects = {
  'unknown-id-answered-200': {
    breaks: 'SYNC-86',
    note: 'The read of an unknown id is answered 200 with a message',
    alsoBreaks: alsoNot404,
    behind: insteadOfErrorResponse(
      'unknown-resource',
      (call) => answer(call, 200, { message: 'The instance does not exist' }),
      (_errorResponse, call) => goesTo(call, 'read') && neverThere(call),
    ),
  },
  'unknown-id-redirected': {
    breaks: 'SYNC-86',
    note: 'The read of an unknown id is answered 302 to the list',
    alsoBreaks: alsoNot404,
    behind: insteadOfErrorResponse(
      'unknown-resource',
      (call) => {
        call.set('Location', `${basePath}/instances`);
        answer(call, 302, '');
      },
      (_errorResponse, call) => goesTo(call, 'read') && neverThere(call),
    ),
  },
  'unknown-id-answered-400': {
    breaks: 'SYNC-88',
    note: 'An unknown id is answered 400',
    around: statusChanged('unknown-resource', 400),
  },
  'delete-unknown-answered-204': {
    breaks: 'SYNC-88',
    note: 'DELETE of an id that never existed is answered 204',
    behind: insteadOfErrorResponse(
      'unknown-resource',
      (call) => answer(call, 204, null),
      (_errorResponse, call) => goesTo(call, 'remove') && neverThere(call),
    ),
  },
  'delete-again-answered-200': {
    breaks: 'SYNC-88',
    note: 'DELETE of a deleted id is answered 200',
    behind: insteadOfErrorResponse(
      'unknown-resource',
      (call) => answer(call, 200, {}),
      (_errorResponse, call) => goesTo(call, 'remove') && !neverThere(call),
    ),
  },
  'patch-unknown-500': {
    breaks: 'SYNC-88',
    note: 'PATCH of an unknown id is answered 500',
    around: statusChanged('unknown-resource', 500, (_errorResponse, call) => goesTo(call, 'update')),
  },

  'auth-error-empty-body': {
    ...errorBody('SYNC-90', 'A 401 has no body', [401], ['SYNC-14'], () => ''),
    alsoBreaks: { 'SYNC-2': 'an answer without a body has no JSON media type' },
    around: answered((call) => {
      if (call.status !== 401) return;
      answerText(call, 401, 'text', '');
      call.remove('Content-Type');
    }),
  },
  'forbidden-error-member': errorBody('SYNC-90', 'A 403 has a member error and no message', [403], ['SYNC-20'], () => ({
    error: 'Forbidden',
  })),
  'rate-limit-error-plain-text': {
    breaks: 'SYNC-91',
    note: 'A 429 has the text "Too Many Requests" as its body',
    alsoBreaks: { 'SYNC-2': 'the media type of the text is text/plain' },
    shownBy: ['SYNC-91', 'SYNC-64'],
    options: { quota: burstQuota, plan: 'standard' },
    around: answered((call) => {
      if (call.status === 429) answerText(call, 429, 'text', 'Too Many Requests');
    }),
  },
  'not-found-without-message': errorBody('SYNC-92', 'A 404 has a member error and no message', [404], ['SYNC-86', 'SYNC-88'], () => ({
    error: 'not_found',
  })),
  'validation-message-array': errorBody(
    'SYNC-92',
    'The message about an unusable body is a list',
    [400, 422],
    ['SYNC-24', 'SYNC-25', 'SYNC-26'],
    ({ state: { errorResponse } }) => ({ message: [errorResponse?.message ?? '', ...(errorResponse?.fields ?? [])] }),
  ),
  'server-error-html': {
    breaks: 'SYNC-92',
    note: 'The 500 for a name of thousands of letters has an HTML body',
    alsoBreaks: { 'SYNC-2': 'the media type of the page is text/html', 'SYNC-26': 'a long name is answered 500' },
    shownBy: ['SYNC-92', 'SYNC-26'],
    around: asWebPage((call) => call.status === 500),
    behind: (call, next) => {
      const name = goesTo(call, 'create') ? bodyObject(call)?.['name'] : undefined;
      return typeof name === 'string' && name.length > tooLong ? refuse(500, 'internal', 'Internal error') : next();
    },
  },
  'message-nested-in-error': {
    breaks: 'SYNC-93',
    note: 'The message is inside an error object',
    shownBy: ['SYNC-93', 'SYNC-86', 'SYNC-14'],
    around: layered<State>(errorAnswered((body) => ({ error: body }))),
  },
};
