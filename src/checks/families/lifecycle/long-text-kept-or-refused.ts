import { creationNeeds, memberAt } from '../../subjects/creators.ts';
import { defineProbe } from '../../kit/define.ts';
import { keptText, type KeptText } from '../../scenarios/bodies/kept-text.ts';
import { judgeTextOrRefusal, textPlaces } from '../../scenarios/lifecycle/texts.ts';

export const longTextKeptOrRefused = defineProbe<KeptText>({
  id: 'lifecycle/long-text-kept-or-refused',
  title: 'A very long text comes back unchanged or is refused',
  why: 'A refusal can be mended by the caller; a text that was changed in silence is found by nobody.',
  fix: 'Keep texts as they are sent, and refuse those that cannot be kept.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: textPlaces,
  needs: creationNeeds,
  cost: () => ({ requests: 5, creates: 1 }),
  measure: (place, session) =>
    session.measure(keptText, { operation: place.operation ?? '', member: memberAt(session.contract, place).name, kind: 'long' }),
  judge: (place, measured, { contract }) => judgeTextOrRefusal(memberAt(contract, place).name, measured),
});
