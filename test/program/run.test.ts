import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { compare, type ConfigTarget, plan, run, type RunListeners, UsageError } from '../../src/index.ts';
import { readRecord } from '../../src/model/record.ts';
import { emptyFolder } from '../e2e/assay.ts';
import { startParcels, token, type Parcels } from '../vitest/fixtures/server.ts';

const document = fileURLToPath(new URL('../vitest/fixtures/parcels.yaml', import.meta.url));

const parcels = async (options?: Parameters<typeof startParcels>[0]): Promise<Parcels> => {
  const server = await startParcels(options);
  onTestFinished(() => server.close());
  return server;
};

const depot = (server: Parcels): Record<string, ConfigTarget> => ({
  depot: { contract: document, baseUrl: server.url, credentials: { key: () => token } },
});

/** An empty folder with an empty folder for the program in it, so that anything that is written beside is seen. */
const home = (): string => {
  const cwd = join(emptyFolder(), 'home');
  mkdirSync(cwd);
  return cwd;
};

/** What was printed, and the exit code that was set, during the test. */
const watched = (): (() => readonly unknown[]) => {
  const written: unknown[][] = [];
  const before = process.exitCode;
  for (const [on, name] of [
    [process.stdout, 'write'],
    [process.stderr, 'write'],
    [process, 'exit'],
  ] as const) {
    const spy = vi.spyOn(on as NodeJS.WriteStream, name as 'write');
    onTestFinished(() => spy.mockRestore());
    written.push(spy.mock.calls);
  }
  return () => [...written.flat(), ...(process.exitCode === before ? [] : [process.exitCode])];
};

describe('a run of a program', () => {
  test('resolves to verdicts, tells its events, writes only into its folder, prints nothing and leaves the process alone', async () => {
    const server = await parcels();
    const cwd = home();
    const seen = watched();
    const told: [string, unknown][] = [];
    const note =
      (name: string) =>
      (event: unknown): void =>
        void told.push([name, event]);
    const on: RunListeners = {
      start: note('start'),
      progress: note('progress'),
      case: note('case'),
      finding: note('finding'),
      end: note('end'),
      warning: note('warning'),
    };
    const result = await run({ targets: depot(server), cwd, out: 'kept', seed: 7, on });
    expect(seen()).toEqual([]);
    expect(readdirSync(cwd)).toEqual(['kept']);
    expect(readdirSync(join(cwd, '..'))).toEqual(['home']);
    expect(result).toMatchObject({ exitCode: 1, seed: 7, directory: join(cwd, 'kept') });
    const [judged] = result.targets;
    expect(judged?.words).toMatch(/must[s]? broken/u);
    expect(judged?.cases.filter(({ outcome, case: { level } }) => outcome === 'fail' && level === 'must').length).toBeGreaterThan(0);
    const names = told.map(([name]) => name);
    expect(names.filter((name) => name === 'case').length).toBe(judged?.cases.length);
    expect(names.filter((name) => name === 'finding').length).toBe(judged?.findings.length);
    expect([names[0], names.at(-1)]).toEqual(['start', 'end']);
    expect(names).toContain('progress');
    expect(told.find(([name]) => name === 'finding')?.[1]).toMatchObject({
      target: 'depot',
      case: { requirement: judged?.findings[0]?.requirement },
      finding: { operation: 'GET /parcels' },
      isKnown: false,
    });
    expect(JSON.stringify([result, told])).not.toContain(token);
  });

  test('rejects with the reason of its signal, after the record was completed', async () => {
    const server = await parcels({ delayMs: 150 });
    const cwd = home();
    const controller = new AbortController();
    const reason = new Error('the deployment was rolled back');
    const on: RunListeners = { start: () => controller.abort(reason) };
    await expect(run({ targets: depot(server), cwd, out: 'kept', signal: controller.signal, on })).rejects.toBe(reason);
    const { footer } = readRecord(join(cwd, 'kept', 'run.jsonl'));
    expect(footer.targets.map(({ ended }) => ended.kind)).toEqual(['stopped']);
    await expect(run({ targets: depot(server), cwd, out: 'again', signal: controller.signal })).rejects.toBe(reason);
    expect(existsSync(join(cwd, 'again'))).toBe(false);
  });

  test.each([
    [{ out: '' }, /^Cannot run without a folder: give the option "out"/u],
    [{ rate: 0 }, /^Cannot use the option "rate": must be a number greater than 0$/u],
    [{ seed: -1 }, /^Cannot use the option "seed": must be a whole number/u],
    [{ only: ['scema'] }, /^Cannot use the option "only": there is no check.*did you mean "schema"\?$/u],
    [{ reports: ['htm' as 'html'] }, /there is no report "htm", did you mean "html"\?/u],
    [{ config: 'other.yaml' }, /^Cannot use the option "config" with targets in code/u],
    [{ targets: { depot: { contract: document, baseUrl: 'http://127.0.0.1:1', colour: 1 } } }, /"colour" is not a known key/u],
    [{ targets: ['depot'] }, /^Cannot judge "depot": it is not a target of the config/u],
  ] as const)('refuses %o before anything is sent or written', async (options, message) => {
    const server = await parcels();
    const cwd = home();
    const failure = await run({ targets: depot(server), cwd, out: 'kept', ...options }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect(failure instanceof Error && failure.message).toMatch(message);
    expect([server.seen, readdirSync(cwd)]).toEqual([[], []]);
  });
});

describe('a plan of a program', () => {
  test('says what would be judged without an address, a secret, a request or a file', async () => {
    const cwd = home();
    const asked = vi.fn(() => token);
    const { dryRun, targets } = await plan({ targets: { depot: { contract: document, credentials: { key: asked } } }, cwd });
    expect(dryRun).toBe(true);
    expect(targets[0]?.cases.length).toBeGreaterThan(20);
    expect([asked.mock.calls, readdirSync(cwd)]).toEqual([[], []]);
  });
});

describe('a comparison of a program', () => {
  test('takes runs, and writes the page it is asked for and nothing else', async () => {
    const server = await parcels();
    const cwd = home();
    const [shop = {}] = Object.values(depot(server));
    await run({ cwd, reports: [], only: ['schema', 'status'], targets: { depot: shop, shed: shop }, out: 'first' });
    const before = readdirSync(cwd, { recursive: true }).toSorted();
    const { columns, outcomes } = await compare({ runs: ['first'], cwd });
    expect(columns.map(({ target }) => target)).toEqual(['depot', 'shed']);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(readdirSync(cwd, { recursive: true }).toSorted()).toEqual(before);
    await compare({ runs: ['first'], cwd, page: 'pages/both.html' });
    expect(readdirSync(join(cwd, 'pages'))).toEqual(['both.html']);
    await expect(compare({ runs: ['first', 'first'], cwd })).rejects.toThrow(/^Cannot compare ".*" with itself: name it once$/u);
    await expect(compare({ runs: ['third'], cwd })).rejects.toThrow(/^Cannot find the run "third"/u);
  });
});
