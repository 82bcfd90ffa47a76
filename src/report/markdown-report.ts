import { type CountedLevel, countedLevels, exitCodes } from '../model/record.ts';
import { outcomes } from '../model/verdict.ts';
import { followersOf } from '../policy/consequences.ts';
import { judgedRequirements } from '../policy/judged-requirements.ts';
import { breachesIn } from '../policy/shared-findings.ts';
import { breachLines, knownNote } from './breach-markdown.ts';
import { changePhrase } from './change-words.ts';
import { replayCommand } from './commands.ts';
import { moreWords, shareWords } from './coverage-words.ts';
import { type EndedTarget, endedTargets } from './ended-targets.ts';
import { codeSpan, codeText, plainText, tableRow } from './markdown.ts';
import type { ReportInput } from './report-input.ts';
import { shardSentence } from './shard-sentence.ts';
import { staleEntries } from './stale-entries.ts';
import { doubtWords } from './stopped-words.ts';
import { toldBreach } from './told-breach.ts';
import { verdictWord, verdictWords } from './verdict-words.ts';

/** A comment on GitHub holds 65,536 characters, and the summary of a step 1 MiB; what is longer is refused as a whole. */
const mostCharacters = 60_000;

type Section = { readonly title: string; readonly items: readonly string[] };

/** Each breach with what probably follows from it. */
const breachItems = (input: ReportInput, ended: EndedTarget, isListed: (id: string, level: string) => boolean): readonly string[] => {
  const { target, judged, excused, causes } = ended;
  const followers = followersOf(causes);
  const byId = new Map(judged.map((one) => [one.case.id, one] as const));
  const listed = judged.filter(({ case: { id, level } }) => isListed(id, level) && !causes.has(id));
  return breachesIn(listed).map((group) => {
    const [{ case: planned }] = group;
    const following = group.flatMap((one) => followers.get(one.case.id) ?? []).flatMap((id) => byId.get(id) ?? []);
    const known = excused.get(planned.id);
    const seen = input.seen?.(target.target, planned.requirement);
    return breachLines(toldBreach(ended, group), {
      notes: [...(known === undefined ? [] : [knownNote(known)]), ...(seen === undefined ? [] : [`history: ${plainText(seen)}`])],
      replay: replayCommand(input.record, input.directory, target.target, planned.id),
      follows: breachesIn(following).map((one) => ({
        ...toldBreach(ended, one),
        consequenceOf: undefined,
      })),
    }).join('\n');
  });
};

const brokenItems = ({ judged, footer }: EndedTarget): readonly string[] =>
  footer.ended.kind === 'lost'
    ? []
    : judged.flatMap(({ case: planned, verdict }) =>
        verdict.kind === 'broken' ? [`- ${codeSpan(planned.id)}: ${codeSpan(verdict.error)}`] : [],
      );

const sectionsOf = (input: ReportInput, ended: EndedTarget): readonly Section[] => {
  const { target, footer, excused } = ended;
  const requirements = judgedRequirements(target, footer.ended);
  return [
    { title: 'Broken musts', items: breachItems(input, ended, (id, level) => level === 'must' && !excused.has(id)) },
    {
      title: 'Known failures that are no longer true',
      items: staleEntries(ended).map(
        ({ name, told, owner, reason, file, line }) =>
          `- ${codeSpan(name)}: ${plainText(told)} (${plainText(owner)}: ${plainText(reason)}, ${codeSpan(`${file}:${line}`)})`,
      ),
    },
    { title: 'Broken in assay itself', items: brokenItems(ended) },
    { title: 'Warnings', items: breachItems(input, ended, (id, level) => level !== 'must' && !excused.has(id)) },
    { title: 'Known failures', items: breachItems(input, ended, (id) => excused.has(id)) },
    {
      title: 'What would reach more',
      items: footer.ended.kind === 'complete' ? moreWords(target, footer, requirements).map((text) => `- ${codeSpan(text)}`) : [],
    },
  ].filter(({ items }) => items.length > 0);
};

const headOf = ({ target, footer }: EndedTarget): readonly string[] => {
  const row = (level: CountedLevel): string => tableRow([level, ...outcomes.map((outcome) => String(footer.counts[level][outcome]))]);
  return [
    `## ${verdictWord(footer.exitCode)} ${plainText(target.target)}: ${plainText(verdictWords(target, footer))}`,
    '',
    `${plainText(shareWords(footer))}; ${footer.requests} request${footer.requests === 1 ? '' : 's'} to ${codeSpan(target.baseUrl)} in ${footer.seconds.toFixed(1)} s, ${plainText(changePhrase(footer))}.`,
    '',
    ...(footer.ended.kind === 'stopped' ? [plainText(footer.ended.message), ''] : []),
    ...doubtWords(target).flatMap((text) => [plainText(text), '']),
    tableRow(['level', ...outcomes]),
    tableRow(['---', ...outcomes.map(() => '---:')]),
    ...countedLevels.map(row),
    '',
  ];
};

const overview = (all: readonly EndedTarget[]): readonly string[] =>
  all.length < 2
    ? []
    : [
        tableRow(['target', 'verdict', '']),
        tableRow(['---', '---', '---']),
        ...all.map(({ target, footer }) =>
          tableRow([codeText(target.target), verdictWord(footer.exitCode), plainText(verdictWords(target, footer))]),
        ),
        '',
      ];

/**
 * The result of a run as GitHub Flavored Markdown, for comments on pull requests and the summary of a job. At most {@link mostCharacters} long:
 * it says how many findings it leaves out, and where they are. Text from a target is in code or escaped.
 */
export const markdownReport = (input: ReportInput): string => {
  const { record, directory, damage } = input;
  const { header, footer } = record;
  const all = endedTargets(record);
  const head = [
    `# assay: ${verdictWord(footer.exitCode)}, ${exitCodes[footer.exitCode]} (exit code ${footer.exitCode})`,
    '',
    ...(header.demo ? ['A demo that judged embedded references, no real API.', ''] : []),
    ...[shardSentence(header), damage].flatMap((part) => (part === undefined ? [] : [part, ''])),
    ...overview(all),
  ];
  const foot = [
    '---',
    '',
    `Run ${codeSpan(header.run)} of ${header.startedAt}, assay ${header.assay}, seed ${header.seed}, nonce ${codeSpan(header.nonce)}. Record: ${codeSpan(directory)}`,
  ];
  const heads = all.map(headOf);
  let room = mostCharacters - [...head, ...foot, ...heads.flat()].join('\n').length;
  const take = ({ title, items }: Section): readonly string[] => {
    const taken: string[] = [];
    for (const item of items) {
      if (item.length + 1 > room) break;
      room -= item.length + 1;
      taken.push(item);
    }
    const left = items.length - taken.length;
    room -= title.length + 120;
    return [
      `### ${title}`,
      '',
      ...taken,
      ...(left > 0 ? [`- and ${left} more, which are left out because a comment holds 65,536 characters; the record has all`] : []),
      '',
    ];
  };
  const bodies = all.map((ended, at) => [...(heads[at] ?? []), ...sectionsOf(input, ended).flatMap(take)]);
  return `${[...head, ...bodies.flat(), ...foot].join('\n').trimEnd()}\n`;
};
