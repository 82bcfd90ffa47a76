/** How many steps a search by a regular expression takes in the worst case, by the form of the expression. */
export type MatchCost = {
  /** No polynomial bounds the steps: a repetition contains a repetition or a choice, or there is a back reference. */
  readonly exponential: boolean;
  /** The number of repetitions without an upper bound, and one more for the position where a match begins. */
  readonly degree: number;
  /** The number of combinations of options, choices and bounded repetitions. */
  readonly ways: number;
};

type Group = { varies: boolean };

const quantifier = /^(?:[*+?]|\{(\d+)(,)?(\d*)\})\??/;

/** The characters of a class or an escape at the beginning of a text. */
const atom = /^(?:\\.|\[(?:\\.|[^\]\\])*\])/s;

/** Estimates the cost of an expression from its repetitions, whatever they repeat. */
export const matchCost = (source: string): MatchCost => {
  const groups: Group[] = [{ varies: false }];
  let exponential = /\\[1-9]|\\k</.test(source);
  let degree = source.startsWith('^') && !source.includes('|') ? 0 : 1;
  let ways = 1;
  let closed: Group | undefined;
  const vary = (): void => {
    for (const group of groups) group.varies = true;
  };
  for (let rest = source; rest !== '';) {
    const repeated = quantifier.exec(rest);
    if (repeated) {
      const [whole, least, comma, most] = repeated;
      const bounded = least !== undefined && !(comma !== undefined && most === '');
      const times = bounded ? Number(comma === undefined ? least : most) : Infinity;
      const once = whole.startsWith('?');
      if (closed?.varies === true && !once && times > 1) exponential = true;
      if (once) ways *= 2;
      else if (!bounded) degree += 1;
      else ways *= Math.max(1, times - Number(least) + 1);
      if (!bounded || once || times !== Number(least)) vary();
      closed = undefined;
      rest = rest.slice(whole.length);
      continue;
    }
    closed = undefined;
    const single = atom.exec(rest)?.[0];
    const [first = ''] = rest;
    if (single === undefined && first === '(') groups.push({ varies: false });
    if (single === undefined && first === ')') closed = groups.length > 1 ? groups.pop() : undefined;
    if (single === undefined && first === '|') {
      ways *= 2;
      vary();
    }
    // The prefix of a group, such as `?:`, is not a quantifier.
    const mark = first === '(' ? (/^\((?:\?(?:[:=!]|<[=!]|<\w+>|[a-z-]+:))?/.exec(rest)?.[0] ?? first) : first;
    rest = rest.slice((single ?? mark).length);
  }
  return { exponential, degree, ways };
};

/** The number of steps of a search through a text of that length in the worst case. */
export const worstSteps = ({ exponential, degree, ways }: MatchCost, length: number): number =>
  exponential ? 2 ** Math.min(length, 1000) * ways : (length + 1) ** degree * ways;
