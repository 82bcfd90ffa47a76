import { segmentsOf } from '../../contract/infer/path-template.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { distinct } from '../../model/json.ts';
import { mayConflict, withConflicts } from './conflicts.ts';
import { clausesOf, inWords, type State } from './state-mentions.ts';
import { saysHarmless } from './state-words.ts';
import { isInAnyState, refusing, unclear } from './refusal-words.ts';
import { actsAs } from '../../contract/infer/acting.ts';

// What the section of a resource, the description of a tag, says of all changes to it: "Only drafts can be edited. That goes for the order itself as well as for
// its lines; later attempts are answered with 409."

/** What a rule is about: changes, or removals. */
type Kind = 'change' | 'remove';

/** What is below the resource that a rule speaks of: by nouns in the singular, or all of it. */
type Reach = { readonly isOwn: boolean; readonly nouns: ReadonlySet<string>; readonly isAll: boolean };

type Rule = {
  readonly kinds: ReadonlySet<Kind>;
  readonly refused: readonly State[];
  readonly reach: Reach;
  readonly excepted: ReadonlySet<string>;
};

/** A resource of whose states a section speaks. */
export type Ruled = {
  /** The operations whose tags are its section. */
  readonly operations: readonly Operation[];
  readonly states: readonly State[];
  readonly noun: string;
};

const changing = 'edited|changed|modified|altered|updated|amended';
const removing = 'deleted|removed|erased';
const verbs = `(?<verbs>(?:${changing}|${removing})(?: (?:or|and|nor) (?:${changing}|${removing}))*)`;
const cannot = '(?:can not|can no longer|can never|may not|may no longer|must not|may never)(?: any more| any longer)?';

/** Words by which a clause has exceptions, or is about some callers, so that it is no rule about states. */
const hedged = / (?:except|unless|apart from|by|for|without|if|also|too|usually|normally|should) /u;

/** Words behind a rule that take nothing from it; all others may be a condition, or a way around it. */
const bareRest =
  /^ (?:(?:any more|anymore|any longer|at all|ever|either|again|afterwards) )*(?:only \w+ed )?(?:(?:because|since) .*|(?:\w+ ){0,9}(?:409|conflict|refused|rejected) (?:\w+ )?)?$/u;

/** Words by which what is said of a refusal is not so of all calls. */
const openRest = / (?:only|may|might|could|can|where|when|but|though|although|however|limited|until|first|within|while|no|not) /u;

const kindsIn = (said: string): ReadonlySet<Kind> =>
  new Set([
    ...(new RegExp(`(?:${changing})`, 'u').test(said) ? ['change' as const] : []),
    ...(new RegExp(`(?:${removing})`, 'u').test(said) ? ['remove' as const] : []),
  ]);

/** The states that stand in a row of words. */
const statesIn = (row: string, states: readonly State[]): readonly State[] =>
  states.filter(({ name }) => row.includes(` ${name} `) || row.includes(` ${name}s `));

/** The one state whose name begins as a noun of an action does: `submitted` of "submission". */
const stateOf = (word: string, states: readonly State[]): State | undefined => {
  const [only, ...others] = states.filter(({ name }) => !name.includes(' ') && name.slice(0, 5) === word.slice(0, 5) && word.length >= 6);
  return others.length === 0 ? only : undefined;
};

const after = (states: readonly State[], some: readonly State[]): readonly State[] =>
  states.slice(Math.max(...some.map((one) => states.indexOf(one))) + 1);

/** Words for all that a resource is made of: another word is one part of it, of which alone a clause may speak. */
const wholes = 'it|they|content|contents|details|data|head|header|itself';

/** Words by which only some of what is spoken of is meant. */
const someOnly = / (?:but|only|except|other than|besides|apart) /u;

/** What a clause refuses, and whether that is of the resource as a whole. */
type Found = { readonly kinds: ReadonlySet<Kind>; readonly refused: readonly State[]; readonly isOwn: boolean };

/**
 * The states in which a clause refuses changes or removals; undefined where it is no such rule.
 * @param thing The noun of what is changed: the resource itself, or something below it.
 */
