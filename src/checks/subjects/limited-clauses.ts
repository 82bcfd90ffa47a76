import { isActing, actsAs } from '../../contract/infer/acting.ts';
import { singular } from '../../contract/infer/singular.ts';
import { endsInParameter, tailOf } from '../../contract/infer/path-template.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Operation } from '../../contract/model.ts';
import { isLeft, isLeftBy, verbOf } from './action-words.ts';
import { optional } from './refusal-words.ts';
import { inWords, type Mention, type State } from './state-mentions.ts';

// Clauses that name a state and refuse something, and yet do not refuse the whole operation for every resource in that state: they hold for some resources, some callers,
// some time or a part of the resource, or speak of another deed.

/** What a clause may be about. */
export type About = {
  readonly operation: Operation;
  readonly states: readonly State[];
  /** The noun of the resource, in both numbers. */
  readonly nouns: readonly string[];
  readonly isBelow: boolean;
};

/** Words by which a clause holds as a rule, for some or for a time. */
const forSome: readonly RegExp[] = [
  / (?:usually|normally|typically|generally|mostly|often|sometimes|probably|soon|most|some(?! or all )|certain|recommend|recommended|suggest|advise|intended|meant|by default) /u,
  / (?:in|on|through|via|from) (?:the |our )?(?:web app|website|web|ui|portal|dashboard|app|mobile app|console|bulk|batch|import|imports|user interface) /u,
  / (?:not|never) (?:allowed|accepted|permitted|possible) (?:in|on|as|within) (?!(?:this|that|the|an?|any|its|case|state|status|it) )/u,
  / (?:in|since|from|of|with|until|starting with) (?:(?:api|the) )?(?:version|release) /u,
  / (?:from|since|until|after|before|as of|starting(?: with| from| on| in)?) 20\d\d /u,
  / (?:after|within|for|older than|newer than|more than|less than|ago|last) (?:(?:the|last|first|about|up to) )?(?:\d+|an?|one|two|three|five|seven|ten|fourteen|thirty) (?:\w+ )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?) /u,
  / (?:can|may|must|could) (?:(?:not|no longer|never|only|then|also) )*be \w+ (?:(?:only|any more|directly) )?by (?!(?:this|that|calling|sending|the (?:api|call|operation)|any(?:one|body)) )/u,
  / (?:can|may|must|could) (?:(?:not|no longer|never|only|then) )*(?:be )?(?:immediately|directly|fully|really|actually|physically|permanently|entirely|completely|partially|partly|automatically|simply|hard) /u,
  / (?:can|may|must|could) (?:(?:not|no longer|never|only|then) )*be \w+ (?:immediately|directly|fully|entirely|completely|partially|partly|automatically|twice|individually|separately|one by one) /u,
  / (?:is|are) (?:only )?(?:immediately|directly|really|actually|physically|permanently|hard) /u,
  / only \w+ (?:is|are) (?:immediately|directly|really|actually|physically|permanently|hard) /u,
  / (?:can|may|must|could) (?:(?:not|no longer|never|only|then) )*(?:be )?\w+ (?:from|in|on|into|onto) (?:the|our|its) (?!(?:states?|status|statuses|list|system|api|service|first|same|following|meantime|moment) |\w+ (?:state|status) )\w+ /u,
  / 409 is (?:never|not) | (?:never|not) an? 409 /u,
];

/** Words for editions of a service, of which the account of the caller has one. */
const editions = ['plan', 'tier', 'tariff', 'subscription', 'edition', 'trial', 'sandbox'];

const isOfEdition = (words: string, nouns: readonly string[]): boolean =>
  editions.some(
    (one) =>
      !nouns.includes(one) && new RegExp(` (?:on|in|with|under|of) (?:(?:the|an?|our|your) )?(?:\\w+ ){0,2}${one}s? `, 'u').test(words),
  );

const markers = 'if|when|whenever|where|while|as long as|so long as|in case|provided(?: that)?|given that';

