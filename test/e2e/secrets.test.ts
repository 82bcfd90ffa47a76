import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRecord } from '../../src/model/record.ts';
import { leaksOf, textsBelow } from '../runner/issued/traces.ts';
import { apothecaryDocument, given, issued, loginPassword, startApothecary } from './apothecary.ts';
import { assay, emptyFolder } from './assay.ts';
import { watchCommandLines } from './command-lines.ts';

test('no command prints or writes a secret of an operator or a target', async () => {
  const service = await startApothecary();
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'apothecary.json'), JSON.stringify(apothecaryDocument));
  const config = {
    targets: {
      apothecary: {
        contract: './apothecary.json',
        baseUrl: service.url,
        credentials: { key: 'env:WARD_TOKEN', schemes: { 'shelf-key': 'env:SHELF_KEY', till: 'env:TILL_PAIR', seat: 'env:SEAT_KEY' } },
        allow: ['mutation', 'permanent', 'destructive', 'issue-credential'],
        values: { 'POST /session': { user: 'clerk', password: loginPassword } },
        http: { headers: { 'X-Tenant': 'env:TENANT' } },
      },
    },
  };
  writeFileSync(join(cwd, 'assay.config.json'), JSON.stringify(config));
  const texts = new Map<string, string>();
  const codes = new Map<string, number | null>();
  const commandLines = watchCommandLines();
  const run = async (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<void> => {
    service.forget();
    const { code, stdout, stderr } = await assay(args, { cwd, env: { ...given, ...more } });
    const name = args.join(' ');
    codes.set(name, code);
    texts.set(`stdout of ${name}`, stdout).set(`stderr of ${name}`, stderr);
  };
  const together = (all: readonly (readonly string[])[]): Promise<unknown> => Promise.all(all.map((args) => run(args)));

  await run(['run', '--out', 'first', '--report', 'summary,html,junit,allure', '--seed', '1', '--max-requests', '500']);
  await run(['run', '--json', '--out', 'second', '--seed', '2', '--quiet', '--only', 'POST /session,GET /seat,GET /till']);
  expect([...codes.values()]).toEqual([1, 1]);
  await run(['doctor', 'apothecary']);
  await run(['doctor', 'apothecary', '--json']);
  await run(['gate', '--out', 'third', '--only', 'GET /seat,GET /session', '--json']);
  await run(['cleanup', 'first']);
  const failed = (operation: string): string => {
    const [target] = readRecord(join(cwd, 'first', 'run.jsonl')).targets;
    const found = target?.cases.find(({ id, places }) => {
      return target.results.get(id)?.verdict.kind === 'fail' && places.some((location) => location.operation === operation);
    });
    return found?.id ?? `no failed case of ${operation}`;
  };
  await run(['replay', 'first', failed('POST /session')]);
  await run(['replay', 'first', failed('GET /seat'), '--json']);
  await together([
    ['run', '--dry-run'],
    ['run', '--dry-run', '--json'],
    ['doctor', 'apothecary', '--offline'],
    ['list', 'targets'],
    ['replay', 'first', failed('GET /seat'), '--curl'],
    ['replay', 'first', failed('GET /till'), '--curl'],
    ['replay', 'first', failed('GET /door'), '--curl'],
    ['replay', 'first', failed('POST /session'), '--curl'],
    ['explain', failed('GET /session'), '--run', 'first'],
    ['explain', failed('GET /ledger'), '--run', 'first', '--curl'],
    ['gate', '--run', 'first', '--annotations', 'github'],
    ['diff', 'first', 'second'],
    ['compare', 'first', 'second', '--page', 'compare.html', '--json'],
    ['cleanup', 'first', '--dry-run'],
    ['report', 'second', '--report', 'summary,html,junit,compare,allure'],
  ]);
  const before = service.drugs.size;
  service.removes = true;
  await run(['cleanup', 'first']);
  expect(service.drugs.size).toBeLessThan(before);

  // An error message does not repeat the secret.
  await run(['run', '--quiet', '--out', 'refused', '--credential', 'key=env:OTHER'], { OTHER: `${given.WARD_TOKEN}~not` });
  await run(['run', '--quiet', '--credential', 'key=env:OTHER'], { OTHER: `${given.WARD_TOKEN}\nX: y` });
  await run(['run', '--quiet', '--credential', 'till=env:OTHER'], { OTHER: given.WARD_TOKEN });
  await run(['run', '--quiet'], { ASSAY_BASE_URL: `http://${given.SEAT_KEY}@127.0.0.1:9` });
  await run(['run'], { ASSAY_BASE_URL: `http://127.0.0.1:9/?key=${given.SEAT_KEY}` });
  await run(['gate', '--quiet'], { ASSAY_BASE_URL: 'https://apothecary.example', ASSAY_CREDENTIAL: `key=${given.WARD_TOKEN}` });
  const commands = [...texts].filter(([name]) => name.startsWith('stdout') && name.endsWith('--curl')).map(([, text]) => text);
  for (const variable of Object.keys(given)) expect(commands.join(' ')).toContain(`$${variable}`);

  const files = textsBelow(cwd);
  for (const own of ['apothecary.json', 'assay.config.json']) files.delete(own);
  for (const file of ['index.html', 'junit.xml', 'summary.md', 'run.jsonl', 'created.jsonl'])
    expect(files.has(join('first', file))).toBe(true);
  const exchanges = files.get(join('first', 'exchanges', '1.jsonl')) ?? '';
  for (const path of ['/drugs', '/shelf', '/till', '/seat', '/session', '/door', '/ledger'])
    expect(exchanges).toContain(`"target":"${path}`);
  expect(exchanges.split('\n').filter((line) => line.includes('[issued-1]')).length).toBeGreaterThan(2);
  const found = new Map([...texts, ...files, ['the process list', commandLines()]]);
  expect([...codes].filter(([, code]) => code === 4)).toEqual([]);
  expect(leaksOf({ ...given, ...issued, loginPassword }, found)).toEqual([]);
});
