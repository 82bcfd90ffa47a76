import { statusChanged } from '../../kit/answering.ts';
import { bodyObject } from '../../kit/asking.ts';
import { isErrorResponse } from '../../kit/refusing.ts';
import { routeOf } from '../../kit/service.ts';
import type { Call } from '../call.ts';
import type { SyncDefects } from '../overrides.ts';
import type { Instance } from '../instance.ts';
import { goesTo } from './answering.ts';

const named = (call: Call): Instance | undefined => call.state.account.instances.find(routeOf(call)?.params['id'] ?? '', Date.now());

const renameUnchecked = (call: Call): void => {
  const [instance, name] = [named(call), bodyObject(call)?.['name']];
  if (instance !== undefined && typeof name === 'string') call.state.account.instances.change(instance, { name }, Date.now());
};

/** Answers to a key that may only read, and what refused writes do. */
export const permissionDefects: SyncDefects = {
  'forbidden-answered-401': {
    breaks: 'SYNC-20',
    note: 'An action without permission is answered 401',
    around: statusChanged('not-permitted', 401),
  },
  'forbidden-answered-404': {
    breaks: 'SYNC-20',
    note: 'An action without permission is answered 404',
    around: statusChanged('not-permitted', 404),
  },
  'restricted-key-may-delete': {
    breaks: 'SYNC-20',
    note: 'DELETE without permission deletes',
    behind: (call, next) => {
      const { holder } = call.state;
      if (holder !== undefined && goesTo(call, 'remove')) call.state.holder = { ...holder, scopes: ['read', 'write'] };
      return next();
    },
  },
  'delete-runs-before-401': {
    breaks: 'SYNC-21',
    note: 'DELETE without a key answers 401 and deletes',
    around: async (call, next) => {
      await next();
      const instance = call.state.errorResponse?.reason === 'missing-key' && goesTo(call, 'remove') ? named(call) : undefined;
      if (instance !== undefined) call.state.account.instances.remove(instance, Date.now());
    },
  },
  'patch-runs-before-403': {
    breaks: 'SYNC-21',
    note: 'PATCH without permission answers 403 and renames',
    behind: async (call, next) => {
      try {
        await next();
      } catch (thrown) {
        if (isErrorResponse(thrown) && thrown.reason === 'not-permitted' && goesTo(call, 'update')) renameUnchecked(call);
        throw thrown;
      }
    },
  },
};
