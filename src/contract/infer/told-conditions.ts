import { literalPattern } from '../pattern/literal-pattern.ts';
import { flagsByName } from './flags-in-words.ts';
import { stemOf } from './roles/stem.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** A sentence by which a member has to be there, or may not be, beside another one. */
export type ToldCondition = {
  readonly member: string;
  readonly rule: 'required' | 'forbidden';
  /** The member that decides. */
  readonly by: string;
  /** The values of that member with which the rule holds; undefined where it holds whenever that member is there. */
  readonly values: readonly unknown[] | undefined;
  /** Is it of one of several members that go together: it alone, beside another alternative, may be no mistake. */
  readonly isPart?: true;
  /** Does the schema itself say it, so that a body that breaks it is one that the document rules out, whatever a service makes of it. */
  readonly isOfSchema?: true;
};

/** The members of one object, each with the values that it lists; none where it takes others. */
export type Listing = ReadonlyMap<string, readonly unknown[]>;

const token = String.raw`(?:<[^<>]+>|[\w-]+)`;
const list = String.raw`(?<list>(?:(?:an? |the |either )?${token})(?:(?:,? (?:and|or) |, |\/)(?:an? |the )?${token})*?)`;
const being = String.raw`(?:is|are|=|==|:|equals|is (?:set|equal) to|has the value|is (?:either|one of))`;
const given = String.raw`(?:given|set|sent|present|provided|supplied|specified|included|filled(?: in)?|stated)`;
const required = String.raw`(?:required|needed|necessary|mandatory|obligatory|(?:must|has to|have to|needs? to) (?:then )?be (?:there|${given}))`;
const barred = String.raw`(?:not|never) (?:be )?(?:allowed|permitted|accepted|valid|possible)|(?:must|may|can|shall) ?not (?:then )?be ${given}|(?:must|has to|have to|needs? to) (?:then )?be (?:left out|omitted|absent|null|missing)|forbidden|prohibited|disallowed`;
const forbidden = String.raw`(?:${barred}|refused|rejected)`;
const allowed = String.raw`(?:allowed|permitted|accepted|valid|possible)`;
const subject = String.raw`(?:(?<subject><[^<>]+>|it|this(?: (?:member|field|value|property))?|the (?:member|field|value|property)) )?(?:(?:is|are) )?(?:then |also |always )?`;

/** How a condition begins: plain, and turned round. */
const plain = String.raw`(?:(?:only |but only |exactly )?(?:with|for|if|when|where|whenever|in case(?: of)?|in the case of))`;
const turned = String.raw`(?:unless|except(?: (?:with|for|if|when|where))?|other than (?:with|for|if|when))`;
const others = String.raw`(?:all|any|every|everything|each|anything)(?: (?:other )?(?:kinds?|types?|values?|ones?))?(?: (?:but|except(?: for)?|other than))`;

const condition = String.raw`(?:(?<present>(?:the )?${token}) (?:is|are) (?:also |itself )?(?:there|${given})|together with (?:the )?(?<beside>${token})|(?<deciding>(?:the )?${token}) ${being} (?:(?<not>not|anything (?:but|other than|except)|other than|neither) )?(?:set to )?${list}|(?<others>${others} )?${list.replace('<list>', '<bare>')}(?<noun> [a-z-]+)?)`;

const head = String.raw`(?:(?<turned>${turned})|(?<plain>${plain})) `;
const end = String.raw`(?:,? (?:otherwise|else|but(?! (?:not|never|only|optional|may|can|usually|ignored|rarely))) .*)?$`;

type Rule = ToldCondition['rule'];

/** Clauses by the rule that they tell, and whether it holds for the other values. */
const forms: readonly { readonly rule: Rule; readonly isTurned?: true; readonly form: RegExp }[] = [
  { rule: 'required', form: new RegExp(String.raw`^${subject}${required},? ${head}(?:when |if )?${condition}${end}`, 'iu') },
  { rule: 'required', form: new RegExp(String.raw`^${subject}${required} (?=together with)(?<plain>)${condition}${end}`, 'iu') },
  { rule: 'forbidden', form: new RegExp(String.raw`^${subject}${forbidden},? ${head}${condition}${end}`, 'iu') },
  { rule: 'required', form: new RegExp(String.raw`^${head}${condition},? (?:then )?${subject}${required}${end}`, 'iu') },
  { rule: 'forbidden', form: new RegExp(String.raw`^${head}${condition},? (?:then )?${subject}${forbidden}${end}`, 'iu') },
  {
    rule: 'forbidden',
    isTurned: true,
    form: new RegExp(String.raw`^${subject}(?:only ${allowed}|${allowed} only) ${head}${condition}${end}`, 'iu'),
  },
  {
    rule: 'forbidden',
    isTurned: true,
    form: new RegExp(String.raw`^${subject}(?:(?:may|can|must) only be|only be) ${given} ${head}${condition}${end}`, 'iu'),
  },
];

