import { randomInt } from 'node:crypto';
import { without } from '../../kit/answering.ts';
import { uuid } from '../../kit/id-form.ts';
import { keyForm } from '../../kit/keys.ts';
import type { PlatformDefects } from '../call.ts';
import { createdAnswered, itemAnswered, listAnswered } from './answers.ts';

const freshId = keyForm('prj_', 16);

const shuffled = <Item>(items: readonly Item[]): readonly Item[] =>
  items
    .map((item) => [randomInt(2 ** 32), item] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, item]) => item);

const notFound = { 'CPEX-55': 'no array of project objects contains the created project' };

/** The list of projects. */
export const listBodyDefects: PlatformDefects = {
  'list-ids-regenerated': {
    breaks: 'CPEX-6',
    note: 'Every list has new ids',
    around: itemAnswered((project) => ({ ...project, id: freshId() })),
  },
  'created-id-differs-from-listed': {
    breaks: 'CPEX-6',
    note: 'The answer to a creation has another id than the list',
    around: createdAnswered((project) => ({ ...project, id: freshId() })),
  },
  'list-order-random': {
    breaks: 'CPEX-11',
    note: 'Each request returns the projects in another order',
    around: listAnswered((projects) => ({ data: shuffled(projects) })),
  },
  'list-shows-foreign-projects': {
    breaks: 'CPEX-35',
    note: 'The list contains the projects of all accounts',
    settings: { listed: 'all' },
  },
  'list-data-is-map': {
    breaks: 'CPEX-45',
    note: 'data is an object keyed by the ids of the projects',
    alsoBreaks: notFound,
    around: listAnswered((projects) => ({ data: Object.fromEntries(projects.map((project) => [String(project['id']), project])) })),
  },
  'list-member-renamed': {
    breaks: 'CPEX-45',
    note: 'The array is in projects, not in data',
    alsoBreaks: notFound,
    around: listAnswered((projects) => ({ projects })),
  },
  'list-of-ids-only': {
    breaks: 'CPEX-45',
    note: 'The elements of the list are strings',
    alsoBreaks: { ...notFound, 'CPEX-47': 'a string has neither id nor name nor region' },
    around: listAnswered((projects) => ({ data: projects.map(({ id }) => id) })),
  },
  'list-without-array-when-empty': {
    breaks: 'CPEX-45',
    note: 'data is null for an account without projects',
    options: { items: 0 },
    around: listAnswered((projects) => ({ data: projects.length === 0 ? null : projects })),
  },
  'list-item-without-region': {
    breaks: 'CPEX-47',
    note: 'The third project has no region',
    around: itemAnswered((project, index) => (index === 2 ? without(project, 'region') : project)),
  },
  'list-item-numeric-id': {
    breaks: 'CPEX-47',
    note: 'The id of the fourth project is a number',
    around: itemAnswered((project, index) => (index === 3 ? { ...project, id: 4711 } : project)),
  },
  'list-item-name-null': {
    breaks: 'CPEX-47',
    note: 'The name of the fifth project is null',
    around: itemAnswered((project, index) => (index === 4 ? { ...project, name: null } : project)),
  },
  'project-id-without-prefix': {
    breaks: 'CPEX-48',
    note: 'Ids are plain UUIDs',
    settings: { ids: uuid, initialIds: 'fresh' },
  },
  'list-names-one-twice': {
    breaks: 'CPEX-49',
    note: 'The first project is in the list again, at its end',
    around: listAnswered((projects) => ({ data: [...projects, ...projects.slice(0, 1)] })),
  },
};
