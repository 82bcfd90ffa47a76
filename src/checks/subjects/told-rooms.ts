import { firmSentencesOf, isDoubtful } from '../../contract/infer/firm-sentences.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { ledSentencesOf, sentencesOf, statementsOf } from '../../contract/infer/sentences.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { rememberedByText } from '../../model/remembered.ts';

const numerals = 'one two three four five six seven eight nine ten eleven twelve fifteen twenty twenty-five thirty'.split(' ');
const values: readonly number[] = [...Array.from({ length: 12 }, (_, n) => n + 1), 15, 20, 25, 30];

/** A run creates no more than this to fill something. */
const mostRoom = 30;

const number = String.raw`(?<count>\d{1,2}|${numerals.join('|')})`;
const before = String.raw`(?:at (?:the )?most|no more than|not more than|up to|(?:a )?maximum of|limited to)`;
const behind = String.raw`(?:at (?:the )?most|and no more|and not more)`;
/** "at most 5 tags", "5 tags at most", "up to five draft orders". */
const bounds = [
  new RegExp(String.raw`\b${before} ${number} (?<first>[\w-]+)(?: (?<second>[\w-]+))?`, 'iu'),
  new RegExp(String.raw`\b${number} (?<first>[\w-]+)(?: (?<second>[\w-]+))? (?:${behind}|is the (?:most|limit|maximum))\b`, 'iu'),
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

/** May a word be that for whoever has an account. */
export const isHolder = (word: string): boolean => holders.has(word);

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

/** What refuses one more: "the sixth is a `409`". */
const refuses = /\b4\d\d\b|\b(?:refus|reject)\w+|\b(?:error|conflict|full)\b|\bnot (?:possible|accepted|allowed|taken)\b/u;

/** What lets some have more, or the limit be another one. */
const loosens =
  /\b(?:rais|increas|lift|upgrad|exempt|waiv|purchas|extend)\w*|\b(?:buy|bought|add-?ons?|unlimited|no limit|soft|cost|costs|not counting|excluding)\b|\b(?:it|this) is \d+ (?:for|in|on|with)\b|\b(?:premium|partner|verified|paid)\b[^.]*\b(?:has|have|gets?|can|may)\b|\bmore (?:if|for|with|on|by|can|may)\b/iu;

/** What is so of everything that is created for a time to come. */
const ahead = '(?:still |yet )?(?:to come|ahead|in the future|not (?:over|past|begun)(?: yet)?)';

const countsOnlyAhead = new RegExp(String.raw`\b(?:that|which) (?:are|is) ${ahead}\b`, 'iu');

/** Does a text count only what is for a time to come. */
export const countsAhead = (text: string): boolean =>
  [...sentencesOf(text), ...ledSentencesOf(text)].some(
    (one) => countsOnlyAhead.test(one) && new RegExp(`${before} ${number}`, 'iu').test(one),
  );

/** Of how many things a clause says that a holder may have them, where every word of the clause is understood. */
const formsOf = rememberedByText((words): readonly RegExp[] => {
  const nouns = words.split('\n');
  const noun = nouns.at(-1) ?? '';
  const kinds = nouns.slice(0, -1).map((word) => `(?:${word}[ -])?`);
  const things = `${kinds.join('')}(?<thing>[a-z]+)`;
  const bound = `(?:${before} ${number} ${things}|${number.replace('count', 'number')} ${things.replace('thing', 'those')} ${behind})`;
  const one = `(?:(?:an?|each|every|any|one|the|all|your) )?(?<holder>[a-z]+)`;
  const verb = '(?:has|have|holds?|owns?|keeps?|takes?|carry|carries|contains?|accepts?|supports?|bears?|creates?|registers?|is|are)';
  const added =
    '(?: (?:(?:can|may) be|are|is) (?:allowed|possible|permitted|accepted|added|attached|put|kept|stored|created|registered|assigned))?';
  const tail = '(?: (?:altogether|in total|in all|overall|at any time))?';
  if (noun === '') return [];
  // "A slot is one of at most five that are still to come for a court".
  const counted = `(?:(?:an?|the|each|every|any) )?${things}`;
  const some = `${number} ${things}`;
  const inOne = `(?:in|into|on|onto|at) (?=(?:an?|each|every|any|one|the) )${one}`;
  return [
    `${counted} is one of (?:${before} ${number}|(?:the )?${number.replace('count', 'number')}(?: [a-z]+)? (?:that are )?${behind})(?: [a-z]+)?(?: (?:that|which) (?:are|is) ${ahead})? (?:for|of|per|in|on|at) ${one}`,
    `${one} (?:(?:can|may|must|will) (?:only )?)?${verb} ${bound}${tail}`,
    `(?:there (?:can|may) (?:only )?be |[a-z]+ (?:is|are) (?=limited))?${bound}${added} (?:per|(?:for|in|on|to) (?=(?:an?|each|every|any|one|the|all) ))[ ]?${one}${tail}`,
    // "A crew has room for five mates", "There is room for five mates in a crew", "No more than five mates fit into one crew".
    `${one} (?:has|have|offers?) (?:only )?room for (?:${before} )?${some}${tail}`,
    `there is (?:only )?room for (?:${before} )?${some} ${inOne}${tail}`,
    `${before} ${some} (?:fits?|can be|may be) ${inOne}${tail}`,
    // "The limit is five mates per crew", "A crew can have five mates, one more is refused".
    `the limit is ${some} (?:per|for) ${one}${tail}`,
    `${one} (?:can|may) (?:have|hold|take|carry) ${some}${tail}(?=[,;] (?:one more|a further one|another one|any more|the [a-z]+th) )`,
  ].map((form) => new RegExp(`^${form}(?<rest>$|[ ]?[,;:(—–-].*$| and .*$)`, 'u'));
});

/** The number of things of a noun that one holder may have by a sentence all of whose words are understood. */
const certainIn = (sentence: string, nouns: readonly string[], holds: (noun: string) => boolean): readonly number[] => {
  const plain = sentence.toLowerCase().replaceAll(/[`*]/gu, '').replace(/[.!]$/u, '');
  // "Adds a tag: a crate has at most five tags".
  const clauses = plain.split(/(?<=[;:]) /u);
  return clauses.flatMap((_, n) => {
    const lead = clauses.slice(0, n).join(' ');
    if (ofSome.test(lead) || /\b(?:if|when|while|until|for|on|from|once|before|after)\b/u.test(lead)) return [];
    return formsOf(nouns.join('\n')).flatMap((form) => {
      const { groups } = form.exec(clauses.slice(n).join(' ')) ?? {};
      const rest = groups?.['rest'] ?? '';
      const isCounted = singular(groups?.['thing'] ?? groups?.['those'] ?? '') === nouns.at(-1);
      if (
        !groups ||
        !isCounted ||
        !holds(singular(groups['holder'] ?? '')) ||
        (/\w/u.test(rest) && !refuses.test(rest)) ||
        loosens.test(rest) ||
        makingWay.test(rest) ||
        ofSome.test(rest)
      )
        return [];
      const said = groups['count'] ?? groups['number'] ?? '';
      const known = numerals.indexOf(said);
      const value = known === -1 ? Number(said) : (values[known] ?? 0);
      return value >= 1 && value <= mostRoom ? [value] : [];
    });
  });
};

const onlyOf = (found: readonly number[]): number | undefined => (new Set(found).size === 1 ? found[0] : undefined);

/** Words by which what is there makes way for what comes. */
const makingWay =
  /\b(?:oldest|eldest|earliest|least recent\w*|mak(?:es?|ing) (?:way|room)|(?:in|takes?|taking) (?:the |its |their )?place|replac\w+|evict\w*|displac\w+|supersed\w+|overwrit\w+|push(?:es|ed)? out|rotat\w+|roll(?:s|ed|ing)? (?:off|over)|discard\w*|dropped|drops|automatically (?:removed|deleted|closed|ended))\b/iu;

/** Who has already as many as there may be, at a refusal: "409 when the guest has three open tickets (`open`) already", "refused once a crew has five mates". */
const isFullWith = new RegExp(
  String.raw`\b(?:when|if|while|where|once|as soon as|because) (?:(?:an?|the|this|that|its|their) )?(?<holder>[a-z]+) (?:already |still )?(?:has|have|holds?|keeps?|owns?|carries|contains?) (?:already )?(?:at least )?(?<count>\d{1,2}|${numerals.join('|')})(?: or more)? (?<what>(?:[^.;,()]|\([^)]*\))*?)(?: already)?(?=[.;,]|$| \(4\d\d\)| and (?:another|a further|one more)\b| or (?:when|if|while|where)\b)`,
  'giu',
);

/** What a refusal says of who is full, as the sentence of a limit: "A guest has at most three open tickets". */
const asLimits = (sentence: string): readonly string[] =>
  [...sentence.matchAll(isFullWith)].flatMap((found) => {
    const { holder = '', count = '', what = '' } = found.groups ?? {};
    const around = `${sentence.slice(0, found.index)} ${sentence.slice(found.index + found[0].length)}`;
    // Each cause of a refusal stands for itself: what lets others have more may be in the one about them alone.
    const isRefusal = refuses.test(around.toLowerCase()) && !/\b(?:unless|except|only|not refused|warn\w*|never)\b/iu.test(around);
    return isRefusal && !makingWay.test(around) ? [`${holder} has at most ${count} ${what.trim()}`] : [];
  });

/** A sentence that refuses one more than the sentence before it names: "A fourth is refused with `409`". */
const oneMoreRefused =
  /^(?:an?|the|any|each) (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+th|\w+-first|further|next)(?: [a-z]+)? (?:is|gets|will be|is then) (?:an? )?(?:then )?(?:refused|rejected|answered (?:with|by)|`?4\d\d`?)\b|^one more (?:is|gets) (?:an? )?(?:refused|rejected|answered (?:with|by)|`?4\d\d`?)\b/iu;

/** The sentences of texts that the one behind them does not loosen: "An account has five bells. More can be bought", "A sixth one replaces the oldest". */
const standing = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => {
    const sentences = sentencesOf(text);
    const firm = new Set(firmSentencesOf(text));
    const isFirm = (one: string): boolean => !isDoubtful(one) && !isRefusalDenied(one);
    const isOwn = (one: string, n: number): boolean =>
      firm.has(one) && isFirm(one) && [loosens, makingWay].every((words) => !words.test(sentences[n + 1] ?? ''));
    const own = sentences.filter(isOwn);
    const ended = sentences
      .filter((one, n) => isOwn(one, n) && oneMoreRefused.test(sentences[n + 1] ?? '') && isFirm(sentences[n + 1] ?? ''))
      .map((one) => `${one.replace(/\.$/u, '')}, one more is refused`);
    return [...own, ...own.flatMap(asLimits), ...ended, ...ledSentencesOf(text).filter(isFirm)];
  });

/**
 * The number in "A crate has at most 5 tags", "5 tags per crate at most": how many children one parent may have; undefined where no sentence says that, and nothing else,
 * of all.
 * @param nouns The words for a child, of which the last one is the noun.
 * @param parent The noun of the parent, which a sentence has to name.
 */
export const roomIn = (texts: readonly string[], nouns: readonly string[], parent: string): number | undefined =>
  onlyOf(
    standing(texts)
      .filter((sentence) => !ofElse.test(sentence))
      .flatMap((sentence) => certainIn(sentence, nouns, (noun) => noun === parent)),
  );

/** Words for all that is not settled, where a sentence lists in parentheses what that means. */
const unsettled = '(?:open|active|pending|unfinished|outstanding|unsettled|current|running|live|ongoing|waiting)';

/** A word for some states together, with the states: what "Open trips are those `reserved` or `started`" defines. */
const definedIn = (texts: readonly string[], noun: string, listed: readonly string[]): ReadonlyMap<string, string> => {
  const one = `[\`*]*(?:${listed.map(literalPattern).join('|')})[\`*]*`;
  const list = String.raw`(?:either )?(?<states>${one}(?:(?:, | or | and |, or |, and |/)${one})*)`;
  const things = `(?:${noun}s?|${noun.replace(/y$/u, 'ie')}s)`;
  const word = String.raw`[\x60*"“]*(?<word>${unsettled.slice(3, -1)})[\x60*"”]*`;
  const being = String.raw`(?:(?:that|which|who) (?:are|is) |(?:in|with)(?: the)? (?:states?|status(?:es)?) )?`;
  const forms = [
    // "Open trips are those `reserved` or `started`", "Open orders are orders in the state `new` or `paid`".
    String.raw`^${word} ${things} (?:are|is|means?)(?: (?:those|the ones|all|${things})(?: ${things})?)? ${being}${list}$`,
    // "A trip is open while it is `reserved` or `started`", "Trips count as open as long as they are `reserved` or `started`".
    String.raw`^(?:an? |the |each |every )?${things} (?:is|are|counts? as|is called|are called) ${word} (?:while|as long as|when|if) (?:it is|they are|(?:its|their) (?:state|status) is)(?: still)? ${list}$`,
    // "`reserved` and `started` trips are open", "`reserved` and `started` trips count as open".
    String.raw`^${list} ${things} (?:are(?: called)?|count as|are counted as) ${word}$`,
    // "Open means `reserved` or `started`", "Open: `reserved`, `started`".
    String.raw`^${word}(?: here)?(?: means|:| is| stands for) ${being}${list}$`,
  ].map((form) => new RegExp(form, 'iu'));
  const found = texts
    .flatMap(sentencesOf)
    .map((sentence) => sentence.trim().replace(/[.!]$/u, ''))
    .flatMap((sentence) =>
      forms.flatMap((form) => {
        const { word: defined, states } = form.exec(sentence)?.groups ?? {};
        return defined === undefined || states === undefined ? [] : [[defined.toLowerCase(), states] as const];
      }),
    );
  // What is defined in two ways is not known.
  return new Map(found.filter(([defined]) => found.filter((other) => other[0] === defined).length === 1));
};

/** A sentence with the states behind a word that another sentence defines: "five open trips (`reserved` or `started`)". */
const withDefined = (sentence: string, noun: string, defined: ReadonlyMap<string, string>): string =>
  [...defined].reduce(
    (text, [word, states]) =>
      text.replace(
        new RegExp(
          String.raw`(?<=\b(?:${number.replace('?<count>', '?:')}) )[\x60*]*${word}[\x60*]* (?<thing>${noun}s?|${noun.replace(/y$/u, 'ie')}s)\b(?! \((?!4\d\d))`,
          'iu',
        ),
        (_all, thing: string) => `${thing} (${states})`,
      ),
    sentence,
  );

/** How many children in some states one parent may have. */
export type RoomInStates = { readonly room: number; readonly states: readonly string[] };

/** A sentence about children in some of the listed states, without the words for these, and the states; undefined where it names none. */
const withoutStates = (
  sentence: string,
  noun: string,
  listed: readonly string[],
): { readonly rest: string; readonly states: readonly string[] } | undefined => {
  const one = `[\`*]*(?:${listed.map(literalPattern).join('|')})[\`*]*`;
  const list = String.raw`(?<states>${one}(?:(?:, | or | and |, or |/)${one})*)`;
  const counted = String.raw`(?<=\b(?:${number.replace('?<count>', '?:')}) )`;
  const thing = String.raw`(?<thing>[\p{L}]+)`;
  for (const form of [
    // "5 open commands (PENDING or SENT)", "5 commands (`queued`)"
    String.raw`${counted}(?:${unsettled} )?${thing} \(${list}\)`,
    // "5 PENDING or SENT commands", "three `open` tickets"
    String.raw`${counted}${list} ${thing}\b`,
    // "5 commands that are PENDING", "two tickets in the state `open`"
    String.raw`${counted}${thing},? (?:(?:that|which) (?:are|is)|(?:in|with)(?: the)? (?:state|status))(?: still)? ${list}`,
  ]) {
    const found = new RegExp(form, 'iu').exec(sentence);
    const { states = '', thing: named = '' } = found?.groups ?? {};
    if (!found || singular(named.toLowerCase()) !== noun) continue;
    const rest = `${sentence.slice(0, found.index)}${named}${sentence.slice(found.index + found[0].length)}`;
    return { rest, states: states.split(/, or |, | or | and |\//iu).map((state) => state.replaceAll(/[`*]/gu, '').toLowerCase()) };
  }
  return undefined;
};

/**
 * The number in "A pump has at most 5 open commands (PENDING or SENT)", "3 \`open\` tickets per guest at most": how many children in some states one parent may have.
 * @param listed The states that a child may be in.
 */
export const roomInStates = (
  texts: readonly string[],
  nouns: readonly string[],
  parent: string,
  listed: readonly string[],
): RoomInStates | undefined => {
  const noun = nouns.at(-1);
  if (noun === undefined || listed.length === 0) return undefined;
  const defined = definedIn(texts, noun, listed);
  const found = standing(texts).flatMap((said): readonly RoomInStates[] => {
    const sentence = withDefined(said, noun, defined);
    const told = ofElse.test(sentence) ? undefined : withoutStates(sentence, noun, listed);
    const [room] = told ? certainIn(told.rest, nouns, (holder) => holder === parent) : [];
    return told && room !== undefined ? [{ room, states: told.states }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

const isOfAccount = (sentence: string, others: ReadonlySet<string>): boolean => {
  const words = [...wordsIn(sentence)];
  return !ofElse.test(sentence) && words.every((word) => !others.has(word)) && words.some((word) => holders.has(word));
};

/**
 * The number in "An account has five subscriptions at most", "You can have up to 10 webhooks": how many things one account may have at a time; undefined where no sentence
 * says that, and nothing else, of all accounts.
 * @param nouns The words for a thing, of which the last one is the noun.
 * @param others Nouns of what else there is: "each crate has at most ten tags" is about crates.
 */
export const roomOfAccount = (texts: readonly string[], nouns: readonly string[], others: ReadonlySet<string>): number | undefined =>
  onlyOf(
    standing(texts)
      .filter((sentence) => isOfAccount(sentence, others) && !ofSome.test(sentence))
      .flatMap((sentence) => certainIn(sentence, nouns, (noun) => holders.has(noun))),
  );

/** How many things of a noun one account may have at least: the least number that a text names, even if that holds for some alone. */
export const roomPerhaps = (texts: readonly string[], noun: string, others: ReadonlySet<string>): number | undefined => {
  const found = texts
    .flatMap(statementsOf)
    .filter((sentence) => isOfAccount(sentence, others))
    .flatMap((sentence) => countIn(sentence, noun));
  return found.length === 0 ? undefined : Math.min(...found);
};

/** What comes of one more than an account may have: it is refused, or takes the place of one that is there. Undefined where nothing says that. */
export type Surplus = 'refused' | 'makes-way' | undefined;

/** Words by which one more is refused. */
const refusingMore =
  /\b(?:4\d\d|refus\w+|reject\w*|den(?:y|ies|ied)|fails?|errors?|cannot|can't|(?:is|are) not (?:accepted|allowed|possible|created|taken)|conflict)\b/iu;

/** Words of a refusal by which it is for too many. */
const tooMany = /\b(?:limit|too many|maximum|at most|no more|already (?:has|have)|full|quota|enough)\b/iu;

/**
 * What texts say of one thing of a noun more than one account may have.
 * @param others Nouns of what else there is.
 * @param refusals The texts of the refusals of the creation.
 */
export const surplusOfAccount = (
  texts: readonly string[],
  noun: string,
  others: ReadonlySet<string>,
  refusals: readonly string[],
): Surplus => {
  const found = texts.map(statementsOf).flatMap((statements) =>
    statements.flatMap((sentence, n) => {
      const isMeant = isOfAccount(sentence, others) && countIn(sentence, noun).length > 0;
      return isMeant ? [{ said: statements.slice(n, n + 2).join(' '), statements }] : [];
    }),
  );
  if ([...found.flatMap(({ statements }) => statements), ...refusals].some((one) => makingWay.test(one))) return 'makes-way';
  return found.some(({ said }) => refusingMore.test(said)) || refusals.some((one) => tooMany.test(one)) ? 'refused' : undefined;
};
