import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { creationNeeds, operationAt } from '../../subjects/creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { findItem, type Found } from '../../scenarios/paging/find-item.ts';
import { issuedCredential, newCredentialMs } from '../../scenarios/lifecycle/issued-credential.ts';
import { referenceIn } from '../../scenarios/lifecycle/once-listed.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { resourceNamed } from '../../subjects/resource-at.ts';
import { sessionElsewhere } from '../../requests/sandbox-session.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { idPlaceOf, idText } from '../../subjects/shown-thing.ts';
import { issuers } from '../../subjects/issuers.ts';

type Measured = {
  readonly issuing: Exchange;
  /** Why nothing was looked for. */
  readonly open?: string;
  readonly id?: string;
  /** The look with the issued credential. */
  readonly own?: Found;
  /** After it found nothing: the look with the key. */
  readonly control?: Found;
};

/** The same session with an issued credential in place of the key. */
const sessionWith = (session: Session, handle: string): Session =>
  sessionElsewhere(session, `with ${handle}`, (request) =>
    request.credential.kind === 'valid' && request.credential.name === 'key'
      ? { ...request, credential: { kind: 'issued', handle } }
      : request,
  );

/** Looks for the thing that a credential was issued for in the list of that credential, and where it is not there in that of the key. */
const issuedView = defineMeasurement<{ readonly operation: string }, Measured>({
  id: 'issued-view',
  async run(session, { operation: key }) {
    const { issuing, opened } = await session.measure(issuedCredential, { operation: key });
    if (!opened || !isSuccess(opened.exchange)) return { issuing, open: 'No issued credential was recognised by a read that succeeds' };
    const operation = session.contract.operations.find((one) => one.key === key);
    const reference = operation && referenceIn(session, operation, issuing);
    const resource = reference && resourceNamed(session.contract, reference.resource);
    const collection = resource?.collection;
    if (!reference || !resource || !collection) return { issuing, open: 'The request names nothing that a list shows' };
    const { id } = reference;
    const isIt = (item: unknown): boolean => idText(valueAt(item, idPlaceOf(resource))) === id;
    const theirs = sessionWith(session, opened.handle);
    let own: Found | undefined;
    await until(session, { withinMs: newCredentialMs, why: 'a new credential may not be known everywhere yet' }, async () => {
      own = await findItem(theirs, collection, isIt);
      return own.kind === 'item' ? own : undefined;
    });
    if (!own) return { issuing, id, open: 'Nothing was looked at' };
    return { issuing, id, own, ...(own.kind === 'absent' ? { control: await findItem(session, collection, isIt) } : {}) };
  },
});

export const issuedBelongs = defineProbe<Measured>({
  id: 'auth/issued-belongs',
  title: 'An issued credential shows the thing that it was issued for',
  why: 'A credential that sees nothing of what it is for is of no use.',
  fix: 'Let the credential see at least the thing that it was issued for.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: issuers,
  needs: creationNeeds,
  cost: () => ({ requests: 400, creates: 1 }),
  measure: (place, session) => session.measure(issuedView, { operation: operationAt(session.contract, place).key }),
  judge(_place, { issuing, open, id, own, control }) {
    if (open !== undefined || !own) return inconclusive(open ?? 'Nothing was looked at', [issuing]);
    if (own.kind === 'item') return pass(1);
    const read = [own.exchange, issuing, ...(control ? [control.exchange] : [])] as const;
    if (own.kind !== 'absent') {
      return inconclusive(`With the issued credential the list could not be read to its end: ${outcomeOf(own.exchange)}`, read);
    }
    if (control?.kind !== 'item') return inconclusive(`With the key the list does not show ${id} either`, read);
    const expected = `${id}, for which the credential was issued, in the list`;
    return fail({ code: 'issued-sees-nothing', where: 'list', expected, actual: 'a list without it, though the key is shown it' }, read);
  },
});
