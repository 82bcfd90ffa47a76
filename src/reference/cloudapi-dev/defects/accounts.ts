import { bodyObject, parameter } from '../../kit/asking.ts';
import { lasting } from '../../kit/lifecycle.ts';
import { isErrorResponse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Account } from '../account.ts';
import type { Call, Defects, Layer } from '../call.ts';
import { createProject, listDeployments, listProjects, readProject, removeProject, updateProject } from '../operations.ts';
import { idOf } from './answering.ts';
import { servedFrom } from './served-from.ts';

/** The account of the live environment that has a project. */
const ownerOf = ({ state: { service } }: Call, id: string): Account | undefined =>
  [service.accounts['own'], service.accounts['other']].find((account) => account?.projects.find(id, Date.now()) !== undefined);

const isForeign = ({ state: { account, service, environment } }: Call): boolean =>
  environment === 'live' && account === service.accounts['other'];

const foreignOn = (key: string): Layer =>
  servedFrom((call) => (isForeign(call) && isCall(call, key) ? ownerOf(call, idOf(call)) : undefined));

/** Carries out a creation that is refused because a permission is missing. */
const refusedAndCreated: Layer = async (call, next) => {
  try {
    await next();
  } catch (thrown) {
    const body = isCall(call, createProject) ? bodyObject(call) : undefined;
    if (isErrorResponse(thrown) && thrown.reason === 'not-permitted' && body !== undefined) {
      const data = { name: String(body['name']), region: String(body['region']) };
      call.state.account.projects.add({ data, lifecycle: lasting('active'), createdAtMs: Date.now() });
    }
    throw thrown;
  }
};

/** Gives every scope to a key, whatever it was made for. */
const withEveryScope: Layer = (call, next) => {
  const { holder } = call.state;
  if (holder !== undefined && isCall(call, createProject)) call.state.holder = { ...holder, scopes: ['read', 'write'] };
  return next();
};

/** Whose data a key gives access to, and what it may do there. */
export const accountDefects: Defects = {
  'foreign-project-readable': {
    breaks: 'CDEV-16',
    note: 'A project of another account is returned by its id',
    behind: foreignOn(readProject),
  },
  'foreign-project-listed': {
    breaks: 'CDEV-16',
    note: 'The list of projects shows those of another account',
    behind: servedFrom((call) => (isForeign(call) && isCall(call, listProjects) ? call.state.service.accounts['own'] : undefined)),
  },
  'foreign-deployments-listed': {
    breaks: 'CDEV-16',
    note: 'The filter project_id returns the deployments of another account',
    behind: servedFrom((call) =>
      isForeign(call) && isCall(call, listDeployments) ? ownerOf(call, parameter(call, 'project_id') ?? '') : undefined,
    ),
  },
  'foreign-project-patched': {
    breaks: 'CDEV-17',
    note: 'The key of another account renames a project',
    behind: foreignOn(updateProject),
  },
  'foreign-project-deleted': {
    breaks: 'CDEV-17',
    note: 'The key of another account deletes a project',
    behind: foreignOn(removeProject),
  },
  'scope-not-enforced': { breaks: 'CDEV-45', note: 'A key that may only read creates a project', behind: withEveryScope },
  'scope-refusal-still-applied': {
    breaks: 'CDEV-45',
    note: 'A creation that is refused because a permission is missing is carried out',
    behind: refusedAndCreated,
  },
};
