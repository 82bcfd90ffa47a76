import type { ExitCode } from '../../model/record.ts';
import type { Verdict } from '../../model/verdict.ts';
import { shown, wrapped } from '../../report/layout.ts';
import type { FoundCase } from './find-case.ts';
import { verdictWords } from './verdict-words.ts';

/** What is not as it was in the recorded run. */
export type ChangedSince = {
  /** The module of hooks, where it is not what it was. */
  readonly changedHooks?: string;
  /** The contract, where it is not that of the recorded run: where it is now, and the copy of what it was, where one was fetched. */
  readonly changed?: { readonly contract: string; readonly copy: string | undefined };
};

/** A case judged again. */
export type Replayed = ChangedSince & {
  readonly run: string;
  readonly found: FoundCase;
  /** Undefined if the case was lost. */
  readonly recorded: Verdict | undefined;
  readonly now: Verdict;
  readonly baseUrl: string;
  readonly seed: number;
  readonly nonce: string;
  readonly requests: number;
  readonly created: number;
  /** Where the record of the replay is. */
  readonly directory: string;
};

/** The same facts, whatever their order. */
const isSameFacts = (a: Verdict & { readonly kind: 'observed' }, b: Verdict & { readonly kind: 'observed' }): boolean => {
  const texts = ({ facts }: typeof a): string => JSON.stringify(facts.map((fact) => JSON.stringify(fact)).sort());
  return texts(a) === texts(b);
};

/** Whether two verdicts agree: failures by the code of their findings, observations by their facts. */
const isSame = (a: Verdict | undefined, b: Verdict): boolean => {
  if (a?.kind === 'fail' && b.kind === 'fail') return a.finding.code === b.finding.code;
  if (a?.kind === 'observed' && b.kind === 'observed') return isSameFacts(a, b);
  return a?.kind === b.kind;
};

/** 0 if the case passes now, or the same was observed; 1 if it fails; 4 if assay broke; else 3. */
export const replayExitCode = ({ recorded, now }: Pick<Replayed, 'recorded' | 'now'>): ExitCode => {
  if (now.kind === 'broken') return 4;
  if (now.kind === 'fail') return 1;
  return now.kind === 'pass' || (now.kind === 'observed' && isSame(recorded, now)) ? 0 : 3;
};

const conclusion = ({ recorded, now }: Replayed): string => {
  if (isSame(recorded, now)) return 'The result is the same.';
  if (recorded?.kind === 'fail' && now.kind === 'fail') return 'It fails again, but in another way.';
  const words = {
    pass: 'It passes now.',
    fail: 'It fails now.',
    broken: 'assay itself broke now.',
    observed: 'Other facts were observed now.',
  };
  return now.kind === 'inconclusive' || now.kind === 'skipped' ? 'It could not be judged now.' : words[now.kind];
};

const verdictText = (title: string, verdict: Verdict | undefined): readonly string[] => {
  if (verdict === undefined) return [`${title}: no verdict, the case was lost`];
  const { phrase, lines } = verdictWords(verdict);
  return [`${title}: ${phrase}`, ...lines.flatMap(([name, text]) => wrapped(shown(text), `  ${`${name}:`.padEnd(11)}`))];
};

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Says what is not as it was, in lines. */
export const changedText = ({ changed, changedHooks }: ChangedSince): readonly string[] => {
  if (changedHooks !== undefined)
    return [
      ...wrapped(shown(`The hooks of ${changedHooks} have changed since the run: they were called as they are now.`)),
      ...contractText(changed),
    ];
  return contractText(changed);
};

const contractText = (changed: ChangedSince['changed']): readonly string[] => {
  if (changed === undefined) return [];
  const before = changed.copy === undefined ? '' : ` What it was is in ${changed.copy}; --set contract=${changed.copy} judges by that.`;
  return wrapped(shown(`The contract ${changed.contract} has changed since the run: the case is judged by what it says now.${before}`));
};

/** The result for people, in 80 columns. */
export const replayText = (replayed: Replayed): string => {
  const { found, recorded, now, baseUrl, seed, nonce, requests, created, directory, run } = replayed;
  const { target, planned } = found;
  const title = target.requirements.get(planned.requirement)?.title ?? planned.title;
  const lines = [
    ...wrapped(shown(`${planned.requirement}: ${title}`)),
    planned.id,
    ...wrapped(`${target.target} at ${baseUrl}, seed ${seed}, nonce ${nonce}; ${counted(requests, 'request')}, ${created} created.`),
    ...changedText(replayed),
    '',
    ...verdictText(`recorded in ${run}`, recorded),
    '',
    ...verdictText('now', now),
    '',
    conclusion(replayed),
    `Record: ${directory}`,
  ];
  return `${lines.join('\n')}\n`;
};

/** The result for programs. */
export const replayDocument = (replayed: Replayed): Readonly<Record<string, unknown>> => {
  const { run, found, recorded, now, baseUrl, seed, nonce, requests, created, directory } = replayed;
  const { target, planned } = found;
  const exitCode = replayExitCode(replayed);
  const { id, requirement, check } = planned;
  return {
    format: 1,
    run,
    target: target.target,
    case: id,
    requirement,
    check,
    recorded: recorded ?? null,
    now,
    same: isSame(recorded, now),
    exitCode,
    baseUrl,
    seed,
    nonce,
    requests,
    created,
    directory,
    contractChanged: replayed.changed !== undefined,
    hooksChanged: replayed.changedHooks !== undefined,
  };
};
