import { wordsOf } from './words.ts';

/** A move from one state to another. */
export type SpokenMove = { readonly from: string; readonly to: string };

/** What may stand before a list of moves: a word for them, and nothing that makes them those of some, or some of them. */
const lead =
  /^(?:(?:the|all|its|only|allowed|possible|permitted|valid|legal|status|state)\s+)*(?:moves?|transitions?|changes?|steps?|state|status|states|statuses|ways?|flow|workflow|life ?cycle)(?:\s+(?:of|for)\s+(?:an?|the)\s+\w+)?(?:\s+(?:is|are))?$/iu;

/** What is said of everything that a list does not name, up to the end of a sentence: "others are a 409", "anything else is refused with 422". */
const others =
  /(?:^|[;,–—]|\s-)\s*(?:(?:and|but|while)\s+)?(?:(?:(?:all|any|every|the)\s+)?others?(?:\s+(?:moves?|transitions?|(?:(?:state|status)\s+)?changes?|steps?|ones?|ways?))?|anything else|everything else|the rest)\s+(?<said>[^;,]*)$/iu;

/** The same in words that say no: "nothing else is possible", "no others". */
const none =
  /(?:^|[;,–—]|\s-)\s*(?:(?:and|but)\s+)?(?:nothing else|no others?(?:\s+(?:moves?|transitions?|(?:(?:state|status)\s+)?changes?|steps?|ones?|ways?))?)(?:\s+(?:is|are|exists?|possible|allowed|permitted|accepted|there|\(?4(?:00|09|22)\)?)(?=\s|$))*$/iu;

/** A refusal of the move itself; a 403 may be said of other callers. */
const refused =
  /^(?:(?:is|are|will be|gets?|gives?|means?|answers?|fails?|ends?|always|then|with|by|in|as|an?|the|error|status|http|conflict|answered|response)\s+)*(?:\(?4(?:00|09|22)\)?|refused|rejected|declined|invalid|illegal|impossible|not (?:possible|allowed|permitted|accepted)|an? conflict|an? error|an error|fails?|fail)(?:\s+(?:with|by|as|an?|the|and|get|give|error|status|conflict|\(?4(?:00|09|22)\)?|response)(?=\s|$))*$/iu;

/** The end of what is said without the words of a list: its beginning, where it says that no other move is possible; undefined where it does not. */
const listBefore = (sentence: string): string | undefined => {
  const found = others.exec(sentence);
  if (found && refused.test(found.groups?.['said']?.trim() ?? '')) return sentence.slice(0, found.index);
  const no = none.exec(sentence);
  return no ? sentence.slice(0, no.index) : undefined;
};

/** The states that words consist of, joined by "or" and "and"; undefined where another word is among them. */
export const statesIn = (words: readonly string[], states: readonly string[]): readonly string[] | undefined => {
  const found: string[] = [];
  for (let at = 0; at < words.length;) {
    const one = states.find((state) => {
      const own = wordsOf(state);
      return own.length > 0 && own.every((word, n) => words[at + n] === word);
    });
    if (one !== undefined) found.push(one);
    else if (!['or', 'and', 'either'].includes(words[at] ?? '')) return undefined;
    at += one === undefined ? 1 : wordsOf(one).length;
  }
  return found.length > 0 ? found : undefined;
};

/** The moves of a list such as "draft to open or late, open to closed"; none where a part of it is not understood. */
const movesOf = (list: string, separator: RegExp, states: readonly string[]): readonly SpokenMove[] => {
  const moves: SpokenMove[] = [];
  let from: readonly string[] = [];
  for (const part of list.split(separator)) {
    const words = wordsOf(part).filter((word, n) => !(n === 0 && ['and', 'then'].includes(word)));
    const begin = words[0] === 'from' ? 1 : 0;
    const middle = words.indexOf('to');
    const before = middle < 0 ? from : statesIn(words.slice(begin, middle), states);
    // "open to paused, late or closed, paused to open" goes on with the states that the first one leads to.
    const after = statesIn(words.slice(middle < 0 ? 0 : middle + 1), states);
    if (!before || before.length === 0 || !after) return [];
    from = before;
    moves.push(...before.flatMap((one) => after.map((to) => ({ from: one, to }))));
  }
  return moves.every((one) => one.from !== one.to) ? moves : [];
};

const listOf = (written: string, states: readonly string[]): readonly SpokenMove[] => {
  const colon = written.indexOf(':');
  const list = colon >= 0 && lead.test(written.slice(0, colon).trim()) ? written.slice(colon + 1) : written;
  // The longest names first, so that "not open" is not read as "open".
  const longest = states.toSorted((a, b) => wordsOf(b).length - wordsOf(a).length);
  const bySemicolon = movesOf(list, /;/u, longest);
  return bySemicolon.length > 0 ? bySemicolon : movesOf(list, /[;,]/u, longest);
};

/**
 * The moves that a text lists in plain words and says to be the only ones: "Moves: draft to open or late, open to closed; others are a `409`". None where a word of
 * the list is not understood, or nothing is said of the others.
 * @param text Text in CommonMark.
 */
export const spokenMoves = (text: string, states: readonly string[]): readonly SpokenMove[] => {
  const sentences = text
    .replaceAll(/[`*"]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .split(/(?<=\.)\s+/u)
    .map((one) => one.replace(/\.$/u, '').trim());
  return sentences.flatMap((sentence, n) => {
    const before = listBefore(sentence);
    if (before !== undefined) return listOf(before.trim() === '' ? (sentences[n - 1] ?? '') : before, states);
    return [];
  });
};
