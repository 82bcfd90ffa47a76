import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runnerImport } from 'vite';
import { parse } from 'yaml';

import type * as Parser from './workflow-parser.ts';

const examples = resolve(import.meta.dirname, '../../examples');
const textOf = (path: string): string => readFileSync(join(examples, path), 'utf8');

const parser = async (): Promise<typeof Parser> => {
  const { module } = await runnerImport<typeof Parser>(join(import.meta.dirname, 'workflow-parser.ts'), {
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'silent',
    environments: { inline: { resolve: { noExternal: [/@actions/u] } } },
  });
  return module;
};

test('the examples for GitHub Actions are what its own parser takes', async () => {
  const { parseWorkflow, parseAction, NoOperationTraceWriter } = await parser();
  const problems = (name: string, content: string): readonly string[] => {
    const read = name.endsWith('action.yml') ? parseAction : parseWorkflow;
    return read({ name, content }, new NoOperationTraceWriter())
      .context.errors.getErrors()
      .map(({ message }) => message);
  };
  const files = [
    'github-actions/gate.yml',
    'github-actions/nightly.yml',
    'github-actions/pull-request.yml',
    'github-actions/sharded.yml',
    'github-actions/assay/action.yml',
  ];
  for (const file of files) expect([file, problems(file, textOf(file))]).toEqual([file, []]);
  expect(problems('a.yml', 'on: push\njobs: { a: { runs-on: x, steps: [{ rum: y }] } }')).not.toEqual([]);
  expect(problems('action.yml', 'name: a\ndescription: b\nruns: { using: composite, steps: [{ run: y }] }')).not.toEqual([]);
});

/** The keywords of a job in the examples (GitLab, "CI/CD YAML syntax reference"). */
const jobKeywords = new Set([
  'image',
  'timeout',
  'variables',
  'before_script',
  'script',
  'artifacts',
  'extends',
  'stage',
  'services',
  'rules',
  'resource_group',
  'parallel',
  'needs',
]);
const artifactKeywords = new Set(['when', 'expire_in', 'expose_as', 'paths', 'reports']);

describe('the examples for GitLab', () => {
  test.each([
    ['.gitlab-ci.yml', ['contract']],
    ['sharded.gitlab-ci.yml', ['contract', 'merge']],
  ])('have jobs of known keywords, each with a script of texts, in stages that it names: %s', (file, named) => {
    const template = parse(textOf('gitlab/assay.gitlab-ci.yml')) as Record<string, Record<string, unknown>>;
    const { include, stages, ...jobs } = parse(textOf(`gitlab/${file}`)) as Record<string, Record<string, unknown>>;
    expect([include, stages]).toEqual([[{ local: '/assay.gitlab-ci.yml' }], named]);
    const all = { ...template, ...jobs };
    for (const [name, job] of Object.entries(all)) {
      expect([name, Object.keys(job).filter((key) => !jobKeywords.has(key))]).toEqual([name, []]);
      const artifacts = job['artifacts'] as object | undefined;
      expect(Object.keys(artifacts ?? {}).filter((key) => !artifactKeywords.has(key))).toEqual([]);
      for (const key of ['script', 'before_script'])
        expect(((job[key] ?? []) as unknown[]).every((line) => typeof line === 'string')).toBe(true);
      expect(Object.values(job['variables'] ?? {}).every((value) => typeof value === 'string')).toBe(true);
      if (job['extends'] !== undefined) expect(Object.keys(all)).toContain(job['extends']);
      else expect(job['script']).toBeDefined();
      for (const needed of (job['needs'] ?? []) as string[]) expect(Object.keys(jobs)).toContain(needed);
      if (!name.startsWith('.')) expect(stages).toContain(job['stage']);
    }
  });
});

type Steps = {
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, string>> }[];
};

