// How many schemas the generators serve, and how many of their values are right, beside json-schema-faker and openapi-sampler:
// npm run bench:generators -- [--suite FOLDER] [--seed N] [--sample N] [--values N] [--alone] [--reasons] [--markdown] DOCUMENT…
// FOLDER holds the official JSON-Schema-Test-Suite; DOCUMENT is an OpenAPI document. `--alone` leaves out the other tools, which are
// otherwise installed into a temporary folder. Run `npm run build` first. Sends no requests but those of npm.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { publishedIn, suiteIn } from './generators/corpora.mjs';
import { judgesOf } from './generators/judges.mjs';

const peers = { 'json-schema-faker': '0.6.3', 'openapi-sampler': '1.7.9' };
const longestMs = 20_000;

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    suite: { type: 'string' },
    seed: { type: 'string', default: '1' },
    sample: { type: 'string', default: '1000' },
    values: { type: 'string', default: '20' },
    alone: { type: 'boolean', default: false },
    reasons: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));

const installed = () => {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...Object.entries(peers).map(([name, version]) => `${name}@${version}`)],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`npm install failed: ${stderr}`);
};

/** A tool in a thread, started anew after it hung or failed. */
const threadOf = (tool) => {
  const start = () => {
    const worker = new Worker(new URL('./generators/worker.mjs', import.meta.url), { workerData: { tool, folder } });
    return { worker, ready: next(worker, 60_000) };
  };
  /** The next message of a thread; `hung` or `crashed` where it gives none. */
  const next = (worker, ms) =>
    new Promise((resolve) => {
      const end = (result) => {
        clearTimeout(timer);
        for (const [event, listener] of listeners) worker.off(event, listener);
        resolve(result);
      };
      const listeners = [
        ['message', end],
        ['error', (error) => end({ crashed: String(error.message), isGone: true })],
        ['exit', () => end({ crashed: 'the thread ended', isGone: true })],
      ];
      const timer = setTimeout(() => end({ hung: true }), ms);
      for (const [event, listener] of listeners) worker.on(event, listener);
    });
  let current = start();
  return {
    async ask(job, ms) {
      const { ready: isReady } = await current.ready;
      if (!isReady) throw new Error(`${tool} does not start`);
      const answer = next(current.worker, ms);
      current.worker.postMessage(job, []);
      const result = await answer;
      if (result.hung || result.isGone) {
        await current.worker.terminate();
        current = start();
      }
      return result;
    },
    stop: () => current.worker.terminate(),
  };
};

const count = Number(options.values);
const share = (part, whole) => (whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`);

const measured = async (tool, corpus) => {
  const thread = threadOf(tool);
  const tally = {
    asked: 0,
    served: 0,
    unsatisfiable: 0,
    empty: 0,
    refused: 0,
    hung: 0,
    crashed: 0,
    values: 0,
    right: 0,
    wrong: 0,
    unjudged: 0,
    schemasWrong: 0,
    defects: 0,
    ms: 0,
    longest: 0,
  };
  const reasons = [];
  for (const [id, one] of corpus.entries()) {
    const { name, schema, schemas, formats, file, pointer } = one;
    tally.asked += 1;
    const isFirstOfFile = file !== undefined && corpus[id - 1]?.file !== file;
    const result = await thread.ask({ id, count, schema, schemas, file, pointer }, isFirstOfFile ? 3 * longestMs : longestMs);
    const because = (kind, text = '') => reasons.push(`${kind} ${name} ${text}`);
    tally.longest = Math.max(tally.longest, result.prepareMs ?? 0);
    if (result.prepareMs > 1000) because('slow', `${Math.round(result.prepareMs)} ms`);
    if (result.hung) {
      tally.hung += 1;
      because('hung');
      continue;
    }
    if (result.unsatisfiable !== undefined) {
      tally.unsatisfiable += 1;
      if (one.isEmpty) tally.empty += 1;
      because(one.isEmpty ? 'empty' : 'unsatisfiable', result.unsatisfiable);
      continue;
    }
    if (result.texts === undefined) {
      tally[result.crashed === undefined ? 'refused' : 'crashed'] += 1;
      because(result.crashed === undefined ? 'refused' : 'crashed', result.refused ?? result.crashed);
      continue;
    }
    tally.ms += result.ms;
    tally.defects += result.defects ?? 0;
    if (result.defects > 0) because('defects', String(result.defects));
    const judge = await judgesOf(schema, schemas, { formats });
    // A validator that gets a test of the suite wrong is no judge of that schema.
    const trusted = { ajv: true, hyperjump: true };
    for (const { data, valid } of one.tests ?? [])
      for (const [who, ruling] of Object.entries(judge(data))) if (ruling !== valid) trusted[who] = false;
    let wrong = 0;
    for (const text of result.texts) {
      tally.values += 1;
      const rulings =
        text === undefined
          ? [false]
          : Object.entries(judge(JSON.parse(text))).flatMap(([who, ruling]) => (trusted[who] && ruling !== undefined ? [ruling] : []));
      if (rulings.length === 0) tally.unjudged += 1;
      else if (rulings.every(Boolean)) tally.right += 1;
      else {
        tally.wrong += 1;
        if (wrong++ === 0) because('wrong', `${text?.slice(0, 300)} ${JSON.stringify(judge(JSON.parse(text ?? 'null')))}`);
      }
    }
    if (wrong > 0) tally.schemasWrong += 1;
    else tally.served += 1;
  }
  await thread.stop();
  return { tally, reasons };
};

const markdown = (rows) => {
  const names = Object.keys(rows[0]);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(names), line(names.map(() => '---')), ...rows.map((row) => line(Object.values(row)))].join('\n');
};

try {
  const corpora = [
    ...(options.suite === undefined ? [] : [['official suite', suiteIn(options.suite)]]),
    ...(files.length === 0
      ? []
      : [
          [
            'published documents',
            publishedIn(files, { seed: Number(options.seed), sample: Number(options.sample) }).toSorted((a, b) =>
              a.file < b.file ? -1 : a.file > b.file ? 1 : 0,
            ),
          ],
        ]),
  ];
  if (corpora.length === 0) throw new Error('Name --suite FOLDER, documents, or both.');
  if (!options.alone) installed();
  const rows = [];
  for (const [name, corpus] of corpora) {
    let ownSpeed;
    let empty = 0;
    for (const tool of ['assay', ...(options.alone ? [] : Object.keys(peers))]) {
      const { tally, reasons } = await measured(tool, corpus);
      // Of the schemas for which the suite shows no value, those that assay proves to have none.
      if (tool === 'assay') empty = tally.empty;
      const speed = tally.values / tally.ms;
      ownSpeed ??= speed;
      rows.push({
        schemas: `${name} (${tally.asked}${empty > 0 ? `, ${empty} without a value` : ''})`,
        tool: tool === 'assay' ? 'assay' : `${tool} ${peers[tool]}`,
        'all values right': `${tally.served} = ${share(tally.served, tally.asked - empty)}`,
        'a wrong value': tally.schemasWrong,
        unsatisfiable: tally.unsatisfiable,
        'unsupported, crashed': tally.refused + tally.crashed,
        hung: tally.hung,
        'values right': share(tally.right, tally.right + tally.wrong),
        'not judged': tally.unjudged,
        'values/s, as a ratio': (speed / ownSpeed).toFixed(1),
      });
      if (options.reasons && tool === 'assay') {
        console.error(reasons.join('\n'));
        console.error(JSON.stringify(tally));
      }
    }
  }
  if (options.markdown) console.log(markdown(rows));
  else console.table(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
