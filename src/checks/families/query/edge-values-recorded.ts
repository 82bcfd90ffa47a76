import { statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { nodeOf } from '../../../model/place.ts';
import type { Fact } from '../../../model/verdict.ts';
import { errorShape } from '../../subjects/body-shape.ts';
import { listAt } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { listAnswer } from '../../subjects/list-answer.ts';
import { type Edge, edgePlaces } from '../../scenarios/calls/edge-values.ts';
import { wholeList } from '../../scenarios/paging/whole-list.ts';
import { needsFor } from '../../kit/prerequisites.ts';

type Measured = { readonly edges: readonly Edge[]; readonly whole: number | undefined };

export const edgeValuesRecorded = defineProbe<Measured>({
  id: 'query/edge-values-recorded',
  title: 'What values at the edge of the documentation get is recorded',
  why: 'Documentations rarely say what an empty, a zero or an unknown value does, and clients come to rely on whatever it is.',
  fix: 'Nothing has to be mended. Say in the documentation what these values get.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => contract.collections.flatMap(({ operation: { key } }) => edgePlaces(contract, key).map(({ place }) => place)),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around),
  cost: () => ({ requests: 4, creates: 0 }),
  async measure(place, session) {
    const ask = edgePlaces(session.contract, place.operation ?? '').find((one) => nodeOf(one.place) === nodeOf(place))?.ask;
    const edges = ask ? await ask(session) : [];
    return { edges, whole: (await wholeList(session, listAt(session.contract, place))).items?.length };
  },
  judge(place, { edges, whole }, { contract }) {
    const collection = listAt(contract, place);
    // A refusal by quota says nothing about the value.
    const answered = edges.filter(({ exchange }) => ![undefined, 429].includes(statusOf(exchange)));
    if (answered.length === 0)
      return inconclusive(
        'No such request was answered',
        edges.map(({ exchange }) => exchange),
      );
    return observed(
      answered.map(({ fact, asked, exchange }): Fact => {
        const shape = fact === 'page-size.above-maximum' ? { body: errorShape(exchange) } : {};
        return factOf(fact, collection.operation.key, { asked, ...listAnswer(collection, exchange, whole), ...shape });
      }),
    );
  },
});
