import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { emptyFolder } from './assay.ts';
import { lamps, lampsKey } from './lamps.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The environment of these tests, without the colours that a CI may ask for. */
const { FORCE_COLOR: _forced, ...plain } = process.env;

/** Bounds for what hangs: an installation asks a registry that may answer slowly, on a machine that others use as well. */
const [commandMs, testMs] = [400_000, 900_000];

const run = (command: string, args: readonly string[], cwd: string): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env: plain, encoding: 'utf8', timeout: commandMs });
  expect(status, `${command} ${args.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`).toBe(0);
  return stdout;
};

/** The commands by which the README gets assay, without their comments. */
const readmeCommands = (): readonly string[] => {
  const [, block = ''] = /^## Get it$[\s\S]*?^```sh\n([\s\S]*?)^```$/mu.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  return block
    .split('\n')
    .map((line) => line.replace(/\s*#.*$/u, ''))
    .filter((line) => line !== '');
};

/** Runs lines beside a server of this process. */
const shell = (
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> =>
  new Promise((resolve) => {
    const child = spawn('bash', ['-ec', script], { cwd, env: { ...plain, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('close', (code) => resolve({ code, output }));
  });

/** Packages of a user that this repository has as well, so that they need not be installed again. */
const ofUser = ['vitest', 'allure-vitest', 'typescript', '@types/node'];

/** Copies an example to where a user's project has it. */
const exampleIn = (home: string, name: string): string => {
  const folder = join(home, name);
  cpSync(join(root, 'examples', name), folder, { recursive: true });
  return folder;
};

test(
  'the packed package, installed in an empty folder with an odd name, runs a demo and the examples',
  async () => {
    const folder = emptyFolder();
    const home = join(folder, 'odd [x] (y) +z');
    mkdirSync(home);
    run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
    const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    writeFileSync(join(home, 'package.json'), '{ "name": "home", "private": true }\n');
    run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball ?? 'nothing')], home);
    const bin = join(home, 'node_modules', '.bin', 'assay');
    expect(run(bin, ['--version'], home).trim()).toMatch(/^\d+\.\d+\.\d+$/);
    const output = run(bin, ['demo', 'cloudnexus', '--only', 'auth'], home);
    expect(output).toMatch(/^ PASS  cloudnexus: no promise found broken$/m);
    expect(existsSync(join(home, 'reports'))).toBe(true);
    // Files that only developers need are not shipped.
    const shipped = readdirSync(join(home, 'node_modules', 'assay'));
    expect(shipped.filter((name) => ['src', 'test', 'node_modules', '.ci'].includes(name))).toEqual([]);

    // The words of the README, in a project of its own, for an API that serves its document.
    const { url } = await lamps(true);
    const [install, ...commands] = readmeCommands();
    expect(install).toBe('npm install --save-dev assay');
    const shop = join(home, 'shop');
    mkdirSync(shop);
    const said = await shell(commands.map((line) => line.replace('http://127.0.0.1:8080', url)).join('\n'), shop, { LAMPS_KEY: lampsKey });
    expect(said.code, said.output).toBe(0);
    expect(said.output).toMatch(/^ PASS {2}cloudnexus: [\s\S]*^ {2}assay run lamps$[\s\S]*^A run could decide:$[\s\S]*^ PASS {2}lamps: /mu);

    // A program in a foreign TypeScript project, which has no Vitest.
    expect(existsSync(join(home, 'node_modules', 'vitest'))).toBe(false);
    const modules = join(home, 'node_modules');
    const link = (name: string): void => {
      mkdirSync(join(modules, name, '..'), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), join(modules, name), 'dir');
    };
    for (const name of ofUser.slice(2)) link(name);
    const tsc = join(modules, 'typescript', 'bin', 'tsc');
    const program = exampleIn(home, 'program');
    run(process.execPath, [tsc], program);
    const printed = run(process.execPath, ['dist/judge.js', 'kept'], program);
    expect(printed).toMatch(/^before: no promise found broken \(\d+ requests\)$/m);
    expect(printed).toMatch(/^0 requirements differ$/m);
    expect(existsSync(join(program, 'kept', 'difference.html'))).toBe(true);
    writeFileSync(join(program, 'wrong.ts'), "import { run } from 'assay';\n\nawait run({ out: 7, colour: 'blue' });\n");
    const wrong = spawnSync(process.execPath, [tsc], { cwd: program, env: plain, encoding: 'utf8' });
    expect([wrong.status, wrong.stdout]).toEqual([expect.any(Number), expect.stringContaining('wrong.ts')]);
    expect(wrong.status).not.toBe(0);

    // A Vitest project with Allure.
    for (const name of ofUser.slice(0, 2)) link(name);
    const project = exampleIn(home, 'vitest');
    run(process.execPath, [tsc], project);
    const told = stripVTControlCharacters(run(process.execPath, [join(modules, 'vitest', 'vitest.mjs'), 'run'], project));
    expect(told).toMatch(/Tests +\d+ passed \| \d+ skipped/u);
    const results = readdirSync(join(project, 'allure-results')).filter((name) => name.endsWith('-result.json'));
    expect(results.length).toBeGreaterThan(20);
    expect(
      results.some((name) =>
        readFileSync(join(project, 'allure-results', name), 'utf8').includes('https://wiki.example/requirements/OAS-'),
      ),
    ).toBe(true);
  },
  testMs,
);
