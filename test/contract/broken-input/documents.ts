import { answering, type Broken, document, mill, ok, schema, sound } from './builders.ts';

const utf16 = (text: string, order: 'le' | 'be'): Uint8Array => {
  const octets = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return order === 'le' ? octets : octets.swap16();
};

const json = JSON.stringify({ openapi: '3.1.0', info: { title: 'Mill', version: '1' }, paths: { '/a': { get: { responses: {} } } } });

/** A document of several files: the first is the main one. */
const files = (title: string, paths: string, others: Readonly<Record<string, string>>, more: Partial<Broken> = {}): Broken => ({
  title,
  files: { 'mill.yaml': mill(`${sound}\n${paths}`), ...others },
  ...more,
});

/** Files that are no document. */
export const unreadable: readonly Broken[] = [
  document('an empty file', ''),
  document('only blanks and line breaks', ' \n\n  \n'),
  document('only a comment', '# a document will come\n'),
  document('only a byte order mark', '\uFEFF'),
  document('a text', 'just some words\n'),
  document('a number', '42\n'),
  document('null', 'null\n'),
  document('a list', '- openapi: 3.1.0\n'),
  document('an empty mapping', '{}\n'),
  document('HTML in its place', '<!doctype html>\n<html><head><title>Sign in</title></head></html>\n'),
  document('a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52])),
  document('a compressed file', Uint8Array.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0x2f, 0x48, 0xcd, 0x4b, 0xcc])),
  document(
    'octets that are not UTF-8',
    Buffer.concat([Buffer.from('openapi: 3.1.0\ninfo: {title: M'), Buffer.from([0xfc, 0x68, 0x6c, 0x65])]),
  ),
  document('a NUL in a text', mill(sound, 'x-note: "a\u0000b"\n')),
  document('UTF-16, little endian', utf16(mill(sound), 'le')),
  document('UTF-16, big endian', utf16(mill(sound), 'be')),
  document('UTF-16 without a byte order mark', Buffer.from(mill(sound), 'utf16le')),
  document('UTF-8 with a byte order mark', `\uFEFF${mill(sound)}`, { isSilent: true }),
  document('JSON with a byte order mark', `\uFEFF${json}`, { isSilent: true }),
  document('no file', '', { files: {}, isPlaceless: true }),
  document('a folder', '', { files: { 'mill.yaml/readme.md': 'x' }, isPlaceless: true }),
  document('JSON cut off at the root', json.slice(0, 18)),
  document('JSON cut off inside an object', json.slice(0, 60)),
  document('JSON cut off inside a text', json.slice(0, 35)),
  document('JSON cut off before its last brace', json.slice(0, -1)),
  document('JSON with more behind its end', `${json}}`),
  document('JSON with a comma too many', json.replace('"version":"1"', '"version":"1",')),
  document('JSON with a comma missing', json.replace('"1"},', '"1"}')),
  document('JSON with a comment', `{ // the mill\n${json.slice(1)}`),
  document('JSON indented with tabs and cut off', JSON.stringify(JSON.parse(json), undefined, '\t').slice(0, -4)),
  document('JSON with a key twice', json.replace('"title":"Mill"', '"title":"Mill","title":"Wheel"')),
  document('two JSON documents', `${json}\n${json}\n`),
  document('YAML cut off inside a quoted text', 'openapi: 3.1.0\ninfo: {title: "Mi'),
  document('YAML cut off inside a flow mapping', 'openapi: 3.1.0\ninfo: {title: Mill,\n'),
  document('YAML cut off after a key', 'openapi: 3.1.0\ninfo: {title: Mill, version: "1"}\npaths:\n  /a:\n    get:\n'),
  document('YAML cut off inside a key', 'openapi: 3.1.0\ninfo: {title: Mill, version: "1"}\npaths:\n  /a:\n    get:\n      respo'),
  document('YAML indented with a tab', `openapi: 3.1.0\ninfo:\n\ttitle: Mill\n`),
  document('YAML indented unevenly', 'openapi: 3.1.0\ninfo:\n  title: Mill\n version: "1"\n'),
  document('YAML with a key twice at the root', `${mill(sound)}info: {title: Other, version: '2'}\n`),
  document('YAML with a path twice', mill(`${sound}\n${sound}`)),
  document('YAML with a method twice', mill(`  /a:\n    get: {responses: ${ok}}\n    get: {responses: ${ok}}`)),
  document('YAML with an alias of nothing', mill(`  /a: {get: *nothing}`)),
  document('YAML with an alias of itself', mill(`  /a: &a {get: *a}`)),
  document('YAML with an unknown tag', mill(`  /a: !secret {get: {responses: ${ok}}}`)),
  document('YAML with two documents', `${mill(sound)}---\n${mill(sound)}`),
  document('YAML with an unquoted colon', "openapi: 3.1.0\ninfo: {title: Mill, version: '1'}\ndescription: note: this\n"),
  document('YAML with an unquoted @', "openapi: 3.1.0\ninfo:\n  title: @mill\n  version: '1'\n"),
  document('YAML with a conflict of a merge', `openapi: 3.1.0\n<<<<<<< HEAD\ninfo: {title: Mill, version: '1'}\n=======\n>>>>>>> other\n`),
];

