import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/exchange/redactor.ts';
import { createSender } from '../../../src/exchange/sender.ts';
import { bayContract, bayDocument, does, madeFor, requestFor } from '../../generators/bay-contract.ts';
import { startHarbour } from '../../worlds/every-body-and-parameter.ts';
import { arriving } from './arriving.ts';

type Json = Readonly<Record<string, unknown>>;

const parameter = (where: string, name: string, example: unknown, writing: Json = {}): Json => ({
  name,
  in: where,
  required: true,
  example,
  schema: {},
  ...writing,
});

const query = async (example: unknown, writing: Json = {}): Promise<readonly [target: string, query: unknown]> => {
  const { target, query: read } = await arriving('get', '/boats', { parameters: [parameter('query', 'f', example, writing)] });
  return [target, read];
};

describe('a query arrives as it was meant', () => {
  test.for<readonly [what: string, value: unknown, writing: Json, target: string, read: Json]>([
    ['a text', 'a b&c=d+e/é', {}, '/boats?f=a%20b%26c%3Dd%2Be%2F%C3%A9', { f: 'a b&c=d+e/é' }],
    ['a list', [1, 2], {}, '/boats?f=1&f=2', { f: ['1', '2'] }],
    ['a list in one', ['a', 'b'], { explode: false }, '/boats?f=a,b', { f: ['a', 'b'] }],
    ['members', { a: 1, b: true }, {}, '/boats?a=1&b=true', { a: '1', b: 'true' }],
    [
      'a deep object',
      { a: 'x', b: 'y z' },
      { style: 'deepObject', explode: true },
      '/boats?f%5Ba%5D=x&f%5Bb%5D=y%20z',
      { f: { a: 'x', b: 'y z' } },
    ],
    [
      'a deeper object',
      { a: { b: 1 }, c: [2, 3] },
      { style: 'deepObject', explode: true },
      '/boats?f%5Ba%5D%5Bb%5D=1&f%5Bc%5D%5B%5D=2&f%5Bc%5D%5B%5D=3',
      { f: { a: { b: '1' }, c: ['2', '3'] } },
    ],
    ['a list between pipes', ['a', 'b'], { style: 'pipeDelimited' }, '/boats?f=a%7Cb', { f: 'a|b' }],
    ['a list between spaces', ['a', 'b'], { style: 'spaceDelimited' }, '/boats?f=a%20b', { f: 'a b' }],
    ['reserved characters', 'a/b:c', { allowReserved: true }, '/boats?f=a/b:c', { f: 'a/b:c' }],
  ])('%s', async ([, value, writing, target, read]) => {
    expect(await query(value, writing)).toEqual([target, read]);
  });

  test('JSON, where the document writes a value as a media type', async () => {
    const content = { 'application/json': { schema: {}, example: { a: [1, { b: 2 }] } } };
    const { target, query: read } = await arriving('get', '/boats', { parameters: [{ name: 'f', in: 'query', required: true, content }] });
    expect(target).toBe('/boats?f=%7B%22a%22%3A%5B1%2C%7B%22b%22%3A2%7D%5D%7D');
    expect(read).toEqual({ f: '{"a":[1,{"b":2}]}' });
  });
});

describe('a path arrives as it was meant', () => {
  test.for<readonly [value: unknown, writing: Json, target: string, read: string]>([
    ['a/b c', {}, '/boats/a%2Fb%20c', 'a/b c'],
    [['a', 'b'], {}, '/boats/a,b', 'a,b'],
    [{ a: 1, b: 2 }, { explode: true }, '/boats/a=1,b=2', 'a=1,b=2'],
    [5, { style: 'label' }, '/boats/.5', '.5'],
    [[3, 4], { style: 'label', explode: true }, '/boats/.3.4', '.3.4'],
    [5, { style: 'matrix' }, '/boats/;boat=5', ';boat=5'],
    [[3, 4], { style: 'matrix', explode: true }, '/boats/;boat=3;boat=4', ';boat=3;boat=4'],
  ])('%j, %j', async ([value, writing, target, read]) => {
    const arrived = await arriving('get', '/boats/{boat}', { parameters: [parameter('path', 'boat', value, writing)] });
    expect(arrived.target).toBe(target);
    expect(arrived.path).toEqual({ boat: read });
  });
});

