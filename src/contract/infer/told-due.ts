import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** What the description of a flag says of when it is set: by a state and a time that is over, and never in other states. */
export type ToldDue = {
  /** The words for the time that has to be over, in small letters; undefined where nothing is said of that. */
  readonly time: string | undefined;
  /** The states in which the flag is set once the time is over; empty where nothing is said of that. */
  readonly in: readonly string[];
  /** The states in which it never is. */
  readonly never: readonly string[];
};

/** Words by which it is set later, for some, or may be. */
const hedged =
  /\b(?:may|might|can|could|should|usually|mostly|nightly|hourly|eventual\w*|later|cached?|delay\w*|once a|within|background|job|after (?:a|an|\d+|some|one|two|three)|grace|unless|except|by more than|longer than)\b/iu;

const unquoted = (text: string): string => text.replaceAll(/[`"*]/gu, '').replaceAll(/\s+/gu, ' ').trim().replace(/[.!]$/u, '');

const over = String.raw`(?:has passed|have passed|has been reached|is over|is past|is in the past|lies in the past|has gone by)`;
const isTrue = String.raw`(?:true|set|on|yes)(?: exactly| only)? (?:if|when|while|where|as long as)`;
const subject = String.raw`(?:the|an?|its|this|that) [a-z]+(?: [a-z]+)?|it`;

/** "True if the task is open and its due date has passed", "Set while it is `open` and `dueAt` lies in the past". */
const byBoth = new RegExp(
  String.raw`^${isTrue} (?:${subject}) (?:is|are) (?:still )?(?<states>[a-z_]+(?:(?:, | or |, or )[a-z_]+)*),? and (?:the |its )?(?<time>[a-z]+(?:[ _][a-z]+){0,2}?) ${over}$`,
  'iu',
);

/** "What is done or cancelled is never overdue", "A done task is never overdue", "Never true once it is done or cancelled", "Always false for a cancelled one". */
const nevers = (flag: string): readonly RegExp[] => {
  const states = String.raw`(?<states>[a-z_]+(?:(?:, | or | and |, or |, and )[a-z_]+)*)`;
  const never = String.raw`(?:never|not) (?:${flag}|set|true)|always false`;
  return [
    new RegExp(
      String.raw`^(?:what|whatever|anything that|one that|those that|(?:an?|any|the) [a-z]+ (?:that|which)|[a-z]+s (?:that|which)) (?:is|are|was|were) ${states} (?:is|are) (?:${never})$`,
      'iu',
    ),
    new RegExp(String.raw`^(?:an? |any )?${states} (?:[a-z]+ )?(?:is|are) (?:${never})$`, 'iu'),
    new RegExp(String.raw`^(?:${never}) (?:once|when|if|while) (?:${subject}) (?:is|was|has been) ${states}$`, 'iu'),
    new RegExp(String.raw`^(?:${never}) for (?:what is |an? |those that are )?${states}(?: ones?| [a-z]+s?)?$`, 'iu'),
  ];
};

const apart = /, or |, and |, | or | and /u;

/**
 * What texts say of a flag such as `overdue`: "True if the task is open and its due date has passed. What is done or cancelled is never overdue." Undefined where they say
 * nothing of it, or something that is not understood.
 * @param texts The descriptions of the member (OpenAPI 3.1, Schema Object).
 * @param name The name of the member.
 * @param states The listed states of the same resource.
 */
export const dueToldIn = (texts: readonly string[], name: string, states: readonly string[]): ToldDue | undefined => {
  if (texts.some((text) => hedged.test(text))) return undefined;
  const words = wordsOf(name);
  const flag = words.slice(words[0] === 'is' ? 1 : 0).join('[ _-]?');
  const stateOf = (word: string): string | undefined => states.find((one) => wordsOf(one).join(' ') === wordsOf(word).join(' '));
  const read = (list: string | undefined): readonly string[] | undefined => {
    const found = (list ?? '').split(apart).map(stateOf);
    return found.every((one) => one !== undefined) ? found : undefined;
  };
  const parts = texts.flatMap(sentencesOf).flatMap((one) => unquoted(one).split(/; /u));
  const both = parts.flatMap((one) => {
    const groups = byBoth.exec(one)?.groups;
    const told = groups && read(groups['states']);
    return groups && told ? [{ time: (groups['time'] ?? '').toLowerCase(), in: told }] : [];
  });
  const never = parts.flatMap((one) => nevers(flag).flatMap((form) => read(form.exec(one)?.groups?.['states'] ?? '?') ?? []));
  const [first, ...others] = both;
  if (others.length > 0 || (first === undefined && never.length === 0)) return undefined;
  const inStates = first?.in ?? [];
  // "True if it is open and ..." leaves all other states out.
  const rest = first ? states.filter((one) => !inStates.includes(one)) : [];
  return never.some((one) => inStates.includes(one))
    ? undefined
    : { time: first?.time, in: inStates, never: [...new Set([...never, ...rest])] };
};
