import { arrowsIn, withoutBrackets } from '../../contract/infer/move-arrows.ts';
import { moveRowsIn } from '../../contract/infer/move-tables.ts';
import { spokenMoves } from '../../contract/infer/spoken-moves.ts';
import { isDirectlyBelow, isSamePath } from '../../contract/infer/path-template.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { isJsonPatch } from '../../contract/wire/media-type.ts';
import { bodyMembers, type BodyMember } from '../../generators/body-members.ts';
import { jsonContent } from '../../generators/json-content.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { nounsIn } from './collection-nouns.ts';
import { deniedMoves } from './denied-moves.ts';
import { describesRefusal } from './mistaken-bodies.ts';
import { statefulAnswer } from './needed-states.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/**
 * A value of a body that moves a resource to another state, and the states that it is for; where some callers may make it from more states than the document shows,
 * those that it shows.
 */
export type Move = { readonly value: string; readonly from: ReadonlySet<string>; readonly shown?: ReadonlySet<string> };

/** An operation on one resource whose text says by which values of a member it moves from state to state, and that there is no other way, or which way there is not. */
export type Moving = Subject & {
  readonly trip: Trip;
  readonly operation: Operation;
  /** The member of the body. */
  readonly member: string;
  /** JSON pointer to the state in the answer of the read. */
  readonly state: string;
  readonly moves: readonly Move[];
  /** Other values that arrows lead to, and sentences beside these from states that they do not name; empty where all are among the moves. */
  readonly open: readonly string[];
  /** The values are states: a success that leaves the state moved nothing. */
  readonly areStates: boolean;
  /** The text says that the state which it has is refused as well. */
  readonly andItself: boolean;
};

/** Words by which a text says that nothing else is possible. */
const exclusive =
  /\b(?:(?:no|any|every|all) other(?! (?:errors?|fields?|members?|properties|attributes?|parameters?|problems?|reasons?|callers?|users?|keys?|values?|requests?)\b)|other (?:moves?|transitions?|state changes|steps?)|anything else|everything else|any (?:step|move|transition|change) (?:that is )?not|not (?:on|in|part of) (?:this|the|that) (?:list|table|picture|diagram|drawing))\b/iu;

/** Words by which it says so of the state itself. */
const itself =
  /\b(?:staying|(?:to|into|asking for|requesting|naming|sending|setting) the (?:state|status) (?:that )?(?:it|the \w+) (?:already )?(?:has|is in)|(?:in|to|into) the same (?:state|status)|to itself)\b/iu;

/** Words by which it leaves that out: "except to the state it has". */
const butItself = /\b(?:except|but|unless|save|other than|apart from|still|fine|allowed|harmless)\b/iu;

