import { outcomeOf } from '../../contract/message.ts';
import { creationNeeds, listedResources, operationAt } from '../creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../define.ts';
import { freshValues } from '../measurements/created.ts';
import { listed, type Listed } from '../measurements/listed.ts';

export const createdIsListed = defineProbe<Listed>({
  id: 'lifecycle/created-is-listed',
  title: 'What was created is in its list, under the name it was created with',
  why: 'A list is the only way to find what one has, and to stop paying for it; what it hides is lost.',
  fix: 'List a thing from the moment its creation is answered, in whatever state, with its name as it was sent.',
  phase: 'mutate',
  alone: 'collection',
  places: (contract) => listedResources(contract).map(({ place }) => place),
  needs: creationNeeds,
  cost: () => ({ requests: 20, creates: 1 }),
  measure: (place, session) => session.measure(listed, { operation: place.operation ?? '' }),
  judge(place, measured, { contract }) {
    const { creation } = measured;
    if (measured.kind === 'listed') return pass(1);
    if (measured.kind === 'not-created') return inconclusive(`Nothing was created: ${outcomeOf(creation)}`, [creation]);
    if (measured.kind === 'no-list') return inconclusive('The contract does not say by which name it is listed', [creation]);
    const { unread, last, withinMs } = measured;
    const [first] = unread;
    if (first) return inconclusive(`The list could not be read to its end: ${outcomeOf(first)}`, [first, creation]);
    const resource = listedResources(contract).find((one) => one.create.key === place.operation)?.resource;
    const name = resource?.collection?.name ?? '';
    const names = freshValues(contract, operationAt(contract, place), creation.request)
      .map((value) => JSON.stringify(value))
      .join(' or ');
    return fail(
      {
        code: 'created-not-listed',
        where: `${resource?.collection?.operation.key ?? 'list'}, ${name} of an item`,
        expected: `an item with ${name} ${names} within ${withinMs / 1000} s`,
        actual: 'no such item in any look',
      },
      [creation, last],
    );
  },
});
