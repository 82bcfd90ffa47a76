import { randomBytes } from 'node:crypto';
import { answered, insteadOfErrorResponse, without } from '../../kit/answering.ts';
import { bodyObject } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import type { Layer, PlatformDefects } from '../call.ts';
import { basePath } from '../call.ts';
import { defaultRegion, regions } from '../initial-data.ts';
import { createdAnswered, isCreated, itemAnswered, listAnswered } from './answers.ts';
import { creationAsked, isCreation, nameAsked } from './asked.ts';

const lastListed = 10;

/** A region other than this one. */
const elsewhere = (region: unknown): string => regions.find((one) => one !== region) ?? defaultRegion;

/** Fails with 500 where the healthy server refuses a creation for this reason. */
const failing = (reason: 'missing-member' | 'unparsable-body', isMeant: (fields: readonly string[]) => boolean): Layer =>
  insteadOfErrorResponse(
    reason,
    () => refuse(500, 'internal', 'Internal error'),
    ({ fields }, call) => isCreation(call) && isMeant(fields),
  );

/** The creation of projects, and what later answers show of them. */
export const creationDefects: PlatformDefects = {
  'create-needs-undocumented-field': {
    breaks: 'CPEX-36',
    note: 'A creation without a member plan is answered 422',
    shownBy: ['CPEX-36', 'lifecycle'],
    behind: (call, next) =>
      isCreation(call) && bodyObject(call)?.['plan'] === undefined
        ? refuse(422, 'missing-member', 'Missing required fields: plan')
        : next(),
  },
  'create-json-refused': {
    breaks: 'CPEX-36',
    note: 'A creation as application/json is answered 415',
    shownBy: ['CPEX-36', 'lifecycle'],
    behind: (call, next) =>
      isCreation(call) && call.is('application/json') === 'application/json'
        ? refuse(415, 'unknown-media-type', 'Unsupported media type')
        : next(),
  },
  'create-answers-303': {
    breaks: 'CPEX-36',
    note: 'The project is created, and the answer is a 303 without it',
    shownBy: ['CPEX-36', 'lifecycle'],
    around: answered((call) => {
      if (!isCreated(call)) return;
      call.redirect(`${basePath}/projects`);
      call.status = 303;
      call.body = '';
    }),
  },
  'create-body-wrapped': {
    breaks: 'CPEX-52',
    note: 'The new project is inside data',
    shownBy: ['CPEX-52', 'lifecycle'],
    around: createdAnswered((project) => ({ data: project })),
  },
  'create-without-created-at': {
    breaks: 'CPEX-52',
    note: 'A new project has no created_at',
    shownBy: ['CPEX-52', 'lifecycle'],
    around: createdAnswered((project) => without(project, 'created_at')),
  },
  'created-at-is-number': {
    breaks: 'CPEX-52',
    note: 'created_at is a number of seconds',
    shownBy: ['CPEX-52', 'lifecycle'],
    around: createdAnswered((project) => ({ ...project, created_at: Math.floor(Date.parse(String(project['created_at'])) / 1000) })),
  },
  'create-region-replaced': {
    breaks: 'CPEX-53',
    note: 'The region is replaced by a default one',
    behind: creationAsked((body) => (typeof body['region'] === 'string' ? { ...body, region: defaultRegion } : body)),
  },
  'create-name-truncated': {
    breaks: 'CPEX-53',
    note: 'The name is cut after eight characters',
    alsoBreaks: { 'CPEX-59': 'names with other characters are cut too' },
    behind: nameAsked((name) => name.slice(0, 8)),
  },
  'created-at-without-zone': {
    breaks: 'CPEX-54',
    note: 'created_at has no Z at its end',
    shownBy: ['CPEX-54', 'lifecycle'],
    around: createdAnswered((project) => ({ ...project, created_at: String(project['created_at']).replace(/Z$/, '') })),
  },
  'created-at-constant': {
    breaks: 'CPEX-54',
    note: 'Every new project has the created_at 2026-03-06T12:00:00Z',
    shownBy: ['CPEX-54', 'lifecycle'],
    around: createdAnswered((project) => ({ ...project, created_at: '2026-03-06T12:00:00Z' })),
  },
  'created-project-not-listed': {
    breaks: 'CPEX-55',
    note: 'The list never shows a created project',
    settings: { lag: { listedAfterMs: Infinity } },
  },
  'listed-region-differs': {
    breaks: 'CPEX-55',
    note: 'The list shows another region for a created project',
    around: itemAnswered((project, _index, { state: { account } }) =>
      account.projects.find(String(project['id']), Date.now())?.origin === 'created'
        ? { ...project, region: elsewhere(project['region']) }
        : project,
    ),
  },
  'list-ends-at-ten-projects': {
    breaks: 'CPEX-55',
    note: 'The list contains the ten oldest projects and does not mention the others',
    options: { items: 3 },
    around: listAnswered((projects) => ({ data: projects.slice(0, lastListed) })),
  },
  'create-without-name-accepted': {
    breaks: 'CPEX-56',
    note: 'A project without a name is created',
    behind: creationAsked((body) => ({ name: `untitled-${randomBytes(4).toString('hex')}`, ...body })),
  },
  'create-without-region-accepted': {
    breaks: 'CPEX-56',
    note: 'A project without a region is created',
    behind: creationAsked((body) => ({ region: defaultRegion, ...body })),
  },
  'broken-json-accepted': {
    breaks: 'CPEX-57',
    note: 'JSON that is cut off creates a project',
    behind: (call, next) => {
      if (isCreation(call) && call.state.body?.kind === 'unparsable') {
        call.state.body = { kind: 'value', value: { name: 'recovered', region: defaultRegion } };
      }
      return next();
    },
  },
  'numeric-name-accepted': {
    breaks: 'CPEX-57',
    note: 'A number as the name creates a project, whatever the region is',
    behind: creationAsked((body) =>
      typeof body['name'] === 'number'
        ? { ...body, name: String(body['name']), region: typeof body['region'] === 'string' ? body['region'] : defaultRegion }
        : body,
    ),
  },
  'missing-member-500': {
    breaks: 'CPEX-58',
    note: 'A creation without a region is answered 500',
    behind: failing('missing-member', (fields) => fields.includes('region')),
  },
  'broken-json-500': {
    breaks: 'CPEX-58',
    note: 'Broken JSON is answered 500',
    behind: failing('unparsable-body', () => true),
  },
  'name-folded-to-lower-case': {
    breaks: 'CPEX-59',
    note: 'A name comes back in lower case',
    behind: nameAsked((name) => name.toLowerCase()),
  },
  'name-loses-non-ascii': {
    breaks: 'CPEX-59',
    note: 'Non-ASCII letters come back as question marks',
    behind: nameAsked((name) => name.replaceAll(/\P{ASCII}/gu, '?')),
  },
};
