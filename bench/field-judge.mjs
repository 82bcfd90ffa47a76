// Judges one server of the field with assay; used by the benches that do.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { end, lastLine, output, started } from './field-lab.mjs';
import { childrenMs } from './processor-time.mjs';

const command = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
const runSeconds = 600;

/** Every permission of assay. */
export const everything = ['mutation', 'permanent', 'destructive', 'issue-credential', 'flood', 'slow'];

/** The plain reads that need no value, each with what it answers: to see what a run left behind. */
const shownBy = async (document, base, headers) => {
  const shown = new Map();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    if (!item?.get || path.includes('{')) continue;
    const answer = await fetch(base + path, {
      headers: { ...headers, connection: 'close' },
      redirect: 'manual',
      signal: AbortSignal.timeout(5000),
    })
      .then(async (one) => `${one.status} ${await one.text()}`)
      .catch(() => 'no answer');
    shown.set(path, answer);
  }
  return shown;
};

/**
 * Judges a freshly started server with `assay init` and `assay run`, as an operator would who gives what the row says.
 * @param kind Name of the folder below `folder/runs/SERVER`.
 */
export const judged = async ({ folder, row, packages, kind, allow, keep }) => {
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
    const [since, cpu] = [performance.now(), childrenMs()];
    const run = spawnSync(
      process.execPath,
      [command, 'run', target, '--json', '--quiet', '--seed', '1', '--time-budget', `${runSeconds}s`],
      { cwd: desk, encoding: 'utf8', maxBuffer: 2 ** 28 },
    );
    const [seconds, cpuMs] = [(performance.now() - since) / 1000, childrenMs() - cpu];
    writeFileSync(join(desk, 'run.json'), run.stdout);
    writeFileSync(join(desk, 'run.err'), run.stderr);
    if (run.stdout.trim() === '') throw new Error(`assay run ends with ${run.status}: ${lastLine(run.stderr)}`);
    // The wait for the run left no time to notice closed connections.
    await pause(100);
    const after = await shownBy(document, base, given.headers);
    const left = [...after]
      .filter(([path, text]) => before.get(path) !== text)
      .map(([path, now]) => ({ path, before: before.get(path), now }));
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
      cpuMs,
      must: findings.filter(({ level }) => level === 'must').length,
      should: findings.filter(({ level }) => level === 'should').length,
      findings,
      created: judgement.created,
      left,
      whyNot: whyNot(unexercised, notSelected),
    };
  } finally {
    await end(child);
    if (!keep) rmSync(data, { recursive: true, force: true });
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
