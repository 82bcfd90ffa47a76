import { wordsOf } from '../words.ts';
import { actWords, authoring, emptyWords, type Kind, particles, verbs } from './lexicon.ts';
import { stemOf, stems } from './stem.ts';

/** What a clause says: kinds of operations and words of their names, and what they are about; both empty where it says nothing that can be read. */
export type Clause = {
  readonly isMay: boolean;
  readonly kinds: ReadonlySet<Kind>;
  /** Stems of its verbs and nouns that are no kind of operation. */
  readonly words: ReadonlySet<string>;
  readonly isAll: boolean;
  /** It holds in some cases alone: nothing is known of what it is about. */
  readonly isOpen?: true;
  /** Words that are verbs by the document: "take" of "take payments". */
  readonly acts?: ReadonlySet<string>;
  /** A word of a path may be what is done: "read and comment". */
  readonly hasOtherVerb?: true;
  /** A row of a table with a column for each role says it. */
  readonly isOfRow?: true;
};

/** The clause by which a role may do everything. */
export const everything: Clause = { isMay: true, kinds: new Set(), words: new Set(), isAll: true };

/** "Everything to sessions" and "anything about parcels" are about these alone. */
const all =
  /\b(?:(?:everything|anything)(?! (?:to|with|on|about|concerning|around) (?:do\b|(?:the |all |its |their )?\p{L})| (?:that )?(?:an? |the )?[\p{L}-]+ (?:may|can|does|do|is allowed)\b)|everything to do\b(?! with)|the (?:whole|entire) \p{L}+|the rest)\b/iu;

/** Words that are as often a noun as what somebody does: "set list prices", "search the address book". */
const nounsToo = stems('list view record book order search patch look query log');

/** Words behind which somebody does something: "read and list", "may list". */
const joints: ReadonlySet<string> = new Set(['and', 'or', 'to', 'may', 'can', 'not', 'also', 'only', 'nor', 'never']);

/** "Deleted invoices", "those that were approved": a participle says which are meant, and not what is done with them. */
const participle = /[^e]ed$/u;

/** What belongs to something else stands before these words, and that behind them: "comments on invoices". */
const belonging = /\b(?:of|on|for|in|at|to|from|into|within|under|below|about)\b/iu;

/**
 * Words by which something holds for some of what there is, at times, or for something else than what is done. A word for a state or an owner before a noun, as in "draft
 * invoices" and "own invoices", says which are meant.
 */
const ofSome =
  /\b(?:(?:own|draft|pending|active|inactive|unpaid|unassigned|unpublished|private|internal|personal|shared|foreign)(?= \p{L})|if|unless|when|while|until|once|assigned|depending|subject to|in draft|on behalf|up to|above|over|more than|less than|fewer than|at most|at least|usually|normally|typically|generally|mostly|by default|other|others|another|(?:of|in|for|from|at|to) (?:their|his|her|its)|needs?|requires?|must|without|(?<!\b(?:anything|everything|works?|deals?|do|done) )with)\b/iu;

/** Behind "but" a sentence of its own, which says what becomes of it: "but deletion requires approval", "but they stay drafts until an editor approves them". */
const isOwnSentence =
  /\b(?:requires?|needs?|must|has to|have to|will|is|are|was|were|remains?|stays?|becomes?|goes|go to|(?<!\b(?:and|or|to) )takes?)\b/iu;

/** A clause about what somebody did with it, or what became of it: "invoices she created", "everything that others wrote". */
const relative = /\b(?:she|he|they|who|whom|which|that) (?:themselves |itself )?\p{L}+/iu;

/** What somebody else does, and what somebody only asks for: "submit invoices for approval", "request approval". */
const doneByOthers = /\b(?:for|until|before|after|without|awaiting) (?:an? |the |their |its )?\p{L}{3,}(?:al|ion|ing|ment)\b/giu;
const askedFor = /\b(?:requests?|asks? for|appl(?:y|ies) for) (?:an? |the |their |its )?\p{L}{3,}(?:al|ion|ing|ment)\b/giu;
const asking = /\b(?:proposes?|suggests?)\b/iu;

