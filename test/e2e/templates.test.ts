import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';

import { lampsKey } from './lamps.ts';
import { type Action, type Job, project, type Project, runJob, type Step } from './templates.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const textOf = (path: string): string => readFileSync(join(examples, path), 'utf8');

/** The steps of the only job of a workflow. */
const stepsOf = (file: string): readonly Step[] => {
  const { jobs } = parse(textOf(`github-actions/${file}`)) as { jobs: Record<string, { steps: readonly Step[] }> };
  return Object.values(jobs).flatMap(({ steps }) => steps);
};

const action = parse(textOf('github-actions/assay/action.yml')) as Action;

const job = (home: Project, file: string, run = '1'): Promise<Job> =>
  runJob(home, stepsOf(file), { secret: lampsKey, run, actions: { './.github/actions/assay': action } });

/** Each command with assay in a text, as it begins. */
const commandsIn = (text: string): readonly string[] => [...text.matchAll(/npx (assay \w+)/gu)].map(([, command]) => command ?? '');

describe('the examples for GitHub Actions', () => {
  test('a gate lets a kept contract pass, with its answer in the summary', async () => {
    const home = await project();
    expect((await job(home, 'gate.yml')).failed).toEqual([]);
    expect(home.text('assay-out/gate.md')).toMatch(/yes/iu);
    expect(home.called().some((one) => one.startsWith('npx assay gate local'))).toBe(true);
  });

  test('a pull request that breaks the contract fails by the action, with annotations, summary and findings for code scanning', async () => {
    const home = await project(false);
    const { failed, outputs, summary } = await job(home, 'pull-request.yml');
    expect(failed).toEqual([expect.stringMatching(/^Judge \(1\): [\s\S]*^::error /mu)]);
    expect(outputs.get('steps.assay.outputs.exit-code')).toBe('1');
    expect(summary).toContain('OAS-');
    const sarif: unknown = JSON.parse(home.text(outputs.get('steps.assay.outputs.sarif') ?? ''));
    expect(sarif).toMatchObject({ version: '2.1.0' });
    expect(home.has('assay-out/junit.xml')).toBe(true);
    expect(home.called()).toContain('npx assay run local --profile pr --report html,junit,sarif,github --out assay-out --quiet');
  });

  test('each night is judged and compared with the night before', async () => {
    const home = await project();
    const first = await job(home, 'nightly.yml', '1');
    const second = await job(home, 'nightly.yml', '2');
    expect([first.failed, second.failed]).toEqual([[], []]);
    expect([first.summary, second.summary]).toEqual(['', expect.stringContaining('nexus-sandbox')]);
    expect(readdirSync(join(home.cwd, 'reports')).filter((name) => name.endsWith('.html'))).toEqual(['history.html']);
    expect(home.called().filter((one) => one.startsWith('npx assay'))).toEqual([
      'npx assay run nexus-sandbox --profile nightly --quiet',
      'npx assay run nexus-sandbox --profile nightly --quiet',
      expect.stringMatching(/^npx assay diff \S+ latest$/u),
    ]);
  });
});

type GitlabJob = {
  readonly extends?: string;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly artifacts?: { readonly paths: readonly string[]; readonly reports: Readonly<Record<string, string>> };
};

/** Jobs of the example, with what they extend (GitLab, "extends"). */
const gitlabJobs = (): ReadonlyMap<string, GitlabJob> => {
  const all = { ...(parse(textOf('gitlab/assay.gitlab-ci.yml')) as object), ...(parse(textOf('gitlab/.gitlab-ci.yml')) as object) };
  const jobs = Object.entries(all).filter(([name]) => !['include', 'stages'].includes(name)) as [string, GitlabJob][];
  const known = new Map(jobs);
  const whole = (one: GitlabJob): GitlabJob => {
    const base = one.extends === undefined ? {} : whole(known.get(one.extends) ?? {});
    return { ...base, ...one, variables: { ...base.variables, ...one.variables } };
  };
  return new Map(jobs.map(([name, one]) => [name, whole(one)]));
};

/** Runs the commands of a job of GitLab, in one shell. */
const gitlabJob = async (home: Project, name: string): Promise<number | null> => {
  const { before_script: before = [], script = [], variables = {} } = gitlabJobs().get(name) ?? {};
  const { code } = await home.shell([...before, ...script].join('\n'), variables);
  return code;
};

describe('the template for GitLab', () => {
  test('fails for a broken contract, with the reports that it hands to GitLab', async () => {
    const home = await project(false);
    expect(await gitlabJob(home, 'contract')).toBe(1);
    const { paths = [], reports = {} } = gitlabJobs().get('contract')?.artifacts ?? {};
    expect([...paths, ...Object.values(reports)].filter((path) => !home.has(path))).toEqual([]);
    expect(JSON.parse(home.text(reports['codequality'] ?? ''))).toEqual([
      expect.objectContaining({ severity: 'critical' }),
      expect.anything(),
    ]);
    expect(home.called()).toEqual(['npm ci', 'npx assay run local --profile pr --report html,junit,gitlab --out assay-out --quiet']);
  });

  test('asks the gate, and judges a sandbox every night', async () => {
    const [gate, night] = [await project(), await project()];
    expect(await Promise.all([gitlabJob(gate, '.assay-gate'), gitlabJob(night, 'nightly')])).toEqual([0, 0]);
    // Without a choice every target is judged.
    expect(gate.called().at(-1)).toBe('npx assay gate --report html,junit,gitlab --out assay-out');
  });
});

describe('the example for Jenkins', () => {
  test('judges, also beside the reports of the build before, and leaves what Jenkins reads', async () => {
    const home = await project();
    const text = textOf('jenkins/Jenkinsfile');
    const script = [...text.matchAll(/\bsh '([^']+)'/gu)].map(([, command]) => command ?? '').join('\n');
    expect(commandsIn(script)).toEqual(['assay run']);
    for (let build = 0; build < 2; build += 1) expect(await home.shell(script)).toMatchObject({ code: 0 });
    const [, junit = ''] = /junit testResults: '([^']+)'/u.exec(text) ?? [];
    expect(home.text(junit)).toContain('<testsuite');
  });
});
