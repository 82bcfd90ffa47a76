import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { documentedAt } from '../../src/contract/documented-at.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';

/** Writes files into a new folder and loads the first one from there. */
const loaded = async (files: Readonly<Record<string, string>>, overlays: readonly string[] = []): Promise<Contract> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-documented-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return loadContract(Object.keys(files)[0] ?? '', { cwd: folder, overlays });
};

/** A place in one line. */
const placeOf = (contract: Contract, node: string, operation = 'GET /looms'): string => {
  const { file, line, column, pointer } = documentedAt(contract, node, operation);
  return `${file}:${line}:${column} ${pointer}`;
};

const yaml = `openapi: 3.1.0
info: { title: Mill, version: '1' }
security:
  - badge: []
paths:
  /looms:
    get:
      parameters:
        - { name: size, in: query, schema: { type: integer } }
        - { name: mark, in: query, schema: { type: string } }
      responses:
        '200':
          description: Looms
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Loom' }
components:
  securitySchemes:
    badge: { type: http, scheme: bearer }
  schemas:
    Loom:
      type: object
      properties:
        width: { type: integer }
`;

const overlay = (actions: string): string => `overlay: 1.0.0\ninfo: { title: Ours, version: '1' }\nactions:\n${actions}`;

describe('a node of a contract is documented', () => {
  test('at file, line and column of a document in YAML, with the path from the working directory', async () => {
    const contract = await loaded({ 'api/mill.yaml': yaml });
    expect(placeOf(contract, '#/components/schemas/Loom/properties/width')).toBe(
      'api/mill.yaml:24:16 #/components/schemas/Loom/properties/width',
    );
    expect(placeOf(contract, '#/paths/~1looms/get/parameters/1')).toBe('api/mill.yaml:10:11 #/paths/~1looms/get/parameters/1');
  });

  test('at those of a document in JSON', async () => {
    const document = {
      openapi: '3.0.3',
      info: { title: 'Mill', version: '1' },
      paths: { '/looms': { get: { responses: { '200': { description: 'x' } } } } },
    };
    const contract = await loaded({ 'mill.json': JSON.stringify(document, null, 2) });
    expect(placeOf(contract, '#/paths/~1looms/get/responses/200')).toBe('mill.json:11:18 #/paths/~1looms/get/responses/200');
  });

  test('in the file behind a reference, by the pointer in that file', async () => {
    const contract = await loaded({
      'mill.yaml': yaml.replace("'#/components/schemas/Loom'", 'parts/looms.yaml#/defs/Loom'),
      'parts/looms.yaml': 'defs:\n  Loom:\n    type: object\n    properties:\n      reed: { $ref: reed.json }\n',
      'parts/reed.json': '{\n  "type": "object",\n  "required": ["dents"],\n  "properties": { "dents": { "type": "integer" } }\n}',
    });
    const [node = ''] = Object.keys((contract.document as { components: { schemas: object } }).components.schemas).filter((name) =>
      name.startsWith('reed'),
    );
    expect(placeOf(contract, `#/components/schemas/${node}/properties/dents`)).toBe('parts/reed.json:4:28 #/properties/dents');
    expect(placeOf(contract, '#/components/schemas/Loom_2/properties')).toBe('parts/looms.yaml:5:7 #/defs/Loom/properties');
  });

  test('in an overlay where that wrote it, and in the document behind items that it removed', async () => {
    const first = overlay(
      "  - target: $.paths['/looms'].get.parameters[0]\n    remove: true\n  - target: $.paths['/looms'].get\n    update:\n      x-assay:\n        collection:\n          items: $response.body#/data\n",
    );
    const second = overlay(
      "  - target: $.paths['/looms'].get.parameters\n    update: { name: colour, in: query, schema: { type: string } }\n  - target: $.components.schemas.Loom\n    update:\n      required: [width]\n      properties:\n        width: { minimum: 1 }\n",
    );
    const contract = await loaded({ 'mill.yaml': yaml, 'first.yaml': first, 'second.yaml': second }, ['first.yaml', 'second.yaml']);
    expect(placeOf(contract, '#/paths/~1looms/get/parameters/0')).toBe('mill.yaml:10:11 #/paths/~1looms/get/parameters/1');
    expect(placeOf(contract, '#/paths/~1looms/get/parameters/1/schema')).toBe('second.yaml:5:48 #/actions/0/update/schema');
    expect(placeOf(contract, '#/paths/~1looms/get/x-assay/collection')).toBe('first.yaml:10:11 #/actions/1/update/x-assay/collection');
    expect(placeOf(contract, '#/components/schemas/Loom/required')).toBe('second.yaml:8:17 #/actions/1/update/required');
    expect(placeOf(contract, '#/components/schemas/Loom/properties/width/minimum')).toBe(
      'second.yaml:10:27 #/actions/1/update/properties/width/minimum',
    );
    expect(placeOf(contract, '#/components/schemas/Loom/properties/width')).toBe(
      'mill.yaml:24:16 #/components/schemas/Loom/properties/width',
    );
  });

  test('in a document of Swagger 2.0 as it was before its conversion', async () => {
    const contract = await loaded({
      'mill.yaml': `swagger: '2.0'
info: { title: Mill, version: '1' }
host: mill.example
paths:
  /looms:
    post:
      parameters:
        - { name: loom, in: body, schema: { $ref: '#/definitions/Loom' } }
        - { name: size, in: query, type: integer }
      responses:
        '200':
          description: Looms
          headers:
            X-Count: { type: integer }
          schema:
            type: array
            items: { $ref: '#/definitions/Loom' }
definitions:
  Loom:
    type: object
    properties:
      width: { type: integer }
`,
    });
    const at = (node: string): string => placeOf(contract, node, 'POST /looms');
    expect(at('#/components/schemas/Loom/properties/width')).toBe('mill.yaml:22:14 #/definitions/Loom/properties/width');
    expect(at('#/paths/~1looms/post/responses/200/content/application~1json/schema/items')).toBe(
      'mill.yaml:17:20 #/paths/~1looms/post/responses/200/schema/items',
    );
    expect(at('#/paths/~1looms/post/responses/200/headers/X-Count/schema')).toBe(
      'mill.yaml:14:22 #/paths/~1looms/post/responses/200/headers/X-Count',
    );
    expect(at('#/paths/~1looms/post/parameters/0/schema')).toBe('mill.yaml:9:11 #/paths/~1looms/post/parameters/1');
    expect(at('#/paths/~1looms/post/requestBody/content/application~1json/schema')).toBe(
      'mill.yaml:8:43 #/paths/~1looms/post/parameters/0/schema',
    );
  });

  test('in the package, where the contract is shipped', async () => {
    const contract = await loadContract('cloudnexus', { cwd: import.meta.dirname });
    const { file, line, column, pointer } = documentedAt(contract, '#/paths/~1instances/get/x-assay/pagination', 'GET /instances');
    expect(file).toBe(contract.source);
    expect(pointer).toBe('#/paths/~1instances/get/x-assay/pagination');
    const text = readFileSync(file, 'utf8').split('\n')[line - 1] ?? '';
    expect(text.slice(column - 1)).toMatch(/^[a-zA-Z-]+:/u);
    expect(placeOf(await loadContract('cloudnexus', { cwd: join(contract.source, '../../..') }), '#/info')).toMatch(
      /^spec\/cloudnexus\/openapi\.yaml:\d+:\d+ #\/info$/u,
    );
  });
});

describe('a word that nobody wrote', () => {
  test('is documented by its operation, and one about credentials by the security requirement', async () => {
    const contract = await loaded({ 'mill.yaml': yaml });
    expect(placeOf(contract, '#/x-assay/unknown/path')).toBe('mill.yaml:8:7 #/paths/~1looms/get');
    expect(placeOf(contract, '#/paths/~1looms/get/x-assay/collection')).toBe('mill.yaml:8:7 #/paths/~1looms/get');
    expect(placeOf(contract, '#/x-assay/auth/unauthenticated')).toBe('mill.yaml:4:3 #/security');
    expect(placeOf(contract, '#/x-assay/unknown/path', 'outside')).toBe('mill.yaml:1:1 #');
  });

  test('is documented by itself where it is written', async () => {
    const contract = await loaded({ 'mill.yaml': `${yaml}x-assay:\n  unknown:\n    path: { status: 404 }\n` });
    expect(placeOf(contract, '#/x-assay/unknown/path')).toBe('mill.yaml:27:11 #/x-assay/unknown/path');
  });
});
