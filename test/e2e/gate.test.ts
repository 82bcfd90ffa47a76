import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { assay, emptyFolder, start } from './assay.ts';

type Served = {
  readonly url: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly fixtures: Readonly<Record<string, unknown>>;
  readonly quota: { readonly limit: number; readonly windowSeconds: number };
};

/** A folder with a config for a served reference with a defect. */
const folderFor = async (defect: string): Promise<{ readonly cwd: string; readonly env: Readonly<Record<string, string>> }> => {
  const cwd = emptyFolder();
  const server = start(['serve', 'cloudnexus', '--defect', defect], { cwd });
  await server.printed('\n');
  const { url, credentials, fixtures, quota } = JSON.parse(server.stdout()) as Served;
  const target = {
    contract: 'cloudnexus',
    baseUrl: url,
    credentials: { key: 'env:NEXUS_KEY' },
    fixtures: { image: fixtures['image'] },
    quota,
    knownFailures: './known.yaml',
  };
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { nexus: target }, gate: { evidence: { must: 0 } } }));
  return { cwd, env: { NEXUS_KEY: credentials['key'] ?? '' } };
};

/** A last day that a gate accepts. */
const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

const entry = (requirement: string, expires: string): string =>
  `- requirement: ${requirement}\n  owner: team-lists\n  reason: being rewritten\n  expires: ${expires}\n`;

describe('assay gate against a served reference with a broken requirement', () => {
  test('answers no, yes if the failure is known, and no after its last day', async () => {
    const { cwd, env } = await folderFor('region-filter-ignored');
    const only = ['--only', 'NEXUS-18,NEXUS-23', '--quiet'];
    const known = (text: string): void => writeFileSync(join(cwd, 'known.yaml'), text);

    known('[]');
    const refused = await assay(['gate', 'nexus', ...only, '--annotations', 'github'], { cwd, env });
    expect(refused.stdout.split('\n')[0], refused.stderr).toBe('no: nexus: 1 must is broken (NEXUS-23)');
    expect(refused.stdout).toMatch(/^::error file=.*cloudnexus\/openapi\.yaml,line=\d+,title=NEXUS-23 \(must\) of nexus::/mu);
    expect(refused.code).toBe(1);

    known(entry('NEXUS-23', soon));
    const accepted = await assay(['gate', 'nexus', ...only], { cwd, env });
    expect(accepted.stdout.split('\n')[0], accepted.stderr).toMatch(/^yes: nexus: .*, 1 known failure$/u);
    expect(accepted.code).toBe(0);
    const report = (file: string): string => readFileSync(join(cwd, 'reports', 'latest', file), 'utf8');
    expect(report('gate.md')).toMatch(/^# assay gate: yes/u);
    expect(report('junit.xml')).toContain(`known failure until ${soon}, team-lists: being rewritten`);

    // The record is judged again: nothing is sent, and no key is needed.
    known(entry('NEXUS-23', '2020-01-01'));
    const expired = await assay(['gate', '--run', 'latest'], { cwd });
    expect(expired.stdout.split('\n')[0], expired.stderr).toBe(
      'no: nexus: 1 must is broken (NEXUS-23); 1 known failure is stale (NEXUS-23 expired)',
    );
    expect(expired.code).toBe(1);

    // `run` uses the list in the same way: an entry that passes is stale.
    known(entry('NEXUS-18', soon));
    const stale = await assay(['run', 'nexus', '--only', 'NEXUS-18', '--quiet', '--json'], { cwd, env });
    expect(JSON.parse(stale.stdout)).toMatchObject({
      exitCode: 5,
      targets: [{ knownFailures: [{ requirement: 'NEXUS-18', state: 'passed', told: 'passes now' }] }],
    });
    expect(stale.code).toBe(5);

    const history = readFileSync(join(cwd, 'reports', 'history.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(history.map((line) => (JSON.parse(line) as { readonly exitCode: number }).exitCode)).toEqual([1, 0, 5]);
    expect(existsSync(join(cwd, 'reports', 'latest', 'gate.md'))).toBe(false);
  });
});
