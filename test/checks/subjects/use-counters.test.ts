import { describe, expect, test } from 'vitest';
import { useCounters } from '../../../src/checks/subjects/use-counters.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { lampsDocument } from '../../worlds/lamps.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';

type Said = NonNullable<Parameters<typeof lampsDocument>[0]>;

const read = async (said: Said) =>
  useCounters(await loadContract(writeToolDocument(lampsDocument(said)))).map(({ counter, shown, operation }) => [
    operation.path.split('/').at(-1),
    counter,
    shown.kind,
  ]);

const ofPresets = ['load_preset', 'uses', 'listed'];
const ofLamps = ['flash', 'flashes', 'own'];

describe('a number that says how often something was done', () => {
  test.each<readonly [Said, readonly unknown[]]>([
    [{ uses: 'How often it was loaded' }, [ofPresets]],
    [{ uses: 'Number of times it has been used, in total.' }, []],
    [{ uses: 'Number of times it has been used so far.' }, [ofPresets]],
    [{ uses: 'How many times the preset was loaded' }, [ofPresets]],
    [{ uses: 'Times loaded' }, [ofPresets]],
    [{ flashes: 'How often the lamp was flashed' }, [ofLamps]],
    [{ flashes: 'Number of flashes' }, [ofLamps]],
    [{ flashes: 'Total number of flashes so far. ' }, [ofLamps]],
    [{ flashes: 'How often it has been flashed', uses: 'How often it was loaded' }, [ofPresets, ofLamps]],
  ])('is read of %j', async (said, expected) => {
    expect((await read(said)).toSorted()).toEqual([...expected].toSorted());
  });

  test.each<Said>([
    { uses: 'How often it may be loaded' },
    { uses: 'How often it was loaded this week' },
    { uses: 'How many lamps have loaded it' },
    { uses: 'Number of presets' },
    { uses: 'How often it was printed' },
    { uses: 'How often it was loaded by different people' },
    { flashes: 'How often it was loaded' },
    { flashes: 'Number of flashes per minute' },
    { flashes: 'Approximate number of flashes' },
    { flashes: 'Number of flashes', act: 'A second flash within an hour is not counted.' },
    { uses: 'How often it was loaded', list: 'Refreshed every hour.' },
  ])('is not read of %j', async (said) => {
    expect(await read(said)).toEqual([]);
  });
});
