import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/program.ts';
import { emptyFolder, fakeIo } from './support.ts';

const document = (ref: string): string => `openapi: 3.0.3
info: {title: Mill, version: '1'}
paths:
  /wheels: {get: {responses: {'200': {description: All, content: {application/json: {schema: {$ref: '${ref}'}}}}}}}
  /stones: {get: {operationID: stones, responses: {'200': {description: All}}}}
  /sacks: {get: {tags: one, deprecated: 1, responses: {'200': {}}}}
`;

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = emptyFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};

const command = async (cwd: string, ...args: string[]) => {
  const io = fakeIo({ cwd });
  return { code: await runCli(args, io), out: io.stdout.text(), err: io.stderr.text() };
};

describe('assay lint', () => {
  test('shows each problem of each document, and ends with 2 if something cannot be judged', async () => {
    const cwd = folderWith({ 'mill.yaml': document('lost.yaml'), 'broken.yaml': 'a: [', 'fine.yaml': document('#/info') });
    const { code, out } = await command(cwd, 'lint', 'mill.yaml', 'broken.yaml', 'cloudnexus');
    expect(code).toBe(2);
    expect(out).toContain('mill.yaml: 3 operations, 1 cannot be judged; 5 problems');
    expect(out).toMatch(/mill\.yaml:4:\d+ {2}error {2}broken-reference\n.*there is no file .*\n.*\$ref\n {4}not judged: GET \/wheels/);
    expect(out).toMatch(/note {2}unknown-member\n {4}"operationID" is not a member of an Operation Object; did you mean "operationId"\?/);
    expect(out).toMatch(/broken\.yaml: refused\n {2}Cannot parse/);
    expect(out).toContain('all can be judged; nothing is wrong');
  });

  test('ends with 0 if there are only notes, and prints one JSON document', async () => {
    const cwd = folderWith({ 'mill.yaml': document('part.yaml'), 'part.yaml': 'type: string' });
    const { code, out } = await command(cwd, 'lint', 'mill.yaml', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      format: 1,
      documents: [
        {
          state: 'read',
          operations: 3,
          unsupported: 0,
          problems: [{ severity: 'note', position: expect.stringMatching(/^5:/) }, {}, {}, {}],
        },
      ],
    });
  });

  test('reads from options and variables what references may name', async () => {
    const cwd = folderWith({ 'outside.yaml': 'type: string', 'mill.yaml': '' });
    const inner = emptyFolder();
    writeFileSync(join(inner, 'mill.yaml'), document(join(cwd, 'outside.yaml')));
    expect((await command(inner, 'lint', 'mill.yaml')).code).toBe(2);
    expect((await command(inner, 'lint', 'mill.yaml', '--allow-refs-outside')).code).toBe(0);
    const io = fakeIo({ cwd: inner, env: { ASSAY_ALLOW_REFS_OUTSIDE: 'true' } });
    expect(await runCli(['lint', 'mill.yaml'], io)).toBe(0);
  });
});

describe('a run of a document with defects', () => {
  const run = async (cwd: string, ...more: string[]) => {
    const io = fakeIo({ cwd, env: { MILL_KEY: 'k-123456' } });
    const args = [
      'run',
      './mill.yaml',
      '--base-url',
      'http://127.0.0.1:9',
      '--credential',
      'key=env:MILL_KEY',
      '--dry-run',
      '--json',
      ...more,
    ];
    const code = await runCli(args, io);
    return { code, out: io.stdout.text(), err: io.stderr.text() };
  };

  test('skips cases that need them as unsupported, with the pointer, and prints the first of them at the beginning', async () => {
    const cwd = folderWith({ 'mill.yaml': document('lost.yaml') });
    const { code, out, err } = await run(cwd);
    expect(code).toBe(0);
    const { cases } = (JSON.parse(out) as { targets: [{ cases: { id: string; skip?: { because: string; reason: string } }[] }] })
      .targets[0];
    const wheels = cases.filter(({ id }) => id.includes('~1wheels'));
    expect(wheels.length).toBeGreaterThan(2);
    for (const { id, skip } of wheels)
      expect(skip, id).toMatchObject({ because: 'unsupported', reason: expect.stringContaining('/schema/$ref: ') });
    // The requests by methods that the document does not describe need a permission.
    const others = cases.filter(({ id }) => !id.includes('~1wheels') && !id.startsWith('http/other-methods-refused@'));
    expect(others.every(({ skip }) => skip === undefined)).toBe(true);
    const lines = err.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/mill\.yaml:4:\d+ .* error: .*; not judged: GET \/wheels$/);
    expect(lines[3]).toMatch(/^and 2 more: assay lint .*mill\.yaml$/);
  });

  test('does not print them with --quiet', async () => {
    expect((await run(folderWith({ 'mill.yaml': document('lost.yaml') }), '--quiet')).err).toBe('');
  });

  test('shows them in assay list operations', async () => {
    const { out } = await command(folderWith({ 'mill.yaml': document('lost.yaml') }), 'list', 'operations', './mill.yaml', '--json');
    const { operations } = JSON.parse(out) as { operations: { operation: string; unsupported: string | null }[] };
    expect(operations.map(({ operation, unsupported }) => [operation, unsupported !== null])).toEqual([
      ['GET /wheels', true],
      ['GET /stones', false],
      ['GET /sacks', false],
    ]);
  });
});
