import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { ToldTime } from '../../../contract/infer/times/told-times.ts';
import { timeFormOf } from '../../../generators/allowed-times.ts';
import { askedInTime } from '../../../generators/asked-times.ts';
import { forbiddenDays } from '../../../generators/forbidden-times.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type AskedTime, toldAskedTimes } from '../../subjects/told-asked-times.ts';

type Tried = { readonly asked: string; readonly sentence: string; readonly exchange: Exchange };

type Result = { readonly control: Exchange; readonly tried: readonly Tried[] };

const dayMs = 86_400_000;

/** So wrong a clock may be, in days. */
const clocks = 1 / 24;

/** The first day beyond a border that is so on each clock, and where the document does not say UTC, in each time zone. */
const wrongDay = ({ end, least, most }: ToldTime, isUtc: boolean, nowMs: number): number => {
  const [border, step] = end === 'earliest' ? [least - clocks, -1] : [most + clocks, 1];
  return Math.floor(nowMs / dayMs + border) + step * (isUtc ? 1 : 2);
};

/** A time beyond a border; the nearest one that is so for sure. */
const wrongTime = ({ member, isUtc }: AskedTime, rule: ToldTime, nowMs: number): string => {
  const form = timeFormOf(member) ?? 'date';
  if (form === 'date') return new Date(wrongDay(rule, isUtc, nowMs) * dayMs).toISOString().slice(0, 10);
  const [near] = forbiddenDays(rule, form);
  return `${new Date(nowMs + near * dayMs).toISOString().slice(0, 19)}Z`;
};

const tried = async (session: Session, subject: AskedTime): Promise<Result> => {
  const { operation, parameter, member, rules } = subject;
  const nowMs = session.now();
  const usual = usableRequest(session, operation, 'query');
  const others = usual.query.filter(([name]) => name !== parameter.name);
  const [, given] = usual.query.find(([name]) => name === parameter.name) ?? [];
  const today = new Date(nowMs).toISOString();
  const now = { [member.name]: timeFormOf(member) === 'date' ? today.slice(0, 10) : `${today.slice(0, 19)}Z` };
  const { value } = askedInTime(operation, [member], now, { contract: session.contract, nowMs, madeUp: [member.name] });
  const good = given ?? String(value[member.name]);
  const control = await session.send({ ...usual, query: [...others, [parameter.name, good] as const] });
  if (!isSuccess(control)) return { control, tried: [] };
  const wrong: Tried[] = [];
  for (const { rule, sentence } of rules) {
    const asked = wrongTime(subject, rule, nowMs);
    const query = [...others, [parameter.name, asked] as const];
    const exchange = await session.send({ ...usual, query, faults: ['query-out-of-range'] });
    wrong.push({ asked, sentence, exchange });
  }
  return { control, tried: wrong };
};

export const toldAskedTimeRefused = defineProbe<AskedTime, Result>({
  id: 'query/told-time-refused',
  title: 'A time in a query that lies before or behind what the document allows, counted from the request, is refused where it says so',
  why: 'Who asks for a day that is over, or for one that is not planned yet, gets an answer that looks like a true one.',
  fix: 'Compare the time with the clock, on both sides that the text names, and refuse the request with a 4xx.',
  phase: 'read',
  exclusive: 'nothing',
  over: toldAskedTimes,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ rules }) => ({ requests: 1 + rules.length, creates: 0 }),
  run: (subject, session) => tried(session, subject),
  judge({ operation, parameter }, { control, tried: all }) {
    if (all.length === 0) return inconclusive(`A usual time was answered ${outcomeOf(control)}`, [control]);
    const broken = all.find(({ exchange }) => isSuccess(exchange));
    if (broken) {
      const finding = {
        code: 'told-time-accepted',
        where: `query ${parameter.name}`,
        expected: `a 4xx to ${operation.key} with ${parameter.name}=${broken.asked}: "${broken.sentence}"`,
        actual: `status ${outcomeOf(broken.exchange)}`,
      };
      return unconfirmed(fail(finding, [broken.exchange, control]));
    }
    const answers = all.map(({ exchange }) => exchange);
    return answers.every(refusesWhatWasAsked)
      ? pass(answers.length)
      : inconclusive(`Such a time was answered ${[...new Set(answers.map(outcomeOf))].join(', ')}`, answers);
  },
});
