import { z } from 'zod';
import type { Members } from '../kit/answering.ts';
import { readObject } from '../kit/json-object.ts';
import { permit } from '../kit/key-access.ts';
import { lasting } from '../kit/lifecycle.ts';
import type { ListOrder } from '../kit/list-order.ts';
import { byCreation, ordered } from '../kit/list-order.ts';
import { refuse } from '../kit/refusing.ts';
import { timeText } from '../kit/time-form.ts';
import type { Account, Project, ProjectData } from './account.ts';
import type { Call, Layer } from './call.ts';
import { answer } from './call.ts';
import { boundTo } from './issued-scope.ts';
import { refuseJsonless } from './media-type.ts';
import { refuseUnknownParameters } from './parameters.ts';
import type { Settings } from './settings.ts';
import { regions } from './initial-data.ts';

const orders: Readonly<Record<Settings['order'], ListOrder<Project>>> = {
  'oldest-first': byCreation('ascending'),
  'newest-first': byCreation('descending'),
  name: { by: ({ data }) => data.name, direction: 'ascending' },
};

/** The projects that a call may see, in this server's order. */
const visibleProjects = ({ state: { account, service, settings, holder } }: Call): readonly Project[] => {
  const nowMs = Date.now();
  const accounts = settings.listed === 'all' ? Object.values(service.accounts) : [account];
  const bound = boundTo(holder);
  const projects = accounts.flatMap((one) => one.projects.listed(nowMs));
  return ordered(projects, orders[settings.order]).filter(({ id }) => bound === undefined || id === bound);
};

/** A project that a call may name. */
export const visibleProject = ({ state: { account, holder } }: Call, id: string): Project | undefined => {
  const bound = boundTo(holder);
  return bound === undefined || id === bound ? account.projects.find(id, Date.now()) : undefined;
};

const created = ({ id, data, createdAtMs }: Project, { time }: Settings): Members => ({
  id,
  name: data.name,
  region: data.region,
  created_at: timeText(createdAtMs, time),
});

const listed = (project: Project, settings: Settings): Members =>
  settings.isListDetailed
    ? { ...created(project, settings), labels: {}, owner: null }
    : { id: project.id, name: project.data.name, region: project.data.region };

/** GET /projects. */
export const listProjects =
  (settings: Settings): Layer =>
  (call) => {
    refuseUnknownParameters(call, []);
    answer(call, 200, settings.listBody(visibleProjects(call).map((project) => listed(project, settings))));
  };

/** Adds a project that a client creates. */
export const addProject = ({ projects }: Account, data: ProjectData): Project =>
  projects.add({ data, lifecycle: lasting('active'), createdAtMs: Date.now() });

/** Makes the reader of the body of a creation, by the rules of this server. */
const creationReader = (settings: Settings): ((call: Call) => ProjectData) => {
  const name = z
    .string()
    .min(1)
    .refine((text) => Array.from(text).length <= settings.longestName, `Must have at most ${settings.longestName} characters`);
  const region =
    settings.unknownRegion === 'accepted'
      ? z.string().min(1)
      : z.string().refine((text) => regions.some((one) => one === text), 'No such region');
  const schema = settings.unknownMember === 'ignored' ? z.object({ name, region }) : z.strictObject({ name, region });
  return (call) => {
    refuseJsonless(call);
    return readObject(schema, call.state.body, settings.faults);
  };
};

/** POST /projects. */
export const createProject = (settings: Settings): Layer => {
  const readCreation = creationReader(settings);
  return (call) => {
    permit(call, 'first');
    const asked = readCreation(call);
    permit(call, 'last');
    const { account } = call.state;
    const repeated = call.get('Idempotency-Key');
    const first = repeated === '' ? undefined : account.created.get(repeated);
    if (first !== undefined && settings.repeatedCreation === 'refused') refuse(409, 'repeated-creation', 'This Idempotency-Key was used');
    const project = first !== undefined && settings.repeatedCreation === 'first' ? first : addProject(account, asked);
    if (repeated !== '') account.created.set(repeated, project);
    answer(call, settings.createdStatus, created(project, settings));
  };
};
