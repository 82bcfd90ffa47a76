import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { below, isObject } from '../../src/contract/pointer.ts';
import { readOpen, readRequirements } from '../../src/contract/read-requirements.ts';
import { readSource } from '../../src/contract/source.ts';
import type { Requirement } from '../../src/model/requirement.ts';
import { nodesOf, placesOf } from './nodes.ts';
import { leaks, rivals } from './ownership.ts';
import { type Entry, specFolder, spoilt, tried, type Vendor, vendors } from './vendors.ts';

const words: Readonly<Record<keyof Entry, true>> = {
  id: true,
  title: true,
  area: true,
  level: true,
  basis: true,
  section: true,
  lines: true,
  operations: true,
  needs: true,
  judge: true,
  defects: true,
  note: true,
  checks: true,
  since: true,
  noDefect: true,
  retired: true,
  overlay: true,
  words: true,
};

const numberOf = (id: string): number => Number(id.split('-').at(-1));
const judgeable = ({ requirements }: Vendor): readonly Entry[] =>
  requirements.filter(({ level, retired }) => level !== 'untestable' && retired === undefined);

/** Ids on nodes that no requirement has, or only a dropped one. */
const strays = ({ document, requirements }: Vendor): string[] => {
  const entries = new Map(requirements.map((entry) => [entry.id, entry]));
  return [...placesOf(document)].flatMap(([id, pointers]) => {
    const entry = entries.get(id);
    if (entry && entry.retired === undefined) return [];
    return pointers.map((pointer) => `${pointer}: ${id} is ${entry ? 'retired' : 'unknown'}`);
  });
};

/** Entries of open.yaml that contradict the document or requirements.yaml. */
const openProblems = (vendor: Vendor): string[] => {
  const { document, requirements, open } = vendor;
  const places = placesOf(document);
  const said = new Map(open.map(({ id, place }) => [id, [place].flat()]));
  return [
    ...judgeable(vendor).flatMap(({ id, checks }) => {
      const isOpen = said.has(id);
      if (checks.length > 0) return isOpen ? [`${id} is open and decided by ${checks.join(', ')}`] : [];
      return isOpen ? [] : [`${id} is neither open nor decided`];
    }),
    ...[...said.keys()]
      .filter((id) => !judgeable(vendor).some((entry) => entry.id === id))
      .map((id) => `${id} is not a testable requirement`),
    ...[...said].flatMap(([id, pointers]) => {
      const there = [...new Set(places.get(id) ?? [])].sort();
      const written = [...new Set(pointers)].sort();
      return JSON.stringify(there) === JSON.stringify(written)
        ? []
        : [`${id} is at ${there.join(', ')}, open.yaml has ${written.join(', ')}`];
    }),
    ...requirements.filter(({ level, checks }) => level === 'untestable' && checks.length > 0).map(({ id }) => `${id} cannot be judged`),
  ];
};

/** Inferred nodes that a must depends on, because it is on them or below. */
const inferredMusts = ({ document, requirements }: Vendor): string[] => {
  const musts = new Set(requirements.filter(({ level }) => level === 'must').map(({ id }) => id));
  return nodesOf(document)
    .filter(({ value }) => value['x-inferred'] !== undefined)
    .flatMap(({ pointer, value }) => {
      const reason = value['x-inferred-reason'];
      const explained = value['x-inferred'] === true && typeof reason === 'string' && reason.length > 20;
      const resting = [...placesOf(value).keys()].filter((id) => musts.has(id)).map((id) => `${pointer} is our reading and ${id} a must`);
      return explained ? resting : [`${pointer} gives no reason`].concat(resting);
    });
};

const lastSchemas = (document: Vendor['document']): Record<string, Record<string, unknown>> =>
  (document['components'] as { schemas: Record<string, Record<string, unknown>> }).schemas;