/** A text without what somebody else does, and what somebody only asks for. */
export const withoutOthers = (text: string): string => text.replaceAll(askedFor, ' ').replaceAll(doneByOthers, ' ');

/** "Read and comment", "comment on invoices": a word of a path that is a verb here. */
const asVerb = /(?:\b(?:and|or) |, |^\s*)(?<word>\p{L}+[^s\s\p{P}])(?= (?:and|or|on)\b|[.,;]|\s*$)/giu;

const hasNounAsVerb = (text: string, things: ReadonlySet<string>): boolean => {
  const words = [...text.matchAll(asVerb)].map(({ groups }) => groups?.['word'] ?? '');
  return (
    (wordsOf(text).some(isVerb) || / on\b/u.test(text)) &&
    words.some((word) => things.has(stemOf(word.toLowerCase())) && !isVerb(word.toLowerCase()))
  );
};

/** The words of a phrase as stems, but for those that are nouns here although they may be verbs. What something belongs to is left out. */
const stemsIn = (text: string, things: ReadonlySet<string>): readonly { readonly stem: string; readonly isNoun: boolean }[] => {
  // "Invoices, reading included" is about all that is done with them.
  const parts = text.replaceAll(/\([^)]*\)|\b\w+ing included\b/giu, ' ').split(/[,;:/]/u);
  return parts.flatMap((part) => {
    const words = wordsOf(part);
    const at = belonging.exec(part)?.index ?? part.length;
    const before = wordsOf(part.slice(0, at));
    const isThing = before.some((word) => things.has(stemOf(word)) && !isVerb(word));
    return words.flatMap((word, n) => {
      const stem = stemOf(word);
      if (isThing && n >= before.length && things.has(stem)) return [];
      const isWhich = participle.test(word) && !emptyWords.has(stem);
      return [{ stem: isWhich ? word : stem, isNoun: nounsToo.has(stem) && n > 0 && !joints.has(words[n - 1] ?? '') }];
    });
  });
};

/**
 * What a phrase says that somebody may do or not.
 * @param things Stems of the words of the paths of the document: "items" is about something where there is `/items`.
 */
export const clauseOf = (text: string, isMay: boolean, things: ReadonlySet<string>, above?: Clause): Clause => {
  const told = stemsIn(text, things);
  const nouns = new Set(told.flatMap(({ stem, isNoun }) => (isNoun || (things.has(stem) && emptyWords.has(stem)) ? [stem] : [])));
  const words = told.map(({ stem }) => stem);
  const kindsOf = (word: string): readonly Kind[] => (nouns.has(word) ? [] : verbs.flatMap(([of, among]) => (among.has(word) ? of : [])));
  const others = words.filter((word) => !authoring.has(word));
  const isAuthored =
    others.some((word) => kindsOf(word).length === 0 && !emptyWords.has(word)) && !others.some((word) => kindsOf(word).length > 0);
  const kinds = new Set(words.flatMap((word) => (authoring.has(word) && isAuthored ? (['create', 'change'] as const) : kindsOf(word))));
  const rest = new Set(words.filter((word) => nouns.has(word) || (!emptyWords.has(word) && !verbs.some(([, among]) => among.has(word)))));
  const isBare = kinds.size === 0 && above !== undefined;
  const clause: Clause = { isMay, kinds: isBare ? above.kinds : kinds, words: rest, isAll: all.test(text) };
  if (hasNounAsVerb(text, things)) return { ...clause, isOpen: true, hasOtherVerb: true };
  const isOpen = ofSome.test(text) || asking.test(text) || (!clause.isAll && relative.test(text));
  return isOpen ? { ...clause, isOpen: true } : clause;
};

