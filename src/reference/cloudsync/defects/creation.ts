import { answerText, insteadOfErrorResponse, isMembers, statusChanged } from '../../kit/answering.ts';
import { bodyAsked, bodyObject } from '../../kit/asking.ts';
import { refuse } from '../../kit/refusing.ts';
import { wantedFromAnything } from '../bodies.ts';
import type { Call, Layer } from '../call.ts';
import { basePath } from '../call.ts';
import { regions } from '../catalogue.ts';
import type { SyncDefect, SyncDefects } from '../overrides.ts';
import { answerCreation } from '../routes.ts';
import { goesTo, succeeded } from './answering.ts';

const isCreation = (call: Call): boolean => goesTo(call, 'create');

/** Fails for creations whose body has such a member. */
const failing =
  (member: string, isMeant: (value: unknown) => boolean, status = 500): Layer =>
  (call, next) => {
    const body = isCreation(call) ? bodyObject(call) : undefined;
    if (body === undefined || !isMeant(body[member])) return next();
    return status === 500 ? refuse(500, 'internal', 'Internal error') : refuse(status, 'unusable-value', `Cannot use ${member}`);
  };

const asked = (breaks: string, note: string, change: (body: Readonly<Record<string, unknown>>) => unknown): SyncDefect => ({
  breaks,
  note,
  shownBy: [breaks, 'SYNC-22', 'SYNC-39'],
  behind: bodyAsked(isCreation, change),
});

const hasEmoji = (value: unknown): boolean => typeof value === 'string' && /\p{Extended_Pictographic}/u.test(value);
const isLong = (value: unknown): boolean => typeof value === 'string' && value.length > 1000;

/** How creations treat their bodies. */
export const creationDefects: SyncDefects = {
  'create-answers-302': {
    breaks: 'SYNC-22',
    note: 'A creation creates the instance and answers 302 to it',
    alsoBreaks: { 'SYNC-85': 'the creation succeeded and is not answered 2xx' },
    around: succeeded('create', (call) => {
      const { instance } = call.body as { readonly instance: { readonly id: string } };
      call.status = 302;
      call.set('Location', `${basePath}/instances/${instance.id}`);
      call.body = '';
    }),
  },
  'create-refuses-tags': {
    breaks: 'SYNC-22',
    note: 'The documented body is answered 422 because of its tags',
    behind: failing('tags', (tags) => Array.isArray(tags) && tags.length > 0, 422),
  },

  'broken-json-500': {
    breaks: 'SYNC-24',
    note: 'Broken JSON is answered 500',
    alsoBreaks: { 'SYNC-26': 'the body of a creation is answered with a server error' },
    around: statusChanged('unparsable-body', 500),
  },
  'broken-json-creates': {
    breaks: 'SYNC-24',
    note: 'Broken JSON counts as an empty body and creates an instance',
    behind: insteadOfErrorResponse(
      'unparsable-body',
      (call) => answerCreation(call, wantedFromAnything({})),
      (_errorResponse, call) => isCreation(call),
    ),
  },
  'name-number-accepted': {
    breaks: 'SYNC-25',
    note: 'A number is accepted as the name',
    alsoBreaks: { 'SYNC-32': 'the number comes back as text' },
    behind: bodyAsked(isCreation, (body) => (typeof body['name'] === 'number' ? { ...body, name: String(body['name']) } : body)),
  },
  'tags-string-500': {
    breaks: 'SYNC-25',
    note: 'A string instead of the tags is answered 500',
    alsoBreaks: { 'SYNC-26': 'the body of a creation is answered with a server error' },
    behind: failing('tags', (tags) => typeof tags === 'string'),
  },
  'long-name-500': { breaks: 'SYNC-26', note: 'A name of thousands of letters is answered 500', behind: failing('name', isLong) },
  'emoji-name-500': { breaks: 'SYNC-26', note: 'A name with an emoji is answered 500', behind: failing('name', hasEmoji) },

  'create-without-envelope': {
    breaks: 'SYNC-28',
    note: 'The created instance is at the top level of the answer',
    shownBy: ['SYNC-28', 'SYNC-22', 'SYNC-39'],
    around: succeeded('create', (call) => {
      call.body = isMembers(call.body) ? call.body['instance'] : call.body;
    }),
  },
  'create-without-body': {
    breaks: 'SYNC-28',
    note: 'A creation is answered 202 without a body',
    shownBy: ['SYNC-28', 'SYNC-22', 'SYNC-39'],
    around: succeeded('create', (call) => {
      answerText(call, 202, 'text', '');
      call.remove('Content-Type');
    }),
  },

  'create-changes-name': asked('SYNC-32', 'The name comes back with a suffix', (body) =>
    typeof body['name'] === 'string' ? { ...body, name: `${body['name']}-vm` } : body,
  ),
  'create-ignores-region': {
    ...asked('SYNC-32', 'Every instance is created in one region, whichever was requested', (body) =>
      regions.some(({ slug }) => slug === body['region']) ? { ...body, region: regions[2]?.slug } : body,
    ),
    alsoBreaks: { 'SYNC-36': 'the name is that of another region than the one that was sent' },
  },
  'create-drops-tags': asked('SYNC-32', 'The tags come back empty', (body) => (Array.isArray(body['tags']) ? { ...body, tags: [] } : body)),
};
