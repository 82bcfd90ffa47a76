// Our own OpenAPI documents, judged by two tools that know nothing of assay. `npm run bench:documents-by-others -- [--markdown] [--folder DIR] [--only NAME,…]
// [--seconds N]` starts each embedded reference on 127.0.0.1 and lets Schemathesis (from PyPI) and the validation proxy of Prism (from npm), both installed into a
// folder, compare its answers with the document: status, media type, header fields and body. Schemathesis makes its own requests for N seconds (60). Prism judges
// those of `assay run`, which sees more successes; what stands in front of it only counts the violations that it reports. DIR keeps everything that both found
// (runs/NAME/findings.json), to be judged by a person; without it everything is removed at the end. Run `npm run build` first.
//
// The references keep their documents, so that every finding is a fault of the document, of the reference, or of the tool. What is a fault of a tool stands in
// `falseAlarms`, with the reason.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { end, endOnSignal, installed, judgeEach, labFolder, lastLine, printTable, schemathesisReport, started } from './field-lab.mjs';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    only: { type: 'string' },
    markdown: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
  },
});
const folder = labFolder(options.folder);
const keep = options.folder !== undefined;
const main = fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url));
if (!existsSync(main)) throw new Error('dist/ is missing, run: npm run build');

const contracts = ['cloudapi-dev', 'cloudnexus', 'cloudplatform-example', 'cloudplatform-io', 'cloudsync'];
const documentOf = (name) => fileURLToPath(new URL(`../spec/${name}/openapi.yaml`, import.meta.url));

const schemathesis = { name: 'Schemathesis', by: 'pip', packages: ['schemathesis==4.32.5'] };
const prism = { name: 'Prism', by: 'npm', packages: ['@stoplight/prism-cli@5.14.2'] };

/** Findings of a tool that are right neither about a document nor about a reference. */
const falseAlarms = [];

const isFalseAlarm = (tool, finding) => falseAlarms.some((one) => one.tool === tool && one.about.test(finding));

/** A reference with its address and its key. Its quota is out of the way, because neither tool waits. */
const reference = async (name, data) => {
  const row = {
    start: ({ port }) => ({ run: process.execPath, args: [main, 'serve', name, '--port', String(port), '--quota', '100000/2'] }),
    document: '/',
  };
  const { child } = await started(row, '', data);
  const { url, credentials } = JSON.parse(readFileSync(join(data, 'server.log'), 'utf8').split('\n')[0]);
  return { child, url, key: credentials.key };
};

const bySchemathesis = async (name, tool, desk) => {
  const { child, url, key } = await reference(name, join(desk, 'schemathesis'));
  try {
    const checks = ['response_schema_conformance', 'status_code_conformance', 'content_type_conformance', 'response_headers_conformance'];
    const { test_cases: cases, failures } = schemathesisReport({
      tool,
      desk,
      output: 'schemathesis',
      document: documentOf(name),
      url,
      headers: { Authorization: `Bearer ${key}` },
      seconds: options.seconds,
      more: ['--checks', checks.join(',')],
    });
    return {
      answers: cases.generated,
      findings: failures.flatMap(({ title, operations }) => operations.map((one) => `${one.label ?? one}: ${title}`)),
    };
  } finally {
    await end(child);
  }
};

/** Passes every request on to another address, and collects what Prism says of the answers in `sl-violations`. */
const recorder = async (to) => {
  const seen = { answers: 0, findings: new Map() };
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const passed = request(new URL(url, to), { method, headers: { ...headers, host: new URL(to).host } }, (answer) => {
      seen.answers += 1;
      for (const { location, message } of JSON.parse(answer.headers['sl-violations'] ?? '[]')) {
        if (location[0] !== 'response') continue;
        // Ids of resources and places in lists are no other finding.
        const path = url.split('?')[0].replace(/\/[^/]*\d[^/]*/gu, (part) => (/^\/v\d$/u.test(part) ? part : '/{id}'));
        const finding = `${method} ${path} ${answer.statusCode}: ${location.slice(1).join('/').replace(/\d+/gu, '*')} ${message}`;
        seen.findings.set(finding, (seen.findings.get(finding) ?? 0) + 1);
      }
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return { seen, server, url: `http://127.0.0.1:${server.address().port}` };
};

/** `assay run` against an address: only its requests are wanted, its verdicts are not, because Prism changes what passes through it. */
const traffic = (name, url, key, desk) =>
  new Promise((done) => {
    const args = [
      'run',
      name,
      '--base-url',
      url,
      '--credential',
      'key=env:KEY',
      '--allow',
      'mutation,permanent',
      '--skip',
      'rate-limit',
      '--time-budget',
      `${options.seconds}s`,
    ];
    const child = spawn(process.execPath, [main, ...args, '--quiet', '--out', join(desk, 'traffic')], {
      cwd: desk,
      env: { PATH: process.env.PATH, KEY: key },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    child.on('close', (code) => done({ code, told }));
  });

const byPrism = async (name, tool, desk) => {
  const { child, url, key } = await reference(name, join(desk, 'prism'));
  let proxy;
  let front;
  try {
    const row = {
      start: ({ port }) => ({
        run: process.execPath,
        args: [
          join(tool, 'node_modules/@stoplight/prism-cli/dist/index.js'),
          'proxy',
          documentOf(name),
          url,
          '--port',
          String(port),
          '--host',
          '127.0.0.1',
        ],
      }),
      document: '/',
    };
    proxy = await started(row, '', join(desk, 'proxy'));
    front = await recorder(proxy.place.base);
    rmSync(join(desk, 'traffic'), { recursive: true, force: true });
    const { code, told } = await traffic(name, front.url, key, desk);
    if (code === 2 || code === 4) throw new Error(`assay run ends with ${code}: ${lastLine(told)}`);
    return { answers: front.seen.answers, findings: [...front.seen.findings.keys()] };
  } finally {
    front?.server.close();
    if (proxy) await end(proxy.child);
    await end(child);
  }
};

endOnSignal();

const tools = { schemathesis: installed(folder, schemathesis), prism: installed(folder, prism) };
const rows = await judgeEach({
  // Nothing is installed for a reference.
  servers: contracts.map((name) => ({ name, by: 'variable', packages: [] })),
  folder,
  keep,
  only: options.only,
  judge: async ({ name }) => {
    const desk = join(folder, 'runs', name);
    mkdirSync(desk, { recursive: true });
    const found = {
      Schemathesis: await bySchemathesis(name, tools.schemathesis, desk),
      Prism: await byPrism(name, tools.prism, desk),
    };
    writeFileSync(join(desk, 'findings.json'), JSON.stringify(found, null, 1));
    const shown = { document: name };
    const told = [];
    for (const [tool, { answers, findings }] of Object.entries(found)) {
      const wrong = findings.filter((one) => isFalseAlarm(tool, one));
      shown[`${tool}: answers`] = answers;
      shown[`${tool}: mismatches`] = findings.length - wrong.length;
      shown[`${tool}: false alarms`] = wrong.length;
      told.push(...findings.filter((one) => !wrong.includes(one)).map((one) => `\n  ${tool}: ${one}`));
    }
    return { shown, told: told.length === 0 ? 'no mismatch' : told.join('') };
  },
});
printTable(rows, options.markdown);