/** What a condition may say without being one of its own: that somebody tries it, or that it is not so. */
const idleCondition =
  /^(?:(?:even|it|this|that|they|is|are|not|so|the|case|you|somebody|attempted|tried|try|called|call|attempt) )*(?:[45]\d\d|$)/u;

/** Is a refusal bound to a condition that names no state: "409 if the carrier objects". A permission is not: what is in another state is refused all the same. */
export const isOnCondition = (words: string, named: readonly Mention[]): boolean => {
  const found = [...words.matchAll(new RegExp(` (?<before>\\w+) (?:${markers}) | (?:${markers}) `, 'gu'))].filter(
    ({ groups }) => groups?.['before'] !== 'even',
  );
  return found.some(({ index, 0: { length } }, n) => {
    const [begin, end] = [index + length, found[n + 1]?.index ?? words.length];
    const said = words.slice(begin, end + 1);
    return !named.some(({ at }) => at >= begin - 1 && at < end) && !idleCondition.test(said);
  });
};

/** Is what a clause begins with another deed, or one on a part: "Unlocking is only possible for ...", "Changing the recipient is not possible ...". */
const isOfOtherGerund = (words: string, about: About): boolean => {
  const { operation, nouns, states, isBelow } = about;
  const found =
    /^ (?<gerund>(?!(?:any|every|no|some)thing|(?:attempting|trying) to )[a-z]+ing) (?:(?:the|an?|its|any|all|of|such) )*(?<object>[a-z\d]+) /u.exec(
      words,
    )?.groups;
  if (isBelow || !found) return false;
  const [gerund = '', object = ''] = [found['gerund'], found['object']];
  if (states.some(({ name }) => name.split(' ').includes(gerund))) return false;
  const isOnPart =
    ['PATCH', 'PUT'].includes(actsAs(operation)) &&
    !nouns.includes(object) &&
    !wholes.has(object) &&
    !/^(?:is|are|can|may|works|needs|requires|while|when|in|for|once|if)$/u.test(object) &&
    states.every(({ name }) => !` ${name} ${name}s `.includes(` ${object}`));
  const isPlain = isOwnDeed(gerund, about) === true && !/^(?:set|mov|add|remov|renam|replac|extend|reschedul)/u.test(gerund);
  return !isPlain || isOnPart;
};

/** What a sentence is limited to before its first comma or colon: "If `refund` is true, ...", "When called by a carrier, ...". */
const lead = /^\s*(?:only )?(?:if|when|whenever|where|while|for|on|with|in case|to|in order to)\b(?<limit>[^,:;]*)[,:]/iu;

const general = /\b(?:this|that|it|they|call|calls|request|operation|success|succeed|work|all|any|every|everything|reasons?)\b/iu;

/** Words that what is done to a resource by a change or a removal is told with. */
export const deeds: Readonly<Record<string, RegExp>> = {
  PATCH: /^(?:chang|edit|updat|modif|alter|amend|adjust|revis|correct|touch|patch|writ|overwrit|sav)/u,
  PUT: /^(?:chang|edit|updat|modif|alter|amend|adjust|revis|correct|touch|writ|overwrit|sav|set|replac|put|upload)/u,
  DELETE: /^(?:delet|remov|eras|destroy|discard|withdraw|drop|cancel|clear|tak)/u,
};

const anyDeed = /^(?:call|do|done|us|perform|request|mad|mak|process|execut|accept|handl|appl|happen|possible|so|open(?:ed)? by)/u;

/** Deeds that take another one back, or follow it. */
const otherDeed =
  /^(?:undone|undo|revers|revert|revok|recover|restor|reopen|re-?activat|reinstat|resum|purg|refund|reus|recreat|duplicat|cop|shar|export|print|listed|shown|seen|search|used as)/u;