const ruleIn = (words: string, { states, noun }: Ruled, thing: string): Found | undefined => {
  const any = states.flatMap(({ name }) => [name, `${name}s`]).join('|');
  const list = `(?<list>(?:(?:${any}|and|or|nor|an?|the|any|all|every) )*(?:${any}) )`;
  const own = `(?:${noun}s? )?`;
  const isRead = (form: string): { readonly some: readonly State[]; readonly said: string } | undefined => {
    const { groups, index = 0, 0: whole = '' } = new RegExp(form, 'u').exec(words) ?? {};
    const behind = words.slice(index + whole.length - 1);
    if (!groups || hedged.test(words.slice(0, index + 1)) || hedged.test(behind)) return undefined;
    const swallowed = ` ${groups['until'] ?? ''}`;
    if (!bareRest.test(behind) || openRest.test(behind.replace(/ only \w+ed /u, ' ')) || hedged.test(swallowed) || openRest.test(swallowed))
      return undefined;
    return { some: statesIn(` ${groups['list'] ?? ''}`, states), said: groups['verbs'] ?? 'changed' };
  };
  const made = (found: ReturnType<typeof isRead>, refused: (some: readonly State[]) => readonly State[]): Found | undefined =>
    found && found.some.length > 0 ? { kinds: kindsIn(found.said), refused: refused(found.some), isOwn: true } : undefined;
  const subject = `(?:the |its |an? |all )?(?:${thing}s?|${wholes})`;
  const rest = (some: readonly State[]): readonly State[] => states.filter((one) => !some.includes(one));
  const since = new RegExp(`^ from (?:its |the )?(?<word>\\w+) on(?:wards?)? (?:neither .* can|.* (?:${cannot})) be ${verbs} `, 'u').exec(
    words,
  );
  const from = since?.groups;
  const first = from && stateOf(from['word'] ?? '', states);
  const isFirm = since !== null && !someOnly.test(since[0]) && !hedged.test(since[0]) && bareRest.test(words.slice(since[0].length - 1));
  if (from && first) {
    if (!isFirm) return undefined;
    const isOwn = new RegExp(` (?:${noun}s?|${wholes}) `, 'u').test(words);
    return { kinds: kindsIn(from['verbs'] ?? ''), refused: [first, ...after(states, [first])], isOwn };
  }
  const ofItself =
    thing === noun
      ? (made(isRead(`^ only ${list}${own}(?:can|may|could) (?:still )?be ${verbs} `), rest) ??
        made(isRead(`^ ${list}${own}${cannot} be ${verbs} `), (some) => some) ??
        made(isRead(`^ ${list}${own}(?:is|are) (?:frozen|read only|immutable|unchangeable|sealed) $`), (some) => some))
      : undefined;
  return (
    ofItself ??
    made(
      isRead(
        `^ ${subject} (?:can|may) be ${verbs} (?:while|as long as) (?:the |its )${noun} is (?:still )?(?:in )?${list}(?:afterwards|thereafter|from then on|after that) (?<until>(?:\\w+ ){0,8})409 `,
      ),
      (some) => after(states, some),
    ) ??
    made(isRead(`^ ${subject} (?:can|may) be ${verbs} only (?:while|as long as) (?:the |its )${noun} is (?:still )?(?:in )?${list}`), rest)
  );
};

/** Sentences that say of what else a rule before them holds: "That goes for its lines as well", "every change to it or to anything below it ends in 409". */
const widening =
  / (?:that|this|the same|it) (?:also )?(?:goes|applies|holds)(?: also)? (?:for|to|of) | every change (?:to|of) .*(?: 409 | refused )/u;

/** Words by which a sentence that widens a rule leaves something out, or holds in some cases. */
const narrowed = / (?:but|only|though|although|however|if|when|while|where|unless|may|might|usually|can) /u;

const throughout = / (?:anything|everything|all) (?:below|under|inside|within|in) (?:it|them) /u;

const excepting = / (?:exceptions?|excepted|except|apart from) /u;

