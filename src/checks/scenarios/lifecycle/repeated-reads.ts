import { isSuccess } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { resourceNamed } from '../../subjects/resources.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { knownReads } from './known-reads.ts';
import { onThing } from './look-at-thing.ts';

export type RepeatedReads = {
  readonly id: string | undefined;
  readonly pairs: readonly (readonly [Exchange, Exchange])[];
};

const mostPairs = 3;

/** A time that is told in whole seconds has moved by then. */
const betweenMs = 1100;

/** Reads one thing twice, and that up to three times, until two reads are alike. */
export const repeatedReads = defineMeasurement<{ readonly resource: string }, RepeatedReads>({
  id: 'repeated-reads',
  async run(session, parameters) {
    const { read } = resourceNamed(session.contract, parameters.resource);
    const { listed, own } = await session.measure(knownReads, parameters);
    // A thing that was not made just now is the quieter one.
    const made = new Set(own?.things.all.map(({ id }) => id));
    const good = listed.filter(({ exchange }) => isSuccess(exchange));
    const id = (good.find((one) => !made.has(one.id)) ?? good[0])?.id ?? own?.reads.find(({ exchange }) => isSuccess(exchange))?.made.id;
    if (id === undefined || !read) return { id: undefined, pairs: [] };
    const pairs: (readonly [Exchange, Exchange])[] = [];
    for (let turn = 0; turn < mostPairs; turn++) {
      const first = await onThing(session, read, id);
      await session.pause(betweenMs, 'the same read is sent once more');
      const second = await onThing(session, read, id);
      pairs.push([first, second]);
      const texts = [first, second].map(({ reply }) => (reply.kind === 'answer' ? reply.text : null));
      if (texts[0] !== null && texts[0] === texts[1]) break;
    }
    return { id, pairs };
  },
});
