import { firmSentencesOf } from '../firm-sentences.ts';
import { isRefusalDenied } from '../refusal-sentences.ts';
import { sentencesOf } from '../sentences.ts';

/** A quota that a sentence states in numbers: so many requests in so many seconds. */
export type ToldQuota = { readonly limit: number; readonly seconds: number; readonly sentence: string };

const unitSeconds: Readonly<Record<string, number>> = { second: 1, sec: 1, s: 1, minute: 60, min: 60, rpm: 60, hour: 3600, h: 3600 };

const amount = String.raw`(?<![\d.,-])(?<limit>\d{1,3}(?:[,_ ]\d{3})+|\d+)`;
const caller = String.raw`(?:API )?(?:keys?|tokens?|clients?|users?|accounts?|callers?|credentials?|consumers?|IP(?: address(?:es)?)?)`;
const counted = String.raw`(?:API |HTTP )?(?:requests|calls|reqs?\.?)(?: (?:per|for each|from each) ${caller}(?: and|,)?)?`;
const joint = String.raw`(?: ?\/ ?| (?:per|an?|each|every|in|within|over)(?: any| each| an?)?(?: rolling| sliding| fixed)? )`;
const time = String.raw`(?<times>\d+)?[ -]?(?<unit>seconds?|sec|s|minutes?|min|hours?|h)\b`;

const forms: readonly RegExp[] = [
  // "300 requests per minute", "1,000 calls every 15 minutes", "60 requests/min", "100 requests per token and minute".
  new RegExp(`${amount} ${counted}(?:${joint}| )${time}`, 'giu'),
  // "The rate limit is 100 per minute", "limited to 100/min".
  new RegExp(
    String.raw`\b(?:rate limit(?:s|ed|ing)?|limited|quota|throttled)(?: (?:is|of|to|at|for each ${caller}|per ${caller}))*:? ${amount}${joint}${time}`,
    'giu',
  ),
  // "300 rpm".
  new RegExp(String.raw`${amount} ?(?<unit>rpm)\b`, 'giu'),
];

/** Words near a number that show that it holds for some callers or some calls only, or that there is more than one. */
const isPartial =
  /\b(?:free|trial|paid|premium|pro|basic|enterprise|business|tiers?|plans?|subscriptions?|anonymous|unauthenticated|authenticated|guests?|bursts?|endpoints?|operations?|routes?|average|sustained|concurrent|by default|defaults?|typical\w*|usually|recommend\w*|at least|sandbox|test mode|environments?|production|search|upload|writes?|reads?|exempt|custom|can be (?:raised|increased))\b/iu;

/** Words by which a sentence gives a number to each caller. */
const perCaller = new RegExp(String.raw`\b(?:an?|each|every|per) ${caller}\b`, 'iu');
const andCaller = new RegExp(String.raw`\b(?:second|minute|min|hour) and ${caller}\b`, 'iu');

/** Words of what a service can take, or did take, in all: "The gateway handles 1,000 requests per second". */
const isOfStrength =
  /\b(?:handles?|handling|process(?:es|ing)?|serves?|serving|sustains?|cop(?:es?|ing) with|withstands?|scal(?:es?|ed|ing)|tested|measured|benchmark\w*|sees|peaks?|throughput|load|all (?:clients|users|callers|customers)(?: together)? (?:send|make)|together)\b/iu;

/** Words by which a number is a bound all the same. */
const saysBound = /\b(?:429|limit(?:s|ed)?|quota|refus\w*|reject\w*|exceed\w*|throttled|allowed|not more|no more|at most)\b/iu;

/** Requests that the service itself sends. */
const isOutgoing =
  /\b(?:webhooks?|callbacks?|hooks?|deliver(?:s|y|ies|ed)?|we (?:call|send|poll|ask)|(?:to|at) your (?:server|address|url|service|system|receiver))\b/iu;

