import { bodyAsked } from '../../kit/asking.ts';
import type { Defects } from '../call.ts';
import { listProjects, readProject } from '../operations.ts';
import { pagesAnswered, projectAnswered } from './answering.ts';
import { isGoodCreation } from './creating.ts';

/** The defects show for longer names. */
const longestName = 36;

const isLong = (name: unknown): boolean => String(name).length > longestName;

/** Defects for some values of a body only, or for some values together. */
export const wholeBodyDefects: Defects = {
  'list-omits-long-names': {
    breaks: 'CDEV-54',
    note: 'Projects with a name of more than 36 letters are missing from the list',
    intermittent: true,
    shownBy: ['CDEV-54'],
    around: pagesAnswered((page) => ({ ...page, data: page.data.filter((item) => !isLong(item['name'])) }), [listProjects]),
  },
  'retrieve-cuts-long-names': {
    breaks: 'CDEV-56',
    note: 'A read shows only the first 36 letters of a name',
    intermittent: true,
    shownBy: ['CDEV-56'],
    around: projectAnswered([readProject], (project) => ({ ...project, name: String(project['name']).slice(0, longestName) })),
  },
  'long-name-loses-region': {
    breaks: 'CDEV-68',
    note: 'A project with a name of more than 36 letters is created in the same region, whatever was sent',
    intermittent: true,
    shownBy: ['CDEV-68'],
    behind: bodyAsked(isGoodCreation, (body) => (isLong(body['name']) ? { ...body, region: 'eu-central-1' } : body)),
  },
};
