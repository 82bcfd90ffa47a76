import { singular } from '../../contract/infer/singular.ts';
import type { State } from './state-mentions.ts';

/** Words that may stand right before the noun of what is in the way: another one may mean what a new child is not ("unpaid"). */
export const before: ReadonlySet<string> = new Set(
  'has have having with without any its still the of active open existing current contains contain containing holds hold holding are is some a an there no more or and least one linked remaining'.split(
    ' ',
  ),
);

/** Words by which a removal says that it takes along what is below. */
export const takesAlong = /\b(?:cascad\w*|along with|together with|including|with (?:all )?(?:its|their))\b/iu;

/** Words by which something is not refused, or need not be. */
export const notRefused =
  / (?:no longer|not|never|no|without(?: an?)?) (?:be |being |answered |with |an? )*(?:refused|rejected|409|conflict) /u;

export const isNone = / (?:no|without|zero) (?:\w+ )?$/u;

/** Is the noun in the plural another one of what "there are", or what the resource "has": "while it has rooms, or bookings". */
export const isThereBefore = (words: string, noun: string): boolean => {
  const listed = `(?:(?:an? |any |some )?[a-z]+(?: [a-z]+)? (?:or )?)`;
  return new RegExp(
    ` (?:there (?:is|are)|(?:it|one) (?:still )?(?:has|contains|holds)|still (?:has|have|contains?|holds?)) ${listed}{1,3}or ${noun} `,
    'u',
  ).test(words);
};

/** Words behind the noun of what is in the way that say no more than that it is there, or that the removal is refused. */
const isThere = (rest: string, above: string): boolean =>
  new RegExp(
    `^ (?:(?:still|already|yet|also|currently|that|which|who|is|are|was|were|has|have|had|been|do|does|of|an?|the|somebody|someone|anybody|people) )*(?:exists?|remains?|left|puts?|added|filed|lies?|stands?|there|present|belongs?|belonging|refers?|referring|references?|referencing|names?|naming|uses?|using|points?|pointing|depends?|depending|needs? (?:it|them|the ${above})|linked|attached|assigned|registered|stored|placed|kept|found|recorded|made|created|(?:in|on|below|under|inside|within|with|to|of|for|from|by|at) (?:it|them|(?:the|this|that) ${above})|(?:has|have) to|can|may|must|not (?:possible|allowed|permitted|accepted)|refused|rejected|denied|declined|blocked|forbidden|answered|impossible|conflict|error|4\\d\\d|it|them) `,
    'u',
  ).test(rest);

/** Words behind the noun of what is in the way that say which of them are meant: "halls that have performances", "copies lent out", "orders from today". */
const qualifying =
  /^ (?:(?:still|already|yet|also|currently|now|just|even) )*(?:that|which|who|whose|where|with|without|has|have|had|having|holds?|holding|contains?|containing|is|are|was|were|in|on|under|for|from|since|after|within|inside|among|older|younger|newer|larger|worth|due|over|out|away|up|to|of|lent|sold|paid|held|taken|given|sent|worn|shown|\w+(?:ed|ing)) /u;

const having = '(?:that |which |who )?(?:still |already )?(?:has|have|had|having|with|holds?|contains?)';

/** What something has that is in the way: "halls that have performances", and no state of it. */
const hasOther = new RegExp(String.raw`^ ${having} (?!been |to |not |it )(?:(?:an?|any|some|the) )?(?!status |state )\w+ `, 'u');

/** Words before the noun by which something of what it names is in the way: "an appointment for one of its animals", "dust in its boxes". */
const ofSomething =
  /(?<! (?:one|any|some|all|each|either|none|more|most|because|out|instead)) (?:for|of|in|on|with|by|from|at|about|inside|within|under|to) (?:(?:one|any|some|all|each|either) of )?(?:its|their|the|these|those|his|her) $/u;

/**
 * Does a part of a refusing clause say more of what is in the way than that it is there: what it has, is or is for, in words that are none of its states. A new one may
 * not be so: "while one of its halls has a performance".
 * @param isPlain Do the words name states of it, or that its time is not over.
 */
export const isQualified = (
  words: string,
  { noun, nouns, above }: { readonly noun: string; readonly nouns: readonly string[]; readonly above: string },
  isPlain: boolean,
): boolean => {
  const found = new RegExp(` ${noun}s?(?= )`, 'u').exec(words);
  if (!found) return false;
  const head = words.slice(0, found.index + 1);
  // What is said behind a list may be said of all in it.
  const others = nouns.map((one) => `${one}s?`).join('|');
  const rest = words
    .slice(found.index + found[0].length)
    .replace(new RegExp(`^(?: (?:or|and)(?: (?:an?|any|its|the|some))? (?:${others})(?= ))+`, 'u'), '');
  const [, owner = above] = new RegExp(String.raw` (\w+?)s? ${having}(?: an?| any| some| the)? $`, 'u').exec(head) ?? [];
  if (ofSomething.test(head) || (owner !== above && nouns.includes(owner))) return true;
  return qualifying.test(rest) && !isThere(rest, above) && (hasOther.test(rest) || !isPlain);
};

