import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const scenarios = resolve(import.meta.dirname, '../../src/checks/scenarios');

test('no two scenarios have one id, by which the result of each is remembered', () => {
  const ids = readdirSync(scenarios, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...readFileSync(join(scenarios, path), 'utf8').matchAll(/defineScenario<[^(]*\(\{\s*id: '([^']+)'/gu)])
    .map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(20);
  expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([]);
});
