import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { loadContract } from '../../src/contract/load.ts';
import { applyOverlay } from '../../src/contract/overlay.ts';
import { requirement, writeContract } from './support.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'Parcels', version: '1' },
  tags: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
  paths: { '/parcels': { get: { operationId: 'listParcels', responses: { '200': { description: 'Parcels' } } } } },
};

const overlayOf = (actions: unknown, more: Readonly<Record<string, unknown>> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-overlay-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'names.overlay.yaml');
  writeFileSync(file, stringify({ overlay: '1.0.0', info: { title: 'Names', version: '1' }, actions, ...more }));
  return file;
};

const applied = async (...actions: unknown[]): Promise<unknown> => (await applyOverlay(document, overlayOf(actions))).value;

describe('an overlay', () => {
  test('merges objects, joins lists and replaces other values', async () => {
    const update = { summary: 'All', responses: { '200': { description: 'All parcels', headers: {} } }, tags: ['a'] };
    expect(
      await applied({ target: "$.paths['/parcels'].get", update }, { target: "$.paths['/parcels'].get", update: { tags: ['b'] } }),
    ).toMatchObject({
      paths: {
        '/parcels': {
          get: {
            operationId: 'listParcels',
            summary: 'All',
            tags: ['a', 'b'],
            responses: { '200': { description: 'All parcels', headers: {} } },
          },
        },
      },
    });
  });

  test('appends an entry to a list', async () => {
    expect(await applied({ target: '$.tags', update: { name: 'd' } })).toMatchObject({
      tags: [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'd' }],
    });
  });

  test('removes every node that a target names, of a list too', async () => {
    expect(await applied({ target: "$.tags[?@.name != 'b']", remove: true })).toMatchObject({ tags: [{ name: 'b' }] });
    expect(await applied({ target: '$.paths.*.get', remove: true })).toMatchObject({ paths: { '/parcels': {} } });
  });

  test('updates each of several nodes and leaves the given document alone', async () => {
    expect(await applied({ target: '$.tags[*]', update: { description: 'ours' } })).toMatchObject({
      tags: ['a', 'b', 'c'].map((name) => ({ name, description: 'ours' })),
    });
    expect(document.tags).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  });

  test.each<readonly [string, unknown, string]>([
    ['a target that names nothing', { target: '$.paths.nowhere', update: {} }, '"$.paths.nowhere" names nothing in the document'],
    ['a target that is not a JSONPath', { target: '$.[', update: {} }, '"$.[" is not a JSONPath'],
    ['a single value', { target: '$.openapi', update: {} }, '"/openapi" is a single value'],
    ['an update of another kind', { target: '$.info', update: [] }, '"/info" is an object, so the update must be one too'],
    ['an action without a target', { update: {} }, 'an action needs a "target"'],
    ['an action that does nothing', { target: '$' }, 'an action needs "update", or "remove: true"'],
    ['a removal of everything', { target: '$', remove: true }, 'the whole document cannot be removed'],
  ])('refuses %s, with the position', async (_what, action, text) => {
    await expect(applied(action)).rejects.toThrow(text);
    await expect(applied(action)).rejects.toThrow(/^Cannot apply the overlay ".*names\.overlay\.yaml" at \d+:\d+, #\S*: /);
  });

  test('of another version is refused', async () => {
    await expect(applyOverlay(document, overlayOf([{ target: '$', update: {} }], { overlay: '2.0.0' }))).rejects.toThrow(
      'must be a version 1.0.x such as "1.0.0", it is "2.0.0"',
    );
    await expect(applyOverlay(document, overlayOf([]))).rejects.toThrow('"actions" must be a list with at least one action');
  });
});

describe('a contract with an overlay', () => {
  const file = (): string => writeContract(document, [requirement('PARCEL-1', ['schema/list-found'])]);

  test('has the behaviour that the overlay adds, and another digest', async () => {
    const path = file();
    const overlay = overlayOf([
      { target: "$.paths['/parcels'].get", update: { 'x-assay': { collection: { items: '$response.body#/all' } } } },
    ]);
    const [plain, overlaid] = [await loadContract(path), await loadContract(path, { overlays: [overlay] })];
    expect([plain.collections.length, overlaid.collections.map(({ items }) => items)]).toEqual([0, [['$response.body#/all']]]);
    expect(overlaid.digest).not.toBe(plain.digest);
  });

  test('whose words are wrong is refused, naming the overlay', async () => {
    const overlay = overlayOf([{ target: '$', update: { 'x-assay': { unknwon: {} } } }]);
    await expect(loadContract(file(), { overlays: [overlay] })).rejects.toThrow(
      /names\.overlay\.yaml.*"unknwon" is not a word of x-assay; did you mean "unknown"\?/,
    );
  });

  test('that makes the document invalid OpenAPI is refused', async () => {
    await expect(loadContract(file(), { overlays: [overlayOf([{ target: '$.info', remove: true }])] })).rejects.toThrow(
      'it is not valid OpenAPI',
    );
  });
});
