import { expect, test } from 'vitest';
import { referenceAt } from '../../../src/contract/infer/references.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const body = (properties: object) => ({ content: { 'application/json': { schema: { type: 'object', properties } } } });
const made = (properties: object) => ({ 201: { description: 'made', ...body(properties) } });
const inPath = (...names: readonly string[]) => ({ parameters: names.map((name) => ({ name, in: 'path', required: true, schema: text })) });

const scene = { key: text, title: text, cues: { type: 'array', items: { type: 'object', properties: { key: text, at: text } } } };

/** Plays with stages and scenes; a stage is copied from another one, and a rehearsal is about a scene. */
const referenceIn = async (
  operation: string,
  way: readonly string[],
  { copy = {}, rehearsal = {} }: { readonly copy?: object; readonly rehearsal?: object },
): Promise<readonly (string | undefined)[]> => {
  const paths = {
    '/plays': { post: { requestBody: body({ key: text, title: text }), responses: made({ key: text, title: text }) } },
    '/plays/{playKey}': { ...inPath('playKey'), get: { responses: { 200: { description: 'd', ...body({ key: text, title: text }) } } } },
    '/plays/{playKey}/stages': { ...inPath('playKey'), post: { requestBody: body({ key: text }), responses: made({ key: text }) } },
    '/plays/{playKey}/stages/{stageKey}/plan': {
      ...inPath('playKey', 'stageKey'),
      get: { responses: { 200: { description: 'd', ...body({ seats: text }) } } },
    },
    '/plays/{playKey}/stages/{stageKey}/copy': {
      ...inPath('playKey', 'stageKey'),
      post: { requestBody: body(copy), responses: { 200: { description: 'd', ...body({ seats: text }) } } },
    },
    '/plays/{playKey}/scenes': { ...inPath('playKey'), post: { requestBody: body({ key: text, title: text }), responses: made(scene) } },
    '/plays/{playKey}/scenes/{sceneKey}': {
      ...inPath('playKey', 'sceneKey'),
      get: { responses: { 200: { description: 'd', ...body(scene) } } },
      delete: { responses: { 204: { description: 'gone' } } },
    },
    '/plays/{playKey}/rehearsals': { ...inPath('playKey'), post: { requestBody: body(rehearsal), responses: made({ id: text }) } },
    '/plays/{playKey}/rehearsals/{rehearsalId}': {
      ...inPath('playKey', 'rehearsalId'),
      get: { responses: { 200: { description: 'd', ...body({ id: text }) } } },
    },
  };
  const contract = await loadContract(writeToolDocument({ openapi: '3.1.0', info: { title: 'Plays', version: '1' }, paths }));
  const asked = contract.operations.find(({ key }) => key === operation);
  const found = asked && referenceAt(contract, asked, way);
  return found ? [found.resourceType?.name, found.inside] : [];
};

const copied = (description: string, more: object = {}) =>
  referenceIn('POST /plays/{playKey}/stages/{stageKey}/copy', ['from'], { copy: { from: { ...text, description, ...more } } });

test.each([
  ['Another stage of the play'],
  ['Key of another stage'],
  ['A different stage.'],
  ['The key of any other stage of the play, in use or not'],
])('what an action names is one like that in its path: %s', async (description) => {
  expect(await copied(description)).toEqual(['/plays/{playKey}/stages', undefined]);
});

test.each([
  ['Another stage manager of the play', {}],
  ['Another name of the stage', {}],
  ['Another play', {}],
  ['When another stage was used', {}],
  ['Another stage', { enum: ['front', 'back'] }],
  ['Another stage of the play', { format: 'date' }],
])('not by %s %o', async (description, more) => {
  expect(await copied(description, more)).toEqual([]);
});

const about = (description: string, beside: object = { sceneKey: { ...text, description: 'Key of a scene of the play' } }) =>
  referenceIn('POST /plays/{playKey}/rehearsals', ['plan', 'cue'], {
    rehearsal: { ...beside, plan: { type: 'object', properties: { cue: { ...text, description } } } },
  });

test('a member names a part of what another one names, by its key', async () => {
  expect(await about('Key of a cue of the scene')).toEqual(['/plays/{playKey}/scenes', '/cues/0/key']);
});

test.each<readonly [why: string, asked: () => Promise<readonly unknown[]>]>([
  ['of something else', () => about('Key of a cue of the stage')],
  ['of a part that is not shown', () => about('Key of a prop of the scene')],
  ['by a member that a part does not have', () => about('Code of a cue of the scene')],
  ['of a scene that nothing names', () => about('Key of a cue of the scene', {})],
  ['of a scene that was before', () => about('Key of a cue of the scene before')],
])('not %s', async (_why, asked) => {
  expect(await asked()).toEqual([]);
});

type Moved = {
  readonly said?: object;
  readonly member?: string;
  readonly described?: string;
  readonly created?: string;
  readonly noun?: string;
};

/** What names the parent of a section, or of a file beside folders. */
const parentIn = async ({ said = {}, member = 'parentId', described, created, noun = 'section' }: Moved) => {
  const one = { id: text, [member]: { ...text, nullable: true, ...(created !== undefined && { description: created }) } };
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Parts', version: '1' },
      paths: {
        [`/${noun}s`]: { post: { requestBody: body(one), responses: made(one) } },
        [`/${noun}s/{${noun}Id}`]: {
          ...inPath(`${noun}Id`),
          get: { responses: { 200: { description: 'd', ...body(one) } } },
          delete: { responses: { 204: { description: 'gone' } } },
        },
        [`/${noun}s/{${noun}Id}/move`]: {
          ...inPath(`${noun}Id`),
          post: {
            ...said,
            requestBody: body({ [member]: { ...text, nullable: true, ...(described !== undefined && { description: described }) } }),
            responses: { 200: { description: 'd', ...body(one) } },
          },
        },
        '/folders': { post: { requestBody: body({ name: text }), responses: made({ id: text, name: text }) } },
        '/folders/{folderId}': { ...inPath('folderId'), delete: { responses: { 204: { description: 'gone' } } } },
      },
    }),
  );
  const asked = contract.operations.find(({ key }) => key === `POST /${noun}s/{${noun}Id}/move`);
  return asked && referenceAt(contract, asked, [member])?.resourceType?.name;
};

test.each<Moved>([
  { said: { summary: 'Hang a section below another one' } },
  { said: { description: 'Moves the section into another section (`422` if that is archived).' } },
  { said: { description: 'A section cannot be moved below itself (`409`).' }, member: 'newParentId' },
  { described: 'Id of the section above it; null for the top' },
  { created: 'A section of the same book', member: 'parentSectionId' },
])('a parent is of the kind of what is moved: %o', async (moved) => {
  expect(await parentIn(moved)).toBe('/sections');
});

test.each<readonly [found: string | undefined, moved: Moved]>([
  [undefined, {}],
  [undefined, { said: { summary: 'Move a section' }, described: 'The new parent; null for the top level' }],
  [undefined, { said: { summary: 'Move it to another shelf' } }],
  [undefined, { said: { summary: 'Move a section below another one' }, member: 'shelfId' }],
  [undefined, { said: { summary: 'Move a section below another one' }, member: 'parentAccountId' }],
  [undefined, { noun: 'file', said: { summary: 'Move a file' } }],
  ['/folders', { noun: 'file', said: { summary: 'Put a file into another folder' }, described: 'Id of the folder' }],
])('and of no other by %o: %o', async (found, moved) => {
  expect(await parentIn(moved)).toBe(found);
});
