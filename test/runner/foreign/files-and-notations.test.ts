import { exec } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { storedExchange } from '../../../src/exchange/stored-exchange.ts';
import { sampleFile } from '../../../src/generators/sample-files.ts';
import { curlCommand } from '../../../src/report/index.ts';
import { bayContract, bayDocument, does, makingFor, requestFor } from '../../generators/bay-contract.ts';
import { startHarbour } from '../../worlds/every-body-and-parameter.ts';
import { arriving, arrivingFrom } from './arriving.ts';

type Json = Readonly<Record<string, unknown>>;

const body = (content: Json): Json => ({ requestBody: { required: true, content } });

const put = (mediaType: string, media: Json, schemas: Json = {}) => arriving('put', '/boats', body({ [mediaType]: media }), { schemas });

const boat = {
  type: 'object',
  required: ['name', 'berth'],
  properties: { name: { type: 'string', example: 'Sea, "1"' }, berth: { type: 'integer', example: 3 } },
};

describe('a file arrives as the octets of its media type', () => {
  // A remark in it makes each picture another one.
  const png = Buffer.from(sampleFile('image/png')?.content ?? '');
  const head = 33;
  const isPicture = (octets: Buffer): boolean =>
    octets.subarray(0, head).equals(png.subarray(0, head)) && octets.subarray(-12).equals(png.subarray(-12)) && octets.length > png.length;

  test('a picture alone', async () => {
    const { headers, octets } = await put('image/*', { schema: { type: 'string', format: 'binary' } });
    expect(headers['content-type']).toBe('image/png');
    expect(isPicture(octets)).toBe(true);
  });

  test.for<readonly [type: string, beginning: string]>([
    ['application/pdf', '%PDF-1.4\n'],
    ['application/zip', 'PK\x03\x04'],
    ['image/jpeg', '\xff\xd8\xff\xe0'],
    ['audio/*', 'RIFF'],
    ['text/csv', 'name\r\n'],
  ])('%s', async ([type, beginning]) => {
    const { octets } = await put(type, {});
    expect(octets.toString('latin1').startsWith(beginning)).toBe(true);
  });

  test('the text that a document prints for a picture is not sent as one', async () => {
    const { octets } = await put('image/png', { schema: { type: 'string', format: 'binary' }, example: '@boat.png' });
    expect(isPicture(octets)).toBe(true);
  });

  test('files, lists of files, JSON and texts in one form, each with its type', async () => {
    const schema = {
      type: 'object',
      required: ['picture', 'scans', 'papers', 'crew', 'sealed', 'title'],
      properties: {
        picture: { type: 'string', contentMediaType: 'image/png' },
        scans: { type: 'array', minItems: 2, items: { type: 'string', format: 'binary' } },
        papers: {},
        crew: { type: 'array', items: boat, minItems: 1 },
        sealed: { type: 'string', contentEncoding: 'base64', example: 'AAE=' },
        title: { type: 'string', example: 'x' },
      },
    };
    const encoding = { scans: { contentType: 'image/tiff, image/jpeg' }, papers: { contentType: 'application/pdf' } };
    const { parts } = await put('multipart/form-data', { schema, encoding });
    expect(parts.map(({ name, file, mediaType }) => [name, file, mediaType]).sort()).toEqual([
      ['crew', undefined, 'application/json'],
      ['papers', 'ct-n1-plain-papers.pdf', 'application/pdf'],
      ['picture', 'ct-n1-plain-picture.png', 'image/png'],
      ['scans', 'ct-n1-plain-scans.jpg', 'image/jpeg'],
      ['scans', 'ct-n1-plain-scans.jpg', 'image/jpeg'],
      // busboy takes octets for a file, although no file is named.
      ['sealed', undefined, 'application/octet-stream'],
      ['title', undefined, 'text/plain'],
    ]);
    const textOf = (wanted: string): string | undefined => parts.find(({ name }) => name === wanted)?.text;
    expect(isPicture(Buffer.from(textOf('picture') ?? '', 'base64'))).toBe(true);
    expect(textOf('crew')).toBe('{"name":"Sea, \\"1\\"","berth":3}');
    expect(textOf('sealed')).toBe('AAE=');
  });

  test('a form with a file is sent in parts, where both forms are declared', async () => {
    const schema = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
    const { headers, parts } = await arriving(
      'put',
      '/boats',
      body({ 'application/x-www-form-urlencoded': { schema }, 'multipart/form-data': { schema } }),
    );
    expect(headers['content-type']).toContain('multipart/form-data');
    expect(parts).toMatchObject([{ file: 'ct-n1-plain-file.bin', text: expect.stringMatching(/^ct/) as string }]);
  });

  test('the operator gives the content of a file', async () => {
    const schema = { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } };
    const contract = await bayContract(bayDocument({ '/boats': { put: does(body({ 'multipart/form-data': { schema } })) } }));
    const { target } = makingFor(contract, { values: { 'PUT /boats': { file: 'mine' } } });
    const request = requestFor(contract, 'PUT /boats', { target });
    expect(request.body).toMatchObject({ kind: 'form', value: { file: 'mine' } });
    expect(request.madeUp).toBeUndefined();
  });

  test('other parts than those of a form are asked for', async () => {
    const contract = await bayContract(bayDocument({ '/boats': { put: does(body({ 'multipart/mixed': { schema: boat } })) } }));
    expect(() => requestFor(contract, 'PUT /boats')).toThrow('multipart/mixed: OpenAPI does not define its parts');
  });
});