/** Words by which what is not shown is refused, or is not there: "no other", "anything else is a 409". */
const refusal =
  /\bno other\b|\b(?:4\d\d|not|never|cannot|can't|isn't|aren't|conflict|invalid|illegal|impossible|forbidden|errors?|fails?|refus\w+|reject\w+|denied|turned down)\b/iu;

/** Words by which a sentence that names a state beside a drawing makes another way to it, or from it: "Expired ones go back to `draft`". */
const ofMove =
  / (?:mov(?:es|ed|e)|goes|go|returns?|returned|back|becomes?|reopen\w*|reached|set|put|changed?|switch\w*|again|leads?|cancelled|canceled) /u;
const possible = / (?:can|may|also|back|any|every|always|again|automatically|returns?|goes|go) /u;

/** Words by which a sentence leaves what is not named to some callers: it says nothing of the states in which they may do it. */
const leftTo = /\b(?:is|are) (?:only |reserved |left |up )?(?:for|to)\b|\b(?:needs?|requires?)\b/iu;

/** Words by which it says of states that they are the last ones. */
const areFinal = /\b(?:is|are) (?:both |all )?(?:final|terminal|the end|end states?|(?:final|terminal) states?)\b/iu;

/** Words before a list of the only ways: "Allowed moves: `open` to `closed`; `closed` to `open`.", "Allowed are: open to closed." */
const listing =
  /\b(?:allowed|permitted|possible|valid|legal) (?:(?:\w+ )?(?:moves?|transitions?|(?:state|status) changes?|steps?)(?: are)?|are): ?([^.]*)/giu;

/** Words that say so too, but for one way alone where its condition stands beside: "from closed to open is only accepted with a reason, otherwise 409". */
const exclusiveAlone = /\b(?:otherwise|else|only)\b/iu;

const condition = /\b(?:if|when|where|while|once|unless|until|after|before|with|without|by|for)\b/iu;

/** Words behind "any other move" by which it is possible: "Any other move is possible as well". */
const isPermitted = (phrase: string): boolean => {
  const found = exclusive.exec(phrase);
  return (
    found !== null &&
    !refusal.test(phrase) &&
    /\b(?:possible|allowed|permitted|accepted|fine|free|can|may|works?)\b/iu.test(phrase.slice(found.index))
  );
};

/** Words by which a sentence excludes something as a rule, later, for some or in some cases. */
const vague =
  /\b(?:recommend\w*|rarely|usually|normally|typical\w*|generally|mostly|soon|used to|in (?:the )?future|strict|(?:may|might|could|can) be (?:refused|rejected|answered)|unless|deprecated|by default|on the (?:\w+ )?plan|for new \w+)\b/iu;

/** Words by which the moves that a text shows are no more than some, or may be others elsewhere. */
const isSample = /\b(?:for example|for instance|e\. ?g\.|typical\w*|customi[sz]\w*|configur\w*|such as)\b/iu;

/** Sentences by which what is shown can be done in another order as well. */
const inAnyOrder =
  /\b(?:skip(?:s|ped|ping)?|go(?:es|ing)? back|backwards?|any order|any direction|jump\w*|undo\w*|undone|revert\w*|roll(?:ed|ing)? back)\b/iu;

/** Words behind "any other move" by which some of them are refused, to some, on a condition, or something else: "for guests", "without `force`", "in the body". */
const ofSome =
  /\b(?:if|when|while|where|until|once|as long as|without|with(?= `?\w+`?=)|within|during|in (?:most|many|some|such) cases|(?:in|by) the (?:\w+ )?(?:app|body|request|plan|sandbox)|needs?|requires?|logged|more|from (?:version|v\d|\w+ on)\b|for (?!(?:all|any|every|each|an? (?:invalid|illegal|wrong|impossible)|invalid|illegal|wrong|it|them|this|the (?:same )?(?:state|status))\b)\p{L}+|(?:of|on|by) (?!(?:the (?:state|status|service|server|api)|(?:state|status)|these|those|them|it|its|any|all|every|course)\b)\p{L}+)\b/iu;

/** Conditions before it: "If the trunk has seals, any other move is a 409". */
const underCondition = /^\W*(?:if|when|while|until|once|as long as|without|within|during|in the|on|for|with) [^,|]*,?\s*$/iu;

/** A place or a means right before it: "in the app no other way". */
const inPlace = /(?<![\w-])(?:in|on|within|during|for|with|without) (?:(?:the|an?) )?[\w`-]+(?: [\w`-]+)? $/iu;

