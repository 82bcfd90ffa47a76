// Kills runs and their worker processes with SIGKILL at random moments, against a server in this process on 127.0.0.1, and proves after each kill that nothing is lost: what the server holds
// is named in the ledger, what was told is in the record, no report claims to be complete; then `cleanup` removes everything, or `--resume` gives the verdicts of an uninterrupted run.
// Run `npm run build` first. Options: --kills 200, --seed 1, --beside 2, --slow 40 (milliseconds), --only (as of
// `assay run`), --keep (leaves the folders of kills that lost something). Prints one JSON document; exit code 1 if anything was lost.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { shelfDocument, shelfKey, startShelves } from './kills/shelf-server.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    beside: { type: 'string', default: '2' },
    slow: { type: 'string', default: '40' },
    only: { type: 'string', default: 'body/*,http/*,schema/*,sequences/*,status/*' },
    keep: { type: 'boolean', default: false },
  },
});
const kills = Number(values.kills);
const load = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const [{ readRecord, readBegun }, { mayBeThere, readCreated }] = await Promise.all(
  ['model/record.js', 'exchange/read-created.js'].map(load),
);
const main = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));

/** mulberry32: the same seed draws the same moments; what is under way then depends on the machine. */
const drawing = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const random = drawing(Number(values.seed));

const root = mkdtempSync(join(tmpdir(), 'assay-kills-'));
const server = await startShelves({ slowness: Number(values.slow), random: drawing(Number(values.seed) + 1) });
const holes = [];
const done = { cleaned: 0, cleanedInDoubt: 0, leftInDoubt: 0, resumed: 0, beforeAnything: 0, afterTheEnd: 0, creationsUnderWay: 0, leftAtKill: 0, told: 0, killedAgain: 0 };

const runsIn = (cwd) =>
  (existsSync(join(cwd, 'reports')) ? readdirSync(join(cwd, 'reports')) : [])
    .filter((name) => /^\d{4}-/.test(name))
    .toSorted()
    .map((name) => join(cwd, 'reports', name));

/** Resolves when there is the record of one more run. */
const recordBegun = async (cwd, before, isOver) => {
  while (!isOver() && runsIn(cwd).filter((one) => existsSync(join(one, 'run.jsonl'))).length <= before)
    await new Promise((resolve) => setTimeout(resolve, 10));
};

/** Runs the command in a folder; `killAfterMs` kills it with SIGKILL so long after its record begins (`fromStart`: after its start), with its workers or (`alone`) without them. */
const assay = (cwd, args, { killAfterMs, alone = false, fromStart = false } = {}) =>
  new Promise((resolve) => {
    const before = runsIn(cwd).length;
    const child = spawn(process.execPath, [main, ...args], {
      cwd,
      detached: true,
      env: { PATH: process.env.PATH, HOME: cwd, TMPDIR: cwd, SHELF_KEY: shelfKey },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
    let isOver = false;
    child.once('exit', () => (isOver = true));
    const kill = () => {
      const pid = child.pid ?? 0;
      if (!isOver) process.kill(alone ? pid : -pid, 'SIGKILL');
    };
    if (killAfterMs !== undefined) void (fromStart ? undefined : recordBegun(cwd, before, () => isOver))?.then(() => setTimeout(kill, killAfterMs));
    if (fromStart) setTimeout(kill, killAfterMs);
    child.once('close', (code, signal) => resolve({ code, signal, out, err }));
  });

const folderOf = (world) => {
  const cwd = join(root, world);
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'shelves.json'), JSON.stringify(shelfDocument));
  const target = {
    contract: './shelves.json',
    baseUrl: server.urlOf(world),
    credentials: { key: 'env:SHELF_KEY' },
    allow: ['mutation'],
    http: { timeoutMs: 30_000 },
    durations: { 'created.listed': 0.3, 'created.settled': 0.5, 'updated.shown': 0.3 },
  };
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify({ targets: { shelves: target } }));
  return cwd;
};

const verdictsOf = ({ targets }) => Object.fromEntries(targets.flatMap(({ results }) => [...results].map(([id, { verdict }]) => [id, verdict])));