/** What is no bound, or one that depends: other times, a price, an advice, a queue, a weight of some calls, one for each machine. */
const isUnsettled =
  /\b(?:bill(?:s|ed)|charged|cents?|fees?|queued?|slow(?:s|ed)|delayed|alerts?|warned|we aim|goals?|targets?|(?:about|roughly|approximately|around|some) \d+|the old|formerly|previously|used to|(?:during|by|on|at|in) (?:the )?(?:day(?:time)?|nights?|week(?:end|day)s?|peak)\b|(?:nights?|week(?:end|day)s?) excepted|hours of|off[- ]peak|counts? (?:as|for|like) (?:two|three|four|five|ten|several|many|more|\d+)|weigh\w*|costs?|(?:each|every|per) (?:\w+ )?(?:node|instance|replica|region|machine|server)|soft)\b/iu;
const isAdvice = /\b(?:should|please)\b/iu;

/** Words by which a quota is none, is one of another time or of another service, or may be exceeded. */
const isUndone =
  /\b(?:no (?:longer (?:an? )?)?(?:(?:rate )?limits?|quota|problem)|(?:not|no longer|never) (?:be )?(?:limit(?:s|ed)?|throttled)|(?:was|were|will be|planned)|until \d+|from (?:\w+ )?\w+ on\b|(?:may|can|might) be exceeded|our|partner['’]s|providers?|we log|(?:is|are) fine|not counting|no guarantee)\b/iu;

const isNone = (sentence: string): boolean =>
  isOutgoing.test(sentence) ||
  (isOfStrength.test(sentence) && !saysBound.test(sentence) && !perCaller.test(sentence) && !andCaller.test(sentence));

const isOpen = (sentence: string): boolean =>
  isUnsettled.test(sentence) || (isAdvice.test(sentence) && !/\b429\b|\brefus|\breject/iu.test(sentence));

const isUncertain = (sentence: string): boolean => isUndone.test(sentence) || isRefusalDenied(sentence);

const paths = String.raw`(?:(?:[A-Z]+ )?\x60?/[\w./{}-]*\x60?)(?:(?:, and |, | and | or )(?:[A-Z]+ )?\x60?/[\w./{}-]*\x60?)*`;

/** Paths that a sentence leaves out of a quota: "(`/health` is free)", ", except /ping and /version". */
const exemptions: readonly RegExp[] = [
  new RegExp(
    String.raw`(?: ?[(,;–—-])? ?(?<named>${paths}) (?:is|are) (?:free|exempt(?:ed)?|excluded|unlimited|not (?:counted|limited|included|rate[- ]limited))\b\)?`,
    'giu',
  ),
  new RegExp(
    String.raw`(?: ?[(,;–—-])? ?(?:except(?:ing)?(?: for)?|excluding|apart from|other than|but not|not counting) (?<named>${paths})\)?`,
    'giu',
  ),
];

/** A sentence without the exemptions that name nothing but such paths; any other stays as one word. */
const withoutExemptions = (sentence: string, isExempt: (path: string) => boolean): string =>
  exemptions.reduce(
    (left, form) =>
      left.replaceAll(form, (_whole, named: string) => ((named.match(/\/[\w./{}-]*/gu) ?? []).every(isExempt) ? '' : ' exempt')),
    sentence,
  );

const singular = (unit: string): string => unit.toLowerCase().replace(/(?<=..)s$/u, '');

/**
 * The quotas that a text states in numbers; null for one that holds for a part only, or of which the sentence leaves open whether it is kept.
 * @param isExempt May calls of a path be left out of a quota that still holds for everything a client asks with its credential.
 */
export const quotasToldIn = (text: string, isExempt: (path: string) => boolean = () => false): readonly (ToldQuota | null)[] => {
  const firm = new Set(firmSentencesOf(text));
  return sentencesOf(text)
    .filter((sentence) => !isNone(sentence))
    .flatMap((sentence) =>
      forms
        .flatMap((form) => [...sentence.matchAll(form)])
        .map(({ groups: { limit = '', times = '1', unit = '' } = {} }) =>
          isPartial.test(withoutExemptions(sentence, isExempt)) || isOpen(sentence) || isUncertain(sentence) || !firm.has(sentence)
            ? null
            : {
                limit: Number(limit.replaceAll(/\D/gu, '')),
                seconds: Number(times) * (unitSeconds[singular(unit)] ?? Infinity),
                sentence,
              },
        ),
    );
};

const numberWords = 'one two three four five six seven eight nine ten'.split(' ');
const numeral = String.raw`(?<times>\d+|${numberWords.join('|')})?[ -]?(?<unit>seconds?|minutes?|hours?)\b`;

/** The part of a sentence around a position, up to the next comma, semicolon or conjunction on both sides. */
const clauseAt = (sentence: string, position: number): string => {
  let from = 0;
  for (const { index, 0: end } of sentence.matchAll(/(?<!\d)[,;:]|[,;:](?!\d)| (?:but|while|whereas|though)\b/giu)) {
    if (index > position) return sentence.slice(from, index);
    from = index + end.length;
  }
  return sentence.slice(from);
};

/** "60 times within 10 seconds", "at most 30 exports per minute", "20 searches per account in five seconds". */
const ownForm = new RegExp(
  String.raw`${amount} (?<counted>times|requests|calls|[a-z]+s)(?: (?:per|for each|by each) ${caller}(?: and|,)?)?(?:${joint}| )${numeral}`,
  'giu',
);

/** Words by which a number is a bound. */
const isBound = /\b(?:may|can|at most|up to|limit(?:s|ed)?|allowed|no more than|not more than|quota|maximum of)\b/iu;

/** What clients do with an operation, and verbs by which it is done. */
const ofCalls =
  /^(?:requests|calls|searches|exports|downloads|uploads|queries|look-?ups|reads|fetches|polls|attempts|tries|imports|checks|retrievals|log-?ins|renderings|reports)$/iu;
const isCalled =
  /\b(?:called|fetched|requested|read|used|searched|asked|polled|downloaded|uploaded|exported|imported|queried|invoked|listed|loaded|retrieved|tried|repeated|run|search|fetch|call|request|poll|download|export|query|ask|read|list)\b/iu;

/** Words of what an answer has, rather than of how often it may be asked for. */
const isOfAnswer =
  /^(?:returns?|shows?|lists|gives|contains|answers?)\b|\b(?:chart|list|answer|response|page|graph) (?:may |can )?(?:holds?|hold|has|have|shows?|contains?)\b/iu;

/** Does a sentence speak of calls, and not of what an API is about: "A printer can print up to 40 pages per minute". */
const speaksOfCalls = (sentence: string, noun: string): boolean => {
  if (isOutgoing.test(sentence) || isOfAnswer.test(sentence)) return false;
  if (/\b(?:429|refus\w*|reject\w*|throttl\w*|rate|quota|limit(?:s|ed)?)\b/iu.test(sentence) || ofCalls.test(noun)) return true;
  return noun.toLowerCase() === 'times' && (isCalled.test(sentence) || perCaller.test(sentence));
};

/** A quota that the description of an operation states for it. */
export type OperationQuota = {
  readonly limit: number;
  readonly seconds: number;
  readonly isPerCaller: boolean;
  /** The part of its sentence that has the number: "a key may fetch the CSV 10 times a minute". */
  readonly clause: string;
};

/** The one quota that the description of an operation states for it in numbers, and whether each caller has its own; undefined without one, or with two. */
export const operationQuotaIn = (text: string): OperationQuota | undefined => {
  const found = firmSentencesOf(text)
    .filter((sentence) => isBound.test(sentence) && !isOpen(sentence) && !isUncertain(sentence) && !/\brecommend\w*/iu.test(sentence))
    .flatMap((sentence) =>
      [...sentence.matchAll(ownForm)].flatMap(({ index, groups: { limit = '', times = '1', unit = '', counted: noun = '' } = {} }) => {
        if (!speaksOfCalls(sentence, noun)) return [];
        const word = numberWords.indexOf(times.toLowerCase());
        const seconds = (word >= 0 ? word + 1 : Number(times)) * (unitSeconds[singular(unit)] ?? Infinity);
        return {
          limit: Number(limit.replaceAll(/\D/gu, '')),
          seconds,
          isPerCaller: perCaller.test(sentence),
          clause: clauseAt(sentence, index),
        };
      }),
    );
  return found.length === 1 ? found[0] : undefined;
};

/** Calls without success, as a sentence about a quota names them. */
const withoutSuccess = String.raw`(?:failed|failing|refused|rejected|unsuccessful|invalid|faulty)`;

const countingForms: readonly RegExp[] = [
  // "Every call counts, whatever its outcome", "All requests are counted, successful or not", "Each attempt counts whether it succeeds or fails".
  /\b(?:every|each|all|any) (?:\w+ )?(?:calls?|requests?|attempts?)\b.*\bcount(?:s|ed)?\b.*\b(?:(?:whatever|regardless|no matter|irrespective)\b[^.;]*\b(?:outcomes?|results?|answer(?:s|ed)?|status(?:es)?|success\w*|succeed\w*|fail\w*|refus\w*|reject\w*|accepted|responses?|ends?)|whether (?:or not )?(?:it|they) (?:succeeds?|fails?|(?:is|are|was|were) (?:accepted|refused|rejected|successful|answered))|successful or not)\b/iu,
  // "Refused calls count too", "Failed requests are counted as well", "also failed attempts count".
  new RegExp(
    String.raw`\b${withoutSuccess} (?:ones|calls|requests|attempts)\b[^.]*\bcount(?:s|ed)?\b[^.]*\b(?:too|also|as well|alike)\b|\b(?:also|including|even) ${withoutSuccess} (?:ones|calls|requests|attempts)\b[^.]*\bcount(?:s|ed)?\b`,
    'iu',
  ),
  // "Every request counts, also refused ones".
  new RegExp(
    String.raw`\b(?:calls?|requests?|attempts?)\b[^.]*\bcount(?:s|ed)?\b[^.]*\b(?:also|including|even) (?:the )?${withoutSuccess} (?:ones|calls|requests|attempts)\b`,
    'iu',
  ),
];

/** Does a text say that calls count against a quota which are refused for another reason. */
export const countsRefusedCalls = (text: string): boolean =>
  sentencesOf(text).some(
    (sentence) =>
      countingForms.some((form) => form.test(sentence)) &&
      !/\b(?:no|not|never|only|unless|except|excluded|excluding|apart from|(?:that|which) pass(?:es)?|statistics|bill(?:s|ing|ed)?|invoices?|sizes?|lengths?|worth|durations?|badges?|proof)\b(?! matter)|\bcounted (?:as well |too )?in \x60/iu.test(
        sentence.replace(/successful or not|whether or not/iu, ''),
      ),
  );

/** Seconds of the window that a text about a number of requests names without the number: "Requests allowed per minute". */
export const windowToldIn = (text: string): number | undefined => {
  const form = new RegExp(
    String.raw`\b(?:requests|calls)\b[^.]*?\b(?:per|each|every|in|within)(?: an?| the| each| any)?(?: current| rolling)? ${time}`,
    'iu',
  );
  const { groups: { times = '1', unit = '' } = {} } = form.exec(text) ?? {};
  const seconds = Number(times) * (unitSeconds[singular(unit)] ?? NaN);
  return Number.isNaN(seconds) || isPartial.test(text) ? undefined : seconds;
};

/** Does a text say with which status a request above a quota is refused: 429 (RFC 6585, section 4), in a sentence that does not deny it. */
export const tellsTooMany = (text: string): boolean =>
  sentencesOf(text).some(
    (sentence) => /\b429\b|\btoo many requests\b/iu.test(sentence) && !/\b(?:no|not|never|without|instead of)\b/iu.test(sentence),
  );

/** What a text says of one of the header fields about a quota. */
export type ToldField = {
  readonly name: string;
  /** The text about it: from its name to the next field, or to the end of the sentence. */
  readonly about: string;
  /** Each answer is said to have it. */
  readonly always: boolean;
};

const parts = ['Limit', 'Remaining', 'Reset'] as const;

/** Names with their prefix where it stands only once: "X-RateLimit-Limit/-Remaining/-Reset", "RateLimit-*". */
const spelledOut = (sentence: string): string => {
  const [, prefix] = /(?<![\w-])((?:X-)?Rate-?Limit)-(?:Limit|Remaining|Reset|\*)/iu.exec(sentence) ?? [];
  if (prefix === undefined) return sentence;
  return sentence
    .replaceAll(/(?<![\w-])((?:X-)?Rate-?Limit)-\*/giu, parts.map((part) => `$1-${part}`).join(', '))
    .replaceAll(/(?<![\w*])-(Limit|Remaining|Reset)\b/gu, `${prefix}-$1`);
};

const isAlways =
  /\b(?:each|every|all) (?:successful |API |HTTP )?(?:answers?|responses?|repl(?:y|ies))\b(?! (?:of|from|on|in|at|that|which|under|below|behind) (?!(?:the|this) (?:API|service)\b))|\b(?:answers?|responses?) always\b/iu;
const isHedged =
  /\b(?:may|might|can|could|sometimes|usually|if|where|when|only|except|unless|not|no|without|optional\w*|deprecated|versions?|cached|from the \w+ (?:time|call|request) on)\b/iu;

/** The header fields about a quota that a text names, by what they report. None of a kind that it names twice. */
export const fieldsToldIn = (text: string): Readonly<Partial<Record<'limit' | 'remaining' | 'reset', ToldField>>> => {
  const found = sentencesOf(text).flatMap((sentence) => {
    const whole = spelledOut(sentence);
    const names = [...whole.matchAll(/(?<![\w-])(?:X-)?Rate-?Limit-(Limit|Remaining|Reset)\b(?!-)/giu)];
    return names.map((match, index) => ({
      part: (match[1] ?? '').toLowerCase(),
      name: match[0],
      about: whole.slice(match.index + match[0].length, names[index + 1]?.index),
      always: isAlways.test(whole) && !isHedged.test(whole),
    }));
  });
  const only = (part: string): ToldField | undefined => {
    const own = found.filter((one) => one.part === part);
    const [first] = own;
    if (first === undefined || new Set(own.map(({ name }) => name.toLowerCase())).size > 1) return undefined;
    return { name: first.name, about: own.map(({ about }) => about).join(' '), always: own.some(({ always }) => always) };
  };
  return Object.fromEntries(
    parts.flatMap((part) => {
      const field = only(part.toLowerCase());
      return field === undefined ? [] : [[part.toLowerCase(), field] as const];
    }),
  );
};

/** Does a text promise Retry-After (RFC 9110, section 10.2.3) with 429, in one sentence without a reservation between the two. */
export const promisesRetryAfter = (text: string): boolean =>
  sentencesOf(text).some((sentence) => {
    const [between] = /\b429\b.*?\bRetry-After\b|\bRetry-After\b.*?\b429\b/iu.exec(sentence) ?? [];
    // "429; Retry-After on 503" tells of another answer.
    if (
      /\bRetry-After\b\S* (?:(?:is|comes|stands) )?(?:on|with|of|for|in|at) (?:an? |the )?(?!429)[45]\d\d\b/iu.test(
        sentence.replaceAll(/[`*]/gu, ''),
      )
    )
      return false;
    return between !== undefined && !isHedged.test(between.replaceAll(/[`*]/gu, ''));
  });
