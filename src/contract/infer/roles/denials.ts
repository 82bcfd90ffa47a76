import { wordsOf } from '../words.ts';
import type { Acts } from './acts.ts';
import { addsAtFirst, type Clause, clauseOf, clausesIn, clausesOfList, hasOwnVerbs, isSaying, isVerb, withoutOthers } from './clauses.ts';
import { emptyWords, particles } from './lexicon.ts';
import { stemOf } from './stem.ts';

/** What is denied by one or more verbs of the same objects: "remove or restore owners and pets". */
type Denied = { readonly verbs: string[]; readonly objects: string[] };

/** What stands between two parts of a list of what somebody may not do. */
const between = /\s*,\s*(?:(?:and|or|nor)\s+)?|\s+(?:and|or|nor)\s+/iu;

/** Words that may stand before the verb of a part. */
const beforeVerb = /^(?:(?:to|also|either|neither|ever|may|can|not)\s+)+/iu;

/** Behind these a sentence goes on about something else than what is denied. */
const goesOn = /[:;]|\b(?:but|except|which|who|that|because|so)\b|\b(?:is|are|was|were|will)\b/iu;

/** Is a word of a list a verb: one that documents often use, or one with which this one names what an operation does. */
const isAct = (word: string, acts: Acts): boolean => isVerb(word) || (acts.has(stemOf(word)) && !/[^s]s$/u.test(word));

/** Does a list begin with what somebody does: "suspend vendors", not "suspending vendors" or "vendors". */
export const beginsWithAct = (text: string, acts: Acts): boolean => {
  const [first = ''] = wordsOf(text.replace(beforeVerb, ''));
  return isAct(first, acts) && !/(?:ing|ions?|als?|[^s]s)$/u.test(first);
};

/** The verbs of a list with what each is about; undefined where it begins with no verb that is known. */
const partsOf = (
  text: string,
  acts: Acts,
  things: ReadonlySet<string>,
): { readonly parts: readonly Denied[]; readonly unread: readonly string[] } => {
  const parts: Denied[] = [];
  const unread: string[] = [];
  let alone: string[] = [];
  // What follows a verb that nobody knows is about that, and not about the verb before it.
  let isLost = false;
  for (const [n, piece] of text.split(between).entries()) {
    const [first, ...more] = wordsOf(piece.trim().replace(beforeVerb, ''));
    if (first === undefined) continue;
    // "Check out and return parcels": both are done with parcels.
    const isWithParticle = more.length === 1 && particles.has(more[0] ?? '');
    const [verb, words] = isWithParticle ? [`${first} ${more[0]}`, [first]] : [first, [first, ...more]];
    const object = words.slice(1).filter((word) => !emptyWords.has(stemOf(word)));
    const isKnown = isAct(first, acts);
    const isObject = n > 0 && (things.has(stemOf(first)) || /[^s]s$/u.test(first));
    if (isKnown && object.length === 0) alone.push(verb);
    else if (isKnown) {
      parts.push({ verbs: [...alone, verb], objects: [words.slice(1).join(' ')] });
      alone = [];
    } else if (isObject && alone.length > 0) {
      parts.push({ verbs: alone, objects: [words.join(' ')] });
      alone = [];
    } else if (isObject && !isLost) parts.at(-1)?.objects.push(words.join(' '));
    else if (!isObject) unread.push(verb);
    // "Remove or frost tarts": what the verb that nobody knows is about is what those before it are about.
    const isSharedObject = !isKnown && !isObject && object.length > 0 && alone.length > 0;
    if (isSharedObject) {
      parts.push({ verbs: alone, objects: [object.join(' ')] });
      alone = [];
    }
    if (isKnown) isLost = false;
    else if (!isObject) isLost = !isSharedObject;
  }
  return { parts: [...parts, ...alone.map((verb) => ({ verbs: [verb], objects: [] }))], unread };
};

/**
 * What a list says that somebody may not do, by the verbs of the document: "prescribe, refill, close a visit, nor remove or restore owners". A verb shares what follows another
 * one where the document has such an operation, or where it is one of those for all things, such as to remove. What begins with a verb that the document does not have
 * is left open. None where nothing of it can be read.
 */
export const deniedIn = (text: string, things: ReadonlySet<string>, acts: Acts): readonly Clause[] =>
  goesOn.test(text) ? [] : listedIn(text, things, acts, false);

