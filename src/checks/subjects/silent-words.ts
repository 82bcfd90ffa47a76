/** A request that changes nothing: one that was done already, one with the values that are there, or one without members. */
export type SilentKind = 'again' | 'own' | 'empty';

/** What a sentence says of requests that change nothing. */
export type Silent = {
  readonly by: readonly SilentKind[];
  /** It says that only a change of a value has an effect, so that all members have to be as before. */
  readonly isCounterpart: boolean;
};

const thing = '(?:value|member|field|propert(?:y|ies)|attribute|data|setting)s?';
const really = '(?:(?:actually|really|in fact|effectively|in effect) )?';
const request =
  '(?:change|update|edit|patch|put|request|write|modification|replacement|call|body|save|merge|one|saving|updating|patching|writing|editing)(?:e?s)?';
const whole = '(?:resource|record|object|entity|content|data|state|representation)';

/** What is said of a request that changes nothing, behind its name. */
const hasNoEffect = String.raw`${really}(?:(?:does|do|did) not ${really}(?:change|alter|modify) (?:anything|any|a ${thing}|the (?:${thing}|${whole}))|(?:changes?|alters?|modif(?:y|ies)|sets?|make|makes) (?:nothing(?! else)|no(?:ne of the)? ${thing}|no (?:actual )?changes?)|would change nothing(?! else)|(?:has|have) no effect|(?:results?|ends?) in no changes?|leaves? (?:everything|all ${thing}) (?:as (?:it|they) (?:is|are|was|were)|unchanged))`;

/** "A patch that changes no value", "if a change has no effect", "an update without effect", "no-op updates", "if nothing changes". */
const nothingChanges: readonly RegExp[] = [
  new RegExp(String.raw`\b${request} (?:that|which) ${hasNoEffect}`, 'iu'),
  new RegExp(String.raw`\b(?:if|when|where)\b[^.,;]*\b${request} ${hasNoEffect}`, 'iu'),
  new RegExp(String.raw`\b${request} (?:without|with no) (?:any |an |a )?(?:actual |real )?(?:effect|changes?|difference)\b`, 'iu'),
  /\bno-?ops?\b|\bno op\b/iu,
  new RegExp(
    String.raw`\b(?:if|when|where|as long as) (?:nothing(?! else)|no ${thing}|none of (?:the|its|their) ${thing})(?: (?:is|are|was|were|has|have))?(?: (?:actually|really|in fact|been))* (?:changed?s?|differs?|different|modified|altered)\b`,
    'iu',
  ),
  /\b(?:changing|changes|change) nothing(?! else)\b/iu,
];

const old = '(?:current|present|existing|stored|own|old|previous)';
const sameValues = new RegExp(
  String.raw`\b(?:same|identical|unchanged|(?:the|its|their) ${old}) (?:${thing}|body|content|state)\b|\b(?:equals?|the same as|identical (?:to|with)) (?:the |its )?${old} (?:ones?|${thing}|state)\b|\b(?:values?|what)\b[^.,;]*\balready\b`,
  'iu',
);

const noMembers =
  /\bempty (?:merge[- ]?)?(?:patch|body|object|change|update|request)\b|`\{\}`|\b(?:with|names?|sends?|has|contains?) (?:nothing|no (?:members?|fields?|properties|attributes))\b|\bwithout (?:any )?(?:members?|fields?|properties)\b/iu;

const stays =
  /\b(?:leav(?:es?|ing)|stays?|remains?|keeps?|kept|unchanged|untouched|unaffected)\b|\b(?:do(?:es)?|is|are|will) (?:not|never)\b[^.;]*\b(?:chang|bump|incre|rais|mov|touch|updat|advanc|alter|affect|creat|giv|produc|go|count|refresh|modif|renew)\w*|\bnever (?:chang|bump|incre|rais|mov|touch|updat|advanc|alter|affect)\w*|\bno (?:new|other|further) (?:version|revision|etag|entity tag)\b|\bneither\b[^.;]*\bnor\b|\bnot (?:chang|bump|incre|rais|mov|touch|updat|advanc|alter|renew)\w*|\bwithout (?:changing|raising|bumping|touching|moving|a new)\b/iu;

const moves = /\b(?:goes up|rises?|grows?|chang\w+|incre\w+|raised?s?|bump\w*|moves?|moved|new|updated|advances?|set|counts?)\b/iu;

const onlyWhen = new RegExp(
  String.raw`\bonly (?:[a-z]+ ){0,2}(?:if|when|where) (?:(?:a|any|some|at least one|one|one of the|one of its) (?:[a-z]+ )?${thing}|something|anything)(?: (?:of it|in it))?(?: (?:is|was|has|actually|really|in fact|been))* (?:changes?|changed|differs?|different)\b|\bonly (?:[a-z]+ )?(?:with|by|on|for|through) (?:a |an |those )?(?:changes?|updates?|requests?|patch(?:es)?) that ${really}(?:changes?|alters?) (?:a|any|some|at least one|something|anything|the)\b`,
  'iu',
);

/** Words of another matter, and those that leave it open. */
const isElse =
  /\b304\b|\b(?:even|anyway|nevertheless|nonetheless|all the same)\b|\bstill (?:raises?|bumps?|increments?|moves?|changes?|counts?|updates?|gives?|sets?|gets?)\b|\b4\d\d\b|\b(?:is|are|gets?) (?:refused|rejected)\b|\bIf-None-Match\b|\bsince\b|\b(?:may|might|can|could|should|usually|typically|normally|unless|except)\b/iu;

/** What a sentence says of what a request leaves as it was that changes nothing; undefined where it says nothing of it, or leaves it open. */
export const silentIn = (sentence: string): Silent | undefined => {
  if (isElse.test(sentence.replaceAll(/\b(?:may|can) be empty\b/giu, ''))) return undefined;
  const plain = sentence.replaceAll('`', '');
  if (onlyWhen.test(plain) && moves.test(sentence)) return { by: ['again', 'own', 'empty'], isCounterpart: true };
  if (!stays.test(sentence)) return undefined;
  if (nothingChanges.some((one) => one.test(plain))) return { by: ['again', 'own', 'empty'], isCounterpart: false };
  const by: readonly SilentKind[] = [
    ...(sameValues.test(plain) ? (['again', 'own'] as const) : []),
    ...(noMembers.test(sentence) ? (['empty'] as const) : []),
  ];
  return by.length === 0 ? undefined : { by, isCounterpart: false };
};

/** Do these requests have no members. */
export const emptyOnly = (by: readonly SilentKind[]): boolean => by.every((one) => one === 'empty');
