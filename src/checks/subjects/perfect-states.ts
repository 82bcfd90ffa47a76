import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import type { Operation } from '../../contract/model.ts';
import { gerundsOf, isLeftBy, verbOf } from './action-words.ts';
import type { State } from './state-mentions.ts';

// States that a text tells as what was done: "has ended already", "must not have been sent", "ending it twice". The readers of states know "is ended" alone.

/** What goes on behind a state that nothing else is said of: the end of the clause, a refusal, or another reason. */
const end = String.raw`(?=(?: (?:already|before|yet|since|by now|long ago|meanwhile|in the meantime))*(?: ?(?:$|[.,;:)(\n])| (?:or|and) (?:the|its|it|an?|is|are|was|has|have|not|no|there)\b| \x60?4\d\d\b| (?:is|are|gives?|gets?|answers?|returns?|yields?|means|results?|leads?|fails|can|cannot|may|must)\b))`;

/** The end of a line within a sentence: no empty line, item of a list, row of a table, or heading follows. */
const wrap = /(?<=[^\s|])[ \t]*\n[ \t]*(?=[\p{L}\x60(]|\d+(?![.)\d]))/gu;

const again = '(?:again|once more|once again|twice|a second time|another time|more than once|repeatedly)';

const refused = String.raw`(?:is|are|gives?|gets?|returns?|yields?|means|leads to|results in|fails|ends in|will be|is answered|is met) (?:always )?(?:with |by |an? |in )*(?:\x60?409\x60?(?: conflict)?|refused|rejected|not (?:possible|allowed)|impossible|(?:refused|rejected|answered) (?:with |by )?(?:an? )?(?:\x60?409\x60?|\(\x60?409\x60?\)))(?: conflict)?(?: \(\x60?409\x60?\))?`;

/** The refusal of a repetition, as one in the state that the action leaves. */
const withRepetitions = (text: string, operation: Operation, own: State, noun: string): string => {
  const some = `(?:(?:it|one|(?:the|an?) (?:same )?${literalPattern(noun)}) )?`;
  const gerund = `(?:${gerundsOf(operation).map(literalPattern).join('|')}|doing (?:it|so|that)|calling (?:it|this))`;
  const done = `(?:${literalPattern(own.name)}|called|done|sent|tried)`;
  const deed = `(?:calls?|requests?|attempts?|tr(?:y|ies)|${literalPattern(verbOf(operation))}s?)`;
  const forms = [
    `${gerund} ${some}${again} ${refused}`,
    `(?:an?|any|each|every|the) (?:second|further|repeated|another) ${deed} ${refused}`,
    String.raw`\x60?409\x60? (?:if|when) (?:(?:it|this|(?:the|an?) ${literalPattern(noun)}) is )?${done} ${again}`,
    `(?:it|one|(?:an?|the|this|that|no) ${literalPattern(noun)}) (?:can ?not|can never|may not|must not|(?<=no ${literalPattern(noun)} )(?:can|may|must)) be ${done} ${again}(?: \\(\x60?409\x60?\\)|[,:] (?:otherwise |else )?(?:an? )?\x60?409\x60?)?`,
    `it is (?:not possible|impossible|a conflict|an error) to ${literalPattern(verbOf(operation))} ${some}${again}(?: \\(\x60?409\x60?\\))?`,
    String.raw`(?:an?|the|each|every|it)(?: ${literalPattern(noun)})? (?:can|may|must) (?:only be ${done} once|be ${done} (?:only |just |at most )?once(?: only)?)(?: \(\x60?409\x60?\)|[,;:] (?:otherwise|else|then|afterwards|a second time)[^.;,]*\b409\b[^.;,]*)`,
  ];
  const whole = new RegExp(String.raw`(?<=^|[.;:] |\n)(?:${forms.join('|')})(?=[.;]|$|\n)`, 'giu');
  return text.replaceAll(whole, `409 when the ${noun} is ${own.name}`);
};

/**
 * A text in which what has come to a state is in it: "when the rental has ended already" is "when the rental is ended already", "the rental must not have ended" is "409
 * when the rental is ended", and "Ending it twice is a 409" says so of the state that the action leaves.
 */
export const withPerfectStates = (text: string, operation: Operation, states: readonly State[], noun: string): string => {
  if (noun === '' || states.length === 0) return text;
  const names = states
    .map(({ name }) => name)
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.split(' ').map(literalPattern).join('[ _-]'));
  const state = String.raw`(?<state>\x60?(?:${names.join('|')})\x60?)`;
  const thing = `(?:(?:(?:the|this|that|an?|any|each|every) )?(?:\\w+ )?${literalPattern(noun)}s?|it|they)`;
  const has = new RegExp(
    String.raw`\b(?<thing>${thing}|${literalPattern(noun)}s? (?:that|which)) (?<has>has|have|had) (?<how>(?:already|not|not yet|yet|just|meanwhile|since) )*${state}${end}`,
    'giu',
  );
  const before = new RegExp(
    String.raw`\b(?<is>is|was|were|are|been) (?<how>already )?${state} before(?= ?(?:$|[.,;)(])| or (?:the|its|it|an?|is|there)\b)`,
    'giu',
  );
  const mustNot = new RegExp(
    String.raw`(?<=^|[.;] )(?<thing>${thing}) (?:must|may) not (?:(?:have (?:already |yet )?(?:been )?|(?:already|yet) (?:be|have(?: been)?) |be (?:already |yet ))${state}(?: already| yet)?|be ${state.replace('<state>', '<late>')} (?:already|yet))(?: ?\(\x60?409\x60?\)|, (?:otherwise|else)[^.;,]*\b409\b[^.;,]*)?(?=[.;]|$)`,
    'giu',
  );
  const plain = text
    .replaceAll(wrap, ' ')
    .replaceAll(mustNot, (...found) => {
      const groups = found.at(-1) as Readonly<Record<string, string | undefined>>;
      return `409 when ${(groups['thing'] ?? 'it').toLowerCase()} is ${groups['state'] ?? groups['late'] ?? ''}`;
    })
    .replaceAll(has, (...found) => {
      const groups = found.at(-1) as Readonly<Record<string, string | undefined>>;
      const is = groups['has']?.toLowerCase() === 'have' ? 'are' : 'is';
      return `${groups['thing'] ?? ''} ${is} ${groups['how'] ?? ''}${groups['state'] ?? ''}`;
    })
    .replaceAll(before, '$<is> already $<state>');
  const [own, ...others] = states.filter(({ value }) => isLeftBy(operation, value));
  return own && others.length === 0 ? withRepetitions(plain, operation, own, noun) : plain;
};
