import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { creationNeeds, creators } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { withCharset } from '../../scenarios/bodies/with-charset.ts';

/** Refusals that an announced type can be the reason of. */
const refusals = [400, 406, 415, 422] as const;

type Measured = { readonly without: Exchange; readonly parameter: Exchange | undefined };

export const contentTypeParameterHarmless = defineProbe<Measured>({
  id: 'transport/content-type-parameter-harmless',
  title: 'A charset beside the media type of a body does no harm',
  why: 'Many clients add it without being asked, and a comparison of the whole header refuses them all.',
  fix: 'Compare type and subtype alone, and ignore parameters that JSON does not have (RFC 8259 section 11).',
  phase: 'mutate',
  stage: 'opening',
  alone: 'collection',
  places: (contract) =>
    creators(contract).flatMap(({ body }) => (body && jsonContent(body.content)?.mediaType === 'application/json' ? [body.place] : [])),
  needs: creationNeeds,
  cost: () => ({ requests: 4, creates: 2 }),
  async measure(place, session) {
    const { key: operation } = operationOf(session.contract, place.operation ?? '');
    const without = (await session.measure(created, { operation })).exchange;
    return { without, parameter: isSuccess(without) ? await session.measure(withCharset, { operation }) : undefined };
  },
  judge(_place, { without, parameter }) {
    if (!parameter) return inconclusive(`A creation without the parameter was answered ${outcomeOf(without)}`, [without]);
    if (isSuccess(parameter)) return pass(1);
    if (refusals.some((one) => one === statusOf(parameter))) {
      const finding = { where: 'Content-Type', expected: 'a success with charset=utf-8 too', actual: `status ${outcomeOf(parameter)}` };
      return fail({ code: 'content-type-parameter-refused', ...finding }, [parameter, without]);
    }
    return inconclusive(`A creation with charset=utf-8 was answered ${outcomeOf(parameter)}`, [parameter]);
  },
});