/** Words that turn a clause round: "create and read, not delete", "everything but exports", "only read, and no exports". */
const turns =
  /,?\s*\b(but not|but (?:cannot|can't|may not|must not|never)|(?:and|but) no(?= \p{L}+[^s\P{L}]s\b)|but|not|nor|except(?: for)?|never|cannot|may not|must not)\b\s*:?\s*/iu;

/** Does a word of a text begin a phrase of its own: "create" of "start stays and create garages". A plural is a noun: exports. */
export const isVerb = (word: string): boolean => {
  const stem = stemOf(word);
  return !participle.test(word) && (verbs.some(([, among]) => among.has(stem)) || (actWords.has(stem) && !word.endsWith('s')));
};

/** The phrases of a text, each with its verbs and what they are about. A head with a colon is about all that follows. */
const phrasesOf = (text: string): readonly string[] => {
  if (text.includes(':')) return [text];
  const phrases: string[][] = [[]];
  let hasNoun = false;
  let before = '';
  for (const word of text.split(/\s+/u)) {
    const [bare = ''] = wordsOf(word);
    // "The attendee list" is a noun, "read and list" are verbs.
    const isNoun: boolean = nounsToo.has(stemOf(bare)) && before !== '' && !joints.has(before) && !isVerb(before);
    before = /[,;]$/u.test(word) ? '' : bare;
    // "Bulk deletion of invoices" is one kind of deletion.
    const isKind =
      phrases.at(-1)?.length === 1 &&
      /[^s,;]$/u.test(phrases.at(-1)?.[0] ?? '') &&
      /(?:ion|al|ing)$|^(?:update|delete|edit)s?$/u.test(bare);
    if (!isNoun && isVerb(bare) && hasNoun && !isKind) {
      phrases.push([]);
      hasNoun = false;
    } else if ((isNoun || !isVerb(bare)) && !emptyWords.has(stemOf(bare)) && bare !== '' && !particles.has(bare)) hasNoun = true;
    if (all.test(bare)) hasNoun = true;
    phrases.at(-1)?.push(word);
  }
  return phrases.map((one) => one.join(' '));
};

const isJoint = (word: string): boolean => ['and', 'or'].includes(word);

/** Does a phrase consist of verbs alone: "create, change" of "create, change and remove garages". */
const isVerbsAlone = (text: string): boolean => wordsOf(text).every((word) => isVerb(word) || isJoint(word));

/** The words with which a phrase begins that say what is done: "start and end" of "start and end stays". */
const verbsBefore = (text: string): string => {
  const words = wordsOf(text);
  const first = words.findIndex((word) => !isVerb(word) && !isJoint(word));
  return words.slice(0, Math.max(first, 0)).join(' ');
};

/** Words of what cannot be read beside a verb: "fill" of "open and fill counts", "draft" of "draft and send letters". */
const withoutUnknown = (text: string, things: ReadonlySet<string>): string =>
  text.replaceAll(/(?<first>\p{L}+)(?: and | or )(?<second>\p{L}+)(?= \p{L})/giu, (whole, first: string, second: string) => {
    const isThing = (word: string): boolean => things.has(stemOf(word.toLowerCase())) || /(?<!s)s$/iu.test(word);
    if (isVerb(first) && !isVerb(second) && !isThing(second)) return first;
    return isVerb(second) && !isVerb(first) && !isThing(first) ? second : whole;
  });

/**
 * The clauses of what a row of a table names, all of which a role may do or not: "record waste, transfers, open and fill counts". A verb is also that of what follows it in
 * the list; what begins with a word that may be another verb is left out.
 */
export const clausesOfList = (row: string, isMay: boolean, things: ReadonlySet<string>): readonly Clause[] => {
  // "Needs two factors to read members: yes" is no right.
  if (/^\W*(?:needs?|requires?|must|has to|have to)\b/iu.test(row)) return [];
  return withOwnBrackets(withoutOthers(row)).flatMap((part) => {
    const clauses = listed(withVerbsFirst(part), isMay, things);
    return isNarrowed(part) ? clauses.map(open) : clauses;
  });
};

/** Does a list have brackets that say what is done with what it names: "labels (create)". */
export const hasOwnVerbs = (part: string): boolean => inBrackets(part).some((inside) => wordsOf(inside).length > 0 && isVerbsAlone(inside));

/**
 * The parts of a list in which brackets are about what stands right before them: "projects (create, change), labels (delete)" and "issues, labels (create), exports". Where
 * brackets stand at the end, what stands before without brackets may share them.
 */
const withOwnBrackets = (text: string): readonly string[] => {
  const parts = text.includes(':') ? [] : text.split(/(?:[,;](?![^(]*\))|(?<=\))(?=\s+(?:and|or)\s))(?:\s*(?:and|or)\s)?/u);
  if (!parts.some(hasOwnVerbs)) return [text];
  const hasBrackets = (part: string): boolean => inBrackets(part).length > 0;
  if (!hasBrackets(parts.at(-1) ?? '')) return parts;
  const apart: string[] = [];
  let before = '';
  for (const part of parts) {
    const told = `${before}${part}`;
    before = hasBrackets(part) ? '' : `${told},`;
    if (before === '') apart.push(told);
  }
  return apart;
};

/** What brackets hold. */
const inBrackets = (text: string): readonly string[] => [...text.matchAll(/\(([^)]*)\)/gu)].map(([, inside = '']) => inside);

