import type { Place } from '../../../model/place.ts';
import { creationNeeds, operationAt } from '../../subjects/creators.ts';
import { defineProbe, inconclusive, observed, type Surroundings } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { issuedCredential } from '../../scenarios/lifecycle/issued-credential.ts';
import { tokenExchange, tokenIn } from '../../scenarios/credentials/token-exchange.ts';
import { isTokenOperation, tokenNeeds } from '../../subjects/token-operation.ts';
import { exchangePlaces } from '../../subjects/token-places.ts';
import type { CredentialForm, Session } from '../../kit/session.ts';
import { issuers } from '../../subjects/issuers.ts';

type Measured = {
  /** Against the printed form; any form fits where none is printed. */
  readonly printed: CredentialForm | undefined;
  readonly token: CredentialForm | undefined;
};

/** Three parts of base64url with dots between (RFC 7519 section 3, RFC 7515 section 7.1). */
const tokenForm = '^[\\w-]+\\.[\\w-]+\\.[\\w-]*$';

export const issuedFormRecorded = defineProbe<Measured>({
  id: 'auth/issued-form-recorded',
  title: 'The form of a key or token that the API issues is recorded, never its value',
  why: 'The form of an example is no promise, and whoever looks for credentials in texts wants to know it.',
  fix: 'Nothing is wrong with any form.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => [...issuers(contract), ...exchangePlaces(contract)],
  needs: (place, around) => (isToken(place, around) ? tokenNeeds(around, 1) : creationNeeds(place, around)),
  cost: () => ({ requests: 100, creates: 1 }),
  async measure(place, session) {
    const handle = await handleAt(session, place);
    const pattern = session.contract.conventions.auth?.forms?.live?.pattern ?? '';
    const form = (wanted: string): CredentialForm | undefined =>
      handle === undefined ? undefined : session.credentialForm({ kind: 'issued', handle }, wanted);
    return { printed: form(pattern), token: form(tokenForm) };
  },
  judge(place, { printed, token }) {
    if (!printed || !token) return inconclusive('No issued credential was recognised', []);
    const { fits, length } = printed;
    return observed([factOf('credential.issued-form', place.operation, { fits, length, parts: token.fits ? 3 : 1 })]);
  },
});

const isToken = (place: Place, { contract }: Pick<Surroundings, 'contract'>): boolean => isTokenOperation(operationAt(contract, place));

const handleAt = async (session: Session, place: Place): Promise<string | undefined> => {
  const operation = place.operation ?? '';
  if (isToken(place, session)) return tokenIn(await session.measure(tokenExchange, { operation }));
  return (await session.measure(issuedCredential, { operation })).opened?.handle;
};
