import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { oddities } from './oddities.ts';

/** Documents with one oddity each, their folder or one that holds it. */
const corpus = process.env['ASSAY_CORPUS'];
const folder =
  corpus === undefined
    ? undefined
    : ['', 'odd-documents', '../odd-documents'].map((path) => join(corpus, path)).find((path) => existsSync(join(path, 'badref.yaml')));

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** What becomes of a document, and the sentence it is told with. */
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

Small documents, each with one oddity that published documents have, and what becomes of each. A document's author is right unless the
specification of its version says otherwise: what can be read is read, and only what rests on a part that cannot be used is left out.
\`assay lint\` tells the same of any document. The folder of these documents is named by \`ASSAY_CORPUS\`; a test compares this table with it.

| document | oddity | outcome | sentence |
| --- | --- | --- | --- |
`;

if (folder === undefined) {
  const reason = corpus === undefined ? 'ASSAY_CORPUS names no folder' : `${corpus} holds no odd documents`;
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