/** "A `delay` needs `minutes`", "`card` requires a `token`", "an `image` must come with `altText`, `width` and `height`". */
const article = '(?:an? |the |its |their )?';
const having = '(?:have|carry|include|contain|name|come with|be (?:sent|given|accompanied) (?:together )?(?:with|by))';
const needing = new RegExp(
  String.raw`^${list.replace('<list>', '<bare>')}(?<noun> (?!(?:may|might|can|could|will|would|never|rarely|sometimes|often|not|no) )[a-z-]+)? (?:needs?|requires?|(?:must|has to|have to|needs? to) (?:always )?${having}) ${article}(?:both )?(?<needed><[^<>]+>(?:(?:,|,? and) ${article}<[^<>]+>)*)(?: too| as well)?$`,
  'iu',
);

/** "A `card` without a `token` is refused". */
const lacking = new RegExp(
  String.raw`^(?:an? |the |every |each |any )?(?<bare><[^<>]+>) (?:without|with no|that has no|which has no|lacking) ${article}(?<needed><[^<>]+>) (?:is|are|gets|fails|will be) (?:then |always |also )?(?:with )?(?:an? |the )?(?:refused|rejected|invalid|not (?:allowed|valid|accepted|permitted|possible)|<?4(?:00|22)>?)$`,
  'iu',
);

/** "Only for `x`", which says what becomes of others only beside words of a refusal. */
const bareOnly = new RegExp(String.raw`^${subject}only (?<plain>with|for|if|when) ${condition}$`, 'iu');

const saysRefused = /\b(?:4(?:00|22)|refused|rejected|invalid|not (?:allowed|valid|accepted|permitted))\b/iu;

/** Others who ask, or other members, which are no other values. */
const noValues = String.raw`(?:users?|members?|callers?|clients?|accounts?|tenants?|customers?|roles?|guests?|people|persons?|staff|teams?|organi[sz]ations?|fields?|properties|property|options?|parameters?|attributes?|filters?)`;
const otherOnes = String.raw`(?:(?:the |all |any |every )?(?:\w+ (?:of|with) (?:the |an? |any )?)?others?(?: (?!${noValues}\b)(?:kinds?|types?|values?|ones?|\w+s))?)`;

/** "Lines of other kinds must not have one", "not allowed for the other kinds", behind a clause that says with which values a member is needed or allowed. */
const forOthers = new RegExp(
  String.raw`^(?:${otherOnes} (?:(?:must|may|can|shall) ?not have (?:one|it|any|this)|(?:must|has to|have to) (?:leave it out|be without(?: one| it)?))|${subject}(?:${forbidden} (?:for|with|in|on) ${otherOnes}|(?:${barred}) (?:otherwise|else)))$`,
  'iu',
);

/** "Required if kind is delay, forbidden otherwise"; not "otherwise it is refused", which may be said of a body that lacks it. */
const elseForbidden = new RegExp(
  String.raw`(?:,? (?:and |but )?(?:is )?(?:${barred}) (?:otherwise|else)|,? (?:otherwise|else) (?:it )?(?:is )?(?:${barred}))$`,
  'iu',
);

/** Words by which a clause is advice, or tells what a server does of itself. */
const unclear =
  /\b(?:should|usually|typically|normally|recommended|preferably|for example|such as|default\w*|ignored|read|shown|returned|answers?|responses?)\b|\be\. ?g\./iu;

/** In the description of a member, who has to have it: "Companies must have one", "A courier needs one". */
const ownerOfOne =
  /^(?:(?:an?|all|every|each|any) )?(?<owners>[\p{L}\p{N}_<>, -]+?) (?:(?:must|has to|have to|needs? to) (?:always )?(?:have|give|send|provide|state|supply|specify)|needs?|requires?) (?:one|it|this)$/iu;

