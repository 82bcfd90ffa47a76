import { describe, expect, test } from 'vitest';
import { Doubling, Finding, judgedPantry, Pantry } from '../../worlds/pantry.ts';

describe('what is not the run\u2019s own', () => {
  test.for<readonly [what: string, house: Pantry]>([
    ['is never changed or removed where a creation is answered with it', new Finding()],
    [
      'is never changed or removed where two creations report it as created',
      Object.assign(new Doubling(), { jars: [{ id: 'jar-1', title: 'plum', volume: 1 }] }),
    ],
  ])('%s', { timeout: 60_000 }, async ([, house]) => {
    await judgedPantry(house, undefined, ['mutation', 'destructive']);
    expect(house.asked.filter((line) => /^(?:PATCH|PUT|DELETE) /.test(line))).toEqual([]);
  });

  test('is not removed when the id of what the run removed is given to the next one', { timeout: 60_000 }, async () => {
    const house = new Pantry();
    await judgedPantry(house);
    const removals = house.asked.filter((line) => line.startsWith('DELETE '));
    expect(removals.length).toBeGreaterThan(0);
    expect(new Set(removals).size).toBe(removals.length);
    expect(house.jars).toEqual([]);
  });
});
