import type { PropertyBag, ReportingDescriptor } from 'sarif';

import type { Case } from '../../model/case.ts';
import type { RecordedRequirement, TargetRecord } from '../../model/record.ts';
import type { Basis, Level } from '../../model/requirement.ts';
import { visible } from '../foreign-text.ts';
import { codeText, plainText } from '../markdown.ts';
import type { CheckWords } from '../report-input.ts';
import { sourceWords } from '../source-words.ts';
import { plainMessage } from './sarif-text.ts';

/** The rule of entries in a list of known failures that are no longer true. */
export const staleRuleId = 'stale-known-failure';

const levels: Readonly<Record<Level, 'error' | 'warning' | 'note'>> = {
  must: 'error',
  should: 'warning',
  observe: 'note',
  untestable: 'note',
};

/** The names by which code scanning of GitHub sorts rules. */
const problems: Readonly<Record<Level, string>> = {
  must: 'error',
  should: 'warning',
  observe: 'recommendation',
  untestable: 'recommendation',
};

const precisions: Readonly<Record<Basis, string>> = { stated: 'very-high', exemplified: 'high', inferred: 'medium' };

const consequences: Readonly<Record<Level, string>> = {
  must: 'A broken must fails the run.',
  should: 'A broken should is a warning.',
  observe: 'It is recorded and never judged.',
  untestable: 'It is recorded and never judged.',
};

type Rule = {
  readonly target: TargetRecord;
  /** Any case of the requirement. */
  readonly planned: Case;
  readonly known: RecordedRequirement | undefined;
  /** By the id of each check that decides it. */
  readonly checks: readonly (readonly [id: string, words: CheckWords | undefined])[];
};

const statedIn = ({ target, known }: Rule): string =>
  known === undefined ? '' : ` Source: ${target.title ?? target.contract}, ${sourceWords(known)}.`;

const helpText = (rule: Rule): string =>
  visible(
    [
      `${rule.known?.title ?? rule.planned.title}.${statedIn(rule)} ${consequences[rule.planned.level]}`,
      ...rule.checks.flatMap(([id, words]) =>
        words === undefined ? [`Check ${id}.`] : [`Check ${id}: ${words.title}.`, `Why: ${words.why}`, `What to do: ${words.fix}`],
      ),
      `\`assay explain ${rule.planned.requirement}\` tells how it is judged.`,
    ].join('\n'),
  );

const helpMarkdown = (rule: Rule): string =>
  [
    `**${plainText(rule.known?.title ?? rule.planned.title)}**`,
    `${plainText(statedIn(rule).trim())} ${consequences[rule.planned.level]}`.trim(),
    ...rule.checks.flatMap(([id, words]) =>
      words === undefined
        ? [`Check ${codeText(id)}`]
        : [`### ${plainText(words.title)}`, `Check ${codeText(id)}. ${plainText(words.why)}`, `What to do: ${plainText(words.fix)}`],
    ),
    `${codeText(`assay explain ${rule.planned.requirement}`)} tells how it is judged.`,
  ].join('\n\n');

const descriptorOf = (rule: Rule): ReportingDescriptor => {
  const { planned, known } = rule;
  const properties: PropertyBag = {
    tags: ['api', 'contract', planned.area, planned.level],
    precision: precisions[planned.inferred === undefined ? (known?.basis ?? 'stated') : 'inferred'],
    'problem.severity': problems[planned.level],
  };
  return {
    id: planned.requirement,
    shortDescription: plainMessage(known?.title ?? planned.title),
    fullDescription: plainMessage(`${known?.title ?? planned.title}.${statedIn(rule)}`),
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    defaultConfiguration: { level: levels[planned.level] },
    properties,
  };
};

const staleRule: ReportingDescriptor = {
  id: staleRuleId,
  shortDescription: { text: 'An entry in the list of known failures is no longer true' },
  fullDescription: { text: 'A known failure passes, fails in another way, or its last day is over.' },
  help: { text: 'Remove the entry from the list of known failures, or correct it. See docs/gate.md of assay.' },
  defaultConfiguration: { level: 'error' },
  properties: { tags: ['api', 'contract'], precision: 'very-high', 'problem.severity': 'error' },
};

/**
 * The requirements that a target was judged by, as rules, in the order of the plan: the same whatever failed.
 * @param isStale Whether entries of a list of known failures are reported too.
 */
export const sarifRules = (
  target: TargetRecord,
  words: ReadonlyMap<string, CheckWords>,
  isStale: boolean,
): readonly ReportingDescriptor[] => {
  const byRequirement = new Map<string, { readonly planned: Case; readonly checks: Set<string> }>();
  for (const planned of target.cases) {
    const known = byRequirement.get(planned.requirement);
    if (known === undefined) byRequirement.set(planned.requirement, { planned, checks: new Set([planned.check]) });
    else known.checks.add(planned.check);
  }
  const rules = [...byRequirement].map(([requirement, { planned, checks }]) =>
    descriptorOf({
      target,
      planned,
      known: target.requirements.get(requirement),
      checks: [...checks].map((id) => [id, words.get(id)] as const),
    }),
  );
  return isStale ? [...rules, staleRule] : rules;
};
