import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assay, emptyFolder, start } from './assay.ts';

test('a dry run sends and writes nothing', async () => {
  const cwd = emptyFolder();
  const { code, stdout } = await assay(
    ['run', 'cloudnexus', '--base-url', 'http://127.0.0.1:9/v2', '--credential', 'key=env:NEXUS_KEY', '--dry-run'],
    { cwd, env: { NEXUS_KEY: 'k-0123456789' } },
  );
  expect(code).toBe(0);
  expect(stdout).toContain('NEXUS-39');
  expect(readdirSync(cwd)).toEqual([]);
});

describe('bad input', () => {
  const env = { NEXUS_KEY: 'k-0123456789' };
  const good = ['run', 'cloudnexus', '--base-url', 'http://127.0.0.1:9/v2', '--credential', 'key=env:NEXUS_KEY'];
  test.each<[string, readonly string[], RegExp]>([
    ['an unknown flag', [...good, '--alow', 'mutation'], /--allow/],
    ['an unknown command', ['rum'], /run/],
    ['an unknown vendor', ['run', 'cloudnexsus', '--base-url', 'http://127.0.0.1:9'], /cloudnexus/],
    ['an unknown check', [...good, '--only', 'pagination/walk-uniqe'], /pagination\/walk-unique/],
    [
      'an unknown credential name',
      ['run', 'cloudnexus', '--base-url', 'http://127.0.0.1:9/v2', '--credential', 'kye=env:NEXUS_KEY'],
      /key/,
    ],
    [
      'a missing variable',
      ['run', 'cloudnexus', '--base-url', 'http://127.0.0.1:9/v2', '--credential', 'key=env:NEXUS_KEYS'],
      /NEXUS_KEYS/,
    ],
    ['an unknown defect', ['serve', 'cloudnexus', '--defect', 'walk-never-end'], /walk-never-ends/],
    ['no target at all', ['run'], /assay\.config/],
    [
      'a production address',
      ['run', 'cloudnexus', '--base-url', 'https://api.cloudnexus.com/v2', '--credential', 'key=env:NEXUS_KEY'],
      /production/,
    ],
    [
      'a key in clear over the network',
      ['run', 'cloudnexus', '--base-url', 'http://nexus.example/v2', '--credential', 'key=env:NEXUS_KEY'],
      /plaintext/,
    ],
  ])('%s is refused with exit 2, one clear message and nothing written', async (_, args, message) => {
    const cwd = emptyFolder();
    const { code, stdout, stderr } = await assay(args, { cwd, env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).not.toContain('k-0123456789');
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('an unreachable base URL gives exit 3 and one sentence', async () => {
    const cwd = emptyFolder();
    const { code, stdout, stderr } = await assay([...good, '--set', 'http.timeoutMs=500'], { cwd, env });
    expect(code).toBe(3);
    expect((stdout + stderr).replaceAll(/\s+/g, ' ')).toContain('the target is down');
  });
});

describe('the demo', () => {
  test('judges the embedded reference, prints the path of the report and the seed, and leaves nothing running', async () => {
    const cwd = emptyFolder();
    const demo = start(['demo', 'cloudnexus', '--profile', 'pr'], { cwd, env: { CI: 'true' } });
    const { code, stdout, stderr } = await demo.finished;
    expect(code).toBe(0);
    // No colours where the output is no terminal, also not in a CI.
    expect(stdout + stderr).not.toContain('\u001B');
    expect(stdout).toMatch(/seed \d+/);
    const [, folder] = /^record +(\S+)/m.exec(stdout) ?? [];
    expect(existsSync(join(cwd, folder ?? 'nowhere', 'run.jsonl'))).toBe(true);
    const children = readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`HOME=${cwd}\0`);
        } catch {
          return false;
        }
      });
    expect(children).toEqual([]);
  });

  test('ends with a footer and exit 3 on Ctrl-C, which a terminal sends to every process', async () => {
    const cwd = emptyFolder();
    const demo = start(['demo', 'cloudnexus'], { cwd, detached: true });
    const reports = join(cwd, 'reports');
    // The demo is over soon after it prints how far it is.
    const isRecording = (): boolean =>
      existsSync(reports) &&
      readdirSync(reports).some((one) => {
        const file = join(reports, one, 'run.jsonl');
        return existsSync(file) && readFileSync(file, 'utf8').includes('"type":"verdict"');
      });
    await expect.poll(isRecording, { timeout: 60_000 }).toBe(true);
    process.kill(-(demo.child.pid ?? 0), 'SIGINT');
    const { code, stdout } = await demo.finished;
    expect(code).toBe(3);
    const [, folder] = /^record +(\S+)/m.exec(stdout) ?? [];
    const last =
      readFileSync(join(cwd, folder ?? 'nowhere', 'run.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ type: 'end', exitCode: 3 });
  });
});
