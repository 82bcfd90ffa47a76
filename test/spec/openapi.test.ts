import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import SwaggerParser from '@apidevtools/swagger-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isObject } from '../../src/contract/pointer.ts';
import { examplesOf, mismatches } from './examples.ts';
import { spoilt, tried, type Vendor, vendors } from './vendors.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

type Operation = { readonly responses: Readonly<Record<string, unknown>> };
const isOperation = (value: unknown): value is Operation => isObject(value) && isObject(value['responses']);
const operationsOf = ({ document }: Vendor): { readonly key: string; readonly value: Operation }[] =>
  Object.entries(document['paths'] as Record<string, Record<string, unknown>>).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, value]) => (isOperation(value) ? [{ key: `${method.toUpperCase()} ${path}`, value }] : [])),
  );

describe.each(vendors)('the document of $name', (vendor) => {
  const { document, file } = vendor;

  test('is valid OpenAPI 3.1', async () => {
    expect(document['openapi']).toBe('3.1.0');
    // The parser resolves references inside the object that it is given.
    await expect(SwaggerParser.validate(structuredClone(document) as never)).resolves.toHaveProperty('paths');
  });

  test('is read from disk as it is read from memory', async () => {
    await expect(SwaggerParser.parse(file)).resolves.toEqual(document);
  });

  test('declares error answers at every operation', () => {
    for (const { key, value } of operationsOf(vendor)) {
      expect(
        Object.keys(value.responses).filter((status) => /^[45]/.test(status)),
        key,
      ).not.toEqual([]);
    }
  });

  test('prints examples, and each of them matches its schema', () => {
    expect(examplesOf(document).length).toBeGreaterThan(10);
    expect(mismatches(document)).toEqual([]);
  });

  test('shows an example of every body that it describes', () => {
    const media = operationsOf(vendor).flatMap(({ key, value }) =>
      Object.entries(value.responses).flatMap(([status, response]) => {
        const content = isObject(response) && isObject(response['content']) ? Object.values(response['content']) : [];
        return content
          .filter((one) => isObject(one) && one['schema'] !== undefined)
          .map((one) => ({ key: `${key} ${status}`, media: one }));
      }),
    );
    expect(media.length).toBeGreaterThan(0);
    expect(
      media
        .filter(({ media: one }) => isObject(one) && one['example'] === undefined && one['examples'] === undefined)
        .map(({ key }) => key),
    ).toEqual([]);
  });
});

test('an example that breaks its schema is caught', () => {
  const broken = spoilt(tried, ({ components }) => {
    const [name] = Object.keys((components as { headers: object }).headers);
    const { headers } = components as { headers: Record<string, { schema: unknown; example: unknown }> };
    const header = headers[name ?? ''];
    if (header) Object.assign(header, { schema: { type: 'integer' }, example: 'many' });
  });
  expect(mismatches(broken.document)).toHaveLength(1);
});

describe('the recommended rules of Redocly', () => {
  test('are taken as they are', () => {
    expect(parse(readFileSync(join(root, 'redocly.yaml'), 'utf8'))).toEqual({ extends: ['recommended'] });
    expect(existsSync(join(root, '.redocly.lint-ignore.yaml'))).toBe(false);
  });

  test.each(vendors)('hold in the document of $name without a warning', async ({ file }) => {
    const { stdout } = await run(
      process.execPath,
      [join(root, 'node_modules/@redocly/cli/bin/cli.js'), 'lint', file, '--config', 'redocly.yaml', '--format', 'json'],
      { cwd: root, env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } },
    );
    expect(JSON.parse(stdout)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 }, problems: [] });
  });
});
