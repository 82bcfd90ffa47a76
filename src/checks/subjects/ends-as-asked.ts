import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { headerValues, statusOf } from '../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { readMoment } from '../../contract/moment.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Exchange } from '../../model/exchange.ts';
import { isObject } from '../../model/json.ts';
import { holdsValue } from '../../model/request.ts';
import { ownTexts } from './conflicts.ts';
import { inWords } from './state-mentions.ts';
import { endIn, isMoment, lengthUnits, unitAlone } from './told-ends.ts';
import { isNumeric } from './told-sums.ts';

type Json = Readonly<Record<string, unknown>>;

/** A moment in the answer to a creation that follows from how long the request wants it to last. */
export type EndAsAsked = {
  /** Names of the objects around it in the answer. */
  readonly around: readonly string[];
  readonly member: string;
  /** The moment of the answer from which it is counted; undefined where it is that of the request. */
  readonly begin: string | undefined;
  /** The member of the body that says how long. */
  readonly length: string;
  readonly unitMs: number;
  /** How long it lasts, in the same unit, where the request does not say so; undefined where the document does not say either. */
  readonly fallback: number | undefined;
  readonly sentence: string;
};

/** Is a name that of the moment at which something can no longer be used: `expiresAt`, `valid_until`, `expiryDate`. */
export const isEndName = (name: string): boolean =>
  /^(?:expires?|expiry|expiration|expired)(?: (?:at|on|date|time))?$|^(?:valid|usable|redeemable|good) (?:until|till|to|through)$/u.test(
    wordsOf(name).join(' '),
  );

/** Is a name that of the moment at which something was made. */
const isMadeName = (name: string): boolean =>
  /^(?:created|issued|made)(?: (?:at|on|date|time))?$|^creation (?:date|time)$/u.test(wordsOf(name).join(' '));

const isChangedName = (name: string): boolean => /^(?:last )?(?:updated|modified|changed)\b/u.test(wordsOf(name).join(' '));

/** Words by which a moment is another one at times, or only about then. */
const hedged =
  / (?:whichever|earlier|sooner|capped|clamped|rounded|rounds|extend\w*|renew\w*|prolong\w*|sliding|inactiv\w*|idle|unused|first|last|at most|at least|at the latest|up to|grace|may|might|can|could|should|unless|except|if|depend\w*|working|business|midnight|about|around|roughly|approximately|usually|normally|ignored|jitter|random) /u;

/** Words of a plain sentence about how long something lasts from its creation on; any other one makes it another time. */
const plain: ReadonlySet<string> = new Set(
  (
    'a an the of in for from after until till how long many number it its this is are be stays remains lives lasts life lifetime living live ttl time duration validity valid usable kept held reserved open active ' +
    'works accessible available which that when expires expire expired expiry expiration lapses lapse ends end runs out new now creation created making made issued issue request by itself automatically wanted to default and plus'
  ).split(' '),
);

const fromNow =
  / (?:from now|(?:after|from|since) (?:the |its )?(?:creation|request|issue)|after it (?:is|was) (?:created|made|issued)|now plus) /u;
const untilEnd =
  / (?:lifetime|life|time to live|ttl|validity|how long|until|till|after which|(?:expires|lapses|ends|runs out) (?:after|in)|(?:valid|usable|kept|held|reserved|open|accessible) for) /u;

/** How long something lasts, as the text of the member of its creation says, from the moment of the request on. */
const lastsIn = (
  text: string,
  name: string,
  nouns: ReadonlySet<string>,
): { readonly unitMs: number; readonly isFromNow: boolean } | undefined => {
  const words = inWords(text);
  const isFromNow = fromNow.test(words);
  const said = [...new Set([...words.split(' '), ...wordsOf(name)].flatMap((word) => lengthUnits[singular(word)] ?? []))];
  const isPlain = words
    .trim()
    .split(/\s+/u)
    .every((word) => plain.has(word) || nouns.has(singular(word)) || lengthUnits[singular(word)] !== undefined);
  const [unitMs, ...others] = said;
  return unitMs !== undefined && others.length === 0 && isPlain && (isFromNow || untilEnd.test(words)) ? { unitMs, isFromNow } : undefined;
};

