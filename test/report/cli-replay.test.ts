import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { readRecord } from '../../src/model/record.ts';
import { assay, emptyFolder, fakeIo } from '../cli/support.ts';
import { again, configure, forgetRuns, judged, keyOf, reference, runHere, type Judged } from './support/judged.ts';

forgetRuns();

const skipping = (): Promise<Judged> => judged({ only: 'pagination/*', defect: 'page-boundary-skips-item' });
const burst = (): Promise<Judged> => judged({ only: 'rate-limit', defect: 'retry-after-missing-on-429', allow: ['flood'] });

const replayed = (run: Judged, id: string, ...more: readonly string[]) =>
  assay(['replay', 'out', id, '--credential', 'key=env:NEXUS_KEY', '--quiet', ...more], again(run));

type Document = {
  readonly recorded: { readonly kind: string };
  readonly now: { readonly kind: string; readonly finding?: { readonly code: string } };
  readonly same: boolean;
  readonly exitCode: number;
  readonly seed: number;
  readonly nonce: string;
  readonly directory: string;
  readonly requests: number;
};
const documentOf = ({ stdout }: { readonly stdout: string }): Document => JSON.parse(stdout) as Document;

describe('assay replay', () => {
  test('judges a failed case again and prints the verdict beside the recorded one', async () => {
    const run = await skipping();
    const { code, stdout, stderr } = await replayed(run, 'pagination/walk-complete');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^NEXUS-39: Following cursors to the end yields every instance\npagination\/walk-complete@#/u);
    expect(stdout).toMatch(
      /recorded in \S+: fail, .*\(item-missing\)[\s\S]*\nnow: fail, .*\(item-missing\)[\s\S]*\nThe result is the same\.\n/u,
    );
    expect(stdout.replaceAll('\n', ' ')).toContain('seed 5, nonce ');
    expect(stdout.split('\n').filter((line) => line.length > 80 && line.includes(' ') && !line.startsWith('Record: '))).toEqual([]);
  });

  test('sends only the requests of the case and of preflight, with the seed of the run and another nonce', async () => {
    const run = await skipping();
    const document = documentOf(await replayed(run, 'pagination/default-size', '--json'));
    expect(document).toMatchObject({ recorded: { kind: 'pass' }, now: { kind: 'pass' }, same: true, exitCode: 0, seed: 5 });
    expect(document.requests).toBeLessThan(run.record.footer.targets[0]?.requests ?? 0);
    expect(document.nonce).not.toBe(run.record.header.nonce);
    expect(documentOf(await replayed(run, 'pagination/default-size', '--json', '--nonce', 'mine')).nonce).toBe('mine');
  });

  test('ends with 0 if the failure is gone', async () => {
    const run = await skipping();
    const repaired = await reference();
    const { code, stdout } = await assay(
      ['replay', 'out', 'pagination/walk-complete', '--base-url', repaired.url, '--credential', 'key=env:NEXUS_KEY', '--quiet'],
      again(run, keyOf(repaired)),
    );
    expect(code).toBe(0);
    expect(stdout).toContain('\nIt passes now.\n');
    expect(stdout.replaceAll('\n', ' ')).toContain(repaired.url);
  });

  test('ends with 3 if nothing can be judged now', async () => {
    const run = await skipping();
    const { code, stdout } = await replayed(run, 'pagination/walk-complete', '--base-url', 'http://127.0.0.1:9/v2');
    expect(code).toBe(3);
    expect(stdout).toContain('\nnow: skipped, stopped\n');
    expect(stdout).toContain('\nIt could not be judged now.\n');
  });

  test('of a case that only watches also runs the cases that sent its evidence, even a burst', async () => {
    const run = await burst();
    const document = documentOf(await replayed(run, 'headers/declared@#/components/headers/RetryAfter', '--json'));
    expect(document).toMatchObject({
      recorded: { kind: 'fail' },
      now: { kind: 'fail', finding: { code: 'header-absent' } },
      same: true,
      exitCode: 1,
    });
  });

  test('writes a record of its own into the folder of the run, without secrets, from which reports can be made', async () => {
    const run = await skipping();
    await replayed(run, 'pagination/walk-complete');
    const folder = join(run.directory, 'replays');
    const [name = ''] = readdirSync(folder);
    const record = readRecord(join(folder, name, 'run.jsonl'));
    expect(record.header).toMatchObject({
      seed: 5,
      options: { replayOf: run.record.header.run, case: 'pagination/walk-complete@#/paths/~1instances/get/x-assay/pagination' },
    });
    expect(record.targets[0]?.cases.map(({ requirement }) => requirement)).toEqual(['NEXUS-39']);
    expect(record.footer.exitCode).toBe(1);
    const files = readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.jsonl'));
    expect(files).toContain(join('exchanges', '1.jsonl'));
    for (const file of files) expect(readFileSync(join(folder, name, file), 'utf8')).not.toContain(run.running.credentials['key']);
    expect((await assay(['report', `out/replays/${name}`], again(run))).code).toBe(0);
  });

  test('takes the key from the config, and everything else from the record', async () => {
    const running = await reference('page-boundary-skips-item');
    const cwd = emptyFolder();
    const target = { contract: 'cloudnexus', baseUrl: running.url, credentials: { key: 'env:NEXUS_KEY' }, quota: running.quota };
    configure(cwd, target);
    await runHere(cwd, ['nexus'], { only: 'pagination/walk-complete' }, keyOf(running));
    configure(cwd, { ...target, baseUrl: 'http://127.0.0.1:9', quota: { limit: 1, windowSeconds: 1 } });
    const { code, stdout } = await assay(
      ['replay', 'out', 'pagination/walk-complete', '--quiet', '--json'],
      fakeIo({ cwd, env: keyOf(running) }),
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ target: 'nexus', baseUrl: running.url, now: { kind: 'fail' } });
  });

  test('heeds variables that define where the target is, and ignores those that shape a whole run', async () => {
    const run = await skipping();
    const env = { ASSAY_CREDENTIAL: 'key=env:NEXUS_KEY', ASSAY_OUT: 'out', ASSAY_ONLY: 'auth', ASSAY_QUIET: 'true' };
    expect((await assay(['replay', 'out', 'pagination/walk-complete'], again(run, env))).code).toBe(1);
  });

  test('starts the reference again for a case of a demo', async () => {
    const cwd = emptyFolder();
    await assay(['demo', 'cloudnexus', '--only', 'pagination', '--quiet', '--out', 'demo'], fakeIo({ cwd }));
    const { code, stdout } = await assay(['replay', 'demo', 'pagination/default-size', '--quiet', '--json'], fakeIo({ cwd }));
    expect({ code, verdict: documentOf({ stdout }).now.kind }).toEqual({ code: 0, verdict: 'pass' });
  });

  describe('refuses, and sends nothing,', () => {
    test('if the source of the key in the record no longer has it', async () => {
      const run = await skipping();
      const { code, stdout, stderr } = await assay(['replay', 'out', 'pagination/walk-complete'], again({ cwd: run.cwd, env: {} }));
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain('NEXUS_KEY');
      expect(existsSync(join(run.directory, 'replays'))).toBe(false);
    });

    for (const [title, args, message] of [
      ['a case that is not there', ['replay', 'out', 'NEXUS-3999'], 'error: Cannot find the case "NEXUS-3999" in run '],
      ['a misspelt case', ['replay', 'out', 'pagination/walk-complite'], 'did you mean "pagination/walk-complete"?\n'],
      [
        'a target that the run did not judge',
        ['replay', 'out', 'pagination/walk-complete', '--target', 'nexus'],
        'judged no target "nexus"',
      ],
      ['a run that is not there', ['replay', 'nowhere', 'NEXUS-39'], 'error: Cannot find the run "nowhere"'],
      ['--curl of a case that passed', ['replay', 'out', 'pagination/default-size', '--curl'], 'its verdict names no exchange'],
    ] as const) {
      test(title, async () => {
        const run = await skipping();
        const { code, stdout, stderr } = await assay(args, again(run));
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).toContain(message);
        expect(existsSync(join(run.directory, 'replays'))).toBe(false);
      });
    }

    test('a case that needs something that is no longer given, naming the flag', async () => {
      const run = await burst();
      const { code, stderr } = await replayed(run, 'rate-limit/enforced', '--allow', 'slow');
      expect(code).toBe(2);
      expect(stderr).toContain('unlike in the recorded run, needs the permission "flood" (--allow flood)');
    });
  });

  test('prints the request that shows the failure as a curl command instead of sending it', async () => {
    const run = await skipping();
    const { code, stdout, stderr } = await assay(['replay', 'out', 'pagination/walk-complete', '--curl'], again(run));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^curl -sS -i .*http:\/\/127\.0\.0\.1:\d+\/v2\/instances/u);
    expect(stdout).not.toContain(run.running.credentials['key']);
    expect(stdout).toContain('"authorization: Bearer $NEXUS_KEY"');
    expect(stderr).toBe('NEXUS_KEY holds the credential "key".\n');
    expect(existsSync(join(run.directory, 'replays'))).toBe(false);
  });
});
