import { sentencesOf } from './sentences.ts';

/** What texts say of the positions of what is in one order: the questions of a survey, the steps of a recipe. */
export type ToldPositions = {
  /** They run without gaps, whatever is done. */
  readonly always: boolean;
  /** The position of the first one; undefined where no text says it. */
  readonly start: 0 | 1 | undefined;
};

/** Words for what holds the positions, where a sentence does not call it by its name. */
const places = String.raw`\b(?:positions?|ranks?|ordinals?|orders?|ordering|index(?:es)?|indices|places?|numbering)\b`;

/** "without gaps", "consecutive", "1..n". */
const gapless = new RegExp(
  [
    String.raw`\b(?:without|no|never|not|free of)\b[^.;:]{0,30}\b(?:gaps?|holes?)\b`,
    String.raw`\bgap-?(?:less|free)\b`,
    String.raw`\b(?:gaps?|holes?)\b[^.;:]{0,25}\b(?:is|are|gets?|never|do not|does not)\b(?: (?:always|never|immediately|automatically))* (?:closed|filled|occur|happen|exist|arise|left)\b`,
    String.raw`(?<!\bnumbered )\b(?:consecutive|contiguous|uninterrupted|unbroken)\b`,
    String.raw`\b(?:[01]|one|zero) ?(?:\.{2,3}|\u2026|\u2013|to|through|up to) ?(?:n\b|count\b|(?:the )?(?:number|count) of\b)`,
  ].join('|'),
  'iu',
);

/** Words by which there may be gaps, or positions stay as they were given. */
const loose = new RegExp(
  [
    String.raw`\b(?:not|never|no longer|needn't|don't|doesn't|isn't|aren't)\b[^.;:]{0,40}\b(?:consecutive|contiguous|uninterrupted|unbroken|gap-?(?:less|free)|without gaps|renumber\w*|re-?index\w*|shift\w*|mov(?:e|es|ed)|adjust\w*|clos(?:e|es|ed)|fill(?:s|ed)?|reused?|chang(?:e|es|ed)|guaranteed)\b`,
    String.raw`\b(?:may|might|can|could|will|would|allow\w*|tolerat\w*|leaves?|possible|expect|arise|appear|sparse)\b[^.;:]{0,40}\b(?:gaps?|holes?)\b(?! (?:is|are|gets?) (?:closed|filled))`,
    String.raw`\b(?:gaps?|holes?)\b[^.;:]{0,30}\b(?:allowed|possible|permitted|fine|ok|okay|harmless|remains?|stays?|may|might|can|appear|(?:is|are|be) left|kept)\b`,
    String.raw`\b(?:sparse|stable|for good|assigned once|fractional)\b`,
  ].join('|'),
  'iu',
);
const never = /\b(?:never|not|no|without)\b[^.;:]{0,30}\b(?:leaves?|left|gaps?|holes?)\b/iu;

/** Words by which a sentence is about what a caller has to send, or holds for some only. */
const limiting =
  /\b(?:must|should|shall|have to|has to|send|provide|pass|supply|unless|only|optional\w*|eventually|later on|nightly|hourly|daily|next time|usually|normally|typically|mostly|generally|initially|at first|until|as long as|once|manual\w*|on request|per|for each|for every|within each|in each|among|visible|hidden|archived|published|as seen|at the time|after a call|rendered|printed|paper|shares?|ties?|the (?:client|app)|jobs?|upon|days?|pages?|were created|was created)\b/iu;

/** "The questions behind it move up", "later steps are renumbered", "closes the gap". */
const following = new RegExp(
  [
    String.raw`\b(?:behind|after|below|beneath|following|later|subsequent|remaining|rest|others?|higher|greater|from there on)\b[^.;]*\b(?:mov(?:e|es|ed|ing)|shift(?:s|ed|ing)?|slid(?:e|es|ing)|push(?:es|ed)?|go(?:es)?) (?:up|down|left|right|forwards?|backwards?|back|along|by (?:one|1)|one (?:place|position|step|up|down))\b`,
    String.raw`\b(?:behind|after|below|beneath|following|later|subsequent|remaining|rest|others?|higher|greater|from there on|positions?|ranks?|indices|order)\b[^.;]*\b(?:are|is|get|gets|be) (?:automatically |then )?(?:shifted|renumbered|re-?numbered|re-?indexed|closed up|compacted)\b`,
    String.raw`\b(?:behind|after|following|later|subsequent|remaining|higher|greater)\b[^.;]*\b(?:close|closes) (?:up|ranks|the gap)\b`,
    String.raw`\b(?:renumbers?|re-?indexes|compacts|shifts)\b[^.;]*\b(?:behind|after|below|following|later|subsequent|remaining|rest|others?|positions?|ranks?)\b`,
    String.raw`\b(?:clos(?:es?|ed|ing)|fill(?:s|ed|ing)?) (?:up )?(?:the|any|this|that|its) (?:gap|hole)s?\b`,
    String.raw`\bthe (?:gap|hole) (?:is|gets) (?:closed|filled)\b`,
  ].join('|'),
  'iu',
);