const listedIn = (text: string, things: ReadonlySet<string>, acts: Acts, isMay: boolean): readonly Clause[] => {
  const { parts, unread } = partsOf(text.replaceAll(/[.\s]+$/gu, ''), acts, things);
  const clauses = parts.flatMap(({ verbs, objects }) =>
    verbs.map((verb, n) => {
      const nouns = objects.flatMap(wordsOf).map(stemOf);
      const isOwn = n === verbs.length - 1;
      const [base = ''] = wordsOf(verb);
      const isShared = isOwn || (acts.get(stemOf(base)) ? nouns.some((noun) => acts.get(stemOf(base))?.has(noun) === true) : isVerb(base));
      const told = isShared ? [verb, objects.join(', ')].join(' ').trim() : verb;
      const clause = clauseOf(told.replace(addsAtFirst, 'create '), isMay, things);
      return isVerb(base) || addsAtFirst.test(told) ? clause : { ...clause, acts: new Set([stemOf(base)]) };
    }),
  );
  const said = clauses.filter(isSaying);
  return said.length === 0
    ? []
    : [...said, ...unread.map((verb): Clause => ({ isMay, kinds: new Set(), words: new Set([stemOf(verb)]), isAll: false, isOpen: true }))];
};

/** The verbs of a list that only this document has: "groom" of "read dogs and groom cats". Alone a word of a path may be a noun: "read orders and payment". */
const ownVerbs = (text: string, things: ReadonlySet<string>, acts: Acts): ReadonlySet<string> => {
  const { parts } = partsOf(text.replaceAll(/[.\s]+$/gu, ''), acts, things);
  const own = parts
    .flatMap(({ verbs, objects }) => verbs.filter((verb) => objects.length > 0 || !things.has(stemOf(verb))))
    .map((verb) => wordsOf(verb)[0] ?? '');
  return new Set(own.filter((verb) => !isVerb(verb)).map(stemOf));
};

/** What is no plain list of verbs with what each is about. */
const noPlainList = /\b(?:everything|anything|all|whole|nothing|no|not|never)\b/iu;

/**
 * What a text says that somebody may do, where it may use verbs that only this document has: "read dogs, groom cats and walk dogs". Such a verb says what is done, so that what
 * stands behind it is not given as a whole.
 */
export const grantedIn = (text: string, things: ReadonlySet<string>, acts: Acts): readonly Clause[] => {
  const own = ownVerbs(text, things, acts);
  // "Dogs (create, change), walks (cancel)": brackets say what is done with each.
  if (hasOwnVerbs(text) && !goesOn.test(text) && !noPlainList.test(text)) return withActs(clausesOfList(text, true, things), own);
  if (own.size > 0 && !goesOn.test(text) && !noPlainList.test(text)) return listedIn(withoutOthers(text), things, acts, true);
  return withActs(clausesIn(text, things), own);
};

const withActs = (clauses: readonly Clause[], own: ReadonlySet<string>): readonly Clause[] =>
  clauses.map((clause) => {
    const verbs = [...clause.words].filter((word) => own.has(word));
    return verbs.length === 0 ? clause : { ...clause, acts: new Set(verbs) };
  });

/** "Read, start and finish walks" for "walks: read, start, finish". */
export const withVerbsBefore = (part: string, things: ReadonlySet<string>, acts: Acts): string => {
  const [head = '', tail, ...more] = part.replace(/[.;]$/u, '').split(/:\s+/u);
  const verbs = wordsOf(tail ?? '').filter((word) => !['and', 'or'].includes(word));
  const isOfVerbs = verbs.length > 0 && verbs.every((word) => isVerb(word) || acts.has(stemOf(word)));
  const isOfThings = wordsOf(head).some((word) => things.has(stemOf(word))) && !wordsOf(head).some(isVerb);
  return isOfVerbs && isOfThings && more.length === 0 ? `${verbs.join(' and ')} ${head}` : part;
};

/** The clauses of what a row of a table names, where it may use verbs that only this document has. */
export const clausesOfRow = (row: string, isMay: boolean, things: ReadonlySet<string>, acts: Acts): readonly Clause[] => {
  const text = withVerbsBefore(row, things, acts);
  return withActs(clausesOfList(text, isMay, things), ownVerbs(text, things, acts));
};
