import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { gardenKey, greenhouseWith } from '../worlds/without-x-assay-document.ts';
import { startGreenhouse } from '../worlds/without-x-assay-service.ts';
import { assay, emptyFolder, start } from './assay.ts';

const env = { GARDEN_KEY: gardenKey };

/** A folder with the document of some paths of the greenhouse, and the arguments that judge it. */
const prepared = (url: string, ...paths: readonly string[]) => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'greenhouse.yaml'), stringify(greenhouseWith(...paths)));
  const reached = ['--base-url', url, '--allow', 'mutation'];
  // So long a clean-up waits for creations that may be under way.
  const patience = ['--set', 'http.timeoutMs=5000'];
  const run = ['run', './greenhouse.yaml', ...reached, ...patience, '--credential', 'key=env:GARDEN_KEY', '--quiet'];
  return { cwd, reached, run };
};

describe('assay cleanup latest', () => {
  test('removes what a killed run left behind, with only its record', async () => {
    const house = await startGreenhouse();
    const { cwd, run } = prepared(house.url, '/plants', '/beds', '/labels');
    expect((await assay(run, { cwd, env })).code).not.toBe(2);
    const finished = readdirSync(join(cwd, 'reports')).filter((name) => name.startsWith('20'));
    expect(house.since()).toEqual([]);

    const held = house.holdAt((line) => /^PUT \/beds\/\d+\/rows\//.test(line));
    const killed = start(run, { cwd, env, detached: true });
    await held;
    process.kill(-(killed.child.pid ?? 0), 'SIGKILL');
    await killed.finished;
    house.release();
    const left = house.since();
    expect(left.length).toBeGreaterThanOrEqual(3);

    const planned = await assay(['cleanup', 'latest', '--dry-run'], { cwd });
    expect(planned.code).toBe(0);
    for (const path of left.filter((one) => one.startsWith('beds/')))
      expect(planned.stdout).toContain(
        `of ${path
          .split('/')
          .filter((_, n) => n % 2 === 1)
          .join(', ')}`,
      );
    expect(house.since()).toEqual(left);

    const withoutKey = await assay(['cleanup', 'latest'], { cwd });
    expect(withoutKey.code).toBe(2);
    expect(withoutKey.stderr).toContain('GARDEN_KEY');

    const { code, stdout, stderr } = await assay(['cleanup', 'latest'], { cwd, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(house.since()).toEqual([]);
    expect(stdout).toMatch(/^\d+ gone\.$/m);
    expect(Object.values(house.before())).not.toContain(undefined);
    const [run2] = readdirSync(join(cwd, 'reports')).filter((name) => name.startsWith('20') && !finished.includes(name));
    const record = readFileSync(join(cwd, 'reports', run2 ?? '', 'run.jsonl'), 'utf8');
    expect(record).toContain('"key":"env:GARDEN_KEY"');
    expect(record).not.toContain(gardenKey);
    expect((await assay(['cleanup', 'latest'], { cwd, env })).stdout).toMatch(
      /^Nothing to clean up: all \d+ resources that the run created are removed\.\n$/,
    );
  });

  test('never says that nothing is left if something is, and asks again for a credential that was given in clear', async () => {
    const house = await startGreenhouse();
    const { cwd, reached } = prepared(house.url, '/badges', '/plants');
    const judged = await assay(['run', './greenhouse.yaml', ...reached, '--credential', `key=${gardenKey}`, '--verbose'], { cwd });
    expect(judged.stdout).toMatch(/removed: DELETE \/plants\/\{plantId\}/);
    expect(judged.stdout).toMatch(/POST \/badges, (\d+) times, \1 left, or possibly left/);
    expect(judged.stdout).toMatch(/answered 403/);
    const unknown = await assay(['cleanup', 'latest'], { cwd });
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('the credential "key" was given in clear or by a function and is not recorded');
    const { code, stdout } = await assay(['cleanup', 'latest', '--credential', 'key=env:GARDEN_KEY'], { cwd, env });
    expect(code).toBe(3);
    expect(stdout).toMatch(/failed +\/badges .*: it is still there: DELETE \/badges\/\{id\} of \d+ was answered 403/);
    expect(stdout).toMatch(/0 gone; \d+ may still be there/);
  });

  test('replay needs only the record too', async () => {
    const house = await startGreenhouse();
    const { cwd, run } = prepared(house.url, '/plants');
    await assay(run, { cwd, env });
    const id = 'status/documented-call@#/paths/~1plants~1{plantId}/put';
    const { stdout, stderr } = await assay(['replay', 'latest', id, '--quiet'], { cwd, env });
    expect(stderr).toBe('');
    expect(stdout).toContain('The result is the same.');
    expect(house.since()).toEqual([]);
  });
});
