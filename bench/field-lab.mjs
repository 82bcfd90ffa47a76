// Installs published packages with the tools of their ecosystems, and starts them on 127.0.0.1 with fresh data. Used by the benches that judge servers which
// were not written for assay; the rows are in field-servers.rows.mjs.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const installMs = 900_000;
const readyMs = 180_000;

/** The last line that says something: what an installer or a server gives as its reason. */
export const lastLine = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '') ?? 'no output';

/** What a command prints, without the line break at its end. */
export const output = (name, args) => spawnSync(name, args, { encoding: 'utf8' }).stdout.trim();

export const tool = (name, args, more = {}) => {
  const { status, stdout, stderr, error } = spawnSync(name, args, { encoding: 'utf8', timeout: installMs, maxBuffer: 2 ** 28, ...more });
  if (error) throw new Error(`${name}: ${error.message}`);
  if (status !== 0) throw new Error(`${name} ${args[0]}: ${lastLine(`${stdout}\n${stderr}`)}`);
};

/** Installs a package into a folder, each kind with its own client. */
const installers = {
  pip: (into, packages) => {
    tool('python3', ['-m', 'venv', into]);
    tool(join(into, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages]);
  },
  npm: (into, packages) => {
    writeFileSync(join(into, 'package.json'), '{"private":true}');
    tool('npm', ['install', '--silent', '--no-save', ...packages], { cwd: into });
  },
  // Built by its own project: a variable of the environment names the file.
  variable: (_, variables) => {
    for (const one of variables) if (!process.env[one]) throw new Error(`needs the variable ${one}`);
  },
  go: (into, packages) => {
    for (const one of packages) tool('go', ['install', one], { env: { ...process.env, GOBIN: join(into, 'bin'), GOFLAGS: '-modcacherw' } });
  },
  maven: (into, packages) => {
    for (const one of packages) {
      tool('mvn', ['-q', '-B', 'dependency:get', `-Dartifact=${one}`, '-Dtransitive=false']);
      tool('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=${one}`, `-DoutputDirectory=${into}`], { cwd: into });
    }
  },
};

/** Where the package of a row is installed below a folder; a marker shows that it is complete. */
export const installed = (folder, row) => {
  const into = join(folder, 'packages', row.name);
  const marker = join(into, '.complete');
  const packages = row.packages.join(' ');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === packages) return into;
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  installers[row.by](into, row.packages);
  writeFileSync(marker, packages);
  return into;
};

const freePort = () =>
  new Promise((done, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

const running = new Set();

/** Ends a server with all processes that it started. */
export const end = async (child) => {
  // The group, because some servers start processes of their own.
  const send = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It ended by itself.
    }
  };
  send('SIGTERM');
  for (let waited = 0; waited < 5000 && child.exitCode === null && child.signalCode === null; waited += 100) await pause(100);
  send('SIGKILL');
  running.delete(child);
};

/** Starts a server with fresh data, and waits until it answers. */
export const started = async (row, packages, data) => {
  mkdirSync(data, { recursive: true });
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const place = { packages, data, port, base, otherPort: await freePort() };
  const { run, args, env = {}, cwd = data } = row.start(place);
  const log = join(data, 'server.log');
  const out = openSync(log, 'w');
  const child = spawn(run, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', out, out], detached: true });
  running.add(child);
  let failure;
  child.on('error', (error) => {
    failure = error.message;
  });
  for (const since = Date.now(); Date.now() - since < readyMs; await pause(300)) {
    if (failure !== undefined || child.exitCode !== null) {
      running.delete(child);
      throw new Error(`does not start: ${failure ?? lastLine(readFileSync(log, 'utf8'))}`);
    }
    const answer = await fetch(base + (row.ready ?? row.document), { redirect: 'manual', signal: AbortSignal.timeout(5000) }).catch(
      () => null,
    );
    if (answer !== null && answer.status < 500) {
      return { child, place };
    }
  }
  await end(child);
  throw new Error(`does not answer within ${readyMs / 1000} s`);
};

/** Ends every server that still runs. */
const endAll = async () => {
  for (const child of running) await end(child);
};

/** The folder for packages and runs: a given one is kept, a new one is for this run alone. */
export const labFolder = (given) => (given ? resolve(given) : mkdtempSync(join(tmpdir(), 'assay-field-')));

/**
 * Installs the packages of each wanted row and judges it; a row that cannot be installed, started or judged is named with the reason.
 * @returns what was judged, a table row each.
 */
export const judgeEach = async ({ servers, folder, keep, only, judge }) => {
  const wanted = only?.split(',');
  const rows = [];
  try {
    for (const row of servers.filter(({ name }) => wanted === undefined || wanted.includes(name))) {
      try {
        const { shown, told } = await judge(row, installed(folder, row));
        rows.push(shown);
        console.error(`${row.name}: ${told}`);
      } catch (error) {
        console.error(`${row.name} is skipped: ${error.message}`);
      }
    }
    return rows;
  } finally {
    await endAll();
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
};

/** Prints a table, in Markdown or for a terminal. */
export const printTable = (rows, isMarkdown) => {
  const names = Object.keys(rows[0] ?? {});
  const line = (cells) => `| ${cells.join(' | ')} |`;
  if (isMarkdown)
    console.log([line(names), line(names.map(() => '---')), ...rows.map((row) => line(names.map((name) => String(row[name]))))].join('\n'));
  else console.table(rows);
};

/** Ends the servers before the process ends on Ctrl-C or SIGTERM. */
export const endOnSignal = () => {
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, async () => {
      await endAll();
      process.exit(130);
    });
};

/**
 * Runs Schemathesis, which is installed in a folder, over a document for so many seconds.
 * @param more Further arguments.
 * @returns its report; what it printed goes to `output`.
 */
export const schemathesisReport = ({ tool: installedIn, desk, output: named, document, url, headers, seconds, more = [] }) => {
  const report = join(desk, `${named}.json`);
  const run = spawnSync(
    join(installedIn, 'bin/schemathesis'),
    [
      'run',
      document,
      '--url',
      url,
      ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
      ...more,
      '--max-time',
      seconds,
      '--continue-on-failure',
      '--seed',
      '1',
      '--report',
      'json',
      '--report-json-path',
      report,
    ],
    { cwd: desk, encoding: 'utf8', maxBuffer: 2 ** 28, timeout: (Number(seconds) + 300) * 1000 },
  );
  writeFileSync(join(desk, `${named}.txt`), `${run.stdout}\n${run.stderr}`);
  if (!existsSync(report)) throw new Error(`Schemathesis ends with ${run.status}: ${lastLine(`${run.stdout}\n${run.stderr}`)}`);
  return JSON.parse(readFileSync(report, 'utf8'));
};
