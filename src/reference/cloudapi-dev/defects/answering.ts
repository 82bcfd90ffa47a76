import type { Members } from '../../kit/answering.ts';
import { answered, bodyAnswered } from '../../kit/answering.ts';
import type { ListNotes } from '../../kit/service.ts';
import { isCall, routeOf } from '../../kit/service.ts';
import type { Project } from '../account.ts';
import type { Call, Layer } from '../call.ts';
import { createProject, listProjects, lists, readProject, updateProject } from '../operations.ts';
import type { Page } from '../page.ts';

const pageOf = (call: Call, keys: readonly string[]): Page | undefined =>
  call.status === 200 && isCall(call, ...keys) ? (call.body as Page) : undefined;

/** Changes the pages of some lists, by default of both. */
export const pagesAnswered = (change: (page: Page, notes: ListNotes, call: Call) => unknown, keys: readonly string[] = lists): Layer =>
  answered((call) => {
    const page = pageOf(call, keys);
    const notes = call.state.list;
    if (page !== undefined && notes !== undefined) call.body = change(page, notes, call);
  });

/** Changes the items on pages of some lists. */
export const itemsAnswered = (keys: readonly string[], change: (item: Members, call: Call) => unknown): Layer =>
  pagesAnswered((page, _notes, call) => ({ ...page, data: page.data.map((item) => change(item, call)) }), keys);

/** Changes the body of answers with one project. */
export const projectAnswered = (keys: readonly string[], change: (project: Members, call: Call) => unknown): Layer =>
  bodyAnswered((call: Call) => isCall(call, ...keys) && call.status < 300 && call.status !== 204, change);

/** Changes projects in every answer that shows them. */
export const projectsShown = (change: (project: Members, call: Call) => unknown): Layer => {
  const one = projectAnswered([createProject, readProject, updateProject], change);
  const listed = itemsAnswered([listProjects], change);
  return (call, next) => one(call, () => listed(call, next) ?? Promise.resolve());
};

/** Changes the answer to a successful creation. */
export const creationAnswered = (change: (project: Members, call: Call) => unknown): Layer => projectAnswered([createProject], change);

/** The id in the path of a call. */
export const idOf = (call: Call): string => routeOf(call)?.params['id'] ?? '';

/** The project that a call names, if its account has it. Known behind the key and the quota. */
export const projectOf = (call: Call): Project | undefined => call.state.account.projects.find(idOf(call), Date.now());

/** Whether no project ever had this id. */
export const wasNeverIssued = (call: Call): boolean =>
  Object.values(call.state.service.accounts).every(
    ({ projects, deployments }) => ![...projects.everything, ...deployments.everything].some(({ id }) => id === idOf(call)),
  );

/** Counts from 1, for each service separately. */
export const counter = (): ((call: Call) => number) => {
  const counts = new WeakMap<object, number>();
  return ({ state: { service } }) => {
    const count = (counts.get(service) ?? 0) + 1;
    counts.set(service, count);
    return count;
  };
};
