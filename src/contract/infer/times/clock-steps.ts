import { sentencesOf } from '../sentences.ts';

/** Numbers of minutes in words. */
const numerals: Readonly<Record<string, number>> = { five: 5, ten: 10, fifteen: 15, twenty: 20, thirty: 30, sixty: 60 };

const count = String.raw`(?<count>\d{1,2}|five|ten|fifteen|twenty|thirty|sixty)`;
const begins = String.raw`(?:on|at|to|by|in|from) (?:(?:the|an?|any|every|each|one|its) )?(?:(?:start|beginning) of (?:the|an?|any|every|each) )?`;
const whole = String.raw`(?:full|whole|round|exact|top of the|top of an)`;

/** Phrases by which a time lies on a step of the clock, each with the minutes of the step. */
const phrases: readonly (readonly [form: RegExp, minutes: number | undefined])[] = [
  [
    new RegExp(
      String.raw`\b${begins}(?:(?:full|whole) )?quarters?(?: of (?:an|the|each|every) hour|[- ]hours?(?: marks?| slots?)?| past the hour)?(?=[.,;)]|$| and | or |\s*\()`,
      'u',
    ),
    15,
  ],
  [
    new RegExp(
      String.raw`\b${begins}(?:(?:full|whole) )?(?:(?:full|whole) )?(?:hours? (?:and|or) (?:the )?)?half(?:[- ]an)?[- ]hours?(?=[.,;)]|$| and | or |\s*\()`,
      'u',
    ),
    30,
  ],
  [new RegExp(String.raw`\b(?:on|at|to) (?:(?:the|an?|any|every|each) )?${whole} hours?(?=[.,;)]|$| and |\s*\()`, 'u'), 60],
  [/\bon the hour(?=[.,;)]|$|\s*\()/u, 60],
  [new RegExp(String.raw`\b(?:in )?(?:steps|increments|intervals|slots|units) of ${count}[- ]?(?:minutes?|mins?)\b`, 'u'), undefined],
  [
    new RegExp(
      String.raw`\b(?:on|in|to|at) (?:an? |the |every |each )?${count}[- ]?(?:minutes?|mins?)[- ](?:steps?|marks?|boundar(?:y|ies)|grid|slots?|increments?|intervals?|raster|ticks?)\b`,
      'u',
    ),
    undefined,
  ],
  [new RegExp(String.raw`\b(?:an? )?(?:whole )?multiples? of ${count} (?:minutes?|mins?)\b`, 'u'), undefined],
  [new RegExp(String.raw`\baligned (?:to|with|on) (?:an? |the |every )?${count}[- ]?(?:minutes?|mins?)\b`, 'u'), undefined],
  [/\b(?:in )?(?:steps|increments|intervals|slots) of (?:a |one )?quarters?(?: of an hour|[- ]hours?| hour)?\b/u, 15],
  [/\b(?:in )?(?:steps|increments|intervals|slots) of (?:a |an |one )?half(?: an)?[- ]hours?\b/u, 30],
  [/\bminutes? (?:is |are |must be |has to be |have to be |being )?(?:one of |either )?:?0?0, 15, 30,? (?:and|or) 45\b/u, 15],
  [/\bminutes? (?:is |are |must be |has to be |have to be |being )?(?:one of |either )?:?0?0 (?:and|or) 30\b/u, 30],
];

/** Words by which a sentence holds in some cases, is only usual, or says what becomes of a time that lies elsewhere. */
const unclear =
  /\b(?:if|unless|when|where|while|except|but|usually|mostly|normally|typically|preferably|ideally|should|recommended|better|best|rounded|rounds?|cut|truncated?|moved|brought|snapped|shown|displayed|runs?|updated|refreshed|checked|recomputed|computed|calculated|charged|billed|counted|reminders?|notif\w+|jobs?|default\w*|e\.g\.|for example|such as|estimat\w+|approximate\w*)\b/u;

/** Words beside a step by which it is no rule, or lies beside something else. */
const unclearBeside = /\b(?:may|might|can|could|need not|not|never|no longer|about|around|before|after|left|late|early)\b/u;

/** Minutes of an hour that a step divides: a clock has no other steps. */
const isStep = (minutes: number): boolean => minutes > 1 && minutes <= 60 && 60 % minutes === 0;

/**
 * The step of the clock, in minutes, on which the text of a time says that it lies: "In the future, on a quarter of an hour", "On the full hour", "In steps of 10 minutes". Undefined where it
 * says none, several, or what becomes of a time that lies on none.
 */
export const clockStepIn = (text: string): number | undefined => {
  const found = sentencesOf(text).flatMap((sentence) => {
    const words = sentence
      .toLowerCase()
      .replaceAll(/[`*_"]/gu, '')
      .replaceAll(/\s+/gu, ' ')
      .trim();
    if (unclear.test(words)) return [];
    return phrases.flatMap(([form, minutes]) => {
      const match = form.exec(words);
      const clause =
        words.slice(0, match?.index ?? 0).replace(/^.*[,;:]/u, '') + words.slice(match?.index ?? 0).replace(/[,;:](?! \d).*$/u, '');
      if (unclearBeside.test(clause)) return [];
      const told = match?.groups?.['count'] ?? '';
      const step = minutes ?? numerals[told] ?? Number(told);
      return match !== null && isStep(step) ? [step] : [];
    });
  });
  const [only, ...others] = new Set(found);
  return others.length === 0 ? only : Math.min(...found) === 30 && found.includes(60) && found.length === 2 ? 30 : undefined;
};
