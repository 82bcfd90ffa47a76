import { bodyAnswered, insteadOfErrorResponse, isMembers } from '../../kit/answering.ts';
import { bodyAsked, bodyObject } from '../../kit/asking.ts';
import { lasting } from '../../kit/lifecycle.ts';
import { isCall } from '../../kit/service.ts';
import type { Project } from '../account.ts';
import type { Call, Defects, Layer, State } from '../call.ts';
import { answer } from '../call.ts';
import { readProject, updateProject } from '../operations.ts';
import { showProject } from '../projects.ts';
import { standardSettings } from '../settings.ts';
import { idOf, projectOf, wasNeverIssued } from './answering.ts';

/** Runs a function on a project after it was changed. */
const afterUpdate =
  (change: (project: Project, call: Call) => void): Layer =>
  async (call, next) => {
    await next();
    const project = isCall(call, updateProject) ? projectOf(call) : undefined;
    if (project === undefined || call.status >= 300) return;
    change(project, call);
    if (isMembers(call.body)) call.body = showProject(project, call.state.settings);
  };

const patched = new WeakSet<Project>();
const withoutStatus = bodyAnswered<State>(
  (call) => isCall(call, readProject, updateProject) && call.status === 200,
  (body, call) => {
    const project = projectOf(call);
    if (project !== undefined && isCall(call, updateProject)) patched.add(project);
    return project !== undefined && patched.has(project) ? { ...body, status: null } : body;
  },
);

/** The effects of a change of a project. */
export const changeDefects: Defects = {
  'patch-not-stored': {
    breaks: 'CDEV-58',
    note: 'PATCH answers 200 and the old name remains',
    behind: bodyAsked(
      (call: Call) => isCall(call, updateProject),
      () => ({}),
    ),
  },
  'patch-hits-other-project': {
    breaks: 'CDEV-58',
    note: 'A PATCH changes another project',
    behind: (call, next) => {
      const first = call.state.account.projects.everything[0];
      if (isCall(call, updateProject) && projectOf(call) !== undefined && first !== undefined) call.path = `/v1/projects/${first.id}`;
      return next();
    },
  },
  'patch-resets-region': {
    breaks: 'CDEV-59',
    note: 'A PATCH of the name clears the region',
    behind: afterUpdate((project, { state }) => state.account.projects.change(project, { region: '' }, Date.now())),
  },
  'patch-resets-created-at': {
    breaks: 'CDEV-59',
    note: 'A PATCH renews created_at',
    behind: afterUpdate((project) => {
      Object.assign(project, { createdAtMs: Date.now() });
    }),
  },
  'patch-clears-status': {
    breaks: 'CDEV-59',
    note: 'After a PATCH the status is null',
    alsoBreaks: { 'CDEV-57': 'a read of the project shows no status' },
    around: withoutStatus,
  },
  'patch-upserts': {
    breaks: 'CDEV-102',
    note: 'A PATCH of an unknown id creates a project',
    behind: insteadOfErrorResponse<State>(
      'unknown-resource',
      (call) => {
        const data = { name: String(bodyObject(call)?.['name']), region: standardSettings.regions[0] ?? '' };
        const project = call.state.account.projects.add({ id: idOf(call), data, lifecycle: lasting('active'), createdAtMs: Date.now() });
        answer(call, 200, showProject(project, call.state.settings));
      },
      (_errorResponse, call) => isCall(call, updateProject) && wasNeverIssued(call),
    ),
  },
};