/** Does a word tell what an operation does, or another deed; undefined where nothing tells. */
const isOwnDeed = (word: string, { operation, states, isBelow }: About): boolean | undefined => {
  if (anyDeed.test(word)) return true;
  const verb = verbOf(operation).split(' ')[0] ?? '';
  if (!isBelow && (isLeftBy(operation, word) || (verb.length > 2 && word.startsWith(verb.slice(0, 4))))) return true;
  if (deeds[isActing(operation) ? 'POST' : actsAs(operation)]?.test(word) === true) return true;
  // `POST /bills/{billId}/payment` leaves a state that its name does not tell.
  const isNamed = !isActing(operation) || isBelow || states.some(({ value }) => isLeftBy(operation, value));
  const isState = isNamed && states.some(({ name, value }) => (name === word || isLeft(name, word)) && !isLeftBy(operation, value));
  if (isState || otherDeed.test(word)) return false;
  if (isBelow || operation.method === 'GET') return undefined;
  // A change is told in general words, and a change or a removal is no action.
  if (!isActing(operation) && ['PATCH', 'PUT'].includes(actsAs(operation))) return false;
  return deeds['PATCH']?.test(word) === true || (isActing(operation) && /^(?:delet|remov|eras)/u.test(word)) ? false : undefined;
};

/** May something be refused, and accepted as well: not where "can be" is about the deed itself, "Only a hired boat can be returned" at the return. */
export const isOptional = (words: string, { operation, isBelow }: About): boolean =>
  optional.test(
    isBelow || !words.includes(' only ')
      ? words
      : words.replaceAll(/ can(?: then| still)? be (?<deed>[a-z]+)(?= )/gu, (whole, deed: string) =>
          isLeftBy(operation, deed) ? ' is done' : whole,
        ),
  );

const modal = ' (?:can|may|must|could|will) (?:(?:not|no longer|never|only|then|also|still|any more|yet) )+(?:be )?';

/** Is what may not be done another deed: "A cancelled parcel cannot be reopened" at the cancellation. */
const isOfOtherDeed = (words: string, about: About): boolean => {
  const told = [...words.matchAll(new RegExp(`${modal}(?<deed>[a-z]+) `, 'gu'))].map(({ groups }) => groups?.['deed'] ?? '');
  if (told.length > 0 && told.every((deed) => isOwnDeed(deed, about) === false)) return true;
  const [, tried = ''] = / (?:possible|allowed|permitted) to ([a-z]+) /u.exec(words) ?? [];
  if (tried !== '' && !about.isBelow && isOwnDeed(tried, about) !== true) return true;
  const [, kept = ''] =
    / (?:(?:(?:no longer|not|never) (?:accept|take|get|have|receive|contain|appear|show)s?|(?:accepts?|takes?) (?:no|neither)) (?:(?:any|more|further|new|the|an?|in) )*)([a-z]+) /u.exec(
      words,
    ) ?? [];
  return kept !== '' && !about.isBelow && isOwnDeed(kept, about) !== true && !wholes.has(kept);
};

const wholes: ReadonlySet<string> = new Set(
  'it they this that which who these those one ones all any everything anything nothing else itself resource resources item items entry entries record records object objects field fields member members property properties attribute attributes value values detail details data content contents change changes update updates edit edits modification modifications correction corrections call calls request requests operation operations action actions method endpoint route already longer more then now afterwards thereafter there others other either both anymore yet still otherwise therefore thus and or but so hence only you we clients callers 409 422 423'.split(
    ' ',
  ),
);

