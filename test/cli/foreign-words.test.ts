import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assay, emptyFolder, fakeIo } from './support.ts';

/** Commands for the log of a CI, control characters of a terminal, and a character that reverses the direction of reading. */
const hostile = '\n::stop-commands::zz\n##[error]x ##vso[task.x]y ##teamcity[z] \u001b[2J\u202e\u0007 and ::set-output name=a::b';

const operation = {
  operationId: `o${hostile}`,
  tags: [`t${hostile}`],
  parameters: [
    { name: `p${hostile}`, in: 'query', required: true, schema: { type: 'string', pattern: `[${hostile}` } },
    { name: 'q', in: `no${hostile}` },
  ],
  responses: {
    '200': { description: 'x', content: { [`application/json${hostile}`]: { schema: { type: `wrong${hostile}` } } } },
    [`2${hostile}`]: { description: 'y' },
  },
};

const document = {
  openapi: '3.1.0',
  info: { title: `T${hostile}`, version: '1' },
  servers: [{ url: `http://x${hostile}` }],
  security: [{ [`k${hostile}`]: [] }],
  paths: {
    [`/a${hostile}`]: { get: operation },
    '/b': {
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: `#/no${hostile}` } } } },
        responses: { '200': { description: 'x' } },
      },
    },
  },
  components: { securitySchemes: { [`k${hostile}`]: { type: `apiKey${hostile}`, in: 'header', name: 'X' } } },
};

/** What a terminal or a CI would obey: GitHub Actions passes over blanks before a command. */
const obeyed = /^\s*::[a-z-]+[^\n]*::|##(?:vso|teamcity)?\[|[\p{Cc}\u202e]/mu;
const ofText = (text: string): string => text.replaceAll(/[\n\t]/gu, (blank) => (blank === '\n' ? '\n' : ' '));
const commands = (text: string): string[] => text.split('\n').filter((line) => obeyed.test(ofText(line)));

test.for<readonly [string, ...string[]]>([
  ['lint', 'hostile.json'],
  ['lint', 'later.json'],
  ['list', 'operations', 'hostile.json'],
  ['run', 'hostile.json', '--base-url', 'http://127.0.0.1:9', '--dry-run'],
  ['run', 'later.json', '--base-url', 'http://127.0.0.1:9', '--dry-run'],
  ['doctor', 'hostile.json', '--base-url', 'http://127.0.0.1:9', '--offline'],
  ['init', 'hostile.json', '--base-url', 'http://127.0.0.1:9'],
  ['diff', 'hostile.json', 'other.json'],
])('nothing in a document commands a terminal or a CI: %s %s', async (args) => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'hostile.json'), JSON.stringify(document));
  writeFileSync(join(cwd, 'other.json'), JSON.stringify(document).replace('"get"', '"put"'));
  writeFileSync(join(cwd, 'later.json'), JSON.stringify({ ...document, openapi: `9${hostile}` }));
  const { stdout, stderr } = await assay(args, fakeIo({ cwd }));
  expect(stdout + stderr).toContain('stop-commands');
  expect(commands(stdout + stderr)).toEqual([]);
  for (const file of readdirSync(cwd).filter((name) => name.startsWith('assay.')))
    expect(commands(readFileSync(join(cwd, file), 'utf8')), file).toEqual([]);
});
