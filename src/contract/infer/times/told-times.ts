import { literalPattern } from '../../pattern/literal-pattern.ts';
import { firmSentencesOf } from '../firm-sentences.ts';
import { sentencesOf } from '../sentences.ts';
import { singular } from '../singular.ts';
import { wordsOf } from '../words.ts';
import { type Stretch, withStretches } from './distances.ts';
import { type Named, timeMeantBy } from './meant-time.ts';
import { verbsApart } from './rows-of-verbs.ts';

/** A rule by which a time may not lie before, or behind, a point that is counted from the moment of the request. */
export type ToldTime = {
  readonly member: string;
  readonly end: 'earliest' | 'latest';
  /** The point lies so many days after the request, or before it where they are negative: between these two, as months and years differ in length. */
  readonly least: number;
  readonly most: number;
  readonly isInAdvance?: true;
};

/** What a text is about. */
export type Around = Named & {
  /** Words for the resource whose times the body sets, in the singular. */
  readonly nouns: readonly string[];
  /** Is something created, so that no time in a sentence is one that is stored already? */
  readonly isCreation: boolean;
};

/** A text about a body: the description of a member, of the operation, or of an answer that refuses. */
export type About = { readonly kind: 'member'; readonly member: string } | { readonly kind: 'operation' | 'refusal' };

/** Words by which a clause holds for some requests only, is advice, or tells what is done with the value. */
const unclear =
  /\b(?:if|unless|except|when|where|while|whose|once|may(?! (?:not|never|only)\b)|might|can(?! ?not\b| never\b| only\b)|could|should|usually|typically|normally|generally|often|recommended|preferably|example|such as|default\w*|warning|depend\w*|until|by hand|not only|toleran\w*|tolerat\w*|give or take|plus|grace|excluded|not counting|left out|omitted)\b|\be\. ?g\./iu;

