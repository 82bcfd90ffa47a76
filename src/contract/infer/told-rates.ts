import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** A price that a sentence derives from a rate of what is named, and from how long something lasts. */
export type ToldRate = {
  /** The words for the number that is derived, and for what has the rate. */
  readonly what: string;
  readonly noun: string;
  readonly rate: string;
  readonly unit: 'hour' | 'minute';
  /** How it is rounded: as a whole, or each started unit counts as one; undefined where nothing says that. */
  readonly way: 'up' | 'down' | 'nearest' | 'started' | undefined;
  readonly sentence: string;
};

const name = String.raw`(?<rate>[a-z0-9]+(?: [a-z0-9]+){0,3}?)`;
const ofNoun = [String.raw`(?:the |its )?(?<noun>[a-z]+) s ${name}`, String.raw`(?:the |its )?${name} of (?:the |its )(?<noun>[a-z]+)`];
const by = '(?:times|multiplied by|multiplied with|x)';
const length =
  '(?:the |its |their )?(?:(?:length|duration|time|number|booked time|time booked)(?: of (?:the |a |an )?(?!hours|minutes)[a-z]+)? (?:in|of) )?(?:booked )?(?<unit>hours|minutes)';
const started =
  '(?:for|per) (?:each|every) (?:started|begun|commenced|partial) (?<unit>hour|minute)(?: of (?:the |its |a )?[a-z]+(?: [a-z]+)?)?';
const startedPer = '(?:for|per) (?:each|every|a) (?<unit>hour|minute) (?:that (?:is|was|has been) )?(?:started|begun|commenced)';
const head = String.raw`(?:(?:the |its )?(?<what>[a-z]+(?: [a-z]+){0,2}?) (?:is|equals|comes to) (?:always )?)?`;

const forms = ofNoun.flatMap((named) => [
  { isStarted: false, form: new RegExp(`^${head}${named} ${by} ${length}$`, 'u') },
  { isStarted: true, form: new RegExp(`^${head}${named} (?:${started}|${startedPer.replace('<unit>', '<each>')})$`, 'u') },
]);

/** What else has a part in the price. */
const otherPart =
  /\b(?:if|unless|except|when|where|while|until|plus|minus|less|discount|fee|fees|tax|vat|half|at (?:least|most)|minimum|maximum|capped|free|weekends?|peak|night|nights|members? (?:pay|get)|plan|about|usually|normally|estimat\w*|may|might|should)\b/iu;

const roundingIn = (text: string): ToldRate['way'] | null => {
  if (/\brounded up\b/iu.test(text)) return 'up';
  if (/\brounded down\b/iu.test(text)) return 'down';
  // What is rounded to anything but a whole is another number, and the next whole may be the nearest one or the one above.
  return /\brounded\b/iu.test(text) ? (/\bto (?:the )?(?:nearest )?(?:whole|full|integer)\b/iu.test(text) ? 'nearest' : null) : undefined;
};

const whole = /\bto (?:the )?(?:next |nearest )?(?:whole|full|integer)\b|\brounded (?:up|down)$/iu;

/** What a text derives so: "The price is the court's `ratePerHour` times the length in hours, rounded up to whole points". Undefined where it does not, or something else has a part in it. */
export const toldRateIn = (text: string): ToldRate | undefined => {
  for (const sentence of sentencesOf(text.replaceAll(/\s+/gu, ' '))) {
    const [, body = '', rounded = ''] = /^(.*?)(,? (?:and )?(?:is )?(?:always )?rounded .*?)?[.]?$/iu.exec(sentence) ?? [];
    const way = rounded === '' ? undefined : roundingIn(rounded);
    if (otherPart.test(body) || way === null || (rounded !== '' && !whole.test(rounded))) continue;
    const plain = wordsOf(
      body
        .replaceAll(/[`*"]/gu, ' ')
        .replaceAll(/[’']s\b/gu, ' s')
        .replaceAll(/[×·]/gu, ' x '),
    ).join(' ');
    for (const { isStarted, form } of forms) {
      const groups = form.exec(plain)?.groups;
      const unit = singular(groups?.['unit'] ?? groups?.['each'] ?? '');
      if (!groups || (unit !== 'hour' && unit !== 'minute')) continue;
      const { what = '', noun = '', rate = '' } = groups;
      return { what, noun: singular(noun), rate, unit, way: isStarted ? 'started' : way, sentence };
    }
  }
  return undefined;
};