/** Documents that say a wrong thing about themselves. */
export const versions: readonly Broken[] = [
  document('no version', "info: {title: Mill, version: '1'}\npaths: {}\n"),
  document('version 4', mill(sound, '', '4.0.0')),
  document('version 1.2 of Swagger', "swaggerVersion: '1.2'\napis: []\n"),
  document('version 2.1 of Swagger', `swagger: '2.1'\ninfo: {title: Mill, version: '1'}\npaths:\n${sound}\n`),
  document('a version that is a number', mill(sound, '', '3.1')),
  document('a version that is a list', mill(sound, '', '[3, 1, 0]')),
  document('a version that is empty', mill(sound, '', "''")),
  document('a version of two numbers', mill(sound, '', "'3.0'")),
  document('a version with a v', mill(sound, '', 'v3.0.3')),
  document('two versions', mill(sound, "swagger: '2.0'\n")),
  document('an AsyncAPI document', "asyncapi: 3.0.0\ninfo: {title: Mill, version: '1'}\nchannels: {}\n"),
  document('a collection of another tool', '{"info": {"name": "Mill", "_postman_id": "1"}, "item": []}'),
  document('no info', `openapi: 3.1.0\npaths:\n${sound}\n`),
  document('info that is a text', `openapi: 3.1.0\ninfo: Mill\npaths:\n${sound}\n`),
  document('no paths', "openapi: 3.1.0\ninfo: {title: Mill, version: '1'}\n"),
  document('paths that are null', "openapi: 3.1.0\ninfo: {title: Mill, version: '1'}\npaths:\n"),
  document('paths that are a list', "openapi: 3.1.0\ninfo: {title: Mill, version: '1'}\npaths: [/a, /b]\n"),
  document('paths that are a text', "openapi: 3.1.0\ninfo: {title: Mill, version: '1'}\npaths: /a\n"),
  document('components that are a list', mill(sound, 'components: [schemas]\n')),
  document('schemas that are a text', mill(sound, 'components: {schemas: none}\n')),
  document('servers that are a mapping', mill(sound, 'servers: {url: https://mill.example}\n')),
  document('a server without an address', mill(sound, 'servers: [{description: the mill}]\n')),
  document('x-assay that is a list', mill(sound, 'x-assay: [pagination]\n')),
  document('x-assay that is null', mill(sound, 'x-assay:\n')),
];