/** A check that looks at the answers of others may see more after a kill: what the killed run left stands in lists that are empty otherwise. */
const isAsExpected = (verdict, expected) =>
  verdict?.kind === expected?.kind || (expected?.kind === 'inconclusive' && expected.unseen === true && verdict?.kind === 'pass');

/** Ids of the requirements that were told as broken before the end. */
const toldIn = (text) => [...text.matchAll(/^[✗!] (\S+) (?:must|should): /gmu)].map(([, id]) => id);

const endings = { 'index.html': /<\/html>\s*$/u, 'junit.xml': /<\/testsuites>\s*$/u, 'compare.html': /<\/html>\s*$/u };

const recordOf = (directory) => {
  try {
    return readRecord(join(directory, 'run.jsonl'));
  } catch {
    return undefined;
  }
};

/** What is wrong with the folders of a world after a kill. */
const holesIn = (cwd, world, told) => {
  const found = [];
  const runs = runsIn(cwd);
  const ledger = runs.flatMap((directory) => readCreated(directory)).filter(mayBeThere);
  for (const thing of server.left(world)) {
    const names = ({ id, label, named, removal }) =>
      (named !== undefined && thing.name.startsWith(named)) ||
      id === thing.id || (label !== '' && thing.name.includes(label)) || Object.values(removal?.pathValues ?? {}).includes(thing.id);
    if (!ledger.some(names)) found.push(`the server holds ${thing.path} ("${thing.name}"), which no ledger names`);
  }
  if (!server.isSeedThere(world)) found.push('what the run did not make was changed');
  for (const directory of runs) {
    const record = recordOf(directory);
    for (const name of readdirSync(directory).filter((one) => /\.(?:html|xml|md)$/u.test(one))) {
      const text = readFileSync(join(directory, name), 'utf8');
      if (record === undefined) found.push(`${name} of a run without a footer`);
      else if (endings[name]?.test(text) === false || text === '') found.push(`${name} is cut off`);
    }
  }
  const latest = join(cwd, 'reports', 'latest');
  if (existsSync(latest) && recordOf(latest) === undefined) found.push('latest points at a run that did not end');
  const [last] = runs.toReversed();
  const failed = new Set();
  if (last !== undefined && existsSync(join(last, 'run.jsonl'))) {
    const { entries } = readBegun(join(last, 'run.jsonl'));
    const requirements = new Map(entries.flatMap((one) => (one.type === 'case' ? [[one.case.id, one.case.requirement]] : [])));
    for (const one of entries) if (one.type === 'verdict' && one.verdict.kind === 'fail') failed.add(requirements.get(one.id));
  }
  for (const id of told) if (!failed.has(id)) found.push(`${id} was told, and is not in the record`);
  return found;
};

const args = ['run', '--seed', '5', '--only', values.only];
const whole = folderOf('whole');
const since = performance.now();
let begun = since;
void recordBegun(whole, 0, () => false).then(() => (begun = performance.now()));
const first = await assay(whole, args);
if (first.code === 2) throw new Error(first.err);
const [startMs, wholeMs] = [begun - since, performance.now() - begun];
const expected = verdictsOf(readRecord(join(runsIn(whole)[0], 'run.jsonl')));
if (server.left('whole').length > 0) holes.push({ kill: 0, holes: ['an uninterrupted run left something'] });
if (toldIn(first.err).length === 0) holes.push({ kill: 0, holes: [`an uninterrupted run tells no failure: ${first.err}`] });

/** Goes on with a run until it is complete; it is killed again now and then. */
const resume = async (cwd, world, note) => {
  for (let attempt = 0; attempt < 4; attempt++) {
    const again = attempt < 2 && random() < 0.4;
    const { code, signal, err } = await assay(cwd, ['run', '--resume', 'latest'], again ? { killAfterMs: random() * wholeMs } : {});
    await server.idle();
    if (signal !== 'SIGKILL') return { code, err };
    done.killedAgain += 1;
    for (const hole of holesIn(cwd, world, [])) note(`after a kill of the resumed run: ${hole}`);
  }
  return { code: undefined, err: 'it was never left alone' };
};

