import type { Defects } from '../call.ts';
import { listDeployments, listProjects } from '../operations.ts';
import { isCall } from '../../kit/service.ts';
import { refuse } from '../../kit/refusing.ts';
import { without } from '../../kit/answering.ts';
import { itemsAnswered } from './answering.ts';

/** What only a client that knew the version before notices. */
export const additionDefects: Defects = {
  'field-removed': {
    breaks: 'CDEV-153',
    note: 'Deployments in the list have lost a field that they had',
    shownBy: ['CDEV-153', 'pagination', 'schema'],
    around: itemsAnswered([listDeployments], (item) => without(item, 'created_at')),
  },
  'field-type-changed': {
    breaks: 'CDEV-153',
    note: 'The time of projects in the list has become a number',
    alsoBreaks: { 'CDEV-57': 'the document prints a text' },
    shownBy: ['CDEV-153', 'pagination', 'schema'],
    around: itemsAnswered([listProjects], (item) => ({ ...item, created_at: Date.parse(String(item['created_at'])) })),
  },
  'field-renamed': {
    breaks: 'CDEV-153',
    note: 'Deployments in the list have their project under another name',
    alsoBreaks: { 'CDEV-85': 'the document prints project_id' },
    shownBy: ['CDEV-153', 'pagination', 'schema'],
    around: itemsAnswered([listDeployments], ({ project_id: project, ...rest }) => ({ ...rest, project })),
  },
  'operation-removed': {
    breaks: 'CDEV-153',
    note: 'The list of deployments is no longer served',
    shownBy: ['CDEV-153', 'pagination', 'schema'],
    behind: (call, next) => (isCall(call, listDeployments) ? refuse(404, 'unknown-path', 'No such path') : next()),
  },
};