describe('a split run in a CI', () => {
  test('has each shard of a matrix of GitHub Actions once, and merges what all of them uploaded', () => {
    const { jobs } = parse(textOf('github-actions/sharded.yml')) as {
      readonly jobs: Readonly<Record<'shard' | 'merge', Steps & { readonly needs?: string; readonly strategy?: unknown }>>;
    };
    expect(jobs.shard.strategy).toEqual({ 'fail-fast': false, matrix: { shard: [1, 2, 3, 4] } });
    const runs = ({ steps }: Steps): string => steps.map(({ run = '' }) => run).join('\n');
    expect(runs(jobs.shard)).toContain('--shard "${{ matrix.shard }}/${{ strategy.job-total }}" --out shard ');
    const upload = jobs.shard.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    const download = jobs.merge.steps.find(({ uses }) => uses?.startsWith('actions/download-artifact'));
    expect([upload?.with?.['name'], upload?.with?.['path']]).toEqual(['assay-shard-${{ matrix.shard }}', 'shard']);
    expect([jobs.merge.needs, download?.with]).toEqual(['shard', { pattern: 'assay-shard-*', path: 'shards' }]);
    expect(runs(jobs.merge)).toContain('npx assay merge shards ');
  });

  test('has each shard of the parallel jobs of GitLab once, and merges what all of them left', () => {
    const { shards, merged } = parse(textOf('gitlab/sharded.gitlab-ci.yml')) as Readonly<
      Record<
        'shards' | 'merged',
        { readonly parallel?: number; readonly needs?: readonly string[]; readonly script: readonly string[]; readonly artifacts?: unknown }
      >
    >;
    expect(shards.parallel).toBeGreaterThan(1);
    expect(shards.script.join('\n')).toContain('--shard "$CI_NODE_INDEX/$CI_NODE_TOTAL" --out "shards/$CI_NODE_INDEX" ');
    expect(shards.artifacts).toMatchObject({ paths: ['shards/'] });
    expect([merged.needs, merged.script.join('')]).toEqual([['shards'], expect.stringContaining('npx assay merge shards ')]);
  });

  test.for(['github-actions/sharded.yml', 'gitlab/sharded.gitlab-ci.yml'])('fails a shard of %s only where it has no result', (file) => {
    const [line = ''] = /case \$code in .* esac/u.exec(textOf(file)) ?? [];
    const ended = [0, 1, 2, 3, 4, 5, 130].map((code) => spawnSync('sh', ['-c', `code=${code}; ${line}`]).status);
    expect(ended).toEqual([0, 0, 2, 0, 4, 0, 130]);
  });
});

test('the example for Jenkins is a declarative pipeline, with what it needs after each build', () => {
  const text = textOf('jenkins/Jenkinsfile').replaceAll(/^\s*\/\/.*$/gmu, '');
  const depth = [...text.replaceAll(/'[^']*'/gu, '')].reduce((level, sign) => {
    expect(level).toBeGreaterThanOrEqual(0);
    return level + (sign === '{' ? 1 : sign === '}' ? -1 : 0);
  }, 0);
  expect([depth, text.trim().startsWith('pipeline {')]).toEqual([0, true]);
  for (const section of ['agent', 'options', 'environment', 'stages', 'post'])
    expect(text).toMatch(new RegExp(`^ {2}${section} \\{`, 'mu'));
  expect(text).toMatch(/always \{\s+junit testResults: 'assay-out\/junit.xml', allowEmptyResults: true\s+archiveArtifacts /u);
});

test('every example is named in a page', () => {
  const pages = [
    'README.md',
    ...readdirSync(join(examples, '../docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ]
    .map((page) => readFileSync(join(examples, '..', page), 'utf8'))
    .join('\n');
  for (const path of [
    'github-actions/assay',
    'github-actions/pull-request.yml',
    'github-actions/gate.yml',
    'github-actions/nightly.yml',
    'github-actions/sharded.yml',
    'gitlab',
    'gitlab/sharded.gitlab-ci.yml',
    'kubernetes',
    'jenkins/Jenkinsfile',
  ])
    expect(pages).toContain(`examples/${path}`);
});
