import { z } from 'zod';
import type { Members } from '../kit/answering.ts';
import { equals } from '../kit/filters.ts';
import { readObject } from '../kit/json-object.ts';
import { permit } from '../kit/key-access.ts';
import { lasting, staged } from '../kit/lifecycle.ts';
import { refuse } from '../kit/refusing.ts';
import { statusOf } from '../kit/store.ts';
import { timeText } from '../kit/time-form.ts';
import type { Account, Deployment, DeploymentData, DeploymentStatus } from './account.ts';
import type { Call, Layer } from './call.ts';
import { answer } from './call.ts';
import { createdAfter } from './created-after.ts';
import { emitEvent } from './event.ts';
import type { ListPlan } from './list.ts';
import { listOf } from './list.ts';
import type { Settings } from './settings.ts';

/** A deployment as every answer shows it. */
export const showDeployment = ({ id, data, createdAtMs, lifecycle }: Deployment, settings: Settings): Members => ({
  id,
  project_id: data.projectId,
  status: statusOf({ lifecycle }, Date.now()),
  commit: data.commit,
  ...(settings.deploymentTimes === 'shown' && { created_at: timeText(createdAtMs, settings.createdAt) }),
});

const calledDeployment = (call: Call): Deployment =>
  call.state.account.deployments.find(call.params?.['id'] ?? '', Date.now()) ?? refuse(404, 'unknown-resource', 'No such deployment');

export const deploy = ({ deployments, times }: Account, data: DeploymentData): Deployment => {
  const nowMs = Date.now();
  const stages = [
    ['queued', times.queued],
    ['building', times.building],
  ] as const;
  return deployments.add({ data, lifecycle: staged(stages, 'succeeded', nowMs), createdAtMs: nowMs });
};

const create = (settings: Settings): Layer => {
  const schema = z.object({
    project_id: z.string().min(1),
    commit: z.string().refine(settings.isCommit, 'Not the hash of a commit'),
  });
  return (call) => {
    permit(call, 'first');
    const { project_id: projectId, commit } = readObject(schema, call.state.body, settings.bodyRules);
    const { account } = call.state;
    if (account.projects.find(projectId, Date.now()) === undefined) {
      const faults = [{ field: 'project_id', message: 'No such project' }];
      refuse(settings.unknownProject, 'unknown-project', 'No such project', { faults });
    }
    permit(call, 'last');
    const shown = showDeployment(deploy(account, { projectId, commit }), settings);
    emitEvent(call, 'deployment.created', shown);
    if (settings.deployed === 'nothing') return answer(call, 202, null);
    answer(call, settings.deployed, shown);
  };
};

/** The previous release of the same project. */
const previousOf = ({ deployments }: Account, { sequence, data }: Deployment): Deployment | undefined =>
  deployments.listed(Date.now()).findLast((one) => one.sequence < sequence && one.data.projectId === data.projectId);

const rollBack =
  (settings: Settings): Layer =>
  (call) => {
    permit(call, 'first');
    const deployment = calledDeployment(call);
    const { account } = call.state;
    const previous = previousOf(account, deployment) ?? refuse(409, 'no-previous-release', 'There is no previous release');
    permit(call, 'last');
    deployment.lifecycle = lasting('rolled_back');
    emitEvent(call, 'deployment.rolled_back', showDeployment(deployment, settings));
    if (settings.rollback === 'new-deployment') return answer(call, 202, showDeployment(deploy(account, previous.data), settings));
    if (settings.rollback === 'nothing') return answer(call, 204, null);
    answer(call, 200, { rolled_back: deployment.id, current: showDeployment(previous, settings) });
  };

/** How deployments are listed. */
export const deploymentList = (settings: Settings): ListPlan<DeploymentData, DeploymentStatus> => ({
  store: ({ deployments }) => deployments,
  show: showDeployment,
  filters: {
    project_id: equals(({ data }) => data.projectId),
    status: equals((deployment) => statusOf(deployment, Date.now())),
    created_after: createdAfter(settings),
  },
  dates: ['created_after'],
});

/** The operations on deployments. */
export const deploymentRoutes = (settings: Settings): Readonly<Record<string, Layer>> => ({
  'GET /v1/deployments': listOf(deploymentList(settings), settings),
  'POST /v1/deployments': create(settings),
  'POST /v1/deployments/:id/rollback': rollBack(settings),
  ...(settings.deploymentRead && {
    'GET /v1/deployments/:id': (call: Call) => answer(call, 200, showDeployment(calledDeployment(call), settings)),
  }),
});