/** Does a sentence exclude all that is not shown, and not some of it, or on a condition. */
const excludesAll = (phrase: string): boolean => {
  const { index = -1 } = exclusive.exec(phrase) ?? {};
  if (index < 0 || vague.test(phrase)) return false;
  const lead =
    phrase
      .slice(0, index)
      .split(/\||`{3}/u)
      .at(-1) ?? '';
  const isLed = (underCondition.test(lead) && /,\s*$/u.test(lead)) || inPlace.test(lead);
  return !isLed && !ofSome.test(phrase.slice(index).replaceAll(/\([^()]*\)/gu, ' ')) && refusal.test(phrase.slice(index) + lead);
};

/** Does a sentence with "only" speak of moves, and not of what can be changed: "only from draft to open", "only these steps". */
const isOfMoves = (sentence: string, states: readonly string[]): boolean =>
  !/\bonly\b/iu.test(sentence) ||
  /\b(?:moves?|transitions?|steps?|order|direction|ways?|arrows?)\b/iu.test(sentence) ||
  (/\b(?:from|to|becomes?|into|go(?:es)?|back)\b/iu.test(sentence) && namesOne(sentence, states));

const saysNoOther = (text: string, states: readonly string[]): boolean =>
  !isSample.test(text) &&
  !phrasesOf(text).some((one) => inAnyOrder.test(one) && !refusal.test(one)) &&
  (phrasesOf(text).some((one) => excludesAll(one) && !isPermitted(one)) ||
    (text.search(listing) >= 0 && !vague.test(text)) ||
    spokenMoves(text, states).length > 0 ||
    text
      .split(/[.;]\s|\s[*-]\s/u)
      .some(
        (sentence) =>
          exclusiveAlone.test(sentence) &&
          !exclusive.test(sentence) &&
          !condition.test(sentence) &&
          !vague.test(sentence) &&
          isOfMoves(sentence, states),
      ));

/** Words by which it may speak of callers, or of what does no harm. */
const another = /\b(?:admin\w*|owners?|users?|roles?|permissions?|scopes?|idempotent|no-?op|ignored|unchanged)\b/iu;

const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

/** What an operation says, and what its tags say. */
const textsOf = ({ document }: Contract, { location }: Operation): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  return [...saidIn(node), ...saidOfTags(document, node)];
};

const phrasesOf = (text: string): readonly string[] => text.replaceAll(/\s+/gu, ' ').split(/[.;]\s/u);

/** The sentences of texts by which nothing is possible but what they show; none where some callers may do more. */
export const exclusionsIn = (texts: readonly string[]): readonly string[] => {
  const found = texts
    .flatMap(phrasesOf)
    .filter((one) => excludesAll(one) && refusal.test(one))
    .filter((one) => !(another.test(one) && leftTo.test(one)));
  const isOpen = texts.some((text) => isSample.test(text) || phrasesOf(text).some((one) => inAnyOrder.test(one) && !refusal.test(one)));
  return isOpen || found.some((one) => another.test(one)) ? [] : found;
};

/** Do sentences that exclude all else speak of the state that a resource has, too. */
export const excludesItself = (exclusions: readonly string[]): boolean =>
  exclusions.some((one) => itself.test(one) && !butItself.test(one.replaceAll(/\bnot allowed\b/giu, '')));

/** Does a sentence name one of several values. */
const namesOne = (sentence: string, values: readonly string[]): boolean =>
  values.some((value) => inWords(sentence.replaceAll('_', ' ')).includes(inWords(value)));

/** A text by which nothing else is possible, and the states of which it says something for some callers: these may do more in them than it shows. */
type Exclusive = { readonly text: string; readonly unsure: readonly string[] };

/** The text of an operation on one line, where it says that nothing else is possible and describes how that is refused. */
const exclusiveText = (
  contract: Contract,
  operation: Operation,
  values: readonly string[],
  states: readonly string[],
): Exclusive | undefined => {
  const parts = textsOf(contract, operation);
  const isTable = (one: string): boolean => moveRowsIn(one).length > 0 || arrowsIn(one, states).rows.length > 0;
  const [own, tables] = [parts.filter((one) => !isTable(one)), parts.filter(isTable)];
  const isRefused = describesRefusal(operation);
  const said = (some: readonly string[]): Exclusive | undefined => {
    const whole = some.join('. ').replaceAll(/\s+/gu, ' ');
    const phrases = phrasesOf(whole).filter((one) => !(exclusive.test(one) && another.test(one) && leftTo.test(one)));
    const text = tables.length > 0 ? phrases.join('. ') : whole;
    // A sentence about another member may speak of callers, or of what is ignored.
    const isOfSome = (one: string): boolean => another.test(one.replaceAll(/\bonly \w+ \w+ /giu, ''));
    const about = tables.length > 0 ? phrases.filter((one) => exclusive.test(one)) : [text];
    if (!saysNoOther(text, states) || !isRefused || about.some(isOfSome)) return undefined;
    // Who makes a move that is shown is another matter.
    const beside = tables.length > 0 ? phrases.filter((one) => isOfSome(one) && arrowsIn(one, states).rows.length === 0) : [];
    return beside.some((one) => mayAnything.test(one))
      ? undefined
      : { text, unsure: values.filter((value) => beside.some((one) => namesOne(one, [value]))) };
  };
  return said(tables.length > 0 ? [...tables, ...own] : own);
};

/** Words by which some callers are bound by none of it: "Admins may set any status". */
const mayAnything = /\b(?:any|every|all|whatever)\s+(?:\w+\s+)?(?:status(?:es)?|states?|moves?|transitions?|steps?|changes?)\b/iu;

/** What the description of a state says on one line, where it says by itself that nothing else is possible: "draft → ready → archived. No other change is possible." */
const exclusiveAt = (member: BodyMember | undefined, operation: Operation, states: readonly string[]): Exclusive | undefined => {
  const said = isObject(member?.schema) ? member.schema['description'] : undefined;
  const text = typeof said === 'string' ? said.replaceAll(/\s+/gu, ' ') : '';
  return saysNoOther(text, states) && !another.test(text) && describesRefusal(operation) ? { text, unsure: [] } : undefined;
};

/** The states that a text leads to after "from A to": "from draft to published or archived", "from draft to published to archived". */
const toldArrows = (text: string, states: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const plain = text.replaceAll(/`?([\w-]+)`?\s*(?:→|->|=>)\s*(?=`?([\w-]+))/gu, ' from $1 to $2 , ');
  const arrows = new Map<string, Set<string>>();
  for (const sentence of plain.split(/[.;,]/u)) {
    const words = inWords(sentence);
    for (const first of states) {
      const begins = words.indexOf(` from${inWords(first)}to `);
      if (begins < 0) continue;
      let rest = words.slice(begins + ` from${inWords(first)}to`.length);
      let from = first;
      for (let next = states.find((one) => rest.startsWith(inWords(one))); next !== undefined;) {
        arrows.set(from, (arrows.get(from) ?? new Set()).add(next));
        rest = rest.slice(inWords(next).length - 1);
        const [, joint = ''] = /^ (or|and|to) /u.exec(rest) ?? [];
        if (joint === '') break;
        if (joint === 'to') from = next;
        rest = rest.slice(joint.length + 1);
        next = states.find((one) => rest.startsWith(inWords(one)));
      }
    }
  }
  const listed = [...text.matchAll(listing)].flatMap(([, list = '']) => listedMoves(list, states));
  for (const { from, to } of [...listed, ...spokenMoves(text, states)]) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  return arrows;
};

