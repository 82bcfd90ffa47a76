import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';

const src = resolve(import.meta.dirname, '../../src');

/** Layers of src (its folders) from left to right: a layer may import any layer to its left. */
const order = [
  'start',
  'model',
  'config',
  'contract',
  'generators',
  'checks',
  'plan',
  'exchange',
  'runner',
  'policy',
  'report',
  'cli',
  'program',
  'vitest',
];
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
const layerOf = (file: string): string => file.split('/')[0] ?? '';

/** Every relative import in a text, also of types. */
const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)].map(([, path]) => path ?? '');

const allowed = (layer: string): readonly string[] => [
  layer,
  ...(exceptions[layer] ?? order.slice(0, order.indexOf(layer))),
  ...(mayImportReference.includes(layer) ? ['reference'] : []),
];

/** Breaches of the import rule in a file at a path below src. */
const breaches = (file: string, text: string): string[] =>
  importsOf(text)
    .map((path) => layerOf(relative(src, resolve(src, dirname(file), path))))
    .filter((layer) => !allowed(layerOf(file)).includes(layer))
    .map((layer) => `${file} imports ${layer}`);

describe('the import rule', () => {
  test('holds in every source file', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap((file) => breaches(file, readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('covers values, types, re-exports and dynamic imports', () => {
    expect(breaches('checks/a.ts', "import type { X } from '../config/x.ts';")).toEqual(['checks/a.ts imports config']);
    expect(breaches('model/a.ts', "export * from '../contract/x.ts';")).toEqual(['model/a.ts imports contract']);
    expect(breaches('policy/a.ts', "await import('../report/x.ts')")).toEqual(['policy/a.ts imports report']);
    expect(breaches('reference/a.ts', "import { x } from '../model/x.ts';")).toEqual(['reference/a.ts imports model']);
    expect(breaches('engine/a.ts', "import { x } from '../reference/x.ts';")).toEqual(['engine/a.ts imports reference']);
    expect(breaches('cli/a.ts', "import { x } from '../reference/x.ts';")).toEqual([]);
  });

  test('covers every layer', () => {
    expect(
      [...new Set(sources.filter((file) => file.includes('/')).map(layerOf))].filter((layer) => ![...order, 'reference'].includes(layer)),
    ).toEqual([]);
  });
});

/** Layers inside `checks`, in the same way: a file may import from its own layer and from those before it. */
const checkLayers = ['kit', 'subjects', 'requests', 'scenarios', 'families'];

/** Breaches of the rule inside `checks`: an import from a later layer, a family that imports another one, a file beside the index. */
const breachesInChecks = (file: string, text: string): string[] => {
  const [layer = '', family = ''] = file.split('/').slice(1);
  if (file === 'checks/index.ts') return [];
  if (!checkLayers.includes(layer)) return [`${file} is in no layer`];
  return importsOf(text)
    .map((path) => relative(src, resolve(src, dirname(file), path)))
    .filter((path) => layerOf(path) === 'checks')
    .filter((path) => {
      const [other = '', otherFamily = ''] = path.split('/').slice(1);
      if (checkLayers.indexOf(other) > checkLayers.indexOf(layer) || path === 'checks/index.ts') return true;
      return layer === 'families' && other === 'families' && otherFamily !== family;
    })
    .map((path) => `${file} imports ${path}`);
};

describe('the layers inside checks', () => {
  test('are imported in one direction, and families do not import each other', () => {
    const inChecks = sources.filter((file) => layerOf(file) === 'checks');
    expect(inChecks.flatMap((file) => breachesInChecks(file, readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('do not allow an import from a later layer, an import of another family, or a file outside of them', () => {
    expect(breachesInChecks('checks/kit/a.ts', "import { x } from '../subjects/x.ts';")).toHaveLength(1);
    expect(breachesInChecks('checks/families/a/a.ts', "import { x } from '../b/x.ts';")).toHaveLength(1);
    expect(breachesInChecks('checks/a.ts', '')).toHaveLength(1);
    expect(breachesInChecks('checks/families/a/a.ts', "import { x } from './x.ts';\nimport { y } from '../../scenarios/b/y.ts';")).toEqual(
      [],
    );
  });
});

describe('the layers', () => {
  test('print only in report and cli', () => {
    const printing = /\bconsole\.|process\.(stdout|stderr)\b/;
    expect(sources.filter((file) => !mayPrint.includes(layerOf(file)) && printing.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('name no check outside checks', () => {
    const others = sources.filter((file) => !['checks', 'reference'].includes(layerOf(file)));
    const isNaming = (text: string): boolean =>
      checks.some(({ id }) => text.includes(id)) || importsOf(text).some((path) => path.includes('/checks/families/'));
    expect(isNaming("import { x } from '../../checks/families/a/x.ts';") && isNaming(`'${checks[0]?.id}'`)).toBe(true);
    expect(others.filter((file) => isNaming(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('write no files in policy', () => {
    const writing =
      /\b(?:write|append|mkdir|rename|rm|copyFile|cp|symlink|truncate|unlink)\w*\(|\bcreateRecordWriter\b|\bopenSync\([^)]*'(?:a|w|r\+)/;
    expect(["writeFileSync(path, '')", "openSync(path, 'a+')", 'await mkdir(path)'].every((text) => writing.test(text))).toBe(true);
    expect(sources.filter((file) => layerOf(file) === 'policy' && writing.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('name no vendor outside the reference servers', () => {
    // By the first word of its name: `cloudplatform-io` is also a cloudplatform.
    const vendors = new RegExp(vendorNames.map((name) => name.split('-')[0]).join('|'), 'i');
    expect(sources.filter((file) => layerOf(file) !== 'reference' && vendors.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });

  test('have no leftovers', () => {
    const leftover = /\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-nocheck|oxlint-disable|eslint-disable|as unknown as/;
    expect(sources.filter((file) => leftover.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });
});
