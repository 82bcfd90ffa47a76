import type { Case } from '../../model/case.ts';
import type { ExitCode, TargetRecord } from '../../model/record.ts';
import { type Outcome, outcomes, type Verdict } from '../../model/verdict.ts';
import { joinExitCodes } from '../../policy/exit-code.ts';
import { whereWords } from '../../report/finding-words.ts';
import { shown, wrapped } from '../../report/layout.ts';
import { type ChangedSince, changedText, counted } from './replayed.ts';

/** One time of several that cases were played. */
export type Round = {
  /** By case; one that was lost is not among them. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Of its record, as it is shown to people. */
  readonly directory: string;
  readonly nonce: string;
  readonly requests: number;
  readonly created: number;
  readonly exitCode: ExitCode;
  /** How long it took, where that counts for those behind it. */
  readonly seconds?: number;
};

/** Cases that were played several times with the same values. */
export type Repeated = ChangedSince & {
  readonly run: string;
  readonly target: Pick<TargetRecord, 'target' | 'requirements'>;
  readonly cases: readonly Case[];
  readonly baseUrl: string;
  readonly seed: number;
  /** How often they were to be played. */
  readonly times: number;
  readonly rounds: readonly Round[];
  /** Why they were played less often; undefined where they were not. */
  readonly stopped: string | undefined;
};

/** A case over all times. */
type Told = {
  readonly planned: Case;
  readonly verdicts: readonly Verdict[];
  /** The numbers of the times with each outcome, from 1. */
  readonly in: ReadonlyMap<Outcome, readonly number[]>;
  /** It passed and it failed. */
  readonly isFlaky: boolean;
};

const lost: Verdict = { kind: 'broken', error: 'there was no verdict' };

const toldOf = (planned: Case, rounds: readonly Round[]): Told => {
  const verdicts = rounds.map((round) => round.verdicts.get(planned.id) ?? lost);
  const numbers = new Map<Outcome, number[]>();
  for (const [at, { kind }] of verdicts.entries()) numbers.set(kind, [...(numbers.get(kind) ?? []), at + 1]);
  return { planned, verdicts, in: numbers, isFlaky: numbers.has('pass') && numbers.has('fail') };
};

/** The first of 4, 2, 1, 5, 3 that one of the times has; at least 3 where they were played less often than asked. */
export const repeatedExitCode = ({ rounds, stopped }: Pick<Repeated, 'rounds' | 'stopped'>): ExitCode =>
  joinExitCodes([...rounds.map(({ exitCode }) => exitCode), ...(stopped === undefined ? [] : [3 as const])]);

/** Most numbers that are listed. */
const mostNumbers = 20;

const listOf = (numbers: readonly number[]): string =>
  `${numbers.slice(0, mostNumbers).join(', ')}${numbers.length > mostNumbers ? ' …' : ''}`;

const words: Readonly<Record<Outcome, string>> = {
  fail: 'failed',
  pass: 'passed',
  inconclusive: 'could not be decided',
  skipped: 'was not tried',
  observed: 'was observed',
  broken: 'broke in assay itself',
};

/** `failed in 2 of 5 (2, 4), passed in 3`. */
const countsWords = ({ in: numbers, verdicts }: Told): string =>
  (Object.keys(words) as Outcome[])
    .flatMap((outcome) => {
      const own = numbers.get(outcome);
      return own === undefined ? [] : [{ outcome, own }];
    })
    .map(({ outcome, own }, at, { length }) => {
      const which = outcome === 'fail' && length > 1 ? ` (${listOf(own)})` : '';
      return `${words[outcome]} in ${own.length}${at === 0 ? ` of ${verdicts.length}` : ''}${which}`;
    })
    .join(', ');

const caseLines = (told: Told, target: Repeated['target']): readonly string[] => {
  const { planned, verdicts, isFlaky } = told;
  const title = target.requirements.get(planned.requirement)?.title ?? planned.title;
  const at = verdicts.findIndex(({ kind }) => kind !== 'pass');
  const first = verdicts[at];
  const why =
    first === undefined
      ? ''
      : first.kind === 'fail'
        ? `${whereWords(first.finding)}: expected ${first.finding.expected}, got ${first.finding.actual}`
        : first.kind === 'inconclusive' || first.kind === 'skipped'
          ? first.reason
          : first.kind === 'broken'
            ? first.error
            : '';
  return [
    ...wrapped(shown(`${planned.requirement}: ${title}`)),
    planned.id,
    ...wrapped(`${isFlaky ? 'flaky: it ' : ''}${countsWords(told)}`, '  '),
    ...(why === '' ? [] : wrapped(shown(why), `  ${`${at + 1}:`.padEnd(3)} `)),
    '',
  ];
};

/** The result for people, in 80 columns. */
export const repeatedText = (repeated: Repeated): string => {
  const { target, cases, baseUrl, seed, times, rounds, stopped } = repeated;
  const sum = (of: 'requests' | 'created'): number => rounds.reduce((all, one) => all + one[of], 0);
  const [first] = rounds;
  const last = rounds.at(-1);
  const lines = [
    ...wrapped(
      `${target.target} at ${baseUrl}, seed ${seed}, played ${counted(rounds.length, 'time')} of ${times}; ${counted(sum('requests'), 'request')}, ${sum('created')} created.`,
    ),
    ...changedText(repeated),
    '',
    ...cases.map((planned) => toldOf(planned, rounds)).flatMap((told) => caseLines(told, target)),
    ...(stopped === undefined ? [] : wrapped(shown(`Not played more often: ${stopped}.`))),
    ...(first === undefined || last === undefined
      ? []
      : first === last
        ? [`Record: ${first.directory}`]
        : [`Records: ${first.directory}`, `      to ${last.directory}`]),
  ];
  return `${lines.join('\n')}\n`;
};

/** The result for programs. */
export const repeatedDocument = (repeated: Repeated): Readonly<Record<string, unknown>> => {
  const { run, target, cases, baseUrl, seed, times, rounds, stopped, changed, changedHooks } = repeated;
  return {
    format: 1,
    run,
    target: target.target,
    baseUrl,
    seed,
    times,
    played: rounds.length,
    stopped: stopped ?? null,
    flaky: cases.some((planned) => toldOf(planned, rounds).isFlaky),
    cases: cases.map((planned) => {
      const told = toldOf(planned, rounds);
      return {
        case: planned.id,
        requirement: planned.requirement,
        check: planned.check,
        flaky: told.isFlaky,
        outcomes: Object.fromEntries(outcomes.map((outcome) => [outcome, told.in.get(outcome)?.length ?? 0])),
        verdicts: told.verdicts,
      };
    }),
    rounds: rounds.map(({ directory, nonce, requests, created, exitCode }) => ({ directory, nonce, requests, created, exitCode })),
    exitCode: repeatedExitCode(repeated),
    contractChanged: changed !== undefined,
    hooksChanged: changedHooks !== undefined,
  };
};
