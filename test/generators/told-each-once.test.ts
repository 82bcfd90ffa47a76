import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { minimalBody } from '../../src/generators/minimal-body.ts';
import { targetOf } from '../checks/support/fake-session.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const points = ['brakes', 'tyres', 'exhaust', 'battery'];

/** The points of the inspection of a van whose engine is of a kind. */
const checked = async (description: string, engine = 'electric', count = 3): Promise<readonly string[]> => {
  const van = {
    type: 'object',
    required: ['vanId', 'engine'],
    properties: { vanId: { ...text, readOnly: true }, engine: { ...text, enum: [engine] } },
  };
  const item = {
    type: 'object',
    required: ['point', 'isGood'],
    properties: { point: { ...text, enum: points }, isGood: { type: 'boolean' } },
  };
  const list = { type: 'array', minItems: count, maxItems: count, items: item };
  const parameters = [{ name: 'vanId', in: 'path', required: true, schema: text }];
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Vans', version: '1' },
      paths: {
        '/vans': {
          post: { requestBody: { required: true, ...json(van) }, responses: { 201: { description: 'Made', ...json(van) } } },
        },
        '/vans/{vanId}': { parameters, get: { responses: { 200: { description: 'It', ...json(van) } } } },
        '/vans/{vanId}/inspections': {
          parameters,
          post: {
            description,
            requestBody: { required: true, ...json({ type: 'object', required: ['points'], properties: { points: list } }) },
            responses: { 201: { description: 'Made' }, 422: { description: 'Not valid' } },
          },
        },
      },
    }),
  );
  const inspect = contract.operations.find(({ path }) => path.endsWith('/inspections'));
  if (!inspect) throw new Error('no operation');
  const made = minimalBody(inspect, { contract, target: targetOf({}), fresh: (name) => `ct-${name}` });
  if (made.kind === 'missing') throw new Error('no body');
  return (made.value as { readonly points: readonly { readonly point: string }[] }).points.map(({ point }) => point);
};

const told =
  'An inspection looks at exactly three points, each once: `brakes`, `tyres` and the one that belongs to the engine, which is `exhaust` for combustion vans and `battery` for electric ones.';

describe('a list whose values occur once each', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['for what is electric', 'electric', ['brakes', 'tyres', 'battery']],
    ['for what burns', 'combustion', ['brakes', 'tyres', 'exhaust']],
    ['for what the text does not name', 'steam', ['brakes', 'tyres', 'exhaust']],
  ])('has those %s', async (_, engine, expected) => {
    expect(await checked(told, engine)).toEqual(expected);
  });

  test('has those that a text names', async () => {
    expect(await checked('Looks at `battery` and `tyres`, no point twice.', 'electric', 2)).toEqual(['tyres', 'battery']);
  });

  test.each<readonly [string, string]>([
    ['says nothing of that', 'An inspection looks at `brakes` and `tyres`.'],
    ['speaks of another thing', 'Each van is inspected once. An inspection looks at `brakes` and `tyres`.'],
    ['has too few values', 'Looks at `brakes` and others.'],
  ])('is made as before where the text %s', async (_, description) => {
    expect(new Set(await checked(description)).size).toBe(1);
  });
});
