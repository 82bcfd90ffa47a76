import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { provenDigests } from '../../src/contract/prove-document.ts';

const documentOf = (title: string, more = ''): string =>
  `openapi: 3.1.0\ninfo: {title: ${title}, version: '1'}\n${more}paths: {/shelves: {get: {responses: {'200': {description: All}}}}}\n`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-prove-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a document is judged once, and again when it changes', async () => {
  const file = join(folder, 'shelves.yaml');
  await writeFile(file, documentOf('Shelves'));
  await loadContract(file);
  const once = provenDigests();
  await loadContract(file);
  expect(provenDigests()).toEqual(once);
  await writeFile(file, documentOf('Other shelves'));
  expect((await loadContract(file)).title).toBe('Other shelves');
  expect(provenDigests()).toHaveLength(once.length + 1);
});

test.each([
  ['is incomplete', 'servers: [\n', /Cannot parse/],
  ['has an unknown word in x-assay', 'x-assay: {pagenation: {}}\n', /"pagenation" is not a word of x-assay/],
])('a document that %s is refused however often it is read', async (_what, more, sentence) => {
  const file = join(folder, 'wrong.yaml');
  await writeFile(file, documentOf('Wrong', more));
  await expect(loadContract(file)).rejects.toThrow(sentence);
  await expect(loadContract(file)).rejects.toThrow(sentence);
  await writeFile(file, documentOf('Wrong'));
  expect((await loadContract(file)).title).toBe('Wrong');
});

test('changes by one reader of a document do not affect the next', async () => {
  const file = join(folder, 'shared.yaml');
  await writeFile(file, documentOf('Shared'));
  const { document } = await loadContract(file);
  Reflect.set(document, 'info', {});
  expect((await loadContract(file)).title).toBe('Shared');
});
