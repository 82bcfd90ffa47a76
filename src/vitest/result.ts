import { documentWords, inferenceSentence, whereWords } from '../report/finding-words.ts';
import { replayCommand } from '../report/commands.ts';
import { shortened, visible } from '../report/foreign-text.ts';
import type { Fact, Finding } from '../model/verdict.ts';
import type { JudgedTest } from './judged-suite.ts';
import type { ConformanceOptions } from './options.ts';

/** What a test does with the verdict of its case. */
export type TestEnd =
  | { readonly kind: 'pass' }
  | { readonly kind: 'skip'; readonly reason: string }
  /** `isOurs`: assay itself broke, which is no fault of the target. */
  | { readonly kind: 'fail'; readonly message: string; readonly isOurs: boolean };

/** Longest text of a result; the record has the complete text. */
const mostCharacters = 2000;

const safe = (text: string): string => shortened(visible(text), mostCharacters);

const factText = ({ fact, at, value }: Fact): string => `${fact} at ${at}: ${JSON.stringify(value) ?? 'null'}`;

/** Where it was seen, what was expected and what came, in one line. */
const reasonOf = (finding: Finding): string => `${whereWords(finding)}: expected ${finding.expected}, got ${finding.actual}`;

const failureText = ({ case: planned, target, input, cause, shared }: JudgedTest, finding: Finding, seen: string): string => {
  const words = input.checks?.get(planned.check);
  const [document, inferred] = [documentWords(finding), inferenceSentence(planned)];
  return [
    reasonOf(finding),
    '',
    ...(cause === undefined ? [] : [`probably a consequence of ${cause}`]),
    ...(document === undefined ? [] : [`document: ${document}`]),
    ...(inferred === '' ? [] : [`inferred: ${inferred}`]),
    ...(shared === '' ? [] : [`shared:   the same breach${shared}`]),
    `seen:     ${seen}`,
    ...(words === undefined ? [] : [`fix:      ${words.fix}`]),
    `replay:   ${replayCommand(input.record, input.directory, target.target, planned.id)}`,
  ]
    .map(safe)
    .join('\n');
};

/**
 * The end of a test by the verdict of its case: what was not judged is skipped with its reason and never passes.
 * @param failOn What fails besides a broken must.
 */
export const endOf = (one: JudgedTest, failOn: NonNullable<ConformanceOptions['failOn']>): TestEnd => {
  const { verdict, case: planned, excuse } = one;
  switch (verdict.kind) {
    case 'pass':
      return { kind: 'pass' };
    case 'fail': {
      const { finding, breaches, judged } = verdict;
      if (excuse !== undefined)
        return { kind: 'skip', reason: safe(`known failure until ${excuse.expires}, ${excuse.owner}: ${excuse.reason}`) };
      if (planned.level !== 'must' && !failOn.includes('should'))
        return { kind: 'skip', reason: safe(`warning, a broken ${planned.level}: ${reasonOf(finding)}`) };
      return { kind: 'fail', message: failureText(one, finding, `${breaches} of ${judged} times`), isOurs: false };
    }
    case 'inconclusive': {
      const reason = safe(`inconclusive: ${verdict.reason}`);
      return failOn.includes('inconclusive') && verdict.optional !== true
        ? { kind: 'fail', message: reason, isOurs: false }
        : { kind: 'skip', reason };
    }
    case 'skipped':
      return { kind: 'skip', reason: safe(`${verdict.because}: ${verdict.reason}`) };
    case 'observed':
      return { kind: 'skip', reason: safe(`observed: ${verdict.facts.map(factText).join('; ')}`) };
    case 'broken':
      return { kind: 'fail', message: safe(`assay itself broke: ${verdict.error}`), isOurs: true };
    default:
      return verdict satisfies never;
  }
};

/**
 * An error for a reporter. Its stack is only the line of the suite: where assay noticed the breach helps nobody.
 * @param at The stack of an error made where the suite was declared.
 */
export const failureOf = ({ message, isOurs }: Extract<TestEnd, { kind: 'fail' }>, at: string): Error => {
  const error = new Error(message);
  // Reporters tell a failed test from a broken one by this name.
  if (!isOurs) error.name = 'AssertionError';
  error.stack = `${error.name}: ${message}\n${at}`;
  return error;
};
