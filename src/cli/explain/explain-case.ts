import { checkById } from '../../checks/index.ts';
import type { Finding } from '../../model/verdict.ts';
import { breachesIn, operationsOf } from '../../policy/shared-findings.ts';
import { confirmWords } from '../../report/confirm-words.ts';
import { inferredWords, sharedWords } from '../../report/finding-words.ts';
import { replayCommand } from '../../report/index.ts';
import { sourceWords } from '../../report/source-words.ts';
import { shown } from '../../report/layout.ts';
import type { Io } from '../io.ts';
import { printCurl } from '../replay/curl.ts';
import { choiceWords, findCase, type FoundCase } from '../replay/find-case.ts';
import { verdictWords } from '../replay/verdict-words.ts';
import { type OpenedRun, openRun } from '../report/open-run.ts';
import { warnOfDamage } from '../report/warn-of-damage.ts';
import type { Explanation } from './explanation.ts';
import { outcomeWords } from './words.ts';

/** The findings of the run that show the same breach as a case. */
const breachOf = ({ cases, results }: FoundCase['target'], planned: FoundCase['planned']): readonly Finding[] => {
  const judged = cases.flatMap((one) => {
    const verdict = results.get(one.id)?.verdict;
    return verdict === undefined ? [] : [{ case: one, verdict }];
  });
  const group = breachesIn(judged).find((one) => one.some((other) => other.case.id === planned.id)) ?? [];
  return group.map(({ verdict }) => verdict.finding);
};

/** What a case of a run judged, its verdict, and how to judge it again. */
export const explainCase = ({ record, displayPath }: OpenedRun, { target, planned }: FoundCase): Explanation => {
  const requirement = target.requirements.get(planned.requirement);
  const verdict = target.results.get(planned.id)?.verdict;
  const check = checkById(planned.check);
  const { phrase, lines } = verdict === undefined ? { phrase: 'lost', lines: [] } : verdictWords(verdict);
  const findings = breachOf(target, planned);
  const shared = sharedWords(findings);
  const operations = planned.places.map(({ operation }) => operation ?? 'outside every operation');
  return {
    kind: 'case',
    id: planned.id,
    title: requirement?.title ?? planned.title,
    more: [
      ['Run', `${record.header.run}, target ${target.target} at ${target.baseUrl}`],
      [
        'Requirement',
        requirement === undefined
          ? planned.requirement
          : `${requirement.id}, ${requirement.level}, ${requirement.basis} in ${target.title ?? target.contract}, ${sourceWords(requirement)}`,
      ],
      ['Check', check === undefined ? planned.check : `${check.id}: ${check.title}`],
      ['Tried at', [...new Set(operations)]],
      ['What assay inferred', inferredWords(planned)],
      ['How to confirm or reject that', planned.inferred === undefined ? '' : confirmWords],
      ['Verdict', [phrase, ...lines.map(([name, text]) => `${name}: ${shown(text)}`)]],
      ['The same breach', shared === '' ? [] : [`shows${shared}:`, ...operationsOf(findings)]],
      ['What this means', verdict === undefined ? 'The run ended before a verdict was recorded.' : outcomeWords[verdict.kind]],
      ['How to fix a failure', verdict?.kind === 'fail' ? (check?.fix ?? '') : ''],
      ['To judge it again', replayCommand(record, displayPath, target.target, planned.id)],
    ],
  };
};

/**
 * Explains a case of a recorded run, or prints its request for curl.
 * @returns the explanation; the exit code where the request was printed.
 * @throws {UsageError} where there is no such run, target or case.
 */
export const explainRecorded = async (
  id: string,
  { run = 'latest', target, curl }: { readonly run?: string; readonly target?: string; readonly curl?: boolean },
  io: Io,
): Promise<Explanation | number> => {
  const opened = openRun(run, io.cwd);
  const planned = findCase(opened.record, id, target);
  io.stderr.write(choiceWords(planned));
  await warnOfDamage(opened, io);
  return curl === true ? printCurl(opened, planned, io) : explainCase(opened, planned);
};
