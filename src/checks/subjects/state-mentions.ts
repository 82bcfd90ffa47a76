import { withStates } from '../../contract/infer/state-names.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { isType } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { conflictTexts, ownTexts } from './conflicts.ts';
import type { Resource } from './shown-resource.ts';

/** A state in which a resource may be: a listed value of its state, or one side of a switch. */
export type State = {
  /** As sentences name it: `checked out`, `disabled`. */
  readonly name: string;
  readonly member: string;
  readonly value: string | boolean;
};

/** Members that are switches, by what is said where they are true and where they are false. */
const switches: Readonly<Record<string, readonly [on: string, off: string]>> = {
  enabled: ['enabled', 'disabled'],
  disabled: ['disabled', 'enabled'],
  active: ['active', 'inactive'],
  archived: ['archived', 'unarchived'],
  locked: ['locked', 'unlocked'],
  suspended: ['suspended', 'unsuspended'],
  paused: ['paused', 'unpaused'],
  closed: ['closed', 'unclosed'],
  frozen: ['frozen', 'unfrozen'],
  blocked: ['blocked', 'unblocked'],
  retired: ['retired', 'unretired'],
  discontinued: ['discontinued', 'undiscontinued'],
};

const listedIn = (schema: Schema): readonly string[] => {
  const values: unknown = isObject(schema) ? schema['enum'] : undefined;
  return Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [];
};

/**
 * The states that a resource shows.
 * @param members The members of the resource with their schemas.
 * @param state The member that holds a listed state.
 */
export const statesShown = (
  document: Contract['document'],
  members: ReadonlyMap<string, Schema>,
  state: string | undefined,
): readonly State[] => {
  const listed = state === undefined ? [] : listedIn(members.get(state) ?? true);
  const named = listed.map((value): State => ({ name: wordsOf(value).join(' '), member: state ?? '', value }));
  const switched = [...members].flatMap(([member, schema]): readonly State[] => {
    const words = wordsOf(member);
    const sides = switches[words[0] === 'is' ? words.slice(1).join(' ') : words.join(' ')];
    if (sides === undefined || !isType(document, schema, 'boolean')) return [];
    return [true, false].map((value) => ({ name: sides[value ? 0 : 1] ?? '', member, value }));
  });
  return [...named, ...switched.filter(({ name }) => !named.some((one) => one.name === name))];
};

/** The states in which a resource is. */
export const statesOf = (states: readonly State[], resource: Resource): readonly State[] =>
  states.filter(({ member, value }) => resource[member] === value);