describe.each(vendors)('the requirements of $name', (vendor) => {
  const { document, requirements, open } = vendor;
  const folder = dirname(vendor.file);

  test('are complete entries of the type Requirement', async () => {
    const read = readRequirements(await readSource(join(folder, 'requirements.yaml')));
    expect([...read.values()]).toHaveLength(requirements.length);
    for (const entry of requirements) {
      const { retired: _retired, ...requirement } = entry;
      expect(read.get(entry.id), entry.id).toStrictEqual(requirement satisfies Requirement);
      expect(
        Object.keys(entry).filter((key) => !(key in words)),
        entry.id,
      ).toEqual([]);
      expect(entry.since, entry.id).toMatch(/^\d+\.\d+\.\d+$/);
      expect(entry.lines, entry.id).toMatch(/^\d+(-\d+)?(, \d+(-\d+)?)*$/);
    }
  });

  test('have ids of one prefix, numbered from 1 without a gap', () => {
    const [first] = requirements;
    const prefix = first?.id.replace(/\d+$/, '');
    expect(requirements.map(({ id }) => id)).toEqual(requirements.map((_, n) => `${prefix}${n + 1}`));
  });

  test('name operations as the document does', () => {
    const known = new Set(
      Object.entries(document['paths'] as Record<string, Record<string, unknown>>).flatMap(([path, item]) =>
        Object.keys(item)
          .filter((key) => key !== 'parameters')
          .map((method) => `${method.toUpperCase()} ${path}`),
      ),
    );
    const named = requirements.flatMap(({ operations }) => (operations === 'all' ? [] : operations));
    expect([...new Set(named)].filter((operation) => !known.has(operation))).toEqual([]);
  });

  test('that can be broken have a defect, or the reason why there is none', () => {
    const without = requirements.filter(
      ({ level, defects, noDefect }) => (level === 'must' || level === 'should') && Object.keys(defects).length === 0 && !noDefect,
    );
    expect(without.map(({ id }) => id)).toEqual([]);
    const slugs = requirements.flatMap(({ defects }) => Object.keys(defects));
    expect(slugs.filter((slug, n) => slugs.indexOf(slug) !== n)).toEqual([]);
  });

  test('are in the document by their ids, all that can be judged', () => {
    expect(strays(vendor)).toEqual([]);
    const places = placesOf(document);
    expect(
      judgeable(vendor)
        .filter(({ id, overlay }) => overlay === undefined && !places.has(id))
        .map(({ id }) => id),
    ).toEqual([]);
  });

  test('are never beside a reference, where OpenAPI ignores them', () => {
    const beside = nodesOf(document).filter(({ value }) => value['$ref'] !== undefined && value['x-requirement'] !== undefined);
    expect(beside.map(({ pointer }) => pointer)).toEqual([]);
  });

  test('are each decided by checks or open, and open.yaml has their nodes', () => {
    expect(openProblems(vendor)).toEqual([]);
  });

  test('are unambiguous for each check at each level', () => {
    expect(rivals(vendor)).toEqual([]);
  });

  test('that are open never count for a decided one', () => {
    expect(leaks(vendor)).toEqual([]);
  });

  test('of level must do not depend on our reading alone', () => {
    expect(inferredMusts(vendor)).toEqual([]);
  });

  test('that are open are listed once each, in the order of their numbers, and read so by the contract', async () => {
    if (open.length === 0) return;
    const ids = open.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => numberOf(a) - numberOf(b)));
    expect(readOpen(await readSource(join(folder, 'open.yaml')))).toEqual(ids);
  });

  test('plan checks of one kind each, under an id of family and claim', () => {
    const kinds = new Map<string, string>();
    for (const { check, kind, measurement } of open) {
      for (const id of [check].flat()) {
        expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(['probe', 'observation', 'fold'], id).toContain(kind);
        expect(kinds.get(id) ?? kind, id).toBe(kind);
        kinds.set(id, kind);
      }
      expect(measurement.length, measurement).toBeGreaterThan(5);
    }
  });
});

