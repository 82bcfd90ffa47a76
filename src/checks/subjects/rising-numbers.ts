import { risingEntriesOf } from '../../contract/infer/rising-entries.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { isSettable } from '../../generators/whole-body.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** A creation with a number that only goes up from one to the next of the same thing, such as the readings of a meter. */
export type RisingNumber = Subject & {
  readonly trip: Trip;
  readonly number: BodyMember;
  /** The member that says of which moment, or day, the number is; undefined where it is of the moment of the creation. */
  readonly moment: BodyMember | undefined;
  /** Is one refused, too, that is higher than one of a later moment. */
  readonly looksAhead: boolean;
};

const refusal = /\b(?:409|422|400|refused|rejected|conflict\w*|error|invalid|fails?|not (?:accepted|allowed|possible|permitted))\b/iu;
const denial = /\b(?:must|may|can|shall|should|is|are) ?not\b|\bnever\b|\bnor\b|\bneither\b|\bno\b/iu;
const demand = /\b(?:must|has to|have to|needs? to|shall)\b/iu;

const earlier = String.raw`(?:before|earlier|previous(?:ly)?|preceding|last|latest|most recent|prior)`;
const later = String.raw`(?:after|later|following|next|subsequent)`;

/** "Lower than one taken before it", "below the last one". */
const lowerThanEarlier = new RegExp(String.raw`\b(?:lower|less|smaller|below) (?:than )?[^.]{0,40}?\b${earlier}\b`, 'iu');

/** "At least that of the previous reading". */
const atLeastEarlier = new RegExp(
  String.raw`\b(?:at least|(?:greater|higher|larger) than(?: or equal to)?|equal to or (?:greater|higher|larger) than)\b[^.]{0,40}?\b${earlier}\b`,
  'iu',
);

/** "Not lower than its value": that of what was named before. */
const alikeRule = /\b(?:not|never|no)(?: be)? (?:lower|less|smaller|below)\b/iu;

/** "Higher than one taken after it". */
const higherThanLater = new RegExp(String.raw`\b(?:higher|greater|more|larger|above) (?:than )?[^.]{0,40}?\b${later}\b`, 'iu');

/** "An odometer only goes forward", "never decreases". */
const goesUp =
  /\bonly (?:ever )?(?:goes?|moves?|counts?|runs?) (?:forwards?|up|upwards?)\b|\b(?:can |may )?only (?:ever )?(?:increase|rise|grow)s?\b|\b(?:never|cannot|can not|must not|may not|does not|do not) (?:go|run|count|move|turn)s? (?:back(?:wards?)?|down)\b|\b(?:never|cannot|must not|may not) (?:decrease|fall|drop|shrink)s?\b(?! (?:below|under|by))/iu;

/** Words by which a lower one is taken after all, or only marked. */
const isLenient =
  /\b(?:reset|replaced|replacement|roll(?:s|ed|ing)?[- ]?overs?|corrections?|corrected|suspicious|flag(?:s|ged)?|warn\w*|percent|unless|except)\b|%/iu;

/** Words by which a rule is none: a lower one is no mistake, or may be. */
const isTaken =
  /\b(?:may|might)\b(?! not\b)|\bnot (?:an? )?(?:error|mistake|refused|rejected|invalid|conflict)\b|\bno (?:error|mistake|conflict)\b|\b(?:is|are) (?:still )?(?:accepted|allowed|fine|stored|recorded|kept|taken as)\b/iu;

const saysLower = (one: string): boolean =>
  (lowerThanEarlier.test(one) && (denial.test(one) || refusal.test(one))) ||
  (atLeastEarlier.test(one) && (demand.test(one) || refusal.test(one))) ||
  (goesUp.test(one) && refusal.test(one));

const textsOf = (contract: Contract, create: Operation): readonly string[] => {
  const conflict = create.responses.find(({ status }) => status === '409');
  return [valueAt(contract.document, nodeOf(create.location)), conflict && valueAt(contract.document, nodeOf(conflict.location))]
    .flatMap(saidIn)
    .map((text) => text.replaceAll(/(?<!\n)\n(?!\s*[\n*|#-])/gu, ' '));
};

const isNumber = ({ schema }: BodyMember): boolean =>
  ['integer', 'number'].some((type) => typesOf(schema).includes(type)) && !(isObject(schema) && ('enum' in schema || 'const' in schema));

const isMoment = ({ document }: Contract, { schema }: BodyMember): boolean =>
  typesOf(schema).includes('string') && partsOf(document, schema).some(({ format }) => format === 'date-time' || format === 'date');

const inWords = (text: string): string => ` ${wordsOf(text).join(' ')} `;

const ruleOf = (contract: Contract, trip: Trip): RisingNumber | undefined => {
  const { create } = trip;
  const isRefused = create.responses.some(({ status }) => ['400', '409', '422'].includes(status));
  if (!['creates', 'creates-permanently'].includes(create.effect) || !isRefused || create.inferred?.reaches !== undefined) return undefined;
  const members = bodyMembers(contract, create).filter(({ name }) => isSettable({ name, required: false }));
  const said = textsOf(contract, create).flatMap(sentencesOf);
  const numbers = members.filter((one) => one.required && isNumber(one));
  const rising = new Set(risingEntriesOf(contract, create).flatMap(({ member, kind }) => (kind === 'number' ? [member] : [])));
  const [moment, ...moments] = members.filter((one) => isMoment(contract, one));
  const found = numbers.flatMap((number) => {
    const own = partsOf(contract.document, number.schema).flatMap(({ description }) =>
      typeof description === 'string' ? sentencesOf(description) : [],
    );
    const about = said.filter((one) => numbers.length === 1 || inWords(one).includes(inWords(number.name)));
    // "... and `level` must not be lower than its value (422)", where the part of the sentence before is about the latest one.
    const isNamedRule = (one: string): boolean =>
      rising.has(number.name) && refusal.test(one) && inWords(one).includes(inWords(number.name)) && alikeRule.test(one);
    const rules = [...own, ...about].filter((one) => saysLower(one) || isNamedRule(one));
    const isOther = [...own, ...said].some((one) => isLenient.test(one)) || rules.some((one) => isTaken.test(one));
    const looksAhead =
      moment !== undefined && [...own, ...about].some((one) => higherThanLater.test(one) && (denial.test(one) || refusal.test(one)));
    return rules.length === 0 || isOther ? [] : [{ number, looksAhead }];
  });
  const [only, ...others] = found;
  if (!only || others.length > 0 || moments.length > 0) return undefined;
  return at(only.number.location, { trip, number: only.number, moment, looksAhead: only.looksAhead });
};

/** The creations of a contract whose text says that a number of theirs is not lower than that of an earlier one. */
export const risingNumbers = (contract: Contract): readonly RisingNumber[] =>
  roundTrips(contract).flatMap((trip) => ruleOf(contract, trip) ?? []);
