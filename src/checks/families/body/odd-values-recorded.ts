import { outcomeOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fact } from '../../../model/verdict.ts';
import { creationNeeds, creators } from '../../subjects/creators.ts';
import { defineProbe, NotTried, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { type OddCreations, oddCreations, odditiesAt, type Oddity } from '../../scenarios/bodies/odd-creations.ts';

const names = {
  'null-text': 'creation.null-text',
  'empty-text': 'creation.empty-text',
  'blank-text': 'creation.blank-text',
  'unknown-reference': 'creation.unknown-reference',
  'unknown-member': 'creation.unknown-member',
  'other-media-type': 'creation.other-media-type',
  'array-body': 'creation.array-body',
  'text-body': 'creation.text-body',
  'spare-comma': 'creation.spare-comma',
  'bare-names': 'creation.bare-names',
  'form-body': 'creation.form-body',
  'unknown-value': 'creation.unknown-value',
  'number-value': 'creation.number-value',
  'very-long-text': 'creation.very-long-text',
} as const satisfies Readonly<Record<Oddity, Parameters<typeof factOf>[0]>>;

export const oddValuesRecorded = defineProbe<OddCreations>({
  id: 'body/odd-values-recorded',
  title: 'What a creation gets that the documentation says nothing about is recorded',
  why: 'Two services that both follow the documentation may differ here, and a client that relies on one of them breaks on the other.',
  fix: 'Nothing is broken; the documentation could say which of these are accepted.',
  phase: 'closing',
  alone: 'collection',
  places: (contract) => creators(contract).flatMap(({ body }) => (body ? [body.place] : [])),
  needs: creationNeeds,
  cost: (place, { contract }) => {
    const count = odditiesAt(contract, place.operation ?? '').length;
    return { requests: count, creates: count };
  },
  async measure(place, session) {
    const measured = await session.measure(oddCreations, { operation: place.operation ?? '' });
    if (measured.answers.length === 0) throw new NotTried('out-of-budget', measured.untried.join('; '));
    return measured;
  },
  judge: (place, { answers }) =>
    observed(answers.map(({ oddity, exchange }): Fact => factOf(names[oddity], place.operation, told(exchange)))),
});

const told = (exchange: Exchange): string | number => (exchange.reply.kind === 'answer' ? exchange.reply.status : outcomeOf(exchange));