/** Paths and operations that nothing can be sent for. */
export const operations: readonly Broken[] = [
  document('a path without a slash', mill(`${sound}\n  wheels: {get: {responses: ${ok}}}`)),
  document('a path that is empty', mill(`${sound}\n  '': {get: {responses: ${ok}}}`)),
  document('a path that is an address', mill(`${sound}\n  https://mill.example/a: {get: {responses: ${ok}}}`)),
  document('a path with a brace that never ends', mill(`${sound}\n  '/a/{id': {get: {responses: ${ok}}}`)),
  document('a path with empty braces', mill(`${sound}\n  '/a/{}': {get: {responses: ${ok}}}`)),
  document(
    'a path with one name twice',
    mill(
      `${sound}\n  '/a/{id}/b/{id}': {get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: ${ok}}}`,
    ),
  ),
  document('a path with a blank', mill(`${sound}\n  /a b: {get: {responses: ${ok}}}`), { isSilent: true }),
  document('a path with a line break', mill(`${sound}\n  "/a\\nb": {get: {responses: ${ok}}}`)),
  document('a path item that is a list', mill(`${sound}\n  /a: [get]`)),
  document('a path item that is null', mill(`${sound}\n  /a:`)),
  document('an operation that is a text', mill(`${sound}\n  /a: {get: read}`)),
  document('an operation that is null', mill(`${sound}\n  /a: {get: }`)),
  document('a method that is none', mill(`${sound}\n  /a: {fetch: {responses: ${ok}}}`)),
  document('a method in capitals', mill(`${sound}\n  /a: {GET: {responses: ${ok}}}`)),
  document('responses that are a list', mill(`${sound}\n  /a: {get: {responses: [200]}}`)),
  document('responses that are empty', mill(`${sound}\n  /a: {get: {responses: {}}}`)),
  document('a status that is none', mill(`${sound}\n  /a: {get: {responses: {success: {description: x}}}}`)),
  document('a status beyond 599', mill(`${sound}\n  /a: {get: {responses: {'700': {description: x}}}}`)),
  document('a response that is a text', mill(`${sound}\n  /a: {get: {responses: {'200': fine}}}`)),
  document('content that is a list', mill(`${sound}\n  /a: {get: {responses: {'200': {description: x, content: [application/json]}}}}`)),
  document(
    'a media type that is none',
    mill(`${sound}\n  /a: {get: {responses: {'200': {description: x, content: {json: {schema: {type: string}}}}}}}`),
    { isSilent: true },
  ),
  document('parameters that are a mapping', mill(`${sound}\n  /a: {get: {parameters: {q: {in: query}}, responses: ${ok}}}`)),
  document('a parameter that is a text', mill(`${sound}\n  /a: {get: {parameters: [q], responses: ${ok}}}`)),
  document('a parameter without a name', mill(`${sound}\n  /a: {get: {parameters: [{in: query, schema: {}}], responses: ${ok}}}`)),
  document(
    'a parameter without a schema',
    mill(`${sound}\n  /a: {get: {parameters: [{name: q, in: query, required: true}], responses: ${ok}}}`),
  ),
  document(
    'a parameter with a schema and content',
    mill(`${sound}\n  /a: {get: {parameters: [{name: q, in: query, schema: {}, content: {text/plain: {}}}], responses: ${ok}}}`),
  ),
  document(
    'a parameter with an unknown style',
    mill(`${sound}\n  /a: {get: {parameters: [{name: q, in: query, style: curly, schema: {type: string}}], responses: ${ok}}}`),
  ),
  document(
    'a parameter whose schema is a list',
    mill(`${sound}\n  /a: {get: {parameters: [{name: q, in: query, required: true, schema: [string]}], responses: ${ok}}}`),
  ),
  document(
    'a header that no field can have as its name',
    mill(`${sound}\n  /a: {get: {parameters: [{name: "a b", in: header, required: true, schema: {type: string}}], responses: ${ok}}}`),
  ),
  document('a body that is a text', mill(`${sound}\n  /a: {post: {requestBody: any, responses: ${ok}}}`)),
  document(
    'a body whose content is empty',
    mill(`${sound}\n  /a: {post: {requestBody: {required: true, content: {}}, responses: ${ok}}}`),
    { isSilent: true },
  ),
  document('security that is a mapping', mill(`${sound}\n  /a: {get: {security: {key: []}, responses: ${ok}}}`)),
  document(
    'a security scheme of an unknown type',
    mill(`${sound}\n  /a: {get: {security: [{key: []}], responses: ${ok}}}`, 'components: {securitySchemes: {key: {type: secret}}}\n'),
  ),
  document(
    'a security scheme without a place',
    mill(`${sound}\n  /a: {get: {security: [{key: []}], responses: ${ok}}}`, 'components: {securitySchemes: {key: {type: apiKey}}}\n'),
  ),
];

