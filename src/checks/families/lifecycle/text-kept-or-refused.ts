import { creationNeeds, memberAt } from '../../subjects/creators.ts';
import { defineProbe } from '../../kit/define.ts';
import { keptText, type KeptText } from '../../scenarios/bodies/kept-text.ts';
import { judgeTextOrRefusal, textPlaces } from '../../scenarios/lifecycle/texts.ts';

export const textKeptOrRefused = defineProbe<KeptText>({
  id: 'lifecycle/text-kept-or-refused',
  title: 'A text with capitals and letters outside ASCII comes back unchanged or is refused',
  why: 'A refusal can be mended by the caller; a text that was changed in silence is found by nobody.',
  fix: 'Keep texts as they are sent, and refuse those that cannot be kept.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: textPlaces,
  needs: creationNeeds,
  cost: () => ({ requests: 5, creates: 1 }),
  measure: (place, session) =>
    session.measure(keptText, { operation: place.operation ?? '', member: memberAt(session.contract, place).name, kind: 'mixed' }),
  judge: (place, measured, { contract }) => judgeTextOrRefusal(memberAt(contract, place).name, measured),
});
