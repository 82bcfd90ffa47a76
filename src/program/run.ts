import type { CarriedOut } from '../cli/run/execute.ts';
import type { Case } from '../model/case.ts';
import type { TargetRecord } from '../model/record.ts';
import type { Outcome, Verdict } from '../model/verdict.ts';
import type { JsonDocument, JsonTarget } from '../report/json-document.ts';
import type { RunOptions } from './options.ts';

/** A case with its verdict. */
export type CaseResult = {
  readonly case: Case;
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  readonly seconds: number;
};

/** The result of one target. */
export type JudgedTarget = JsonTarget & {
  /** The verdict in a few words: `2 musts broken, 1 warning`. */
  readonly words: string;
  /** Why it ended early; absent where it did not. */
  readonly stopped?: string;
  /** Every case, in the order of the plan. */
  readonly cases: readonly CaseResult[];
};

/** The result of a run: the members of `assay run --json`, and every case. */
export type RunResult = Omit<JsonDocument, 'targets'> & { readonly targets: readonly JudgedTarget[] };

const resultsOf = async (carried: CarriedOut): Promise<RunResult> => {
  const { jsonDocument } = await import('../report/index.ts');
  const { verdictWords } = await import('../report/verdict-words.ts');
  const { judgedCases } = await import('../policy/judged-requirements.ts');
  const { record, directory } = carried;
  const document = jsonDocument({ record, directory });
  const targetOf = (name: string): TargetRecord | undefined => record.targets.find(({ target }) => target === name);
  return {
    ...document,
    targets: document.targets.flatMap((target): JudgedTarget[] => {
      const known = targetOf(target.target);
      const footer = record.footer.targets.find((each) => each.target === target.target);
      if (known === undefined || footer === undefined) return [];
      const cases = judgedCases(known, footer.ended).map(({ case: planned, verdict }) => ({
        case: planned,
        outcome: verdict.kind,
        verdict,
        seconds: known.results.get(planned.id)?.seconds ?? 0,
      }));
      const { ended } = footer;
      return [{ ...target, words: verdictWords(known, footer), ...(ended.kind === 'stopped' ? { stopped: ended.message } : {}), cases }];
    }),
  };
};

/**
 * Judges targets. Prints nothing, never ends the process, and writes only into `out`. A broken requirement is a result, not an error: look at
 * `exitCode`, whose values are those of the command line.
 * @throws {UsageError} or {ContractError} if a target, an option or a contract cannot be used: then nothing was sent. When the signal is aborted, the
 *   run stops in an orderly way (created resources are removed, the record is completed), and then rejects with the reason of the signal.
 */
export const run = async (options: RunOptions): Promise<RunResult> => {
  const { signal, cwd = process.cwd(), on } = options;
  signal?.throwIfAborted();
  // Loaded on demand: importing the package must stay cheap for who only wants `defineConfig`.
  const { loadFor, prepareFor } = await import('./load.ts');
  const { judge } = await import('./judge.ts');
  const { UsageError } = await import('../config/usage-error.ts');
  if (typeof options.out !== 'string' || options.out === '')
    throw new UsageError('Cannot run without a folder: give the option "out", a folder that is empty or does not exist');
  const prepared = await prepareFor(await loadFor(options), options);
  signal?.throwIfAborted();
  const carried = await judge(prepared, { cwd, ...(signal === undefined ? {} : { signal }), ...(on === undefined ? {} : { on }) });
  signal?.throwIfAborted();
  return resultsOf(carried);
};
