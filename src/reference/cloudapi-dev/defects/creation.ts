import { answered, without } from '../../kit/answering.ts';
import { bodyAsked, bodyObject } from '../../kit/asking.ts';
import { uuid } from '../../kit/id-form.ts';
import { lasting } from '../../kit/lifecycle.ts';
import type { Defects, Layer } from '../call.ts';
import { showProject } from '../projects.ts';
import { creationAnswered, projectsShown } from './answering.ts';
import { creates, isGoodCreation } from './creating.ts';

/** The plan for defects in creations of projects. */
const whereCreated = ['status', 'schema', 'lifecycle', 'CDEV-115'];

const created = (status: number, hasBody = true): Layer =>
  answered((call) => {
    if (!creates(call) || call.status !== 201) return;
    if (!hasBody) call.body = null;
    call.status = status;
  });

const prefix = 'proj_';
const numberOf = (id: string): number => Number(`0x${id.slice(prefix.length)}`);
const idOfNumber = (number: string): string => prefix + Number(number).toString(16).padStart(6, '0');

/** Accepts numbers in place of ids in paths. */
const numberInPath: Layer = (call, next) => {
  call.path = call.path.replace(/^(\/v1\/projects\/)(\d+)$/, (_path, start: string, number: string) => start + idOfNumber(number));
  return next();
};

const fixedMoment = '2024-01-01T00:00:00Z';

/** Answers to the creation of a project. */
export const creationDefects: Defects = {
  'create-answers-200': { breaks: 'CDEV-65', note: 'A creation is answered 200', shownBy: whereCreated, around: created(200) },
  'create-answers-202': { breaks: 'CDEV-65', note: 'A creation is answered 202', shownBy: whereCreated, around: created(202) },
  'create-answers-204': {
    breaks: 'CDEV-65',
    note: 'A creation is answered 204 without a body',
    shownBy: whereCreated,
    alsoBreaks: { 'CDEV-66': 'the body is missing', 'CDEV-68': 'neither name nor region is repeated' },
    around: created(204, false),
  },
  'create-lacks-id': {
    breaks: 'CDEV-66',
    note: 'The answer to a creation has no id',
    shownBy: whereCreated,
    around: creationAnswered((project) => without(project, 'id')),
  },
  'create-lacks-created-at': {
    breaks: 'CDEV-66',
    note: 'The answer to a creation has no created_at',
    shownBy: whereCreated,
    around: creationAnswered((project) => without(project, 'created_at')),
  },
  'create-id-number': {
    breaks: 'CDEV-66',
    note: 'The id of a project is a number',
    shownBy: whereCreated,
    alsoBreaks: {
      'CDEV-57': 'the id is a number wherever a project is shown',
      'CDEV-67': 'a number has no prefix',
    },
    around: async (call, next) => {
      const shown = projectsShown((project) => ({ ...project, id: numberOf(String(project['id'])) }));
      await numberInPath(call, async () => shown(call, next));
    },
  },
  'create-wrapped': {
    breaks: 'CDEV-66',
    note: 'The new project is wrapped in a data object',
    shownBy: whereCreated,
    alsoBreaks: { 'CDEV-68': 'name and region are not at the top level, where they were sent' },
    around: creationAnswered((data) => ({ data })),
  },
  'project-id-bare-uuid': {
    breaks: 'CDEV-67',
    note: 'Ids of projects are UUIDs without a prefix',
    settings: { projectIds: uuid },
  },
  'create-name-altered': {
    breaks: 'CDEV-68',
    note: 'A creation answers with a different name',
    shownBy: whereCreated,
    alsoBreaks: {
      'CDEV-56': 'a read shows the name that was sent, and the answer to the creation shows another',
      'CDEV-69': 'a name with non-ASCII letters is changed too',
    },
    around: creationAnswered((project) => ({ ...project, name: `${String(project['name'])}-1` })),
  },
  'create-region-default': {
    breaks: 'CDEV-68',
    note: 'Every project is created in the same region, whatever was sent',
    shownBy: whereCreated,
    behind: bodyAsked(isGoodCreation, (body) => ({ ...body, region: 'eu-central-1' })),
  },
  'name-not-ascii-500': {
    breaks: 'CDEV-69',
    note: 'A name with letters outside ASCII crashes the server',
    behind: (call, next) => {
      if (creates(call) && /[^\p{ASCII}]/u.test(String(bodyObject(call)?.['name']))) throw new Error('cannot encode the name');
      return next();
    },
  },
  'name-letters-replaced': {
    breaks: 'CDEV-69',
    note: 'Letters outside ASCII are stored as question marks',
    behind: bodyAsked(isGoodCreation, (body) => ({ ...body, name: String(body['name']).replaceAll(/[^\p{ASCII}]/gu, '?') })),
  },
  'created-at-epoch': {
    breaks: 'CDEV-71',
    note: 'created_at is a string with a number of seconds',
    around: projectsShown((project) => ({ ...project, created_at: String(Date.parse(String(project['created_at'])) / 1000) })),
  },
  'created-at-local': {
    breaks: 'CDEV-71',
    note: 'created_at has no time zone',
    around: projectsShown((project) => ({ ...project, created_at: String(project['created_at']).replace('Z', '') })),
  },
  'created-at-constant': {
    breaks: 'CDEV-72',
    note: 'created_at is the same for every project',
    shownBy: whereCreated,
    alsoBreaks: { 'CDEV-125': 'every project shows a date before the date of the filter' },
    around: projectsShown((project) => ({ ...project, created_at: fixedMoment })),
  },
  'new-project-inactive': {
    breaks: 'CDEV-73',
    note: 'A new project has the status inactive',
    shownBy: whereCreated,
    behind: async (call, next) => {
      await next();
      const project = creates(call) && call.status === 201 ? call.state.account.projects.everything.at(-1) : undefined;
      if (project === undefined) return;
      project.lifecycle = lasting('inactive');
      call.body = showProject(project, call.state.settings);
    },
  },
};