/** Is what may not be changed a part of the resource: "Once it is delivered, its address cannot be changed". */
const isOfPart = (words: string, { operation, states, nouns }: About): boolean => {
  if (!['PATCH', 'PUT'].includes(actsAs(operation))) return false;
  const ends = new Set(states.flatMap(({ name }) => [name.split(' ').at(-1) ?? name, `${name.split(' ').at(-1) ?? name}s`]));
  const isWhole = (word: string): boolean => nouns.includes(word) || ends.has(word) || wholes.has(word) || word.endsWith('ing');
  const before = [
    ...words.matchAll(
      / (?<thing>[a-z\d]+) (?:(?:can|may|must|could|will) (?:(?:not|no longer|never|only|then|still) )*(?:be )?(?:chang|edit|updat|modif|alter|amend|adjust|set|replac|correct|renam)|(?:is|are) (?:\w+ )?(?:immutable|fixed|frozen|read only|unchangeable))/gu,
    ),
  ].map(({ groups }) => groups?.['thing'] ?? '');
  const [, ofIt = ''] =
    new RegExp(` (?<thing>[a-z\\d]+) (?:of|in|on) (?:an? |the |any |each )?(?:${[...ends, ...nouns].join('|')}) `, 'u').exec(words) ?? [];
  const [, kind = ''] = / ([a-z]+) (?:changes|updates|edits|corrections) /u.exec(words) ?? [];
  const isKind =
    kind !== '' &&
    !/^(?:the|no|any|all|further|later|such|these|more|other|rejects?|refuses?|for|of|to|and|or|accepts?|takes?|allows?|attempted|its)$/u.test(
      kind,
    ) &&
    !isWhole(kind);
  const some =
    / (?<![a-z])(?:fields|members|properties|attributes|values|details|data) /u.test(words) &&
    !/ (?:all|any|the|its|no|other|these|those|of|and|or) (?:other |its |the )?(?:fields|members|properties|attributes|values|details|data) |^ (?:fields|members|properties|attributes|values|details|data) /u.test(
      words,
    );
  return some || before.some((word) => !isWhole(word)) || (ofIt !== '' && !isWhole(ofIt) && !deeds['PATCH']?.test(ofIt)) || isKind;
};

/** Words that may stand before a noun without saying of which kind it is. */
const plainBefore: ReadonlySet<string> = new Set(
  (
    'a an the any all each every no this that these those its their your our of for to in on from with by and or nor if when while where once as new more further other another existing given current named ' +
    'single whole same specified own such one only not is are be been has have takes take get gets accept accepts need needs add adds adding added create creates creating than between ' +
    'requires expects can may must so then both until unless before after since also open'
  ).split(' '),
);

const inPathOf = ({ path }: Operation): ReadonlySet<string> =>
  new Set(wordsOf(path.replaceAll(/[^\p{L}]+/gu, ' ')).flatMap((word) => [word, singular(word)]));

/** Words for one of several of a kind, or for one beside the resource. */
const single =
  ' (?:last|default|primary|main|first|parent|linked|previous|preceding|next|original|related|latest|newest|oldest|associated|corresponding|underlying|referenced) ';

/** Is a noun of a sentence narrowed to a kind: "Express parcels", "for international parcels", "a pickup scan". */
const isOfKind = (words: string, about: About): boolean => {
  const { operation, states, nouns, isBelow } = about;
  const inPath = inPathOf(operation);
  const child = isBelow ? (wordsOf(tailOf(operation.path).at(-1) ?? '').at(-1) ?? '') : '';
  const ends = states.flatMap(({ name }) => name.split(' '));
  const things = [...nouns, ...(child === '' ? [] : [child, singular(child)])];
  const isPlain = (word: string): boolean =>
    plainBefore.has(word) || ends.includes(word) || inPath.has(word) || /\d/u.test(word) || isOwnDeed(word, about) !== undefined;
  const any = [...states.map(({ name }) => name), ...nouns].join('|');
  if (new RegExp(`${single}(?:(?:${any}) )*(?:${any}) `, 'u').test(words)) return true;
  if (
    child !== '' &&
    new RegExp(` (?:${child}|${singular(child)}) (?:of (?:type|kind|category)|from|by|with|whose|that are|which are) `, 'u').test(words)
  )
    return true;
  const isOfSome =
    child !== '' &&
    new RegExp(
      ` (?:no|more|further|new) (?:${child}|${singular(child)}) (?:from|by|with|without|of|for|that|which|whose) (?!(?:it|them|(?:(?:the|this|that|an?|its) )?(?:${nouns.join('|')})) )`,
      'u',
    ).test(words);
  if (isOfSome) return true;
  const begin = '(?:^|(?<= (?:for|of|only|an?|any|all|every|each|no)))';
  return things.some((thing) =>
    [...words.matchAll(new RegExp(`${begin} (?<kind>[a-z]+) (?=${thing} )`, 'gu'))].some(
      ({ index, groups }) =>
        !isPlain(groups?.['kind'] ?? '') && !(index === 0 && /(?:s|es)$/u.test(groups?.['kind'] ?? '') && thing === nouns[1]),
    ),
  );
};