/** The moves of a list such as "draft to open; open and late to closed"; none where a part of it is not understood. */
const listedMoves = (list: string, states: readonly string[]): readonly { readonly from: string; readonly to: string }[] => {
  const sidesOf = (part: string): readonly (readonly string[])[] =>
    part.split(/ to /u).map((side) => states.filter((state) => inWords(side).includes(inWords(state))));
  for (const separator of [/;/u, /,|;/u]) {
    const parts = list
      .replaceAll('`', '')
      .split(separator)
      .filter((part) => part.trim() !== '')
      .map(sidesOf);
    if (parts.every((sides) => sides.length === 2 && sides.every((side) => side.length > 0)))
      return parts.flatMap(([before = [], after = []]) => before.flatMap((from) => after.map((to) => ({ from, to }))));
  }
  return [];
};

const listedOf = ({ schema }: Pick<BodyMember, 'schema'>): readonly string[] => {
  const values: unknown = isObject(schema) ? schema['enum'] : undefined;
  return Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [];
};

/** The values of a change that are states: each may come from the states that an arrow leads from. */
const stateMoves = (text: string, states: readonly string[]): readonly Move[] => {
  const arrows = toldArrows(text, states);
  // A move that is told in words which are not read would be taken for none.
  const words = inWords(text.replaceAll('_', ' '));
  const isUnread = states.some((from) =>
    states.some((to) => from !== to && words.includes(`${inWords(from)}to${inWords(to)}`) && arrows.get(from)?.has(to) !== true),
  );
  if (isUnread) return [];
  // Another sentence may tell a way that a list in plain words leaves out.
  const beside = spokenMoves(text, states).length > 0 ? movedBeside([text], states) : new Set<string>();
  const named = [...new Set([...arrows].flatMap(([from, to]) => [from, ...to]))].filter((value) => !beside.has(value));
  return named.map((value) => ({
    value,
    from: new Set([...beside, ...[...arrows].filter(([, to]) => to.has(value)).map(([from]) => from)]),
  }));
};

