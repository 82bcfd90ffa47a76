import { firmSentencesOf } from './firm-sentences.ts';

/** What a text promises of an action that is done once more on what it was done on: that all stays as it is, or these members. */
export type Repetition = {
  readonly sentence: string;
  /** The members that stay; undefined where nothing changes at all. */
  readonly members: readonly string[] | undefined;
  /** It is answered as a success, by these words. */
  readonly isAccepted: boolean;
};

const oncemore = String.raw`(?:again|once more|once again|twice|a second time|another time|more than once|repeatedly|several times)`;

/** Words by which a sentence is about an action that was done already. */
const repeating: readonly RegExp[] = [
  // "Closing a closed locker again", "closing twice".
  new RegExp(String.raw`(?:^|[,;:–—(] ?|\band )\p{L}+ing\b[^.;,]*\b${oncemore}\b`, 'iu'),
  // "Closing a closed locker".
  /(?:^|[,;:–—(] ?|\band )(?<verb>\p{L}{3,})ing (?:an?|the|one|what is)? ?(?:already )?\k<verb>\p{L}{0,3} /iu,
  // "A second call", "each further request".
  /\b(?:second|repeated|further|another|later|every other|any other) (?:calls?|requests?|attempts?|tr(?:y|ies)|times?)\b/iu,
  /\brepeat(?:ing|ed|s)?\b|\brepetitions?\b/iu,
  // "What is closed already", "if it is already closed".
  /\b(?:if|when|where|what|which|that|who|an|one)\b[^.;]*\balready\b/iu,
  // "A closed locker can be closed again".
  new RegExp(String.raw`\b(?:can|may) be \p{L}+ (?:(?:in|out|up|off) )?${oncemore}`, 'iu'),
  // "If it is closed once more", "whoever closes it twice".
  new RegExp(String.raw`\b(?:if|when|where|whoever)\b[^.;,]*\b${oncemore}\b`, 'iu'),
];

/** Words by which nothing changes. */
const nothing =
  /\b(?:changes?|alters?|does|do) nothing\b(?! (?:but|else|except|to|in|about|on|of|for|with)\b)|\bnothing (?:more |else |further )?(?:changes|happens|is changed|is done)\b|\b(?:has|have|is|are|remains?) (?:no|without) (?:further |other |more |any |additional )?effect\b(?! (?:on(?! it\b)|for|in|to)\b)|\b(?:again|once more|twice|repeatedly)(?:,)? without (?:any )?(?:further )?effect\b(?! (?:on|for|in|to)\b)|\bleaves? (?:it|everything|all(?: of it)?|the (?<thing>\p{L}+)) (?:as (?:it|they) (?:is|are|was|were)|unchanged|untouched|alone)\b|\b(?:it|everything|all) (?:stays?|remains?) (?:as (?:it|they) (?:is|are|was|were)|unchanged|the same)\b/iu;

const name = String.raw`(?:\x60[A-Za-z_][\w-]*\x60|[a-z]+(?:_[a-z]+)+|[a-z]+(?:[A-Z][a-z]+)+)`;
const names = String.raw`(?<names>${name}(?:(?:,| and|, and| or) ${name})*)`;
/** "`closed_at` remains what it was", "keeps its first `closed_at`". */
const memberStays: readonly RegExp[] = [
  new RegExp(
    String.raw`${names} (?:then |also |both |all )?(?:remains?|stays?|keeps? (?:its|their)|is kept|are kept|(?:does|do) not (?:change|move)|is not (?:changed|touched|moved|set (?:again|anew))|are not (?:changed|touched|moved))\b(?<rest>[^.;,]*)`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:keeps?|leaves?|retains?|preserves?) (?:its |their |the )?(?:first |original |old |former |earlier )?${names}(?<rest>)`,
    'u',
  ),
];

/** How a member stays: as it was, and not empty or for a while. */
const asItWas =
  /^(?: (?:what|as|the way|at what|that) (?:it|they) (?:was|were|is|are)(?: before)?| the same| unchanged| untouched| as before| (?:that|the one) of the first (?:time|call|request|one)| its first value| value)?\s*$/iu;

const accepted =
  /\b(?:20[04]|can be \p{L}+ (?:again|once more|twice|repeatedly)|fine|allowed|succeeds?|success\w*|harmless|no harm|no error|not an error|accepted|ok|okay|permitted|possible)\b/iu;

/** Words by which it is refused, holds for some or for a time, or is about a key by which requests are told apart. */
const hedged =
  /\b(?:may(?! be (?:(?:called|sent|repeated|done)\b|\p{L}+ (?:again|once more|twice|repeatedly)\b))|might|could|should|unless|except|usually|normally|4\d\d|refus\w+|reject\w+|error(?!s? is)|conflict|keys?|Idempotency-Key|within|until|as long as|hours?|minutes?|seconds|days?|body|value|(?:somebody|someone|anybody) else|another (?:person|user|member|caller)|others|only (?:if|when|the (?!first\b)|its)|(?:again|once more|twice) (?:after|before))\b/iu;

/** Words by which it is not so, so for some, or about something else than what the action is done on. */
const negated =
  /\b(?:(?:do|does|did) not|(?:do|does|did)n['’]t|never|no longer|not) (?:do nothing|have no|change nothing|keeps?|leaves?|retains?|preserves?)\b|\bnothing guarantees\b|\b(?:does|changes) nothing more than\b|\b(?:only for|for (?:admins?|members|a while|some time|(?:an?|another) different|another) ?|(?:an?other|a different) (?!call|request|time|attempt|try)\w+|by the \w+)\b|\b(?:failed|failing|same session)\b|^with(?:out)? |\badd(?:s|ed)\b/iu;

/** Do words say that nothing changes, and not only what they name: "the crate" only where it is what the action was done on. */
const leavesAll = (sentence: string): boolean => {
  const found = nothing.exec(sentence);
  const thing = found?.groups?.['thing'];
  return found !== null && (thing === undefined || new RegExp(String.raw`\b${thing}\b`, 'iu').test(sentence.slice(0, found.index)));
};

/** One thing "stays", several "stay": "moves `due_on`, and `lent_on` stays as it was". */
const isOfOne = /^ (?:then |also )?(?:remains|stays|keeps|is|does)\b/u;

/** What the sentences of a text about an action promise of its repetition. */
export const repetitionsIn = (text: string): readonly Repetition[] =>
  firmSentencesOf(text).flatMap((sentence): Repetition[] => {
    const plain = sentence.replaceAll(/\bnot an error\b|\bno error\b/giu, 'fine');
    if (hedged.test(plain) || negated.test(plain) || !repeating.some((one) => one.test(plain))) return [];
    const isAccepted = accepted.test(plain);
    if (leavesAll(plain)) return [{ sentence, members: undefined, isAccepted }];
    const members = memberStays.flatMap((form) => {
      const match = form.exec(plain);
      const { names: found = '', rest = '' } = match?.groups ?? {};
      const named = [...found.matchAll(new RegExp(name, 'gu'))].map(([one]) => one.replaceAll('`', ''));
      const isLastAlone = isOfOne.test((match?.[0] ?? '').slice(found.length));
      return asItWas.test(rest) ? named.slice(isLastAlone ? -1 : 0) : [];
    });
    return members.length > 0 ? [{ sentence, members: [...new Set(members)], isAccepted }] : [];
  });
