import { segmentsOf } from '../../contract/infer/path-template.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { distinct } from '../../model/json.ts';
import { clausesOf, inWords, saysHarmless, type State, unclear } from './state-words.ts';

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
    if (!groups || hedged.test(words.slice(0, index + 1)) || hedged.test(words.slice(index + whole.length - 1))) return undefined;
    return { some: statesIn(` ${groups['list'] ?? ''}`, states), said: groups['verbs'] ?? 'changed' };
  };
  const made = (found: ReturnType<typeof isRead>, refused: (some: readonly State[]) => readonly State[]): Found | undefined =>
    found && found.some.length > 0 ? { kinds: kindsIn(found.said), refused: refused(found.some), isOwn: true } : undefined;
  const subject = `(?:the |its |an? |all )?(?:${thing}s?|${wholes})`;
  const rest = (some: readonly State[]): readonly State[] => states.filter((one) => !some.includes(one));
  const from = new RegExp(`^ from (?:its |the )?(?<word>\\w+) on(?:wards?)? (?:neither .* can|.* (?:${cannot})) be ${verbs} `, 'u').exec(
    words,
  )?.groups;
  const first = from && stateOf(from['word'] ?? '', states);
  if (from && first) {
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
        `^ ${subject} (?:can|may) be ${verbs} (?:while|as long as) (?:the |its )${noun} is (?:still )?(?:in )?${list}(?:afterwards|thereafter|from then on|after that) .*409`,
      ),
      (some) => after(states, some),
    ) ??
    made(isRead(`^ ${subject} (?:can|may) be ${verbs} only (?:while|as long as) (?:the |its )${noun} is (?:still )?(?:in )?${list}`), rest)
  );
};

/** Sentences that say of what else a rule before them holds: "That goes for its lines as well", "every change to it or to anything below it ends in 409". */
const widening =
  / (?:that|this|the same|it) (?:also )?(?:goes|applies|holds)(?: also)? (?:for|to|of) | every change (?:to|of) .*(?: 409 | refused )/u;

const throughout = / (?:anything|everything|all) (?:below|under|inside|within|in) (?:it|them) /u;

const excepting = / (?:exceptions?|excepted|except|apart from) /u;

const nounsOf = (words: string): readonly string[] => words.trim().split(' ').map(singular);

/** The rules of a section, each with what it reaches. */
const rulesIn = (text: string, ruled: Ruled, thing = ruled.noun): readonly Rule[] =>
  text.split(/\n\s*\n/u).flatMap((paragraph): readonly Rule[] => {
    const clauses = clausesOf(paragraph).map(inWords);
    const excepted = new Set(clauses.filter((one) => excepting.test(one)).flatMap(nounsOf));
    return clauses.flatMap((words, n): readonly Rule[] => {
      const found = unclear.test(words) ? undefined : ruleIn(words, ruled, thing);
      if (!found || found.refused.length === 0 || found.refused.length === ruled.states.length) return [];
      const wider = clauses.slice(n + 1).filter((one) => widening.test(one) && !unclear.test(one));
      const reach: Reach = {
        isOwn: found.isOwn,
        nouns: new Set([words, ...wider].flatMap(nounsOf)),
        isAll: wider.some((one) => throughout.test(one)),
      };
      return [{ kinds: found.kinds, refused: found.refused, reach, excepted }];
    });
  });

const kindOf = ({ method }: Operation): Kind => (method === 'DELETE' ? 'remove' : 'change');

/** The last collection in the path of an operation, in the singular. */
const childOf = ({ path }: Operation): string => {
  const literal = segmentsOf(path).findLast((one) => 'literal' in one);
  return literal && 'literal' in literal ? singular(wordsOf(literal.literal).at(-1) ?? '') : '';
};

/**
 * The states in which the section of a resource refuses an operation that describes 409.
 * @param where The operation changes or removes the resource itself, something below it, or adds that.
 */
export const refusedBySection = (contract: Contract, operation: Operation, where: 'own' | 'below', ruled: Ruled): readonly State[] => {
  const { document } = contract;
  if (!operation.responses.some(({ status }) => status === '409') || ruled.noun === '' || saysHarmless(contract, operation, ruled.states))
    return [];
  const said = (one: Operation): readonly string[] => saidOfTags(document, valueAt(document, nodeOf(one.location)));
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
    if (reach.isAll) return isNamed || ['PUT', 'PATCH', 'DELETE'].includes(operation.method);
    // To add or to remove one of them is a change of them where the operation is meant for another state by its own words.
    return isNamed && (['PUT', 'PATCH'].includes(operation.method) || ruled.states.some((one) => names(one) && !refused.includes(one)));
  };
  const isOfContent = ({ kinds }: Rule): boolean => kinds.has('change') && ['PUT', 'PATCH'].includes(operation.method);
  const rules = [
    ...shared.flatMap((text) => rulesIn(text, ruled)).filter(isMeant),
    ...apart.flatMap((text) => rulesIn(text, ruled, child)).filter(isOfContent),
  ];
  // What the operation itself says of a state goes before what the section says.
  return ruled.states.filter((one) => rules.some(({ refused }) => refused.includes(one)) && !names(one));
};
