import { wordsOf } from '../../contract/infer/words.ts';
import type { Mention, State } from './state-mentions.ts';

// Sentences that name a state without a verb that says what it is for.

/** Is a state named with its noun as the only one: "Paid orders only". */
export const isAlone = ({ state, at }: Mention, words: string, nouns: readonly string[]): boolean =>
  nouns.some((noun) => words.slice(at + state.name.length + 1).startsWith(` ${noun} only `));

/** Is a state named as that of what a sentence is about: at its beginning. */
export const isSubject = ({ before }: Mention): boolean => /^ (?:(?:an?|any|each|every|all) )?$/u.test(before);

/** A text in which a refusal that stands in brackets, and names nothing but a state, is a clause of its own: "for drafts and open surveys (409 if closed)". */
export const withRefusalsApart = (text: string, states: readonly State[], noun: string): string =>
  text.replaceAll(
    /\s*\((?:with )?`?(4\d\d)`?,? (if|when|while|once) ([^()]*)\)/giu,
    (whole, status: string, when: string, named: string) => {
      const words = named.replace(/^(?:it is |they are |already )+/u, '').replaceAll('`', '');
      const isState = words.split(/,? or |, /u).every((one) => states.some(({ name }) => name === wordsOf(one).join(' ')));
      return isState ? `; ${status} ${when} the ${noun} is ${words};` : whole;
    },
  );

/**
 * The clauses of a text without those that only say that a state is for good, before one that refuses the others: "Only drafts can be opened; a closed survey stays
 * closed. Otherwise `409`". Alone such a clause may mean that nothing happens.
 */
export const withoutForGood = (clauses: readonly string[], states: readonly State[]): readonly string[] => {
  const all = clauses.map((clause) => ` ${wordsOf(clause).join(' ')} `);
  const isRefusing = (words: string | undefined): boolean => words !== undefined && / otherwise /u.test(words) && / 4\d\d /u.test(words);
  const isForGood = (words: string): boolean =>
    states.some(({ name }) => new RegExp(` ${name} (?:\\w+ )?(?:stays?|remains?) ${name} $`, 'u').test(words));
  return clauses.filter((_, n) => !(isForGood(all[n] ?? '') && isRefusing(all[n + 1])));
};

/** "Only before the start", "not after the check-in": when something is possible, in words that name no state. */
const limitInTime =
  /^\s*(?:only|not|no longer|too late|never) (?:possible |allowed )?(?:before|after|until|once|up to|prior to|ahead of)\b[^:;–]*[:–]\s*(?=\S)/iu;

/** "Only a draft can be sent, and only when the shop is open (409 otherwise)": two limits, with what is said of both. */
const twoLimits =
  /^(?<first>\s*only .+?),? and (?:then )?(?<second>only (?:if|when|while|where|as long as|with) .+?)(?<end>[,;]? *\(.*\)|[,;:] (?:otherwise|else|409).*)[.]?\s*$/isu;

/** "The lease has to be in the state `open` and must not have a guest": the resource needs a state, and then something that it has or has not. */
const needBeside =
  /^(?<first>(?:(?!\b(?:only|that|which|who|if|when|where|unless|until)\b).)+? (?:must|has to|have to|needs? to) be [^,;:]+?),? and (?<second>(?:it )?(?:(?:must|has to|have to|needs? to|may|can|should)(?: not| no longer)? |cannot )?(?:have|hold|contain) .+)$/isu;

/** "Stops can only be added while the tour is planned (409), and there can be 40 at most (409)": a state that is needed, and then how many there may be. */
const countBeside =
  /^(?<first>.+?),? and (?<second>(?:(?:there|they|it|(?:an?|the|each|every|any) [a-z]+) (?:(?:can|may|must|could|is|are|has|have|holds?|takes?|contains?|not|no|never|only|be|of|them) ){1,4})?(?=[^;]*\b(?:at (?:the )?most|no more than|not more than|up to|a maximum of)\b)(?:at most |no more than |not more than |up to |a maximum of )?(?:\d+|one|two|three|four|five|six|eight|ten|twelve|twenty|fifty|no more|at (?:the )?most)\b[^;]*?)(?<end>[,;]? *\([^()]*\)|[,;:] (?:otherwise|else|409)[^;]*)?[.]?\s*$/isu;

/** A status of a refusal, or the word for all other cases. */
const saysRefusal = /\b(?:4\d\d|otherwise|else)\b/iu;

/** A need of a state and a number as two clauses; what is refused is said of both where the first one does not say it itself. Undefined of any other clause. */
const withCountApart = (clause: string, states: readonly State[]): readonly string[] | undefined => {
  const { first, second, end = '' } = countBeside.exec(clause)?.groups ?? {};
  const words = ` ${wordsOf(second ?? '').join(' ')} `;
  if (first === undefined || second === undefined || states.some(({ name }) => words.includes(` ${name} `))) return undefined;
  return [saysRefusal.test(first) ? first : `${first}${end}`, `${second}${end}`];
};

/**
 * The clauses of a text in which each says one thing: a limit in words that name no state is left out before the refusals that it means, and a second condition is a
 * clause of its own.
 */
export const withLimitsApart = (clauses: readonly string[], states: readonly State[]): readonly string[] =>
  clauses.flatMap((clause) => {
    const [limit = ''] = limitInTime.exec(clause) ?? [];
    const words = ` ${wordsOf(limit).join(' ')} `;
    if (limit !== '' && !states.some(({ name }) => words.includes(` ${name} `))) return [clause.slice(limit.length)];
    const counted = withCountApart(clause, states);
    if (counted) return counted;
    const { first, second, end } = (twoLimits.exec(clause) ?? needBeside.exec(clause))?.groups ?? {};
    return first !== undefined && second !== undefined ? [`${first}${end ?? ''}`, `${second}${end ?? ''}`] : [clause];
  });

/** "The van must be neither sold nor broken (409 otherwise)" as "the van that is sold or broken is refused". */
export const withoutNeither = (text: string): string =>
  text.replaceAll(
    /\b(the|an?|its|each|every) ([a-z]+(?: [a-z]+)?) (?:must|has to|may|can|shall) be neither ([^.;(),]{1,60}?),? nor ([^.;(),]{1,40}?)(?=$|[.;,(]| \()(?<end>[^.;]*)/giu,
    (whole, article: string, noun: string, first: string, second: string, end: string) => {
      if (/\b(?:when|if|while|unless|where|until|before|after|during|on|at)\b/iu.test(`${first} ${second}`)) return whole;
      // What is left is nothing but the status of the refusal.
      const isStatus = /^[ ,(]*(?:(?:otherwise|else)[ ,]*)?(?:with |is |an? )*(?:4\d\d)?(?: [\w`]+)?[ ,]*(?:otherwise|else)?[ )]*$/iu.test(
        end.replaceAll('`', ''),
      );
      return isStatus
        ? `${article} ${noun} that is ${first} or ${second}${/4\d\d/u.test(end) ? ' is refused (409)' : ' is refused'}`
        : whole;
    },
  );