/** A clause with its names and values in angle brackets. */
const marked = (clause: string): string =>
  clause
    .replaceAll(/\s*\((?:HTTP |status |code |with )*(?:4\d\d)[^)]*\)/giu, '')
    .replaceAll(/[`"“]\/?([^`"“”]+)[`"”]/gu, (_all, inner: string) =>
      (/^([\w.-]+)\s*(?:==?|:)\s*"?([\w.-]+)"?$/u.exec(inner)?.slice(1) ?? [inner]).map((one) => `<${one}>`).join(' is '),
    )
    .replaceAll(/(?<![\w>])'([^'<>]+)'(?!\w)/gu, '<$1>')
    .replaceAll(/(?<=[\w>])\s*==?\s*(?=[\w<])/gu, ' is ')
    // "For the kind `part`" is for `part`.
    .replaceAll(/\b(?:the )?(?:kinds?|types?|values?|methods?) (?=<)/giu, '')
    .replaceAll('*', '')
    .replace(/^\s*[-+•] /u, '')
    .replace(/,? (?:because|so that) .*$/iu, '')
    // "You must give it when you decline" is "it must be given when decline".
    .replaceAll(
      /\byou (?:must|have to|need to) (?:also |then )?(?:give|send|provide|state|add|name|supply|specify) (it|this|(?:an? |the )?<[^<>]+>)/giu,
      '$1 must be given',
    )
    .replaceAll(
      /\b(when|if|whenever) (?:you|they|we|someone|somebody) (?:want to )?(\p{L}+)(?: (?:it|one|them|something))?(?=$|[,.;:)]| (?:and|or)\b)/giu,
      '$1 $2',
    )
    .replace(/^(?:and|but|or|however),? /iu, '')
    .replace(/[.!:]+$/u, '')
    .trim()
    .replace(ownerOfOne, 'required for $<owners>');

