import { spawn } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { emptyFolder } from './assay.ts';
import { lamps, lampsDocument, lampsKey } from './lamps.ts';

const main = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));

/** A project with assay, as a job of a CI has checked it out. */
export type Project = {
  readonly cwd: string;
  /** Commands of npm and npx that were called, in order. */
  called(): readonly string[];
  has(path: string): boolean;
  text(path: string): string;
  /** Runs a script in a shell that ends at the first failure. */
  shell(script: string, env?: Readonly<Record<string, string>>): Promise<{ readonly code: number | null; readonly output: string }>;
};

/** What a project has for itself: packages that its own tests start, which say nothing about assay. */
const own = ['npm ci', 'npm run start:test', 'npx wait-on'];

/** Makes the project: two targets, the commands npm and npx, and a service that keeps what it promises, or does not. */
export const project = async (isKept = true): Promise<Project> => {
  const [cwd, bin, { url }] = [emptyFolder(), emptyFolder(), await lamps(isKept)];
  const target = { contract: './lamps.json', baseUrl: url, credentials: { key: 'env:NEXUS_KEY' } };
  writeFileSync(join(cwd, 'lamps.json'), JSON.stringify(lampsDocument));
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { local: target, 'nexus-sandbox': target } }));
  const log = join(bin, 'called');
  for (const name of ['npm', 'npx']) {
    const assay = name === 'npx' ? `assay*) shift; exec "${process.execPath}" "${main}" "$@" ;;` : '';
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\necho "${name} $*" >> "${log}"\ncase "$*" in ${assay} esac\ncase "${name} $*" in ${own.map((one) => `"${one}"*`).join('|')}) exit 0 ;; esac\nexit 9\n`,
    );
    chmodSync(join(bin, name), 0o755);
  }
  return {
    cwd,
    called: () => readFileSync(log, 'utf8').trim().split('\n'),
    has: (path) => existsSync(join(cwd, path)),
    text: (path) => readFileSync(join(cwd, path), 'utf8'),
    shell: (script, env = {}) =>
      new Promise((resolve) => {
        const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
          cwd,
          env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: cwd, CI: 'true', NEXUS_KEY: lampsKey, ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
        child.on('close', (code) => resolve({ code, output }));
      }),
  };
};

/** A step of a workflow of GitHub Actions, or of a composite action. */
export type Step = {
  readonly name?: string;
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number>>;
};

export type Action = {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
};

/** What the steps of a job came to. */
export type Job = {
  /** Names or commands of the steps that ran and failed. */
  readonly failed: readonly string[];
  /** Values of `steps.ID.outputs.NAME`. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly summary: string;
};

/**
 * Runs the commands of a job as GitHub does: variables and outputs go from step to step by files, and after a failure only steps with `always()` run. Actions of others do nothing;
 * those of the project run by their own steps.
 */
export const runJob = async (
  { shell }: Pick<Project, 'shell'>,
  steps: readonly Step[],
  {
    secret,
    run,
    actions = {},
    inputs = {},
  }: {
    readonly secret: string;
    readonly run: string;
    readonly actions?: Readonly<Record<string, Action>>;
    readonly inputs?: Readonly<Record<string, string>>;
  },
): Promise<Job> => {
  const folder = emptyFolder();
  const file = (name: string): string => join(folder, name);
  for (const name of ['env', 'output', 'summary']) writeFileSync(file(name), '');
  const pairs = (name: string): readonly (readonly [string, string])[] =>
    readFileSync(file(name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
  const outputs = new Map<string, string>();
  const filled = (text: string): string =>
    text.replaceAll(/\$\{\{\s*([\w.-]+)\s*\}\}/gu, (_all, path: string) => {
      if (path.startsWith('secrets.')) return secret;
      if (path === 'github.run_id') return run;
      const known = path.startsWith('inputs.') ? inputs[path.slice(7)] : outputs.get(path);
      if (known === undefined) throw new Error(`Nobody gives ${path}`);
      return known;
    });
  const failed: string[] = [];
  for (const step of steps) {
    const env = Object.fromEntries(pairs('env'));
    const condition = step.if ?? '';
    if (failed.length > 0 && !condition.includes('always()')) continue;
    if (condition.includes("env.BEFORE != ''") && (env['BEFORE'] ?? '') === '') continue;
    const ownEnv = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(value)]));
    const action = step.uses === undefined ? undefined : actions[step.uses];
    const label = step.name ?? step.uses ?? step.run ?? '';
    if (action !== undefined) {
      const given = Object.fromEntries(
        Object.entries(action.inputs).map(([name, input]) => [name, String(step.with?.[name] ?? input.default)]),
      );
      const inner = await runJob({ shell: (script, more) => shell(script, { ...ownEnv, ...more }) }, action.runs.steps, {
        secret,
        run,
        inputs: given,
      });
      appendFileSync(file('summary'), inner.summary);
      failed.push(...inner.failed);
      for (const [name, { value }] of Object.entries(action.outputs))
        outputs.set(
          `steps.${step.id}.outputs.${name}`,
          value.replaceAll(/\$\{\{\s*([\w.-]+)\s*\}\}/gu, (_all, path: string) => inner.outputs.get(path) ?? given[path.slice(7)] ?? ''),
        );
    }
    if (step.run === undefined) continue;
    writeFileSync(file('output'), '');
    const { code, output } = await shell(filled(step.run), {
      GITHUB_ACTIONS: 'true',
      GITHUB_ENV: file('env'),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      ...env,
      ...ownEnv,
    });
    for (const [name, value] of pairs('output')) outputs.set(`steps.${step.id}.outputs.${name}`, value);
    if (code !== 0) failed.push(`${label} (${code}): ${output}`);
  }
  return { failed, outputs, summary: readFileSync(file('summary'), 'utf8') };
};