const stems: Readonly<Record<Kind, RegExp>> = {
  change: /^(?:edit|chang|modif|alter|updat|amend|correct)/u,
  remove: /^(?:delet|remov|eras)/u,
};

/** Words by which a change is possible whatever else is said of it. */
const always =
  / (?:works?|always|anytime|any time|any moment|any state|any status|every state|every status|even|also|too|still|any|every|all|everything|anything|whatever|regardless|fine|stays?|remains?|free|freely) /u;

/** Words by which a rule does not hold for all callers or all calls, or is kept without a refusal. */
const around =
  / (?:force|forced|overrides?|overridden|bypass(?:es)?|exceptions (?:are made|are possible|may|can)|ignored|instead|204|no op|nothing happens|does nothing|no effect|idempotent) /u;

/**
 * Does a clause beside a rule allow what the rule refuses, "Cancelled parcels can be deleted too", or tell a way around it. A clause that speaks of nothing but
 * states in which nothing is refused is at one with the rule.
 */
const isAllowing = (words: string, { kinds, refused }: Found, noun: string | undefined): boolean => {
  if (around.test(words)) return true;
  if (refusing.test(words) || / (?:not|never|no|nothing|nobody|only) /u.test(words)) return false;
  const said = words.trim().split(' ');
  if (!said.some((word) => [...kinds].some((kind) => stems[kind].test(word)))) return false;
  return statesIn(words, refused).length > 0 || (always.test(words) && (noun === undefined || !isSparing(words, noun)));
};

/** Does a clause say of something below the resource that it can be changed: "Notes may be added at any time", "Notes stay editable". */
const isSparing = (words: string, noun?: string): boolean =>
  !refusing.test(words) &&
  !/ (?:not|never|no|nothing|only) (?!affected)/u.test(words) &&
  / (?:can|may|stays?|remains?|still|always|editable|affected) /u.test(words) &&
  (noun === undefined || !new RegExp(` (?:${noun}s?|it|they) `, 'u').test(words));

const nounsOf = (words: string): readonly string[] => words.trim().split(' ').map(singular);

/** The rules of a section, each with what it reaches; none that another clause of the section makes way for. */
const rulesIn = (text: string, ruled: Ruled, thing = ruled.noun): readonly Rule[] => {
  const paragraphs = text.split(/\n\s*\n/u).map((paragraph) => clausesOf(paragraph).map(inWords));
  const ruleOf = (words: string): Found | undefined => (unclear.test(words) ? undefined : ruleIn(words, ruled, thing));
  const isWidening = (words: string): boolean => widening.test(words) && !unclear.test(words) && !narrowed.test(words);
  const beside = paragraphs.flat().filter((words) => ruleOf(words) === undefined && !isWidening(words));
  return paragraphs.flatMap((clauses): readonly Rule[] => {
    const excepted = new Set(clauses.filter((one) => excepting.test(one)).flatMap(nounsOf));
    return clauses.flatMap((words, n): readonly Rule[] => {
      const found = ruleOf(words);
      if (!found || found.refused.length === 0 || found.refused.length === ruled.states.length) return [];
      if (beside.some((one) => isAllowing(one, found, thing === ruled.noun ? thing : undefined))) return [];
      const wider = clauses.slice(n + 1).filter(isWidening);
      const reach: Reach = {
        isOwn: found.isOwn,
        nouns: new Set([words, ...wider].flatMap(nounsOf)),
        isAll: wider.some((one) => throughout.test(one)),
      };
      const spared = beside.filter((one) => isSparing(one)).flatMap(nounsOf);
      return [{ kinds: found.kinds, refused: found.refused, reach, excepted: new Set([...excepted, ...spared]) }];
    });
  });
};

/**
 * The states in which a clause says that a resource takes no more of something below it: "A closed ticket takes no changes and no comments any more (409)",
 * "Cancelled orders no longer accept lines (409)".
 */
