import { refusalIn } from './refusal-sentences.ts';
import { firmSentencesOf } from './firm-sentences.ts';
import { sentencesOf } from './sentences.ts';
import { spacedWords } from './words.ts';

/** What a creation names: the noun for it, and the member of the body that does; undefined where its path does, or the caller is meant. */
export type NamedThing = { readonly noun: string; readonly member: string | undefined };

/** The things for which together there is one of what a creation makes, and the sentence that says so. */
export type OnceFor = { readonly things: readonly NamedThing[]; readonly sentence: string };

const article = '(?:(?:an?|the|each|every|one|any|same|this|that|its|their|his|her|single) )*';
const once = '(?:only|at most|just|exactly|no more than|not more than) once';
const oneOnly = '(?:(?:only|at most|just|exactly|no more than|not more than) (?:one|a single)|one (?=[a-z]+ only))';
const when = '(?:if|when|where|because|409)';
const to = '(?:for|per|in|on|at|to|with|by|of|from|under)';

/** How sentences say of two things, `one` and `other`, that there is one of `made` for both; `one` alone where the other is the caller. */
const formsFor = (one: string, other: string, made: string): readonly RegExp[] =>
  [
    // "A guest can wait only once for the same table", "A guest may be invited at most once per party".
    ` ${article}${one}s? (?:can|may) (?:be )?(?:[a-z]+ ){1,4}?${once} ${to} ${article}${other} `,
    ` ${article}${one}s? (?:can|may) (?:only|at most|just) (?:be )?(?:[a-z]+ ){1,3}?once ${to} ${article}${other} `,
    // "A reader can review a book only once", "Each reader may rate a book once".
    ` ${article}${one}s? (?:can|may) (?:only )?(?:[a-z]+ ){1,2}?${article}${other} (?:${once}|once) (?=and |or |$)`,
    // "A guest has at most one ticket per party", "A guest can write only one review of a book".
    ` ${article}${one}s? (?:can|may)? ?(?:only )?[a-z]+ ${oneOnly} ${made}s? ${to} ${article}${other} `,
    // "There is at most one ticket per guest and party".
    ` ${oneOnly} ${made} (?:per|for) ${article}${one} and ${article}${other} `,
    ` one ${made} per ${one} and ${other} `,
    // "No two tickets have the same guest and party", "Two tickets may not name the same guest and the same party".
    ` no two ${made}s? (?:(?:can|may) )?(?:have|name|share|are for|be for|are of|be of) ${article}${one} and ${article}${other} `,
    ` two ${made}s? (?:can not|may not|must not|cannot|never) (?:have|name|share|be for|be of) ${article}${one} and ${article}${other} `,
    // "A second ticket for the same guest and party is refused".
    ` (?:an?|the|any|every) (?:second|further) ${made} (?:for|of|with|by|from) (?:the )?same ${one} (?:and|in|on|at|for|of|to) ${article}${other} `,
  ].map((form) => new RegExp(form, 'u'));

/** How the conditions of a refusal say so. */
const conditionsFor = (one: string, other: string): readonly RegExp[] =>
  [
    // "409 if the guest is invited to the party already", "409 if the guest already has a ticket for the party".
    ` ${when} ${article}${one} (?:is|has|have|was) already (?:[a-z]+ ){0,4}?(?:${to} )?${article}${other} `,
    ` ${when} ${article}${one} already (?:[a-z]+ ){1,4}?(?:${to} )?${article}${other} `,
    ` ${when} ${article}${one} (?:is|has|have|was) (?:[a-z]+ ){0,4}?(?:${to} )?${article}${other} already `,
  ].map((form) => new RegExp(form, 'u'));

/** Words by which it holds in a state, for a time, as a rule or for some, or by which the one before makes way. */
const hedged =
  / (?:usually|normally|typically|generally|mostly|should|ideally|unless|except|by default|as a rule|recommended|until|during|while|no longer|day|days|week|weeks|month|months|year|years|hour|hours|season|time|date|free|premium|plan|tier|sandbox|private|open|active|pending|current|currently|running|unfinished|unpaid|confirmed|booked|cancelled|closed|replaces?|replaced|overwrit\w+|updates?|updated|counts?|counted|shown|listed|sent|idempotency|key|ended|ends|returned|still|yet|again|goes up|go up|increase\w*|merged?) /u;

/** Words before a rule by which it holds somewhere only, and words behind it by which a third thing has to be the same, or something else has to be so as well. */
const led = /^ (?:with|without|under|during|in|on|within|outside) /u;
const narrowed =
  /^(?:and (?!(?:an?other|any|a|is|are|gets?|will|must|otherwise|the (?:second|other|next)|409|refused|rejected|more) )|(?:of|for|with|in|on|at|by) (?:the same|one|each|any one) |per )/u;

/** Does a form say so of exactly two things. */
const saysBy = (form: RegExp, words: string): boolean => {
  const found = form.exec(words);
  return found !== null && !narrowed.test(words.slice(found.index + found[0].length));
};

/** Whom a sentence means by these is who sends the request, where nothing in the request is called so. */
const callers = ['you', 'user', 'account', 'caller'] as const;

/** A sentence and its clauses, without the refusal in brackets: "only once for the same table, and only once for any table (409)". */
const clausesOf = (sentence: string): readonly string[] => {
  const bare = sentence.replaceAll(/\s*\([^()]*\b4\d\d\b[^()]*\)/gu, '');
  return [bare, ...bare.split(/[,;:] (?:and |but |or )?/u)];
};

/**
 * The things that a creation names and for which together a text says that there is one of what it makes, and that a second one is refused: "A guest can wait only once for
 * the same table (409)". Undefined where no sentence says so, or it holds in some states, for a time or for some.
 * @param made The noun of what the creation makes.
 */
export const toldOnceFor = (texts: readonly string[], named: readonly NamedThing[], made: string): OnceFor | undefined => {
  const known = new Set(named.map(({ noun }) => noun));
  const others = callers.filter((noun) => !known.has(noun)).map((noun): NamedThing => ({ noun, member: undefined }));
  const pairs = [...named, ...others].flatMap((one) =>
    [...named, ...others].flatMap((other) =>
      one.noun !== other.noun && [one, other].some((thing) => named.includes(thing)) ? [[one, other] as const] : [],
    ),
  );
  for (const text of texts) {
    const sentences = sentencesOf(text);
    const firm = new Set(firmSentencesOf(text));
    for (const [n, sentence] of sentences.entries()) {
      if (!firm.has(sentence) || led.test(spacedWords(sentence))) continue;
      if (!refusalIn(sentence) && !refusalIn(sentences[n + 1] ?? '')) continue;
      for (const words of clausesOf(sentence).map(spacedWords)) {
        if (hedged.test(words)) continue;
        for (const [one, other] of pairs) {
          const conditions = refusalIn(sentence) ? conditionsFor(one.noun, other.noun) : [];
          if ([...formsFor(one.noun, other.noun, made), ...conditions].some((form) => saysBy(form, words)))
            return { things: [one, other], sentence };
        }
      }
    }
  }
  return undefined;
};
