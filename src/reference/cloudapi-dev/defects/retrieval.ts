import { insteadOfErrorResponse, without } from '../../kit/answering.ts';
import { bodyObject } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Project } from '../account.ts';
import type { Call, Defects, Layer, State } from '../call.ts';
import { answer } from '../call.ts';
import { listProjects, readProject } from '../operations.ts';
import { showProject } from '../projects.ts';
import { creationAnswered, itemsAnswered, projectAnswered, projectOf, wasNeverIssued } from './answering.ts';
import { isGoodCreation } from './creating.ts';

const never = 1e12;
const createdIn = ({ state }: Call): readonly Project[] => state.account.projects.everything.filter(({ origin }) => origin === 'created');

const firstCreated = new WeakMap<object, Project>();
/** Every creation after the first changes the project that the first one made. */
const overwriting: Layer = async (call, next) => {
  const { account, settings } = call.state;
  const first = createdIn(call).find((project) => account.projects.isListed(project, Date.now()));
  if (first === undefined || !isGoodCreation(call)) return next();
  const body = bodyObject(call);
  account.projects.change(first, { name: String(body?.['name']), region: String(body?.['region']) }, Date.now());
  answer(call, 201, showProject(first, settings));
};

/** Whether creations and reads agree. */
export const retrievalDefects: Defects = {
  'created-project-not-listed': {
    breaks: 'CDEV-54',
    note: 'A new project never appears in the list',
    alsoBreaks: { 'CDEV-125': 'it is missing in a list from the day before its creation too' },
    settings: { lag: { projects: { listedAfterMs: never } } },
  },
  'id-reused': {
    breaks: 'CDEV-55',
    note: 'Every creation answers with the id of the first one',
    alsoBreaks: {
      'CDEV-17': 'the id leads to a project of another name',
      'CDEV-24': 'the id leads to a project of another name',
      'CDEV-51': 'a read by the id shows another name than the one sent',
      'CDEV-54': 'no item in the list has both the id and the values of the creation',
      'CDEV-56': 'a read by the id shows another project',
      'CDEV-69': 'a read by the id shows another name than the one sent',
    },
    around: creationAnswered((project, call) => {
      const { account } = call.state;
      const first = firstCreated.get(account) ?? createdIn(call)[0];
      if (first === undefined) return project;
      firstCreated.set(account, first);
      return { ...project, id: first.id };
    }),
  },
  'second-create-overwrites': {
    breaks: 'CDEV-55',
    note: 'A creation overwrites the project that was created before',
    alsoBreaks: {
      'CDEV-17': 'the project is overwritten by the next creation',
      'CDEV-24': 'the project is overwritten by the next creation',
      'CDEV-51': 'the project is overwritten by the next creation',
      'CDEV-56': 'the project is overwritten by the next creation, and keeps the time of the first',
      'CDEV-58': 'a new name is overwritten by the next creation',
      'CDEV-59': 'the region is overwritten by the next creation',
    },
    behind: overwriting,
  },
  'retrieve-wrong-project': {
    breaks: 'CDEV-56',
    note: 'A read returns the first project of the account, whatever the id',
    alsoBreaks: {
      'CDEV-17': 'the read afterwards shows another name',
      'CDEV-24': 'the read afterwards shows another name',
      'CDEV-51': 'the read shows another name than the one sent',
      'CDEV-55': 'reads of two new projects show the same name',
      'CDEV-58': 'the read does not show the new name',
      'CDEV-69': 'the read shows another name than the one sent',
    },
    around: projectAnswered([readProject], (project, call) => {
      const first = call.state.account.projects.everything[0];
      return first === undefined ? project : showProject(first, call.state.settings);
    }),
  },
  'retrieve-created-at-moves': {
    breaks: 'CDEV-56',
    note: 'Every read shows a later created_at',
    alsoBreaks: { 'CDEV-59': 'created_at differs before and after a change' },
    around: (() => {
      const reads = new WeakMap<object, number>();
      return projectAnswered([readProject], (project, { state: { account } }) => {
        const count = (reads.get(account) ?? 0) + 1;
        reads.set(account, count);
        const moved = Date.parse(String(project['created_at'])) + count * 60_000;
        return { ...project, created_at: new Date(moved).toISOString() };
      });
    })(),
  },
  'retrieve-404-after-create': {
    breaks: 'CDEV-56',
    note: 'Reads answer 404 for the id of a new project',
    alsoBreaks: {
      'CDEV-17': 'the project cannot be read afterwards',
      'CDEV-24': 'the project cannot be read afterwards',
      'CDEV-58': 'no read shows the new name',
    },
    behind: (call, next) =>
      isCall(call, readProject) && projectOf(call)?.origin === 'created' ? refuse(404, 'unknown-resource', 'No such project') : next(),
  },
  'list-item-lacks-region': {
    breaks: 'CDEV-57',
    note: 'Listed projects have no region',
    around: itemsAnswered([listProjects], (project) => without(project, 'region')),
  },
  'unknown-project-200': {
    breaks: 'CDEV-101',
    note: 'An unknown id is answered 200 with an empty object',
    alsoBreaks: { 'CDEV-57': 'the empty object is not a project' },
    behind: insteadOfErrorResponse<State>(
      'unknown-resource',
      (call) => answer(call, 200, {}),
      (_errorResponse, call) => isCall(call, readProject) && wasNeverIssued(call),
    ),
  },
  'unknown-project-first': {
    breaks: 'CDEV-101',
    note: 'An unknown id returns the first project',
    behind: insteadOfErrorResponse<State>(
      'unknown-resource',
      (call) => {
        const first = call.state.account.projects.everything[0];
        answer(call, 200, first === undefined ? {} : showProject(first, call.state.settings));
      },
      (_errorResponse, call) => isCall(call, readProject) && wasNeverIssued(call),
    ),
  },
};
