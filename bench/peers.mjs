// assay beside Schemathesis 4 on servers that were written for neither. `npm run bench:peers -- [--markdown] [--folder DIR] [--only NAME,…] [--seconds N]`
// installs Schemathesis from PyPI into a folder and the servers of field-servers.rows.mjs with the tools of their ecosystems, starts each server on 127.0.0.1
// afresh for each tool, and prints operations, requests, seconds, processor time and findings side by side. A finding is one kind of breach at one operation; kinds are
// counted beside it. Both tools get the operator's credential; Schemathesis runs with its own defaults, all checks, and N seconds (180). DIR keeps every
// finding of both tools, to be judged by a person (runs/SERVER/findings.json); without it everything is removed at the end. Run `npm run build` first.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { everything, judged } from './field-judge.mjs';
import { end, endOnSignal, installed, judgeEach, labFolder, output, printTable, schemathesisReport, started } from './field-lab.mjs';
import { servers } from './field-servers.rows.mjs';
import { childrenMs } from './processor-time.mjs';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    only: { type: 'string' },
    markdown: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '180' },
  },
});
const folder = labFolder(options.folder);
const keep = options.folder !== undefined;

const peer = { name: 'Schemathesis', by: 'pip', packages: ['schemathesis==4.32.5'] };

/** Where the peer reads the document: an address with a key in its query would be asked for with a second key in a header, so that a copy is read. */
const documentFor = async (row, place, desk) => {
  const address = place.base + row.document;
  if (!address.includes('?')) return address;
  const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) throw new Error(`${row.document.split('?')[0]} was answered ${answer.status}`);
  const file = join(desk, 'document.json');
  writeFileSync(file, await answer.text());
  return file;
};

/** The findings of Schemathesis on a freshly started server. */
const judgedByPeer = async (row, packages, tool) => {
  const desk = join(folder, 'runs', row.name, 'peer');
  rmSync(desk, { recursive: true, force: true });
  const { child, place } = await started(row, packages, join(desk, 'data'));
  try {
    const base = place.base + (row.basePath ?? '');
    const { headers = {}, credentials } = row.give?.(place) ?? {};
    const given =
      Object.keys(headers).length > 0 || credentials?.key === undefined ? headers : { authorization: `Bearer ${credentials.key}` };
    const [since, cpu] = [performance.now(), childrenMs()];
    const document = row.documentFile?.(place, output) ?? (await documentFor(row, place, desk));
    const about = { tool, desk, output: 'report', document, url: base, headers: given, seconds: options.seconds };
    const { operations, test_cases: cases, failures } = schemathesisReport(about);
    return {
      seconds: (performance.now() - since) / 1000,
      cpuMs: childrenMs() - cpu,
      operations: operations.tested,
      requests: cases.generated,
      findings: failures.flatMap(({ title, operations: shown }) => shown.map((one) => ({ kind: title, operation: one.label ?? one }))),
    };
  } finally {
    await end(child);
  }
};

/** Processor time of a command, with its start and its reports, by the requests that it sent. */
const perRequest = ({ cpuMs, requests }) => (cpuMs / requests).toFixed(1);

const kinds = (findings) => new Set(findings.map(({ kind }) => kind)).size;
const counted = (findings) => `${findings.length} of ${kinds(findings)} kinds`;

endOnSignal();

const tool = installed(folder, peer);
const rows = await judgeEach({
  servers,
  folder,
  keep,
  only: options.only,
  judge: async (row, packages) => {
    const own = await judged({ folder, row, packages, kind: 'everything', allow: everything, keep });
    const ownFindings = own.findings.map(({ check, level, operation, reason }) => ({ kind: check, level, operation, reason }));
    const other = await judgedByPeer(row, packages, tool);
    mkdirSync(join(folder, 'runs', row.name), { recursive: true });
    writeFileSync(join(folder, 'runs', row.name, 'findings.json'), JSON.stringify({ assay: ownFindings, peer: other.findings }, null, 1));
    const shown = {
      server: row.name,
      operations: own.operations,
      'assay: requests': own.requests,
      'assay: seconds': Math.round(own.seconds),
      'assay: CPU per request, ms': perRequest(own),
      'assay: must': own.must,
      'assay: findings': counted(ownFindings),
      'Schemathesis: requests': other.requests,
      'Schemathesis: seconds': Math.round(other.seconds),
      'Schemathesis: CPU per request, ms': perRequest(other),
      'Schemathesis: findings': counted(other.findings),
    };
    return { shown, told: `${counted(ownFindings)} beside ${counted(other.findings)}` };
  },
});
printTable(rows, options.markdown);
