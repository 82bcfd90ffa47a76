import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { creationNeeds, memberAt } from '../../subjects/creators.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { keptText, type KeptText } from '../../scenarios/bodies/kept-text.ts';
import { mentions } from '../../subjects/shown-thing.ts';
import { judgeText, textPlaces } from '../../scenarios/lifecycle/texts.ts';

type Measured = { readonly plain: Exchange; readonly told: KeptText };

export const textKept = defineProbe<Measured>({
  id: 'lifecycle/text-kept',
  title: 'A text with letters outside ASCII comes back unchanged',
  why: 'Names of people and places have such letters; a store that cannot keep them spoils them for good.',
  fix: 'Keep texts as Unicode from the request to the store and back.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: textPlaces,
  needs: creationNeeds,
  cost: () => ({ requests: 5, creates: 1 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    const { exchange } = await session.measure(created, { operation });
    return {
      plain: exchange,
      told: await session.measure(keptText, { operation, member: memberAt(session.contract, place).name, kind: 'mixed' }),
    };
  },
  judge(place, { plain, told }, { contract }) {
    const { name } = memberAt(contract, place);
    const [body, request] = [jsonOf(plain), plain.request.body];
    const sent = request?.kind === 'json' && isObject(request.value) ? request.value[name] : undefined;
    if (isSuccess(plain) && isObject(body) && typeof sent === 'string' && !mentions(body, sent)) {
      return inconclusive(`A plain "${name}" does not come back unchanged either`, [plain]);
    }
    return judgeText(name, told);
  },
});
