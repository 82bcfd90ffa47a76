import { expect, test } from 'vitest';
import { heldVersion } from '../../../src/contract/infer/held-version.ts';
import { versionInBody, versionsInQuery } from '../../../src/contract/infer/numbered-versions.ts';
import { contractIn } from '../last-contracts.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const text = { type: 'string' };
const number = { type: 'integer' };
const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});
const body = (schema: object) => ({ content: { 'application/json': { schema } } });
const answers = (schema: object, status = 200) => ({ [status]: { description: 'd', ...body(schema) } });
const byId = { name: 'songId', in: 'path', required: true, schema: text };

type Said = {
  /** The last word of the path of the list, and an entry of it. */
  readonly list?: string;
  readonly entry?: object;
  readonly act?: string;
  readonly said?: object;
  readonly member?: object;
  readonly query?: readonly object[];
};

/** Songs with versions. */
const songs = ({
  list = 'versions',
  entry = { number, title: text },
  act = 'revert',
  said = {},
  member = { version: number },
  query = [],
}: Said) => {
  const song = object({ id: text, title: text, version: number });
  return contractIn(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Songs', version: '1' },
      components: { schemas: { Entry: object(entry) } },
      paths: {
        '/songs': { post: { requestBody: body(object({ title: text })), responses: answers(song, 201) } },
        '/songs/{songId}': {
          parameters: [byId],
          get: { responses: answers(song) },
          patch: { requestBody: body(object({ title: text })), responses: answers(song) },
          delete: { responses: { 204: { description: 'd' } } },
        },
        [`/songs/{songId}/${list}`]: {
          parameters: [byId],
          get: { responses: answers({ type: 'array', items: { $ref: '#/components/schemas/Entry' } }) },
        },
        '/songs/{songId}/keep': { parameters: [byId], post: { responses: answers({ $ref: '#/components/schemas/Entry' }) } },
        [`/songs/{songId}/${act}`]: {
          parameters: [byId],
          post: {
            ...said,
            requestBody: { required: true, ...body(object(member, Object.keys(member))) },
            responses: { ...answers({ $ref: '#/components/schemas/Entry' }), 409: { description: 'd' } },
          },
          get: { ...said, parameters: query, responses: answers(object({ added: number })) },
        },
      },
    }),
  );
};

const inBody = async (asked: Said) => {
  const contract = await songs(asked);
  const operation = contract.operations.find(({ key }) => key === `POST /songs/{songId}/${asked.act ?? 'revert'}`);
  const [one] = Object.entries(asked.member ?? { version: number });
  const found = operation && one && versionInBody(contract, operation, [one[0], one[1] as Readonly<Record<string, unknown>>]);
  const held = operation && heldVersion(contract, operation)?.member;
  return { found: found && [found.list.path, found.number, found.adding.map(({ key }) => key).join(), found.change?.key], held };
};

test.each<Said>([
  {},
  { act: 'restore', said: { summary: 'Make it what it was' } },
  { act: 'again', said: { summary: 'Go back to an old version' } },
  { act: 'again', said: { description: 'Reverts the song to a version.' }, member: { versionNumber: number } },
])('an action goes back to a version by its number: %o', async (asked) => {
  expect(await inBody(asked)).toEqual({
    found: ['/songs/{songId}/versions', 'number', 'POST /songs/{songId}/keep', 'PATCH /songs/{songId}'],
    held: undefined,
  });
});

test('a version that a client has read stays one', async () => {
  expect(await inBody({ act: 'confirm', said: { summary: 'Confirm a song' } })).toEqual({ found: undefined, held: 'version' });
});

test.each<readonly [why: string, asked: Said]>([
  ['a name', { member: { version: text } }],
  ['of something else', { member: { track: number } }],
  ['that nothing numbers', { entry: { id: text, title: text } }],
  ['numbered by a text', { entry: { number: text, title: text } }],
  ['of a list of other things', { list: 'verses', member: { verse: number } }],
])('not %s', async (_why, asked) => {
  expect((await inBody(asked)).found).toBeUndefined();
});

const query = (name: string, schema: object = number, required = true) => ({ name, in: 'query', required, schema });

const inQuery = async (asked: Said) => {
  const contract = await songs({ act: 'compare', ...asked });
  const operation = contract.operations.find(({ key }) => key === `GET /songs/{songId}/${asked.act ?? 'compare'}`);
  return operation && versionsInQuery(contract, operation)?.parameters.map(({ name, side }) => [name, side]);
};

test.each<readonly [asked: Said, found: unknown]>([
  [
    { said: { summary: 'What changed from one version to another' }, query: [query('from'), query('to')] },
    [
      ['from', 'older'],
      ['to', 'newer'],
    ],
  ],
  [
    { query: [query('fromVersion'), query('toVersion')] },
    [
      ['fromVersion', 'older'],
      ['toVersion', 'newer'],
    ],
  ],
  [{ act: 'text', query: [query('version')] }, [['version', 'newer']]],
])('a read names versions by its query: %o', async (asked, found) => {
  expect(await inQuery(asked)).toEqual(found);
});

test.each<readonly [why: string, asked: Said]>([
  ['of bars, with no word of versions', { said: { summary: 'Bars from one to another' }, query: [query('from'), query('to')] }],
  ['of days', { said: { summary: 'What changed in all versions' }, query: [query('from', { type: 'string', format: 'date' })] }],
  ['that may be left out', { query: [query('version', number, false)] }],
  ['of an interface', { query: [query('apiVersion')] }],
  ['that nothing lists', { list: 'verses', query: [query('version')] }],
])('not what is %s', async (_why, asked) => {
  expect(await inQuery(asked)).toBeUndefined();
});
