import { expect, test } from 'vitest';
import { checkById, checks } from '../../src/checks/index.ts';
import { ownerOf } from '../../src/contract/owner.ts';
import { placeKey } from '../../src/model/place.ts';
import { targetOf } from './support/fake-session.ts';
import { parcels } from './support/judge.ts';

test('each check is found by its id', () => {
  for (const check of checks) expect(checkById(check.id)).toBe(check);
  expect(checkById('no/such-check')).toBeUndefined();
});

test('each check finds a place with an owner in a contract of other names', async () => {
  const contract = await parcels();
  const without = checks.filter((check) => !check.places(contract).some((place) => ownerOf(contract, check, place)));
  expect(without.map(({ id }) => id)).toEqual([]);
});

test('a check lists no place twice', async () => {
  const contract = await parcels();
  for (const check of checks) {
    const keys = check.places(contract).map(placeKey);
    expect(keys.length, check.id).toBe(new Set(keys).size);
  }
});

test('a probe tells what each of its places takes', async () => {
  const contract = await parcels();
  const around = { contract, target: targetOf() };
  for (const check of checks) {
    if (check.kind !== 'probe') continue;
    for (const place of check.places(contract)) {
      expect(
        check.needs(place, around).filter(({ kind }) => kind !== 'permission'),
        check.id,
      ).toEqual([]);
      expect(check.cost(place, around).requests, check.id).toBeGreaterThan(0);
    }
  }
});

test('whatever sends an unsafe method asks for the permission, and for another one where nothing is removed', async () => {
  const contract = await parcels();
  const around = { contract, target: targetOf({ allow: [] }) };
  for (const check of checks) {
    if (check.kind !== 'probe') continue;
    for (const place of check.places(contract)) {
      const asked = check.needs(place, around).flatMap((need) => (need.kind === 'permission' ? [need.permission] : []));
      if (place.operation === 'POST /parcels') expect(asked, check.id).toEqual(['mutation', 'permanent']);
      if (place.operation?.endsWith('reroute')) expect(asked, check.id).toEqual(['mutation']);
      if (place.operation?.startsWith('GET ')) expect(asked, check.id).toEqual([]);
    }
  }
});
