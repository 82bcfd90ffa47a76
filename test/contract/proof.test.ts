import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { loadContract, shippedContracts } from '../../src/contract/load.ts';
import { ownerOf } from '../../src/contract/owner.ts';
import { locationKey } from '../../src/model/location.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Every pair of check and location with a requirement, with the id of the requirement. */
const pairsOf = async (name: string, overlays: readonly string[] = []) => {
  const contract = await loadContract(name, { overlays });
  const pairs = checks.flatMap((check) =>
    check.locations(contract).flatMap((location) => {
      const owner = ownerOf(contract, check, location);
      return owner ? [{ check: check.id, place: locationKey(location), requirement: owner.requirement }] : [];
    }),
  );
  return { contract, pairs };
};

describe.each(shippedContracts())('the contract %s', (name) => {
  test('has at most one requirement for every pair of check and location', async () => {
    const { pairs } = await pairsOf(name);
    expect(pairs.length).toBeGreaterThan(0);
  });

  test('decides every testable requirement by a pair, or lists it in open.yaml, never both', async () => {
    const { contract, pairs } = await pairsOf(name);
    const judgeable = [...contract.requirements.values()]
      .filter(({ level, overlay }) => level !== 'untestable' && overlay === undefined)
      .map(({ id }) => id);
    const decided = new Set(pairs.map(({ requirement }) => requirement.id));
    expect(judgeable.filter((id) => !decided.has(id) && !contract.open.includes(id))).toEqual([]);
    expect(contract.open.filter((id) => decided.has(id) || !judgeable.includes(id))).toEqual([]);
  });

  test('lists only existing checks, each of which finds a location of the requirement', async () => {
    const { contract, pairs } = await pairsOf(name);
    const printed = [...contract.requirements.values()].filter(({ overlay }) => overlay === undefined);
    const named = printed.flatMap(({ id, checks: ids }) => ids.map((check) => `${id} ${check}`));
    const found = new Set(pairs.map(({ requirement, check }) => `${requirement.id} ${check}`));
    expect(named.filter((one) => !found.has(one))).toEqual([]);
  });

  test('decides a requirement that needs an overlay with the overlay of its entry, and not without', async () => {
    const { contract, pairs } = await pairsOf(name);
    for (const { id, checks: named, overlay } of contract.requirements.values()) {
      if (overlay === undefined) continue;
      const own = (some: typeof pairs): string[] => [
        ...new Set(some.filter(({ requirement }) => requirement.id === id).map(({ check }) => check)),
      ];
      expect(own(pairs), id).toEqual([]);
      expect(own((await pairsOf(name, [join(root, overlay)])).pairs).sort(), id).toEqual([...named].sort());
    }
  });

  test('has no must that depends on our reading', async () => {
    const { contract } = await pairsOf(name);
    expect(
      [...contract.requirements.values()].filter(({ level, basis }) => level === 'must' && basis === 'inferred').map(({ id }) => id),
    ).toEqual([]);
  });
});

describe('the registry', () => {
  test('has each check once, with texts for what, why and what to do', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    for (const { id, title, why, fix } of checks) {
      expect(id).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
      expect(Math.min(title.length, why.length, fix.length), id).toBeGreaterThan(20);
    }
  });
});