/** Words after which a rule does not hold for all that it seems to be about. */
const exempting =
  /\b(?:(?:does|do) not (?:hold|apply)|doesn't (?:hold|apply)|exempt\w*|exceptions?|back-?dat\w+|retroactive\w*|not enforced|not checked)\b/iu;

const obliging = /\b(?:must|has to|have to|needs? to|shall|may (?:not|never|only)|can ?not|can (?:never|only)|only|required to)\b/iu;
const negating = /\b(?:not|never|cannot|no|neither|nor|isn't|mustn't|can't)\b/giu;

/** Words that lead from a subject to where it lies. */
const linking: ReadonlySet<string> = new Set(
  (
    'which that it this is are be been being lie lies lying fall falls falling come comes has have to must shall need needs may can only always set strictly ' +
    'a an the its any each new also planned scheduled of neither nor not never cannot no either on too'
  ).split(' '),
);

const status = '4(?:00|09|22|xx)';

/** "Refused with 422:", "`409` if", "Returns 422 when", "Refused:". */
const lead = new RegExp(
  String.raw`^(?:(?:it|this|the request|the call) )?(?:(?:is|are|gets?|will be) )?(?:(?:refused|rejected|answered|fails|returns?|gives?|responds?|answers?|results? in) )?(?:(?:with|as|by|a|an|the|http|status|code|error) )*${status}(?: or ${status})?(?: (?:unprocessable (?:entity|content)|bad request|conflict))?(?: (?:error|response|status|problem))?(?: [a-z]+(?:[_-][a-z]+)+|,? (?:with|and) (?:the )?(?:error )?code [\w-]+)?(?: is (?:returned|answered|given))?(?:\s*(?::|—|–|→|->|=>| -)\s*(?:if |when |for )?|,? (?:if|when|for|where) )|^(?:(?:is|are) )?(?:refused|rejected|not allowed|not accepted|invalid|not valid)(?::| if| when| for) ?`,
  'iu',
);

/** "is refused with `422`", "→ 422", "(409)". */
const tail = new RegExp(
  String.raw`(?:,? (?:is|are|will be|gets?|gives?|leads? to|answers?|yields?|means|results? in|returns?) (?:always )?(?:a |an )?(?:refused|rejected|not allowed|not accepted|not valid|invalid|forbidden|an error|answered (?:with |by )?(?=\W*4)|(?:http )?${status}(?: error)?)(?:[ ,]+(?:with|by|as|a|an|http|status|code|error|and|${status}|\(${status}\)|[\w-]+(?=$)))*|\s*(?:→|->|=>|:|—|–|=)\s*${status}|\s*\((?:(?:http|status|code|with|error) )*${status}\))\s*$`,
  'iu',
);

/** What follows a rule that says what must be: "(422)", ", otherwise `422`", "or it is refused". */
const otherwise = new RegExp(
  String.raw`\s*(?:\([^(){}]*${status}[^(){}]*\)|(?:,|—|–|-|:)?\s*(?:or(?: else)?|otherwise|else)[ ,:]+(?:(?:it|they|the request|the answer|this) )?(?:(?:is|are|fails|gets?|gives?|will be) )?(?:(?:refused|rejected|with|by|a|an|http|status|code) ?)*(?:${status})?|\s*[:→—–]\s*${status})\s*$`,
  'iu',
);

/** Does a clause name a refusal at its begin or its end: "Refused with 422: a start in the past", "a day after today is refused", "at most 3 days ahead (400)". */
export const saysRefusal = (clause: string): boolean => lead.test(clause) || tail.test(clause);

/** How a piece of a list of conditions begins that only names something else that is refused. */
const otherCase =
  /^(?:an?|the|no|its|another|too|more|less|<|some|any|two|missing|unknown|invalid|un\w+)(?![\w-])|^[\w-]+ (?:that|which|who|is|are|does|has)\b/iu;

type Subject = { readonly kind: 'known'; readonly member: string } | { readonly kind: 'left-out' | 'other' };

type Piece = { readonly subject: Subject; readonly isNegated: boolean; readonly isObliged: boolean; readonly stretch: Stretch };

/** What a part of a sentence with one phrase says; undefined where other words stand in it. */
const pieceIn = (text: string, stretches: readonly Stretch[], around: Around, namedBefore: string | undefined): Piece | undefined => {
  const [, head = '', index = '', rest = ''] = /^([^{}]*)\{(\d+)\}([^{}]*)$/u.exec(text) ?? [];
  const stretch = stretches[Number(index)];
  const negations = head.match(negating)?.length ?? 0;
  if (index === '' || stretch === undefined || negations > 1 || rest.replaceAll(/[.,:()\s]/gu, '') !== '') return undefined;
  const quoted = [...head.matchAll(/<([^<>]+)>/gu)].map(([, name = '']) => name);
  const words = wordsOf(head.replaceAll(/<[^<>]+>|['’]s\b/gu, ' ')).filter(
    (word) => !linking.has(word) && !around.nouns.includes(singular(word)),
  );
  const isObliged = obliging.test(head);
  const said = { isNegated: negations === 1, isObliged, stretch };
  if (quoted.length > 1) return undefined;
  const [name] = quoted;
  if (name !== undefined) {
    const plain = words.filter((word) => timeMeantBy([word], { names: [name], times: [name] }) !== name);
    return plain.length > 0 || !around.times.includes(name) ? undefined : { ...said, subject: { kind: 'known', member: name } };
  }
  if (words.length === 0) {
    if (!wordsOf(head).some((word) => around.nouns.includes(singular(word)))) return { ...said, subject: { kind: 'left-out' } };
    // "A lesson in the past": the time that it has, where it is made here.
    const [only, ...others] = around.times;
    const isMeant = around.isCreation && only !== undefined && others.length === 0;
    return { ...said, subject: isMeant ? { kind: 'known', member: only } : { kind: 'other' } };
  }
  const member = timeMeantBy(words, around, namedBefore);
  return { ...said, subject: member === undefined ? { kind: 'other' } : { kind: 'known', member } };
};

/** The rule that times of a member lie in a stretch, or outside of it. */
const ruleOf = (member: string, { side, least, most, isInAdvance }: Stretch, isOutside: boolean): ToldTime => ({
  member,
  end: (side === 'from') === isOutside ? 'latest' : 'earliest',
  least,
  most,
  ...(isInAdvance && { isInAdvance }),
});

type Read = {
  readonly text: string;
  readonly stretches: readonly Stretch[];
  readonly around: Around;
  readonly about: About;
  readonly namedBefore: string | undefined;
};

/** What is refused: "a start which is not in the future or more than 400 days ahead". Nothing where two things have to come together. */
const refusedIn = ({ text, stretches, around, namedBefore }: Read): readonly ToldTime[] => {
  if (unclear.test(text) || /\b(?:and|but|so|then|because)\b/iu.test(text)) return [];
  let subject: string | undefined;
  const found: ToldTime[] = [];
  const parts = text.replace(tail, '').split(/\s*,\s*(?:or\s+)?|\s+or\s+/iu);
  for (const part of parts.map((one) => one.replace(tail, '').trim())) {
    if (!part.includes('{')) {
      // What begins otherwise may say for whom, or where, the rest holds.
      const isOfOther = around.names.some((name) => part.toLowerCase().startsWith(`${wordsOf(name).join(' ')} `));
      if (part !== '' && !otherCase.test(part) && !isOfOther) return [];
      subject = undefined;
      continue;
    }
    const piece = pieceIn(part, stretches, around, namedBefore);
    if (piece?.subject.kind !== 'left-out') subject = piece?.subject.kind === 'known' ? piece.subject.member : undefined;
    if (!piece || subject === undefined || piece.isObliged || (piece.stretch.form === 'limit' && !piece.isNegated)) continue;
    // What is refused lies in the stretch, or outside of it.
    found.push(ruleOf(subject, piece.stretch, !piece.isNegated));
  }
  return found;
};

/**
 * What a sentence says of all things of a kind in plain words: "A lesson starts in the future", "Lessons are planned by the office: they lie in the future". Nothing where it
 * speaks of some of them.
 */
const plainlyIn = (clause: string, { text: whole, stretches, around }: Read): readonly ToldTime[] => {
  const nouns = around.nouns.map((noun) => literalPattern(noun)).join('|');
  if (nouns === '' || !around.isCreation || unclear.test(clause)) return [];
  const one = `(?:(?:an?|each|every|all|the)\\s+)?(?:${nouns})s?`;
  const led = `(?:(?:${one})\\s+(?:is|are)\\s+[\\w ]{1,40}:\\s+(?:they|it))`;
  const [, verb = '', index = ''] =
    new RegExp(
      `^(?:${led}|${one})\\s+(?:always\\s+)?(starts?|begins?|lies?|takes? place)\\s+\\{(\\d+)\\}(?=$|[,.(]|\\s+(?:and|\\())`,
      'iu',
    ).exec(whole) ?? [];
  const stretch = stretches[Number(index)];
  if (index === '' || stretch === undefined || stretch.side !== 'from' || stretch.least !== 0 || stretch.form === 'limit') return [];
  const member = /^(?:lies?|takes?)/iu.test(verb)
    ? (onlyOne(around.times) ?? timeMeantBy(['start'], around))
    : timeMeantBy([verb.toLowerCase()], around);
  return member === undefined ? [] : [ruleOf(member, stretch, false)];
};

const onlyOne = (names: readonly string[]): string | undefined => (names.length === 1 ? names[0] : undefined);

/** What must be: "`dueAt` must lie in the future, at most 30 days ahead". */
const demandedIn = ({ text, stretches, around, about, namedBefore }: Read): readonly ToldTime[] => {
  if (unclear.test(text)) return [];
  const own = about.kind === 'member' ? about.member : undefined;
  let [subject, isObliged, isNegated] = [own, false, false];
  const found: ToldTime[] = [];
  const parts = text.replace(otherwise, '').split(/(\s*,\s*(?:and|or|nor|but)?\s+|\s+(?:and|or|nor|but)\s+)/iu);
  for (const [n, part] of parts.entries()) {
    if (n % 2 === 1) continue;
    const joint = parts[n - 1] ?? '';
    if (!part.includes('{')) {
      if (own === undefined || /^(?:for|with|without|by|as|during|per|in case|on)\b/iu.test(part.trim())) return [];
      continue;
    }
    const piece = pieceIn(part, stretches, around, namedBefore);
    if (!piece || piece.subject.kind === 'other') return [];
    const isOther = piece.subject.kind === 'known' && piece.subject.member !== subject;
    if (piece.subject.kind === 'known') subject = piece.subject.member;
    if (subject === undefined || (own !== undefined && subject !== own)) return [];
    const isOr = /\bor\b/iu.test(joint);
    isNegated = piece.isNegated || (/\bn?or\b/iu.test(joint) && isNegated);
    isObliged = piece.isObliged || (!isOther && isObliged);
    if (isOr && !isNegated) return [];
    const { form, least } = piece.stretch;
    // "Set to a time in the past" says how something is done.
    const isTold = form === 'limit' || isObliged || isNegated || (own !== undefined && least === 0 && !/\bset\b/iu.test(part));
    if (isTold) found.push(ruleOf(subject, piece.stretch, isNegated));
  }
  return found;
};

/** The names of members in angle brackets: those in quotes, and those that are no word of a language. */
const withNames = (text: string, { names }: Named): string => {
  const byLength = names.toSorted((a, b) => b.length - a.length);
  const quoted = byLength.reduce(
    (whole, name) => whole.replaceAll(new RegExp(`(?:\`|"|“)/?${literalPattern(name)}(?:\`|"|”)`, 'gu'), `<${name}>`),
    text,
  );
  const plain = quoted.replaceAll(/[`"“”*]/gu, '');
  return byLength
    .filter((name) => /[A-Z_]/u.test(name.slice(1)))
    .reduce(
      (whole, name) => whole.replaceAll(new RegExp(String.raw`(?<![<\w.-])${literalPattern(name)}(?![>\w-])`, 'gu'), `<${name}>`),
      plain,
    );
};

/** The stored state of a thing may be meant by a conflict with what is no creation. */
const isOfState = (sentence: string, { isCreation }: Around): boolean =>
  !isCreation && /\b409\b/u.test(sentence) && !/\b4(?:00|22)\b/u.test(sentence);

/** Words by which something is allowed, and those by which a clause allows less than it seems. */
const allowing = /\b(?:may|can|could|allowed|permitted|accepted|possible|fine|okay)\b/iu;
const restricting = /\b(?:not|never|cannot|no|neither|nor|only|if|n't|refused|rejected|4\d\d)\b/iu;

/** Words by which a clause allows times that lie early, or late, whatever they are of: "managers can enter past lessons". What may be done "at any time" says when that may be. */
const loosely = {
  earliest: /\b(?:past|back-?dat\w+|afterwards|retroactive\w*|(?<!\bat )any (?:date|day|time|start|moment))\b/iu,
  latest: /\b(?:future|far ahead|further ahead|(?<!\bat )any (?:date|day|time|start|moment))\b/iu,
} as const;

/**
 * The ends on which a text allows times that another sentence may refuse: "For visits that are logged later the start may lie in the past" allows early ones.
 * @param text Any text about the same body, or the introduction of the document.
 */
export const timesAllowedIn = (text: string): readonly ToldTime['end'][] =>
  !mayTell.test(text) && !loosely.earliest.test(text)
    ? []
    : sentencesOf(text)
        .flatMap((sentence) => sentence.split(/;\s*|,\s*but\b/u))
        .filter((clause) => allowing.test(clause) && !restricting.test(clause))
        .flatMap((clause) => {
          const { text: rest, stretches } = withStretches(clause);
          const told = stretches.filter(({ form }) => form !== 'limit').map(({ side }) => (side === 'from' ? 'latest' : 'earliest'));
          const [early, late] = [loosely.earliest.test(rest), loosely.latest.test(rest)];
          return [...told, ...(early ? (['earliest'] as const) : []), ...(late ? (['latest'] as const) : [])];
        });

/** Is there anything about times in a text at all? */
const mayTell = /\b(?:future|past|ahead|advance|today|now|ago|next|coming|current|present|moment|time|tomorrow)\b/iu;

/**
 * The rules by which a text says where times of a body may not lie, counted from the moment of the request: "In the future, at most 400 days ahead", "Refused with 422: a start which is not in the future".
 * Clauses with words that are not understood are left, and all of a text that names exceptions.
 */
export const timesToldIn = (text: string, about: About, around: Around): readonly ToldTime[] => {
  if (around.times.length === 0 || !mayTell.test(text) || exempting.test(text)) return [];
  let namedBefore: string | undefined;
  let isListOfRefused = false;
  const nouns = around.isCreation ? around.nouns.slice(-1) : [];
  const sentences = firmSentencesOf(text).flatMap((sentence) => verbsApart(withoutWhose(sentence, around), nouns));
  return sentences.flatMap((sentence): readonly ToldTime[] => {
    const bullet = /^[-*] /u.test(sentence);
    const bare = withNames(sentence.replace(/^[-*] /u, '').replace(/[.!]+$/u, ''), around);
    const read = (clause: string): Read => ({ ...withStretches(clause), around, about, namedBefore });
    const inList = bullet && isListOfRefused;
    if (!bullet) isListOfRefused = /\b(?:refused|rejected|4(?:00|09|22))\b[^.;]*:$/iu.test(sentence);
    const said = isOfState(sentence, around) ? [] : saidIn(bare, about, inList, read);
    const quoted = [...new Set([...bare.matchAll(/<([^<>]+)>/gu)].map(([, name = '']) => name))].filter((name) =>
      around.times.includes(name),
    );
    namedBefore = quoted.length === 1 ? quoted[0] : undefined;
    return said;
  });
};

/** "A visit or a tour whose start lies in the past is refused" is about the start; what a clause before it announces may be about anything. */
const withoutWhose = (sentence: string, { nouns, isCreation }: Around): string => {
  const noun = literalPattern(nouns.at(-1) ?? '');
  const things = `(?:an?|any|every|each) (?:[\\w-]+(?: or(?: an?)?|,) ){0,3}${noun}s?(?: or(?: an?)? [\\w-]+)? whose `;
  return noun === '' || !isCreation ? sentence : sentence.replace(new RegExp(`^(?:[^:;.]{3,60}: )?${things}`, 'iu'), 'A ');
};

/** The begin of a clause that says where a time lies, without a word of a duty: "The start is {0}". */
const stating = /^((?:the )?(?:<[^<>]+>|[\w-]+(?: [\w-]+){0,3})) (?:is|are|lies?|falls?|comes?|starts?|begins?) \{/iu;
const choosing = /\bor (?:later|after|in the future|earlier|before|in the past)\b|\bon or (?:after|before)\b/iu;

/** What a sentence says, part by part. */
const saidIn = (sentence: string, about: About, inList: boolean, read: (clause: string) => Read): readonly ToldTime[] => {
  const introduced = lead.exec(sentence)?.[0] ?? (about.kind === 'refusal' ? /^[^:{}<>]{0,60}:\s+/u.exec(sentence)?.[0] : undefined);
  const isRefusing = introduced !== undefined || inList || about.kind === 'refusal';
  // "Today or later - we do not take dates in the past" says it once more.
  const clauses = sentence.slice(introduced?.length ?? 0).split(/;\s*|\s+[-–—]\s+(?=(?:we|it|they|you) )/u);
  return clauses.flatMap((clause): readonly ToldTime[] => {
    const given = read(clause);
    // "Not in the future; for online classes it may be."
    const isAllowed = clauses.some((one) => one !== clause && allowing.test(one) && !restricting.test(one));
    if (isAllowed) return [];
    const plainly = plainlyIn(clause, given);
    if (plainly.length > 0) return plainly;
    const isDemanding = obliging.test(clause.replace(otherwise, ''));
    // "At least 14 days from today (422)" is what has to be, as no limit is refused by itself.
    const isOwnLimit = about.kind === 'member' && given.stretches.length > 0 && given.stretches.every(({ form }) => form === 'limit');
    const isBareStatus = tail.exec(clause)?.[0].trim().startsWith('(') === true && introduced === undefined && !inList;
    // "`begin` is today or later (400)" may tell what has to be, and "`born` is in the future (400)" what is refused: only a choice of two says which.
    if (isBareStatus && about.kind === 'operation' && stating.test(given.text)) {
      return choosing.test(clause) ? demandedIn({ ...given, text: given.text.replace(stating, '$1 must be {') }) : [];
    }
    if (isDemanding || (isOwnLimit && isBareStatus && !/\b(?:not|never|no|cannot)\b[^,]*\{/iu.test(given.text))) return demandedIn(given);
    return isRefusing || tail.test(clause) ? refusedIn(given) : demandedIn(given);
  });
};
