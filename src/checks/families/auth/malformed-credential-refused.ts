import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import {
  malformedCredentials,
  type MalformedCredential,
  readWithMalformedCredential,
} from '../../scenarios/credentials/read-with-malformed-credential.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import { bearerPlaces } from '../../subjects/bearer-places.ts';
import { firstRead } from '../../subjects/first-read.ts';
import { printedPrefix } from '../../subjects/printed-form.ts';
import { askedAgain, judgeUnusable, refusedFor } from './unusable-credential.ts';

type Tried = { readonly form: MalformedCredential; readonly answer: Exchange };

const phrases: Readonly<Record<MalformedCredential, string>> = {
  blank: 'the scheme and nothing behind it',
  short: 'a credential of one character',
  'prefix-alone': 'the beginning of a credential and nothing behind it',
  words: 'three words in place of a credential',
  'empty-basic': 'an empty user and password under Basic',
  'no-scheme': 'one word that is no scheme',
};

export const malformedCredentialRefused = defineProbe<readonly Tried[]>({
  id: 'auth/malformed-credential-refused',
  title: 'A header that holds no usable credential is refused with the documented status',
  why: 'What is taken apart before it is looked up is where services fail, or let somebody in.',
  fix: 'Treat whatever is no credential of the documented form as one that nobody has.',
  reads: 'auth.unauthenticated.malformed',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    firstRead(contract)
      .filter((operation) => bearerPlaces(contract, operation).length > 0)
      .map(({ place }) => place),
  needs: () => [],
  cost: () => ({ requests: malformedCredentials.length + 1, creates: 0 }),
  async measure(place, session) {
    const operation = operationOf(session.contract, place.operation ?? '');
    await workingRead(session, operation.key, 'key');
    const refused = refusedFor(operation, 'malformed');
    const tried: Tried[] = [];
    const isSaid = operation.conventions.auth?.unauthenticated.malformed !== undefined;
    for (const form of malformedCredentials) {
      // Other forms may be refused as malformed where the contract does not speak of them.
      if (!isSaid && form !== 'blank' && form !== 'short') continue;
      if (form === 'prefix-alone' && printedPrefix(session.contract) === undefined) continue;
      const answer = await session.measure(readWithMalformedCredential, { operation: operation.key, form });
      tried.push({ form, answer: await askedAgain(session, answer, refused) });
    }
    return tried;
  },
  judge(place, tried, { contract }) {
    const refused = refusedFor(operationOf(contract, place.operation ?? ''), 'malformed');
    return joinVerdicts(
      tried.map(({ form, answer }) =>
        judgeUnusable(answer, refused, { usual: [403], code: 'malformed-credential', mistake: phrases[form], hasControl: true }),
      ),
    );
  },
});
