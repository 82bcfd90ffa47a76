import type { Line, Tariff, TimeUnit } from './tariff.ts';

/** What a clause adds to a tariff. */
type Part = Partial<Omit<Tariff, 'lines' | 'text'>> & { readonly line?: Line };

type Groups = Readonly<Record<string, string | undefined>>;

const unit = '(?<unit>minute|hour|day|week)';
const noun = '[a-z]+';
const rate = '(?:the |its )?(?<rate>[a-z]+(?: [a-z]+){0,2})';
const each = '(?:each|every|any|a)';
const whole = '(?:full|whole|complete)';
const left = '(?:remaining|further|other|additional|left over|leftover)';
const begun = '(?:started|begun|commenced)';
const costs = '(?:costs?|pays?|is|is charged (?:at|with)|is billed (?:at|with)|counts)';
const ofStay = `(?: of (?:the |its )?(?:whole |entire )?${noun})?`;
const but = '(?:though |although |but |however )?';
const one = '(?:another|one more|one|a|a full|a further|a whole)';

const lineOf =
  (counts: Line['counts']) =>
  (groups: Groups): Part => ({ line: { rate: groups['rate'] ?? '', unit: (groups['unit'] ?? 'day') as TimeUnit, counts } });

/** The unit that the name of a number says: "hours for nothing". */
const unitIn = (words: string): TimeUnit =>
  (['minute', 'hour', 'day'] as const).find((name) => words.split(' ').some((word) => word.startsWith(name))) ?? 'minute';

const capOf = ({ most = '', of = '' }: Groups): Part => ({
  cap: { most, unit: /^(?:24 hours|day)/u.test(of) ? 'day' : 'hour', isOfClock: of === '24 hours' },
});

/** Each clause that is understood, by the words of it alone, and what it says. */
const clauses: readonly (readonly [form: string, read: (groups: Groups) => Part])[] = [
  [`${each} ${whole} ${unit} ${costs} ${rate}`, lineOf('full')],
  [`${rate} (?:for|per) ${each} ${whole} ${unit}`, lineOf('full')],
  [`${each} ${left} ${unit} (?:${costs} )?(?!${costs} )${rate}`, lineOf('rest')],
  [`the ${left} ${unit}s (?:cost|are charged (?:at|with)) ${rate}(?: each)?`, lineOf('rest')],
  [`${rate} (?:for|per) ${each} ${left} ${unit}`, lineOf('rest')],
  [`${each} ${begun} ${unit}${ofStay} ${costs} ${rate}`, lineOf('started')],
  [`${rate} (?:for|per) ${each} ${begun} ${unit}${ofStay}`, lineOf('started')],
  [
    `(?:a |any |every )?(?:longer (?:one|${noun})|longer ones) (?:pays?|costs?) ${rate} (?:for|per) ${each} ${begun} ${unit}(?<whole> of (?:the |its )?(?:whole|entire) ${noun})?`,
    (groups) => ({ ...lineOf('started')(groups), ...(groups['whole'] === undefined ? {} : { isFreeCounted: true }) }),
  ],
  [
    `${but}(?:the |these |those )?(?:${left} )?(?:minutes|hours|days) (?:never|do not|may not|cannot|can not) cost more than ${one} ${unit}`,
    ({ unit: restCap }) => ({ restCap: restCap as TimeUnit }),
  ],
  [
    `${but}(?:the )?(?:rest|remainder|${left} (?:minutes|hours|days)) costs? (?:at most|never more than|no more than) (?:as much as )?${one} ${unit}`,
    ({ unit: restCap }) => ({ restCap: restCap as TimeUnit }),
  ],
  [
    `(?:a|any|every|each) ${noun} of (?:up to|at most|no more than) (?<rate>[a-z]+(?: [a-z]+){0,2}) is free`,
    ({ rate: upTo = '' }) => ({ free: { upTo, unit: unitIn(upTo) } }),
  ],
  [`(?:with )?the free (?:minutes|hours|days) (?:are )?(?:included|counted)`, () => ({ isFreeCounted: true })],
  [`(?:without|less) the free (?:minutes|hours|days)`, () => ({ isFreeCounted: false })],
  [`if there is (?:a |an )?(?:[a-z]+(?: [a-z]+){0,2})`, () => ({})],
  [`${each} (?:${begun} )?(?<of>24 hours|day)${ofStay} costs? (?<most>[a-z]+(?: [a-z]+){0,2}) at most`, capOf],
  [`${each} (?:${begun} )?(?<of>24 hours|day)${ofStay} costs? at most (?:the )?(?<most>[a-z]+(?: [a-z]+){0,2})`, capOf],
  [
    `${but}(?:at most|never more than|no more than) (?:the )?(?<most>[a-z]+(?: [a-z]+){0,2}) (?:for|per) ${each} (?:${begun} )?(?<of>24 hours|day)${ofStay}`,
    capOf,
  ],
  [
    `(?:and |then |finally )*(?:the |any |a )?discount(?: of the (?<of>${noun}(?: ${noun})?))? (?:comes off|is taken off|is subtracted|is deducted)(?: in the end| at the end| last| finally| afterwards| from the (?:sum|total|price|result))?`,
    ({ of = '' }) => ({ discount: { of } }),
  ],
  [
    `(?:and )?(?:then )?(?:the result )?(?:is )?(?:always )?rounded (?:(?:up|down) )?(?:to (?:the (?:next |nearest )?)?(?:(?:whole|full) (?:cents?|points?|numbers?)|cents?|integers?))`,
    () => ({}),
  ],
  [`(?:and )?(?:then )?(?:always )?rounded (?:up|down)`, () => ({})],
];

const forms = clauses.map(([form, read]) => ({ form: new RegExp(`^${form}$`, 'u'), read }));

/** What the words of a clause say; undefined where they are not understood. */
export const clauseIn = (words: string): Part | undefined => {
  for (const { form, read } of forms) {
    const found = form.exec(words);
    if (found) return read(found.groups ?? {});
  }
  return undefined;
};
