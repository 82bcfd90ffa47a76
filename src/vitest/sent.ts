import { allRequests } from '../model/exchange-reader.ts';
import type { RunRecord } from '../model/record.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';
import { readEvidence } from '../report/evidence.ts';

/** One request of a case: a line for its steps. Already without secrets, as everything in the record is. */
export type SentStep = { readonly id: string; readonly words: string };

/** What was sent for the cases of one target. */
export type SentFor = {
  /** The first requests of each case, in the order of sending. */
  readonly steps: ReadonlyMap<string, readonly SentStep[]>;
  /** Requests of each case behind those. */
  readonly more: ReadonlyMap<string, number>;
  /** The exchanges that show its verdict, the best first. */
  readonly evidence: ReadonlyMap<string, readonly StoredExchange[]>;
};

/** By target. */
export type SentByCase = ReadonlyMap<string, SentFor>;

/** Most steps of one case: a walk of a list has hundreds of requests. */
const mostSteps = 25;

/** A request and its answer in one line: `GET /boxes?limit=2 → 200`. */
const wordsOf = ({ sent, reply }: StoredExchange): string =>
  `${sent.method} ${sent.target} → ${reply.kind === 'answer' ? reply.status : `no answer (${reply.failure})`}`;

/**
 * Reads what was sent for each case.
 * @param directory That of the run; absolute.
 * @throws {Error} of the file system, where a file exists and cannot be read.
 */
export const readSent = (record: RunRecord, directory: string): SentByCase => {
  const steps = new Map<string, Map<string, SentStep[]>>();
  const more = new Map<string, Map<string, number>>();
  for (const exchange of allRequests(directory)) {
    const { target, case: asked } = exchange;
    if (target === undefined || asked === undefined) continue;
    const ofTarget = steps.get(target) ?? new Map<string, SentStep[]>();
    steps.set(target, ofTarget);
    const ofCase = ofTarget.get(asked) ?? [];
    ofTarget.set(asked, ofCase);
    if (ofCase.length < mostSteps) {
      ofCase.push({ id: exchange.id, words: wordsOf(exchange) });
      continue;
    }
    const left = more.get(target) ?? new Map<string, number>();
    more.set(target, left.set(asked, (left.get(asked) ?? 0) + 1));
  }
  const evidence = new Map<string, Map<string, StoredExchange[]>>();
  for (const { target, case: shownFor, exchange } of readEvidence(record, directory)) {
    const ofTarget = evidence.get(target) ?? new Map<string, StoredExchange[]>();
    evidence.set(target, ofTarget.set(shownFor, [...(ofTarget.get(shownFor) ?? []), exchange]));
  }
  return new Map(
    record.targets.map(({ target }) => [
      target,
      { steps: steps.get(target) ?? new Map(), more: more.get(target) ?? new Map(), evidence: evidence.get(target) ?? new Map() },
    ]),
  );
};
