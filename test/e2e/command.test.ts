import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { vendors } from '../../src/reference/index.ts';
import { assay, emptyFolder, start, type Started } from './assay.ts';

type Served = {
  readonly url: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly fixtures: Readonly<Record<string, string>>;
  readonly quota: { readonly limit: number; readonly windowSeconds: number };
};

/** Starts `assay serve` and reads its line. */
const serve = async (cwd: string, ...flags: readonly string[]): Promise<{ readonly served: Served; readonly server: Started }> => {
  const server = start(['serve', 'cloudnexus', ...flags], { cwd });
  await server.printed('\n');
  return { served: JSON.parse(server.stdout()) as Served, server };
};

/** The flags a stranger would take from the README. */
const runFlags = ({ url, fixtures, quota }: Served, allow = 'mutation,permanent,flood'): string[] => [
  'run',
  'cloudnexus',
  '--base-url',
  url,
  '--credential',
  'key=env:NEXUS_KEY',
  '--allow',
  allow,
  '--set',
  `quota.limit=${quota.limit}`,
  '--set',
  `quota.windowSeconds=${quota.windowSeconds}`,
  '--set',
  `fixtures.image=${fixtures['image']}`,
];

const keyOf = ({ credentials }: Served): Record<string, string> => ({ NEXUS_KEY: credentials['key'] ?? '' });

type Report = {
  readonly exitCode: number;
  readonly targets: readonly {
    readonly findings: readonly { readonly requirement: string; readonly level: string }[];
    readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  }[];
};

describe('a reference served by one process and judged by another', () => {
  test.each([
    ['page-boundary-skips-item', 'NEXUS-39'],
    ['auth-invalid-key-403', 'NEXUS-120'],
    ['retry-after-missing-on-429', 'NEXUS-146'],
  ])('with the defect %s fails with exit 1 and names %s in the summary', async (defect, requirement) => {
    const cwd = emptyFolder();
    const { served } = await serve(cwd, '--defect', defect);
    const { code, stdout } = await assay([...runFlags(served), '--json', '--out', join(cwd, 'out')], { cwd, env: keyOf(served) });
    const report = JSON.parse(stdout) as Report;
    const expected = [requirement, ...Object.keys(vendors['cloudnexus']?.defects[defect]?.alsoBreaks ?? {})];
    const failed = [...new Set(report.targets[0]?.findings.map((finding) => finding.requirement))];
    expect({ code, exitCode: report.exitCode }).toEqual({ code: 1, exitCode: 1 });
    expect(failed).toContain(requirement);
    expect(failed.filter((id) => !expected.includes(id))).toEqual([]);
    const summary = readFileSync(join(cwd, 'out', 'summary.md'), 'utf8');
    expect(summary).toContain(requirement);
    expect(summary).toMatch(/exit\s+code\s+1/);
  });

  test.each(['other-forms', 'strict'])('in the conformant variant %s passes with exit 0', async (variant) => {
    const cwd = emptyFolder();
    const { served } = await serve(cwd, '--variant', variant);
    const { code, stdout, stderr } = await assay([...runFlags(served), '--json'], { cwd, env: keyOf(served) });
    expect(code, stderr + stdout).toBe(0);
    const departs = Object.keys(vendors['cloudnexus']?.variants[variant]?.departs ?? {});
    const accused = (JSON.parse(stdout) as Report).targets[0]?.findings.map((finding) => finding.requirement) ?? [];
    expect(accused.filter((id) => !departs.includes(id))).toEqual([]);
  });

  test('stops at once on SIGTERM, with exit 0', async () => {
    const { server } = await serve(emptyFolder());
    server.child.kill('SIGTERM');
    expect(await server.finished).toMatchObject({ code: 0, signal: null });
  });
});

describe('without permission', () => {
  test('nothing is created, flooded or changed, and the rest is judged', async () => {
    const cwd = emptyFolder();
    const { served } = await serve(cwd);
    const out = join(cwd, 'out');
    const { code, stdout } = await assay([...runFlags(served, 'slow'), '--json', '--out', out], { cwd, env: keyOf(served) });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Report).targets[0]?.counts['must']).toMatchObject({ fail: 0, broken: 0 });
    const methods = new Set(
      readFileSync(join(out, 'exchanges', '1.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { request: { method: string } }).request.method),
    );
    expect([...methods]).toEqual(['GET']);
    const created = join(out, 'created.jsonl');
    expect(existsSync(created) ? readFileSync(created, 'utf8') : '').toBe('');
  });

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
  test('judges the embedded reference, says where the report is and the seed, and leaves nothing running', async () => {
    const cwd = emptyFolder();
    const demo = start(['demo'], { cwd });
    const { code, stdout } = await demo.finished;
    expect(code).toBe(0);
    expect(stdout).toMatch(/seed \d+/);
    const [, folder] = /Record and reports:\s+(\S+)/.exec(stdout) ?? [];
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
    const demo = start(['demo'], { cwd, detached: true });
    await demo.printed(/cases/);
    process.kill(-(demo.child.pid ?? 0), 'SIGINT');
    const { code, stdout } = await demo.finished;
    expect(code).toBe(3);
    const [, folder] = /Record and reports:\s+(\S+)/.exec(stdout) ?? [];
    const last =
      readFileSync(join(cwd, folder ?? 'nowhere', 'run.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ type: 'end', exitCode: 3 });
  });
});