/** The states that the words behind the name of an action say it is for: "`withdraw` takes an active one into a withdrawn one". */
const actionMoves = (text: string, actions: readonly string[], states: readonly string[]): readonly Move[] => {
  const places = actions.map((value) => ({ value, at: text.indexOf(`\`${value}\``) }));
  if (places.some(({ at: where }) => where < 0)) return [];
  return places.flatMap(({ value, at: where }) => {
    const after = text.slice(where + value.length + 2);
    const ends = [after.search(/[.;:](?:\s|$)/u), ...actions.map((other) => after.indexOf(`\`${other}\``))].filter((one) => one >= 0);
    const [before = ''] = after.slice(0, Math.min(after.length, ...ends)).split(/\b(?:in)?to\b|\bbecomes?\b|\bwhich\b|\bif\b|\bwhen\b/u);
    const words = inWords(before);
    const from = states.filter((state) => words.includes(inWords(state)));
    return from.length === 0 || /\b(?:not|no|never|except|unless|but|without|other|unlike)\b/u.test(words)
      ? []
      : [{ value, from: new Set(from) }];
  });
};

/** The moves that tables say: by values that are states from those before, or by actions from the states beside them. */
const tableMoves = (
  texts: readonly string[],
  listed: readonly string[],
  states: readonly string[],
  areStates: boolean,
  others: ReadonlySet<string>,
): readonly Move[] => {
  const beside = movedBeside(texts, states, others);
  const rows = texts.flatMap(moveRowsIn).filter(({ from }) => from.length > 0 && from.every((one) => states.includes(one)));
  const ways = rows.flatMap(({ from, by, to }) =>
    (areStates ? to : by).filter((value) => listed.includes(value)).map((value) => ({ value, from })),
  );
  const values = [...new Set(ways.map(({ value }) => value))];
  return values
    .filter((value) => !beside.has(value))
    .map((value) => ({ value, from: new Set([...beside, ...ways.filter((one) => one.value === value).flatMap(({ from }) => from)]) }));
};

/** The paragraphs of a text, without the lines that show moves. */
const withoutArrows = (text: string, states: readonly string[]): readonly string[] =>
  withoutBrackets(text, states)
    .split('\n')
    .filter((line) => !/[→►▶>]|^\s*\|/u.test(line))
    .join('\n')
    .split(/\n\s*\n/u);

/** The states that sentences beside the lines with arrows lead to, or from, in ways that these do not show. */
export const movedBeside = (
  texts: readonly string[],
  states: readonly string[],
  others: ReadonlySet<string> = new Set(),
): ReadonlySet<string> =>
  new Set(
    texts
      .flatMap((text) => withoutArrows(text, states))
      .flatMap(phrasesOf)
      .filter((one) => !exclusive.test(one) && !areFinal.test(one) && !refusal.test(one) && !/\bonly\b/iu.test(one))
      .map((one) => inWords(one.replaceAll('_', ' ')))
      .filter((words) => ofMove.test(words) && possible.test(words))
      .flatMap((words) =>
        states.filter((state) =>
          // "Pending orders are cancelled" is about the orders.
          placesOf(words, inWords(state)).some((place) => {
            const [, subject] = / (\w+) (?:is|are) (?:also |then |all )?$/u.exec(words.slice(0, place + 1)) ?? [];
            return subject === undefined || !others.has(subject);
          }),
        ),
      ),
  );

