import { without } from '../../kit/answering.ts';
import { printedKey } from '../secrets.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, PlatformDefects } from '../call.ts';
import { issuedAnswered, listAnswered } from './answers.ts';

const isIssue = (call: Call): boolean => isCall(call, 'POST /keys');

/** The first key that each service issued for a project. */
const firstKeys = new WeakMap<object, Map<string, unknown>>();

const firstKey = ({ state: { service } }: Call, project: string, key: unknown): unknown => {
  const known = firstKeys.get(service) ?? new Map<string, unknown>();
  firstKeys.set(service, known);
  const first = known.get(project) ?? key;
  known.set(project, first);
  return first;
};

/** Keys that calls issue. */
export const issuedKeyDefects: PlatformDefects = {
  'keys-endpoint-missing': {
    breaks: 'CPEX-37',
    note: 'POST /keys is answered 404 for a project that exists',
    shownBy: ['CPEX-37', 'lifecycle'],
    behind: (call, next) => (isIssue(call) ? refuse(404, 'unknown-path', 'No such path') : next()),
  },
  'keys-post-not-allowed': {
    breaks: 'CPEX-37',
    note: 'POST /keys is answered 405',
    shownBy: ['CPEX-37', 'lifecycle'],
    behind: (call, next) => (isIssue(call) ? refuse(405, 'unknown-method', 'Not allowed here: POST') : next()),
  },
  'issued-key-does-not-work': {
    breaks: 'CPEX-38',
    note: 'The issued key is answered 401',
    shownBy: ['CPEX-38', 'CPEX-37'],
    around: issuedAnswered((body) => ({ ...body, key: printedKey() })),
  },
  'issued-key-not-returned': {
    breaks: 'CPEX-38',
    note: 'The answer contains no key',
    shownBy: ['CPEX-38', 'CPEX-37'],
    around: issuedAnswered((body) => without(body, 'key')),
  },
  'issued-key-repeats': {
    breaks: 'CPEX-39',
    note: 'The second key for a project is the first one again',
    shownBy: ['CPEX-39', 'CPEX-37'],
    around: issuedAnswered((body, call) => ({ ...body, key: firstKey(call, String(body['project_id']), body['key']) })),
  },
  'issued-key-sees-nothing': {
    breaks: 'CPEX-40',
    note: 'An issued key lists no projects',
    shownBy: ['CPEX-40', 'CPEX-37'],
    around: listAnswered((projects, { state: { holder, account } }) => ({
      data: holder !== undefined && account.issued.has(holder.secret) ? [] : projects,
    })),
  },
  'key-issued-for-unknown-project': {
    breaks: 'CPEX-41',
    note: 'POST /keys is answered 201 for a project that does not exist',
    settings: { unknownProject: { keys: 'accepted', usage: 'refused' } },
  },
};