describe('the rules for requirements', () => {
  const vendor = tried;
  const decided = vendor.requirements.find(({ level, checks }) => level === 'must' && checks.length > 0);
  if (!decided) throw new Error('Cannot test the rules for requirements: no must is decided');

  test('report an unknown id', () => {
    const with999 = spoilt(vendor, (document) => {
      (document['info'] as Record<string, unknown>)['x-requirement'] = ['NEXUS-9999'];
    });
    expect(strays(with999)).toEqual(['#/info: NEXUS-9999 is unknown']);
  });

  test('report the id of a retired requirement', () => {
    const dropped = {
      ...vendor,
      requirements: vendor.requirements.map((one) => (one === decided ? { ...one, retired: 'said twice' } : one)),
    };
    expect(strays(dropped)).toContain(`${placesOf(vendor.document).get(decided.id)?.[0]}: ${decided.id} is retired`);
  });

  test('report a requirement that is decided and open, or neither', () => {
    const both = { ...vendor, open: [...vendor.open, { id: decided.id, check: 'a/b', kind: 'probe', measurement: 'none', place: [] }] };
    expect(openProblems(both)).toContain(`${decided.id} is open and decided by ${decided.checks.join(', ')}`);
    const neither = { ...vendor, requirements: vendor.requirements.map((one) => (one === decided ? { ...one, checks: [] } : one)) };
    expect(openProblems(neither)).toContain(`${decided.id} is neither open nor decided`);
  });

  test('report a node that does not have the id', () => {
    const [first] = vendor.open;
    if (!first) return;
    const moved = { ...vendor, open: vendor.open.map((one) => (one === first ? { ...one, place: '#/elsewhere' } : one)) };
    expect(openProblems(moved).some((problem) => problem.endsWith('open.yaml says #/elsewhere'))).toBe(true);
  });

  test('report two requirements of one check at one node', () => {
    const second = { ...decided, id: 'NEXUS-9998' };
    const pointer = placesOf(vendor.document).get(decided.id)?.[0] ?? '#';
    const two = spoilt({ ...vendor, requirements: [...vendor.requirements, second] }, (document) => {
      const node = nodesOf(document).find((one) => one.pointer === pointer)?.value;
      if (isObject(node)) Object.assign(node, { 'x-requirement': [decided.id, second.id] });
    });
    expect(rivals(two)).toContain(`${pointer}: NEXUS-9998 is not the only requirement of ${decided.checks[0]}`);
  });

  test('report an open requirement below a decided one of its check', () => {
    const entry = vendor.requirements.find(({ checks }) => checks.includes('schema/response-body'));
    const pointer =
      entry &&
      placesOf(vendor.document)
        .get(entry.id)
        ?.find((one) => one.startsWith('#/components/schemas/'));
    const name = pointer?.split('/')[3] ?? '';
    const nested = spoilt(
      {
        ...vendor,
        open: [...vendor.open, { id: 'NEXUS-9997', check: 'schema/response-body', kind: 'observation', measurement: 'none', place: [] }],
      },
      (document) => {
        const schema = lastSchemas(document)[name];
        if (schema) schema['allOf'] = [{ 'x-requirement': ['NEXUS-9997'] }];
      },
    );
    expect(leaks(nested)).toEqual([
      `${below('#/components/schemas', name, 'allOf', 0)}: breaches of NEXUS-9997 would count for ${entry?.id} (schema/response-body)`,
    ]);
  });

  test('catch a must on a reading of ours, and a reading without its reason', () => {
    const pointer = placesOf(vendor.document).get(decided.id)?.[0] ?? '#';
    const read = spoilt(vendor, (document) => {
      const node = nodesOf(document).find((one) => one.pointer === pointer)?.value;
      if (isObject(node)) Object.assign(node, { 'x-inferred': true });
    });
    const found = inferredMusts(read);
    expect(found).toEqual(expect.arrayContaining([`${pointer} gives no reason`, `${pointer} is our reading and ${decided.id} a must`]));
  });
});

test('the lock holds every id that was ever released, sorted', () => {
  const lines = readFileSync(join(specFolder, 'requirements.lock'), 'utf8').trimEnd().split('\n');
  const prefixOf = (id: string): string => id.replace(/\d+$/, '');
  const ids = vendors
    .flatMap(({ requirements }) => requirements.map(({ id }) => id))
    .sort((a, b) => prefixOf(a).localeCompare(prefixOf(b)) || numberOf(a) - numberOf(b));
  expect(lines).toEqual(ids);
});
