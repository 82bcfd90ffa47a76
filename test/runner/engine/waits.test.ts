import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createWaits } from '../../../src/runner/engine/waits.ts';

/** Work that is remembered by its key, each piece of which may wait for others. */
const remembered = (needs: Readonly<Record<string, readonly string[]>>) => {
  const waits = createWaits();
  const made = new Map<string, Promise<string>>();
  const begin = async (key: string): Promise<string> => {
    await pause(5);
    const got: string[] = [];
    for (const one of needs[key] ?? []) got.push(await runFor(key, one));
    return got.length === 0 ? key : `${key}(${got.join(' ')})`;
  };
  const runFor = (own: string | undefined, key: string): Promise<string> => {
    const before = made.get(key);
    if (before && own !== undefined && waits.wouldClose(own, key)) return Promise.resolve(`no ${key}`);
    const work = before ?? begin(key);
    made.set(key, work);
    if (own !== undefined) waits.until(own, key, work);
    return work;
  };
  return (key: string): Promise<string> => runFor(undefined, key);
};

describe('work that waits for other work', () => {
  test('comes to its end where two pieces that began apart need each other', async () => {
    const run = remembered({ mill: ['dam'], dam: ['mill'] });
    const [mill, dam] = await Promise.all([run('mill'), run('dam')]);
    expect([mill, dam].filter((one) => one.includes('no '))).not.toEqual([]);
  });

  test('comes to its end where a piece needs itself, at once or by others', async () => {
    expect(await remembered({ mill: ['mill'] })('mill')).toBe('mill(no mill)');
    expect(await remembered({ mill: ['dam'], dam: ['lock'], lock: ['mill'] })('mill')).toBe('mill(dam(lock(no mill)))');
  });

  test('shares what several need, and refuses none of them', async () => {
    const run = remembered({ mill: ['dam', 'lock'], lock: ['dam'], inn: ['lock', 'mill'] });
    expect(await Promise.all([run('inn'), run('mill')])).toEqual(['inn(lock(dam) mill(dam lock(dam)))', 'mill(dam lock(dam))']);
  });

  test('waits again for what was over before', async () => {
    const run = remembered({ mill: ['dam'], dam: [] });
    expect(await run('dam')).toBe('dam');
    expect(await run('mill')).toBe('mill(dam)');
  });
});
