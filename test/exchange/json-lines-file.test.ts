import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openJsonLines } from '../../src/exchange/json-lines-file.ts';

const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-lines-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'kilns', 'firings.jsonl');
};

const firingsIn = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { firing: unknown }).firing);

test('a file that is put on the disk later is whole after each line, and may be closed meanwhile', async () => {
  const path = newFile();
  const file = openJsonLines(path);
  for (let firing = 1; firing <= 20; firing += 1) {
    file.append({ firing });
    file.syncLater();
    expect(firingsIn(path)).toHaveLength(firing);
  }
  file.close();
  // Once more is nothing, and so is what comes too late.
  file.close();
  file.syncLater();
  await new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
  expect(firingsIn(path)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
});

test('lines may be put on the disk at once between those that are put there later', async () => {
  const path = newFile();
  const file = openJsonLines(path);
  file.append({ firing: 1 });
  file.syncLater();
  file.append({ firing: 2 });
  file.sync();
  file.append({ firing: 3 });
  file.syncLater();
  await new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
  file.append({ firing: 4 });
  file.close();
  expect(firingsIn(path)).toEqual([1, 2, 3, 4]);
});
