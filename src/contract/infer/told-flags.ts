import { firmSentencesOf } from './firm-sentences.ts';
import { isRefusalDenied } from './refusal-sentences.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** What sentences say of a flag that one of several resources has: the primary one, the default one. */
export type ToldFlag = {
  /** At most one has it at a time. */
  readonly isUnique: boolean;
  /** A new one that has it takes it from the old one. */
  readonly takesOver: boolean;
  /** The first one has it, whatever is sent. */
  readonly isFirst: boolean;
  /** Which of those that remain has it once the one with it is removed; undefined where nothing is said of that. */
  readonly heir: 'oldest' | 'newest' | 'any' | undefined;
};

const flags: ReadonlySet<string> = new Set(['primary', 'default', 'main', 'current', 'preferred', 'principal']);

/** The word of a member that marks one of several: `primary` of `isPrimary`; undefined where its name is of another kind. */
export const flagWordOf = (name: string): string | undefined => {
  const words = wordsOf(name);
  const rest = words[0] === 'is' ? words.slice(1) : words;
  const [word] = rest;
  // `default_address` is one of several too, `default_currency` of a boolean would be odd.
  return word !== undefined && flags.has(word) && rest.length <= 2 ? word : undefined;
};

const alone =
  /\b(?:never|no|not) more than one\b|\bat most one\b|\bexactly one\b|\bonly (?:ever )?one\b(?! of (?!the\b|all\b|them\b|these\b|those\b|its\b|their\b|an?\b))|\bone at a time\b|\bonly a single\b|\ba single one\b/iu;
const over = [
  /\b(?:new|next|another|second|later|latest)\b[^.]*\b(?:takes? (?:it )?over|takes the place|replaces|supersedes)\b/iu,
  /\b(?:old|former|previous|earlier|existing|others?|rest)\b[^.]*\b(?:loses?|no longer(?= (?:the |an? |is |it\b|so\b|has |have |marked|flagged|set\b|default\b|primary\b|main\b|current\b|preferred\b|principal\b)|[.,;]|$)|stops?(?= (?:being|to be) (?:(?:the|an?) )?(?:one|so|default|primary|main|current|preferred|principal)\b)|unset|cleared|reset|demoted|gives? way|ceases?)\b/iu,
  /\b(?:old|former|previous|earlier|existing|others?|rest)\b[^.]*\b(?:becomes?|turns?|(?:is|are) (?:then )?(?:set|changed|turned|switched)) (?:to )?`?false\b/iu,
  /\b(?:setting|making|marking|sending)\b[^.]*\b(?:(?:unsets|clears)(?= (?:it|that|all|any|the (?:old|others?|previous|former|existing|earlier|mark|flag|rest)|others?)\b)|takes (?:it|the (?:mark|flag)) (?:away )?from|removes (?:it|the (?:mark|flag)) from|moves (?:it|the (?:mark|flag)))\b/iu,
];

/** "The first address is the default one", and not "the first default address is used for bills". */
const isFirstIn = (sentence: string, word: string): boolean =>
  new RegExp(
    String.raw`\bfirst\b[^.:;]*\b(?:becomes|is|will be|gets|is made)\b[^.:;]*\b(?:${word}|it|so|(?:the|this) (?:mark|flag)|true)\b`,
    'iu',
  ).test(sentence) && !/\bby (?:the|an?|our|your) \w+/iu.test(sentence);

const gone = /\b(?:removed|deleted|removing|deleting|removal|gone|goes|was the|remain|remaining)\b/iu;
const heirs = [
  ['oldest', /\b(?:the )?(?:oldest|earliest|first)\b[^.;:]*\b(?:becomes|takes|is made|gets|inherits|is (?:then )?the)\b/iu],
  [
    'newest',
    /\b(?:the )?(?:newest|latest|most recent(?:ly \w+)?|last)\b[^.;:]*\b(?:becomes|takes|is made|gets|inherits|is (?:then )?the)\b/iu,
  ],
  [
    'any',
    /\b(?:another(?: one)?|one of the (?:others|remaining|rest))\b[^.;:]*\b(?:becomes|takes|is made|gets|inherits|is (?:then )?the)\b/iu,
  ],
] as const;

/** What holds for a part of them only, or in other cases. */
const isPartial =
  /\b(?:may|can be|might|could|should|unless|until|per|each|every|same|optional(?:ly)?|usually|by kind|required|needed|midnight|nightly|later|eventually|hours?|minutes?|days?|next (?:order|day|month|week|run|login|invoice)|409|422|refused|rejected)\b/iu;

/** Words by which none loses or gets it, or by which several may have it. */
const undone =
  /\b(?:(?:do|does|did|is|are|will)(?: not|n['’]t)|not|never|no longer) (?:automatically )?(?:lose|unset|clear|become|replace|take|at most|exactly|only|a single)|\bfirst\b[^.:;]*\bnot\b/iu;

/** Who may be said to have one of them, where it is the caller: "An account has at most one default entry". */
const holders =
  /^(?:accounts?|users?|merchants?|tenants?|organi[sz]ations?|company|companies|teams?|workspaces?|you|callers?|there|books?|lists?|collections?)$/u;

/** Is a flag told to be one of all that a caller has, and not of those of something that a body names: "A country has at most one default entry". */
export const isOfCaller = (texts: readonly string[], word: string): boolean =>
  texts
    .flatMap(sentencesOf)
    .filter((one) => wordsOf(one).includes(word) && alone.test(one))
    .every((one) => {
      const holder =
        /\b(\w+) (?:(?:may|can|must) )?(?:has|have|holds?|contains?|with)\b[^.]*\b(?:most|more than|exactly|only|single)\b/iu.exec(
          one,
        )?.[1];
      return holder === undefined || holders.test(holder.toLowerCase());
    });

/** What texts say of a flag, by its word; undefined where they say nothing of it. */
export const flagToldIn = (texts: readonly string[], word: string): ToldFlag | undefined => {
  const sentences = texts
    .flatMap(firmSentencesOf)
    .filter((one) => !undone.test(one) && !isRefusalDenied(one))
    // What is so "by default" is no default of several.
    .filter((one) => wordsOf(one.replaceAll(/\bby default\b/giu, ' ')).includes(word))
    // "Only one can be the default" is no possibility.
    .filter((one) => !isPartial.test(one.replace(/(\bonly (?:ever )?one\b[^.;:]*?)\bcan be\b/iu, '$1')));
  const kept = sentences.filter((one) => !gone.test(one));
  const takesOver = kept.some((one) => over.some((form) => form.test(one)));
  const isUnique = takesOver || kept.some((one) => alone.test(one));
  const isFirst = kept.some((one) => isFirstIn(one, word) && !/\bif\b(?! none)|\bwhen\b/iu.test(one));
  const heir = sentences.filter((one) => gone.test(one)).flatMap((one) => heirs.find(([, form]) => form.test(one))?.[0] ?? [])[0];
  return isUnique || isFirst || heir !== undefined ? { isUnique, takesOver, isFirst, heir } : undefined;
};