const defaultOf = ({ document }: Contract, schema: Schema): number | undefined => {
  const found = new Set(partsOf(document, schema).flatMap((part) => (typeof part['default'] === 'number' ? [part['default']] : [])));
  return found.size === 1 ? [...found][0] : undefined;
};

/** The objects of an answer, at its top and one below. */
const objectsIn = (
  { document }: Contract,
  schema: Schema,
): readonly { readonly around: readonly string[]; readonly members: ReadonlyMap<string, Schema> }[] => {
  const top = membersOf(document, schema);
  const below = [...top].flatMap(([name, one]) =>
    isType(document, one, 'object') ? [{ around: [name], members: membersOf(document, one) }] : [],
  );
  return [{ around: [], members: top }, ...below];
};

const endsOf = (contract: Contract, operation: Operation): readonly EndAsAsked[] => {
  const { document } = contract;
  const body = answerSchema(operation);
  const isCreation = operation.effect === 'creates' || operation.effect === 'creates-permanently';
  if (body === undefined || !isCreation || isType(document, body, 'array')) return [];
  const asked = bodyMembers(contract, operation);
  const lengths = asked.filter(({ schema }) => isNumeric(document, schema));
  const nouns = new Set(nounWordsOf(operation.path).map(singular));
  const isHedged = (texts: readonly string[]): boolean => texts.some((text) => hedged.test(inWords(text)));
  return objectsIn(contract, body).flatMap(({ around, members }): readonly EndAsAsked[] => {
    const moments = [...members].flatMap(([name, one]) => (isMoment(document, one) ? [name] : []));
    const numbers = lengths.map(({ name }) => name);
    const unitFor = (length: string): number | undefined =>
      unitAlone(lengths.filter(({ name }) => name === length).flatMap(({ schema }) => descriptionsIn(document, schema)));
    const ofMember = (name: string): readonly string[] => descriptionsIn(document, members.get(name) ?? true);
    const found = moments.flatMap((member): readonly EndAsAsked[] => {
      const told = ofMember(member)
        .flatMap(sentencesOf)
        .flatMap((sentence): readonly EndAsAsked[] => {
          const one = endIn(sentence, member, { moments, numbers, unitFor });
          const length = lengths.find(({ name }) => name === one?.length);
          // What the answer shows under that name is judged by the answer alone.
          if (!one || !length || members.has(length.name)) return [];
          return [{ around, member, ...one, fallback: defaultOf(contract, length.schema), sentence: sentence.trim() }];
        });
      return told.length === 1 && !isHedged(ofMember(member)) ? told : [];
    });
    const [end, ...others] = moments.filter(isEndName);
    if (found.length > 0 || end === undefined || others.length > 0 || isHedged(ofMember(end))) return found;
    const made = moments.filter(isMadeName);
    // What begins at another moment may last from then on.
    const isFromElsewhere =
      moments.some((name) => name !== end && !isMadeName(name) && !isChangedName(name)) ||
      asked.some(({ schema }) => isMoment(document, schema));
    const lasting = lengths.flatMap(({ name, schema }): readonly EndAsAsked[] => {
      const texts = descriptionsIn(document, schema);
      const [sentence, ...more] = texts.flatMap(sentencesOf);
      const one = sentence === undefined || more.length > 0 ? undefined : lastsIn(sentence, name, nouns);
      if (!one || sentence === undefined || (isFromElsewhere && !one.isFromNow) || members.has(name)) return [];
      const begin = made.length === 1 ? made[0] : undefined;
      return [
        { around, member: end, begin, length: name, unitMs: one.unitMs, fallback: defaultOf(contract, schema), sentence: sentence.trim() },
      ];
    });
    const isSaidOtherwise = ownTexts(contract, operation)
      .flatMap(sentencesOf)
      .some((sentence) => isHedged([sentence]) && / (?:expir\w+|lapses?|ttl|lifetime) /u.test(inWords(sentence)));
    return lasting.length === 1 && !isSaidOtherwise ? lasting : [];
  });
};

