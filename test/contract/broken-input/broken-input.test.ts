import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/config/usage-error.ts';
import { ContractError } from '../../../src/contract/contract-error.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { problemText } from '../../../src/contract/problem.ts';
import { load, messageOf } from '../../config/support.ts';
import { type Broken } from './builders.ts';
import { configs } from './configs.ts';
import { operations, references, schemas, unreadable, versions } from './documents.ts';
import { ledgers, overlays, xAssay } from './words.ts';

const tables = {
  'Files that are no document': unreadable,
  'What a document says about itself': versions,
  'Paths and operations': operations,
  References: references,
  Schemas: schemas,
  Overlays: overlays,
  'Words of x-assay': xAssay,
  Ledgers: ledgers,
} as const;

/** Longest time that a small broken input may take, on a busy machine. */
const longest = 10_000;

/** What is said of a broken input, without the folder it is in. */
const saidOf = async ({ files, main = 'mill.yaml', overlays: applied = [] }: Broken): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-broken-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const said = await loadContract(join(folder, main), { overlays: applied.map((one) => join(folder, one)) }).then(
      ({ operations: all, problems }) => {
        const left = all.filter((one) => one.unsupported !== undefined).length;
        const head = `read: ${all.length} operations, ${left} not judged`;
        return [head, ...problems.map(problemText)].join('\n');
      },
      (error: unknown) => {
        if (!(error instanceof ContractError || error instanceof UsageError)) throw error;
        return `refused: ${error.message}`;
      },
    );
    return said.replaceAll(`${folder}/`, '').replaceAll(dirname(folder), '..');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What no message may contain: a stack, or a value that was not meant to be read. */
const leaked = /\n\s+at |\bat Object\.|\[object |undefined|\bNaN\b|TypeError|RangeError|node:internal/;

const golden: string[] = [];

for (const [heading, table] of Object.entries(tables)) {
  describe(heading, () => {
    golden.push(`# ${heading}\n`);
    for (const broken of table) {
      const at = golden.push('') - 1;
      test(broken.title, { timeout: longest }, async () => {
        const said = await saidOf(broken);
        golden[at] = `## ${broken.title}\n\n${said}\n`;
        expect(said).not.toMatch(leaked);
        if (said.startsWith('refused')) {
          expect(said).toMatch(/"[^"\n]*\.(?:overlay\.)?yaml"/);
          if (broken.isPlaceless !== true) expect(said).toMatch(/ at \d+:\d+/);
        } else if (broken.isSilent !== true) expect(said).toMatch(/:\d+:\d+ #.* (?:note|error): /);
      });
    }
  });
}

describe('Configs', () => {
  golden.push('# Configs\n');
  for (const [title, text] of configs) {
    const at = golden.push('') - 1;
    test(title, { timeout: longest }, async () => {
      const said = await messageOf(() => load({ files: { 'assay.config.yaml': text } }));
      golden[at] = `## ${title}\n\nrefused: ${said}\n`;
      expect(said).not.toMatch(leaked);
      expect(said).toMatch(/^Cannot read config "assay\.config\.yaml" at line \d+:\d+/);
    });
  }
});

test('every message is as it was read and found good', async () => {
  await expect(golden.join('\n')).toMatchFileSnapshot('messages.golden.md');
});
