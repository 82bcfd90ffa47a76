import { statementsOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';

const numerals = 'one two three four five six seven eight nine ten eleven twelve fifteen twenty'.split(' ');
const values: readonly number[] = [...Array.from({ length: 12 }, (_, n) => n + 1), 15, 20];

/** A run creates no more than this to fill something. */
const mostRoom = 20;

const number = String.raw`(?<count>\d{1,2}|${numerals.join('|')})`;
/** "at most 5 tags", "5 tags at most", "up to five draft orders". */
const bounds = [
  new RegExp(
    String.raw`\b(?:at (?:the )?most|no more than|not more than|up to|(?:a )?maximum of|limited to) ${number} (?<first>[\w-]+)(?: (?<second>[\w-]+))?`,
    'iu',
  ),
  new RegExp(
    String.raw`\b${number} (?<first>[\w-]+)(?: (?<second>[\w-]+))? (?:at (?:the )?most|and no more|and not more|is the (?:most|limit|maximum))\b`,
    'iu',
  ),
];

/** Numbers of another kind: of a span of time, a request, or a page. */
const ofElse =
  /\bper (?:second|minute|hour|day|week|month|page|call|request)\b|\b(?:page|request|call|body|once|at a time|at the same time|characters?|(?:within|in|every) (?:a|an|one|the|\d+) (?:second|minute|hour|day|week|month|year)s?)\b|%/iu;

/** Numbers that are different for some, or that may be. */
const ofSome =
  /\b(?:plans?|tiers?|free|trial|basic|premium|starter|unless|except|by default|usually|normally|typically|should|recommend\w*|depending|contact|on request|raise[ds]?|more on|approved|verified|guests?)\b/iu;

/** Who has an account, as texts about its limits say. */
const holders: ReadonlySet<string> = new Set(
  'account user you merchant tenant organisation organization workspace company team caller client key token owner'.split(' '),
);

const wordsIn = (sentence: string): ReadonlySet<string> => new Set(wordsOf(sentence.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')).map(singular));

/** How many things of a noun there may be by a sentence. */
const countIn = (sentence: string, noun: string): readonly number[] =>
  bounds.flatMap((bound) => {
    const { count = '', first = '', second = '' } = bound.exec(sentence)?.groups ?? {};
    const known = numerals.indexOf(count.toLowerCase());
    const value = known === -1 ? Number(count) : (values[known] ?? 0);
    const isCounted = [first, second].some((word) => singular(word.toLowerCase()) === noun);
    return isCounted && value >= 1 && value <= mostRoom ? [value] : [];
  });

const onlyOf = (found: readonly number[]): number | undefined => (new Set(found).size === 1 ? found[0] : undefined);

/**
 * The number in "at most 5 tags", "5 tags at most": how many children of a noun one parent may have; undefined where no sentence says that.
 * @param parents Nouns of the parent, of which a sentence has to name one.
 */
export const roomIn = (texts: readonly string[], noun: string, parents: readonly string[]): number | undefined =>
  onlyOf(
    texts.flatMap(statementsOf).flatMap((sentence) => {
      const words = wordsIn(sentence);
      const isElse = ofElse.test(sentence) || /\bper (?:account|user|key|client|customer)\b/iu.test(sentence);
      return !isElse && parents.some((parent) => words.has(parent)) ? countIn(sentence, noun) : [];
    }),
  );

/** What texts say of how many things one account may have at a time. */
export type RoomOfAccount = {
  readonly most: number;
  /** What comes of one more: it is refused, or takes the place of one that is there. Undefined where nothing says that. */
  readonly surplus: 'refused' | 'makes-way' | undefined;
};

/** Words by which what is there makes way for what comes. */
const makingWay =
  /\b(?:oldest|eldest|earliest|least recent\w*|mak(?:es?|ing) (?:way|room)|(?:in|takes?|taking) (?:the |its |their )?place|replac\w+|evict\w*|displac\w+|supersed\w+|overwrit\w+|push(?:es|ed)? out|rotat\w+|roll(?:s|ed|ing)? (?:off|over)|discard\w*|dropped|drops|automatically (?:removed|deleted|closed|ended))\b/iu;

/** Words by which one more is refused. */
const refusingMore =
  /\b(?:4\d\d|refus\w+|reject\w*|den(?:y|ies|ied)|fails?|errors?|cannot|can't|(?:is|are) not (?:accepted|allowed|possible|created|taken)|conflict)\b/iu;

/** Words of a refusal by which it is for too many. */
const tooMany = /\b(?:limit|too many|maximum|at most|no more|already (?:has|have)|full|quota|enough)\b/iu;

/**
 * The number in "An account has five subscriptions at most", "You can have up to 10 webhooks": how many things of a noun one account may have at a time, and what comes of
 * one more; undefined where no sentence says that of all accounts.
 * @param others Nouns of what else there is: "each crate has at most ten tags" is about crates.
 * @param refusals The texts of the refusals of the creation.
 */
export const roomOfAccount = (
  texts: readonly string[],
  noun: string,
  others: ReadonlySet<string>,
  refusals: readonly string[],
): RoomOfAccount | undefined => {
  const found = texts.map(statementsOf).flatMap((statements) =>
    statements.flatMap((sentence, n) => {
      if (ofElse.test(sentence) || ofSome.test(sentence)) return [];
      const words = wordsIn(sentence);
      const isHolder = [...words].some((word) => holders.has(word) && !others.has(word));
      const isMeant = isHolder && ![...words].some((word) => others.has(word));
      return isMeant ? countIn(sentence, noun).map((count) => ({ count, said: statements.slice(n, n + 2).join(' '), statements })) : [];
    }),
  );
  const most = onlyOf(found.map(({ count }) => count));
  if (most === undefined) return undefined;
  const isMakingWay = [...found.flatMap(({ statements }) => statements), ...refusals].some((one) => makingWay.test(one));
  const isRefused = found.some(({ said }) => refusingMore.test(said)) || refusals.some((one) => tooMany.test(one));
  return { most, surplus: isMakingWay ? 'makes-way' : isRefused ? 'refused' : undefined };
};
