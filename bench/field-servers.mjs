// How assay behaves on servers that were not written for it. `npm run bench:field -- [--markdown] [--folder DIR] [--only NAME,…]`
// installs published packages of several languages with the tools of their ecosystems, starts each server on 127.0.0.1 with fresh
// data, lets `assay init` and `assay run` judge it twice (read-only, then with every permission) and prints a table. What cannot be
// installed or started is named with the reason. DIR keeps the installed packages and the runs; without it they are removed at the
// end. Run `npm run build` first. The rows are in field-servers.rows.mjs.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { servers } from './field-servers.rows.mjs';

const command = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
const installMs = 900_000;
const readyMs = 180_000;
const runSeconds = 600;
const everything = ['mutation', 'permanent', 'destructive', 'issue-credential', 'flood', 'slow'];

const { values: options } = parseArgs({
  options: { folder: { type: 'string' }, only: { type: 'string' }, markdown: { type: 'boolean', default: false } },
});
const folder = options.folder ? resolve(options.folder) : mkdtempSync(join(tmpdir(), 'assay-field-'));
const wanted = options.only?.split(',');

/** The last line that says something: what an installer or a server gives as its reason. */
const lastLine = (text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '') ?? 'no output';

/** What a command prints, without the line break at its end. */
const output = (name, args) => spawnSync(name, args, { encoding: 'utf8' }).stdout.trim();

