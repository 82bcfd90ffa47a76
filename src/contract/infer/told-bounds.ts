import { literalPattern } from '../pattern/literal-pattern.ts';
import { isNotDemanded } from './not-demanded.ts';
import { sentencesOf } from './sentences.ts';
import { verbsApart } from './times/rows-of-verbs.ts';
import { lengthsInText, lengthsOfEnd, type ToldLength } from './times/told-lengths.ts';
import { toldPair } from './told-pairs.ts';
import { wordsOf } from './words.ts';

/** How a value lies to another one; `no-farther` and `no-nearer` by how long the time between them is. */
export type Side = 'after' | 'not-before' | 'before' | 'not-after' | 'other-than' | ToldLength['side'];

/** A sentence by which a value is bound to another one beside it, or to the moment of the request. */
export type ToldBound = {
  readonly member: string;
  readonly side: Side;
  /** The name of the other member; null for the moment of the request. */
  readonly other: string | null;
  /** Does the text rule out that both are equal: "later than", "after"; "ends after it starts" does so of moments alone. */
  readonly isStrict?: true;
  /** "Not the home port" may as well tell what is meant as what is refused. */
  readonly isMild?: true;
  /** How long the time up to the other one is. */
  readonly length?: ToldLength;
};

/** The members of one object, and which of them are the begin and the end of one time; words for what has that, in the singular. */
type Around = {
  /** A member of an object that is a member itself stands behind that: `price/least`. */
  readonly names: readonly string[];
  readonly span: readonly [begin: string, end: string] | undefined;
  readonly nouns?: readonly string[];
  /** Are both ends moments, so that a time which ends when it begins would be none? A day that is both is a day. */
  readonly areMoments?: boolean;
};

const negation = String.raw`(?:not|never|cannot|can ?not|may not|must not|must never|may never|can never|shall not)`;
const being = String.raw`(?:(?:be|lie|come|fall|start|begin|end|take place|is|are|lies|comes|falls|set to|always|strictly|any|a|the|an|day|date|time|moment|instant|value|number|one) )*`;
const obliging = String.raw`(?:must|has to|have to|needs? to|shall|is|are|lies?|comes?|falls?)`;
const earlier = String.raw`(?:earlier than|before|prior to|less than|lower than|smaller than|below|precede)`;
const later = String.raw`(?:later than|after|greater than|higher than|larger than|more than|above|beyond|exceed)`;
const lead = String.raw`^(?:(?:it|this|which|that) )?`;
const always = String.raw`(?:${obliging} )?${being}`;

/** What is said before the other value, in the order in which it is tried. */
const comparisons: readonly (readonly [Side, RegExp])[] = [
  [
    'not-before',
    new RegExp(
      `${lead}(?:${obliging} )?(?:${negation} ${being}${earlier}|${being}(?:no (?:earlier|less|lower|smaller) than|at least)) (?=<)`,
      'iu',
    ),
  ],
  [
    'not-after',
    new RegExp(
      `${lead}(?:${obliging} )?(?:${negation} ${being}${later}|${being}(?:no (?:later|more|greater|higher|larger) than|at most)) (?=<)`,
      'iu',
    ),
  ],
  ['other-than', new RegExp(`${lead}(?:${obliging} )?${negation} ${being}(?:the )?(?:same as|equal to|equal|identical to) (?=<)`, 'iu')],
  [
    'not-before',
    new RegExp(
      `${lead}${always}(?:(?:on|at) or after|(?:later|greater) than or (?:equal to|the same as)|equal to or (?:later|greater) than) (?=<)`,
      'iu',
    ),
  ],
  [
    'not-after',
    new RegExp(
      `${lead}${always}(?:(?:on|at) or before|(?:earlier|less|smaller) than or (?:equal to|the same as)|equal to or (?:earlier|less|smaller) than) (?=<)`,
      'iu',
    ),
  ],
  [
    'not-before',
    new RegExp(
      `${lead}${always}(?:same (?:day |date |time |moment )?as )?(?=<[^>]+> or (?:an? |any )?(?:later|after|in the future)\\b)`,
      'iu',
    ),
  ],
  [
    'not-after',
    new RegExp(
      `${lead}${always}(?:same (?:day |date |time |moment )?as )?(?=<[^>]+> or (?:an? |any )?(?:earlier|before|in the past)\\b)`,
      'iu',
    ),
  ],
  [
    'other-than',
    new RegExp(`${lead}(?:${obliging} )?(?:be )?(?:(?:differs?|different) (?:from|than|to)|another(?: one| value)? than) (?=<)`, 'iu'),
  ],
  ['other-than', new RegExp(`${lead}${obliging} (?:always )?(?:be )?(?:a value |one )?other than (?=<)`, 'iu')],
  ['after', new RegExp(`${lead}${always}${later} (?=<)`, 'iu')],
  ['before', new RegExp(`${lead}${always}${earlier} (?=<)`, 'iu')],
];

