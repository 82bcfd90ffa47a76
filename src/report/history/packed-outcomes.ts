import type { Outcome } from '../../model/verdict.ts';

/** The letter of each outcome; `-` where a run did not have the requirement. */
const letters: Readonly<Record<Outcome, string>> = { pass: 'p', fail: 'f', inconclusive: 'i', skipped: 's', observed: 'o', broken: 'b' };

const outcomesByLetter: ReadonlyMap<string, Outcome> = new Map(
  Object.entries(letters).map(([outcome, letter]) => [letter, outcome as Outcome]),
);

/** Outcomes as a short text, equal ones joined: `p120f2p`. Most requirements do the same for years. */
export const packed = (outcomes: readonly (Outcome | undefined)[]): string => {
  let text = '';
  for (let at = 0; at < outcomes.length;) {
    let end = at + 1;
    while (end < outcomes.length && outcomes[end] === outcomes[at]) end += 1;
    const outcome = outcomes[at];
    text += `${outcome === undefined ? '-' : letters[outcome]}${end - at === 1 ? '' : end - at}`;
    at = end;
  }
  return text;
};

/** The outcomes that {@link packed} made a text of. */
export const unpacked = (text: string): readonly (Outcome | undefined)[] =>
  [...text.matchAll(/([a-z-])(\d*)/gu)].flatMap(([, letter = '', count = '']) =>
    Array.from({ length: count === '' ? 1 : Number(count) }, () => outcomesByLetter.get(letter)),
  );