describe('headers and cookies arrive as they were meant', () => {
  test('lists and members are in one header field', async () => {
    const { headers } = await arriving('get', '/boats', {
      parameters: [parameter('header', 'X-List', ['a', 'b c']), parameter('header', 'X-Map', { a: 1 }, { explode: true })],
    });
    expect(headers['x-list']).toBe('a,b c');
    expect(headers['x-map']).toBe('a=1');
  });

  test('a required cookie is sent together with a credential in a cookie', async () => {
    const { cookies, headers } = await arriving(
      'get',
      '/boats',
      { parameters: [parameter('cookie', 'tide', 'low; very'), parameter('cookie', 'n', 3)] },
      { rest: { security: [{ pass: [] }] } },
    );
    expect(headers.cookie).toBe('tide=low%3B%20very; n=3');
    expect(cookies).toEqual({ tide: 'low; very', n: '3' });
  });

  test('a credential and a cookie share the one field', async () => {
    const { url, arrived } = await startHarbour(['/boats']);
    const document = {
      ...bayDocument({ '/boats': { get: does({ parameters: [parameter('cookie', 'tide', 'low'), parameter('cookie', 'pass', 'x')] }) } }),
      components: { securitySchemes: { pass: { type: 'apiKey', in: 'cookie', name: 'pass' } } },
      security: [{ pass: [] }],
    };
    const contract = await bayContract(document);
    const secrets = { key: 'sk_bay_0123456789abcdef' };
    const sender = createSender({
      baseUrl: url,
      urls: {},
      timeoutMs: 5000,
      headers: {},
      secrets,
      passesFor: () => [{ scheme: 'key', placement: contract.credentialPlacement, isKey: true }],
      redactor: createRedactor(Object.values(secrets)),
    });
    const exchange = await sender.send(requestFor(contract, 'GET /boats'), 'x1');
    await sender.close();
    expect(arrived[0]?.headers.cookie).toBe(`pass=${secrets.key}; tide=low`);
    expect(exchange.sent.headers.find(([name]) => name === 'cookie')?.[1]).toBe('pass=[secret]; tide=low');
  });

  test('a header parameter for the credential, Accept or Content-Type does not replace that of the request', async () => {
    const document = {
      ...bayDocument({
        '/boats': {
          get: does({
            parameters: [
              parameter('header', 'X-Pass', 'nobody'),
              parameter('header', 'Accept', 'x/y'),
              parameter('header', 'Authorization', 'z'),
            ],
            responses: {
              '200': { description: 'Boats', content: { 'text/csv': {} } },
              '400': { description: 'No', content: { 'application/json': {} } },
            },
          }),
        },
      }),
      components: { securitySchemes: { pass: { type: 'apiKey', in: 'header', name: 'X-Pass' } } },
      security: [{ pass: [] }],
    };
    expect(requestFor(await bayContract(document), 'GET /boats').headers).toEqual([['accept', 'text/csv, application/json;q=0.5']]);
  });
});

