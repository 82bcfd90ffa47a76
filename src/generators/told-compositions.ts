import type { ToldComposition, ToldPart } from '../contract/infer/told-compositions.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a part is where nothing tells how a short text is filled up. */
const usualFill = 'X';

/** A day in a form such as `YYMMDD`; undefined where the value is none. */
const dayIn = (form: string, value: unknown): string | undefined => {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)/u.exec(typeof value === 'string' ? value : '') ?? [];
  return year === ''
    ? undefined
    : form.replaceAll(/YYYY|YY|MM|DD/gu, (one) => (one === 'YYYY' ? year : one === 'YY' ? year.slice(2) : one === 'MM' ? month : day));
};

/** The letters A to Z of a value. */
const lettersIn = (value: unknown): string => (typeof value === 'string' ? value.replaceAll(/[^A-Za-z]/gu, '').toUpperCase() : '');

const lengthOf = (part: ToldPart): number => (part.kind === 'day' ? part.form.length : part.count);

/** The text that a member has to be by its parts, which keeps of its value what nothing decides; undefined where that does not go together. */
const composedText = ({ member, parts }: ToldComposition, value: Values): string | undefined => {
  const made = value[member];
  if (typeof made !== 'string' || made.length !== parts.reduce((sum, part) => sum + lengthOf(part), 0)) return undefined;
  let text = '';
  for (const part of parts) {
    const own = made.slice(text.length, text.length + lengthOf(part));
    const next =
      part.kind === 'any'
        ? own
        : part.kind === 'day'
          ? dayIn(part.form, value[part.of])
          : lettersIn(value[part.of])
              .slice(0, part.count)
              .padEnd(part.count, part.fill ?? usualFill);
    if (next === undefined) return undefined;
    text += next;
  }
  return text;
};

/**
 * A body whose members that are made of others by what the document tells are so.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const withToldCompositions = (
  compositions: readonly ToldComposition[],
  value: Values,
): { readonly value: Values; readonly changed: readonly string[] } => {
  const made = compositions.flatMap((one) => {
    const text = composedText(one, value);
    return text === undefined || text === value[one.member] ? [] : [[one.member, text] as const];
  });
  return { value: { ...value, ...Object.fromEntries(made) }, changed: made.map(([name]) => name) };
};
