import { appendFileSync, closeSync, openSync } from 'node:fs';

import { allExchanges } from '../../model/exchange-reader.ts';
import type { RunRecord } from '../../model/record.ts';
import type { StoredExchange } from '../../model/stored-exchange.ts';
import { exchangesOf } from '../evidence.ts';
import { endedTargets } from '../ended-targets.ts';
import type { ReportInput } from '../report-input.ts';
import { safeJson } from '../safe-json.ts';
import { harEntry } from './har-entry.ts';

/** A network panel takes a file as one text and draws a row for each entry: more of either, and it stops to answer. */
const limits = { characters: 100_000_000, entries: 20_000 };

type Limits = typeof limits;

/** The exchanges that show why cases failed, by target and id. */
const evidenceIn = (record: RunRecord): ReadonlySet<string> =>
  new Set(
    endedTargets(record).flatMap(({ target, judged }) =>
      judged.flatMap(({ verdict }) => (verdict.kind === 'fail' ? exchangesOf(verdict) : []).map((id) => keyOf(target.target, id))),
    ),
  );

const keyOf = (target: string, id: string): string => JSON.stringify([target, id]);

type Found = { readonly at: number; readonly sentAt: number; readonly size: number; readonly isEvidence: boolean };

/** Numbers of the exchanges that fit: evidence first, then the earliest. */
const fitting = (found: readonly Found[], most: Limits): ReadonlySet<number> => {
  const chosen = new Set<number>();
  let characters = 0;
  for (const { at, size } of found.toSorted((a, b) => Number(b.isEvidence) - Number(a.isEvidence) || a.sentAt - b.sentAt)) {
    if (chosen.size >= most.entries || characters + size > most.characters) continue;
    characters += size;
    chosen.add(at);
  }
  return chosen;
};

/**
 * Writes the exchanges of a run as HAR 1.2, in the order of sending, for the network panel of a browser. They are as they were stored: without
 * secrets, and with long bodies shortened. What is left out to stay below the limits is said in the comment of the log.
 * @throws {Error} of the file system.
 */
export const writeHar = ({ record, directory, damage }: ReportInput, path: string, most: Limits = limits): void => {
  const baseUrls = new Map(record.targets.map(({ target, baseUrl }) => [target, baseUrl]));
  const textOf = (exchange: StoredExchange): string | undefined => {
    const baseUrl = baseUrls.get(exchange.target ?? '');
    return exchange.target === undefined || baseUrl === undefined ? undefined : safeJson(harEntry(exchange, exchange.target, baseUrl));
  };
  const evidence = evidenceIn(record);
  const found: Found[] = [];
  let count = 0;
  for (const exchange of allExchanges(directory)) {
    const size = textOf(exchange)?.length;
    const at = count++;
    if (size === undefined) continue;
    found.push({ at, sentAt: exchange.sentAt, size, isEvidence: evidence.has(keyOf(exchange.target ?? '', exchange.id)) });
  }
  const chosen = fitting(found, most);
  const entries: { readonly sentAt: number; readonly text: string }[] = [];
  count = 0;
  for (const exchange of chosen.size === 0 ? [] : allExchanges(directory)) {
    const text = chosen.has(count++) ? textOf(exchange) : undefined;
    if (text !== undefined) entries.push({ sentAt: exchange.sentAt, text });
  }
  const left = found.length - chosen.size;
  const comment = [
    `run ${record.header.run} of ${record.targets.map(({ target }) => target).join(', ')}`,
    ...(found.length === 0 ? ['its exchanges are not stored any more, or nothing was sent'] : []),
    ...(damage === undefined ? [] : [damage]),
    ...(left > 0
      ? [
          `${left} of ${found.length} exchanges are left out: those here are the evidence of findings, then the earliest; exchanges/ has all`,
        ]
      : []),
  ].join('; ');
  const file = openSync(path, 'w');
  try {
    const creator = safeJson({ name: 'assay', version: record.header.assay });
    // Browsers ask for `pages`, though nothing here was a page.
    appendFileSync(file, `{"log":{"version":"1.2","creator":${creator},"pages":[],"comment":${safeJson(comment)},"entries":[`);
    for (const [at, { text }] of entries.toSorted((a, b) => a.sentAt - b.sentAt).entries())
      appendFileSync(file, `${at === 0 ? '' : ','}\n${text}`);
    appendFileSync(file, '\n]}}\n');
  } finally {
    closeSync(file);
  }
};