/** Where a text has another one in it. */
const placesOf = (text: string, part: string): readonly number[] => {
  const places: number[] = [];
  for (let place = text.indexOf(part); place >= 0; place = text.indexOf(part, place + 1)) places.push(place);
  return places;
};

/** The states that sentences call the last ones. */
const finalIn = (texts: readonly string[], states: readonly string[]): readonly string[] =>
  texts
    .flatMap((text) => withoutArrows(text, states))
    .flatMap(phrasesOf)
    .flatMap((phrase) => {
      const found = areFinal.exec(phrase);
      if (!found) return [];
      const any = states.map((state) => inWords(state).trim()).join('|');
      const [last = ''] =
        new RegExp(` (?:(?:${any}) (?:and |or )?)+(?:\\w+ )?$`, 'u').exec(inWords(phrase.slice(0, found.index).replaceAll('_', ' '))) ?? [];
      return states.filter((state) => ` ${last} `.includes(inWords(state)));
    });

/**
 * The moves that arrows in the lines of texts show. Where some are not understood, a state that is called final leads nowhere all the same, and all others may
 * lead anywhere. Undefined where the texts have no such arrows.
 */
const arrowMoves = (
  texts: readonly string[],
  listed: readonly string[],
  states: readonly string[],
  others: ReadonlySet<string>,
): readonly Move[] | undefined => {
  const found = texts.map((text) => arrowsIn(text, states)).filter(({ rows }) => rows.length > 0);
  const rows = found.flatMap((one) => one.rows);
  if (rows.length === 0) return undefined;
  if (!found.every(({ isWhole }) => isWhole)) {
    const last = finalIn(texts, states);
    const from = new Set(states.filter((state) => !last.includes(state)));
    return last.length === 0 ? [] : listed.map((value) => ({ value, from }));
  }
  const named = new Set(rows.flatMap(({ from, to = [] }) => [...from, ...to]));
  const beside = movedBeside(texts, states, others);
  return listed
    .filter((value) => named.has(value) && !beside.has(value))
    .map((value) => ({
      value,
      from: new Set([...beside, ...rows.flatMap(({ from, to }) => (to === undefined || to.includes(value) ? from : []))]),
    }));
};

/** The values that arrows lead to from states that they name. */
const ledTo = (texts: readonly string[], listed: readonly string[], states: readonly string[]): readonly string[] => {
  const rows = texts.flatMap((text) => arrowsIn(text, states).rows);
  return listed.filter((value) => rows.some(({ from, to }) => from.length > 0 && to?.includes(value) === true));
};

/** A move that some callers may make from other states as well. */
const withUnsure = ({ value, from }: Move, unsure: readonly string[], states: readonly string[]): Move => ({
  value,
  from: new Set(unsure.includes(value) ? states : [...from, ...unsure.filter((one) => states.includes(one))]),
  shown: from,
});

/**
 * The moves to each value, where sentences deny some of them, and nothing says that there are no others: "A published notice cannot become a draft again". None
 * where some callers may do what they like.
 */
const undeniedMoves = (
  contract: Contract,
  trip: Trip,
  operation: Operation,
  { schema }: BodyMember,
  states: readonly string[],
): readonly Move[] => {
  if (!describesRefusal(operation)) return [];
  const said = isObject(schema) ? schema['description'] : undefined;
  const texts = [...textsOf(contract, operation), ...(typeof said === 'string' ? [said] : [])];
  if (texts.some((text) => phrasesOf(text).some((one) => another.test(one) && mayAnything.test(one)))) return [];
  const noun = singular(nounWordsOf(trip.addsTo).at(-1) ?? '');
  const denied = texts.flatMap(phrasesOf).flatMap((one) => deniedMoves(one, states, noun));
  if (denied.length === 0) return [];
  const moves = listedOf({ schema }).map((value) => ({
    value,
    from: new Set(states.filter((from) => !denied.some((one) => one.from === from && one.to === value))),
  }));
  // Where it has to come from is tried first.
  const isNeeded = ({ value }: Move): boolean => denied.some(({ from }) => from === value);
  return moves.toSorted((a, b) => Number(isNeeded(b)) - Number(isNeeded(a)));
};

