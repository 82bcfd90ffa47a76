import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Attachment, ContentType, Status } from 'allure-js-commons';
import type { Category } from 'allure-js-commons/sdk';
import { FileSystemWriter } from 'allure-js-commons/sdk/reporter';

import { consequencesOf } from '../../policy/consequences.ts';
import { excusesOf } from '../../policy/known-failures.ts';
import { judgedCases } from '../../policy/judged-requirements.ts';
import { operationWords, totalsWords } from '../coverage-words.ts';
import type { Shown } from '../evidence.ts';
import { sharedCases } from '../finding-words.ts';
import { requestText, responseText } from '../message-text.ts';
import type { ReportInput } from '../report-input.ts';
import { allureResult, stableId } from './allure-result.ts';

/** Separates failures of assay from those of the target, and open results from those that were left out. */
const categories: readonly Category[] = [
  { name: 'Broken in assay itself', matchedStatuses: [Status.BROKEN] },
  { name: 'Inconclusive', messageRegex: String.raw`^inconclusive: [\s\S]*`, matchedStatuses: [Status.SKIPPED] },
  { name: 'Observed', messageRegex: String.raw`^observed: [\s\S]*`, matchedStatuses: [Status.SKIPPED] },
  { name: 'Not tried', matchedStatuses: [Status.SKIPPED] },
  { name: 'Broken requirements', matchedStatuses: [Status.FAILED] },
];

/**
 * Writes a folder of Allure 2 results and replaces an earlier one: one result for each case, with request and response of its evidence as
 * attachments, then the categories and the environment.
 * @throws {Error} when a file cannot be written.
 */
export const writeAllure = (input: ReportInput, evidence: readonly Shown[], directory: string): void => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const { record } = input;
  const { header, footer } = record;

  const byCase = new Map<string, Shown[]>();
  for (const shown of evidence) {
    const key = JSON.stringify([shown.target, shown.case]);
    byCase.set(key, [...(byCase.get(key) ?? []), shown]);
  }
  const attach = (name: string, text: string, id: string): Attachment => {
    const source = `${id}-attachment.txt`;
    writeFileSync(join(directory, source), text);
    return { name, type: ContentType.TEXT, source };
  };

  for (const target of record.targets) {
    const end = footer.targets.find((each) => each.target === target.target);
    if (end === undefined) continue;
    const judged = judgedCases(target, end.ended);
    const excuses = excusesOf(end.knownFailures);
    const causes = consequencesOf(judged, excuses);
    const shared = sharedCases(judged);
    for (const { case: planned, verdict } of judged) {
      const shown = byCase.get(JSON.stringify([target.target, planned.id])) ?? [];
      const attachments = shown.flatMap(({ exchange }) => [
        attach(`Request ${exchange.id}`, requestText(exchange), stableId(header.run, target.target, planned.id, exchange.id, 'request')),
        attach(`Response ${exchange.id}`, responseText(exchange), stableId(header.run, target.target, planned.id, exchange.id, 'response')),
      ]);
      const result = allureResult({
        input,
        target,
        planned,
        verdict,
        cause: causes.get(planned.id),
        shared: shared.get(planned.id),
        excuse: excuses.get(planned.id),
        attachments,
      });
      // The writer of the library waits for the disk at each of thousands of files, which the record would give again.
      writeFileSync(join(directory, `${result.uuid}-result.json`), JSON.stringify(result));
    }
  }
  const writer = new FileSystemWriter({ resultsDir: directory });
  writer.writeCategoriesDefinitions([...categories]);
  writer.writeEnvironmentInfo({
    run: header.run,
    assay: header.assay,
    demo: String(header.demo),
    seed: String(header.seed),
    nonce: header.nonce,
    exitCode: String(footer.exitCode),
    ...Object.fromEntries(record.targets.map(({ target, baseUrl }) => [`target.${target}`, baseUrl])),
    ...Object.fromEntries(
      footer.targets.flatMap(({ target, coverage }) =>
        coverage === undefined ? [] : [[`coverage.${target}`, `${operationWords(coverage)}. ${totalsWords(coverage)}`.trim()]],
      ),
    ),
  });
};