/** References that lead nowhere, in a circle, or out. */
export const references: readonly Broken[] = [
  schema('a reference to a component of a misspelt name', "{$ref: '#/components/schemas/Weel'}"),
  schema('a reference that is a number', '{$ref: 5}'),
  schema('a reference that is empty', "{$ref: ''}"),
  schema('a reference that is only a name', '{$ref: Wheel}'),
  schema('a reference without a slash', "{$ref: '#components/schemas/Wheel'}"),
  schema('a reference with a broken escape', "{$ref: '#/components/schemas/%zz'}"),
  schema('a reference to what is not a schema', "{$ref: '#/info/title'}"),
  schema('a reference to a file that is not there', '{$ref: other.yaml#/Wheel}'),
  schema('a reference to a folder', '{$ref: ./#/Wheel}'),
  schema('a reference out of the folder', '{$ref: ../secret.yaml#/Wheel}'),
  schema('a reference to a file of the machine', "{$ref: 'file:///etc/hostname'}"),
  schema('a reference by ftp', "{$ref: 'ftp://mill.example/wheel.yaml'}"),
  schema('a reference to https', "{$ref: 'https://mill.example/wheel.yaml#/Wheel'}"),
  schema('a reference to an address of no host', "{$ref: 'http://'}"),
  document(
    'a reference in a parameter',
    mill(`${sound}\n  /a: {get: {parameters: [{$ref: '#/components/parameters/Q'}], responses: ${ok}}}`),
  ),
  document(
    'a reference in a body',
    mill(`${sound}\n  /a: {post: {requestBody: {$ref: '#/components/requestBodies/B'}, responses: ${ok}}}`),
  ),
  document('a reference in a response', mill(`${sound}\n  /a: {get: {responses: {'200': {$ref: '#/components/responses/R'}}}}`)),
  document(
    'a reference in a header',
    mill(`${sound}\n  /a: {get: {responses: {'200': {description: x, headers: {X-A: {$ref: '#/components/headers/H'}}}}}}`),
  ),
  document('a reference in a path item', mill(`${sound}\n  /a: {$ref: '#/components/pathItems/A'}`)),
  document('a path item that refers to itself', mill(`${sound}\n  /a: {$ref: '#/paths/~1a'}`)),
  document('two path items that refer to each other', mill(`${sound}\n  /a: {$ref: '#/paths/~1b'}\n  /b: {$ref: '#/paths/~1a'}`)),
  document(
    'two parameters that refer to each other',
    mill(
      `${sound}\n  /a: {get: {parameters: [{$ref: '#/components/parameters/A'}], responses: ${ok}}}`,
      "components: {parameters: {A: {$ref: '#/components/parameters/B'}, B: {$ref: '#/components/parameters/A'}}}\n",
    ),
  ),
  document(
    'two responses that refer to each other',
    mill(
      `${sound}\n  /a: {get: {responses: {'200': {$ref: '#/components/responses/A'}}}}`,
      "components: {responses: {A: {$ref: '#/components/responses/B'}, B: {$ref: '#/components/responses/A'}}}\n",
    ),
  ),
  document(
    'two schemas that refer to each other',
    mill(
      `${sound}\n  /a: {get: {responses: ${answering("{$ref: '#/components/schemas/A'}")}}}`,
      "components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}}}\n",
    ),
  ),
  document(
    'a circle over allOf',
    mill(
      `${sound}\n  /a: {get: {responses: ${answering("{$ref: '#/components/schemas/A'}")}}}`,
      "components: {schemas: {A: {allOf: [{$ref: '#/components/schemas/B'}]}, B: {allOf: [{$ref: '#/components/schemas/A'}]}}}\n",
    ),
  ),
  document(
    'a circle over oneOf and not',
    mill(
      `${sound}\n  /a: {get: {responses: ${answering("{$ref: '#/components/schemas/A'}")}}}`,
      "components: {schemas: {A: {oneOf: [{type: string}, {not: {$ref: '#/components/schemas/A'}}]}}}\n",
    ),
  ),
  document(
    'a schema that requires itself',
    mill(
      `${sound}\n  /a: {post: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, responses: ${ok}}}`,
      "components: {schemas: {A: {type: object, required: [a], properties: {a: {$ref: '#/components/schemas/A'}}}}}\n",
    ),
    { isSilent: true },
  ),
  files('a circle of two files', `  /a: {get: {responses: ${answering("{$ref: 'one.yaml#/A'}")}}}`, {
    'one.yaml': "A: {$ref: 'two.yaml#/B'}\n",
    'two.yaml': "B: {$ref: 'one.yaml#/A'}\n",
  }),
  files('a circle of two files over allOf', `  /a: {get: {responses: ${answering("{$ref: 'one.yaml#/A'}")}}}`, {
    'one.yaml': "A: {allOf: [{$ref: 'two.yaml#/B'}]}\n",
    'two.yaml': "B: {allOf: [{$ref: 'one.yaml#/A'}]}\n",
  }),
  files('a circle of path items of two files', "  /a: {$ref: 'one.yaml'}", {
    'one.yaml': "$ref: 'two.yaml'\n",
    'two.yaml': "$ref: 'one.yaml'\n",
  }),
  files('a reference to a file that is broken YAML', `  /a: {get: {responses: ${answering("{$ref: 'one.yaml#/A'}")}}}`, {
    'one.yaml': 'A: {type: [\n',
  }),
  files('a reference to a file that is empty', `  /a: {get: {responses: ${answering("{$ref: 'one.yaml#/A'}")}}}`, { 'one.yaml': '' }),
  files('a reference to a file without the name', `  /a: {get: {responses: ${answering("{$ref: 'one.yaml#/B'}")}}}`, {
    'one.yaml': 'A: {type: string}\n',
  }),
  files('a reference in a file that leads out', `  /a: {get: {responses: ${answering("{$ref: 'parts/one.yaml#/A'}")}}}`, {
    'parts/one.yaml': "A: {$ref: '../../else.yaml#/B'}\n",
  }),
  document(
    'a link to an operation that is not there',
    mill(`${sound}\n  /a: {get: {responses: {'200': {description: x, links: {next: {operationId: nowhere}}}}}}`),
    { isSilent: true },
  ),
];

