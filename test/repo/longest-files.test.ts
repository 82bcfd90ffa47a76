import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

test('each file that begins first because it takes long is there, once', () => {
  const files = JSON.parse(readFileSync(join(root, 'test/longest-files.json'), 'utf8')) as readonly string[];
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(new Set(files).size).toBe(files.length);
});
