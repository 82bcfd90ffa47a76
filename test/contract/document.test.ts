import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type LoadOptions, loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';

/** Writes files into a new folder and returns it. */
const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-document-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const loaded = (text: string, files: Readonly<Record<string, string>> = {}, options: LoadOptions = {}): Promise<Contract> =>
  loadContract(join(folderWith({ 'mill.yaml': text, ...files }), 'mill.yaml'), options);

const reported = ({ problems }: Contract): string[] =>
  problems.map(({ rule, position, operations }) => `${rule} ${position} ${operations.join(', ')}`.trim());

const unsupported = ({ operations }: Contract): string[] => operations.filter((one) => one.unsupported !== undefined).map(({ key }) => key);

const mill = (version: string, paths: string, rest = ''): string =>
  `openapi: ${version}\ninfo: {title: Mill, version: '1'}\npaths:\n${paths}\n${rest}`;

const ok = "{'200': {description: Grain}}";
const answering = (schema: string): string => `{'200': {description: Grain, content: {application/json: {schema: ${schema}}}}}`;
const wheels = `  /wheels: {get: {responses: ${ok}}}`;

describe('a defect in one part', () => {
  test('makes only the operations unusable that depend on it, over any number of references', async () => {
    const contract = await loaded(
      mill(
        '3.0.3',
        `  /wheels: {get: {responses: ${answering("{$ref: '#/components/schemas/Wheel'}")}}}\n  /stones: {get: {responses: ${ok}}}`,
        `components:\n  schemas:\n    Wheel: {type: object, properties: {axle: {$ref: '#/components/schemas/Axle'}}}\n    Axle: {items: {$ref: '#/components/schemas/Lost'}}`,
      ),
    );
    expect(unsupported(contract)).toEqual(['GET /wheels']);
    expect(contract.operations[0]?.unsupported?.pointer).toBe('#/components/schemas/Axle/items/$ref');
    expect(reported(contract)).toEqual(['broken-reference 9:26 GET /wheels']);
  });

  test('is a note where no operation depends on it', async () => {
    const contract = await loaded(mill('3.0.3', wheels, "components: {schemas: {Round: {$ref: '#/components/schemas/Round'}}}"));
    expect(contract.problems).toMatchObject([{ severity: 'note', message: expect.stringContaining('it is circular') }]);
  });

  test.for([
    '{additionalProperties: true}',
    '{additionalProperties: false}',
    '{additionalProperties: {type: string, maxLength: 500}}',
    "{additionalProperties: {$ref: '#/components/schemas/Stone'}}",
    '{additionalProperties: {}}',
    "{items: {$ref: '#/components/schemas/Stone'}}",
  ])('is not reported for what OpenAPI 3.0 allows: %s', async (schema) => {
    const { problems } = await loaded(
      mill('3.0.3', `  /wheels: {get: {responses: ${answering(schema)}}}`, 'components: {schemas: {Stone: {type: string}}}'),
    );
    expect(problems).toEqual([]);
  });

  test.for([
    ['int', 'integer'],
    ['Integer', 'integer'],
    ['float', 'number'],
    ['bool', 'boolean'],
    ['str', 'string'],
  ] as const)('is read as it can only be meant: type %s', async ([word, type]) => {
    const contract = await loaded(
      mill(
        '3.0.3',
        `  /wheels/{teeth}: {get: {parameters: [{name: teeth, in: path, required: true, schema: {type: ${word}}}], responses: ${ok}}}`,
      ),
    );
    expect(contract.problems.map(({ message }) => message)).toEqual([
      `"type" must be one of array, boolean, integer, number, object, string, it is "${word}"; it is read as "${type}"`,
    ]);
    expect(contract.operations[0]?.parameters[0]?.schema).toMatchObject({ type });
  });

  test('leaves out a type that could mean several', async () => {
    const contract = await loaded(mill('3.0.3', `  /wheels: {get: {responses: ${answering('{type: decimal}')}}}`));
    expect(contract.problems.map(({ message }) => message)).toEqual([expect.stringContaining('it is "decimal"; it is left out')]);
  });

  test('is reported where additionalProperties is neither a schema nor a boolean', async () => {
    const contract = await loaded(mill('3.0.3', `  /wheels: {get: {responses: ${answering('{additionalProperties: 5}')}}}`));
    expect(contract.problems.map(({ rule, pointer }) => [rule, pointer.split('/').at(-1)])).toEqual([
      ['wrong-type', 'additionalProperties'],
    ]);
  });

  test('is reported under every name, also one that begins like an extension', async () => {
    const files = {
      'parts.yaml': 'Grain: {headers: {x-mill: {$ref: "heads.yaml#/x-mill"}}, description: Grain}',
      'heads.yaml': 'x-mill: {schema: {type: integer}}',
    };
    const contract = await loaded(mill('3.0.3', "  /wheels: {get: {responses: {'200': {$ref: 'parts.yaml#/Grain'}}}}"), files);
    expect(contract.problems).toEqual([]);
    expect(contract.operations[0]?.responses[0]?.headers.map(({ name, schema }) => [name, schema])).toEqual([
      ['x-mill', { type: 'integer' }],
    ]);
  });

  test('is not readOnly beside a reference, which authors write on purpose', async () => {
    const schema = "{type: object, properties: {id: {$ref: '#/components/schemas/Stone', readOnly: true, maxLength: 3}}}";
    const { document, problems } = await loaded(
      mill('3.0.3', `  /wheels: {get: {responses: ${answering(schema)}}}`, 'components: {schemas: {Stone: {type: string}}}'),
    );
    expect(problems.map(({ message }) => message)).toEqual(['beside a $ref nothing counts, so maxLength is ignored']);
    expect(JSON.stringify(document['paths'])).toContain('"id":{"$ref":"#/components/schemas/Stone","readOnly":true}');
  });

  test('is removed, so that a schema refuses no more than its author wrote', async () => {
    const schema =
      "{type: object, required: size, properties: [size], additionalProperties: false, oneOf: [{$ref: '#/components/schemas/Any'}]}";
    const { document, problems } = await loaded(
      mill('3.1.0', `  /wheels: {get: {responses: ${answering(schema)}}}`, 'components: {schemas: {Any: {type: any}}}'),
    );
    expect(problems.map(({ rule, pointer }) => [rule, pointer.split('/').at(-1)])).toEqual(
      expect.arrayContaining([
        ['wrong-value', 'required'],
        ['wrong-value', 'properties'],
        ['wrong-value', 'type'],
        ['not-judged', 'oneOf'],
      ]),
    );
    expect(document).toMatchObject({ components: { schemas: { Any: {} } } });
    expect(JSON.stringify(document['paths'])).toContain('"schema":{"type":"object","anyOf":[{"$ref":"#/components/schemas/Any"}]}');
  });

  test('leaves what a branch refuses, and nothing of a branch that could now refuse more', async () => {
    const schema = '{oneOf: [{enum: [auto]}, {type: number, minimum: none}, {type: string, not: {oneOf: [{type: string, pattern: 5}]}}]}';
    const { document, problems } = await loaded(mill('3.1.0', `  /wheels: {get: {responses: ${answering(schema)}}}`));
    expect(problems.flatMap(({ rule, message }) => (rule === 'not-judged' ? [message.slice(0, 30)] : []))).toEqual([
      '"oneOf" is read as "anyOf", be',
      '"not" is not judged, because s',
    ]);
    expect(JSON.stringify(document['paths'])).toContain('"schema":{"anyOf":[{"enum":["auto"]},{"type":"number"},{"type":"string"}]}');
  });

  test('is no exclusive bound of 3.0 in a document of 3.1, which is read as its author means it', async () => {
    const schema = '{oneOf: [{enum: [auto]}, {type: number, minimum: 0, exclusiveMinimum: true, maximum: 2, exclusiveMaximum: false}]}';
    const { document, problems } = await loaded(mill('3.1.0', `  /wheels: {get: {responses: ${answering(schema)}}}`));
    expect(problems.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      'wrong-value "exclusiveMaximum" must be a number, it is false; it is read as in OpenAPI 3.0',
      'wrong-value "exclusiveMinimum" must be a number, it is true; it is read as in OpenAPI 3.0',
    ]);
    expect(JSON.stringify(document['paths'])).toContain(
      '"schema":{"oneOf":[{"enum":["auto"]},{"type":"number","exclusiveMinimum":0,"maximum":2}]}',
    );
  });

  test.for<readonly [what: string, version: string, paths: string, rules: readonly string[], operations: readonly string[]]>([
    ['an operation without responses in 3.0', '3.0.3', '  /a: {get: {}}', ['missing-member 4:13'], []],
    ['an operation without responses in 3.1', '3.1.0', '  /a: {get: {}}', [], []],
    ['a response without description', '3.0.3', "  /a: {get: {responses: {'200': {}}}}", ['missing-member 4:33'], []],
    ['a status that YAML reads as a number', '3.0.3', '  /a: {get: {responses: {200: {description: x}}}}', [], []],
    ['a range in lower case', '3.0.3', "  /a: {get: {responses: {'2xx': {description: x}}}}", ['unknown-member 4:33'], []],
    ['a fragment in a path', '3.0.3', `  /a#b: {get: {responses: ${ok}}}`, ['path-form 4:9 GET /a#b'], ['GET /a#b']],
    ['a path without a slash', '3.0.3', `  a: {get: {responses: ${ok}}}`, ['unknown-member 4:6', 'path-form 4:6 GET a'], ['GET a']],
    [
      'an operationId twice',
      '3.0.3',
      `  /a: {get: {operationId: x, responses: ${ok}}}\n  /b: {get: {operationId: x, responses: ${ok}}}`,
      ['duplicate-operation-id 5:27'],
      [],
    ],
    [
      'two paths that differ in a name, of other methods',
      '3.0.3',
      `  /a/{x}: {parameters: [{name: x, in: path, required: true, schema: {}}], get: {responses: ${ok}}}\n  /a/{y}: {parameters: [{name: y, in: path, required: true, schema: {}}], put: {responses: ${ok}}}`,
      ['equal-paths 5:11'],
      [],
    ],
    [
      'two paths that differ in a name, of one method',
      '3.0.3',
      `  /a/{x}: {parameters: [{name: x, in: path, required: true, schema: {}}], get: {responses: ${ok}}}\n  /a/{y}: {parameters: [{name: y, in: path, required: true, schema: {}}], get: {responses: ${ok}}}`,
      ['equal-paths 5:11 GET /a/{x}, GET /a/{y}'],
      ['GET /a/{x}', 'GET /a/{y}'],
    ],
    [
      'a path parameter that the path has not',
      '3.0.3',
      `  /a: {get: {parameters: [{name: x, in: path, required: true, schema: {}}], responses: ${ok}}}`,
      ['unused-path-parameter 4:27'],
      [],
    ],
    [
      'security that names no scheme',
      '3.1.0',
      `  /a: {get: {security: [{lost: []}], responses: ${ok}}}`,
      ['unknown-security-scheme 4:32'],
      [],
    ],
    [
      'a required parameter without a location',
      '3.0.3',
      `  /a: {get: {parameters: [{name: x, in: body, required: true, schema: {}}], responses: ${ok}}}`,
      ['wrong-value 4:41 GET /a'],
      ['GET /a'],
    ],
    [
      'a required body without content',
      '3.0.3',
      `  /a: {post: {requestBody: {required: true}, responses: ${ok}}}`,
      ['missing-member 4:28 POST /a'],
      ['POST /a'],
    ],
    ['a misspelt member', '3.0.3', `  /a: {get: {operationID: x, responses: ${ok}}}`, ['unknown-member 4:27'], []],
    ['a list of types in 3.0', '3.0.3', `  /a: {get: {responses: ${answering("{type: [string, 'null']}")}}}`, ['wrong-value 4:98'], []],
  ])('%s', async ([, version, paths, rules, operations]) => {
    const contract = await loaded(mill(version, paths));
    expect(reported(contract)).toEqual(rules);
    expect(unsupported(contract)).toEqual(operations);
  });

  test('does not change the meaning: an undeclared variable is a parameter, and a range in lower case is a range', async () => {
    const { operations } = await loaded(
      mill('3.0.3', "  /wheels/{id}: {get: {responses: {'2xx': {description: x}, 'fine': {description: y}}}}"),
    );
    expect(operations[0]?.parameters).toMatchObject([{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]);
    expect(operations[0]?.responses.map(({ status }) => status).toSorted()).toEqual(['2XX', 'default']);
  });

  test.for<readonly [what: string, rest: string, rules: readonly string[]]>([
    ['an apiKey without name', 'components: {securitySchemes: {key: {type: apiKey, in: header}}}', ['missing-member 5:37']],
    ['scheme: Bearer', 'components: {securitySchemes: {key: {type: http, scheme: Bearer, bearerFormat: JWT}}}', []],
    [
      'a description on a server variable',
      "servers: [{url: 'https://{host}', variables: {host: {default: mill.example, description: Yours}}}]",
      [],
    ],
    ['a server with a fragment', "servers: [{url: 'https://mill.example/#v1'}]", ['server-url 5:17']],
    ['a dialect of its own', 'jsonSchemaDialect: http://json-schema.org/draft-07/schema#', ['dialect 5:20']],
  ])('%s', async ([, rest, rules]) => {
    expect(reported(await loaded(mill('3.1.0', wheels, rest)))).toEqual(rules);
  });

  test('is refused in a contract with a ledger', async () => {
    const files = { 'requirements.yaml': 'standard: false\nrequirements: []\n' };
    await expect(loaded(mill('3.0.3', '  /a: {get: {}}'), files)).rejects.toThrow(/at 4:13, #\/paths\/~1a\/get: it is not valid OpenAPI/);
  });
});

describe('data', () => {
  test('is never followed and never checked, whatever it looks like', async () => {
    const data = "{$ref: lost.yaml, $id: x, type: any, x-own: {$ref: '/etc/hostname'}}";
    const schema = `{type: object, example: ${data}, default: ${data}, enum: [${data}], x-own: ${data}}`;
    const contract = await loaded(mill('3.1.0', `  /wheels: {get: {responses: ${answering(schema)}}}`, `x-more: ${data}`));
    expect(contract.problems).toEqual([]);
    expect(JSON.stringify(contract.document)).toContain('"enum":[{"$ref":"lost.yaml","$id":"x","type":"any"');
  });
});

describe('a document as a whole', () => {
  test.for<readonly [what: string, text: string, sentence: RegExp]>([
    ['no YAML', 'openapi: 3.1.0\n a: [', /Cannot parse .* at 2:/],
    ['no mapping', '- a', /at 1:1: an OpenAPI document is a mapping, this is a list/],
    ['no OpenAPI', 'title: Mill', /at 1:1, #: it has neither "openapi" nor "swagger"/],
    ['of an unknown version', 'openapi: 4.0.0', /at 1:10, #\/openapi: the version is "4.0.0"/],
    ['without paths', "openapi: 3.1.0\ninfo: {title: Mill, version: '1'}", /at 1:1, #: it has no "paths"/],
    ['without operations', mill('3.1.0', '  {}'), /at 4:3, #\/paths: its paths have no operation/],
    [
      'with nothing behind a key',
      "openapi: 3.1.0\ninfo: {title: Mill, version: '1'}\npaths:\n",
      /at 3:1, #\/paths: its paths have no operation/,
    ],
    ['a cycle of aliases', 'openapi: 3.1.0\npaths: &a {b: *a}', /this alias is inside the value that it names/],
  ])('that is %s is refused in one sentence', async ([, text, sentence]) => {
    await expect(loaded(text)).rejects.toThrow(sentence);
  });

  test('of a later version is read as 3.1, with a note', async () => {
    const contract = await loaded(mill('3.2.0', wheels));
    expect([reported(contract), contract.document['openapi']]).toEqual([['version 1:10'], '3.1.1']);
  });

  test('may have a key twice, of which the last counts', async () => {
    const contract = await loaded(mill('3.1.0', `${wheels}\n  /stones: {get: {summary: a, summary: b, responses: ${ok}}}`));
    expect(reported(contract)).toEqual(['syntax 5:31']);
  });
});

describe('references to other files', () => {
  const page = mill('3.0.3', `  /wheels: {$ref: 'paths/wheels.yaml'}\n  /stones: {get: {responses: ${ok}}}`);

  test('are followed in the folder of the document, with positions in their own files', async () => {
    const contract = await loaded(page, {
      'paths/wheels.yaml': `get:\n  responses: ${answering('{$ref: ../schemas.yaml#/Wheel}')}`,
      'schemas.yaml': 'Wheel:\n  properties: {axle: {$ref: "#/Axle"}, next: {$ref: "#/Wheel"}}\nAxle: {type: any}',
    });
    expect(contract.problems).toMatchObject([{ pointer: '#/Axle/type', position: '3:14', severity: 'note' }]);
    expect(contract.problems[0]?.file).toMatch(/schemas\.yaml$/);
    expect(contract.document).toMatchObject({
      components: {
        schemas: { Wheel: { properties: { axle: { $ref: '#/components/schemas/Axle' }, next: { $ref: '#/components/schemas/Wheel' } } } },
      },
    });
    expect(contract.operations.map(({ key }) => key)).toEqual(['GET /wheels', 'GET /stones']);
  });

  test.for<readonly [what: string, ref: (outside: string) => string]>([
    ['above it', () => '../Outside.yaml'],
    ['by an absolute path', (outside) => outside],
    ['by a file: address', (outside) => `file://${outside}`],
    ['through a symbolic link', () => 'link.yaml'],
  ])('may not leave the folder %s, unless that is allowed', async ([, refOf]) => {
    const folder = folderWith({ 'Outside.yaml': 'type: string', 'in/keep.yaml': '' });
    symlinkSync(join(folder, 'Outside.yaml'), join(folder, 'in/link.yaml'));
    const file = join(folder, 'in/mill.yaml');
    writeFileSync(
      file,
      mill('3.1.0', `  /a: {get: {responses: ${answering(`{$ref: '${refOf(join(folder, 'Outside.yaml'))}'}`)}}}\n${wheels}`),
    );
    const refused = await loadContract(file);
    expect(unsupported(refused)).toEqual(['GET /a']);
    expect(refused.problems[0]?.message).toMatch(/outside the folder of the document, allow that with --allow-refs-outside/);
    expect((await loadContract(file, { references: { outside: true } })).problems).toEqual([]);
  });

  test('are fetched only from an allowed host, and not where that redirects', async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      if (url === '/away') response.writeHead(302, { location: '/schema.json' }).end();
      else response.end('{"type": "string"}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
    onTestFinished(() => new Promise<void>((done) => server.close(() => done())));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const paths = ['schema.json', 'away'].map((name) => `  /${name}: {get: {responses: ${answering(`{$ref: 'http://${host}/${name}'}`)}}}`);
    const text = mill('3.1.0', paths.join('\n'));

    const refused = await loaded(text);
    expect([unsupported(refused), asked]).toEqual([['GET /schema.json', 'GET /away'], []]);
    expect(refused.problems[0]?.message).toContain(`allow that with --allow-remote-refs ${host}`);

    expect(unsupported(await loaded(text, {}, { references: { remoteHosts: [host] } }))).toEqual(['GET /away']);
    expect(asked).toEqual(['/schema.json', '/away']);
  });

  test('by a $id of the document itself need no network, and become pointers', async () => {
    const contract = await loaded(
      mill(
        '3.1.0',
        `  /wheels: {get: {responses: ${answering("{$ref: 'https://mill.example/wheel'}")}}}`,
        "components: {schemas: {Wheel: {$id: 'https://mill.example/wheel', properties: {a: {$ref: '#/$defs/axle'}}, $defs: {axle: {type: string}}}}}",
      ),
    );
    expect(contract.problems).toEqual([]);
    expect(contract.document).toMatchObject({
      components: { schemas: { Wheel: { properties: { a: { $ref: '#/components/schemas/Wheel/$defs/axle' } } } } },
    });
    expect(JSON.stringify(contract.document)).not.toContain('$id');
  });
});

describe('a relative $id', () => {
  test.each(['urn:mill:wheel', 'https://mill.example/wheel', 'tag:mill.example,2020:a/wheel'])(
    'names a schema below %s, and no other one',
    async (around) => {
      const schema = `{$id: '${around}', $defs: {Axle: {$id: axle, type: string}}, properties: {a: {$ref: axle}}}`;
      const contract = await loaded(mill('3.1.0', `  /wheels: {get: {responses: ${answering(schema)}}}`));
      expect(contract.problems).toEqual([]);
      expect(JSON.stringify(contract.document)).toContain('/schema/$defs/Axle"');
    },
  );
});

describe('a document of Swagger 2.0', () => {
  test('holds a table beside JSON to no schema, which is that of the JSON', async () => {
    const { operations } = await loaded(`swagger: '2.0'
info: {title: Mill, version: '1'}
paths:
  /wheels:
    get:
      produces: [application/json, text/csv]
      responses: {'200': {description: All, schema: {type: array, items: {type: object, required: [size]}}}}
  /tables:
    get:
      produces: [text/csv]
      responses: {'200': {description: All, schema: {type: string}}}
`);
    const schemas = operations.map(({ responses: [first] }) =>
      first?.content.map(({ mediaType, schema }) => [mediaType, schema !== undefined]),
    );
    expect(schemas).toEqual([
      [
        ['application/json', true],
        ['text/csv', false],
      ],
      [['text/csv', true]],
    ]);
  });

  test('is converted with body, form, consumes, produces and formats, and keeps the positions of its file', async () => {
    const contract = await loaded(`swagger: '2.0'
info: {title: Mill, version: '1'}
host: mill.example
basePath: /v2
schemes: [https]
produces: [application/json]
securityDefinitions: {key: {type: apiKey, name: X-Key, in: header}}
security: [{key: []}]
paths:
  /wheels:
    get:
      produces: [text/csv]
      parameters: [{name: sizes, in: query, type: array, items: {type: integer}, collectionFormat: pipes}]
      responses: {'200': {description: All, schema: {$ref: '#/definitions/Lost'}}}
    post:
      parameters: [{name: wheel, in: body, required: true, schema: {$ref: '#/definitions/Wheel'}}]
      responses: {'201': {description: Made}}
  /photos:
    post:
      consumes: [multipart/form-data]
      parameters: [{name: photo, in: formData, type: file, required: true}, {name: side, in: formData, type: string, enum: [a, b]}]
      responses: {'204': {description: Kept}}
definitions:
  Wheel: {type: object, properties: {type: {type: string, example: {type: file, $ref: '#/definitions/None'}}}}
`);
    expect(reported(contract)).toEqual(['version 1:10', 'broken-reference 14:60 GET /wheels']);
    expect(contract.production).toEqual(['https://mill.example/v2']);
    expect(contract.credentialPlacement).toEqual({ kind: 'header', name: 'X-Key' });
    const [list, make, photo] = contract.operations;
    expect(list?.responses[0]?.content.map(({ mediaType }) => mediaType)).toEqual(['text/csv']);
    expect(make?.body).toMatchObject({ required: true, content: [{ schema: { $ref: '#/components/schemas/Wheel' } }] });
    expect(photo?.body?.content).toMatchObject([
      { mediaType: 'multipart/form-data', schema: { required: ['photo'], properties: { side: { enum: ['a', 'b'] } } } },
    ]);
    expect(contract.document).toMatchObject({
      components: { schemas: { Wheel: { properties: { type: { example: { type: 'file', $ref: '#/definitions/None' } } } } } },
    });
  });
});
