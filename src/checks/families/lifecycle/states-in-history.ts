import { isSuccess } from '../../../contract/message.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, fail, pass } from '../../kit/define.ts';
import type { Lived } from '../../scenarios/lifecycle/lived.ts';
import { entriesIn, type History, holdsStates } from '../../subjects/histories.ts';
import { lives } from '../../subjects/lives.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';
import { confirmed, defineLifeProbe, type Judged, nothingTried } from './lives.ts';

/** A read of a resource, with the call before it. */
type Seen = { readonly resource: Resource; readonly exchange: Exchange; readonly answer: Exchange | undefined };

/** All reads of each resource, in their order. */
const readsOf = ({ born, tried }: Lived, id: string): readonly (readonly Seen[])[] =>
  born.map(({ resource, exchange }): readonly Seen[] => [
    { resource, exchange, answer: undefined },
    ...tried.flatMap(({ answer, after }) =>
      after && idText(after.resource[id]) === idText(resource[id]) ? [{ resource: after.resource, exchange: after.exchange, answer }] : [],
    ),
  ]);

/** The first two moments, by their texts, of which the later entry has the earlier one. */
const goingBack = ({ moment, order }: History, entries: readonly Resource[]): readonly [string, string] | undefined => {
  const texts = entries.map((one) => (moment === undefined ? undefined : one[moment]));
  if (order === undefined || !texts.every((one): one is string => typeof one === 'string' && !Number.isNaN(Date.parse(one))))
    return undefined;
  const later = texts.findIndex((text, n) => n > 0 && Date.parse(text) < Date.parse(texts[n - 1] ?? ''));
  return later < 0 ? undefined : [texts[later - 1] ?? '', texts[later] ?? ''];
};

export const statesInHistory = defineLifeProbe<Judged & { readonly history: History }>({
  id: 'lifecycle/states-in-history',
  title: 'The history in a resource has an entry for each state that it came to, in the described order',
  why: 'Who asks when the loan was approved, and what came before, finds the present state alone.',
  fix: 'Append an entry in the statement that changes the state, and never replace those before it.',
  over: (contract) => lives(contract).flatMap((life) => life.histories.map((history) => at(life.type.read.location, { life, history }))),
  operationOf: ({ life }) => life.type.create,
  judge({ life, history }, story, { contract }) {
    const { type, movers } = life;
    const { member, hasFirst, hasEachMove, moment } = history;
    // A caller who says when it was may say anything.
    const isTold = movers.some(({ operation }) => bodyMembers(contract, operation).some(({ name }) => name === moment));
    let judged = 0;
    for (const reads of readsOf(story, type.id)) {
      const states: unknown[] = [];
      for (const { resource, exchange, answer } of reads) {
        const now = type.state === undefined ? undefined : resource[type.state];
        const entries = entriesIn(history, resource);
        if (typeof now !== 'string' || entries === undefined) continue;
        // A state to which a resource comes back has one entry at least.
        if (hasEachMove ? states.at(-1) !== now : !states.includes(now)) states.push(now);
        const wanted = hasFirst ? states : states.slice(1);
        const exchanges = answer && isSuccess(answer) ? ([exchange, answer] as const) : ([exchange] as const);
        if (!holdsStates(history, entries, wanted)) {
          const isOrder = wanted.every((state) => entries.some((one) => one[history.state] === state));
          const finding = {
            code: isOrder ? 'history-out-of-order' : 'state-not-in-history',
            where: `/${member}`,
            expected: `entries for ${wanted.map((one) => `"${String(one)}"`).join(', ')}${history.order ? `, ${history.order}` : ''}`,
            actual: JSON.stringify((resource[member] as readonly Resource[]).map((one) => one[history.state] ?? null)),
          };
          return confirmed(life, fail(finding, exchanges));
        }
        const back = isTold ? undefined : goingBack(history, entries);
        if (back) {
          const finding = {
            code: 'history-goes-back',
            where: `/${member}`,
            expected: `moments that follow each other, ${history.order ?? ''}`,
          };
          return confirmed(life, fail({ ...finding, actual: `${back[1]} after ${back[0]}` }, exchanges));
        }
        judged += wanted.length;
      }
    }
    return judged > 0 ? pass(judged) : nothingTried(story, `No read shows a state and "${member}"`);
  },
});