describe('the record keeps the octets', () => {
  const scan = bayDocument({
    '/boats': {
      put: does(
        body({
          'multipart/form-data': {
            schema: { type: 'object', required: ['scan'], properties: { scan: { type: 'string', contentMediaType: 'image/png' } } },
          },
        }),
      ),
    },
  });

  test('and curl sends them again', async () => {
    const { arrived, exchange } = await arrivingFrom(scan, 'PUT /boats');
    expect(Buffer.from(exchange.sent.octets ?? '', 'base64')).toEqual(arrived.octets);
    const again = await startHarbour(['/boats']);
    const target = { target: 'bay', baseUrl: again.url, settings: undefined, sources: undefined };
    const { command, notes } = curlCommand(storedExchange(exchange), target as never);
    expect(notes.join()).not.toContain('octets');
    // The command ends when the server of this process has answered.
    await new Promise<void>((resolve, reject) => {
      exec(command, (error) => (error ? reject(error) : resolve()));
    });
    expect(again.arrived[0]?.octets).toEqual(arrived.octets);
    expect(again.arrived[0]?.headers['content-type']).toBe(arrived.headers['content-type']);
  });

  test('as a whole or not at all', async () => {
    const { exchange } = await arrivingFrom(scan, 'PUT /boats');
    const { sent } = storedExchange(exchange, undefined, 100);
    expect(sent.octets).toBeUndefined();
    expect(sent.truncated).toBe(true);
  });

  test('a text has none', async () => {
    const { exchange } = await arrivingFrom(
      bayDocument({ '/boats': { put: does(body({ 'text/plain': { example: 'Sjø' } })) } }),
      'PUT /boats',
    );
    expect(exchange.sent).toMatchObject({ body: 'Sjø' });
    expect(exchange.sent.octets).toBeUndefined();
  });
});

describe('a value is written in the notation of its media type', () => {
  const list = { type: 'array', minItems: 2, items: boat };

  test.for<readonly [type: string, media: Json, text: string]>([
    ['text/csv', { schema: list }, 'name,berth\r\n"Sea, ""1""",3\r\n"Sea, ""1""",3\r\n'],
    ['text/csv; header=present', { example: 'a,b\n1,2\n' }, 'a,b\n1,2\n'],
    ['text/csv', { schema: { ...list, minItems: 1 }, example: [{ name: 'x', berth: 1 }] }, 'name,berth\r\nx,1\r\n'],
    ['application/x-ndjson', { schema: list }, '{"name":"Sea, \\"1\\"","berth":3}\n{"name":"Sea, \\"1\\"","berth":3}\n'],
    ['text/csv', { schema: { type: 'array', items: { type: 'string', example: 'x' } } }, 'x\r\n'],
    ['application/x-ndjson', { schema: { type: 'array', items: { type: 'string', example: 'x' } } }, '"x"\n'],
    ['application/jsonl', { schema: boat }, '{"name":"Sea, \\"1\\"","berth":3}\n'],
    ['application/yaml', { schema: boat }, '{"name":"Sea, \\"1\\"","berth":3}\n'],
    ['text/plain', { schema: { type: 'integer', example: 7 } }, '7'],
    ['text/markdown', { schema: { type: 'string', example: '# Ahoy' } }, '# Ahoy'],
  ])('%s with %j', async ([type, media, text]) => {
    const arrived = await put(type, media);
    expect(arrived.headers['content-type']).toBe(type);
    expect(arrived.body).toBe(text);
  });

  test('XML by the xml words of its schema', async () => {
    const schemas = {
      Boat: {
        type: 'object',
        required: ['id', 'owner', 'crew', 'flags'],
        properties: {
          id: { type: 'integer', example: 7, xml: { attribute: true } },
          owner: { type: 'string', example: 'A & B', xml: { name: 'owned-by', prefix: 's', namespace: 'urn:sea' } },
          crew: { type: 'array', minItems: 2, items: { type: 'string', example: 'Jo', xml: { name: 'mate' } }, xml: { wrapped: true } },
          flags: { type: 'array', items: { type: 'string', example: 'nl' } },
        },
      },
    };
    const arrived = await put('application/xml', { schema: { $ref: '#/components/schemas/Boat' } }, schemas);
    expect(arrived.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Boat id="7"><s:owned-by xmlns:s="urn:sea">A &amp; B</s:owned-by><crew><mate>Jo</mate><mate>Jo</mate></crew><flags>nl</flags></Boat>\n',
    );
  });
});