describe('values that no request can contain are asked for, and never sent', () => {
  const refused = async (where: string, name: string, example: unknown): Promise<unknown> => {
    const path = where === 'path' ? `/boats/{${name}}` : '/boats';
    const contract = await bayContract(bayDocument({ [path]: { get: does({ parameters: [parameter(where, name, example)] }) } }));
    return madeFor(contract, `GET ${path}`);
  };

  test.for<readonly [where: string, name: string, example: unknown, why: string]>([
    ['header', 'X-Tide', 'low\r\nX-Evil: 1', 'a header field cannot contain the value'],
    ['header', 'X-Tide', '\u6f6e', 'a header field cannot contain the value'],
    ['header', 'X-Tide', ' low', 'a header field cannot contain the value'],
    ['header', 'X Tide', 'low', 'is not a valid name of a header field'],
    ['header', 'Upgrade', 'h2c', 'belongs to the connection'],
    ['header', 'Transfer-Encoding', 'chunked', 'belongs to the connection'],
    ['path', 'boat', '', 'empty text'],
    ['path', 'boat', [], 'empty text'],
    ['path', 'boat', '.', 'leads to another path'],
    ['path', 'boat', '..', 'leads to another path'],
  ])('%s %s: %j', async ([where, name, example, why]) => {
    expect(await refused(where, name, example)).toMatchObject({
      kind: 'missing',
      prerequisites: [{ sentence: expect.stringContaining(why) }],
    });
  });

  test('a header parameter for a field of every request is left to the request', async () => {
    const { headers } = await arriving('get', '/boats', {
      parameters: [parameter('header', 'Host', 'elsewhere.example'), parameter('header', 'Content-Length', 5)],
    });
    expect(headers.host).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(headers['content-length']).toBeUndefined();
  });

  test('JSON in a header field is escaped to ASCII', async () => {
    const content = { 'application/json': { schema: {}, example: { port: 'Sj\u00f8' } } };
    const { headers } = await arriving('get', '/boats', { parameters: [{ name: 'X-Home', in: 'header', required: true, content }] });
    expect(headers['x-home']).toBe('{"port":"Sj\\u00f8"}');
  });
});

const body = (mediaType: string, media: Json): Json => ({ requestBody: { required: true, content: { [mediaType]: media } } });

