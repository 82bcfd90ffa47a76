import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';

const src = resolve(import.meta.dirname, '../../src');

/** Folders of src from left to right: a folder may import any folder to its left. */
const order = ['model', 'config', 'contract', 'generators', 'checks', 'plan', 'exchange', 'runner', 'policy', 'report', 'cli'];
const exceptions: Readonly<Record<string, readonly string[]>> = {
  exchange: ['model', 'config', 'contract'],
  report: ['model', 'contract', 'policy'],
  checks: ['model', 'contract', 'generators'],
  reference: [],
};
const mayImportReference = ['runner', 'cli'];
const mayPrint = ['report', 'cli'];

/** Every contract that is shipped with a reference. */
const vendorNames = readdirSync(join(src, 'reference'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'kit')
  .map(({ name }) => name);

const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const roomOf = (file: string): string => file.split('/')[0] ?? '';

/** Every relative import of a text, of types too. */
const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)].map(([, path]) => path ?? '');

const allowed = (room: string): readonly string[] => [
  room,
  ...(exceptions[room] ?? order.slice(0, order.indexOf(room))),
  ...(mayImportReference.includes(room) ? ['reference'] : []),
];

/** Breaches of the import rule in a file at a path below src. */
const breaches = (file: string, text: string): string[] =>
  importsOf(text)
    .map((path) => roomOf(relative(src, resolve(src, dirname(file), path))))
    .filter((room) => !allowed(roomOf(file)).includes(room))
    .map((room) => `${file} imports ${room}`);

describe('the import rule', () => {
  test('holds in every source file', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap((file) => breaches(file, readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('sees values, types, re-exports and dynamic imports', () => {
    expect(breaches('checks/a.ts', "import type { X } from '../config/x.ts';")).toEqual(['checks/a.ts imports config']);
    expect(breaches('model/a.ts', "export * from '../contract/x.ts';")).toEqual(['model/a.ts imports contract']);
    expect(breaches('policy/a.ts', "await import('../report/x.ts')")).toEqual(['policy/a.ts imports report']);
    expect(breaches('reference/a.ts', "import { x } from '../model/x.ts';")).toEqual(['reference/a.ts imports model']);
    expect(breaches('engine/a.ts', "import { x } from '../reference/x.ts';")).toEqual(['engine/a.ts imports reference']);
    expect(breaches('cli/a.ts', "import { x } from '../reference/x.ts';")).toEqual([]);
  });

  test('knows every room', () => {
    expect(
      [...new Set(sources.filter((file) => file.includes('/')).map(roomOf))].filter((room) => ![...order, 'reference'].includes(room)),
    ).toEqual([]);
  });
});

/** Rooms inside `checks`, in the same way: a file may import from its own room and from those before it. */
const checkRooms = ['kit', 'subjects', 'requests', 'scenarios', 'families'];

/** Breaches of the rule inside `checks`: an arrow that runs back, a family that imports another one, a file beside the index. */
const breachesInChecks = (file: string, text: string): string[] => {
  const [room = '', family = ''] = file.split('/').slice(1);
  if (file === 'checks/index.ts') return [];
  if (!checkRooms.includes(room)) return [`${file} stands in no room`];
  return importsOf(text)
    .map((path) => relative(src, resolve(src, dirname(file), path)))
    .filter((path) => roomOf(path) === 'checks')
    .filter((path) => {
      const [other = '', otherFamily = ''] = path.split('/').slice(1);
      if (checkRooms.indexOf(other) > checkRooms.indexOf(room) || path === 'checks/index.ts') return true;
      return room === 'families' && other === 'families' && otherFamily !== family;
    })
    .map((path) => `${file} imports ${path}`);
};

describe('the rooms inside checks', () => {
  test('are imported in one direction, and families not by each other', () => {
    const inChecks = sources.filter((file) => roomOf(file) === 'checks');
    expect(inChecks.flatMap((file) => breachesInChecks(file, readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('see an arrow that runs back, a neighbour and a file without a room', () => {
    expect(breachesInChecks('checks/kit/a.ts', "import { x } from '../subjects/x.ts';")).toHaveLength(1);
    expect(breachesInChecks('checks/families/a/a.ts', "import { x } from '../b/x.ts';")).toHaveLength(1);
    expect(breachesInChecks('checks/a.ts', '')).toHaveLength(1);
    expect(breachesInChecks('checks/families/a/a.ts', "import { x } from './x.ts';\nimport { y } from '../../scenarios/b/y.ts';")).toEqual(
      [],
    );
  });
});

describe('the rooms', () => {
  test('print only in report and cli', () => {
    const printing = /\bconsole\.|process\.(stdout|stderr)\b/;
    expect(sources.filter((file) => !mayPrint.includes(roomOf(file)) && printing.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('know no check by its name outside checks', () => {
    const others = sources.filter((file) => !['checks', 'reference'].includes(roomOf(file)));
    const isNaming = (text: string): boolean =>
      checks.some(({ id }) => text.includes(id)) || importsOf(text).some((path) => path.includes('/checks/families/'));
    expect(isNaming("import { x } from '../../checks/families/a/x.ts';") && isNaming(`'${checks[0]?.id}'`)).toBe(true);
    expect(others.filter((file) => isNaming(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('write no files in policy', () => {
    const writing =
      /\b(?:write|append|mkdir|rename|rm|copyFile|cp|symlink|truncate|unlink)\w*\(|\bcreateRecordWriter\b|\bopenSync\([^)]*'(?:a|w|r\+)/;
    expect(["writeFileSync(path, '')", "openSync(path, 'a+')", 'await mkdir(path)'].every((text) => writing.test(text))).toBe(true);
    expect(sources.filter((file) => roomOf(file) === 'policy' && writing.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('name no vendor outside the reference servers', () => {
    // By the first word of its name: `cloudplatform-io` is also a cloudplatform.
    const vendors = new RegExp(vendorNames.map((name) => name.split('-')[0]).join('|'), 'i');
    expect(sources.filter((file) => roomOf(file) !== 'reference' && vendors.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('hold no leftovers', () => {
    const leftover = /\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-nocheck|oxlint-disable|eslint-disable|as unknown as/;
    expect(sources.filter((file) => leftover.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });
});
