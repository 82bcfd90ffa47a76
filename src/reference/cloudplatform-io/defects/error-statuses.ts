import { answerText, answered, insteadOfErrorResponse, statusChanged } from '../../kit/answering.ts';
import { parameter, queryAsked } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, PlatformDefects, State } from '../call.ts';
import { answer, basePath } from '../call.ts';
import { createResource } from '../operations.ts';
import { createdResource } from '../resource.ts';
import { askedId, deletedResource, isCreation, wasIssued } from './asked.ts';

const isRead = (call: Call): boolean => isCall(call, 'GET /resources/:id');
const isDeletion = (call: Call): boolean => isCall(call, 'DELETE /resources/:id');
const isWord = (text: string | undefined): boolean => text !== undefined && !/^-?\d+$/.test(text);

const removeCalled = (call: Call): void => {
  const { resources } = call.state.account;
  const resource = resources.find(askedId(call) ?? '', Date.now());
  if (resource !== undefined) resources.remove(resource, Date.now());
};

/** Statuses of calls that must be refused. */
export const errorStatusDefects: PlatformDefects = {
  'unknown-id-200-null': {
    breaks: 'CPIO-70',
    note: 'An id that was never issued is answered 200 with null',
    alsoBreaks: { 'CPIO-66': 'a null with status 200 has no member of a resource' },
    behind: insteadOfErrorResponse<State>(
      'unknown-resource',
      (call) => {
        answerText(call, 200, 'text', 'null');
        call.type = 'json';
      },
      (_errorResponse, call) => isRead(call) && !wasIssued(call),
    ),
  },
  'unknown-id-204': {
    breaks: 'CPIO-70',
    note: 'A read of an id that was never issued is answered 204',
    behind: insteadOfErrorResponse<State>(
      'unknown-resource',
      (call) => answer(call, 204, null),
      (_errorResponse, call) => isRead(call) && !wasIssued(call),
    ),
  },
  'delete-unknown-204': {
    breaks: 'CPIO-91',
    note: 'A deletion of an id that was never issued is answered 204',
    behind: insteadOfErrorResponse<State>(
      'unknown-resource',
      (call) => answer(call, 204, null),
      (_errorResponse, call) => isDeletion(call) && !wasIssued(call),
    ),
  },
  'delete-again-204': {
    breaks: 'CPIO-92',
    note: 'A second deletion is answered 204 again',
    behind: insteadOfErrorResponse<State>(
      'unknown-resource',
      (call) => answer(call, 204, null),
      (_errorResponse, call) => isDeletion(call) && deletedResource(call) !== undefined,
    ),
  },
  'malformed-json-422': {
    breaks: 'CPIO-95',
    note: 'A body that cannot be parsed is answered 422',
    around: statusChanged('unparsable-body', 422),
  },
  'malformed-json-accepted': {
    breaks: 'CPIO-95',
    note: 'A body that cannot be parsed is repaired and answered 201',
    behind: insteadOfErrorResponse<State>('unparsable-body', (call) => {
      answer(call, 201, createdResource(createResource(call.state, { name: 'Unnamed' }), call.state.settings));
    }),
  },
  'bad-page-size-ignored': {
    breaks: 'CPIO-96',
    note: 'per_page=abc or limit=abc is answered 200 with the default size',
    behind: queryAsked((call) => {
      const words = ['per_page', 'limit'].filter((name) => isWord(parameter(call, name)));
      return words.length === 0 ? undefined : Object.fromEntries(words.map((name) => [name, undefined]));
    }),
  },
  'unknown-path-200': {
    breaks: 'CPIO-97',
    note: 'Any path is answered 200 with a landing page',
    behind: insteadOfErrorResponse<State>(
      'unknown-path',
      (call) => answer(call, 200, { name: 'Cloud API Platform', documentation: 'https://docs.cloudplatform.io' }),
      (_errorResponse, call) => call.method === 'GET' && call.path.startsWith(`${basePath}/`),
    ),
  },
  'malformed-json-500': {
    breaks: 'CPIO-98',
    note: 'A body that cannot be parsed is answered 500',
    around: statusChanged('unparsable-body', 500),
  },
  'null-name-500': {
    breaks: 'CPIO-98',
    note: 'The name null is answered 500',
    behind: (call, next) => {
      const { body } = call.state;
      const isNull = isCreation(call) && body?.kind === 'value' && (body.value as { readonly name?: unknown } | null)?.name === null;
      return isNull ? refuse(500, 'internal', 'Cannot read properties of null') : next();
    },
  },
  'odd-id-500': {
    breaks: 'CPIO-98',
    note: 'An id with a percent-encoded slash or quote is answered 500',
    behind: (call, next) => (/[/'"]/.test(askedId(call) ?? '') ? refuse(500, 'internal', 'Syntax error in query') : next()),
  },
  'deleted-reads-400': {
    breaks: 'CPIO-88',
    note: 'An id that no longer exists is answered 400',
    around: statusChanged('unknown-resource', 400, (_errorResponse, call) => isRead(call) && deletedResource(call) !== undefined),
  },
  'in-use-status-400': {
    breaks: 'CPIO-93',
    note: 'The deletion of a resource in use is refused with 400',
    around: statusChanged('in-use', 400),
  },
  'in-use-deleted': {
    breaks: 'CPIO-93',
    note: 'A resource in use is deleted with 204',
    behind: insteadOfErrorResponse<State>('in-use', (call) => {
      removeCalled(call);
      answer(call, 204, null);
    }),
  },
  'in-use-deleted-despite-409': {
    breaks: 'CPIO-94',
    note: 'A deletion that is refused with 409 removes the resource in use',
    around: answered((call) => {
      if (call.state.errorResponse?.reason === 'in-use') removeCalled(call);
    }),
  },
};
