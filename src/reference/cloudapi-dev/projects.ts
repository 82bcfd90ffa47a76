import { z } from 'zod';
import type { Members } from '../kit/answering.ts';
import { equals } from '../kit/filters.ts';
import { readObject } from '../kit/json-object.ts';
import { permit } from '../kit/key-access.ts';
import { staged } from '../kit/lifecycle.ts';
import { refuse } from '../kit/refusing.ts';
import { statusOf } from '../kit/store.ts';
import { timeText } from '../kit/time-form.ts';
import type { Account, Project, ProjectData, ProjectStatus } from './account.ts';
import type { Call, Layer } from './call.ts';
import { answer } from './call.ts';
import { createdAfter } from './created-after.ts';
import { emitEvent } from './event.ts';
import type { ListPlan } from './list.ts';
import { listOf } from './list.ts';
import type { Settings } from './settings.ts';

/** A project as every answer shows it. */
export const showProject = ({ id, data, createdAtMs, lifecycle }: Project, { createdAt }: Settings): Members => ({
  id,
  name: data.name,
  region: data.region,
  created_at: timeText(createdAtMs, createdAt),
  status: statusOf({ lifecycle }, Date.now()),
});

const text = ({ memberTypes }: Settings) => {
  const written = memberTypes === 'lax' ? z.union([z.string(), z.number().transform(String)]) : z.string();
  return written;
};

const nameOf = (settings: Settings) => text(settings).refine(settings.isName, 'Not a name for a project');

const creationOf = (settings: Settings) =>
  z.object({
    name: nameOf(settings),
    region: settings.region === 'required' ? text(settings) : text(settings).default(settings.regions[0] ?? ''),
  });

/**
 * The project that a call names.
 * @throws {ErrorResponse} where there is none.
 */
export const calledProject = (call: Call): Project =>
  call.state.account.projects.find(call.params?.['id'] ?? '', Date.now()) ?? refuse(404, 'unknown-resource', 'No such project');

const checkName = ({ projects }: Account, name: string, { names }: Settings, own?: Project): void => {
  const isTaken = (): boolean => projects.listed(Date.now()).some((project) => project !== own && project.data.name === name);
  if (names === 'unique' && isTaken()) refuse(409, 'duplicate-name', 'A project with this name exists');
};

const create =
  (settings: Settings): Layer =>
  (call) => {
    permit(call, 'first');
    const data = readObject(creationOf(settings), call.state.body, settings.bodyRules);
    if (settings.unknownRegion === 'refused' && !settings.regions.includes(data.region)) {
      refuse(422, 'unknown-region', 'Validation failed', { faults: [{ field: 'region', message: 'Not a region' }] });
    }
    const { account } = call.state;
    checkName(account, data.name, settings);
    permit(call, 'last');
    const nowMs = Date.now();
    const stages = settings.newProject === 'active' ? [] : [['creating', account.times.creating] as const];
    const project = account.projects.add({ data, lifecycle: staged(stages, 'active', nowMs), createdAtMs: nowMs });
    const shown = showProject(project, settings);
    emitEvent(call, 'project.created', shown);
    answer(call, 201, shown);
  };

const update =
  (settings: Settings): Layer =>
  (call) => {
    permit(call, 'first');
    const project = calledProject(call);
    const changes = readObject(z.object({ name: nameOf(settings).optional() }), call.state.body, settings.bodyRules);
    const { account } = call.state;
    if (changes.name !== undefined) checkName(account, changes.name, settings, project);
    permit(call, 'last');
    account.projects.change(project, changes, Date.now());
    const shown = showProject(project, settings);
    emitEvent(call, 'project.updated', shown);
    if (settings.updated === 'nothing') return answer(call, 204, null);
    answer(call, 200, settings.updated === 'id' ? { id: project.id } : shown);
  };

const remove =
  (settings: Settings): Layer =>
  (call) => {
    permit(call, 'first');
    const { projects, deployments } = call.state.account;
    const { removed, removedAgain, orphans } = settings;
    const nowMs = Date.now();
    const id = call.params?.['id'] ?? '';
    const project = projects.find(id, nowMs);
    if (project === undefined && removedAgain === 'refused') refuse(404, 'unknown-resource', 'No such project');
    permit(call, 'last');
    if (project !== undefined) {
      projects.remove(project, nowMs);
      const own = orphans === 'none' ? deployments.everything.filter(({ data }) => data.projectId === id) : [];
      for (const deployment of own) deployments.remove(deployment, nowMs);
      emitEvent(call, 'project.deleted', { id });
    }
    answer(call, removed, removed === 204 ? null : { id, deleted: true });
  };

/** How projects are listed. */
export const projectList = (settings: Settings): ListPlan<ProjectData, ProjectStatus> => ({
  store: ({ projects }) => projects,
  show: showProject,
  filters: { status: equals((project) => statusOf(project, Date.now())), created_after: createdAfter(settings) },
  dates: ['created_after'],
});

/** The operations on projects. */
export const projectRoutes = (settings: Settings): Readonly<Record<string, Layer>> => ({
  'GET /v1/projects': listOf(projectList(settings), settings),
  'POST /v1/projects': create(settings),
  'GET /v1/projects/:id': (call) => answer(call, 200, showProject(calledProject(call), settings)),
  'PATCH /v1/projects/:id': update(settings),
  'DELETE /v1/projects/:id': remove(settings),
});
