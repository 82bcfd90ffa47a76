import { isSameJudge, mustsOf } from '../../policy/history/target-history.ts';
import { lineVerdict } from './end-words.ts';
import { type AskedTarget, failedIn, failedOnce, flips, type HistoryAnswer } from './history-answer.ts';

const documentOf = (target: AskedTarget, isFlaky: boolean, now: number): unknown => {
  const { runs, complete, before, all, lastComplete, requirements } = target;
  const idOf = (run: number | undefined): string | null => (run === undefined ? null : (all[run]?.run ?? null));
  return {
    target: target.target,
    demo: target.demo,
    contract: target.contract,
    unit: target.unit,
    lastComplete:
      lastComplete === undefined
        ? null
        : {
            run: lastComplete.run,
            startedAt: lastComplete.startedAt,
            ageSeconds: Math.max(0, Math.round((now - Date.parse(lastComplete.startedAt)) / 1000)),
          },
    runs: runs.map((line, at) => {
      const previous = at === 0 ? before : runs[at - 1];
      return {
        run: line.run,
        startedAt: line.startedAt,
        complete: complete[at] === true,
        exitCode: line.exitCode,
        verdict: lineVerdict(line, complete[at] === true),
        sameJudge: previous === undefined || isSameJudge(line, previous),
        assay: line.assay,
        ...(line.contractDigest === undefined ? {} : { contractDigest: line.contractDigest }),
        seed: line.seed,
        counts: line.counts,
        musts: mustsOf(line),
        ...(line.operations === undefined ? {} : { operations: line.operations }),
        ...(line.latency === undefined ? {} : { latency: line.latency }),
        requests: line.requests,
        seconds: line.seconds,
      };
    }),
    requirements: requirements
      .filter((one) => !isFlaky || flips(one) || failedOnce(one))
      .map((one) => ({ one, ...one }))
      .map(({ one, id, words, life, said, outcomes, cases }) => ({
        requirement: id,
        ...(words === undefined ? {} : { level: words[0], area: words[1], title: words[2] }),
        state: life.state,
        said,
        broken: life.isBroken,
        judged: life.judged,
        failures: life.failures,
        comparable: {
          since: idOf(life.alike.from),
          judged: life.alike.judged,
          failures: life.alike.failures,
          failedIn: failedIn(target, one),
        },
        changes: life.changes,
        since: idOf(life.since),
        streak: life.streak,
        lastFailure: idOf(life.lastFailure),
        outcomes: outcomes.map((outcome) => outcome ?? null),
        ...(cases === undefined ? {} : { cases }),
      })),
  };
};

/** The document of `assay history --json`. Its JSON Schema is {@link historyDocumentSchema}. */
export const historyDocument = ({ file, damaged, targets, notes, exitCode }: HistoryAnswer, isFlaky: boolean, now: number): unknown => ({
  format: 1,
  file,
  exitCode,
  notes,
  damaged,
  targets: targets.map((target) => documentOf(target, isFlaky, now)),
});