/** Is a state that is refused narrowed by what follows it: "delivered parcels of the economy tariff", "is delivered and has not been signed for". */
const isNarrowed = ({ at, state }: Mention, words: string, { nouns, states }: About): boolean => {
  let rest = words.slice(at + state.name.length + 1);
  if (rest.startsWith('s ')) rest = rest.slice(1);
  for (const noun of nouns) if (rest.startsWith(` ${noun} `)) rest = rest.slice(noun.length + 1);
  rest = rest.replace(/^(?: (?:already|now|yet|meanwhile|by (?:now|then)))+ (?=(?:and|by|with|without|of|from|that|which|whose) )/u, ' ');
  const isState = (said: string): boolean =>
    states.some(({ name }) =>
      new RegExp(`^(?: (?:an?|the|is|are|in|it|has|have|been|already|not|no longer|no|or|and|which|that|who))* ${name}s? `, 'u').test(said),
    );
  const [joint] =
    /^ (?:and (?=(?:has|have|had|is|are|was|were|its|their|the|there|not|no|more|less|some|somebody|it|an?) )|with(?:out)? (?!(?:(?:an?|the|status|code|error|http) )*(?:4\d\d|code|error|conflict) )|of (?!(?:it|them) )|whose |by (?!(?:now|then|this|that|calling|sending|doing) )|older |newer |from (?!(?:then|now|being|there) )|that |which |in (?:another|some|the same) )/u.exec(
      rest,
    ) ?? [];
  if (joint === undefined) return false;
  const behind = ` ${rest.slice(joint.length)}`;
  const isResult =
    joint.startsWith(' and ') &&
    !/ (?:4\d\d|refused|rejected|conflict) /u.test(words.slice(0, at + 1)) &&
    /^ (?:(?:it|the \w+|there|is|are|was|has) )*(?:therefore|thus|hence|then|so|answer|call|request|4\d\d|can not|may not|answered|refused|rejected|frozen|final|stays?|remains?) /u.test(
      behind,
    );
  return !isResult && !isState(behind);
};

/** Words behind "only" that leave the resource, or its state, what it is about. */
const besideOnly =
  /^(?:be|been|if|when|while|as|so|in|for|from|on|at|to|of|possible|allowed|permitted|accepted|valid|available|works?|appl\w+|accepts?|takes?|supports?|called|used|callable|those|ones|it|they|existing|resources?|items?|entries|records?|has|have|once|after|until|before|4\d\d|with|what|an|such|makes?|lets?|by)$/u;