/** Schemas that no value keeps, or that say nothing that can be checked. */
export const schemas: readonly Broken[] = [
  schema('a minimum above the maximum', '{type: integer, minimum: 5, maximum: 3}', { isSilent: true }),
  schema('a length below zero', '{type: string, minLength: -1}'),
  schema('a length that is a text', "{type: string, maxLength: '5'}"),
  schema('an enum of nothing', '{enum: []}'),
  schema('an enum that is a text', '{enum: red}'),
  schema('an enum of another type', '{type: integer, enum: [red]}', { isSilent: true }),
  schema('a pattern that never ends', "{type: string, pattern: '(a'}"),
  schema('a pattern that is a number', '{type: string, pattern: 5}'),
  schema('a pattern that takes exponential time', "{type: string, pattern: '^(a+)+$'}", { isSilent: true }),
  schema('a pattern property that never ends', "{type: object, patternProperties: {'[': {type: string}}}"),
  schema('a required member that is forbidden', '{type: object, required: [a], properties: {a: false}}', { isSilent: true }),
  schema('a required member that no additional one may be', '{type: object, required: [a], additionalProperties: false}', {
    isSilent: true,
  }),
  schema('required that is true', '{type: object, properties: {a: {type: string, required: true}}}'),
  schema('required that is a text', '{type: object, required: a}'),
  schema('a member required twice', '{type: object, required: [a, a]}'),
  schema('properties that are a list', '{type: object, properties: [a]}'),
  schema('a property that is a text', '{type: object, properties: {a: string}}'),
  schema('a property that is null', '{type: object, properties: {a: }}'),
  schema('items that are a text', '{type: array, items: string}'),
  schema('allOf that is a mapping', '{allOf: {type: string}}'),
  schema('allOf of nothing', '{allOf: []}'),
  schema('oneOf with null in it', '{oneOf: [null, {type: string}]}'),
  schema('two types that exclude each other', '{allOf: [{type: string}, {type: integer}]}', { isSilent: true }),
  schema('a multipleOf of zero', '{type: number, multipleOf: 0}'),
  schema('a maximum that is infinite', '{type: number, maximum: .inf}', { isSilent: true }),
  schema('a type that is a mapping', '{type: {a: b}}'),
  schema('types of nothing', '{type: []}'),
  schema('a schema that is a text', 'string'),
  schema('a schema that is a list', '[string]'),
  schema('a schema that is null', ''),
  schema('a discriminator that is a text', '{type: object, discriminator: kind}'),
  schema('a discriminator without its name', '{oneOf: [{type: object}], discriminator: {mapping: {a: b}}}'),
  schema('a misspelt keyword', '{type: string, maxLenght: 5}', { isSilent: true }),
];
