import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { underVersion } from '../../requests/under-version.ts';

/** A form of a plain read that the documentation does not print: under another version, or none; with or without a slash at its end; with the name of the scheme in small letters. */
export type OtherForm =
  | { readonly kind: 'version'; readonly segment: string | null }
  | { readonly kind: 'slash' }
  | { readonly kind: 'small-scheme' };

export type ProvenRead = {
  readonly served: Exchange;
  /** The same with a credential that nobody has; undefined where the first was refused. */
  readonly stranger: Exchange | undefined;
};

type Parameters = { readonly operation: string; readonly form: OtherForm };

/** A plain read in another form and, where it succeeds, the same with a made-up credential. */
export const provenRead = defineMeasurement<Parameters, ProvenRead>({
  id: 'proven-read',
  async run(session, { operation, form }) {
    const plain = usableRequest(session, operationOf(session.contract, operation), 'plain');
    const served = await session.send(formed(session, plain, form));
    return { served, stranger: isSuccess(served) ? await session.send(strange(session, plain, form)) : undefined };
  },
});

const formed = ({ contract }: Session, plain: PlannedRequest, form: OtherForm): PlannedRequest => {
  switch (form.kind) {
    case 'version':
      return underVersion(contract, plain, form.segment);
    case 'slash':
      return { ...plain, operation: null, path: plain.path.endsWith('/') ? plain.path.replace(/\/+$/, '') : `${plain.path}/` };
    case 'small-scheme':
      return { ...plain, credential: { kind: 'misplaced', name: 'key', form: 'lower-case-scheme' }, faults: ['credential-misplaced'] };
  }
};

const strange = (session: Session, plain: PlannedRequest, form: OtherForm): PlannedRequest => {
  const value = `ct_invalid_${session.hex('proven-read', 32)}`;
  const stranger: PlannedRequest = { ...plain, credential: { kind: 'made-up', value }, faults: ['credential-invalid'] };
  if (form.kind !== 'small-scheme') return formed(session, stranger, form);
  return { ...stranger, credential: { kind: 'none' }, headers: [...plain.headers, ['Authorization', `bearer ${value}`]] };
};