/** Is "only" about something else: "Only the sender can ...", "only once", "The fee is only waived for open parcels". */
const isOnlyOfOther = (words: string, about: About): boolean => {
  const { states, nouns, operation } = about;
  const { index = -1, groups } = / only (?:(?:the|an?|its|their|your|all) )?(?<next>[a-z\d]+) /u.exec(words) ?? {};
  if (index < 0) return false;
  const next = groups?.['next'] ?? '';
  const isState = (word: string): boolean =>
    states.some(({ name }) => [name, `${name}s`].some((one) => one === word || one.startsWith(`${word} `)));
  const child = wordsOf(tailOf(operation.path).at(-1) ?? '').at(-1) ?? '';
  const isOwn = (word: string): boolean =>
    isState(word) || nouns.includes(word) || [child, singular(child)].includes(word) || isOwnDeed(word, about) === true;
  if (!isOwn(next) && !besideOnly.test(next) && states.every(({ name }) => !words.slice(index + 6).startsWith(name))) return true;
  const isAbout = (word: string): boolean => isOwn(word) || wholes.has(word) || states.some((one) => one.name.split(' ').includes(word));
  // "Only possible for its author", "only accepted from couriers".
  const [, who = ''] =
    / only (?:possible|allowed|accepted|available|permitted|valid) (?:for|from|to|by|with|on) (?:(?:its|the|an?|their|all|any) )*([a-z]+) /u.exec(
      words,
    ) ?? [];
  if (who !== '' && !isAbout(who) && !inPathOf(operation).has(who)) return true;
  // What it is said of stands before it: "A refund is only made if ...", "Sends a message only if ...".
  const before = words.slice(0, index + 1);
  const [, subject = ''] =
    /^ (?:(?:the|an?|any|its|no|new|this|that) )*([a-z]+)(?: (?:of|for|to) (?:an? |the )?[a-z]+)? (?:is|are|can|may|will|gets?|could|must|has|have) (?:(?!not )[a-z]+ ){0,2}$/u.exec(
      before,
    ) ?? [];
  const isKnown =
    subject === '' || isAbout(subject) || subject.endsWith('ing') || /^(?:deletion|removal|alteration|creation)/u.test(subject);
  const [, does = ''] = /^ ([a-z]+s) /u.exec(before) ?? [];
  const isOtherEffect =
    does !== '' &&
    !/^(?:works|applies|succeeds|this|is|has|does)$/u.test(does) &&
    !isAbout(does) &&
    !before.split(' ').some((word) => word === 'it' || nouns.includes(word));
  // "Only open parcels can trigger a refund", "Only open parcels are billed".
  const [, deed = ''] = /^ only .*? (?:can|may|could) (?!(?:be|not|only|still|also|then) )([a-z]+) /u.exec(words) ?? [];
  const [, done = ''] = /^ only .*? (?:can be|may be|could be|are|is|get|gets|will be) ([a-z]+ed) /u.exec(words) ?? [];
  const isOther =
    (deed !== '' && isOwnDeed(deed, about) !== true && !/^(?:have|get|take|receive|accept|contain|become)$/u.test(deed)) ||
    (done !== '' &&
      !isState(done) &&
      !about.isBelow &&
      isOwnDeed(done, about) !== true &&
      !/^(?:allowed|permitted|supported|affected)$/u.test(done));
  return !isKnown || isOtherEffect || isOther;
};

/** Is a demand one for something else than the operation: "must be open to qualify for a refund", "for a refund to be issued". */
const isForPurpose = (words: string, clause: string, about: About): boolean => {
  const found = [
    ...words.matchAll(
      / (?:to|in order to) (?<deed>qualify|get|receive|obtain|earn|trigger|appear|show|see|count|benefit|claim|enable|allow|have) /gu,
    ),
    ...words.matchAll(/ for (?:an? |the |any )?(?<thing>[a-z]+) to (?:be )?(?<done>[a-z]+) /gu),
  ];
  const isOther = found.some(({ groups }) => {
    const thing = groups?.['thing'];
    if (thing === undefined) return isOwnDeed(groups?.['deed'] ?? '', about) !== true;
    return !about.nouns.includes(thing) && !wholes.has(thing) && isOwnDeed(groups?.['done'] ?? '', about) !== true;
  });
  return isOther || isLed(clause, about);
};

/** Does a clause begin with a condition, or a purpose, that names neither a state nor the operation. */
const isLed = (clause: string, about: About): boolean => {
  const limit = lead.exec(clause)?.groups?.['limit'];
  if (limit === undefined) return false;
  const said = inWords(limit);
  const isNamed = about.states.some(({ name }) => said.includes(` ${name} `) || said.includes(` ${name}s `));
  const isOfDeed = said
    .trim()
    .split(' ')
    .some((word) => isOwnDeed(word, about) === true);
  return !isNamed && (said.includes(' by ') || (!general.test(limit) && !isOfDeed));
};

