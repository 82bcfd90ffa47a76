import { statusChanged } from '../../kit/answering.ts';
import { bodyAsked, bodyObject } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Defects, Layer } from '../call.ts';
import { createProject, listProjects, updateProject } from '../operations.ts';
import { standardSettings } from '../settings.ts';
import { isGoodCreation } from './creating.ts';

const region = standardSettings.regions[0];
const refusedWhen = (isMeant: (call: Call) => boolean, status: number): Layer => {
  const reason = status === 415 ? 'media-type' : 'version';
  return (call, next) => (isMeant(call) ? refuse(status, reason, 'Not acceptable here') : next());
};

/** Headers and bodies of requests. */
export const requestDefects: Defects = {
  'version-header-refused': {
    breaks: 'CDEV-28',
    note: "The X-Api-Version of the document's example is refused",
    behind: refusedWhen((call) => call.get('X-Api-Version') !== '', 400),
  },
  'content-type-on-get-refused': {
    breaks: 'CDEV-28',
    note: 'A Content-Type on a GET is refused',
    behind: refusedWhen((call) => call.method === 'GET' && call.get('Content-Type') !== '', 415),
  },
  'version-header-required': {
    breaks: 'CDEV-29',
    note: 'A list of projects without X-Api-Version is refused',
    behind: refusedWhen((call) => isCall(call, listProjects) && call.get('X-Api-Version') === '', 400),
  },
  'json-body-415': {
    breaks: 'CDEV-51',
    note: 'A change of a project in JSON is refused as an unsupported media type',
    behind: refusedWhen((call) => isCall(call, updateProject), 415),
  },
  'json-body-ignored': {
    breaks: 'CDEV-51',
    note: 'A creation ignores its body and stores defaults',
    alsoBreaks: {
      'CDEV-55': 'two projects have the same name',
      'CDEV-68': 'the name that was sent is not returned',
      'CDEV-69': 'the name that was sent is not returned',
    },
    behind: bodyAsked(isGoodCreation, () => ({ name: 'untitled', region })),
  },
  'charset-refused': {
    breaks: 'CDEV-52',
    note: 'application/json with a charset is answered 415',
    behind: refusedWhen((call) => /charset/i.test(call.get('Content-Type')), 415),
  },
  'malformed-json-accepted': {
    breaks: 'CDEV-99',
    note: 'A body that is cut off creates a project',
    behind: (call, next) => {
      if (isCall(call, createProject) && call.state.body?.kind === 'unparsable') {
        call.state.body = { kind: 'value', value: { name: 'untitled', region } };
      }
      return next();
    },
  },
  'error-in-200': {
    breaks: 'CDEV-99',
    note: 'The error response for a cut-off body has status 200',
    alsoBreaks: { 'CDEV-78': 'the answer is an error and not a deployment' },
    around: statusChanged('unparsable-body', 200),
  },
  'number-name-accepted': {
    breaks: 'CDEV-100',
    note: 'A number is accepted as a name',
    settings: { memberTypes: 'lax' },
  },
  'empty-object-accepted': {
    breaks: 'CDEV-100',
    note: 'An empty object creates a project',
    behind: bodyAsked(
      (call: Call) => isCall(call, createProject) && Object.keys(bodyObject(call) ?? { some: 1 }).length === 0,
      () => ({ name: 'untitled', region }),
    ),
  },
  'malformed-json-500': {
    breaks: 'CDEV-103',
    note: 'A cut-off body is answered 500',
    around: statusChanged('unparsable-body', 500),
  },
  'bad-cursor-500': {
    breaks: 'CDEV-103',
    note: 'A cursor that cannot be decoded is answered 500',
    around: statusChanged('unknown-cursor', 500),
  },
  'bad-limit-500': {
    breaks: 'CDEV-103',
    note: 'A limit that is not a number is answered 500',
    around: statusChanged('malformed-query', 500, (errorResponse) => errorResponse.fields.includes('limit')),
  },
};
