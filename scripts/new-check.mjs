// Writes every file that a new check touches: npm run new-check -- FAMILY/NAME --contract NAME --requirement ID [--kind observation|fold|probe]
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const kinds = ['observation', 'fold', 'probe'];
const families = 'src/checks/families';

const camel = (text) => text.replaceAll(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** The texts that only the author can write. The test of the check fails until they are replaced. */
const texts = [
  "  title: 'Say in one sentence what must hold',",
  "  why: 'Say what a client loses where it does not hold.',",
  "  fix: 'Say what the owner of the API does about it.',",
  "  // reads: 'unknown.id', where a word of x-assay documents the requirement: the path to that word.",
];

const bodies = {
  observation: (id, name) => `import { isSuccess } from '../../../contract/message.ts';
import { defineObservation } from '../../kit/define.ts';

export const ${name} = defineObservation({
  id: '${id}',
${texts.join('\n')}
  locations: (contract) => contract.operations.map(({ location }) => location),
  observe(exchange, contract) {
    const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
    // An exchange that shows nothing about the requirement gives no sighting.
    if (!operation || !isSuccess(exchange)) return [];
    const { location } = operation;
    return [{ location, holds: false, code: '${id.split('/')[1]}', where: 'say where', expected: 'say what', actual: 'say what came' }];
  },
});
`,
  fold: (id, name) => `import { isSuccess } from '../../../contract/message.ts';
import { rootLocation } from '../../../model/location.ts';
import { defineCountingFold } from '../../kit/counting-fold.ts';

export const ${name} = defineCountingFold({
  id: '${id}',
${texts.join('\n')}
  locations: () => [rootLocation],
  unseen: 'no answer that this check judges was seen',
  judge(exchange) {
    // An exchange that shows nothing about the requirement is not counted.
    if (!isSuccess(exchange)) return undefined;
    return { code: '${id.split('/')[1]}', where: 'say where', expected: 'say what', actual: 'say what came' };
  },
});
`,
  probe: (id, name) => `import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { at, defineProbe, fail, inconclusive } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { once } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

export const ${name} = defineProbe({
  id: '${id}',
${texts.join('\n')}
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => contract.operations.filter(({ effect }) => effect === 'safe').map((operation) => at(operation.location, operation)),
  prerequisites: (operation, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 1, creates: 0 }),
  run: (operation, session) => once(session, usableRequest(session, operation, '${id.replace('/', '-')}')),
  judge(operation, exchange) {
    // An answer with another cause (401, 403, 429, 5xx, none at all) proves nothing.
    if (!isSuccess(exchange)) return inconclusive(\`\${operation.key}: \${outcomeOf(exchange)} decides nothing\`, [exchange]);
    return fail({ code: '${id.split('/')[1]}', where: 'say where', expected: 'say what', actual: 'say what came' }, [exchange]);
  },
});
`,
};

const testOf = (id, name, file, kind) =>
  kind === 'probe'
    ? `import { expect, test } from 'vitest';
import { ${name} } from '../../../../src/checks/families/${id}.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, parcelService, type Twist } from '../../../worlds/parcels/service.ts';

test('says what must hold, why, and what to do', () => {
  expect([${name}.title, ${name}.why, ${name}.fix].filter((text) => text.startsWith('Say '))).toEqual([]);
});

// A twist answers in place of the honest service; where it gives undefined, the honest service answers.
test.for<readonly [string, Twist | undefined, string]>([
  ['a service that keeps the requirement passes', undefined, 'pass'],
  ['one that breaks it fails', () => undefined, 'fail ${file}'],
  ['the conformant server that is most tempting to accuse passes', () => undefined, 'pass'],
  ['one above its quota shows nothing', () => fault(429), 'inconclusive'],
])('%s', async ([, twist, verdict]) => {
  expect(stated(await judge(${name}, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
});
`
    : `import { expect, test } from 'vitest';
import { ${name} } from '../../../../src/checks/families/${id}.ts';
import { parcels } from '../../support/judge.ts';

test('says what must hold, why, and what to do', () => {
  expect([${name}.title, ${name}.why, ${name}.fix].filter((text) => text.startsWith('Say '))).toEqual([]);
});

test('has locations in the made-up contract', async () => {
  expect(${name}.locations(await parcels()).length).toBeGreaterThan(0);
});

test('judges exchanges made with exchangeOf of ../../support/exchange.ts', () => {
  // One that keeps the requirement, one that breaks it, one that shows nothing, and the conformant one that is most tempting to accuse.
  expect('this test').toBe('written');
});
`;

const defectOf = (id, name, requirement, { type, from }) => `import type { ${type} } from '${from}';
import { answered } from '../../kit/answering.ts';

/** Say in one sentence what these defects have in common. */
export const ${name}Defects: ${type} = {
  // Ways to break an answer that several vendors share are in src/reference/kit/broken-answers.ts.
  'say-what-is-broken': {
    breaks: '${requirement}',
    note: 'Say what is broken, in one line',
    caughtBy: '${id}',
    // alsoBreaks: { 'ABC-1': 'why this requirement truly breaks as well' },
    around: answered((call) => {
      call.status = 599;
    }),
  },
};
`;

/** Inserts a line after the last line that matches. */
const behindLast = (text, pattern, line) => {
  const lines = text.split('\n');
  const last = lines.findLastIndex((one) => pattern.test(one));
  if (last < 0) throw new Error(`no line matches ${pattern}`);
  return [...lines.slice(0, last + 1), line, ...lines.slice(last + 1)].join('\n');
};

/** Adds the check to `checks` of a requirement; undefined where the ledger has no such requirement. */
const decidedBy = (ledger, requirement, id) => {
  const begin = ledger.search(new RegExp(`^  - id: ${requirement}$`, 'm'));
  if (begin < 0) return undefined;
  const next = ledger.indexOf('\n  - id: ', begin + 1);
  const end = next < 0 ? ledger.length : next;
  const entry = ledger.slice(begin, end);
  const listed = /^    checks: \[(.*)\]$/m.exec(entry);
  const changed = listed
    ? entry.replace(listed[0], `    checks: [${[listed[1], id].filter((one) => one !== '').join(', ')}]`)
    : `${entry.trimEnd()}\n    checks: [${id}]\n`;
  return ledger.slice(0, begin) + changed + ledger.slice(end);
};

/**
 * The files that a new check adds or changes, with their new contents. Nothing is written.
 * @returns {{ files: Map<string, string>, next: string[] }} `next`: what the author does next, a line each.
 * @throws {Error} with a sentence for the author where a name is malformed, or a file is missing or exists already.
 */
export const newCheck = (root, { id, kind, contract, requirement }) => {
  const [family = '', file = '', ...rest] = id.split('/');
  if (rest.length > 0 || !/^[a-z][a-z-]*$/.test(family) || !/^[a-z][a-z0-9-]*$/.test(file))
    throw new Error(`Cannot name a check "${id}": write family/what-must-hold in small letters and hyphens`);
  if (!kinds.includes(kind)) throw new Error(`Cannot make a check of the kind "${kind}": take ${kinds.join(', ')}`);
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const has = (path) => existsSync(join(root, path));
  const [source, index] = [`${families}/${id}.ts`, `${families}/${family}/index.ts`];
  if (!has(index)) {
    const known = readdirSync(join(root, families)).join(', ');
    throw new Error(`Cannot find the family "${family}": take one of ${known}, or add ${index} and its line in src/checks/index.ts`);
  }
  if (has(source)) throw new Error(`Cannot write ${source}: it exists already`);
  const ledgerPath = `spec/${contract}/requirements.yaml`;
  if (!has(ledgerPath)) throw new Error(`Cannot find the contract "${contract}": there is no ${ledgerPath}`);
  const ledger = decidedBy(read(ledgerPath), requirement, id);
  if (ledger === undefined) throw new Error(`Cannot find the requirement "${requirement}" in ${ledgerPath}`);
  const name = camel(file);
  const files = new Map([
    [source, bodies[kind](id, name)],
    [`test/checks/families/${id}.test.ts`, testOf(id, name, file, kind)],
    [index, behindLast(behindLast(read(index), /^import /, `import { ${name} } from './${file}.ts';`), /^ {2}\w+,$/, `  ${name},`)],
    [ledgerPath, ledger],
  ]);
  const defects = `src/reference/${contract}/defects/defects.ts`;
  if (has(defects)) {
    const text = read(defects);
    const [, type = '', from = ''] = /^import type \{ (\w+) \} from '([^']+)';$/m.exec(text) ?? [];
    files.set(`src/reference/${contract}/defects/${file}.ts`, defectOf(id, name, requirement, { type, from }));
    files.set(
      defects,
      behindLast(
        behindLast(text, /^import \{/, `import { ${name}Defects } from './${file}.ts';`),
        /^ {2}\.\.\.\w+,$/,
        `  ...${name}Defects,`,
      ),
    );
  }
  const next = [
    `spec/${contract}/openapi.yaml: put x-requirement: [${requirement}] on the node that the requirement is about, if it is not there yet`,
    `${source}: replace the three texts that begin with "Say", the subjects, the request and the judgement`,
    `test/checks/families/${id}.test.ts: one pass, one fail, one inconclusive, and the conformant server that is most tempting to accuse`,
    ...(has(defects)
      ? [
          `src/reference/${contract}/defects/${file}.ts: the defect, written from the documentation and not from the check; name it under \`defects:\` of ${requirement} in ${ledgerPath}, and give it a symptom in the tests of test/reference/`,
        ]
      : []),
    `npx vitest run test/checks/families/${id}.test.ts test/spec`,
    ...(has(defects)
      ? [
          `npm run build && npx vitest run --mode built --project vendors test/kill/${contract} -t say-what-is-broken (the slug of your defect)`,
        ]
      : []),
    'npm run golden:docs, then look at what changed in docs/ and test/checks/planned/: the pages of the kill tests are red before that',
    ...(has(defects) ? [`npx vitest run --mode built --project vendors test/kill/${contract}`] : []),
    'npm run format',
    'npm run check',
  ];
  return { files, next };
};

const main = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { kind: { type: 'string', default: 'probe' }, contract: { type: 'string' }, requirement: { type: 'string' } },
  });
  if (positionals.length !== 1 || values.contract === undefined || values.requirement === undefined) {
    process.stderr.write('npm run new-check -- FAMILY/NAME --contract NAME --requirement ID [--kind observation|fold|probe]\n');
    return 2;
  }
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  try {
    const { files, next } = newCheck(root, { id: positionals[0], ...values });
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      process.stdout.write(`wrote ${path}\n`);
    }
    process.stdout.write(`\nWhat to do next:\n${next.map((line, n) => `${n + 1}. ${line}`).join('\n')}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = main();
