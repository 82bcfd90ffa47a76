import { itemsOf } from '../../../contract/held.ts';
import { headerValues, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import { collectionAt } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { type HeaderEffects, headerEffects } from '../../scenarios/transport/header-effects.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { headerPlaces, printedHeaders } from '../../subjects/printed-headers.ts';

type Effect = {
  readonly status: number;
  /** What the answer holds in the header of the same name; null where it has none. */
  readonly told: string | null;
  /** Whether the names of the members, of the body and of the items in it, are those of the answer without the header. */
  readonly members: 'same' | 'other';
};

export const headerEffectRecorded = defineProbe<HeaderEffects | undefined>({
  id: 'headers/header-effect-recorded',
  title: 'What a header that may be left out does to a read is recorded',
  why: 'Where its effect is not described, a client that sends it cannot know what it asks for.',
  fix: 'Nothing is wrong with it; the documentation could say what each value does, and what another one gets.',
  phase: 'read',
  alone: 'nothing',
  places: headerPlaces,
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 4, creates: 0 }),
  measure: (place, session) =>
    session.measure(headerEffects, { operation: place.operation ?? '', header: headerAt(session.contract, place) }),
  judge(place, measured, { contract }) {
    if (!measured) return inconclusive('No value is printed for the header', []);
    const { without, printed, oldDate, word } = measured;
    const bare = membersIn(without, contract, place);
    const effectOf = (exchange: Exchange | undefined): Effect | undefined => {
      const status = exchange && statusOf(exchange);
      // A refusal by quota, or no answer, tells nothing of the header.
      if (!exchange || status === undefined || status === 429) return undefined;
      const told = headerValues(exchange, headerAt(contract, place))[0] ?? null;
      return { status, told, members: membersIn(exchange, contract, place) === bare ? 'same' : 'other' };
    };
    const old = effectOf(oldDate);
    const effects = { without: effectOf(without), printed: effectOf(printed), ...(old ? { oldDate: old } : {}), word: effectOf(word) };
    const sent = [without, printed, ...(oldDate ? [oldDate] : []), word];
    if (effects.without === undefined || effects.printed === undefined || effects.word === undefined) {
      return inconclusive('One of the reads was not answered', sent);
    }
    return observed([factOf('header.effect', place.operation, { header: headerAt(contract, place), ...effects })]);
  },
});

const headerAt = (contract: Contract, place: Place): string =>
  printedHeaders(contract, operationOf(contract, place.operation ?? '')).find((one) => nodeOf(one.place) === nodeOf(place))?.name ?? '';

/** Names of the members of a body and of the items in it, as one text. */
const membersIn = (exchange: Exchange, contract: Contract, { operation }: Place): string => {
  const collection = collectionAt(contract, operation);
  const items = (collection && itemsOf(collection, exchange)) ?? [];
  return JSON.stringify([namesIn([jsonOf(exchange)]), namesIn(items)]);
};

const namesIn = (values: readonly unknown[]): string[] =>
  [...new Set(values.filter(isObject).flatMap((value) => Object.keys(value)))].sort();
