import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Project } from '../account.ts';
import type { Call, Defects, Layer } from '../call.ts';
import { answer } from '../call.ts';
import { readProject, removeProject, updateProject } from '../operations.ts';
import { showProject } from '../projects.ts';
import { idOf, projectOf } from './answering.ts';

const removesKnown = (call: Call): boolean => isCall(call, removeProject) && projectOf(call) !== undefined;
const goneOf = (call: Call): Project | undefined => {
  const { everything, isListed } = call.state.account.projects;
  return everything.find((project) => project.id === idOf(call) && !isListed(project, Date.now()));
};
const readAfterwards =
  (show: (project: Project, call: Call) => unknown): Layer =>
  async (call, next) => {
    const project = isCall(call, readProject) ? goneOf(call) : undefined;
    if (project === undefined) await next();
    else answer(call, 200, show(project, call));
  };

const hidden = new WeakSet<Project>();
/** Keeps deleted projects in the list and nowhere else. */
const keptInList: Layer = async (call, next) => {
  const project = isCall(call, readProject, updateProject, removeProject) ? projectOf(call) : undefined;
  if (project !== undefined && hidden.has(project)) refuse(404, 'unknown-resource', 'No such project');
  if (project === undefined || !isCall(call, removeProject)) return next();
  hidden.add(project);
  answer(call, 204, null);
};

/** The effects of a deletion. */
export const removalDefects: Defects = {
  'delete-404-on-existing': {
    breaks: 'CDEV-60',
    note: 'The deletion of an existing project is answered 404',
    alsoBreaks: { 'CDEV-49': 'a listed operation is answered 404' },
    behind: (call, next) => (removesKnown(call) ? refuse(404, 'unknown-resource', 'No such project') : next()),
  },
  'delete-405': {
    breaks: 'CDEV-60',
    note: 'DELETE on a project is answered 405',
    alsoBreaks: { 'CDEV-49': 'a listed operation is answered 405' },
    behind: (call, next) => (isCall(call, removeProject) ? refuse(405, 'unknown-method', 'Not allowed here: DELETE') : next()),
  },
  'delete-keeps-project': {
    breaks: 'CDEV-61',
    note: 'A project is still returned after its deletion',
    behind: readAfterwards((project, { state }) => showProject(project, state.settings)),
  },
  'soft-delete-visible': {
    breaks: 'CDEV-61',
    note: 'A deleted project stays readable with the status deleted',
    behind: readAfterwards((project, { state }) => ({ ...showProject(project, state.settings), status: 'deleted' })),
  },
  'deleted-project-listed': {
    breaks: 'CDEV-62',
    note: 'A deleted project stays in the list',
    behind: keptInList,
  },
};
