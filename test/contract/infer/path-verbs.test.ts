import { expect, test } from 'vitest';
import {
  endsInParameter,
  isDirectlyBelow,
  isSamePath,
  parametersIn,
  pathAbove,
  tailOf,
  valuesInPath,
} from '../../../src/contract/infer/path-template.ts';
import { lives } from '../../../src/checks/subjects/lives.ts';
import { statesFor, wayBetween } from '../../../src/checks/subjects/action-states.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

test('a verb behind a colon is below what it is said of', () => {
  expect(tailOf('/boats/{boat}:launch')).toEqual(['launch']);
  expect(parametersIn('/boats/{boat}:launch')).toEqual(['boat']);
  expect(pathAbove('/boats/{boat}:launch')).toBe('/boats/{boat}');
  expect(pathAbove('/boats/{boat}/trips:import')).toBe('/boats/{boat}/trips');
  expect(pathAbove('/boats/{boat}/trips')).toBe('/boats/{boat}');
  expect(endsInParameter('/boats/{boat}:launch')).toBe(false);
  expect(isDirectlyBelow('/boats/{boat}:launch', '/boats/{id}')).toBe(true);
  expect(isSamePath('/boats:launch', '/boats/{boat}')).toBe(false);
});

test('a noun behind a colon is no verb: what is created there is removed again', async () => {
  const creation = (root: string) => ({ [`/${root}`]: { post: { responses: { ...shows(201), ...refused } } } });
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Boats', version: '1' },
      paths: {
        ...creation('dock:boats'),
        '/dock:boats/{boat}': {
          ...boatParameter,
          get: { responses: { ...shows(), ...refused } },
          delete: { responses: { 204: { description: 'Gone' } } },
        },
      },
    }),
  );
  expect(contract.inferredResourceTypes.map(({ create, remove }) => [create.key, remove.key])).toEqual([
    ['POST /dock:boats', 'DELETE /dock:boats/{boat}'],
  ]);
});

test('the values of a path with a verb are found in a request', () => {
  expect(valuesInPath('/boats/{boat}:launch', ['boats', 'b:7:launch'])).toEqual({ boat: 'b:7' });
  expect(valuesInPath('/boats/{boat}:launch', ['boats', 'b7'])).toBeUndefined();
  expect(valuesInPath('/boats/{boat}', ['boats', 'b:7'])).toEqual({ boat: 'b:7' });
});

test.each(['/books/urn:isbn:{isbn}', '/tags/{space}:{name}', '/files/a:b/c', '/times/10:30', '/dock:boats'])('no verb ends %s', (path) => {
  expect(tailOf(path).at(-1) ?? '').not.toMatch(/^(?:b|30|isbn|boats)$/u);
  expect(pathAbove(path)).toBe(path.replace(/\/[^/]*$/u, ''));
});

const text = { type: 'string' };
const boat = {
  type: 'object',
  required: ['id', 'name', 'status'],
  properties: { id: text, name: text, status: { enum: ['ASHORE', 'AFLOAT', 'MOORED', 'SOLD'] } },
};
const shows = (status = 200) => ({ [status]: { description: 'It', content: { 'application/json': { schema: boat } } } });
const refused = { 400: { description: 'No' }, 404: { description: 'None' }, 409: { description: 'Not now' } };
const boatParameter = { parameters: [{ name: 'boat', in: 'path', required: true, schema: text }] };
const act = (summary: string) => ({ ...boatParameter, post: { summary, responses: { ...shows(), ...refused } } });

const boats = (colon: string, introduction: string) =>
  loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Boats', version: '1', description: introduction },
      paths: {
        '/boats': {
          post: {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: text } } } },
            },
            responses: { ...shows(201), ...refused },
          },
        },
        '/boats/{boat}': {
          ...boatParameter,
          get: { responses: { ...shows(), ...refused } },
          delete: { responses: { 204: { description: 'Gone' }, ...refused } },
        },
        [`/boats/{boat}${colon}float`]: act('Float a boat'),
        [`/boats/{boat}${colon}moor`]: act('Moor a boat'),
        [`/boats/{boat}${colon}untie`]: act('Untie a boat'),
      },
    }),
  );

const table = [
  '## Where a boat is',
  '',
  '| from | method | to |',
  '|---|---|---|',
  '| `ASHORE` | `:float` | `AFLOAT` |',
  '| `AFLOAT` | `:moor` | `MOORED` |',
  '| `MOORED` | `:untie` | `AFLOAT` |',
].join('\n');

test.each([':', '/'])('a table of the introduction says from where actions behind "%s" lead where', async (colon) => {
  const contract = await boats(colon, table.replaceAll('`:', `\`${colon}`));
  const [type] = contract.inferredResourceTypes;
  if (!type) throw new Error('no type');
  const states = ['float', 'moor', 'untie'].map((name) => {
    const operation = contract.operations.find(({ path }) => path.endsWith(name));
    return operation && statesFor(contract, type, operation);
  });
  expect(lives(contract)).toHaveLength(1);
  expect(states).toEqual([['ASHORE'], ['AFLOAT'], ['MOORED']]);
  expect(wayBetween(contract, type, 'ASHORE', ['MOORED'])?.by.map(({ operation }) => tailOf(operation.path))).toEqual([
    ['float'],
    ['moor'],
  ]);
});