const stateNames: ReadonlySet<string> = new Set(['status', 'state', 'to', 'target', 'next']);

const actionNames: ReadonlySet<string> = new Set(['action', 'command', 'transition', 'event']);

/** The nouns of the collections of a document but that of one. */
const othersThan = (contract: Contract, trip: Trip): ReadonlySet<string> => {
  const own = nounWordsOf(trip.addsTo).at(-1) ?? '';
  return new Set([...nounsIn(contract)].filter((one) => singular(one) !== own));
};

const findMoving = (contract: Contract): readonly Moving[] =>
  roundTrips(contract).flatMap((trip): readonly Moving[] => {
    const stateful = trip.read && statefulAnswer(contract, trip.read);
    if (!stateful) return [];
    const { at: state, states } = stateful;
    return contract.operations.flatMap((operation): readonly Moving[] => {
      const content = jsonContent(operation.body?.content ?? []);
      const isChange = operation.method === 'PATCH' && isSamePath(operation.path, trip.itemPath) && operation.effect === 'changes';
      const isAction =
        operation.method === 'POST' &&
        isDirectlyBelow(operation.path, trip.itemPath) &&
        ['destructive', 'changes', 'asks'].includes(operation.effect);
      const isPlain = operation.unsupported === undefined && operation.inferred?.reaches === undefined && !operation.issues;
      if ((!isChange && !isAction) || !isPlain || content === undefined || isJsonPatch(content.mediaType)) return [];
      const members = bodyMembers(contract, operation);
      const ofStates = members.find((one) => {
        const isNamed = isChange ? state.endsWith(`/${one.name}`) : stateNames.has(one.name.toLowerCase());
        return isNamed && listedOf(one).length > 0 && listedOf(one).every((value) => states.includes(value));
      });
      const member = ofStates ?? (isAction ? members.find(({ name }) => actionNames.has(name.toLowerCase())) : undefined);
      const listed = member === undefined ? [] : listedOf(member);
      const said = exclusiveText(contract, operation, [...listed, ...states], states) ?? exclusiveAt(ofStates, operation, states);
      if (said === undefined) {
        const undenied = isChange && ofStates ? undeniedMoves(contract, trip, operation, ofStates, states) : [];
        const moving = {
          trip,
          operation,
          member: ofStates?.name ?? '',
          state,
          moves: undenied,
          open: [],
          areStates: true,
          andItself: false,
        };
        return undenied.length === 0 ? [] : [at(operation.location, moving)];
      }
      if (member === undefined) return [];
      const { text, unsure } = said;
      const areStates = ofStates !== undefined;
      const tabled = tableMoves(textsOf(contract, operation), listed, states, areStates, othersThan(contract, trip));
      const told = areStates ? stateMoves(text, states).filter(({ value }) => listed.includes(value)) : actionMoves(text, listed, states);
      const drawn =
        areStates && tabled.length === 0 ? arrowMoves(textsOf(contract, operation), listed, states, othersThan(contract, trip)) : undefined;
      const shown = tabled.length > 0 ? tabled : (drawn ?? told);
      const moves = unsure.length === 0 ? shown : shown.map((one) => withUnsure(one, unsure, states));
      const open = drawn
        ? ledTo(textsOf(contract, operation), listed, states).filter((one) => !moves.some(({ value }) => value === one))
        : [];
      const andItself = areStates && excludesItself(exclusionsIn(textsOf(contract, operation)));
      const moving = { trip, operation, member: member.name, state, moves, open, areStates, andItself };
      return moves.length === 0 ? [] : [at(operation.location, moving)];
    });
  });

const known = new WeakMap<Contract, readonly Moving[]>();

/** Every such operation of a contract. */
export const movingOperations = (contract: Contract): readonly Moving[] => {
  const found = known.get(contract) ?? findMoving(contract);
  known.set(contract, found);
  return found;
};