/** Does a clause say that it is the resource of a noun that is not empty, and nothing in it: "while it is not empty", "a shelf that is not empty". */
export const saysNotEmpty = (words: string, above: string): boolean => {
  const { groups } = /(?:(?<subject>\w+) (?:(?:that|which|who) )?(?:is|are) (?:still )?)?(?<= )not empty (?<next>\w+)?/u.exec(words) ?? {};
  if (!/ not empty /u.test(words)) return false;
  const isMeant = (word: string | undefined): boolean =>
    word === undefined || /^(?:it|they|this|that|one|which|who|4\d\d)$/u.test(word) || singular(word) === above;
  const isNext = /^(?:an?|the|if|when|while|is|are|can|may|must|it|for|with|and|or|4\d\d)$/u.test(groups?.['next'] ?? 'a');
  return isMeant(groups?.['subject']) && (isNext || isMeant(groups?.['next']));
};

/** Words that only a child fits whose time is not over. */
export const notOver =
  /\b(?:future|upcoming|coming|later|(?:not|never) (?:yet )?(?:over|ended|past|begun|started)|(?:yet|still) to (?:come|begin|start))\b/iu;

/** The part of a sentence that is about one of several children: "a loan that is open" of "has a loan that is open or a fine", and both states of "is open or late". */
export const partAbout = (words: string, noun: string, nouns: readonly string[], states: readonly State[]): string => {
  const mentions = (part: string, one: string): boolean => [` ${one} `, ` ${one}s `].some((text) => ` ${part} `.includes(text));
  // "An open or late loan" has its noun behind the second state.
  const isAhead = (part: string): boolean => states.some(({ name }) => part.endsWith(` ${name}`));
  const parts = words
    .trim()
    .split(/ (?:or|and) /u)
    .reduce<readonly string[]>((all, part) => {
      const last = all.at(-1);
      const isBehind = last !== undefined && isAhead(last) && !nouns.some((one) => mentions(last, one));
      const isOther = last === undefined || (!isBehind && nouns.some((one) => mentions(part, one)));
      return isOther ? [...all, part] : [...all.slice(0, -1), `${all.at(-1) ?? ''} or ${part}`];
    }, []);
  return ` ${parts.find((part) => mentions(part, noun)) ?? words.trim()} `;
};

/** The states of children "which are not fully paid", or of "unpaid" ones: all but the named one. Undefined where none is named so. */
export const lackingIn = (part: string, noun: string, states: readonly State[]): readonly State[] | undefined => {
  const [, after] =
    new RegExp(
      ` ${noun}s? (?:of (?:it|its|them|this|the \\w+) )?(?:(?:which|that|who) )?(?:is|are|was|were|has been|have been) not (?:yet |fully |completely |entirely )*(\\w+) `,
      'u',
    ).exec(part) ?? [];
  const [, ahead] = new RegExp(` un(\\w+) ${noun}s? `, 'u').exec(part) ?? [];
  const lacking = states.find(({ name }) => name === (after ?? ahead));
  return lacking && states.filter(({ member, name }) => member === lacking.member && name !== lacking.name);
};

/** The words of a clause with the plurals of some nouns as with one more letter: `copies` as `copys`. */
export const withPlainPlurals = (words: string, nouns: readonly string[]): string =>
  words
    .split(' ')
    .map((word) => (nouns.includes(word) || !nouns.includes(singular(word)) ? word : `${singular(word)}s`))
    .join(' ');

/** Does a refusing clause say that a resource of a noun has to be empty: "Only empty shelves can be deleted (409)", "the shelf must be empty", "409 unless it is empty". */
export const demandsEmpty = (words: string, above: string): boolean => {
  const forms = [
    / only (?:an? |the )?empty (?<noun>\w+) (?:can|may) be (?:deleted|removed) /u,
    / (?:the|an?|its|every) (?<noun>\w+) (?:must|has to|needs to) be empty (?!on|in|for|after|at) ?/u,
    / unless (?:the |an? )?(?<noun>\w+) is (?:already )?empty /u,
  ];
  return forms.some((form) => {
    const noun = form.exec(words)?.groups?.['noun'];
    return noun !== undefined && (noun === 'it' || (above !== '' && singular(noun) === above));
  });
};

/**
 * The part of a refusing clause that says that something of what is below a resource is in the way, from its noun on: "appointment that is booked" of "while one of the
 * animals has an appointment that is booked". Undefined where a clause does not say so in plain words.
 */
export const ofThoseBelow = (words: string, middle: string, noun: string): string | undefined => {
  const own = '(?:the|its|their|those)';
  const some = `(?:(?:any|one|some|either) of ${own}|any|some|${own})`;
  const has = '(?:that |which |who )?(?:still |already )?(?:has|have|having|with|contains?|holds?)(?: (?:an?|any|some))?';
  const condition = '(?:while|if|when|as long as|so long as|because|once)';
  const ways = [
    ` ${condition} ${some} ${middle}s? ${has} (?<rest>${noun}s? .*)$`,
    ` (?:has|have|with|contains?|holds?) (?:an? |any |some )?${middle}s? ${has} (?<rest>${noun}s? .*)$`,
    ` ${condition} (?:there (?:is|are) )?(?:an? |any |some )?(?<rest>${noun}s?) (?:of|for|in|on|with|at|about) ${some} ${middle}s?(?<more> .*)$`,
  ];
  const groups = ways.map((way) => new RegExp(way, 'u').exec(words)?.groups).find((one) => one !== undefined);
  if (!groups) return undefined;
  const said = ` ${groups['rest'] ?? ''}${groups['more'] ?? ''}`;
  // What stands behind another condition is about something else.
  return `${said.split(new RegExp(` (?:or|and) (?=${condition} |there (?:is|are) |it )`, 'u'))[0] ?? ''} `.replaceAll(/ {2,}/gu, ' ');
};
