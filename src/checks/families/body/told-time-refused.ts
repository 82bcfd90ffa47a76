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

/** Each rule is broken near its border, and far from it. */
const perRule = 2;

const border = (days: number): string => {
  if (days === 0) return 'the moment of the request';
  const [amount, unit] = Math.abs(days) < 1 ? [Math.round(Math.abs(days) * 24 * 60), 'minutes'] : [Math.abs(days), 'days'];
  return `${amount} ${unit} ${days > 0 ? 'after' : 'before'} the request`;
};

const words = ({ member, end, least, most }: ToldTime, wrong: string): string =>
  `"${member}" ${wrong}, which lies ${end === 'earliest' ? `before ${border(least)}` : `behind ${border(most)}`}`;

const mistakesOf = (
  session: Session,
  { operation, member, rules }: TimedMember,
  body: Readonly<Record<string, unknown>>,
): readonly ToldMistake[] => {
  const { contract } = session;
  const said = [valueAt(contract.document, nodeOf(operation.location)), valueAt(contract.document, '#/info')].flatMap(saidIn);
  const isOfWeek = said.some((text) => saysWeekday.test(text));
  const making = {
    contract,
    members: bodyMembers(contract, operation),
    member,
    isOfWeek,
    isChange: operation.method === 'PATCH',
    nowMs: session.now(),
  };
  // What the usual body leaves out may be passed over.
  const isUsual = member.required || body[member.name] !== undefined;
  return rules.flatMap((rule) =>
    withForbiddenTimes({ ...making, rule }, body).map(({ body: wrongBody, wrong }): ToldMistake => ({
      body: wrongBody,
      words: words(rule, wrong),
      taken: isUsual ? { unlessOtherTime: wrong } : { showsTime: wrong },
    })),
  );
};

export const toldTimeRefused = toldRefused<TimedMember>({
  id: 'body/told-time-refused',
  title: 'A time that lies before or behind what the document allows, counted from the request, is refused',
  why: 'What begins in the past, or years ahead, is stored, and plans, bills and reminders are made for it.',
  fix: 'Compare the time with the clock, on both sides that the text names, before anything is stored.',
  over: toldTimes,
  most: ({ rules }) => rules.length * perRule,
  mistakes: (session, subject, body) => mistakesOf(session, subject, body),
  code: 'told-time',
});
