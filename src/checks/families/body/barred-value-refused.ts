import type { BarredValue } from '../../../contract/infer/barred-values.ts';
import { askedSchema } from '../../../contract/asked-content.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { keepingSet } from '../../../generators/body-with.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import type { Session } from '../../kit/session.ts';
import { makingFor } from '../../requests/usable-request.ts';
import { type Barred, barredValues } from '../../subjects/barred-values.ts';
import { toldRefused } from './told-refused.ts';

type Json = Readonly<Record<string, unknown>>;

/** A body with both values that its schema takes: what stands there for another alternative of a choice goes. Undefined where there is none. */
const withBoth = (session: Session, { operation }: Barred, one: BarredValue, body: Json, purpose: string): Json | undefined => {
  const { contract } = session;
  const names = [one.by, one.member];
  const { value } = keepingSet(operation, makingFor(session, purpose), { ...body, [one.by]: one.with, [one.member]: one.value }, names);
  const optional = bodyMembers(contract, operation).filter(({ name, required }) => !required && !names.includes(name) && name in value);
  const without = optional.map(({ name }) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)));
  return [value, ...without].find((made) => mayBeSent(contract.document, askedSchema(operation.body) ?? true, made));
};

export const barredValueRefused = toldRefused<Barred>({
  id: 'body/barred-value-refused',
  title: 'A listed value that the text bars beside that of another member is refused',
  why: 'Somebody gets what the document rules out for their kind, and nobody notices.',
  fix: 'Compare the two values before anything is done, and refuse the pair that the document rules out.',
  over: barredValues,
  most: ({ barred }) => barred.length,
  mistakes: (session, subject, body, purpose) =>
    subject.barred.flatMap((one) => {
      const made = withBoth(session, subject, one, body, purpose);
      if (made === undefined) return [];
      const words = `"${one.member}" with ${JSON.stringify(one.value)} beside "${one.by}" with ${JSON.stringify(one.with)}`;
      return [{ body: made, words, taken: { shows: one.value } }];
    }),
  code: 'barred-value',
});
