import { existsSync, readFileSync } from 'node:fs';
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

/** The flags that say what the line of a server says. */
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
    ['page-boundary-skips-item', 'NEXUS-39', ['--only', 'pagination']],
    ['auth-invalid-key-403', 'NEXUS-120', ['--only', 'auth']],
    ['retry-after-missing-on-429', 'NEXUS-146', ['--only', 'rate-limit']],
  ])('with the defect %s fails with exit 1 and names %s in the summary', async (defect, requirement, selected) => {
    const cwd = emptyFolder();
    const { served } = await serve(cwd, '--defect', defect);
    const { code, stdout } = await assay([...runFlags(served), ...selected, '--json', '--out', join(cwd, 'out')], {
      cwd,
      env: keyOf(served),
    });
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

  test.each([
    ['other-forms', []],
    ['strict', ['--only', 'errors,filtering']],
  ])('in the conformant variant %s passes with exit 0', async (variant, selected) => {
    const cwd = emptyFolder();
    const { served } = await serve(cwd, '--variant', variant);
    const { code, stdout, stderr } = await assay([...runFlags(served), ...selected, '--json'], { cwd, env: keyOf(served) });
    expect(code, stderr + stdout).toBe(0);
    const deviations = Object.keys(vendors['cloudnexus']?.variants[variant]?.deviations ?? {});
    const accused = (JSON.parse(stdout) as Report).targets[0]?.findings.map((finding) => finding.requirement) ?? [];
    expect(accused.filter((id) => !deviations.includes(id))).toEqual([]);
  });

  test('stops at once on SIGTERM, with exit 0', async () => {
    const { server } = await serve(emptyFolder());
    server.child.kill('SIGTERM');
    expect(await server.finished).toMatchObject({ code: 0, signal: null });
  });
});

describe('without permission', () => {
  test('nothing is created or changed, no burst is sent, and the rest is judged', async () => {
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
});