const tool = (name, args, more = {}) => {
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

/** Where the package is installed; a marker shows that it is complete. */
const installed = (row) => {
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
const end = async (child) => {
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
const started = async (row, packages, data) => {
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
    const answer = await fetch(base + (row.ready ?? row.document), { redirect: 'manual', signal: AbortSignal.timeout(5000) }).catch(() => null);
    if (answer !== null && answer.status < 500) {
      return { child, place };
    }
  }
  await end(child);
  throw new Error(`does not answer within ${readyMs / 1000} s`);
};

/** The plain reads that need no value, each with what it answers: to see what a run left behind. */
const shownBy = async (document, base, headers) => {
  const shown = new Map();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    if (!item?.get || path.includes('{')) continue;
    const answer = await fetch(base + path, { headers: { ...headers, connection: 'close' }, redirect: 'manual', signal: AbortSignal.timeout(5000) })
      .then(async (one) => `${one.status} ${await one.text()}`)
      .catch(() => 'no answer');
    shown.set(path, answer);
  }
  return shown;
};

const judged = async (row, packages, kind, allow) => {
  const data = join(folder, 'runs', row.name, kind, 'data');
  const desk = join(folder, 'runs', row.name, kind, 'desk');
  rmSync(join(folder, 'runs', row.name, kind), { recursive: true, force: true });
  mkdirSync(desk, { recursive: true });
  const { child, place } = await started(row, packages, data);
  try {
    const source = row.documentFile?.(place, output) ?? place.base + row.document;
    const init = spawnSync(process.execPath, [command, 'init', source, '--json', '--base-url', place.base + (row.basePath ?? '')], {
      cwd: desk,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (init.status !== 0) throw new Error(`assay init ends with ${init.status}: ${lastLine(init.stderr)}`);
    const { target, files } = JSON.parse(init.stdout);
    const given = row.give?.(place) ?? {};
    const file = join(desk, files.config);
    const config = parse(readFileSync(file, 'utf8'));
    const settings = config.targets[target];
    if (given.overlay) {
      writeFileSync(join(desk, 'operator.overlay.json'), JSON.stringify(given.overlay));
      settings.overlays = [...(settings.overlays ?? []), './operator.overlay.json'];
    }
    Object.assign(settings, { credentials: given.credentials, values: given.values, allow });
    writeFileSync(file, stringify(config));
    const document = parse(readFileSync(resolve(desk, files.document), 'utf8'));
    const base = place.base + (row.basePath ?? '');
    const before = await shownBy(document, base, given.headers);
    const since = performance.now();
    const run = spawnSync(
      process.execPath,
      [command, 'run', target, '--json', '--quiet', '--seed', '1', '--time-budget', `${runSeconds}s`],
      { cwd: desk, encoding: 'utf8', maxBuffer: 2 ** 28 },
    );
    const seconds = (performance.now() - since) / 1000;
    writeFileSync(join(desk, 'run.json'), run.stdout);
    writeFileSync(join(desk, 'run.err'), run.stderr);
    if (run.stdout.trim() === '') throw new Error(`assay run ends with ${run.status}: ${lastLine(run.stderr)}`);
    // The wait for the run left no time to notice closed connections.
    await pause(100);
    const after = await shownBy(document, base, given.headers);
    const left = [...after].filter(([path, text]) => before.get(path) !== text).map(([path, now]) => ({ path, before: before.get(path), now }));
    const result = JSON.parse(run.stdout);
    const [judgement] = result.targets;
    const { operations, exercised, notSelected, unexercised } = judgement.coverage;
    const findings = judgement.findings.filter(({ outcome }) => outcome === 'fail');
    writeFileSync(join(desk, 'missed.json'), JSON.stringify({ unexercised, left }, null, 1));
    return {
      exitCode: result.exitCode,
      operations: operations + notSelected,
      exercised,
      requests: judgement.requests,
      seconds,
      must: findings.filter(({ level }) => level === 'must').length,
      should: findings.filter(({ level }) => level === 'should').length,
      created: judgement.created,
      left,
      whyNot: whyNot(unexercised, notSelected),
    };
  } finally {
    await end(child);
    if (!options.folder) rmSync(data, { recursive: true, force: true });
  }
};

/** Why operations were not exercised, as classes with their counts. */
const classes = [
  ['needs a permission', /needs the permission/],
  ['credential refused', /refused with 40[13]/],
  ['document not usable', /unsupported/],
  ['needs a value', /no value for|cannot be identified|needs the (?:credential|setting|fixture)/],
  ['needs state', /lists nothing|could not be created|nothing to name/],
  ['refused', /answered 4/],
  ['other answer', /answered|no answer/],
];
const whyNot = (unexercised, notSelected) => {
  const counts = new Map(notSelected > 0 ? [['left out by the operator', notSelected]] : []);
  for (const { reason, operations } of unexercised) {
    const name = classes.find(([, form]) => form.test(reason))?.[0] ?? reason;
    counts.set(name, (counts.get(name) ?? 0) + operations.length);
  }
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
};

const share = ({ exercised, operations }) => `${exercised} of ${operations} (${Math.round((100 * exercised) / operations)} %)`;

const rowOf = (row, read, all) => ({
  server: row.name,
  language: row.language,
  package: row.packages.join(' '),
  'read-only': share(read),
  'with every permission': share(all),
  requests: `${read.requests} / ${all.requests}`,
  seconds: `${Math.round(read.seconds)} / ${Math.round(all.seconds)}`,
  must: `${read.must} / ${all.must}`,
  should: `${read.should} / ${all.should}`,
  created: all.created,
  'reads that differ afterwards': all.left.length,
  'not exercised': all.whyNot,
  exit: `${read.exitCode} / ${all.exitCode}`,
});

const markdown = (rows) => {
  const names = Object.keys(rows[0] ?? {});
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(names), line(names.map(() => '---')), ...rows.map((row) => line(names.map((name) => String(row[name]))))].join('\n');
};

const stop = async () => {
  for (const child of running) await end(child);
  process.exit(130);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

try {
  const rows = [];
  for (const row of servers.filter(({ name }) => wanted === undefined || wanted.includes(name))) {
    try {
      const packages = installed(row);
      const read = await judged(row, packages, 'read-only', []);
      const all = await judged(row, packages, 'everything', everything);
      rows.push(rowOf(row, read, all));
      console.error(`${row.name}: ${share(read)} read-only, ${share(all)} with every permission`);
    } catch (error) {
      console.error(`${row.name} is skipped: ${error.message}`);
    }
  }
  if (options.markdown) console.log(markdown(rows));
  else console.table(rows);
} finally {
  for (const child of running) await end(child);
  if (!options.folder) rmSync(folder, { recursive: true, force: true });
}
