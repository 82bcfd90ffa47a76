import { bodyAnswered, insteadOfErrorResponse, statusChanged, without } from '../../kit/answering.ts';
import { bodyAsked, bodyObject } from '../../kit/asking.ts';
import { uuid } from '../../kit/id-form.ts';
import { refuse } from '../../kit/refusing.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, Defects, State } from '../call.ts';
import { answer } from '../call.ts';
import { deploy, showDeployment } from '../deployments.ts';
import { createDeployment, listDeployments, rollBackDeployment } from '../operations.ts';
import { idOf, itemsAnswered, pagesAnswered } from './answering.ts';

const creates = (call: Call): boolean => isCall(call, createDeployment);
const never = 1e12;
const unlisted = { 'CDEV-77': 'a new deployment cannot be recognized in the list' };
const withoutPaging = {
  'CDEV-110': 'the page has no member for the cursor',
  'CDEV-111': 'the page has no member for has_more',
};
const listed = [listDeployments];
const isKnown = (call: Call): boolean => call.state.account.deployments.find(idOf(call), Date.now()) !== undefined;
const routed = { 'CDEV-49': 'a listed operation is not served for an existing deployment' };

/** The documented page of deployments. */
const pages: Defects = {
  'list-bare-array': {
    breaks: 'CDEV-84',
    note: 'The list of deployments is a bare array',
    alsoBreaks: { ...withoutPaging, 'CDEV-112': 'the last page has no member at all' },
    around: pagesAnswered(({ data }) => data, listed),
  },
  'list-other-envelope': {
    breaks: 'CDEV-84',
    note: 'The deployments are under another key than data',
    around: pagesAnswered(({ data, ...rest }) => ({ deployments: data, ...rest }), listed),
  },
  'list-empty-null': {
    breaks: 'CDEV-84',
    note: 'data is null where there are no deployments',
    settings: { deployments: 0 },
    around: pagesAnswered((page) => (page.data.length === 0 ? { ...page, data: null } : page), listed),
  },
  'deployment-lacks-commit': {
    breaks: 'CDEV-85',
    note: 'A listed deployment has no commit',
    alsoBreaks: unlisted,
    around: itemsAnswered(listed, (item) => without(item, 'commit')),
  },
  'deployment-lacks-project': {
    breaks: 'CDEV-85',
    note: 'A listed deployment has no project_id',
    alsoBreaks: { ...unlisted, 'CDEV-76': 'the filtered deployments show no project_id' },
    around: itemsAnswered(listed, (item) => without(item, 'project_id')),
  },
  'deployment-status-object': {
    breaks: 'CDEV-85',
    note: 'The status of a listed deployment is an object',
    around: itemsAnswered(listed, (item) => ({ ...item, status: { state: item['status'] } })),
  },
  'deployment-id-bare-uuid': {
    breaks: 'CDEV-86',
    note: 'Ids of deployments are UUIDs without a prefix',
    settings: { deploymentIds: uuid },
  },
};

/** What happens to a new deployment, and what a rollback does. */
export const deploymentDefects: Defects = {
  ...pages,
  'deployment-not-listed': {
    breaks: 'CDEV-77',
    note: 'An accepted deployment never appears',
    settings: { lag: { deployments: { listedAfterMs: never } } },
  },
  'deployment-wrong-commit': {
    breaks: 'CDEV-77',
    note: 'A new deployment shows another commit',
    behind: bodyAsked(creates, (body) => (typeof body['commit'] === 'string' ? { ...body, commit: '0000000' } : body)),
  },
  'deployment-wrong-project': {
    breaks: 'CDEV-77',
    note: 'A new deployment belongs to another project',
    behind: async (call, next) => {
      await next();
      const { deployments, projects } = call.state.account;
      const deployment = creates(call) && call.status === 201 ? deployments.everything.at(-1) : undefined;
      const first = projects.everything[0];
      if (deployment !== undefined && first !== undefined) deployment.data = { ...deployment.data, projectId: first.id };
    },
  },
  'deployment-create-no-id': {
    breaks: 'CDEV-78',
    shownBy: ['CDEV-78', 'CDEV-77'],
    note: 'The answer to the creation of a deployment has no id',
    around: bodyAnswered<State>(
      (call) => creates(call) && call.status === 201,
      (body) => without(body, 'id'),
    ),
  },
  'deployment-for-unknown-project': {
    breaks: 'CDEV-79',
    note: 'A deployment is created for a project that does not exist',
    behind: insteadOfErrorResponse<State>('unknown-project', (call) => {
      const body = bodyObject(call);
      const deployment = deploy(call.state.account, { projectId: String(body?.['project_id']), commit: String(body?.['commit']) });
      answer(call, 201, showDeployment(deployment, call.state.settings));
    }),
  },
  'rollback-405': {
    breaks: 'CDEV-80',
    note: 'POST on the path of a rollback is answered 405',
    alsoBreaks: routed,
    behind: (call, next) => (isCall(call, rollBackDeployment) ? refuse(405, 'unknown-method', 'Not allowed here: POST') : next()),
  },
  'rollback-404-on-existing': {
    breaks: 'CDEV-80',
    note: 'The rollback of a deployment with a previous release is answered 404',
    alsoBreaks: routed,
    behind: (call, next) =>
      isCall(call, rollBackDeployment) && isKnown(call) ? refuse(404, 'unknown-resource', 'No such deployment') : next(),
  },
  'rollback-not-routed': {
    breaks: 'CDEV-49',
    note: 'The path of a rollback is answered 404',
    alsoBreaks: { 'CDEV-80': 'the rollback of an existing deployment is 404' },
    behind: (call, next) => {
      if (isCall(call, rollBackDeployment)) call.path = call.path.replace('/rollback', '/rollbacks');
      return next();
    },
  },
  'rollback-unknown-accepted': {
    breaks: 'CDEV-102',
    note: 'The rollback of an unknown deployment is answered 202',
    behind: insteadOfErrorResponse<State>(
      'unknown-resource',
      (call) => answer(call, 202, { status: 'accepted' }),
      (_errorResponse, call) => isCall(call, rollBackDeployment),
    ),
  },
  'unknown-id-500': {
    breaks: 'CDEV-103',
    note: 'An unknown id is answered 500',
    alsoBreaks: {},
    around: statusChanged('unknown-resource', 500),
  },
};