/** Other ways to say "not", and what they become: "is no draft", "in a non-draft state", "`state` != draft", "differs from draft". */
const denials: readonly (readonly [said: RegExp, plain: string])[] = [
  [/\bcan['’]t\b|\bcannot\b/giu, 'can not'],
  [/\b(\w+)n['’]t\b/giu, '$1 not'],
  [/!==?|<>|≠/gu, ' is not '],
  [/(?<!\bthere )\b(is|are|was|were) no (?!(?:longer|more|less|fewer|later|earlier|further|matter|other|such|way)\b)/giu, '$1 not a '],
  [/\bnon-(?=[a-z])/giu, 'not '],
  [/\b(?:(?:is|are) (?:different|distinct)|differs?) from\b/giu, 'is not'],
];

/** A text as words between spaces, with the short forms of "not" in full, and other ways to say it. */
export const inWords = (text: string): string =>
  withStates(` ${wordsOf(denials.reduce((words, [said, plain]) => words.replaceAll(said, plain), text)).join(' ')} `);

/** The places in the words of a text behind which a comma stands: there a group of words ends. */
const pausesIn = (text: string): ReadonlySet<number> => {
  let length = 0;
  return new Set(
    text.split(',').map((part) => {
      length += inWords(part).trimEnd().length;
      return length;
    }),
  );
};

/** A state in a sentence, with where it stands, where the words behind it begin, and the words before it. */
export type Mention = {
  readonly state: State;
  readonly at: number;
  readonly end: number;
  readonly before: string;
  readonly behind: string;
};

/** Words that may follow a state which is said of the resource itself: another noun makes it a state of something else ("open claims"). */
const following: ReadonlySet<string> = new Set(
  (
    'a afterwards again all already also an and any anymore are as at be became because become becomes been before but by can conflict could currently do does each either else ' +
    'entries entry every first for from get gets had has have if in into is it item items its later may might more must never no nor not now object ' +
    'objects on once one ones only or otherwise record records refuse refused refuses reject rejected rejects resource resources should since so state states ' +
    'status statuses still take takes accept accepts than that the their then there thereafter they this to too unless until was were when which while who will ' +
    'with would yet 400 403 409 422 423'
  ).split(' '),
);

/** What may follow such a state as well: "a course that is not published answers 409". */
const answering = /^(?:answers?|returns?|yields?|produces?|means|leads to|results in|fails|ends in) (?:an? |with |in )*4\d\d /u;

export const mustBe = / (?:must|has to|have to|needs? to) be (?:a |an |in )*(?:the )?(?:state |status )?$/u;

const isOfOther =
  / (?:(?:with|has|have|having|without|its|their) (?:a |an |any |no |some |one |more )?|others? (?:is|are|was|were|has been|have been) )$/u;

/** Behind a state that is a verb, because the sentence says who has to do it: "has to be approved by somebody other than its author". */
const isByOther = /^ (?:only )?by (?:\w+ ){1,4}(?:than|different from) /u;

/** Before a state that is said of a noun: "the order is a". */
const saidOf = (nouns: readonly string[]): RegExp =>
  new RegExp(
    ` (?:${nouns.join('|')}) (?:is|are|was|were|has been|have been)(?: not| no longer| not yet| still| already)?(?: (?:an?|in|state|status))* $`,
    'u',
  );

/**
 * Where a sentence names states as such: not as verbs ("can open"), not as what an action makes of a resource ("can be closed"), and not of something else.
 * @param text The sentence as it is written, where its commas count: "if the boat is retired, fully booked or too small" says `retired` of the boat.
 */
export const mentionsIn = (words: string, states: readonly State[], nouns: readonly string[], text = ''): readonly Mention[] => {
  const pauses = pausesIn(text);
  const isSaid = saidOf(nouns);
  // "An open sheet" is a time sheet, where that is what is spoken of.
  const isNoun = (rest: string, next: string): boolean =>
    nouns.some(
      (noun) =>
        `${rest} `.startsWith(`${noun} `) ||
        (next.length > 3 && noun.endsWith(next)) ||
        rest.split(' ').slice(0, 2).join('') === noun.replaceAll(' ', ''),
    );
  // "An open or rejected time sheet", where a sheet is spoken of.
  const isNounBehind = (before: string, rest: string): boolean => before.endsWith(' or ') && nouns.includes(rest.split(' ')[1] ?? '');
  return (
    states
      .flatMap((state) =>
        [` ${state.name} `, ` ${state.name}s `].flatMap((named) => {
          const found: Mention[] = [];
          for (let at = words.indexOf(named); at >= 0; at = words.indexOf(named, at + 1)) {
            const [next] = words.slice(at + named.length).split(' ');
            const isOwn =
              next === undefined ||
              next === '' ||
              following.has(next) ||
              isNoun(words.slice(at + named.length), next) ||
              isNounBehind(words.slice(0, at + 1), words.slice(at + named.length)) ||
              answering.test(words.slice(at + named.length)) ||
              states.some(({ name }) => name.split(' ')[0] === next) ||
              (pauses.has(at + named.length - 1) && isSaid.test(words.slice(0, at + 1)));
            const before = words.slice(0, at + 1);
            if (isOwn && !isOfOther.test(before) && !isByOther.test(words.slice(at + named.length - 1)))
              found.push({ state, at, end: at + named.length - 1, before, behind: words.slice(at + named.length - 1) });
          }
          return found;
        }),
      )
      .filter(({ before }) => mustBe.test(before) || (!isVerb.test(before) && !isKept(before)))
      // "Partially refunded" does not name `refunded`.
      .filter((one, _, all) => !all.some((other) => other.at <= one.at && other.end >= one.end && other.end - other.at > one.end - one.at))
      .toSorted((a, b) => a.at - b.at)
  );
};

/** Before a state that is a verb there, or what becomes of a resource. */
const isVerb = / (?:can|will|may|must|could|to|longer|never|(?:can|may|must|will|could) not) (?:be |get )?$/u;

/** Before a state that a resource keeps: "that's a 409 as well, and it remains a draft". As a condition it is one in which it is: "as long as it stays open". */
const isKept = (before: string): boolean => {
  const found = /^(?<rest>.*) (?:remains?|stays?)(?: (?:as|in|an?|the|its|state|status|just|simply|still))* $/u.exec(before);
  return (
    found !== null &&
    !/ (?:as long as|so long as|while|if|when|where|unless|until|once|that|which|who) (?:\w+ ){0,4}$/u.test(
      `${found.groups?.['rest'] ?? ''} `,
    )
  );
};

/** Is a state named as one that is lacking: "is not open". */
export const isNegated = ({ before }: Mention): boolean =>
  / (?:not|no longer|not yet|neither)(?: (?:in|a|an|the|state|status|yet|currently))* $/u.test(before) &&
  !/ (?:can|may|must) not $/u.test(before);

/**
 * The states in which a resource may be where one is lacking: besides that one those behind it where it is "not yet", and those before it where it is "no longer" so.
 * @param states In the order of their list.
 */
export const notLacking = ({ state, before, behind }: Mention, states: readonly State[]): readonly State[] => {
  const list = states.filter(({ member }) => member === state.member);
  const at = list.indexOf(state);
  if (/ yet(?: (?:in|an?|the|state|status))* $/u.test(before)) return list.slice(at);
  const isNoLonger = / no longer(?: (?:in|an?|the|state|status))* $/u.test(before) || /^ (?:any (?:longer|more)|anymore) /u.test(behind);
  return isNoLonger ? list.slice(0, at + 1) : [state];
};

/**
 * Is a state named as one that a resource has left, never had, or only nearly has: "once it is past draft", "has never been published", "a draft no more". Which states
 * that means is not plain.
 */
export const isLeftBehind = ({ before, behind }: Mention): boolean =>
  / (?:past|beyond|left|leaves|leaving|(?:is|are|was|were|been|gone|went|moved|got) out of|ceas(?:es?|ed) (?:to be|being)|stop(?:s|ped) being|hardly|scarcely|barely|lacks?|lacking|unlike|like|never(?: (?:been|was|were|is|are))?|yet to be|fails? to be|there (?:is|are|was|were) no|behind)(?: (?:in|an?|the|its|state|status))* $/u.test(
    before,
  ) || /^ (?:no more|no longer|not any ?more) /u.test(behind);

/** Before what an action makes of a resource: "it becomes `refunded`", "is set to `closed`". */
const becoming =
  / (?:becomes?|turns?(?: into)?|(?:leads?|goes|moves?|changes?|switch(?:es)?) (?:back )?to|(?:is|are) (?:set|moved|changed|put) (?:back )?(?:to|into)|ends? (?:up )?(?:as|in)|(?:is|are) then) (?:(?:an?|the|again|state|status) )*$/u;

const onCondition = /^ (?:as long as|while|when|once|after|if|with|until|as soon as) /u;

/** Is a state named as one that something leads to: "as long as tickets remain, the order is `partially_refunded`". */
export const isOutcome = ({ before }: Mention, nouns: readonly string[]): boolean => {
  if (becoming.test(before)) return true;
  const said = new RegExp(
    ` (?:(?:the|its|their|this|that) )?(?:${[...nouns, 'it', 'they', 'status', 'state'].join('|')}) (?:is|are) $`,
    'u',
  ).exec(before);
  // Right behind the condition, it is the condition itself.
  return (
    said !== null &&
    onCondition.test(before) &&
    before
      .slice(0, said.index + 1)
      .trim()
      .split(' ').length > onCondition.exec(before)![0].trim().split(' ').length
  );
};

/** The texts of an operation: its own, and those of its described conflicts. */
export const textsOf = (contract: Contract, operation: Operation): readonly string[] => [
  ...ownTexts(contract, operation),
  // What a response is described with is a reason for the refusal.
  ...conflictTexts(contract, operation).map((text) => `409 ${text}`),
];

/** A second refusal that leaves out its verb: "An empty sheet is a 422, a closed book a 409". */
const withoutVerb =
  /(?<first>\b(?:is|gives|gets|means|leads to|causes)(?: an?| a status)? `?4\d\d`?),? (?:and )?(?<second>(?:an?|the|any|every) (?:(?!\b(?:is|are|gives?|gets?|means|leads|causes|if|when|while)\b)[^,;.:()]){1,40}?) (?<status>an? `?4\d\d`?)(?=$|[.,;])/giu;

const refusedWith = String.raw`(?<verb>(?:gets|gives|is answered|is refused|is rejected)\b.*)$`;
const lacks = String.raw`(?:without|with no|that has no|that have no)`;

/** Two things of which one sentence says that they are refused: "A letter without pages or one that is sent already gets `409`", "A sent letter or one without pages gets 409". */
const bothRefused: readonly (readonly [form: RegExp, apart: string])[] = [
  [
    new RegExp(
      String.raw`^(?<first>an? (?:[a-z]+ ){1,3}${lacks} (?:[a-z]+ ){0,2}[a-z]+),? or (?<second>one that is (?:[a-z]+ ){1,3}?)${refusedWith}`,
      'iu',
    ),
    '$<first> $<verb>; $<second>$<verb>',
  ],
  [
    new RegExp(
      String.raw`^(?<first>an? (?:[a-z]+ ){0,2}(?<noun>[a-z]+)),? or one (?<second>${lacks} (?:[a-z]+ ){1,3}?)${refusedWith}`,
      'iu',
    ),
    '$<first> $<verb>; a $<noun> $<second>$<verb>',
  ],
];

/** The sentences of a text, and their parts that stand alone. What "except that" leads in is a sentence of its own: "in any state, except that a closed ledger is refused". */
export const clausesOf = (text: string): readonly string[] =>
  sentencesOf(text).flatMap((sentence) =>
    // A status in brackets ends a condition: "only for a draft (409), with at least one line (409)". Another one begins a clause: "409 otherwise, and 409 if nobody comes".
    bothRefused
      .reduce((one, [form, apart]) => one.replace(form, apart), sentence)
      .replaceAll(withoutVerb, '$<first>; $<second> is $<status>')
      .split(
        /;|\. |,? (?:except|save|with the exception) that |,? (?=(?:but|and) (?:any|every|all) other)|,? and (?=with `?4\d\d)|,? and (?:also )?(?=`?4\d\d`? (?:if|when|where|unless|for) )|(?<=\([^()]*\b4\d\d\b[^()]*\)),? (?=with|at (?:most|least))/u,
      ),
  );