describe('a body arrives in the declared media type', () => {
  test.for(['application/json', 'application/vnd.acme.v2+json', 'application/merge-patch+json', 'application/json; charset=utf-8'])(
    '%s',
    async (type) => {
      const arrived = await arriving('put', '/boats', body(type, { example: { a: [1], b: null } }));
      expect(arrived.headers['content-type']).toBe(type);
      expect(arrived.body).toBe('{"a":[1],"b":null}');
    },
  );

  test('a suffix without a type is sent as a type that ends in it', async () => {
    const { headers } = await arriving('put', '/boats', body('application/*+json', { example: { a: 1 } }));
    expect(headers['content-type']).toBe('application/vnd.assay+json');
  });

  test('JSON goes before a form, a form before a text', async () => {
    const content = {
      'text/plain': { example: 'x' },
      'application/x-www-form-urlencoded': { example: { a: 1 } },
      'application/hal+json': { example: { b: 2 } },
    };
    const json = await arriving('put', '/boats', { requestBody: { required: true, content } });
    expect([json.headers['content-type'], json.body]).toEqual(['application/hal+json', '{"b":2}']);
    const { 'application/hal+json': _, ...others } = content;
    const form = await arriving('put', '/boats', { requestBody: { required: true, content: others } });
    expect([form.headers['content-type'], form.body]).toEqual(['application/x-www-form-urlencoded', 'a=1']);
  });

  test('a form has texts, lists name by name, objects as JSON, and members in the styles of their encoding', async () => {
    const example = {
      name: 'Sea & Sun',
      tags: ['a', 'b'],
      home: { port: 'Texel', pier: 3 },
      deep: { a: 1, b: [2] },
      row: ['x', 'y'],
      big: 1e21,
      none: null,
    };
    const encoding = { deep: { style: 'deepObject', explode: true }, row: { style: 'form', explode: false } };
    const arrived = await arriving(
      'put',
      '/boats',
      body('application/x-www-form-urlencoded', { schema: { type: 'object' }, example, encoding }),
    );
    expect(arrived.body).toBe(
      'name=Sea+%26+Sun&tags=a&tags=b&home=%7B%22port%22%3A%22Texel%22%2C%22pier%22%3A3%7D&deep%5Ba%5D=1&deep%5Bb%5D%5B%5D=2&row=x,y&big=1000000000000000000000',
    );
    expect(arrived.form).toEqual({
      name: 'Sea & Sun',
      tags: ['a', 'b'],
      home: '{"port":"Texel","pier":3}',
      deep: { a: '1', b: ['2'] },
      row: 'x,y',
      big: '1000000000000000000000',
    });
  });

  test('a multipart form has a part for each value, with the media types and headers of their encoding', async () => {
    const schema = {
      type: 'object',
      required: ['title', 'home', 'photo', 'scans', 'note'],
      properties: {
        title: { type: 'string', example: 'Sea "1"\r\n' },
        home: { type: 'object', required: ['pier'], properties: { pier: { type: 'integer', example: 3 } } },
        photo: { type: 'string', format: 'binary' },
        scans: { type: 'array', minItems: 2, items: { type: 'string', format: 'binary' } },
        note: { type: 'string', example: '<b/>' },
      },
    };
    const encoding = {
      photo: { contentType: 'image/png, image/jpeg', headers: { 'X-Turn': { required: true, schema: { type: 'integer', example: 90 } } } },
      note: { contentType: 'text/xml' },
    };
    const arrived = await arriving('put', '/boats', body('multipart/form-data', { schema, encoding }));
    expect(arrived.headers['content-type']).toMatch(/^multipart\/form-data; boundary=assay-[0-9a-f]{24}$/);
    expect(arrived.parts.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'home', text: '{"pier":3}', file: undefined, mediaType: 'application/json' },
      { name: 'note', text: '<b/>', file: undefined, mediaType: 'text/xml' },
      { name: 'photo', text: expect.stringMatching(/^iVBORw0KGgo/), file: 'ct-n1-plain-photo.png', mediaType: 'image/png' },
      { name: 'scans', text: expect.stringMatching(/^ct/), file: 'ct-n1-plain-scans.bin', mediaType: 'application/octet-stream' },
      { name: 'scans', text: expect.stringMatching(/^ct/), file: 'ct-n1-plain-scans.bin', mediaType: 'application/octet-stream' },
      { name: 'title', text: 'Sea "1"\r\n', file: undefined, mediaType: 'text/plain' },
    ]);
    expect(arrived.body).toContain('\r\nX-Turn: 90\r\n');
  });

  test.for<readonly [type: string, media: Json, text: RegExp]>([
    ['text/plain', { schema: { type: 'string', example: 'ahoy' } }, /^ahoy$/],
    ['text/plain; charset=utf-8', { schema: { type: 'string' } }, /^ct-n1-plain-body$/],
    ['application/octet-stream', { schema: { type: 'string', format: 'binary' } }, /^ct/],
    ['application/octet-stream', {}, /^ct/],
    ['application/xml', { example: '<boat/>' }, /^<boat\/>$/],
    ['application/xml', { schema: { type: 'object', properties: { a: {} } }, example: '<boat/>' }, /^<boat\/>$/],
    ['text/plain', { schema: { type: 'integer' }, example: 7 }, /^7$/],
    ['application/json; charset=ISO-8859-1', { example: 'Sj\u00f8' }, /^"Sj\\u00f8"$/],
  ])('%s with %j', async ([type, media, text]) => {
    const arrived = await arriving('put', '/boats', body(type, media));
    expect(arrived.headers['content-type']).toBe(type);
    expect(arrived.body).toMatch(text);
  });

  test('a text is in the character set that its media type names', async () => {
    const { headers } = await arriving('put', '/boats', body('text/plain; charset=iso-8859-1', { example: 'Sj\u00f8' }));
    expect(headers['content-length']).toBe('3');
  });

  test('a form has at least one item of each required list, and a file the media type of its schema', async () => {
    const scan = { type: 'string', contentMediaType: 'image/png' };
    const schema = { type: 'object', required: ['scans'], properties: { scans: { type: 'array', minItems: 0, items: scan } } };
    const { parts } = await arriving('put', '/boats', body('multipart/form-data', { schema }));
    expect(parts).toEqual([
      { name: 'scans', text: expect.stringMatching(/^iVBORw0KGgo/), file: 'ct-n1-plain-scans.png', mediaType: 'image/png' },
    ]);
  });

  test('XML without an example is asked for by its name', async () => {
    const operation = does(body('application/xml', { schema: { type: 'object', properties: { a: { type: 'string' } } } }));
    const contract = await bayContract(bayDocument({ '/boats': { put: operation } }));
    expect(() => requestFor(contract, 'PUT /boats')).toThrow('media type application/xml: give an example');
  });
});