describe('a JSON Patch is a list of changes', () => {
  const patching = async (media: Json, item: Json = {}): Promise<unknown> => {
    const operation = does({
      parameters: [{ name: 'boat', in: 'path', required: true, schema: { type: 'string' } }],
      ...body({ 'application/json-patch+json': media }),
    });
    const contract = await bayContract(bayDocument({ '/boats/{boat}': { patch: operation, ...item } }));
    const { body: sent } = requestFor(contract, 'PATCH /boats/{boat}', { pathValues: { boat: '1' } });
    expect(sent).toMatchObject({ kind: 'json', mediaType: 'application/json-patch+json' });
    return sent?.kind === 'json' ? sent.value : undefined;
  };

  const get = does({ responses: { '200': { description: 'A boat', content: { 'application/json': { schema: boat } } } } });

  test('of the resource that is read at its path', async () => {
    const schema = {
      type: 'array',
      items: {
        type: 'object',
        required: ['op', 'path'],
        properties: { op: { enum: ['add', 'replace'] }, path: { type: 'string' }, value: {} },
      },
    };
    expect(await patching({ schema }, { get })).toEqual([{ op: 'replace', path: '/name', value: 'Sea, "1"' }]);
  });

  test('as the document prints it, or empty where nothing is known', async () => {
    expect(await patching({ example: [{ op: 'remove', path: '/name' }] })).toEqual([{ op: 'remove', path: '/name' }]);
    expect(await patching({})).toEqual([]);
  });

  test('and goes behind any other JSON, or is asked for, where its schema allows no list', async () => {
    const schema = { type: 'object' };
    const contract = await bayContract(
      bayDocument({
        '/boats': { patch: does(body({ 'application/json-patch+json': { schema }, 'application/merge-patch+json': { schema } })) },
        '/crews': { patch: does(body({ 'application/json-patch+json': { schema } })) },
      }),
    );
    expect(requestFor(contract, 'PATCH /boats').body).toMatchObject({ mediaType: 'application/merge-patch+json' });
    expect(() => requestFor(contract, 'PATCH /crews')).toThrow('a JSON Patch is a list of changes');
  });
});

describe('members that only answers have are in no request', () => {
  const parts = {
    Kept: { type: 'object', required: ['id'], properties: { id: { type: 'integer', readOnly: true, example: 1 } } },
    Stamp: { type: 'string', readOnly: true, example: 'today' },
  };
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Kept' },
      {
        type: 'object',
        required: ['name', 'stamp', 'home', 'kind'],
        properties: {
          name: { type: 'string', example: 'Sea' },
          stamp: { $ref: '#/components/schemas/Stamp' },
          secret: { type: 'string', writeOnly: true, example: 's' },
          home: {
            type: 'object',
            required: ['pier', 'since'],
            properties: { pier: { type: 'integer', example: 3 }, since: { type: 'string', readOnly: true } },
          },
          kind: {
            oneOf: [
              {
                type: 'object',
                required: ['sail', 'area'],
                properties: { sail: { const: true }, area: { type: 'integer', readOnly: true } },
              },
              { type: 'object', required: ['motor'], properties: { motor: { const: true } } },
            ],
          },
        },
      },
    ],
  };
  const example = { id: 9, name: 'Sea', stamp: 'x', home: { pier: 3, since: 'y' }, kind: { sail: true, area: 5 } };

  test.for(['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/yaml'])('%s', async (type) => {
    for (const media of [{ schema }, { schema, example }]) {
      const { body: text } = await put(type, media, parts);
      for (const hidden of ['stamp', 'since', 'area', 'id"', 'id=']) expect(decodeURIComponent(text)).not.toContain(hidden);
      for (const sent of ['Sea', 'pier', 'sail']) expect(decodeURIComponent(text)).toContain(sent);
    }
  });
});

