import { lasting } from '../kit/lifecycle.ts';
import type { SeededRandom } from '../kit/seeded-random.ts';
import { seededRandom } from '../kit/seeded-random.ts';
import { openStore } from '../kit/store.ts';
import type { Account } from './call.ts';
import { images, regions, sizes } from './catalogue.ts';
import type { Settings } from './settings.ts';

const roles = ['web', 'db', 'cache', 'queue', 'mail', 'build'] as const;
const firstDayMs = Date.parse('2025-09-01T06:00:00Z');
const dayMs = 86_400_000;

const oneOf = <Value>(random: SeededRandom, values: readonly [Value, ...Value[]]): Value =>
  values[random.below(values.length)] ?? values[0];

/** An account with the instances of a seed. */
export const openAccount = (settings: Settings, seed: number, count: number, activeSeconds: number): Account => {
  const random = seededRandom(seed);
  const instances: Account['instances'] = openStore({ random, ids: settings.ids, lag: settings.lag });
  for (let index = 0; index < count; index += 1) {
    const role = oneOf(random, roles);
    instances.add({
      data: {
        name: `${role}-${String(index + 1).padStart(3, '0')}`,
        region: oneOf(random, regions),
        size: oneOf(random, sizes),
        image: oneOf(random, images),
        sshKeys: ['12345678'],
        backups: random.below(3) === 0,
        ipv6: random.below(2) === 0,
        tags: random.below(4) === 0 ? [] : [role, 'production'],
      },
      lifecycle: lasting(settings.lastStatus),
      createdAtMs: firstDayMs + index * dayMs + random.below(dayMs / 2),
      origin: 'initial',
    });
  }
  return { instances, activeSeconds };
};
