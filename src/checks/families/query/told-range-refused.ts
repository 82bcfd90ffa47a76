import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type ToldRange, toldRanges } from '../../subjects/told-ranges.ts';

type Tried = { readonly what: 'turned' | 'too long'; readonly sentence: string; readonly exchange: Exchange };

type Result = { readonly control: Exchange; readonly tried: readonly Tried[] };

const dayMs = 86_400_000;

/** A range that ends so many days before the run, and is so many days long; both in whole days. */
const range = (nowMs: number, days: number): readonly [number, number] => {
  const end = Math.floor(nowMs / dayMs) * dayMs - dayMs;
  return [end - days * dayMs, end];
};

const written = (ms: number, format: ToldRange['format']): string => {
  const iso = new Date(ms).toISOString();
  return format === 'date' ? iso.slice(0, 10) : iso.replace(/\.\d+Z$/u, 'Z');
};

const ask = (session: Session, { operation, begin, end, format }: ToldRange, [from, to]: readonly [number, number], isWrong: boolean) => {
  const request = usableRequest(session, operation, 'range');
  const others = request.query.filter(([name]) => name !== begin.name && name !== end.name);
  const query = [...others, [begin.name, written(from, format)] as const, [end.name, written(to, format)] as const];
  return session.send({ ...request, query, ...(isWrong ? { faults: ['query-out-of-range'] as const } : {}) });
};

export const toldRangeRefused = defineProbe<ToldRange, Result>({
  id: 'query/told-range-refused',
  title: 'A range of time that ends before it begins, or is longer than the text allows, is refused where the document says so',
  why: 'Who mixes up two days gets an empty report and believes it, and who asks for ten years stops the service for all.',
  fix: 'Compare both bounds before anything is read, and refuse the request with a 4xx.',
  phase: 'read',
  exclusive: 'nothing',
  over: toldRanges,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 3, creates: 0 }),
  async run(subject, session) {
    const { order, longest } = subject;
    const usual = Math.min(3, longest?.days ?? 3);
    const good = range(session.now(), usual);
    const control = await ask(session, subject, good, false);
    if (!isSuccess(control)) return { control, tried: [] };
    const tried: Tried[] = [];
    if (order !== undefined)
      tried.push({ what: 'turned', sentence: order, exchange: await ask(session, subject, [good[1], good[0]], true) });
    // Whether both ends count, and how long a month is, are left open.
    if (longest !== undefined)
      tried.push({
        what: 'too long',
        sentence: longest.sentence,
        exchange: await ask(session, subject, range(session.now(), 2 * longest.days + 2), true),
      });
    return { control, tried };
  },
  judge({ begin, operation }, { control, tried }) {
    if (tried.length === 0) return inconclusive(`A usual range was answered ${outcomeOf(control)}`, [control]);
    const broken = tried.find(({ exchange }) => isSuccess(exchange));
    if (broken) {
      const { what, sentence, exchange } = broken;
      const shown = what === 'turned' ? 'a range that ends before it begins' : 'a longer range';
      const finding = {
        code: what === 'turned' ? 'turned-range-accepted' : 'long-range-accepted',
        where: `query ${begin.name}`,
        expected: `a 4xx to ${operation.key} with ${shown}: "${sentence}"`,
        actual: `status ${outcomeOf(exchange)}`,
      };
      return unconfirmed(fail(finding, [exchange, control]));
    }
    const refused = tried.filter(({ exchange }) => {
      const status = statusOf(exchange) ?? 0;
      return status >= 400 && status < 500 && status !== 429;
    });
    return refused.length > 0
      ? pass(refused.length)
      : inconclusive(
          'No such range was answered',
          tried.map(({ exchange }) => exchange),
        );
  },
});
