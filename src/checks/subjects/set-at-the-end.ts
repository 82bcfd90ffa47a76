import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { descriptionsIn, membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { below, tokensOf } from '../../contract/pointer.ts';
import type { Task } from './tasks.ts';
import { jsonContent } from '../../contract/asked-content.ts';

/** A member beside the state of a task that has a value as soon as the task is done, by its JSON pointer, and the words that say so. */
export type SetAtTheEnd = { readonly at: string; readonly sentence: string };

const value = String.raw`(?:set|filled(?: in)?|known|given|present|shown|available|there|written|stored|non-?null|not null|has a value|gets? (?:its|a) value|appears)`;
const nothing = String.raw`(?:null|not set|unset|empty|absent|missing|left out|omitted|without a value)`;

/** "Set when succeeded or failed", "Filled in as soon as the import is over": the end stands behind it. */
const setWhen = new RegExp(
  String.raw`\b(?<not>(?:not|never|no longer|(?:is|are)n['’]t) (?:yet |be |automatically )?)?${value} (?:only )?(?:when|once|as soon as|after|with|at|from the moment|on) (?<end>[^.;]*)`,
  'iu',
);

/** "Null until the export is done": the end stands behind it. */
const nothingUntil = new RegExp(
  String.raw`\b(?:${nothing}|not (?:yet )?(?:known|there|given|shown|available)) (?:until|before|till|as long as (?:it|the \p{L}+) (?:is|has) not(?: yet)?|while (?:it|the \p{L}+) (?:is|has) not(?: yet)?)\b(?<end>[^.;]*)`,
  'iu',
);

/** The end of any task, in words. */
const anyEnd = String.raw`done|finish(?:ed|es)?|complet(?:ed?|es|ion)|end(?:ed|s)?|over|ready|succe(?:eded|eds|ss)|through`;

/** Words by which it is so in some cases alone, or about a part of the task. */
const hedged =
  /\b(?:may|might|can|could|should|usually|normally|mostly|sometimes|optional\w*|unless|except|where|if (?!it\b|the (?:task|job|run|import|export|state|status)\b)|requested|asked for|wanted|found|any\b|some|first|last|next|each|every|errors?|warnings?|and (?:the|a|an|no|not|has|was|were|at least|there)|step|part|page|file|in the background|paid|approved|confirmed|downloaded|cancel\w*)\b/iu;

const saysEnd = (end: string, done: ReadonlySet<string>): boolean =>
  !/\b(?:not|never|no|n't)\b/iu.test(end) &&
  end
    .split(/,|\bor\b/u)
    .some((part) => new RegExp(String.raw`(?<![\w-])(?:${[...done].map(literalPattern).join('|')}|${anyEnd})(?![\w-])`, 'iu').test(part));

/** The clause by which a member is set as soon as a task is done; undefined where there is none, or it is not certain. */
export const endingClause = (text: string, done: ReadonlySet<string>): string | undefined => {
  const clauses = text.replaceAll(/[`*"]/gu, '').replaceAll(/\s+/gu, ' ').split(/[.;]/u);
  if (clauses.some((one) => hedged.test(one) || isDoubtful(one))) return undefined;
  return clauses
    .map((one) => one.trim())
    .find((one) => {
      const when = setWhen.exec(one)?.groups;
      const end = when?.['not'] === undefined ? (when?.['end'] ?? nothingUntil.exec(one)?.groups?.['end']) : undefined;
      return end !== undefined && saysEnd(end, done);
    });
};

/** The members beside the state of a task that the document says to be set as soon as it is done. */
export const setAtTheEnd = ({ document }: Contract, { monitor, state, done }: Task): readonly SetAtTheEnd[] => {
  const around = tokensOf(state).slice(0, -1);
  const whole = jsonContent(monitor.responses.find(({ status }) => status === '200')?.content ?? [])?.schema;
  const object = around.reduce<Schema | undefined>((one, name) => membersOf(document, one).get(name), whole);
  return [...membersOf(document, object)].flatMap(([name, member]) => {
    const at = below('', ...around, name);
    const sentence = at === state ? undefined : descriptionsIn(document, member).flatMap((text) => endingClause(text, done) ?? [])[0];
    return sentence === undefined ? [] : [{ at, sentence }];
  });
};