/** Do brackets say more than what is done, or how it is refused: "Invoices (in bulk)", "delete invoices (paid ones)". What is said of these is not said of the rest. */
export const isNarrowed = (text: string): boolean =>
  inBrackets(text).some((inside) => !/\binclud|\ball\b|\bany\b|^\W*4\d\d\W*$/iu.test(inside) && !isVerbsAlone(inside));

/** Behind these stands what somebody may not do. */
const exceptFor = /\b(?:but|except|excluding|other than|apart from|no|not|cannot|never)\b/iu;

/**
 * Clauses of a text in which brackets say which part of an exception is one: "everything but invoices (paid ones)", "read-only, except invoices (read, write)". Nothing is known of
 * the rest of it. Brackets that only name what it is about, or how it is refused, say no such thing.
 */
export const withPartlyExcepted = (text: string, clauses: readonly Clause[], things: ReadonlySet<string>): readonly Clause[] => {
  const told = [...clauses, ...exceptedInBrackets(text, things)];
  return withExceptedParts(text, told, things);
};

/** "May only read (every `GET` except those of webhooks)": of what brackets leave out nothing is known. */
const exceptedInBrackets = (text: string, things: ReadonlySet<string>): readonly Clause[] =>
  inBrackets(text).flatMap((inside) => {
    const [head = '', rest] = inside.split(/\b(?:except|but|excluding|other than|apart from)\b(?: for)?/iu);
    if (rest === undefined) return [];
    const kinds = clauseOf(head, true, things).kinds;
    return clausesOfList(rest, false, things).map((one): Clause => ({
      ...one,
      kinds: one.kinds.size > 0 ? one.kinds : kinds,
      isOpen: true,
    }));
  });

const withExceptedParts = (text: string, clauses: readonly Clause[], things: ReadonlySet<string>): readonly Clause[] => {
  const at = text.search(exceptFor);
  const isPart = (inside: string): boolean =>
    !/\binclud|\ball\b|\bany\b|\bno\b|\bnone\b|\b4\d\d\b/iu.test(inside) &&
    !wordsOf(inside).every((word) => isJoint(word) || (things.has(stemOf(word)) && !isVerb(word)));
  if (at < 0 || !inBrackets(text.slice(at)).some(isPart)) return clauses;
  // Of "everything but dogs (delete), walks (delete)" each is such a part.
  const named = clausesOfList(
    text
      .slice(at)
      .replace(exceptFor, '')
      .replaceAll(/\([^)]*\)/gu, ' '),
    false,
    things,
  );
  return [...clauses.filter(({ isMay }) => isMay), ...[...clauses.filter(({ isMay }) => !isMay), ...named].map(open)];
};

const open = (clause: Clause): Clause => ({ ...clause, isOpen: true });

/** "Create and change invoices" for "Invoices (create, change)". */
const withVerbsFirst = (row: string): string => {
  const told = inBrackets(row).filter((inside) => wordsOf(inside).length > 0 && isVerbsAlone(inside));
  return told.length === 0 || row.includes(':')
    ? row
    : `${told
        .flatMap(wordsOf)
        .filter((word) => !isJoint(word))
        .join(' and ')} ${row}`;
};