const known = new WeakMap<Contract, Map<string, readonly EndAsAsked[]>>();

/** The moments in the answer to a creation that follow from how long its request wants it to last, in a contract that is held to the standard requirements. */
export const endsAsAsked = (contract: Contract, operation: Operation): readonly EndAsAsked[] => {
  const all = known.get(contract) ?? new Map<string, readonly EndAsAsked[]>();
  known.set(contract, all);
  const found = all.get(operation.key) ?? (contract.standard.size === 0 ? [] : endsOf(contract, operation));
  all.set(operation.key, found);
  return found;
};

/** By so much the clocks of the parts of a service may differ. */
const clocksMs = 5000;
const minuteMs = 60_000;

const objectAt = (value: unknown, [step, ...rest]: readonly string[]): Json | undefined =>
  !isObject(value) ? undefined : step === undefined ? value : objectAt(value[step], rest);

/** The moment from which the time is counted, and by how much it may be wrong. */
const beginOf = ({ begin }: EndAsAsked, object: Json, exchange: Exchange): { readonly ms: number; readonly offMs: number } | undefined => {
  if (begin !== undefined) {
    const from = readMoment(object[begin]);
    return from?.hasZone === true && from.hasTime ? { ms: from.ms, offMs: 0 } : undefined;
  }
  const date = Date.parse(headerValues(exchange, 'Date')[0] ?? '');
  return Number.isNaN(date) ? undefined : { ms: date, offMs: 1000 + exchange.tookMs };
};

/** For how long something lasts, in milliseconds, as the answer to its creation shows; undefined where it does not. */
export const shownLengthMs = (told: EndAsAsked, exchange: Exchange, body: unknown): number | undefined => {
  const object = objectAt(body, told.around);
  const [begin, end] = object ? [beginOf(told, object, exchange), readMoment(object[told.member])] : [];
  return begin === undefined || end?.hasZone !== true || !end.hasTime ? undefined : end.ms - begin.ms;
};

/** What the answer to a creation shows of such a moment: nothing where it shows too little, that it agrees, or what it ought to be. */
export const endAsAskedJudged = (
  told: EndAsAsked,
  exchange: Exchange,
  body: unknown,
): 'unknown' | 'agrees' | { readonly expected: string; readonly actual: string } => {
  const { request } = exchange;
  const object = objectAt(body, told.around);
  const sent = holdsValue(request.body) ? request.body.value : undefined;
  // A repeated creation may get the answer to the first one, and a request with a mistake another time.
  if (!object || statusOf(exchange) === 202 || request.faults.length > 0 || !isObject(sent)) return 'unknown';
  const isAsked = Object.hasOwn(sent, told.length);
  const lasting = isAsked ? sent[told.length] : told.fallback;
  const [end, begin] = [readMoment(object[told.member]), beginOf(told, object, exchange)];
  if (typeof lasting !== 'number' || begin === undefined || end?.hasZone !== true || !end.hasTime) return 'unknown';
  const lengthMs = lasting * told.unitMs;
  const slackMs = clocksMs + begin.offMs + (end.ms % minuteMs === 0 || begin.ms % minuteMs === 0 ? minuteMs : 0);
  const right = begin.ms + lengthMs;
  if (Math.abs(end.ms - right) <= slackMs) return lengthMs > slackMs ? 'agrees' : 'unknown';
  const as = isAsked ? `${told.length} ${lasting} of the request` : `${told.length} ${lasting}, its default, as the request has none`;
  return { expected: `${new Date(right).toISOString()}, by ${as}: "${told.sentence}"`, actual: String(object[told.member]) };
};