/** Words by which a clause holds for some requests only, is advice, or tells what is done with the value. */
const unclear =
  /\b(?:if|unless|except|when|where|while|once|may(?! (?:not|never)\b)|might|can(?! ?not\b| never\b)|could|should|usually|typically|normally|recommended|preferably|for example|such as|default\w*|warning|(?:no|not an?) (?:error|violation|problem|mistake)s?)\b|\be\. ?g\./iu;

/** After the other value: another word makes it a part of a sum, or of something else. */
const ending =
  /^<[^>]+>(?: or (?:an? |any )?(?:later|after|earlier|before|in the (?:future|past))(?: (?:one|day|date|time|moment))?)?(?: \([^)]*\))?(?=$|[,.:)]| (?:and|otherwise|but|else)\b| or (?:it|this|that|the|you|they|a 4|an? error|4\d\d|else)\b)/iu;

const nowWords =
  /\b(?:now|today|the (?:current|present) (?:day|date|time|moment|instant)|the (?:day|date|time|moment|instant) of the (?:request|call|creation))\b(?: \(utc\)| in utc)?/giu;

const now = '<now>';

/** Names that are words of any sentence: only in backticks do they name a member. */
const common: ReadonlySet<string> = new Set(
  'from to in out on at up date time day value number name type start end begin until since of'.split(' '),
);

const moment = '(?: (?:day|date|time|moment))?';

/** A clause that is nothing but an order of the two ends of a time, with both marked, even if their names are words of any sentence: "end is after start". */
const withBareEnds = (clause: string, span: readonly [begin: string, end: string]): string => {
  const name = `(?:the )?(${span.map(literalPattern).join('|')})`;
  const form = new RegExp(
    String.raw`^(?:and )?${name} ((?:(?:must|has to|needs to|may|can|shall) )?(?:always )?(?:not |never )?(?:be |lie |come |is |lies |comes )?(?:always |strictly |not )?(?:(?:on |at )?(?:or )?(?:after|before)|(?:later|earlier|greater|less) than)) ${name}$`,
    'iu',
  );
  return clause.replace(form, (_, own: string, between: string, other: string) => `<${own}> ${between} <${other}>`);
};

/** Patterns for how sentences call a member of an object that is a member itself, `price/least`: "the least price", "the least of the price", "`price.least`". */
const formsOfInner = (name: string): readonly string[] => {
  const [outer = '', inner = ''] = name.split('/');
  const [around, own] = [outer, inner].map((one) => literalPattern(wordsOf(one).join(' ')));
  return [quotedPattern(name), `${own} ${around}`, `${around}(?:['’]s)? ${own}`, `${own} (?:of|in) (?:the |its )?${around}`];
};

/** The name of a member as code has it, with a dot or a slash between an object and its member. */
const quotedPattern = (name: string): string => name.split('/').map(literalPattern).join('[./]');

