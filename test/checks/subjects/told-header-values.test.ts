import { describe, expect, test } from 'vitest';
import { fitsToldValue, toldHeaderValues } from '../../../src/checks/subjects/told-header-values.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

const responses = { 200: { description: 'It' }, 404: { description: 'None' } };
const one = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

/** Where a document with lamps and bulbs tells values of fields: "GET /lamps Cache-Control no-store", with "!" where errors have them too. */
const told = async (introduction: string, ofLamp = 'One lamp.'): Promise<readonly string[]> => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Lamps', version: '1', description: introduction },
      paths: {
        '/lamps': { get: { responses }, post: { responses: { 201: { description: 'Made' } } } },
        '/lamps/{id}': { parameters: [one], get: { description: ofLamp, responses } },
        '/bulbs': { get: { responses } },
      },
    }),
  );
  return contract.operations.flatMap((operation) =>
    toldHeaderValues(contract, operation).map(({ name, value, onErrors }) => `${operation.key} ${name}=${value}${onErrors ? '!' : ''}`),
  );
};

describe('a printed value of a field is told', () => {
  test.each<readonly [string, readonly string[]]>([
    ['Answers under `/lamps` with status 2xx carry `Cache-Control: no-store`.', ['GET /lamps', 'POST /lamps', 'GET /lamps/{id}']],
    ['Lamps carry `Cache-Control: no-store`.', ['GET /lamps', 'GET /lamps/{id}']],
    ['Single lamps have `Cache-Control: no-store`.', ['GET /lamps/{id}']],
    ['`GET` of a single lamp is answered (`200` and `304`) with `Cache-Control: no-store`.', ['GET /lamps/{id}']],
    ['`GET /bulbs` comes with `Cache-Control: no-store`.', ['GET /bulbs']],
    ['Answers carry `Cache-Control: no-store`, only the lamp from `GET /lamps/{id}` carries `private`.', ['GET /lamps', 'GET /bulbs']],
  ])('%s', async (text, operations) => {
    expect(await told(text)).toEqual(operations.map((key) => `${key} Cache-Control=no-store`));
  });

  test('for the others beside those that a clause names', async () => {
    const text = 'Lamps carry `Cache-Control: public, max-age=60`. Everything else carries `Cache-Control: private`.';
    expect(await told(text)).toEqual([
      'GET /lamps Cache-Control=public, max-age=60',
      'GET /lamps/{id} Cache-Control=public, max-age=60',
      'GET /bulbs Cache-Control=private',
    ]);
  });

  test.each<readonly [string, string]>([
    ['Browsers may call the API: every answer, errors included, carries `Access-Control-Allow-Origin: *`.', '!'],
    ['Every answer, also an error, carries `Access-Control-Allow-Origin: *`, and `OPTIONS` needs no key.', '!'],
    ['Every answer carries `Access-Control-Allow-Origin: *`.', ''],
  ])('for every answer: %s', async (text, mark) => {
    expect(await told(text)).toEqual(
      ['GET /lamps', 'POST /lamps', 'GET /lamps/{id}', 'GET /bulbs'].map((key) => `${key} Access-Control-Allow-Origin=*${mark}`),
    );
  });

  test('by the text of an operation, which counts before the introduction', async () => {
    const found = await told(
      'Every answer carries `Cache-Control: no-store`.',
      'The answer carries an `ETag` and `Cache-Control: private, no-cache`.',
    );
    expect(found).toContain('GET /lamps/{id} Cache-Control=private, no-cache');
    expect(found).toContain('GET /bulbs Cache-Control=no-store');
  });
});

describe('nothing is told by', () => {
  test.each([
    'Answers may carry `Cache-Control: no-store`.',
    'Every answer to a request with an origin carries `Access-Control-Allow-Origin: *`.',
    'Every answer carries `Access-Control-Allow-Origin: *` if the request has an `Origin`.',
    'Every answer except those of the console carries `Cache-Control: no-store`.',
    'Slow answers carry `Cache-Control: no-store`. Everything else carries `Cache-Control: private`.',
    'Every answer carries `X-Request-Id: 7f3a`.',
    'Answers carry `Cache-Control: no-store` by default.',
    'In production every answer carries `Cache-Control: no-store`.',
    'Every answer carries `Cache-Control: max-age=<seconds>`.',
    'Send `Cache-Control: no-cache` for fresh lamps.',
    'Lamps and their shades carry `Cache-Control: no-store`.',
    'Every answer carries `Cache-Control: no-store`. Every answer carries `Cache-Control: private`.',
  ])('%s', async (text) => {
    expect(await told(text)).toEqual([]);
  });

  test('a text of an operation with a condition, which the introduction does not overrule', async () => {
    const found = await told(
      'Every answer carries `Cache-Control: no-store`.',
      'The answer carries `Cache-Control: private` while the lamp is lit.',
    );
    expect(found).not.toContain('GET /lamps/{id} Cache-Control=no-store');
  });
});

test.each<readonly [told: string, sent: readonly string[], fits: boolean]>([
  ['private, no-cache', ['no-cache, Private'], true],
  ['private, no-cache', ['private', 'no-cache'], true],
  ['no-store', ['no-store, max-age=0, private'], true],
  ['private, no-cache', ['private'], false],
  ['no-store', ['no-store, public'], false],
  ['max-age=60', ['max-age=600'], false],
  ['no-store', [], false],
])('Cache-Control %s and %j', (value, sent, fits) => {
  expect(fitsToldValue({ name: 'Cache-Control', value, onErrors: false }, sent)).toBe(fits);
});

test('another field has the whole value', () => {
  const field = { name: 'Access-Control-Allow-Origin', value: '*', onErrors: false };
  expect([fitsToldValue(field, ['*']), fitsToldValue(field, ['https://a.example']), fitsToldValue(field, [])]).toEqual([
    true,
    false,
    false,
  ]);
});
