import { jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { tokensOf } from '../../../contract/pointer.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { type BrokenBodies, type BrokenBody, brokenBodies, isRefusedBody, mostBodiesOf } from '../../scenarios/bodies/broken-bodies.ts';
import { isInOtherEntry, placesIn, promisedPointers, skipsIndex } from '../../subjects/promised-pointers.ts';
import { brokenSubjects } from './breach-refused.ts';
import { holdsValue } from '../../../model/request.ts';

type Located = Subject & { readonly operation: Operation; readonly sentence: string };

const sentOf = ({ exchange }: BrokenBody): unknown => {
  const { body } = exchange.request;
  return holdsValue(body) ? body.value : undefined;
};

/** What is wrong with the places that the answer to a body with one mistake names; undefined where nothing is, or where it names none. */
const wrongPlace = (broken: BrokenBody, places: readonly (readonly string[])[]): readonly string[] | undefined => {
  const mistake = tokensOf(broken.instancePath);
  const isThere = places.some((one) => one.join('/') === mistake.join('/'));
  return places.find((one) => skipsIndex(one, sentOf(broken)) || (!isThere && isInOtherEntry(one, mistake)));
};

export const mistakeLocated = defineProbe<Located, BrokenBodies>({
  id: 'body/mistake-located',
  title:
    'The pointers of an error response lead to the entry of a list that is wrong, where the document says that they lead into the body',
  why: 'A form marks the wrong line, or none, and people correct what was right.',
  fix: 'Write the index of the entry into the pointer, as RFC 6901 has it: /lines/2/amount.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) =>
    contract.standard.size === 0
      ? []
      : brokenSubjects(contract).flatMap(({ operation }) => {
          const sentence = promisedPointers(contract, operation);
          return sentence === undefined ? [] : [at(operation.location, { operation, sentence })];
        }),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ operation }) => ({ requests: mostBodiesOf(operation), creates: 0 }),
  run: ({ operation }, session) => session.run(brokenBodies, { operation: operation.key }),
  judge({ sentence }, { tried }) {
    const named = tried.filter(isRefusedBody).flatMap((broken) => {
      const places = placesIn(jsonOf(broken.exchange), sentOf(broken));
      return places.length > 0 ? [{ broken, places }] : [];
    });
    const inLists = named.filter(({ broken }) => tokensOf(broken.instancePath).some((one) => /^\d+$/u.test(one)));
    const wrong = inLists.flatMap(({ broken, places }) => {
      const place = wrongPlace(broken, places);
      return place ? [{ broken, place }] : [];
    });
    const [first] = wrong;
    if (first) {
      const { broken, place } = first;
      const expected = `a pointer to ${broken.instancePath}, where ${broken.words}: "${sentence.slice(0, 200)}"`;
      const finding = { code: 'mistake-misplaced', where: 'response body', expected, actual: `"/${place.join('/')}"` };
      return unconfirmed(
        fail(finding, [broken.exchange, ...wrong.slice(1).map((one) => one.broken.exchange)], {
          judged: inLists.length,
          breaches: wrong.length,
        }),
      );
    }
    if (inLists.length > 0) return pass(inLists.length);
    return inconclusive(
      'No mistake in the entry of a list was refused with a pointer',
      tried.map(({ exchange }) => exchange),
    );
  },
});