const killOne = async (kill) => {
  const world = `k${kill}`;
  const cwd = folderOf(world);
  const found = [];
  const note = (hole) => found.push(hole);
  const fromStart = random() < 0.1;
  const [afterMs, alone, goesOn] = [random() * (fromStart ? startMs : wholeMs * 1.05), random() < 0.2, random() < 0.5];
  const { err, signal } = await assay(cwd, args, { killAfterMs: afterMs, alone, fromStart });
  await server.idle();
  const told = toldIn(err);
  done.told += told.length;
  for (const hole of holesIn(cwd, world, told)) note(hole);
  const leftAtKill = server.left(world).length;
  done.leftAtKill += leftAtKill;
  const [directory] = runsIn(cwd);
  if (signal !== 'SIGKILL') done.afterTheEnd += 1;
  if (directory === undefined || !existsSync(join(directory, 'run.jsonl'))) {
    done.beforeAnything += 1;
    if (leftAtKill > 0) note('something was made before there was a record');
  } else {
    const isWhole = recordOf(directory) !== undefined;
    done.creationsUnderWay += readCreated(directory).filter(({ state }) => state === 'reserved').length;
    if (!isWhole) {
      for (const [command, code] of [
        [['gate', '--run', directory, '--out', join(cwd, 'answer')], 3],
        [['report', directory], 2],
      ]) {
        if (random() > 0.15) continue;
        const said = await assay(cwd, command);
        if (said.code !== code) note(`assay ${command[0]} ended with ${said.code} for a killed run: ${said.err}`);
      }
    }
    if (goesOn && !isWhole) {
      const { code, err: said } = await resume(cwd, world, note);
      const record = recordOf(runsIn(cwd).at(-1));
      if (record === undefined) note(`the resumed run (${code}) has no record: ${said}`);
      else {
        const verdicts = verdictsOf(record);
        for (const id of new Set([...Object.keys(expected), ...Object.keys(verdicts)]))
          if (!isAsExpected(verdicts[id], expected[id])) note(`${id} is ${verdicts[id]?.kind} after --resume, and ${expected[id]?.kind} without a kill`);
      }
      done.resumed += 1;
    } else {
      const { code, out, err: said } = await assay(cwd, ['cleanup', 'latest']);
      // A creation whose answer never came, and that nothing on the server shows, may still be there for all that a client can know.
      const isHonest = code === 3 && [...out.matchAll(/^failed .*$/gmu)].every(([line]) => line.includes('may still be there'));
      if (isHonest) done.cleanedInDoubt += 1;
      else if (code !== 0) note(`cleanup ended with ${code}: ${out}${said}`);
      done.cleaned += 1;
    }
    await server.idle();
    // A creation that was never answered, with a name that others may have too: only a person can tell whose it is, and cleanup names it.
    const doubtful = runsIn(cwd).slice(-1).flatMap((folder) => readCreated(folder)).filter(mayBeThere).flatMap(({ named }) => named ?? []);
    const left = server.left(world);
    done.leftInDoubt += left.filter(({ name }) => doubtful.some((one) => name.startsWith(one))).length;
    for (const thing of left.filter(({ name }) => !doubtful.some((one) => name.startsWith(one)))) note(`${thing.path} is still there after ${goesOn && !isWhole ? '--resume' : 'cleanup'}`);
    // What certainly was created, and is gone, is not said to be there.
    const remaining = runsIn(cwd).slice(-1).flatMap((folder) => readCreated(folder)).filter(({ state }) => state === 'created');
    if (remaining.length > 0) note(`the ledger still names ${remaining.length} that are gone`);
  }
  if (found.length > 0) holes.push({ kill, afterMs: Math.round(afterMs), alone, goesOn, holes: [...new Set(found)] });
  if (found.length === 0 || !values.keep) rmSync(cwd, { recursive: true, force: true });
};

try {
  let next = 1;
  const inTurn = async () => {
    while (next <= kills) await killOne(next++);
  };
  await Promise.all(Array.from({ length: Number(values.beside) }, inTurn));
} finally {
  server.close();
  if (!values.keep || holes.length === 0) rmSync(root, { recursive: true, force: true });
}
console.log(JSON.stringify({ kills, seed: Number(values.seed), wholeMs: Math.round(wholeMs), cases: Object.keys(expected).length, ...done, ...(values.keep ? { root } : {}), holes }, undefined, 2));
process.exitCode = holes.length === 0 ? 0 : 1;
