import type { ToldTime } from '../../../contract/infer/times/told-times.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { withForbiddenTimes } from '../../../generators/forbidden-times.ts';
import { saysWeekday } from '../../../generators/spans.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Session } from '../../kit/session.ts';
import { type TimedMember, toldTimes } from '../../subjects/told-times.ts';
import { type ToldMistake, toldRefused } from './told-refused.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

/** Each rule is broken near its border, and far from it. */
const perRule = 2;

const border = (days: number): string => {
  if (days === 0) return 'the moment of the request';
  const [amount, unit] = Math.abs(days) < 1 ? [Math.round(Math.abs(days) * 24 * 60), 'minutes'] : [Math.abs(days), 'days'];
  return `${amount} ${unit} ${days > 0 ? 'after' : 'before'} the request`;
};

/** A moment in a text with a time of day, and what it is written with. */
const dayTime = /^(?<before>\d{4}-\d{2}-\d{2}[Tt ]\d{2}:)(?<minutes>[0-5]\d)(?<after>.*)$/u;

/** A time between two steps of the clock, in the same hour as a usable one; undefined where that has no minutes. */
const betweenSteps = (usual: unknown, step: number): string | undefined => {
  const { before, minutes, after } = (typeof usual === 'string' && dayTime.exec(usual)?.groups) || {};
  if (before === undefined || minutes === undefined || after === undefined) return undefined;
  // Seven minutes past a step lie on none of the others that clocks have; of shorter steps it is the half.
  const apart = step > shortStep ? 7 : Math.floor(step / 2);
  const beside = Number(minutes) - (Number(minutes) % step) + apart;
  return `${before}${String(beside).padStart(2, '0')}${after}`;
};

const shortStep = 10;

const words = ({ member, end, least, most }: ToldTime, wrong: string): string =>
  `"${member}" ${wrong}, which lies ${end === 'earliest' ? `before ${border(least)}` : `behind ${border(most)}`}`;

const mistakesOf = (
  session: Session,
  { operation, member, rules, step }: TimedMember,
  body: Readonly<Record<string, unknown>>,
): readonly ToldMistake[] => {
  const { contract } = session;
  const said = [valueAt(contract.document, nodeOf(operation.location)), valueAt(contract.document, '#/info')].flatMap(saidIn);
  const isOfWeek = said.some(saysWeekday);
  const making = {
    contract,
    members: bodyMembers(contract, operation),
    member,
    isOfWeek,
    isChange: actsAs(operation) === 'PATCH',
    nowMs: session.now(),
  };
  // What the usual body leaves out may be passed over.
  const isUsual = member.required || body[member.name] !== undefined;
  const beside = step === undefined ? undefined : betweenSteps(body[member.name], step);
  const offStep: readonly ToldMistake[] =
    beside === undefined
      ? []
      : [
          {
            body: { ...body, [member.name]: beside },
            words: `"${member.name}" ${beside}, which lies on no step of ${step} minutes`,
            taken: { showsMoment: beside },
          },
        ];
  const outside = rules.flatMap((rule) =>
    withForbiddenTimes({ ...making, rule }, body).map(({ body: wrongBody, wrong }): ToldMistake => ({
      body: wrongBody,
      words: words(rule, wrong),
      taken: isUsual ? { unlessOtherTime: wrong } : { showsTime: wrong },
    })),
  );
  return [...outside, ...offStep];
};

export const toldTimeRefused = toldRefused<TimedMember>({
  id: 'body/told-time-refused',
  title: 'A time that lies before or behind what the document allows, counted from the request, or on no step of the clock, is refused',
  why: 'What begins in the past, or years ahead, is stored, and plans, bills and reminders are made for it.',
  fix: 'Compare the time with the clock, on both sides that the text names, before anything is stored.',
  over: toldTimes,
  most: ({ rules, step }) => rules.length * perRule + (step === undefined ? 0 : 1),
  mistakes: (session, subject, body) => mistakesOf(session, subject, body),
  code: 'told-time',
});
