import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { oddities } from './oddities.ts';

/** The folder of the odd documents, or a folder around it. */
const corpus = process.env['ASSAY_CORPUS'];
const folder =
  corpus === undefined
    ? undefined
    : ['', 'odd-documents', '../odd-documents'].map((path) => join(corpus, path)).find((path) => existsSync(join(path, 'badref.yaml')));

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The outcome of loading a document, and the messages. */
const outcomeOf = async (file: string): Promise<readonly [outcome: string, sentence: string]> => {
  try {
    const { problems, operations } = await loadContract(join(folder ?? '', file));
    const unsupported = operations.filter((one) => one.unsupported !== undefined).map(({ key }) => key);
    const sentences = problems.map(({ position, pointer, message }) => `${position} \`${pointer}\` ${message}`).join('; ');
    if (unsupported.length > 0) return [`operation unsupported: ${unsupported.join(', ')}`, sentences];
    return [problems.length === 0 ? 'loads' : 'loads with note', sentences];
  } catch (error) {
    return ['refused', error instanceof Error ? error.message.replace(join(folder ?? '', file), file) : String(error)];
  }
};

const head = `# Odd documents

Small documents, each with one oddity of published documents, and how assay reads each. A document is right unless the specification of its
version forbids something: what can be read is read, and only operations that depend on an unusable part are left out. \`assay lint\` reports
the same for any document. \`ASSAY_CORPUS\` names the folder of these documents; a test compares this table with them.

| document | oddity | outcome | message |
| --- | --- | --- | --- |
`;

if (folder === undefined) {
  const reason = corpus === undefined ? 'ASSAY_CORPUS is not set' : `${corpus} has no odd documents`;
  test('every odd document has the outcome of docs/odd-documents.md', ({ skip }) => {
    process.stderr.write(`The odd documents are not tried: ${reason}\n`);
    skip(reason);
  });
} else {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

  test('every odd document has the outcome of docs/odd-documents.md', async () => {
    expect(files.filter((file) => oddities[file] === undefined)).toEqual([]);
    const rows: string[] = [];
    for (const file of files) {
      const [outcome, sentence] = await outcomeOf(file);
      rows.push(`| ${file} | ${cell(oddities[file] ?? '')} | ${cell(outcome)} | ${cell(sentence)} |\n`);
    }
    await expect(`${head}${rows.join('')}`).toMatchFileSnapshot('../../docs/odd-documents.md');
  });
}