describe('forms of Swagger 2.0', () => {
  const swagger = (path: string, method: string, operation: Json): Json => ({
    swagger: '2.0',
    info: { title: 'Bay', version: '1' },
    paths: { [path]: { [method]: does(operation) } },
  });

  const listed = (where: string, name: string, collectionFormat?: string): Json => ({
    name,
    in: where,
    required: true,
    type: 'array',
    items: { type: 'string', enum: ['a'] },
    'x-example': ['a', 'a'],
    ...(collectionFormat === undefined ? {} : { collectionFormat }),
  });

  test('lists in a query, a path and a header', async () => {
    const parameters = [
      listed('path', 'p', 'ssv'),
      listed('query', 'plain'),
      ...['csv', 'ssv', 'tsv', 'pipes', 'multi'].map((format) => listed('query', format, format)),
      listed('header', 'X-Tabs', 'tsv'),
      listed('header', 'X-Plain'),
    ];
    const { arrived } = await arrivingFrom(swagger('/boats/{p}', 'get', { parameters }), 'GET /boats/{p}');
    expect(arrived.target).toBe('/boats/a%20a?multi=a&multi=a&plain=a,a&csv=a,a&ssv=a%20a&tsv=a%09a&pipes=a%7Ca');
    expect([arrived.headers['x-tabs'], arrived.headers['x-plain']]).toEqual(['a\ta', 'a,a']);
  });

  test('lists in a form', async () => {
    const parameters = [
      listed('formData', 'plain'),
      ...['csv', 'ssv', 'tsv', 'pipes', 'multi'].map((format) => listed('formData', format, format)),
    ];
    const document = swagger('/boats', 'post', { parameters, consumes: ['application/x-www-form-urlencoded'] });
    const { arrived } = await arrivingFrom(document, 'POST /boats');
    expect(arrived.body).toMatch(/^plain=a(,a)?&csv=a(,a)?&ssv=a(%20a)?&tsv=a(%09a)?&pipes=a(%7Ca)?&multi=a(&multi=a)?$/);
    expect(new URLSearchParams(arrived.body).getAll('csv')).toHaveLength(1);
  });

  test.for<readonly [consumes: readonly string[] | undefined]>([[['multipart/form-data']], [undefined], [['application/json']]])(
    'a file, where the operation consumes %j',
    async ([consumes]) => {
      const parameters = [
        { name: 'file', in: 'formData', type: 'file', required: true },
        { name: 'note', in: 'formData', type: 'string', required: true, 'x-example': 'x' },
      ];
      const { arrived } = await arrivingFrom(swagger('/boats', 'post', { parameters, ...(consumes ? { consumes } : {}) }), 'POST /boats');
      expect(arrived.parts).toMatchObject([
        { name: 'note', text: 'x' },
        { name: 'file', file: 'ct-n1-plain-file.bin', text: expect.stringMatching(/^ct/) as string },
      ]);
    },
  );
});

describe('sample files are what they are called', () => {
  test.for(['image/png', 'image/gif', 'image/jpeg', 'application/pdf', 'application/zip', 'application/gzip', 'audio/wav'])(
    '%s',
    (type) => {
      const content = Buffer.from(sampleFile(type)?.content ?? '');
      const beginnings: Readonly<Record<string, string>> = {
        'image/png': '\x89PNG\r\n\x1a\n',
        'image/gif': 'GIF89a',
        'image/jpeg': '\xff\xd8\xff',
        'application/pdf': '%PDF-',
        'application/zip': 'PK\x03\x04',
        'application/gzip': '\x1f\x8b',
        'audio/wav': 'RIFF',
      };
      expect(content.toString('latin1')).toMatch(new RegExp(`^${beginnings[type] ?? 'nothing'}`));
    },
  );

  test('the places in a PDF are where its table says', () => {
    const text = String(sampleFile('application/pdf')?.content);
    const offsets = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, digits]) => Number(digits));
    expect(offsets.map((offset, n) => text.slice(offset).startsWith(`${n + 1} 0 obj`))).toEqual([true, true, true]);
    expect(text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1]))).toMatch(/^xref/);
  });
});
