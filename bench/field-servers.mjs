// How assay behaves on servers that were not written for it. `npm run bench:field -- [--markdown] [--folder DIR] [--only NAME,…]`
// installs published packages of several languages with the tools of their ecosystems, starts each server on 127.0.0.1 with fresh
// data, lets `assay init` and `assay run` judge it twice (read-only, then with every permission) and prints a table. What cannot be
// installed or started is named with the reason. DIR keeps the installed packages and the runs; without it they are removed at the
// end. Run `npm run build` first. The rows are in field-servers.rows.mjs.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { everything, judged, markdown } from './field-judge.mjs';
import { endAll, endOnSignal, installed, labFolder } from './field-lab.mjs';
import { servers } from './field-servers.rows.mjs';

const { values: options } = parseArgs({
  options: { folder: { type: 'string' }, only: { type: 'string' }, markdown: { type: 'boolean', default: false } },
});
const folder = labFolder(options.folder);
const keep = options.folder !== undefined;
const wanted = options.only?.split(',');

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

try {
  const rows = [];
  for (const row of servers.filter(({ name }) => wanted === undefined || wanted.includes(name))) {
    try {
      const packages = installed(folder, row);
      const read = await judged({ folder, row, packages, kind: 'read-only', allow: [], keep });
      const all = await judged({ folder, row, packages, kind: 'everything', allow: everything, keep });
      rows.push(rowOf(row, read, all));
      console.error(`${row.name}: ${share(read)} read-only, ${share(all)} with every permission`);
    } catch (error) {
      console.error(`${row.name} is skipped: ${error.message}`);
    }
  }
  if (options.markdown) console.log(markdown(rows));
  else console.table(rows);
} finally {
  await endAll();
  if (!keep) rmSync(folder, { recursive: true, force: true });
}
