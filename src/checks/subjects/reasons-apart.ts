/** The status of a refusal, perhaps with its code: "`404` also", "`409 hall_dark`". */
const status = String.raw`\x60?4\d\d\x60?(?: conflict)?(?: \(?\x60?[a-z]+(?:[_-][a-z]+)+\x60?\)?)?:? (?:also |even |too |as well )?`;

/** What begins a sentence that is nothing but the reasons of a refusal: "409 if", "It is a `409` when", "Fails with `409` if". */
const beginning = new RegExp(
  String.raw`^(?<refusal>(?:(?:(?:it|this|that|the (?:answer|response|call|request)) )?(?:is|answers|gets|gives|returns|fails with|responds with|is answered(?: with)?|is refused with|refused with|rejected with) |you get )?(?:an? )?(?:status )?${status})(?<when>if|when|where) `,
  'iu',
);

/** Words by which a reason is not one that holds alone. */
const joined = /\b(?:both|unless|except|otherwise|then|only|either|neither|while)\b|\band (?:if|when|where) /iu;

/** Words of a verb, by which a reason is one of its own. */
const verbs =
  'is|are|was|were|has|have|had|does|do|did|can|cannot|will|would|exists?|overlaps?|exceeds?|belongs?|lies|starts?|begins?|ends?|needs?|lacks?|misses|holds?';

/** A reason with a subject and a verb: "the station is full", "there is no fare". */
const ownClause = new RegExp(
  String.raw`^(?:(?:the|its|their|this|that|an?|another|no|any|some|all|each|every|one) (?:[\w\x60'’-]+ ){1,5}?|(?:it|they|there|you|(?:some|any|every|no)(?:one|body|thing)) (?:already |still )?)(?:${verbs})\b`,
  'iu',
);

/** "Another" clause that goes on from the one before it with "and": which reasons it belongs to is not plain. */
const andClause = /(?:,| )and (?<clause>.+)$/iu;

/** The reasons of a refusal that have a subject and a verb of their own and are joined by "or"; one where they are not. */
const reasonsIn = (reasons: string): readonly string[] => {
  const parts = reasons.split(/(,? or |, )/u);
  const found: string[] = [parts[0] ?? ''];
  let last = '';
  for (let n = 2; n < parts.length; n += 2) {
    const [joint = '', part = ''] = [parts[n - 1], parts[n]];
    if (ownClause.test(part)) {
      found.push(part);
      last = joint;
    } else found.push(`${found.pop() ?? ''}${joint}${part}`);
  }
  const isShort = /^(?:(?:it is|already|not|no longer) )*\w+(?: (?:already|before))?$/iu.test(found[0] ?? '');
  const isPlain = last.includes('or') && (isShort || ownClause.test(found[0] ?? ''));
  const isUnclear = found.some((one) => ownClause.test(andClause.exec(one)?.groups?.['clause'] ?? ''));
  return isPlain && !isUnclear ? found : [reasons];
};

/** Where a refusal with another status begins in a sentence that begins with one: "`404` when the hall is unknown, `409` when it is dark". */
const nextRefusal = new RegExp(`(?:, (?:and |or |but )?| (?:and|or|but) )(?=(?:an? )?${status}(?:if|when|where) )`, 'iu');

/** What is done, in front of the refusal: "Ends the rental, `409` when". */
const led = /^(?<lead>[^,:;()–—]+)(?:,| –| —|:) (?=(?:an? )?`?4\d\d`? (?:if|when|where) )/iu;

/** Words by which what stands in front of a refusal has a condition of its own. */
const unplain =
  /\b(?:only|unless|if|when|where|while|must|has|have|needs?|can|cannot|may|not|no|never|nothing|until|before|after|others?|any|every|all|both|either|4\d\d)\b/iu;

const answered = String.raw`(?:(?:with |by |as )?(?:an? )?\x60?4\d\d\x60?)`;

