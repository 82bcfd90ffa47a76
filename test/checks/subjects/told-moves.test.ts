import { expect, test } from 'vitest';
import { statesFor, wayBetween } from '../../../src/checks/subjects/action-states.ts';
import { usualState } from '../../../src/checks/subjects/usual-state.ts';
import { keyOfNeed } from '../../../src/contract/infer/additions.ts';
import { inferredNamed } from '../../../src/contract/infer/covering.ts';
import { neededInPath } from '../../../src/contract/infer/needed-below.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const inPath = (name: string): Json => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const shown = (name: string): Json => ({ description: 'd', ...json({ $ref: `#/components/schemas/${name}` }) });
const thing = (states: readonly string[]): Json => ({
  type: 'object',
  properties: { id: text, title: text, status: { ...text, enum: states } },
});

type World = {
  readonly introduction?: string;
  readonly ofTag?: string;
  readonly own?: string;
  readonly values?: readonly string[];
  readonly example?: Json;
};

const states = ['planned', 'on_sale', 'stopped', 'over'];

/** Tours of a travel agency with stages and photos, whose status a PUT sets, and vouchers beside them. */
const tours = async ({ introduction = 'Tours.', ofTag = 'Tours', own = 'Sets the status.', values = states, example }: World) =>
  loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Travel', version: '1', description: introduction },
      tags: [{ name: 'tours', description: ofTag }],
      paths: {
        '/tours': { post: { requestBody: json({ type: 'object', properties: { title: text } }), responses: { 201: shown('Tour') } } },
        '/tours/{tourId}': {
          ...inPath('tourId'),
          get: { responses: { 200: shown('Tour') } },
          delete: { responses: { 204: { description: 'gone' } } },
        },
        '/tours/{tourId}/stages': {
          ...inPath('tourId'),
          post: { requestBody: json({ type: 'object', properties: { title: text } }), responses: { 201: shown('Stage') } },
        },
        '/tours/{tourId}/stages/{stageId}': {
          parameters: [...(inPath('tourId')['parameters'] as []), ...(inPath('stageId')['parameters'] as [])],
          delete: { responses: { 204: { description: 'gone' } } },
        },
        '/tours/{tourId}/status': {
          ...inPath('tourId'),
          put: {
            tags: ['tours'],
            description: own,
            requestBody: {
              required: true,
              content: {
                'application/json': {
                  schema: { type: 'object', required: ['status'], properties: { status: { ...text, enum: values } } },
                  ...(example ? { example } : {}),
                },
              },
            },
            responses: { 200: shown('Tour'), 409: { description: 'Not from this status' } },
          },
        },
        '/vouchers': { post: { requestBody: json({ type: 'object', properties: { title: text } }), responses: { 201: shown('Voucher') } } },
        '/vouchers/{voucherId}': { ...inPath('voucherId'), delete: { responses: { 204: { description: 'gone' } } } },
      },
      components: {
        schemas: {
          Tour: thing(states),
          Stage: { type: 'object', properties: { id: text } },
          Voucher: { type: 'object', properties: { id: text } },
        },
      },
    }),
  );

const put = 'PUT /tours/{tourId}/status';
const table = [
  '| From | To | Who | Needs | Effect |',
  '|---|---|---|---|---|',
  '| (new) | planned | | | |',
  '| planned | on_sale | clerk | at least one stage, otherwise 409 | |',
  '| on_sale | stopped | clerk | | nothing is sold |',
  '| on_sale, stopped | over | | | by the service only, on the last day |',
].join('\n');

const read = async (world: World) => {
  const contract = await tours(world);
  const type = inferredNamed(contract, '/tours');
  const operation = contract.operations.find(({ key }) => key === put);
  const way = (to: string) => type && wayBetween(contract, type, 'planned', [to])?.by.map(({ set }) => Object.values(set ?? {}).join());
  return {
    stopped: way('stopped'),
    over: way('over'),
    usual: operation && usualState(contract, operation),
    tried: type && operation && statesFor(contract, type, operation),
    needs: neededInPath(contract).get(put)?.map(keyOfNeed) ?? [],
  };
};

test.each<readonly [string, World]>([
  ['below a heading', { introduction: `# Travel\n\n## Statuses of a tour\n\n${table}\n` }],
  ['behind a line', { introduction: `Travel.\n\n**The life of a tour**\n\n${table}\n\nMore.` }],
  ['without a title', { introduction: table }],
  ['in the description of a tag', { ofTag: `Tours on offer.\n\n${table}` }],
  ['in the operation', { own: `Moves it.\n\n${table}` }],
])('a table of moves %s shows the way, and what it needs', async (_, world) => {
  expect(await read(world)).toEqual({
    stopped: ['on_sale', 'stopped'],
    // The service alone makes the last move.
    over: undefined,
    usual: 'on_sale',
    tried: ['planned'],
    needs: ['POST /tours/{tourId}/stages'],
  });
});

test('the state of an example is tried where the table leads from', async () => {
  const found = await read({ introduction: `## Tour\n\n${table}`, example: { status: 'stopped' } });
  expect([found.usual, found.tried]).toEqual(['stopped', ['on_sale']]);
});

test('states in other words, and needs in a condition', async () => {
  const other = ['| State | Next | Condition |', '|---|---|---|', '| Planned | On sale | a stage |', '| On sale | Stopped | |'].join('\n');
  expect(await read({ introduction: other, values: ['on_sale', 'stopped'] })).toMatchObject({
    stopped: ['on_sale', 'stopped'],
    needs: ['POST /tours/{tourId}/stages'],
  });
});

test.each<readonly [string, World]>([
  ['of something else', { introduction: `## Statuses of a voucher\n\n${table}` }],
  ['with another state', { introduction: table.replace('| stopped |', '| halted |') }],
  ['of actions', { introduction: table.replace('Who', 'Action').replaceAll('clerk', 'release') }],
  ['none', {}],
])('a table %s tells nothing of the moves', async (_, world) => {
  expect(await read(world)).toMatchObject({ stopped: ['stopped'], usual: 'planned', tried: undefined, needs: [] });
});
