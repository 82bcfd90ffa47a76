import { asWebPage } from '../../kit/broken-answers.ts';
import { answered, without } from '../../kit/answering.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { PlatformDefects } from '../call.ts';
import { defaultRegion } from '../initial-data.ts';
import { createdAnswered, isCreated, isList, itemAnswered, listAnswered } from './answers.ts';
import { creationAsked, nameAsked } from './asked.ts';
import { keyAccepted } from './credentials.ts';
import { errorObject } from './error-bodies.ts';
import { burstQuota } from './burst-quota.ts';
import { eachNth } from './nth-answer.ts';

/** The length to which a name is cut. */
const keptCharacters = 255;

/** Defects that most calls do not show. */
export const intermittentDefects: PlatformDefects = {
  'validation-errors-as-text-plain': {
    breaks: 'CPEX-5',
    note: 'Only a 422 is sent as text/plain',
    intermittent: true,
    shownBy: ['CPEX-5', 'errors', 'lifecycle'],
    around: answered((call) => {
      if (call.status === 422) call.set('Content-Type', 'text/plain; charset=utf-8');
    }),
  },
  'usage-refuses-key': {
    breaks: 'CPEX-14',
    note: 'Only GET /usage is answered 401 to a key that may list projects',
    intermittent: true,
    shownBy: ['CPEX-14', 'CPEX-42', 'CPEX-44'],
    behind: (call, next) =>
      isCall(call, 'GET /usage')
        ? refuse(401, 'unknown-key', 'Sign in to read usage', { headers: { 'WWW-Authenticate': 'Bearer' } })
        : next(),
  },
  'end-of-key-not-compared': {
    breaks: 'CPEX-17',
    note: 'The last two characters of a key may be missing or wrong',
    intermittent: true,
    around: keyAccepted((presented, key) => presented.startsWith(key.slice(0, -2))),
  },
  'central-project-without-name': {
    breaks: 'CPEX-47',
    note: 'Listed projects in eu-central have no name',
    alsoBreaks: { 'CPEX-55': 'a project created in eu-central is listed without its name' },
    intermittent: true,
    around: itemAnswered((project) => (project['region'] === 'eu-central' ? without(project, 'name') : project)),
  },
  'third-list-names-one-twice': {
    breaks: 'CPEX-49',
    note: 'Every third list contains its last project twice',
    alsoBreaks: { 'CPEX-11': 'one of three lists in a row has one element more' },
    intermittent: true,
    shownBy: ['CPEX-49', 'CPEX-11', 'schema', 'auth'],
    around: eachNth(
      3,
      isList,
      listAnswered((projects) => ({ data: [...projects, ...projects.slice(-1)] })),
    ),
  },
  'third-creation-without-created-at': {
    breaks: 'CPEX-52',
    note: 'Every third new project has no created_at',
    intermittent: true,
    shownBy: ['schema', 'lifecycle'],
    around: eachNth(
      3,
      isCreated,
      createdAnswered((project) => without(project, 'created_at')),
    ),
  },
  'second-region-replaced': {
    breaks: 'CPEX-53',
    note: 'Projects requested in eu-central are created elsewhere',
    intermittent: true,
    behind: creationAsked((body) => (body['region'] === 'eu-central' ? { ...body, region: defaultRegion } : body)),
  },
  'long-name-cut': {
    breaks: 'CPEX-59',
    note: 'Names of more than 255 characters are accepted and cut',
    intermittent: true,
    behind: nameAsked((name) => Array.from(name).slice(0, keptCharacters).join('')),
  },
  'quota-refusal-is-html': {
    breaks: 'CPEX-72',
    note: 'Only the 429 above the quota is an HTML page',
    alsoBreaks: { 'CPEX-5': 'an HTML page has no JSON media type' },
    intermittent: true,
    shownBy: ['CPEX-72', 'CPEX-62'],
    options: { quota: burstQuota },
    around: asWebPage((call) => call.state.errorResponse?.reason === 'quota-used-up'),
  },
  'second-refusal-has-other-code': {
    breaks: 'CPEX-74',
    note: 'Every second call without a key gets another error code',
    intermittent: true,
    around: eachNth(
      2,
      (call) => call.state.errorResponse?.reason === 'missing-key',
      errorObject((error) => ({ ...error, code: 'auth_required' })),
    ),
  },
  'message-missing-on-422': {
    breaks: 'CPEX-75',
    note: 'Only a 422 has no message',
    intermittent: true,
    around: errorObject(
      (error) => without(error, 'message'),
      (call) => call.status === 422,
    ),
  },
};
