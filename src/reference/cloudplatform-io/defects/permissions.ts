import { statusChanged } from '../../kit/answering.ts';
import { isCall } from '../../kit/service.ts';
import type { Account } from '../account.ts';
import type { Call, Layer, PlatformDefects } from '../call.ts';
import { askedId, isCreation, ownResource } from './asked.ts';

/** The account of the resource in the path, whoever calls. */
const accountOfAsked = (call: Call): Account | undefined =>
  Object.values(call.state.service.accounts).find(({ resources }) => resources.find(askedId(call) ?? '', Date.now()) !== undefined);

/** Runs an operation in the account of the resource that it names. */
const crossing =
  (key: string): Layer =>
  (call, next) => {
    if (isCall(call, key)) call.state.account = accountOfAsked(call) ?? call.state.account;
    return next();
  };

/** What a key may do, and in which project. */
export const permissionDefects: PlatformDefects = {
  'scopes-not-enforced': {
    breaks: 'CPIO-40',
    note: 'A read-only key creates a resource with 201',
    behind: (call, next) => {
      const { holder } = call.state;
      if (holder !== undefined && isCreation(call)) call.state.holder = { ...holder, scopes: ['read', 'write'] };
      return next();
    },
  },
  'missing-scope-401': { breaks: 'CPIO-40', note: 'A missing permission is answered 401', around: statusChanged('not-permitted', 401) },
  'missing-scope-hidden': { breaks: 'CPIO-40', note: 'A missing permission is answered 404', around: statusChanged('not-permitted', 404) },
  'forbidden-delete-executed': {
    breaks: 'CPIO-41',
    note: 'DELETE answers 403 after the resource has been removed',
    behind: (call, next) => {
      const resource = ownResource(call);
      const isForbidden = isCall(call, 'DELETE /resources/:id') && call.state.holder?.scopes.includes('write') === false;
      if (isForbidden && resource !== undefined && !resource.data.isInUse) call.state.account.resources.remove(resource, Date.now());
      return next();
    },
  },
  'list-leaks-other-project': {
    breaks: 'CPIO-49',
    note: 'The list shows the resources of every project',
    alsoBreaks: { 'CPIO-65': 'the list shows ids of other projects, which read 404' },
    settings: { listed: 'all' },
  },
  'get-crosses-projects': { breaks: 'CPIO-50', note: 'Any valid key reads any id', behind: crossing('GET /resources/:id') },
  'delete-crosses-projects': { breaks: 'CPIO-50', note: 'Any valid key deletes any id', behind: crossing('DELETE /resources/:id') },
};
