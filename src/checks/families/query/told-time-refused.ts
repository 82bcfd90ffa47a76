import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { timeFormOf } from '../../../generators/allowed-times.ts';
import { askedInTime, timedParameters } from '../../../generators/asked-times.ts';
import { withForbiddenTimes } from '../../../generators/forbidden-times.ts';
import { saysWeekday } from '../../../generators/spans.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { refusesWhatWasAsked } from '../../kit/error-response.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type AskedTime, toldAskedTimes } from '../../subjects/told-asked-times.ts';

type Tried = { readonly asked: string; readonly sentence: string; readonly exchange: Exchange };

type Result = { readonly control: Exchange; readonly tried: readonly Tried[] };

/** Each rule is broken near its border, and far from it. */
const perRule = 2;

/** A time for a parameter that the usual request leaves out. */
const usualTime = (session: Session, { operation, member }: AskedTime): string => {
  const nowMs = session.now();
  const today = new Date(nowMs).toISOString();
  const present = timeFormOf(member) === 'date' ? today.slice(0, 10) : `${today.slice(0, 19)}Z`;
  const told = askedInTime(
    operation,
    [member],
    { [member.name]: present },
    { contract: session.contract, now: () => nowMs, madeUp: [member.name] },
  );
  return String(told.value[member.name]);
};

const tried = async (session: Session, subject: AskedTime): Promise<Result> => {
  const { contract } = session;
  const { operation, member, rules } = subject;
  const usual = usableRequest(session, operation, 'query');
  const isAsked = usual.query.some(([name]) => name === member.name);
  const query = isAsked ? usual.query : [...usual.query, [member.name, usualTime(session, subject)] as const];
  const control = await session.send({ ...usual, query });
  if (!isSuccess(control)) return { control, tried: [] };
  const said = [valueAt(contract.document, nodeOf(operation.location)), valueAt(contract.document, '#/info')].flatMap(saidIn);
  const members = timedParameters(contract, operation, 'query');
  const making = {
    contract,
    member,
    members,
    isOfWeek: said.some(saysWeekday),
    isChange: false,
    nowMs: session.now(),
  };
  const wrong: Tried[] = [];
  for (const { rule, sentence } of rules)
    for (const { body, wrong: asked } of withForbiddenTimes({ ...making, rule }, Object.fromEntries(query))) {
      const exchange = await session.send({
        ...usual,
        query: query.map(([name, value]) => [name, members.some((one) => one.name === name) ? String(body[name]) : value] as const),
        faults: ['query-out-of-range'],
      });
      wrong.push({ asked, sentence, exchange });
    }
  return { control, tried: wrong };
};

export const toldAskedTimeRefused = defineProbe<AskedTime, Result>({
  id: 'query/told-time-refused',
  title: 'A time in a query that lies before or behind what the document allows, counted from the request, is refused where it says so',
  why: 'Somebody asks for a day that is over, or for one that is not planned yet, and gets an answer that looks like a true one.',
  fix: 'Compare the time with the clock, on both sides that the text names, and refuse the request with a 4xx.',
  phase: 'read',
  exclusive: 'nothing',
  over: toldAskedTimes,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ rules }) => ({ requests: 1 + perRule * rules.length, creates: 0 }),
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
