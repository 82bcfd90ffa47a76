import { literalPattern } from '../../pattern/literal-pattern.ts';

/** Flags of items that many lists leave out unless they are asked for. */
export const usuallyHidden =
  /^(?:is )?(?:archived|deleted|removed|hidden|disabled|inactive|trashed|trash|private|closed|expired|draft|drafts|suspended|revoked|internal|all)$/u;

/** Words by which with one of its values a flag shows more than those for which it is so, or changes nothing. */
const showsMore = /\b(?:all|every\w*|any|both|also|too|as well|same|nothing|no effect|whether)\b/iu;

/** What a description says of the items for which a flag is false: "or only those that are not". */
export const ofFalse =
  /\b(?:that|which|who) (?:are|is|do|does|have|has) not\b|\b(?:or|and) not\b|\bnot [\w-]+(?: ones| items)?(?= when false| if false| \(`?false|[.;,)]|$)/giu;

const withoutMarks = (text: string): string => text.replaceAll(/[`*"]/gu, '');

/** Does a text say what each of the two values leaves out: "Only shut gates (`true`) or only those that are not (`false`)". */
const tellsValues = (text: string): boolean => {
  const parts = text.split(/[;,.:]\s|\b(?:or|and)\b/u);
  const [forTrue, forFalse] = ['true', 'false'].map((value) =>
    parts.filter((part) => new RegExp(String.raw`\b${value}\b`, 'iu').test(part)),
  );
  return (
    forTrue?.length === 1 &&
    forFalse?.length === 1 &&
    forTrue[0] !== forFalse[0] &&
    /\bonly\b/iu.test(text) &&
    /\b(?:only|not|others?|rest|without)\b/iu.test(forFalse[0] ?? '')
  );
};

/** Words by which a list is cut down, and not somebody's rights or a time: "only for admins". */
const cutDown = String.raw`(?:\b(?:only|just|solely|either)\b(?! (?:for|by|in|on|to|after|before|if|when)\b)|\b(?:limit|restrict|narrow)(?:s|ed)?\b)`;

/** Does a text say that those with the flag are chosen, or else those without it: "Only shut gates or only those that are not". */
const tellsSides = (flag: string, text: string): boolean => {
  const [sentence = ''] = text.split(/[.;](?:\s|$)/u).filter((one) => new RegExp(cutDown, 'iu').test(one));
  const parts = sentence.split(/\bor\b/iu);
  const end = String.raw`(?=\s*(?:$|[,)]|\())`;
  const without = new RegExp(
    String.raw`\b(?:that|which|who) (?:(?:are|do|have) not|aren['’]t|don['’]t|haven['’]t)(?: ${flag})?${end}|\b(?:not |non[- ]?|un)${flag}(?: \w+)?${end}|\b(?:the )?(?:others|other ones|rest)(?: only)?${end}`,
    'iu',
  );
  const [chosen, ...others] = parts.filter((part) => !without.test(part.trim()));
  return (
    parts.length === 2 &&
    others.length === 0 &&
    chosen !== undefined &&
    new RegExp(String.raw`(?<!\b(?:not|non|never)[- ])\b${flag}\b`, 'iu').test(chosen)
  );
};

/** The words of a flag without the verb: "archived" of `is archived`. */
const flagIn = (words: string): string => literalPattern(words.replace(/^(?:is|are|has been) /u, ''));

/** Does a text say that the true flag leaves the others out: "Only shut gates", "Limits the list to gates that are shut". */
const tellsTrue = (flag: string, text: string): boolean =>
  new RegExp(
    String.raw`(?<!\b(?:not|whether)\b[^.;]*)(?:\bonly (?:(?:show|list|return|give|get|the)s? ){0,2}|\b(?:limit|restrict|narrow)s? (?:(?:the|\w+) ){0,3}to (?:only )?(?:the )?)(?:\w+ (?:that|which|who) (?:are|have been) )?${flag}\b`,
    'iu',
  ).test(text) && showsAllUnlessTrue(text);

/**
 * Does a text make a filter of a flag that without it may only add items to a list: it says that each of its values leaves the others out, or that `true` does so.
 * @param words The name of the flag in words.
 */
export const isToldFilter = (words: string, text: string): boolean => {
  const plain = withoutMarks(text);
  const flag = flagIn(words);
  const isOfBoth = !showsMore.test(plain) && (tellsValues(plain) || tellsSides(flag, plain));
  return isOfBoth || tellsTrue(flag, plain);
};

/** Words by which `false` chooses the other items: "false for all others", "or with false those that are not", "whether it is paid". */
const choosesOthers =
  /\bfalse\b[^.;]*\b(?:those|ones|others|the rest|without|not|un[a-z]+ed)\b|\b(?:those|ones|others|the rest)\b[^.;]*\bfalse\b|\bor (?:are |is )?(?:not|only|just|those|the (?:others?|rest)|un\w+ed|non-\w+)\b|\bwhether\b(?![^.;]*\bonly\b)|\bthis (?:value|state)\b|\bwith this\b/iu;

/** Words by which only \`true\` leaves something out: "Only paid ones if true", "false shows all". */
const leavesOutIfTrue =
  /\bonly\b|\b(?:limit|restrict|narrow)s?\b|\bfalse\b[^.;]*\b(?:all|everything|any|nothing|no (?:effect|filter))\b|\b(?:all|everything|nothing)\b[^.;]*\bfalse\b|\b(?:if|when) (?:it is )?(?:true|set)\b/iu;

/** Does the text of a flag let a list show everything where it is false. */
export const showsAllUnlessTrue = (text: string): boolean => {
  const plain = withoutMarks(text);
  return leavesOutIfTrue.test(plain) && !choosesOthers.test(plain);
};
