import { showsCreated, answersOnly201 } from '../contract/infer/effects/creation-responses.ts';
import { isSamePath, parametersIn, pathAbove, tailOf } from '../contract/infer/path-template.ts';
import { answerSchema } from '../contract/infer/conventions/collection.ts';
import { partsOf } from '../contract/infer/schema-parts.ts';
import { resourceMembers } from '../contract/infer/resource-object.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Operation, Parameter } from '../contract/model.ts';
import { valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { parameterValues } from '../contract/wire/writing.ts';
import { askedInTime, timedParameter } from './asked-times.ts';
import type { Making } from './member-value.ts';
import { mayBeSent } from './request-match.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The week of a day by ISO 8601, with the year that it belongs to. */
const weekOf = (ms: number): readonly [year: number, week: number] => {
  const day = new Date(ms).getUTCDay() || 7;
  const thursday = ms + (4 - day) * dayMs;
  const year = new Date(thursday).getUTCFullYear();
  return [year, Math.floor((thursday - Date.UTC(year, 0, 1)) / dayMs / 7) + 1];
};

const two = (n: number): string => String(n).padStart(2, '0');

/** What a stretch of the calendar may be called at a moment, likeliest first. */
const kinds: Readonly<Record<string, (ms: number) => readonly (string | number)[]>> = {
  year: (ms) => [new Date(ms).getUTCFullYear(), String(new Date(ms).getUTCFullYear())],
  month: (ms) => [new Date(ms).toISOString().slice(0, 7), new Date(ms).getUTCMonth() + 1, two(new Date(ms).getUTCMonth() + 1)],
  day: (ms) => [new Date(ms).toISOString().slice(0, 10)],
  week: (ms) => {
    const [year, week] = weekOf(ms);
    return [`${year}-W${two(week)}`, week];
  },
};

/** Words at the end of a name that say which stretch it is. */
const ofName: Readonly<Record<string, string>> = { year: 'year', month: 'month', day: 'day', date: 'day', week: 'week' };

/** What descriptions say of the form of a stretch, the longest form first. */
const ofText: readonly (readonly [form: RegExp, kind: string])[] = [
  [/\bYYYY-MM-DD\b/u, 'day'],
  [/\bYYYY-MM\b/u, 'month'],
  [/\b(?:calendar|budget|fiscal|business) year\b|\byear with four digits\b|^`?YYYY`?\b/iu, 'year'],
  [/\bYYYY-'?W/u, 'week'],
];

/** What the document says of a parameter, and of its values. */
export const describedIn = ({ contract: { document } }: Making, parameter: Parameter): string => {
  const own = partsOf(document, parameter.schema).flatMap(({ description }) => (typeof description === 'string' ? [description] : []));
  return [...saidIn(valueAt(document, nodeOf(parameter.location))), ...own].join(' ');
};

/**
 * The present year, month, week or day for a parameter of a path that names one: `/budgets/{year}`, `/rosters/{week}`, `/menus/{date}`. Nobody lists the years that there are.
 * Undefined for any other parameter, and where the schema allows none of the forms.
 */
const presentFor = (parameter: Parameter, said: string, making: Making): string | undefined => {
  const { contract, now = Date.now } = making;
  const kind = ofText.find(([form]) => form.test(said))?.[1] ?? ofName[wordsOf(parameter.name).at(-1) ?? ''];
  const { schema } = parameterValues(contract, parameter);
  const found = kind === undefined ? undefined : kinds[kind]?.(now()).find((value) => mayBeSent(contract.document, schema, value));
  return found === undefined ? undefined : String(found);
};

/** Does a POST right below something that a GET reads, such as a stretch of the calendar, add one thing to it, by its only success: and do nothing else with it, such as closing it. */
export const addsOne = ({ document, operations }: Making['contract'], operation: Operation): boolean => {
  const [last = ''] = tailOf(operation.path);
  const answer = answerSchema(operation);
  return (
    operation.method === 'POST' &&
    operation.body?.required === true &&
    operation.inferred?.boundless !== true &&
    tailOf(operation.path).length === 1 &&
    /[^s]s$/u.test(last) &&
    answersOnly201(operation) &&
    showsCreated(document, operation) &&
    answer !== undefined &&
    resourceMembers(document, answer).has('id') &&
    operations.some((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, pathAbove(operation.path)))
  );
};

/**
 * The present stretch of the calendar for a parameter in the path of a read; with what reaches beyond the run, and may stay, also for a POST that adds to it. Only for
 * what no `x-assay` and no operator decides.
 */
export const calendarValue = (operation: Operation, parameter: Parameter, making: Making): string | undefined => {
  const { contract, target } = making;
  if (contract.standard.size === 0) return undefined;
  const isLast = parametersIn(operation.path).at(-1) === parameter.name;
  const mayAdd = isLast && ['mutation', 'permanent', 'destructive'].every((one) => target.allow.some((allowed) => allowed === one));
  if (operation.effect !== 'safe' && !(mayAdd && addsOne(contract, operation))) return undefined;
  const present = presentFor(parameter, describedIn(making, parameter), making);
  const member = present === undefined ? undefined : timedParameter(contract, parameter);
  if (!member) return present;
  const told = askedInTime(operation, [member], { [member.name]: present }, { ...making, madeUp: [member.name] });
  return String(told.value[member.name]);
};