/** A refusal whose status stands behind its reasons: "Not possible when the hall is dark (`409`)", "When the hall is dark, the answer is `409`". */
const statusBehind: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?:(?:this|it) )?(?:is )?(?:not (?:possible|allowed|permitted|accepted)|impossible|refused|rejected|fails) (?<when>if|when|where|once) (?<reasons>[^(){}:;]+?) \((?<status>\x60?409\x60?)\)\.?$`,
    'iu',
  ),
  new RegExp(
    String.raw`^(?<when>if|when|where|once) (?<reasons>[^(){}:;]+?), (?:(?:the (?:answer|response|status|call|request)|this|it|that) (?:is|fails|is answered|is refused|gets|gives)|you get|we answer) (?<status>${answered})\.?$`,
    'iu',
  ),
];

/** A sentence that refuses several things by their names: "A second time, or one that is not open, is `409`". */
const namedCases =
  /^(?<cases>[^:;(){}]+?),? (?<answer>(?:(?:it|this|that) )?(?:is|are|gets?|gives?|means|causes|leads to|is answered with|are answered with|fails? with) (?:an? )?`?409`?)[.;]?$/iu;

/** How each of such things is named. */
const namedCase = /^(?:for )?(?:an?|the|one|any|every|another|what|whatever|anything) /iu;

/** What a thing is said to have, of which "one" may be another. */
const having = / (?:with|without|of|for|in|on|to|from|has|have) /iu;

/** A sentence for each of the things that one refuses by their names; the sentence itself where it refuses no more than one, or which they are is not plain. */
const casesApart = (sentence: string): readonly string[] => {
  const { cases = '', answer = '' } = namedCases.exec(sentence)?.groups ?? {};
  const all = cases.split(/,? or |,? and (?=for )|, /u);
  const isPlain =
    all.length > 1 &&
    !joined.test(cases) &&
    !/\b(?:if|when|where|and|is|are) (?:an?|the|one|any) /iu.test(cases) &&
    all.every((one, n) => namedCase.test(one) && !(/^one /iu.test(one) && all.slice(0, n).some((before) => having.test(before))));
  const plainAnswer = answer.replace(/^(?:it|this|that) /iu, '').replace(/^are /u, 'is ');
  return isPlain ? all.map((one) => `${one.replace(/^for /u, '')} ${plainAnswer}`) : [sentence];
};

/** A sentence in which the status stands in front of the reasons, where it is one of these. */
const withStatusFirst = (sentence: string): string => {
  const found = statusBehind.map((form) => form.exec(sentence)?.groups).find((groups) => groups !== undefined);
  if (!found) return sentence;
  const when = /^once$/iu.test(found['when'] ?? '') ? 'when' : (found['when'] ?? 'when').toLowerCase();
  return `${/`?4\d\d`?/u.exec(found['status'] ?? '')?.[0] ?? '409'} ${when} ${found['reasons'] ?? ''}.`;
};

/** The refusals of a sentence with one status, each reason for itself. */
const apart = (sentence: string): readonly string[] => {
  const { refusal = '', when = '' } = beginning.exec(sentence)?.groups ?? {};
  if (refusal === '' || joined.test(sentence)) return [sentence];
  const reasons = sentence
    .slice(refusal.length)
    .split(new RegExp(`(?:,? or|,)? (?=${when} )`, 'iu'))
    .flatMap((one) => reasonsIn(one.slice(when.length + 1)));
  return reasons.map((reason) => `${refusal}${when} ${reason}`);
};

/** A second reason between the other states and the status with which both are refused: "from any other status, or when it has no entries, `409`". */
const besideOtherStates =
  /\b(?<other>(?:from|in) any other (?:state|status)),? or (?:if|when|where) [^,;.:()]+,(?= (?:it is |the answer is |with )?(?:an? )?`?4\d\d)/giu;

/**
 * A text in which a refusal for several reasons is one sentence for each: "409 if the seat is taken, if the hall is dark, or if the guest is barred" is "409 if the seat
 * is taken. 409 if the hall is dark. 409 if the guest is barred", and "`404` when the hall is unknown, `409` when the seat is taken or the hall is dark" is three of them.
 * What one reason says of something else does not blur the others then, nor does what one of several things is called: "A second time, or one that is not open, is `409`".
 */
export const withReasonsApart = (text: string): string =>
  text
    .replaceAll(besideOtherStates, '$<other>')
    .split(/((?<=[.;])\s+|\n\s*\n)/u)
    .map((part) => {
      const sentence = part.replaceAll(/\s+/gu, ' ').trim();
      const { 0: front = '', groups } = led.exec(sentence) ?? {};
      const lead = unplain.test(front) ? undefined : groups?.['lead'];
      const said = withStatusFirst(lead === undefined ? sentence : sentence.slice(front.length)).replace(/[.;]$/u, '');
      if (!beginning.test(said)) {
        const cases = casesApart(sentence);
        return cases.length < 2 ? part : cases.map((one) => `${one}.`).join(' ');
      }
      const refusals = said.split(nextRefusal).flatMap(apart);
      return refusals.length < 2 && said === sentence.replace(/[.;]$/u, '')
        ? part
        : [...(lead === undefined ? [] : [lead]), ...refusals].map((one) => `${one}.`).join(' ');
    })
    .join('');