/** Is it about one move from state to state: "from delivered to open". What an action does is all that it does: "From out to returned, 409 otherwise". */
const isOfMove = (words: string, { states, operation }: About): boolean => {
  const isAction = isActing(operation) && !endsInParameter(operation.path);
  if (isAction && /^ (?:only )?from .* otherwise /u.test(words)) return false;
  const any = states.map(({ name }) => name).join('|');
  return new RegExp(` from (?:an? )?(?:${any}) (?:back )?(?:to|into) (?:an? )?(?:${any}) `, 'u').test(words);
};

/** Is a state that of something else, which no collection is called after: "The gate has to be open", "a parcel whose shipment is delivered". */
export const isOfUnknown = ({ before }: Mention, about: About, known: ReadonlySet<string>): boolean => {
  const [, thing = ''] =
    /(?: (?:the|its|their|an?|any|his|no|all|whose|your) (?:[a-z]+ )?|^ )([a-z]+) (?:(?:that|which|who) )?(?:is|are|was|were|has been|have been|must be|must not be|has to be|have to be|needs to be|need to be)(?: (?:not|still|already|yet|currently|an?|the|in|no longer))* $/u.exec(
      before,
    ) ?? [];
  const { nouns, operation, states } = about;
  const isShort = thing.length > 3 && nouns.some((noun) => noun.endsWith(thing));
  return (
    thing !== '' &&
    !nouns.includes(thing) &&
    !isShort &&
    !wholes.has(thing) &&
    !inPathOf(operation).has(thing) &&
    !known.has(thing) &&
    !/^(?:state|status|phase|one|copy|latter|former)$/u.test(thing) &&
    states.every((one) => !one.name.split(' ').includes(thing) && wordsOf(one.member).at(-1) !== thing)
  );
};

/** Does a clause that names states say nothing of the operation as such: whatever it says to be refused, or possible, is so for some, for a time, or is something else. */
export const isLimited = (clause: string, words: string, about: About): boolean =>
  isOfMove(words, about) ||
  forSome.some((form) => form.test(words)) ||
  isOfEdition(words, about.nouns) ||
  isOfKind(words, about) ||
  isOfPart(words, about) ||
  isOfOtherDeed(words, about) ||
  isOfOtherGerund(words, about) ||
  isForPurpose(words, clause, about) ||
  (/ only /u.test(words) && isOnlyOfOther(words, about));

/** Is a state that a clause refuses refused on a further condition only. */
export const isPartlyRefused = (one: Mention, words: string, named: readonly Mention[], about: About): boolean =>
  isNarrowed(one, words, about) ||
  / (?:excluding|apart from|aside from|other than|save for|except|within) /u.test(words) ||
  (/ (?:twice|a second time|more than once) /u.test(words) && !isLeftBy(about.operation, one.state.value)) ||
  isOnCondition(words, named) ||
  / (?:at the same time|in the meantime|meanwhile|concurrently|simultaneously) /u.test(words) ||
  / (?:if|when|while|because) (?:an?other|a different|a second|an earlier|a previous|a concurrent) \w+ (?:of|for|on) /u.test(words) ||
  / without (?!(?:an? )?(?:4\d\d|error) )/u.test(words);

/** Does a clause tell what becomes of all others, and refuse them not: "all others are archived". */
export const isDoneToOthers = (words: string): boolean =>
  / (?:others?|otherwise)(?: (?:ones?|states?|statuses|\w+s))?(?: \w+)? (?:are|is|get|gets|become|becomes|will be) (?!(?:(?:also|always|then|all|an?|in|simply) )*(?:4\d\d|refused|rejected|not|never|answered|impossible|invalid|denied|conflict|forbidden|blocked|met|declined|out of) )/u.test(
    words,
  );