const starts: readonly (readonly [0 | 1, RegExp])[] = [
  [
    1,
    /\b(?:from|at|with|by) (?:`?1`?|one)\b(?!\.\d)|\b(?:1|one)-based\b|\bfirst (?:\w+ )?(?:is|has|gets) (?:position )?(?:1|one)\b|\b1 ?(?:\.{2,3}|\u2026|to|through) ?n\b|\b1, ?2, ?3\b/iu,
  ],
  [
    0,
    /\b(?:from|at|with|by) (?:`?0`?|zero)\b(?!\.\d)|\b(?:0|zero)-based\b|\bfirst (?:\w+ )?(?:is|has|gets) (?:position )?(?:0|zero)\b|\b0 ?(?:\.{2,3}|\u2026|to|through) ?n\b|\b0, ?1, ?2\b/iu,
  ],
];

const plain = (text: string): string => text.replaceAll(/[`*"]/gu, '').replaceAll(/\s+/gu, ' ');

/** Words by which something is said again for the very operation: "When a step is removed, ...". */
const onCall = /\b(?:when|if|whenever|after)(?: \w+){1,4} (?:is|are|was|has been|gets) (?:deleted|removed|inserted|added|created)\b/giu;

/** Does a sentence say that there may be gaps, or that positions stay. */
const isLoose = (sentence: string): boolean => loose.test(sentence) && !(never.test(sentence) && /\b(?:gaps?|holes?)\b/iu.test(sentence));

/** "There is no gap-free guarantee". */
const unwarranted = /\bno\b[^.;:]{0,30}\bguarantee/iu;

/** Words by which it holds from some moment on: "Gaps are closed when the survey is opened". */
const atTimes = /\b(?:when|whenever|if|after|while)\b/iu;

/** Do texts about positions allow gaps, or that what follows keeps its position. */
export const allowsGaps = (texts: readonly string[]): boolean =>
  texts
    .flatMap(sentencesOf)
    .map(plain)
    .some((one) => isLoose(one) || unwarranted.test(one));

/**
 * What texts say of positions. Undefined where one allows gaps.
 * @param own Texts about the member itself.
 * @param texts Texts of operations, in which a sentence has to name the positions.
 * @param member The name of the member.
 */
export const positionsIn = (own: readonly string[], texts: readonly string[], member: string): ToldPositions | undefined => {
  const about = new RegExp(String.raw`${places}|\b${member.replaceAll(/[^A-Za-z0-9]/gu, '.')}s?\b`, 'iu');
  const ofMember = own.flatMap(sentencesOf).map(plain);
  const sentences = [
    ...ofMember,
    ...texts
      .flatMap(sentencesOf)
      .map(plain)
      .filter((one) => about.test(one)),
  ];
  if (allowsGaps([...own, ...texts].filter((text) => about.test(text) || own.includes(text)))) return undefined;
  const told = starts.filter(([, form]) => sentences.some((one) => form.test(one))).map(([start]) => start);
  return {
    always: sentences.some((one) => gapless.test(one) && !limiting.test(one) && !atTimes.test(one.replaceAll(onCall, ''))),
    start: told.length === 1 ? told[0] : undefined,
  };
};

/** Do the texts of an operation say that what comes behind what it removes, or inserts, moves by one. */
export const movesFollowing = (texts: readonly string[]): boolean =>
  texts
    .flatMap(sentencesOf)
    .map((one) => plain(one).replaceAll(onCall, ''))
    .some(
      (one) =>
        following.test(one) &&
        !limiting.test(one) &&
        !isLoose(one) &&
        !/\b(?:not|never|may|might|can|could|if|when|unless|while)\b/iu.test(one.replaceAll(/\b(?:not|never) (?:leaves?|left)\b/giu, '')),
    );