const listed = (text: string, isMay: boolean, things: ReadonlySet<string>): readonly Clause[] => {
  if (text.includes(':')) return [clauseOf(text, isMay, things)].filter(isSaying);
  const parts = text
    .replaceAll(/\([^)]*\)|\b\w+ing included\b/giu, ' ')
    .replaceAll(/\s*[/&]\s*/gu, ' and ')
    .split(/[,;]/u)
    .map((part) => part.replace(/^\s*(?:and|or)\b/iu, '').trim())
    .filter((part) => part !== '');
  const clauses: Clause[] = [];
  let [pending, verb] = ['', ''];
  for (const part of parts) {
    const told = withoutUnknown(`${pending}${part}`, things);
    if (isVerbsAlone(told)) {
      pending = `${told} and `;
      continue;
    }
    pending = '';
    for (const phrase of phrasesOf(told).map((one) => one.trim().replace(addsAtFirst, 'create '))) {
      const own = verbsBefore(phrase);
      const [first = ''] = wordsOf(phrase);
      const isThing = things.has(stemOf(first)) || /(?<!s)s$/u.test(first) || wordsOf(phrase).length === 1;
      if (own === '' && verb !== '' && !isThing) continue;
      clauses.push(clauseOf(own === '' && verb !== '' ? `${verb} ${phrase}` : phrase, isMay, things));
      if (own !== '') verb = own;
    }
  }
  if (pending !== '') clauses.push(clauseOf(pending, isMay, things));
  return clauses.filter(isSaying);
};

/** Does a clause say anything that can be read. */
export const isSaying = ({ isAll, kinds, words }: Clause): boolean => isAll || kinds.size > 0 || words.size > 0;

/** "May send every `GET`" speaks of requests, and not of an act that sends something. */
const aboutRequests =
  /\b(?:send|make|issue|use|do|call)s? (?:every |all |any |each )?`?(GET|HEAD|POST|PUT|PATCH|DELETE)`?(?: requests?| operations?| calls?)?/gu;

/** "Read everything, and change nothing": what follows only says how that is answered. */
const changesNothing = /,?\s*(?:\b(?:and|but)\s+)?\b(?:change|write|modify|alter|edit)s? nothing\b.*$/iu;

/** "Reads and records visits, nothing else": what ends so gives no more than it names. */
export const andNothingElse = /(?:,|;| -| –| —)?\s*\b(?:(?:and|but) )?nothing (?:else|more|beyond (?:that|this|it))\s*[.;!]?$/iu;

/** What stands between two rights of one sentence, of which the second is no exception of the first: "read everything but reports, and may record readings". */
export const andMay = '; ';

/** "Read everything, but also start stays", "reads everything, but may start stays": what follows is no exception. */
const butAlso =
  /,?\s+but\s+(?:(?:it|they|he or she)\s+)?(?:(?:may|can)\s+)?(?:(?:also|additionally|in addition)(?:\s+(?:may|can))?|(?<=\b(?:may|can)\s+)(?!not\b|only\b))\s*/giu;
const notOnly = /\bnot (?:only|just|merely)\b/giu;

/** "Every `GET` except webhooks, and `POST /rates`": what writes is no exception of what is read, and is given beside it. */
const writesBehindReads = /(?<=\b(?:every|all|any|each) `?GETs?\b[^;.]*?)(?:,| and|, and) (?=`?(?:POST|PUT|PATCH|DELETE)`? `?\/)/gu;

