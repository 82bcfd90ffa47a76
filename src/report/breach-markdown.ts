import type { Expectation } from '../model/known-failure.ts';
import { confirmWords } from './confirm-words.ts';
import { documentPlaces, inferredWords, otherOperations, sharedWords, whereWords } from './finding-words.ts';
import { codeSpan, plainText } from './markdown.ts';
import type { ToldBreach } from './told-breach.ts';

/** What a list says of a breach beyond its findings. */
export type BreachDetails = {
  /** Markdown, a line each. */
  readonly notes: readonly string[];
  /** The command that judges it again. */
  readonly replay: string;
  /** Breaches that probably follow from it. */
  readonly follows: readonly ToldBreach[];
};

/** Until when a failure is accepted, by whom and why, as Markdown. */
export const knownNote = ({ owner, reason, expires }: Expectation): string =>
  `known until ${expires}, ${plainText(owner)}: ${plainText(reason)}`;

/** A breach, listed below the failure that it probably follows from. */
const followLine = ({ requirement, title, level, findings }: ToldBreach): string =>
  `  - probably a consequence: **${plainText(requirement)}**${sharedWords(findings)} ${plainText(title)} (${level}), ${codeSpan(whereWords(findings[0]))}: ${codeSpan(findings[0].actual)}`;

/** A breach as an item of a Markdown list. Text from a target is in code or escaped. */
export const breachLines = (breach: ToldBreach, { notes, replay, follows }: BreachDetails): readonly string[] => {
  const { requirement, title, level, findings, consequenceOf } = breach;
  const [finding] = findings;
  const inferred = inferredWords(breach.inferred === undefined ? {} : { inferred: breach.inferred });
  return [
    `- **${plainText(requirement)}**${sharedWords(findings)} ${plainText(title)} (${level})`,
    `  - where: ${codeSpan(whereWords(finding))}, ${codeSpan(finding.code)}`,
    `  - expected: ${codeSpan(finding.expected)}`,
    `  - actual: ${codeSpan(finding.actual)}`,
    ...documentPlaces(findings).map((text) => `  - document: ${codeSpan(text)}`),
    ...otherOperations(findings).map((text) => `  - also at: ${codeSpan(text)}`),
    ...inferred.map((text) => `  - inferred: ${plainText(text)}`),
    ...(inferred.length === 0 ? [] : [`  - ${plainText(confirmWords)}`]),
    ...notes.map((text) => `  - ${text}`),
    ...(consequenceOf === undefined ? [] : [`  - probably a consequence of ${codeSpan(consequenceOf)}`]),
    `  - replay: ${codeSpan(replay)}`,
    ...follows.map(followLine),
  ];
};
