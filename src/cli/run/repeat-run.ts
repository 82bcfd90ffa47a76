import type { Notify } from '../../config/notify-config.ts';
import { UsageError } from '../../config/usage-error.ts';
import { allRequests } from '../../model/exchange-reader.ts';
import { creationsIn } from '../../runner/engine/recall.ts';
import { listed } from '../by-prefix.ts';
import type { Io } from '../io.ts';
import { repeatCases } from '../replay/repeat-cases.ts';
import { type Repeated, repeatedDocument, repeatedExitCode, repeatedText } from '../replay/repeated.ts';
import { announcedRun } from './announce.ts';
import { carryOut } from './execute.ts';
import { withHooks } from './hooks.ts';
import type { PreparedRun, PreparedTarget } from './prepare.ts';

/** Most cases that are played several times: what is asked is whether these few flip. */
const mostCases = 50;

/**
 * The target and the cases that are played.
 * @throws {UsageError} where they are too many, or none.
 */
const chosen = ({ targets }: PreparedRun): PreparedTarget => {
  const [target, second] = targets;
  if (target === undefined || second !== undefined)
    throw new UsageError(`Cannot use --repeat: it is about one target, name one of ${listed(targets.map((one) => one.target.name))}`);
  const tried = target.plan.cases.filter(({ skip }) => skip === undefined).length;
  if (tried === 0) throw new UsageError('Cannot use --repeat: no case of the selection can be tried; assay run --dry-run says why');
  if (tried > mostCases)
    throw new UsageError(
      `Cannot use --repeat: it is about at most ${mostCases} cases, and the selection has ${tried}; choose some with --only`,
    );
  return target;
};

/**
 * `assay run --repeat n`: a run as always, with its record, its reports and its line of the history, and then its cases n - 1 times more, with records in `replays/` of it.
 * @returns the first of 4, 2, 1, 5, 3 that one of the times has.
 * @throws {UsageError} where the selection has more than one target, or too many cases.
 */
export const repeatRun = async (prepared: PreparedRun, times: number, notify: Notify | undefined, io: Io): Promise<number> => {
  const { target, secrets, sources, contract, plan, knownFailures } = chosen(prepared);
  const { settings } = prepared;
  const { record, directory, displayPath, hasHookFailed, lacksReports } = await carryOut(announcedRun(prepared), io, {
    isDemo: false,
    notify,
  });
  const { header, footer } = record;
  const [judged] = record.targets;
  const [end] = footer.targets;
  if (judged === undefined || end === undefined) throw new Error(`The record of ${displayPath} has no target`);
  const cases = plan.cases.filter(({ skip }) => skip === undefined);
  const answeredAt = [...allRequests(directory)].map(({ sentAt, tookMs }) => sentAt + tookMs).toSorted((a, b) => a - b);
  const played = await repeatCases(
    {
      play: {
        contract,
        plan,
        target,
        secrets,
        ...(sources === undefined ? {} : { sources }),
        ...(knownFailures === undefined ? {} : { knownFailures }),
        run: header,
        directory,
      },
      cases,
      times,
      first: {
        verdicts: new Map([...judged.results].map(([id, { verdict }]) => [id, verdict])),
        directory: displayPath,
        nonce: header.nonce,
        requests: end.requests,
        created: end.created,
        seconds: footer.seconds,
        exitCode: lacksReports ? 4 : footer.exitCode,
        ended: end.ended,
        stuck: judged.created.filter(({ reason }) => reason !== undefined).length,
      },
      before: { answeredAt, created: creationsIn(directory, target.name) },
      settings,
    },
    io,
  );
  const repeated: Repeated = {
    run: header.run,
    target: judged,
    cases,
    baseUrl: target.baseUrl,
    seed: header.seed,
    times,
    ...played,
  };
  io.stdout.write(settings.json ? `${JSON.stringify(repeatedDocument(repeated), undefined, 2)}\n` : repeatedText(repeated));
  return withHooks(repeatedExitCode(repeated), hasHookFailed);
};