/** The words of a clause, with the names of members and the present in angle brackets. */
const marked = (clause: string, { names, span }: Around): string => {
  const byLength = names.toSorted((a, b) => b.length - a.length);
  const quoted = byLength.reduce(
    (text, name) => text.replaceAll(new RegExp(`(?:\`|"|“)/?${quotedPattern(name)}(?:\`|"|”)`, 'gu'), `<${name}>`),
    clause,
  );
  const plain = quoted
    .replaceAll(/[`"“”*]/gu, '')
    .replaceAll(/\s*\((?:HTTP |status |code |with )*(?:4\d\d)[^)]*\)/giu, '')
    .replaceAll(nowWords, now)
    .replaceAll(/(?<!\bor )\b(?:(?:in|of) the future|a future (?:date|day|time|moment|instant))\b/giu, `after ${now}`)
    .replaceAll(/(?<!\bor )\b(?:in the past|a past (?:date|day|time|moment|instant))\b/giu, `before ${now}`);
  const ordered = span === undefined ? plain : withBareEnds(plain, span);
  const spanned = span
    ? ordered
        .replaceAll(new RegExp(String.raw`\b(?:the|its) (?:start|begin|beginning)${moment}\b`, 'giu'), `<${span[0]}>`)
        .replaceAll(new RegExp(String.raw`\b(?:the|its) end${moment}\b`, 'giu'), `<${span[1]}>`)
    : ordered;
  return byLength
    .filter((name) => !common.has(name.toLowerCase()))
    .reduce((text, name) => {
      const words = wordsOf(name);
      const forms = name.includes('/') ? formsOfInner(name) : [name, ...(words.length > 1 ? [words.join(' ')] : [])].map(literalPattern);
      return text.replaceAll(new RegExp(String.raw`(?<![<\w-])(?:[Tt]he )?(?:${forms.join('|')})(?![>\w-])`, 'gu'), `<${name}>`);
    }, spanned);
};

/** Parts of a sentence that say something by themselves. */
const clausesOf = (sentence: string): readonly string[] =>
  sentence
    .replace(/[.!]+$/u, '')
    // "Neither before `startedOn` nor after today" says two things.
    .replace(/\bneither (.+?),? nor (?=\w)/iu, 'not $1; not ')
    .split(
      /;\s*|,\s*(?:(?:and|but|or)\s+)?(?=(?:not|never|must|has to|cannot|may not)\b)|,\s*but\s+|\s+and\s+(?=(?:not|never|must|has to|cannot|may not)\b)/iu,
    )
    // "A `to` below `from` is refused with 422, a period that is not open with 409": two refusals with one verb.
    .flatMap((one) => one.split(severalRefused))
    // "At most 16 hours long, and end is after start"; but not behind a condition, which may hold for both.
    .flatMap((one) =>
      conditional.test(one) ? [one] : one.split(/,\s*(?:and|but)\s+(?=(?:the )?[\w`]+ (?:must|has to|is|lies|comes|cannot|may not)\b)/iu),
    )
    // "Part of the text, `first` must not be after `last`": what it is, and then what has to be so of it.
    .flatMap((one) => (conditional.test(one) ? [one] : one.split(/[,:]\s+(?=`[^`]+` (?:must|has to|cannot|may not|can't|can never)\b)/iu)))
    .map((one) => one.trim());

/** Behind the status of a refusal, before what is refused with another one by the same verb. */
const severalRefused =
  /(?<=\b(?:refused|rejected|answered) with \x60?4\d\d\x60?),? (?:and )?(?=(?:an?|any|every|the) [^,;]{3,80} with (?:an? )?\x60?4\d\d)/iu;

/** Words that begin a condition. */
const conditional = /\b(?:if|when|whenever|where|unless|for|with|while|once)\b/iu;

/** Comparisons in which nobody counts equal values. */
const strictly = /\b(?:(?:later|earlier|greater|higher|larger|more|less|lower|smaller) than|strictly|after|before|prior to)\b/iu;

/** What a clause says behind its subject. */
const predicate = (text: string): Omit<ToldBound, 'member'> | undefined => {
  for (const [side, form] of comparisons) {
    const found = form.exec(text);
    const rest = found ? text.slice(found[0].length) : '';
    if (!found || !ending.test(rest)) continue;
    const other = /^<([^>]+)>/u.exec(rest)?.[1] ?? 'now';
    // "After `validFrom` (inclusive)" counts the day itself.
    if (side === 'after' || side === 'before')
      if (/\binclusive|\bincluded\b|^<[^>]+>,? or (?:be )?(?:equal|the same|identical)\b/iu.test(rest))
        return { side: side === 'after' ? 'not-before' : 'not-after', other: other === 'now' ? null : other };
    const isStrict = (side === 'after' || side === 'before') && other !== 'now' && strictly.test(found[0]);
    return { side, other: other === 'now' ? null : other, ...(isStrict && { isStrict }) };
  }
  return undefined;
};

const isOwn = ({ member, other }: ToldBound): boolean => member !== other;

const given = String.raw`(?:given|set|sent|present|provided|supplied|specified|included|filled(?: in)?|there)`;

/** A condition that every body with both values meets: "If both are given it has to be later than `shipsAt`", "..., where both are set (422)". */
const bothGiven = String.raw`(?:if|when|whenever|where) (?:they are both ${given}|both(?: (?:of them|ends|dates|days|times|moments|values|members|fields))?(?:(?: are)? ${given}| exist| have (?:a )?values?| are (?:not |non-?)null))`;

/** The status of what is refused, at the end of a clause: "(422)", "(otherwise 422)". */
const inBrackets = String.raw`(?= \((?:otherwise |else |with |a )*[\x60]?4\d\d[\x60]?(?: (?:otherwise|if not))?\)$)`;

const whereBoth = new RegExp(String.raw`^${bothGiven},? (?:then )?|,? ${bothGiven}(?:$|${inBrackets})`, 'giu');

/** What a value is, before what has to be so of it: "When the doors open, which has to be before `startsAt`" holds for every request. */
const introduction =
  /^(?:the )?(?:(?:day|date|time|moment|instant) )?(?:(?:when|where|(?:at|on|from|by|until|since|after) which) )[^,;]{3,60}, (?=which )/iu;

/** What the description of a member says of its own value: "Not before `startsOn`", "Has to lie in the future". */
export const boundsOfMember = (description: string, member: string, around: Around): readonly ToldBound[] => [
  ...sentencesOf(description).flatMap((sentence): readonly ToldBound[] => {
    const { negation: isNegation, other } = bareOther.exec(marked(sentence.replace(/[.!]+$/u, ''), around))?.groups ?? {};
    if (other === undefined || other === member || other === 'now') return [];
    return [{ member, side: 'other-than', other, ...(isNegation !== undefined && { isMild: true }) }];
  }),
  ...clauseBounds(description, member, around),
];

/** A whole sentence that says which value it is not: "Not the home port", "Must not be `buyerId`", "Anyone but the seller", "Somebody else than the seller". */
const bareOther =
  /^(?:(?<negation>(?:(?:it |this )?is )?(?:not|never))|(?:(?:it |this )?(?:is |must be |has to be )?)(?:other than|different from|distinct from)|(?:it |this )?(?:must not|may not|cannot|can not|can't|must never|may never) be|(?:any|an?|some|every)(?: ?(?:one|body|thing)|other(?: (?:one|value))?) ?(?:else )?(?:but|except|than)|(?:somebody|someone|anybody|anyone|something) (?:else|other) than|another (?:\p{L}+ )?than) <(?<other>[^>]+)>(?: \((?:4\d\d)\))?$/iu;

const clauseBounds = (description: string, member: string, around: Around): readonly ToldBound[] =>
  sentencesOf(description)
    .flatMap(clausesOf)
    .map((clause) => clause.replace(introduction, '').replaceAll(whereBoth, ''))
    .filter((clause) => !unclear.test(clause) && !isNotDemanded(clause))
    .flatMap((clause): readonly ToldBound[] => {
      const text = marked(clause, around);
      const said = predicate(text.startsWith(`<${member}> `) ? text.slice(member.length + 3) : text);
      return said ? [{ member, ...said }] : [];
    })
    .filter(isOwn);

const saysRefused = /\b(?:4\d\d|refused|rejected|invalid|not (?:allowed|valid|possible|accepted)|errors?|violations?)\b/iu;
const endsAfter = /\bends? (?:strictly )?(?:after|later than) (?:it|they) (?:starts?|begins?|began|started)\b/iu;
const endsBefore = /\bends? (?:earlier than|before) (?:it|they) (?:starts?|begins?|began|started)\b/iu;

/** What is refused for some, in one form of the service, or as something else is done: "refused for guests", "refused to be changed". */
const refusedForSome = /\b(?:refused|rejected|invalid|(?:allowed|valid|possible|accepted)) (?:for|in|by|to|on|via|at|from)\b/iu;

const refusedForm = new RegExp(
  String.raw`<(?<member>[^>]+)> (?:(?:is|are|lies?|comes?|falls?|that is|which is|that lies|which lies) )?(?:(?<earlier>${earlier})|${later}) <(?<other>[^>]+)>(?=$|[,.:)]| (?:is|are|gets?|gives?|and|or|otherwise|else|will|leads?)\b)`,
  'iu',
);

/** What is refused where it is lacking: "`422` if `to` is not after `from`", "`422` unless `to` is after `from`". */
const lackingForm = new RegExp(
  String.raw`\b(?:(?:if|when|where) <(?<member>[^>]+)> (?:is|are|lies?|comes?|falls?) not|unless <(?<needed>[^>]+)> (?:is|are|lies?|comes?|falls?)) (?:(?<earlier>${earlier})|${later}) <(?<other>[^>]+)>(?=$|[.,:)]| (?:otherwise|else)\b| and\b)`,
  'iu',
);

/** Something more that has to be so, or may be so instead: "`422` if `to` is before `from` and `kind` is `fixed`". */
const furtherCondition =
  /\b(?:if|when|where) <[^>]+>(?:(?! (?:and|or) ).)*<[^>]+>,? and (?!(?:if|when|where|otherwise|else)\b|\x60?4\d\d)|\bunless\b.*(?:\bor\b|\bunless\b)|\b(?:if|when|where)\b.*\bunless\b|\b(?:except|may|might|could|should)\b|\b(?:is|are) (?:still |then )?(?:stored|kept|saved|flagged|marked|moved|swapped)\b/iu;

/** Words that say of something that it is not refused. */
const notRefused =
  /\b(?:no|not an?|without(?: an)?) (?:error|violation)s?\b|\b(?:not|never) (?:be )?(?:refused|rejected|invalid)\b|n['’]t (?:be )?(?:refused|rejected|an error)\b/iu;

/** What is refused: "`422` if `to` lies before `from`", "A `startsAt` in the past is refused". */
const refusedBound = (text: string, clause: string): ToldBound | undefined => {
  if (notRefused.test(clause)) return undefined;
  const lacking = lackingForm.exec(text)?.groups;
  const needed = lacking?.['member'] ?? lacking?.['needed'];
  if (furtherCondition.test(text)) return undefined;
  if (saysRefused.test(clause) && !refusedForSome.test(clause) && lacking && needed !== undefined && needed !== 'now') {
    const isNow = lacking['other'] === 'now';
    const side = lacking['earlier'] === undefined ? 'after' : 'before';
    return { member: needed, side, other: isNow ? null : (lacking['other'] ?? null), ...(!isNow && { isStrict: true }) };
  }
  const { member, other, earlier: isEarlier } = refusedForm.exec(text)?.groups ?? {};
  const isPlain =
    saysRefused.test(clause) &&
    !refusedForSome.test(clause) &&
    !new RegExp(String.raw`\b(?:${negation}|unless|except|may|might|could|should)\b`, 'iu').test(
      text.replace(/\bnot (?:allowed|valid|possible|accepted)\b/iu, ''),
    );
  if (!isPlain || member === undefined || other === undefined || member === 'now') return undefined;
  return { member, side: isEarlier === undefined ? 'not-after' : 'not-before', other: other === 'now' ? null : other };
};

/** What a text about several members says of them: "`valid_to` is not before `valid_from`", "A booking ends after it starts". */
export const boundsInText = (description: string, around: Around): readonly ToldBound[] =>
  sentencesOf(description)
    .flatMap((sentence) => verbsApart(sentence, around.nouns ?? []))
    .flatMap((sentence): readonly ToldBound[] => {
      const apart = toldPair(sentence.replace(/[.!]+$/u, ''), around.names);
      if (apart) return [{ member: apart[1], side: 'other-than', other: apart[0] }];
      let subject: string | undefined;
      return clausesOf(sentence).flatMap((whole): readonly ToldBound[] => {
        const clause = whole.replaceAll(whereBoth, '');
        const text = marked(clause, around);
        const first = /^<([^>]+)> /u.exec(text);
        const named = first?.[1] === 'now' ? undefined : first?.[1];
        subject = named ?? subject;
        const refused = refusedBound(text, clause);
        if (refused) return [refused];
        if (unclear.test(clause) || isNotDemanded(clause)) return [];
        const pair =
          /^<([^>]+)> and <([^>]+)> (?:must|have to|need to|may|cannot|can ?not) (?:always )?(?:(?:be )?(?:differ|different|distinct)|(?:not )?be (?:the same|equal|identical))/iu.exec(
            text,
          );
        if (pair?.[1] !== undefined && pair[2] !== undefined) {
          const isApart = /\b(?:differ|different|distinct|not|cannot)\b/iu.test(pair[0]);
          return isApart && pair[1] !== 'now' && pair[2] !== 'now' ? [{ member: pair[2], side: 'other-than', other: pair[1] }] : [];
        }
        if (around.span && endsAfter.test(clause))
          return [{ member: around.span[1], side: 'after', other: around.span[0], ...(around.areMoments === true && { isStrict: true }) }];
        const isRefused = saysRefused.test(sentence) || new RegExp(String.raw`\b${negation} end\b`, 'iu').test(clause);
        if (around.span && endsBefore.test(clause) && isRefused)
          return [{ member: around.span[1], side: 'not-before', other: around.span[0] }];
        const isBare = new RegExp(String.raw`^(?:it |this )?(?:${obliging} )?${negation} `, 'iu').test(text);
        const said = named === undefined ? (isBare ? predicate(text) : undefined) : predicate(text.slice(named.length + 3));
        return said && subject !== undefined ? [{ member: subject, ...said }] : [];
      });
    })
    .filter(isOwn);

/**
 * What a text says of how long the time between the two ends is, as bounds of its end: "A period is 7 to 35 days long".
 * @param member The end that the text describes, which it need not name: "At least an hour after `timeFrom`".
 */
export const lengthsAsBounds = (description: string, { span, nouns = [] }: Around, member?: string): readonly ToldBound[] => {
  if (span === undefined) return [];
  const own = member === undefined ? [] : lengthsOfEnd(description, member, { span });
  const found = own.length > 0 ? own : lengthsInText(description, { span, nouns });
  return found.map((length) => ({ member: span[1], side: length.side, other: span[0], length }));
};