const isOneOperation = /^`?(?:POST|PUT|PATCH|DELETE)`? `?\//u;

/** A text in which a right behind "but" stands apart from those before it. */
export const withRightsApart = (text: string): string =>
  text.replaceAll(notOnly, ' ').replaceAll(butAlso, andMay).replaceAll(writesBehindReads, andMay);

/** The clauses of what a role may do. */
export const clausesIn = (text: string, things: ReadonlySet<string>): readonly Clause[] => {
  const said = withAdditions(withRightsApart(withoutOthers(text)).replace(changesNothing, ''), things);
  const rights = said.split(andMay).flatMap((one) => {
    const clauses = clausesOfOne(one, things);
    // A method and a path are one operation, and not all that is done with what the path names.
    return isOneOperation.test(one) ? clauses.map((clause): Clause => ({ ...clause, isOpen: true })) : clauses;
  });
  const [changed = ''] = changesNothing.exec(text) ?? [];
  // "And change nothing that others wrote" leaves it open what of the rest they change.
  return /nothing(?=\s*(?:$|[.,:;!]|and\b))(?!,? but\b)/iu.test(changed) ? [...rights, clauseOf('write', false, things)] : rights;
};

/** At the beginning of what somebody may do it is a verb, elsewhere what a resource is called: "record odometer readings", "read all records". */
export const addsAtFirst = /^\s*(?:record|log|enter)\b(?=\s+\S)/iu;

/** The same verbs behind another one: "reads and records visits". */
const addsBehind =
  /\b(?<before>\p{L}+)(?<joint>,? (?:and|or) |, )(?:record|log|enter)(?<ending>s?)(?= (?:(?:and|or) \p{L}+ )?(?:(?:the|an?|any|all|new|their) )?(?<next>\p{L}+))/giu;

/** A text in which these verbs are read where another verb in the same form stands before them and a resource behind them, and not those of "lists and records of visits". */
const withAdditions = (text: string, things: ReadonlySet<string>): string =>
  text.replaceAll(addsBehind, (whole: string, before: string, joint: string, ending: string, next: string) => {
    const isThing = things.has(stemOf(next.toLowerCase())) && !emptyWords.has(stemOf(next.toLowerCase()));
    return isThing && isVerb(before.toLowerCase()) && /s$/iu.test(before) === (ending !== '') ? `${before}${joint}create` : whole;
  });

const exception = /^,?\s*(?:but|except(?: for)?)\s*$/iu;
const unnamed = /^(?:for )?(?:what|whatever|whichever|those|things|actions|operations|calls|endpoints|some|a few|certain)\b/iu;

const beginsAsGerund = (phrase: string): boolean => /ing$/iu.test(wordsOf(phrase)[0] ?? '');

/** "Everything a viewer may, and approve invoices": the order of the roles tells what the first is. */
const asOther =
  /^\s*(?:do )?(?:everything|anything|all|whatever|what) (?:that )?(?:an? |the )?[\p{L}-]+ (?:may|can|does|do|is allowed(?: to)?)\b(?: do)?\s*,?(?: (?:plus|and|as well as)\b)?/iu;

const clausesOfOne = (text: string, things: ReadonlySet<string>): readonly Clause[] => {
  const [first = '', ...parts] = text
    .replace(asOther, '')
    .replaceAll(/\bdo (?=(?:everything|anything|all)\b)/giu, '')
    .replace(addsAtFirst, 'create')
    .replaceAll(aboutRequests, '$1 methods')
    .split(turns);
  const granted = phrasesOf(first)
    .map((one) => clauseOf(one, true, things))
    .filter(isSaying);
  // "Everything except what only managers may": nothing tells here what that is.
  const isExceptUnnamed = parts.some((turn, n) => n % 2 === 0 && exception.test(turn) && unnamed.test(parts[n + 1] ?? ''));
  if (isExceptUnnamed) return granted.map((one): Clause => ({ ...one, isOpen: true }));
  const others = parts.flatMap((turn, n): Clause[] => {
    if (n % 2 === 1) return [];
    const [subject = '', predicate] = (/^but$/iu.test(turn) ? (parts[n + 1] ?? '').split(',')[0] : '')?.split(isOwnSentence) ?? [];
    if (predicate !== undefined) return phrasesOf(subject).map((one): Clause => ({ ...clauseOf(one, false, things), isOpen: true }));
    // "Everything but delete, for which an admin has to be asked."
    const [head = '', ...more] = phrasesOf((parts[n + 1] ?? '').replace(/,? (?:\p{L}+ )?which\b.*$/iu, ''));
    // "Everything but members, and start stays" grants again after the exception, and "everything but members, and starting stays" does not.
    const isException = /^(?:but|except(?: for)?)$/iu.test(turn);
    const above = granted.at(-1);
    return [
      clauseOf(head, false, things, above),
      ...more.map((one) =>
        clauseOf(one, isException && !isVerb(wordsOf(head)[0] ?? '') && ![head, one].some(beginsAsGerund), things, above),
      ),
    ];
  });
  return [...granted, ...others].filter(isSaying);
};
