// How assay behaves on servers that were not written for it. `npm run bench:field -- [--markdown] [--folder DIR] [--only NAME,…]`
// installs published packages of several languages with the tools of their ecosystems, starts each server on 127.0.0.1 with fresh
// data, lets `assay init` and `assay run` judge it twice (read-only, then with every permission) and prints a table. What cannot be
// installed or started is named with the reason. DIR keeps the installed packages and the runs; without it they are removed at the
// end. Run `npm run build` first. The rows are in field-servers.rows.mjs.
import { parseArgs } from 'node:util';
import { everything, judged } from './field-judge.mjs';
import { endOnSignal, judgeEach, labFolder, printTable } from './field-lab.mjs';
import { servers } from './field-servers.rows.mjs';

const { values: options } = parseArgs({
  options: { folder: { type: 'string' }, only: { type: 'string' }, markdown: { type: 'boolean', default: false } },
});
const folder = labFolder(options.folder);
const keep = options.folder !== undefined;

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

endOnSignal();

const rows = await judgeEach({
  servers,
  folder,
  keep,
  only: options.only,
  judge: async (row, packages) => {
    const read = await judged({ folder, row, packages, kind: 'read-only', allow: [], keep });
    const all = await judged({ folder, row, packages, kind: 'everything', allow: everything, keep });
    return { shown: rowOf(row, read, all), told: `${share(read)} read-only, ${share(all)} with every permission` };
  },
});
printTable(rows, options.markdown);
