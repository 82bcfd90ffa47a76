import { type DayKind, isOfKind } from '../../../contract/infer/times/told-days.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { timeFormOf } from '../../../generators/allowed-times.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { shiftedBy, timeParts } from '../../../generators/spans.ts';
import { toldDaysOf } from '../../../generators/told-days.ts';
import { at, type Subject } from '../../kit/define.ts';
import { isBesideChoice, refusesToldMistakes } from '../../subjects/mistaken-bodies.ts';
import { toldRefused } from './told-refused.ts';

type OnDays = Subject & { readonly operation: Operation; readonly member: BodyMember; readonly kind: DayKind };

const daysTold = (contract: Contract): readonly OnDays[] =>
  contract.operations.filter(refusesToldMistakes).flatMap((operation) =>
    bodyMembers(contract, operation).flatMap((member): readonly OnDays[] => {
      const kind = toldDaysOf(contract, operation, member);
      return kind === undefined || isBesideChoice(contract, operation, member.name)
        ? []
        : [at(member.location, { operation, member, kind })];
    }),
  );

const dayMs = 86_400_000;

/** The nearest of the following days that is of another kind; of a moment one that is so in each time zone, where there is one. */
const wrongAfter = (kind: DayKind, day: string, isMoment: boolean): number | undefined => {
  const isWrong = (n: number): boolean => !isOfKind(kind, Date.parse(day) + n * dayMs);
  return Array.from({ length: 14 }, (_, n) => n + 1).find((n) => isWrong(n) && (!isMoment || (isWrong(n - 1) && isWrong(n + 1))));
};

const words: Readonly<Record<'first' | 'last', string>> = { first: 'not the first of a month', last: 'not the last of a month' };
const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export const toldDayRefused = toldRefused<OnDays>({
  id: 'body/told-day-refused',
  title: 'A day of another kind than the document allows, such as one that is no Monday, is refused',
  why: 'A week that begins on a Thursday overlaps two others, and what is reckoned by weeks or months is wrong from then on.',
  fix: 'Look at the day of the week, or of the month, before anything is stored.',
  over: daysTold,
  most: () => 1,
  mistakes(_session, { member, kind }, body) {
    const parts = timeParts(body[member.name]);
    const by = parts && wrongAfter(kind, parts.day, timeFormOf(member) === 'date-time');
    if (parts === undefined || by === undefined) return [];
    // What is later stays as far behind it as it was.
    const moved = Object.entries(body).flatMap(([name, value]) =>
      typeof value === 'string' && timeParts(value) ? [[name, shiftedBy(value, by)] as const] : [],
    );
    const wrong = shiftedBy(String(body[member.name]), by);
    const allowed = 'weekdays' in kind ? `not a ${kind.weekdays.map((n) => names[n]).join(' or ')}` : words[kind.ofMonth];
    return [
      { body: { ...body, ...Object.fromEntries(moved) }, words: `"${member.name}" ${wrong}, which is ${allowed}`, taken: { shows: wrong } },
    ];
  },
  code: 'told-day',
});
