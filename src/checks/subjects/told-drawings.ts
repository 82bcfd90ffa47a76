import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { State } from './state-mentions.ts';

const arrow = '(?:→|⟶|⇒|[-=]>)';

/** What leads from one state to the next in a line of states. */
const between = new RegExp(String.raw`\s*${arrow}\s*`, 'gu');

/**
 * A sentence before a colon that tells what happens, whoever asks and whatever is asked for: "The courier is called:", "Marks the crate as lost:". A noun alone may be a
 * kind, of which alone the rest then holds: "Heavy crates:".
 */
const telling = /^(?:(?:the|an?|its|this)\b.* (?:is|are|was|has|have|gets|becomes)\b|\w+s (?:the|an?|it|its)\b)/iu;

/** Words by which what stands before a colon holds for some only. */
const forSome = /\b(?:if|when|whenever|where|while|unless|with|without|for|by|in|on|at|only|may|can|some|other|others|otherwise|else)\b/iu;

/**
 * A text whose moves that are drawn are told: "open → closed" is "open becomes closed". What a sentence tells of the deed before them is left out, because it may name other
 * things, of which no state is meant: "The courier is called: packed -> sent".
 */
export const withMovesTold = (text: string, states: readonly State[]): string => {
  const names = states.flatMap(({ name, value }) => [name, ...(typeof value === 'string' ? [value] : [])]).map(literalPattern);
  if (names.length === 0) return text.replaceAll(between, ' becomes ');
  const name = `\`?(?:${names.join('|')})\`?`;
  const drawn = String.raw`${name}(?:(?:, | or | and |, or |/)${name})*\s*${arrow}`;
  const introduced = new RegExp(String.raw`(?<=^|[.;]\s+|\n\s*)(?<told>[^.:;()\n]{3,80}):\s+(?=${drawn})`, 'giu');
  const named = new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'iu');
  return text
    .replaceAll(introduced, (whole, told: string) => (telling.test(told) && !forSome.test(told) && !named.test(told) ? '' : whole))
    .replaceAll(between, ' becomes ');
};
