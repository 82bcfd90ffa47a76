import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { documentsDiffSchema } from '../../src/report/diff/documents-schema.ts';
import { assay, emptyFolder } from './assay.ts';

const older = `openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      parameters:
        - { name: sort, in: query, schema: { type: string, enum: [name, price] } }
      responses:
        '200':
          description: All
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Pet' } }
components:
  schemas:
    Pet:
      type: object
      properties:
        name: { type: string }
        owner: { type: string, nullable: true }
`;

const newer = older
  .replace('3.0.3', '3.1.0')
  .replace('{ type: string, nullable: true }', "{ type: [string, 'null'] }")
  .replace('        name: { type: string }\n', '        title: { type: string }\n')
  .replace('enum: [name, price]', 'enum: [name]');

/** A folder with both, and what more is given. */
const folderWith = (more: Readonly<Record<string, string>> = {}): string => {
  const cwd = emptyFolder();
  for (const [name, text] of Object.entries({ 'old.yaml': older, 'new.yaml': newer, ...more })) writeFileSync(join(cwd, name), text);
  return cwd;
};

test('two documents are compared, and a breaking change ends the command with 1', async () => {
  const cwd = folderWith();
  const { code, stdout, stderr } = await assay(['diff', 'old.yaml', 'new.yaml'], { cwd });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain(
    '# assay diff: 2 breaking changes\n\nFrom old.yaml to new.yaml: 1 operation compared, 2 breaking, 0 unclear and 1 compatible',
  );
  expect(stdout).toContain(
    [
      '- `GET /pets`: the response member `*/name` is gone',
      '  - before: old.yaml:19:15 `#/components/schemas/Pet/properties/name`',
      '  - now: new.yaml:17:7 `#/components/schemas/Pet`',
    ].join('\n'),
  );
  expect(stdout).toContain('- `GET /pets`: the enum of the query parameter `sort` lost `price`');
  expect(stdout).toContain('- `GET /pets`: the response member `*/title` is new');
});

test('--json prints one document of the published schema', async () => {
  const { code, stdout } = await assay(['diff', 'new.yaml', 'old.yaml', '--json'], { cwd: folderWith() });
  const document: unknown = JSON.parse(stdout);
  expect(new Ajv2020({ strict: false }).validate(documentsDiffSchema, document)).toBe(true);
  expect(document).toMatchObject({ exitCode: 1, compared: 1, counts: { breaking: 1, unclear: 0, compatible: 2 }, problems: [] });
  expect(code).toBe(1);
});

test('a document is the same as itself, a shipped one too, and another API is not compared', async () => {
  const cwd = folderWith({
    'other.yaml': 'openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: { /toys: { get: { responses: {} } } }\n',
  });
  const same = await assay(['diff', 'old.yaml', 'old.yaml'], { cwd });
  expect(same).toMatchObject({ code: 0, stdout: expect.stringMatching(/^# assay diff: no change\n/u) as unknown });
  const shipped = await assay(['diff', 'cloudnexus', 'cloudnexus'], { cwd });
  expect(shipped).toMatchObject({ code: 0, stdout: expect.stringMatching(/^# assay diff: no change\n/u) as unknown });
  expect(await assay(['diff', 'old.yaml', 'other.yaml'], { cwd })).toMatchObject({ code: 3 });
});

test('what cannot be compared ends the command with 2', async () => {
  const cwd = folderWith({ 'broken.yaml': 'openapi: 3.1.0\npaths: [', 'note.yaml': 'a: 1\n' });
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await assay(['diff', ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };
  expect(await refused('old.yaml', 'missing.yaml')).toMatch(/missing\.yaml.*there is no such file/u);
  expect(await refused('old.yaml', 'broken.yaml')).toMatch(/Cannot parse ".*broken\.yaml" at \d+:\d+/u);
  expect(await refused('old.yaml', 'note.yaml')).toMatch(/note\.yaml/u);
  expect(await refused('old.yaml', 'latest')).toContain('"old.yaml" is a document, "latest" is none');
  expect(await refused('old.yaml', 'new.yaml', '--target', 'a')).toContain('Cannot use --target with two documents');
});

test('an operation behind a reference to nowhere is unclear, and the error is told', async () => {
  const gone = older.replace("'#/components/schemas/Pet'", "'#/components/schemas/Gone'");
  const { code, stdout } = await assay(['diff', 'old.yaml', 'gone.yaml'], { cwd: folderWith({ 'gone.yaml': gone }) });
  expect(stdout).toContain('## Errors in the documents');
  expect(stdout).toMatch(/gone\.yaml:\d+:\d+/u);
  expect(stdout).toContain('## Unclear');
  expect(code).toBe(0);
});