const takingNone = (words: string, { states, noun }: Ruled, child: string): readonly State[] => {
  const any = states.flatMap(({ name }) => [name, `${name}s`]).join('|');
  const more = '(?:new |further |more |any )*';
  const list = `(?<list>(?:(?:${any}|and|or|an?|the|any|all) )*(?:${any}) )(?:${noun}s? )?`;
  const verb = '(?:takes?|accepts?|gets?|receives?|allows?)';
  const rest = '(?:any more |anymore |any longer )?(?:409 |which is (?:a )?409 |conflict )+$';
  const forms = [
    `^ (?:once )?${list}${verb} (?<what>no ${more}\\w+ (?:(?:and|or|nor) (?:no )?${more}\\w+ )*)${rest}`,
    `^ (?:once )?${list}no longer ${verb} (?<what>${more}\\w+ (?:(?:and|or|nor) ${more}\\w+ )*)${rest}`,
  ];
  const found = forms.map((form) => new RegExp(form, 'u').exec(words)?.groups).find((groups) => groups !== undefined);
  return found && nounsOf(found['what'] ?? '').includes(child) ? statesIn(` ${found['list'] ?? ''}`, states) : [];
};

const kindOf = ({ method }: Operation): Kind => (method === 'DELETE' ? 'remove' : 'change');

/** The last collection in the path of an operation, in the singular. */
const childOf = ({ path }: Operation): string => {
  const literal = segmentsOf(path).findLast((one) => 'literal' in one);
  return literal && 'literal' in literal ? singular(wordsOf(literal.literal).at(-1) ?? '') : '';
};

/**
 * The states in which the section of a resource refuses an operation that describes a conflict.
 * @param where The operation changes or removes the resource itself, something below it, or adds that.
 */
export const refusedBySection = (contract: Contract, operation: Operation, where: 'own' | 'below', ruled: Ruled): readonly State[] => {
  const { document } = contract;
  if (!mayConflict(operation) || ruled.noun === '' || saysHarmless(contract, operation, ruled.states)) return [];
  const said = (one: Operation): readonly string[] =>
    saidOfTags(document, valueAt(document, nodeOf(one.location))).map((text) => withConflicts(operation, text));
  const shared = distinct(ruled.operations.flatMap(said));
  // What the section of something below says of its content is about changes of that.
  const apart = where === 'below' ? said(operation).filter((text) => !shared.includes(text)) : [];
  const own = saidIn(valueAt(document, nodeOf(operation.location)))
    .map(inWords)
    .join(' ');
  const names = ({ name }: State): boolean => own.includes(` ${name} `) || own.includes(` ${name}s `);
  const child = childOf(operation);
  const isMeant = ({ kinds, reach, excepted, refused }: Rule): boolean => {
    if (where === 'own') return reach.isOwn && kinds.has(kindOf(operation));
    if (!kinds.has('change') || excepted.has(child)) return false;
    const isNamed = reach.nouns.has(child);
    if (reach.isAll) return isNamed || ['PUT', 'PATCH', 'DELETE'].includes(actsAs(operation));
    // To add or to remove one of them is a change of them where the operation is meant for another state by its own words.
    return isNamed && (['PUT', 'PATCH'].includes(actsAs(operation)) || ruled.states.some((one) => names(one) && !refused.includes(one)));
  };
  const isOfContent = ({ kinds }: Rule): boolean => kinds.has('change') && ['PUT', 'PATCH'].includes(actsAs(operation));
  const rules = [
    ...shared.flatMap((text) => rulesIn(text, ruled)).filter(isMeant),
    ...apart.flatMap((text) => rulesIn(text, ruled, child)).filter(isOfContent),
  ];
  if (isInAnyState(own)) return [];
  const ofResource = distinct(ruled.operations.flatMap((one) => saidIn(valueAt(document, nodeOf(one.location))))).map((text) =>
    withConflicts(operation, text),
  );
  const isAdding = where === 'below' && operation.method === 'POST';
  const closed = isAdding ? [...shared, ...ofResource].flatMap(clausesOf).flatMap((one) => takingNone(inWords(one), ruled, child)) : [];
  // What the operation itself says of a state goes before what the section says.
  return ruled.states.filter((one) => (closed.includes(one) || rules.some(({ refused }) => refused.includes(one))) && !names(one));
};
