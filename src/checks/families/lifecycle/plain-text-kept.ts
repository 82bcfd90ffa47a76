import { creationNeeds, memberAt } from '../../subjects/creators.ts';
import { defineProbe } from '../../kit/define.ts';
import { keptText, type KeptText } from '../../scenarios/bodies/kept-text.ts';
import { judgeText, textPlaces } from '../../scenarios/lifecycle/texts.ts';

export const plainTextKept = defineProbe<KeptText>({
  id: 'lifecycle/plain-text-kept',
  title: 'A text with capitals and spaces comes back unchanged',
  why: 'A thing is found again by the name that it was given; one that was rewritten is not.',
  fix: 'Store the text as it was sent, and keep a rewritten form beside it where one is needed.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: textPlaces,
  needs: creationNeeds,
  cost: () => ({ requests: 5, creates: 1 }),
  measure: (place, session) =>
    session.measure(keptText, { operation: place.operation ?? '', member: memberAt(session.contract, place).name, kind: 'plain' }),
  judge: (place, measured, { contract }) => judgeText(memberAt(contract, place).name, measured),
});