/** What parts the clauses of a sentence; a comma does before another rule, but not behind the condition of the first one. */
const apart = /;\s*|\s[–—-]\s|\s?\(|\)\s?|:\s+(?=(?:an?|the|every|each) [`"“])/u;
const apartAtCommas =
  /;\s*|\s[–—-]\s|\s?\(|\)\s?|:\s+(?=(?:an?|the|every|each) [`"“])|,\s+(?=(?:and |but )?you (?:may|can|must|have to)\b)|,\s+(?=(?:and |but |or )?(?:it |this )?(?:is |are )?(?:required|needed|mandatory|obligatory|not |never |forbidden|only |must |has to |may not |cannot ))/u;
const beginsWithCondition = new RegExp(`^${head}`, 'iu');

const clausesOf = (sentence: string): readonly string[] =>
  sentence
    .split(beginsWithCondition.test(sentence) ? apart : apartAtCommas)
    .map(marked)
    .filter((one) => one !== '');

const bare = (text: string): string =>
  text
    .replace(/^(?:an?|the|either) /iu, '')
    .replaceAll(/[<>]/gu, '')
    .trim();

const namesIn = (text: string): readonly string[] => text.split(/,? (?:and|or) |, |\//iu).map(bare);

/** The value that a form of its verb means: "declining" for `declined`. Undefined where it could be several. */
const valueOfVerb = (values: readonly unknown[], name: string): unknown => {
  const verb = stemOf(name.toLowerCase());
  const found = values.filter((value) => typeof value === 'string' && /^\p{L}+$/u.test(value) && stemOf(value.toLowerCase()) === verb);
  return found.length === 1 && /^\p{L}+$/u.test(name) ? found[0] : undefined;
};

const valueNamed = (values: readonly unknown[], name: string): unknown =>
  values.find((value) => String(value) === name) ??
  values.find((value) =>
    [name, singular(name)].some(
      (one) =>
        one.toLowerCase() === String(value).replaceAll(/[_-]/gu, ' ').toLowerCase() || one.toLowerCase() === String(value).toLowerCase(),
    ),
  ) ??
  valueOfVerb(values, name);

/** The values that a text lists of a member; undefined where one of them is none of its values. */
const valuesAmong = (values: readonly unknown[], text: string): readonly unknown[] | undefined => {
  const found = namesIn(text).map((name) => valueNamed(values, name));
  return found.length > 0 && found.every((value) => value !== undefined) ? found : undefined;
};

type Groups = Readonly<Record<string, string | undefined>>;

/** Which member decides, and with which of its values; undefined where the text names none, or could mean two. */
const decidedBy = (groups: Groups, member: string, listing: Listing): Pick<ToldCondition, 'by' | 'values'> | undefined => {
  const { deciding, not, others: all, list: named, bare: plainly, noun, present, beside } = groups;
  const isOther = (name: string): boolean => name !== member && listing.has(name);
  const single = present ?? beside;
  if (single !== undefined) return isOther(bare(single)) ? { by: bare(single), values: undefined } : undefined;
  const among = (by: string, text: string, isTurned: boolean): Pick<ToldCondition, 'by' | 'values'> | undefined => {
    const values = listing.get(by) ?? [];
    const found = valuesAmong(values, text);
    const meant = found && isTurned ? values.filter((value) => !found.includes(value)) : found;
    return meant === undefined || meant.length === 0 ? undefined : { by, values: meant };
  };
  if (deciding !== undefined && named !== undefined)
    return isOther(bare(deciding)) ? among(bare(deciding), named, not !== undefined) : undefined;
  if (plainly === undefined) return undefined;
  // "With a delay notice" may be about something else than delays, unless the value is marked as one.
  const isMarked = plainly.includes('<');
  if (noun !== undefined && !isMarked) return undefined;
  const found = [...listing.keys()].filter(isOther).flatMap((by) => among(by, plainly, all !== undefined) ?? []);
  if (found.length === 1) return found[0];
  const name = bare(plainly);
  return found.length === 0 && all === undefined && noun === undefined && isMarked && isOther(name)
    ? { by: name, values: undefined }
    : undefined;
};

/** The same rule for the values that a condition leaves. */
const turnedRound = (
  { by, values }: Pick<ToldCondition, 'by' | 'values'>,
  listing: Listing,
): Pick<ToldCondition, 'by' | 'values'> | undefined => {
  const rest = values && (listing.get(by) ?? []).filter((value) => !values.includes(value));
  return rest === undefined || rest.length === 0 ? undefined : { by, values: rest };
};

/** Of which member a clause speaks: the one that it names, else the one that is described. */
const memberOf = (groups: Groups, own: string | undefined, listing: Listing): string | undefined => {
  const { subject: named } = groups;
  const name = named?.startsWith('<') === true ? bare(named) : undefined;
  return name === undefined ? own : listing.has(name) ? name : undefined;
};

/** What a clause says that a value of a member needs: all of them, or nothing where one is no member. */
const needsIn = (clause: string, listing: Listing): readonly ToldCondition[] => {
  const needs = (needing.exec(clause) ?? lacking.exec(clause))?.groups;
  const needed = namesIn(
    (needs?.['needed'] ?? '').replaceAll(/, and /giu, ' and ').replaceAll(new RegExp(`(?<=and |, )${article}(?=<)`, 'giu'), ''),
  );
  if (!needs || !needed.every((name) => listing.has(name))) return [];
  return needed.flatMap((member): readonly ToldCondition[] => {
    const decided = decidedBy({ ...needs }, member, listing);
    return decided?.values ? [{ member, rule: 'required', ...decided }] : [];
  });
};

/** Words as they stand in a sentence for a name: `max_age` is "max age". */
const asWords = (name: string): string => literalPattern(wordsOf(name).join(' '));

/**
 * A clause in which a value beside the noun of its member, and the members that it needs, are marked: "a bad score needs a comment" is "<bad> needs a <comment>". As it is
 * where it names no value so that no other one may be meant.
 */
const spelledOut = (clause: string, listing: Listing): string => {
  const one = '(?:(?<![\\p{L}<])(?:an?|the|every|each|any) )?';
  let said = clause;
  const inSmall = clause.toLowerCase();
  for (const [by, values] of listing) {
    const lastOfNoun = wordsOf(by).at(-1) ?? '';
    for (const value of values) {
      if (typeof value !== 'string' || by === '' || value === '') continue;
      // Of the many pairs of a value and its noun, a clause has few.
      if (!inSmall.includes(lastOfNoun) || !inSmall.includes(wordsOf(value).at(-1) ?? '')) continue;
      const [name, noun] = [`(?:<${literalPattern(value)}>|(?<![\\p{L}<])${asWords(value)}(?![\\p{L}>]))`, `${asWords(by)}s?`];
      said = said.replaceAll(new RegExp(`${one}(?:${name} ${noun}|(?<![\\p{L}<])${noun} of ${name})(?![\\p{L}_])`, 'giu'), `<${value}>`);
    }
  }
  const isSure = [...listing.values()].some((values) => values.some((value) => said.includes(`<${String(value)}>`)));
  if (!isSure) return clause;
  for (const name of listing.keys()) {
    const words = asWords(name);
    if (words === '' || !inSmall.includes(wordsOf(name).at(-1) ?? '')) continue;
    said = said
      .replace(new RegExp(`^(?:(?:an?|the|its) )?${words}(?= (?:is|are|must|has to|have to) )`, 'iu'), `<${name}>`)
      .replace(
        new RegExp(
          `(?<=(?:needs?|requires?|without|with no|has no|lacking|and|have|carry|include|contain|come with) (?:(?:an?|the|its|their) )?)${words}(?=$|,| (?:and|is|are|gets|fails|too|as well)(?: |$))`,
          'iu',
        ),
        `<${name}>`,
      );
  }
  return said.replace(/^(?:an?|the|its) (?=<)/iu, '');
};

/** A value, what is said of it, and the member that has to be there for that: "`courier` is brought by one of ours: `courierId` must be given". */
const ofTopic = new RegExp(
  String.raw`^(?:(?:an?|the|every|each|any) )?<(?<value>[^<>]+)>(?<about>(?: [\p{L}\p{N}'’-]+){0,12})(?::|;|,? (?:so|therefore|hence|thus|and so|that is why|which is why)\b,?| [–—-]{1,2}) (?:then )?(?:(?:an?|the|its|their) )?<(?<member>[^<>]+)> (?:(?:is|are) )?(?:then |also |always |therefore )?${required}(?: too| as well)?$`,
  'iu',
);

/** Words by which what is said of a value is not so always, or is said of others. */
const notAlways =
  /\b(?:not|no|never|nor|neither|without|may|can|could|might|sometimes|often|usually|if|when|where|unless|except|but|other|others|until|once|optional(?:ly)?)\b/iu;

/** What a sentence needs of the value that it begins with. */
const topicIn = (sentence: string, listing: Listing): ToldCondition | undefined => {
  const { value = '', about = '', member = '' } = ofTopic.exec(marked(sentence.replaceAll(/\s*\(`4\d\d`[^)]*\)/gu, '')))?.groups ?? {};
  if (!listing.has(member) || notAlways.test(about)) return undefined;
  const decided = decidedBy({ bare: `<${value}>` }, member, listing);
  return decided?.values === undefined ? undefined : { member, rule: 'required', ...decided };
};

const conditionIn = (clause: string, sentence: string, own: string | undefined, listing: Listing): ToldCondition | undefined => {
  const only = saysRefused.test(sentence) ? [{ rule: 'forbidden' as const, isTurned: true as const, form: bareOnly }] : [];
  for (const { rule, isTurned, form } of [...forms, ...only]) {
    const groups = form.exec(clause)?.groups;
    const member = groups && memberOf(groups, own, listing);
    const decided = groups && member !== undefined ? decidedBy(groups, member, listing) : undefined;
    if (!groups || member === undefined || decided === undefined) continue;
    const isReversed = (groups['turned'] !== undefined) !== (isTurned === true);
    const meant = isReversed ? turnedRound(decided, listing) : decided;
    return meant && { member, rule, ...meant };
  }
  return undefined;
};

/** An item of a list in CommonMark that begins with a value, and says more behind it: "- `receipt`: `toBinId` only". */
const itemOfValue = /^\s*[-*+]\s+[`"'*]*(?<value>[\w.-]+)[`"'*]*\s*(?::|[–—-]{1,2}|=|needs|takes|requires)\s*(?<rest>.+)$/u;

/** Words before such a list by which it is about what has to be sent. */
const saysGiven = new RegExp(String.raw`\b(?:${given}|required|mandatory|needed|needs?|takes?|400|422)\b`, 'iu');

/** "both", or "all three". */
const wholeRow = /^(?:both|all(?: (?:of them|two|three|four))?)\b/iu;

const membersNamed = (rest: string, listing: Listing): readonly string[] =>
  [...rest.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => name).filter((name) => listing.has(name));

/**
 * What a list with an item for each value of a member says of the others: "- `receipt`: `toBinId` only", "- `pick`: `fromBinId` only", "- `transfer`: both". An item
 * that says anything else tells nothing.
 */
const conditionsListedIn = (text: string, listing: Listing): readonly ToldCondition[] =>
  text.split(/\n\s*\n(?=\s*[^\s*+-])/u).flatMap((block) => {
    const lines = block.split('\n');
    const rows = lines.flatMap((line) => {
      const { value = '', rest = '' } = itemOfValue.exec(line)?.groups ?? {};
      return value === '' ? [] : [{ value, rest }];
    });
    const before = lines
      .slice(
        0,
        Math.max(
          0,
          lines.findIndex((line) => itemOfValue.test(line)),
        ),
      )
      .join(' ');
    const [by] =
      [...listing].find(([, values]) => values.length > 1 && values.every((one) => rows.some(({ value }) => value === one))) ?? [];
    if (by === undefined || !saysGiven.test(before)) return [];
    const only = rows.map(({ value, rest }) => ({
      value,
      isWhole: wholeRow.test(rest),
      named:
        /^(?:only )?(?:`[^`]+`(?:,? (?:and|or) |, )?)+(?: only)?[.,;]?$/u.test(rest) && /\bonly\b/u.test(rest)
          ? membersNamed(rest, listing)
          : [],
    }));
    const all = [...new Set(only.flatMap(({ named }) => named))].filter((name) => name !== by);
    return only.flatMap(({ value, isWhole, named }) =>
      all.flatMap((member): readonly ToldCondition[] => {
        if (!isWhole && named.length === 0) return [];
        return [{ member, rule: isWhole || named.includes(member) ? 'required' : 'forbidden', by, values: [value] }];
      }),
    );
  });

/**
 * What a text says of when a member has to be there, or may not be: "Required with `delay`; not allowed with `cancellation`", "Required if `kind` is `card`", "Required for all but
 * bicycles", "Must be given unless `pickup` is `true`".
 * @param member The member that the text describes; undefined for the text of the whole object, which has to name it.
 */
export const conditionsToldIn = (text: string, member: string | undefined, listing: Listing): readonly ToldCondition[] => [
  ...conditionsListedIn(text, listing),
  ...conditionsInRow(text, member, listing),
];

/** A clause that takes some from what stands before it. */
const isException = /^(?:not (?:for|with|in|on|by|when|if)|never|only (?:in|on|by)|except|unless|apart from|optional (?:for|in|on))\b/iu;

/** The same of one sentence after another: a later one may speak of the other values. */
const conditionsInRow = (text: string, member: string | undefined, listing: Listing): readonly ToldCondition[] => {
  const found: ToldCondition[] = [];
  /** What the clause before says of the values with which a member is meant. */
  let before: Pick<ToldCondition, 'member' | 'by' | 'values'> | undefined;
  for (const said of sentencesOf(text)) {
    const sentence = flagsByName(said, member, listing);
    const topic = unclear.test(sentence.replaceAll(/`[^`]*`/gu, '``')) ? undefined : topicIn(sentence, listing);
    if (topic) {
      found.push(topic);
      before = topic;
      continue;
    }
    const clauses = clausesOf(sentence);
    // "Required with `delay`, but not for staff" is no rule for all.
    if (clauses.slice(1).some((one) => isException.test(one) && !conditionIn(one, sentence, member, listing) && !forOthers.test(one)))
      continue;
    for (const clause of clauses.filter((one) => !unclear.test(one.replaceAll(/<[^<>]*>/gu, '<>')))) {
      const whole = spelledOut(clause, listing);
      const needs = needsIn(whole, listing);
      if (needs.length > 0) {
        found.push(...needs);
        before = needs.at(-1);
        continue;
      }
      const rest = before && forOthers.test(clause) ? turnedRound(before, listing) : undefined;
      const told =
        before && rest
          ? ({ ...before, rule: 'forbidden', ...rest } as const)
          : (conditionIn(clause, sentence, member, listing) ?? conditionIn(whole, sentence, member, listing));
      if (told) found.push(told);
      const rested = told?.rule === 'required' && elseForbidden.test(clause) ? turnedRound(told, listing) : undefined;
      if (told && rested) found.push({ ...told, rule: 'forbidden', ...rested });
      before = told?.rule === 'required' ? told : told ? undefined : meantIn(clause, member, listing);
    }
  }
  return found;
};

/** The values for which a clause says that a member alone is: "Only for `part`". */
const meantIn = (
  clause: string,
  own: string | undefined,
  listing: Listing,
): Pick<ToldCondition, 'member' | 'by' | 'values'> | undefined => {
  const groups = bareOnly.exec(clause)?.groups;
  const member = groups && memberOf(groups, own, listing);
  const decided = groups && member !== undefined ? decidedBy(groups, member, listing) : undefined;
  return member === undefined || !decided?.values ? undefined : { member, ...decided };
};
